"""A walk: what a citizen does, as a script of steps by ids, which runs on a navigator.

Links that sign in, demonstrations and tests are walks; so are journeys that testers write. A step is plain
frozen data ({"do": "choose", "listing": "methods", "item": "itsme"}), so that it can be kept in a file.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from tui.journey.context import Place
from tui.journey.navigator import Navigator
from tui.journey.registry import page_of
from tui.page.offered import actions_of, form_of, is_settled
from tui.page.parts import Listing, Notice, Page

PATIENCE = 30.0
"""Seconds of real time that the services may take for one step."""


class Go(Struct, frozen=True, tag_field="do", tag="go"):
    """Go to a place ("rights.new?right=access"); if it needs a session, sign in first."""

    place: str


class Back(Struct, frozen=True, tag_field="do", tag="back"):
    """Take the page's own way back, or return to the previous place."""


class Choose(Struct, frozen=True, tag_field="do", tag="choose"):
    """Open an item of a listing."""

    listing: str
    item: str


class Fill(Struct, frozen=True, tag_field="do", tag="fill"):
    """Type into fields of a form, by name; the other fields stay as they are."""

    form: str
    fields: Mapping[str, str]


class Send(Struct, frozen=True, tag_field="do", tag="send"):
    """Send a form; `secrets` are the texts for its secret fields, which are kept nowhere."""

    form: str
    secrets: Mapping[str, str] = {}


class Press(Struct, frozen=True, tag_field="do", tag="press"):
    """Do an action that the page offers."""

    action: str


class Wait(Struct, frozen=True, kw_only=True, tag_field="do", tag="wait"):
    """Wait for a page that meets all of these conditions.

    `page` is its name and `place` its whole place; `part` is on it and `gone` is not; it offers `action`;
    `signed_in`: whether somebody is signed in; `settled`: nothing is being fetched.
    """

    page: str = ""
    place: str = ""
    part: str = ""
    gone: str = ""
    action: str = ""
    signed_in: bool | None = None
    settled: bool = False


Step = Go | Back | Choose | Fill | Send | Press | Wait


class Stopped(Exception):
    """A step failed.

    `at` counts steps from 0. `reason` is "refused" (the page says what went wrong), "unknown" (there is no
    such place, item or field), "late" (what the step waits for did not come in time) or "closed" (the portal
    was closed). `sentence` is what the page says went wrong, "" if it says nothing; `known` are the ids that
    the step could have named; `page` is the page at that moment.
    """

    def __init__(
        self, reason: str, page: Page, known: Iterable[str] = (), sentence: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.page = page
        self.known = tuple(known)
        self.sentence = sentence
        self.at = 0
        self.step: Step | None = None

    def __str__(self) -> str:
        where = f"{self.reason} on {self.page.place!r}"
        if self.step is not None:
            where = f"step {self.at + 1}, {self.step}: {where}"
        return "; ".join(
            (
                where,
                *((f"the page says: {self.sentence}",) if self.sentence else ()),
                *((f"there is: {', '.join(self.known)}",) if self.known else ()),
            )
        )


async def walk(
    navigator: Navigator, steps: Iterable[Step], *, patience: float | None = PATIENCE
) -> Page:
    """Take these steps, each as soon as the page allows it; returns the page at the end.

    Raises Stopped at the first step that does not succeed within `patience` seconds of real time; with None,
    it may take as long as it takes.
    """
    for at, step in enumerate(steps):
        try:
            await _take(navigator, step, patience)
        except Stopped as stopped:
            stopped.at, stopped.step = at, step
            raise
    return navigator.page


async def until(
    navigator: Navigator, ready: Callable[[Page], bool], *, patience: float | None = PATIENCE
) -> Page:
    """Wait for a page that is `ready`, and return it.

    Raises Stopped, and at once if the page has settled and says what went wrong.
    """
    changes = navigator.moves()
    page = navigator.page
    try:
        async with asyncio.timeout(patience):
            while not ready(page):
                if is_settled(page) and (trouble := _said(page, "error")):
                    raise Stopped("refused", page, sentence=trouble)
                page = await anext(changes)
    except TimeoutError as error:
        raise Stopped("late", page, sentence=_said(page, "error", "warning")) from error
    except StopAsyncIteration as error:
        raise Stopped("closed", page) from error
    return page


async def _take(navigator: Navigator, step: Step, patience: float | None) -> None:
    match step:
        case Go(place):
            await navigator.open(place)
            if page_of(Place.parse(place).name) is None:
                page = navigator.page
                raise Stopped("unknown", page, sentence=_said(page, "error"))
        case Back():
            await navigator.back()
        case Choose(listing, item):
            await _there(navigator, lambda page: _items(page, listing), item, patience)
            await navigator.choose(listing, item)
        case Fill(form, fields):
            for name in fields:
                await _there(navigator, lambda page: _fields(page, form), name, patience)
            for name, text in fields.items():
                navigator.drafts.write(navigator.page.place, form, name, text)
        case Send(form, secrets):
            await until(navigator, lambda page: form_of(page, form) is not None, patience=patience)
            await navigator.submit(form, secrets)
            if wrong := _wrong(navigator.page, form):
                raise Stopped("refused", navigator.page, sentence=wrong)
        case Press(action):
            await _there(navigator, lambda page: _actions(page), action, patience, grows=True)
            await navigator.act(action)
        case Wait():
            await until(navigator, lambda page: _true(step, page), patience=patience)


async def _there(
    navigator: Navigator,
    offered: Callable[[Page], list[str]],
    wanted: str,
    patience: float | None,
    *,
    grows: bool = False,
) -> None:
    """Wait until the page offers `wanted`.

    A settled page that offers other ids but not this one will not offer it later, unless the offer `grows`.
    """

    def decided(page: Page) -> bool:
        found = offered(page)
        return wanted in found or (not grows and bool(found) and is_settled(page))

    try:
        page = await until(navigator, decided, patience=patience)
    except Stopped as stopped:
        stopped.known = tuple(offered(stopped.page))
        raise
    if wanted not in offered(page):
        raise Stopped("unknown", page, offered(page), _said(page, "error"))


def _items(page: Page, listing: str) -> list[str]:
    return [
        item.id
        for part in page.everything
        if isinstance(part, Listing) and part.id == listing
        for item in part.items
    ]


def _fields(page: Page, form_id: str) -> list[str]:
    form = form_of(page, form_id)
    return [field.name for field in form.fields if not field.secret] if form else []


def _actions(page: Page) -> list[str]:
    return [action.id for action in actions_of(page)]


def _true(wait: Wait, page: Page) -> bool:
    parts = [part.id for part in page.everything]
    return (
        wait.page in ("", page.id)
        and wait.place in ("", page.place)
        and (not wait.part or wait.part in parts)
        and wait.gone not in parts
        and (not wait.action or wait.action in _actions(page))
        and wait.signed_in in (None, page.signed_in)
        and (not wait.settled or is_settled(page))
    )


def _said(page: Page, *kinds: str) -> str:
    """What the page says went wrong, in notices of these kinds; "" if nothing did."""
    return next(
        (part.title for part in page.everything if isinstance(part, Notice) and part.kind in kinds),
        "",
    )


def _wrong(page: Page, form_id: str) -> str:
    """Why a form was not accepted; "" if it was."""
    form = form_of(page, form_id)
    errors = [field.error for field in form.fields if field.error] if form else []
    return (_said(page, "error") or errors[0]) if errors else ""
