"""A page that wants a higher level of assurance: one signs in anew, and is back where one was."""

from datetime import timedelta

import pytest

from tests.journey.steps import find, has, offers, said, take, until
from tests.services import Services
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.journey.time_left import EXTEND, warns
from tui.journey.walk import Fill, Go
from tui.page.parts import Listing, Notice, Page
from tui.pages import walks
from tui.pages.sign_in.parts import CHOICE, STOP
from tui.pages.step_up import STEP_UP
from tui.portal.client import Portal
from tui.portal.models import Fault

CONSENT = "ebox.consent"


@pytest.fixture
async def by_code(navigator: Navigator, devices: Devices) -> Navigator:
    """Noor, signed in by a text message, at what wants a higher level, with something typed elsewhere."""
    await take(navigator, Go("sign-in"), *walks.sign_in("sms", devices))
    await take(navigator, Go("profile.nickname"), Fill("nickname-form", {"nickname": "Nootje"}))
    await navigator.open(CONSENT)
    return navigator


async def at_the_choice(navigator: Navigator) -> Page:
    await navigator.act(STEP_UP)
    return await until(navigator, lambda page: has(page, CHOICE), "the choice")


async def answer(navigator: Navigator, devices: Devices, method: str) -> None:
    """Prove who one is, in this way."""
    chosen, *answers, _ = walks.sign_in(method, devices)
    await take(navigator, chosen, *answers)


def is_back(page: Page) -> bool:
    return page.place == CONSENT


@pytest.mark.served
@pytest.mark.requirement("R14", "R36")
async def test_one_signs_in_anew_and_goes_on_where_one_was(
    by_code: Navigator, devices: Devices
) -> None:
    assert "een code via sms" in find(by_code.page, "level", Notice).body
    assert not offers(by_code.page, "give")
    page = await at_the_choice(by_code)
    assert {item.id for item in find(page, CHOICE, Listing).items} == {"itsme", "eid"}
    assert (page.who, offers(page, "to-persons")) == ("Noor Peeters", False)
    await answer(by_code, devices, "eid")
    page = await until(by_code, lambda page: is_back(page) and offers(page, "give"), "back")
    assert find(page, "done", Notice).title == "U bent nu op een veiligere manier aangemeld."
    await by_code.act("give")
    assert by_code.page.place == "ebox"
    assert has(await until(by_code, lambda page: has(page, "messages")), "messages")
    await by_code.open("profile.nickname")
    assert by_code.drafts.read("profile.nickname", "nickname-form", "nickname") == "Nootje"


async def test_who_stops_or_fails_is_back_and_as_signed_in_as_before(
    by_code: Navigator, devices: Devices, portal: Portal
) -> None:
    await at_the_choice(by_code)
    await by_code.act(STOP)
    await until(by_code, is_back)
    await portal.set_fault("it", Fault("identity_provider", "wrongNonce"))
    await at_the_choice(by_code)
    await answer(by_code, devices, "eid")
    page = await until(by_code, is_back)
    trouble = find(page, "trouble", Notice)
    assert trouble.title == "Het antwoord van het toegangsbeheer klopte niet."
    assert trouble.body.startswith("U blijft aangemeld zoals voordien.")
    await portal.set_fault("it", Fault("identity_provider", "accessDenied"))
    await by_code.act(STEP_UP)
    assert "U blijft aangemeld zoals voordien." in said(by_code.page)
    assert (by_code.page.who, is_back(by_code.page)) == ("Noor Peeters", True)
    await portal.clear_faults()
    await at_the_choice(by_code)
    await answer(by_code, devices, "itsme")
    await until(by_code, lambda page: is_back(page) and offers(page, "give"), "back")


async def test_the_time_to_sign_in_anew_is_told_and_extended(
    by_code: Navigator, services: Services
) -> None:
    """It is over before the session is (WCAG 2.2.1)."""
    await at_the_choice(by_code)
    await services.move(timedelta(minutes=9))
    await until(by_code, warns, "the warning")
    await by_code.act(EXTEND)
    await until(by_code, lambda page: not warns(page), "no warning")
    await services.move(timedelta(minutes=3))
    assert has(by_code.page, CHOICE)


async def test_somebody_else_who_signs_in_ends_the_session(
    by_code: Navigator, devices: Devices, portal: Portal
) -> None:
    await at_the_choice(by_code)
    amir = next(one for one in await portal.persons() if one.person_id == "amir-haddad")
    await devices.take(amir, portal)
    await answer(by_code, devices, "eid")
    page = await until(by_code, lambda page: not page.signed_in)
    assert "Iemand anders meldde zich aan. Daarom is uw sessie geëindigd." in said(page)
