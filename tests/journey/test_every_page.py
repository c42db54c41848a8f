"""All that pages offer is done, from the start page on: every page is reached, and every offer works."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.journey.filling import forms, good
from tests.journey.requests import about, ask, in_the_chair
from tests.journey.steps import become, sign_in_by_itsme, take, until
from tests.services import Services
from tests.simulated import DEFAULT_PERSON
from tui.devices.held import Devices
from tui.journey.context import Place
from tui.journey.navigator import Navigator
from tui.journey.registry import act_of, page_of, pages, sign_in_act, sign_in_methods
from tui.journey.time_left import EXTEND
from tui.journey.troubles import TRY_AGAIN
from tui.journey.walk import Go, Press
from tui.page.commands import COMMANDS
from tui.page.offered import actions_of, is_settled
from tui.page.parts import Form, Listing, Page
from tui.pages import devices as device_pages
from tui.pages.profile_removal import REMOVE
from tui.pages.sign_in.itsme import NUMBER_FORM

LED_BY_RENDERER = {"device": "go:devices"}
"""Where a command leads of which the renderer knows more than the table says (`tui.app`)."""


@dataclass(frozen=True)
class Thing:
    """Something that a page offers: an action, an item of the listing `part`, or a form to be sent.

    `key` tells it from everything else on its page; two tabs that lead to one page are the same.
    """

    key: str
    action: str = ""
    part: str = ""
    form: str = ""
    last: bool = False


def things(page: Page) -> Iterator[Thing]:
    """Everything that can be done on a page, what cannot be undone last."""
    found = [Thing(f"go:{name_of(tab.id)}", action=f"go:{tab.id}") for tab in page.tabs]
    sent = {form.submit.id for form in forms(page)}
    for action in actions_of(page):
        if action.id not in sent:
            last = action.kind == "danger" or page.id == "sign-out"
            found.append(Thing(action.id, action=action.id, last=last))
    for part in page.everything:
        if isinstance(part, Listing):
            found += [Thing(f"{part.id} {one.id}", one.id, part=part.id) for one in part.items]
        if isinstance(part, Form):
            found.append(Thing(part.submit.id, form=part.id))
    yield from sorted(found, key=lambda thing: thing.last)


def name_of(place: str) -> str:
    """The name under which the page of this place is registered; "" where there is none."""
    definition = page_of(Place.parse(place).name)
    return definition.name if definition else ""


def undone(page: Page) -> list[str]:
    definition = page_of(Place.parse(page.place).name)
    assert definition is not None
    offered = [one.id for one in actions_of(page)]
    offered += [part.id for part in page.everything if isinstance(part, Listing) and part.items]
    return [
        name
        for name in offered
        if not (
            act_of(definition, name)
            or any(name in method.acts for method in sign_in_methods())
            or sign_in_act(None, name)
            or name in (EXTEND, TRY_AGAIN)
            or name.startswith("go:")
        )
    ]


def strange(page: Page) -> list[str]:
    """Ids that stand twice, and actions that nobody could name."""
    ids = [part.id for part in page.everything]
    actions = [one.id for one in actions_of(page)]
    names = [one.name for one in actions_of(page)]
    fields = [f"{form.id}.{one.name}" for form in forms(page) for one in form.fields]
    twice = [one for many in (ids, actions, fields) for one in many if many.count(one) > 1]
    return twice + [name for name in names if not name.strip()]


@dataclass
class Crawl:
    """One citizen who does everything once, signed in all the time or (not `signed_in`) never for long.

    `reached` are the names of the pages that something led to, each with an example of a place.
    """

    navigator: Navigator
    signed_in: bool
    pin: str = ""
    reached: dict[str, str] = field(default_factory=dict)
    later: set[str] = field(default_factory=lambda: {REMOVE})
    """What takes away what other pages need: done once all else is."""
    _done: set[tuple[str, str]] = field(default_factory=set)

    async def run(self) -> None:
        """Do everything that can be come by from here."""
        await self._as_wanted()
        self.note(self.navigator.page)
        places = [self.navigator.page.place]
        while places:
            if (thing := self._next()) is None:
                await self.navigator.open(places.pop())
                await until(self.navigator, is_settled)
                if self._next() is not None:
                    places.append(self.navigator.page.place)
                continue
            self._done.add((name_of(self.navigator.page.place), thing.key))
            before = self.navigator.page.place
            await self._do(thing)
            page = await until(self.navigator, is_settled, f"{thing} on {before}")
            self.note(page)
            assert undone(page) == [], page.place
            assert strange(page) == [], page.place
            assert page.title, page.place
            await self._as_wanted()
            places += [
                place for place in (before, self.navigator.page.place) if place not in places
            ]

    def _next(self) -> Thing | None:
        page = self.navigator.page
        name = name_of(page.place)
        wanted = (one for one in things(page) if one.key not in self.later)
        return next((one for one in wanted if (name, one.key) not in self._done), None)

    def note(self, page: Page) -> None:
        self.reached.setdefault(name_of(page.place), page.place)

    async def _do(self, thing: Thing) -> None:
        navigator = self.navigator
        if thing.part:
            await navigator.choose(thing.part, thing.action)
        elif thing.form:
            form = next(one for one in forms(navigator.page) if one.id == thing.form)
            for asked in (one for one in form.fields if not one.secret):
                navigator.drafts.write(navigator.page.place, form.id, asked.name, good(asked))
            secrets = {one.name: self.pin for one in form.fields if one.secret}
            await navigator.submit(form.id, secrets)
            if form.id == NUMBER_FORM:
                await until(navigator, lambda page: device_pages.APPROVE in str(page.device))
        else:
            await navigator.act(thing.action)

    async def _as_wanted(self) -> None:
        """Sign in or out again, where something that was done has changed that."""
        if self.signed_in and not self.navigator.page.signed_in:
            await sign_in_by_itsme(self.navigator)
        elif self.navigator.page.signed_in and not self.signed_in:
            await take(self.navigator, Go("sign-out"), Press("sign-out-now"))


@pytest.mark.requirement("D7", "R2", "R3")
async def test_something_leads_to_every_page_and_whatever_is_offered_works(
    navigator: Navigator,
    devices: Devices,
    services: Services,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("saved"))  # answers and receipts are
    signed_out = Crawl(navigator, signed_in=False)
    await signed_out.run()
    for command in COMMANDS:
        leads = LED_BY_RENDERER.get(command.id, command.do)
        if leads.startswith("go:"):
            await navigator.act(leads)
            signed_out.note(navigator.page)
    await become(navigator, DEFAULT_PERSON)
    await sign_in_by_itsme(navigator)
    # What an authority wrote is there once it has written.
    await ask(navigator, "access", "block:vehicles")
    reference = about(navigator)["Kenmerk"]
    question = {"state": "identityMissing", "reason": "Wie bent u?", "card": True}
    await in_the_chair(services, "mobility", reference, **question)
    assert devices.card is not None
    await navigator.open("chair")  # which signed in only the menu leads to
    signed_in = Crawl(navigator, signed_in=True, pin=devices.card.pin)
    await signed_in.run()
    signed_in.later.clear()
    await navigator.open("profile.removal")
    await signed_in.run()
    reached = signed_out.reached.keys() | signed_in.reached.keys()
    assert {one.name for one in pages()} - reached == set()
    # What is there for everybody is there signed in, too.
    for name, place in signed_out.reached.items():
        await navigator.open(place)
        assert name_of((await until(navigator, is_settled)).place) in (name, "home")
