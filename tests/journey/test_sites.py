"""Signing in from the site of a municipality or of vlaanderen.be, which outlives the portal's session."""

import pytest

from tests.journey.steps import find, has, said, take
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.journey.walk import Choose, Go, Press, Wait
from tui.page.parts import Listing
from tui.pages import walks
from tui.pages.sign_in.parts import STOP
from tui.pages.sign_out import SIGN_OUT
from tui.pages.sites import LIST, SIGN_IN
from tui.pages.sites import SIGN_OUT as LEAVE

MECHELEN, VLAANDEREN = "site-mechelen", "site-vlaanderen"
NOBODY = "U bent hier niet aangemeld."
NOT_AT_PORTAL = "Bij Mijn Burgerprofiel bent u niet aangemeld."


def who(navigator: Navigator) -> str:
    """Who the site says is signed in."""
    return find(navigator.page, LIST, Listing).count


@pytest.mark.served
@pytest.mark.requirement("R13", "D4")
async def test_one_signs_in_from_a_site_comes_back_and_it_outlives_the_portal(
    navigator: Navigator, devices: Devices
) -> None:
    page = await take(navigator, Go(MECHELEN))
    assert (page.tabs, who(navigator)) == ((), NOBODY)
    await take(
        navigator, Choose(LIST, SIGN_IN), *walks.sign_in("itsme", devices), Wait(page=MECHELEN)
    )
    assert who(navigator) == "Hier aangemeld: Noor Peeters, sinds 10.00 uur."
    # Who is signed in proves nothing again at another site (single sign-on).
    await take(navigator, Go(VLAANDEREN))
    assert who(navigator) == NOBODY
    await take(navigator, Choose(LIST, SIGN_IN))
    assert (navigator.page.place, NOBODY in said(navigator.page)) == (VLAANDEREN, False)
    await take(navigator, Choose(LIST, LEAVE))
    assert (who(navigator), navigator.page.signed_in) == (NOBODY, True)

    page = await take(navigator, Go("sign-out"), Press(SIGN_OUT), Wait(page="receipt"))
    assert "U bent nog aangemeld bij: Stad Mechelen." in said(page)
    page = await take(navigator, Press(f"to-{MECHELEN}"))
    assert not page.signed_in
    assert who(navigator).startswith("Hier aangemeld: Noor Peeters")
    assert who(navigator).endswith(NOT_AT_PORTAL)
    await take(navigator, Go(VLAANDEREN))
    assert who(navigator) == NOBODY
    page = await take(navigator, Go("data"))
    assert page.id == "sign-in"


async def test_the_entry_at_the_top_right_of_a_site_comes_back_too(
    navigator: Navigator, devices: Devices
) -> None:
    await take(navigator, Go(VLAANDEREN))
    await navigator.act(f"go:{navigator.page.who_place}")
    await take(navigator, *walks.sign_in("itsme", devices), Wait(page=VLAANDEREN))
    assert who(navigator).startswith("Hier aangemeld: Noor Peeters")


async def test_who_does_not_sign_in_after_all_is_back_on_the_site_as_nobody(
    navigator: Navigator,
) -> None:
    await take(navigator, Go(MECHELEN), Choose(LIST, SIGN_IN), Press(STOP), Wait(page=MECHELEN))
    assert who(navigator) == NOBODY


async def test_a_site_knows_nobody_of_whom_one_is_no_longer(
    navigator: Navigator, devices: Devices
) -> None:
    await take(navigator, Go(MECHELEN), Choose(LIST, SIGN_IN), *walks.sign_in("itsme", devices))
    await take(navigator, Go("sign-out"), Press(SIGN_OUT), *walks.become("amir-haddad"))
    page = await take(navigator, Go(MECHELEN))
    assert (who(navigator), has(page, "sites-open")) == (NOBODY, False)
