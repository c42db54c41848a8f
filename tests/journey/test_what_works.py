"""What is said to work although something else does not: only what is so."""

import pytest

from tests.journey.filling import sign_out
from tests.journey.steps import has, said, sign_in_by_itsme, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import actions_of, is_settled
from tui.page.parts import Page

ELSE = "Al het andere werkt."
GONE = "Het portaal zelf antwoordt nu niet."


async def at(navigator: Navigator, place: str) -> Page:
    """The page at a place, once nothing is being fetched for it."""
    await navigator.open(place)
    return await until(navigator, is_settled, place)


def first(page: Page) -> str:
    """The action that has the focus when the page is opened."""
    return next(iter(actions_of(page))).id


@pytest.mark.parametrize(
    ("failing", "place", "works", "focus"),
    [
        (("ebox",), "ebox", True, "retry"),
        (("ebox", "rijksregister"), "ebox", False, "retry"),
        (("rijksregister",), "data", True, "ask-missing"),
        (("rijksregister", "ahovoks"), "data", False, "ask-missing"),
        (("rijksregister", "ebox"), "data", False, "ask-missing"),
    ],
)
async def test_that_all_else_works_is_said_only_when_it_does(
    failing: tuple[str, ...],
    place: str,
    works: bool,
    focus: str,
    services: Services,
    signed_in: Navigator,
) -> None:
    await signed_in.open("ebox.consent")
    await signed_in.act("give")
    for one in failing:
        await services.fail(one, "down")
    await sign_out(signed_in)
    await sign_in_by_itsme(signed_in)
    await at(signed_in, "ebox")
    page = await at(signed_in, place)
    assert (ELSE in said(page), first(page)) == (works, focus)


@pytest.mark.parametrize("place", ["ebox", "profile", "rights"])
async def test_a_portal_that_is_gone_says_so_and_promises_nothing(
    place: str, services: Services, signed_in: Navigator
) -> None:
    await at(signed_in, "home")
    held = signed_in.context().holdings
    held.profile, held.requests, held.catalogue = None, None, None
    await services.fail("profile_service", "down")
    page = await at(signed_in, place)
    assert GONE in said(page)
    assert ELSE not in said(page)
    assert not has(page, "trouble")
    assert first(page) == "retry"
