"""Whatever any page offers can be done: a walk over the pages, signed out and signed in."""

import pytest

from tests.journey.steps import is_signed_in, sign_in_by_itsme, until
from tui.journey.context import Place
from tui.journey.navigator import Navigator
from tui.journey.registry import act_of, page_of, sign_in_act, sign_in_methods
from tui.journey.time_left import EXTEND
from tui.journey.troubles import TRY_AGAIN
from tui.page.offered import actions_of
from tui.page.parts import Form, Listing, Page
from tui.pages import devices as device_pages

PUBLIC = (
    "start", "sign-in", "persons", "devices", "privacy", "privacy.app", "cookies", "controllers",
    "controllers.entry/mobility", "contact", "help", "receipt",
)  # fmt: skip

OWN = (
    "home", "data", "data?info=identity", "data.identity", "data.vehicles", "profile",
    "profile.nickname", "profile.contact", "profile.address", "ebox", "ebox.consent", "rights",
    "rights.new", "rights.new?right=rectification&block=identity", "sign-out",
)  # fmt: skip


def undone(page: Page) -> list[str]:
    """What the page offers and nothing does."""
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
    fields = [
        f"{part.id}.{one.name}"
        for part in page.everything
        if isinstance(part, Form)
        for one in part.fields
    ]
    twice = [one for many in (ids, actions, fields) for one in many if many.count(one) > 1]
    return twice + [name for name in names if not name.strip()]


@pytest.mark.parametrize("place", PUBLIC)
async def test_signed_out(navigator: Navigator, place: str) -> None:
    await navigator.open(place)
    assert navigator.page.place == place
    assert undone(navigator.page) == []
    assert strange(navigator.page) == []


@pytest.mark.requirement("D7")
async def test_signed_in(navigator: Navigator) -> None:
    await sign_in_by_itsme(navigator)
    for place in (*OWN, *PUBLIC):
        await navigator.open(place)
        page = await until(navigator, lambda page: not page.busy)
        assert undone(page) == [], place
        assert strange(page) == [], place
        assert is_signed_in(page)
        assert page.title, place


@pytest.mark.parametrize("method", ["itsme", "eid"])
async def test_at_each_step_of_signing_in(navigator: Navigator, method: str) -> None:
    await navigator.open("sign-in")
    await navigator.choose("methods", method)
    assert undone(navigator.page) == []
    if method == "itsme":
        await navigator.submit("itsme-form")
        await until(navigator, lambda page: any(one.id == "phone-request" for one in page.device))
    else:
        await navigator.act(device_pages.INSERT)
    assert undone(navigator.page) == []
    assert strange(navigator.page) == []
