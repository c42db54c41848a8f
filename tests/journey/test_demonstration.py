"""`--demo`: each step is told before a device takes it, and no limit ends the session."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from mock_backends.world import PARTIES
from tests.journey.steps import (
    choose_method,
    find,
    has,
    is_signed_in,
    said,
    sign_in_by_itsme,
    until,
)
from tests.served import line, process
from tests.services import Services
from tui.backends import Folders
from tui.deep_link import CannotFollow, follow
from tui.devices.held import Devices
from tui.journey.demonstration import Demonstration
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.opening import Opening
from tui.options import parse
from tui.page.parts import Notice, Page
from tui.pages import devices as device_pages
from tui.pages.sign_in.itsme import NUMBER_FORM, SHOW_CODE
from tui.pages.sign_out import SIGN_OUT
from tui.portal.client import Portal
from tui.portal.models import Clock

FIVE_HOURS = 5 * 3600


async def after_five_hours(home: Path, *options: str) -> Page:
    """Sign in as the program does with these options; the page that stands there five hours later."""
    words = Words("nl")
    opening = Opening(parse(list(options), words), words, Folders.of(home))
    portal, navigator = opening._portal, opening._navigator
    try:
        if "--demo" in options:
            await choose_method(navigator, "itsme")
            await navigator.submit(NUMBER_FORM)
            await until(navigator, is_signed_in, "a session")
        else:
            await sign_in_by_itsme(navigator)
        await until(navigator, lambda page: page.place == "home" and not page.busy, "home")
        await portal.advance_clock(FIVE_HOURS)
        await navigator.time_left()  # asks the portal
        await navigator.open("profile")
        return navigator.page
    finally:
        await opening._close()


@pytest.mark.parametrize(("options", "there"), [(("--demo",), True), ((), False)])
async def test_after_five_hours_a_demonstration_goes_on_and_a_visit_does_not(
    home_folder: Path, options: tuple[str, ...], there: bool
) -> None:
    page = await after_five_hours(home_folder, *options)
    assert is_signed_in(page) is there
    assert (page.place == "profile") is there


@pytest.mark.parametrize(("served", "there"), [(("--no-time-limits",), True), ((), False)])
async def test_services_elsewhere_keep_the_limits_they_were_started_with(
    home_folder: Path, tmp_path: Path, served: tuple[str, ...], there: bool
) -> None:
    arguments = [one for party in PARTIES for one in ("--party", party.name)]
    home = tmp_path / "served"
    with process(*arguments, "--home", str(home), *served) as running:
        bases = [await line(running) for _ in PARTIES]
        page = await after_five_hours(
            home_folder,
            *("--demo", "--backend", bases[0].rpartition("/")[0]),
            *("--trust", str(home / "config" / "tls" / "ca.pem")),
        )
    assert is_signed_in(page) is there


async def told(navigator: Navigator, sentence: str) -> Page:
    """Wait for this step of a demonstration; the page on which it is told."""
    page = await until(navigator, lambda page: has(page, "demo"), sentence)
    notice = find(page, "demo", Notice)
    assert (notice.title, notice.body) == (sentence, "Dit is een demonstratie. Enter gaat verder.")
    assert not page.busy, "it waits for who looks on, and not for a service"
    return page


SENDS = "Uw telefoon stuurt zo uw gebruikersnaam en wachtwoord."
STEPS = {
    "itsme": ["Uw telefoon keurt de vraag zo goed."],
    "app": [SENDS, "Uw telefoon stuurt zo de code."],
    "sms": [SENDS, "Uw telefoon stuurt zo de code."],
    "eid": ["Uw kaart gaat zo in de kaartlezer.", "De kaartlezer krijgt zo uw PIN."],
}


@pytest.mark.parametrize("method", STEPS)
async def test_each_step_of_a_demonstration_is_told_and_seen_before_it_is_taken(
    portal: Portal, devices: Devices, method: str
) -> None:
    shown = Demonstration("stepped")
    navigator = Navigator(portal, Words("nl"), devices, demonstration=shown)
    way = follow(navigator, devices, person="noor-peeters", method=method, demo=True)
    going = asyncio.create_task(way)
    for number, sentence in enumerate(STEPS[method]):
        page = await told(navigator, sentence)
        assert page.device is not None
        assert not page.signed_in
        if method == "itsme":
            await until(navigator, lambda page: device_pages.APPROVE in str(page.device))
        elif method == "eid" and number:
            assert page.device.card, "the first step was taken, and is seen"
        shown.go_on()
        await until(navigator, lambda page, sentence=sentence: sentence not in said(page))  # type: ignore[misc]
    await going
    assert "Dit is een demonstratie: uw toestel antwoordde zelf." in said(navigator.page)
    assert is_signed_in(navigator.page)
    await navigator.close()


async def test_a_qr_code_that_is_shown_is_scanned_by_the_phone(
    portal: Portal, devices: Devices
) -> None:
    shown = Demonstration("stepped")
    navigator = Navigator(portal, Words("nl"), devices, demonstration=shown)
    await choose_method(navigator, "itsme")
    assert not has(navigator.page, "demo"), "there is nothing to scan yet"
    going = asyncio.create_task(navigator.act(SHOW_CODE))
    for sentence in ("Uw telefoon scant zo de QR-code.", *STEPS["itsme"]):
        await told(navigator, sentence)
        shown.go_on()
        await until(navigator, lambda page, sentence=sentence: sentence not in said(page))  # type: ignore[misc]
    assert is_signed_in(await until(navigator, is_signed_in))
    await going
    await navigator.close()


@pytest.mark.embedded
@pytest.mark.parametrize("demo", [True, False])
async def test_a_device_that_answers_by_itself_waits_for_the_next_code(
    services: Services, devices: Devices, monkeypatch: pytest.MonkeyPatch, demo: bool
) -> None:
    """Within half a minute after a code was used, as `--login app` twice does."""
    said_meanwhile: list[str] = []
    portal = Portal(services.connect)

    async def sleep(seconds: float) -> None:
        said_meanwhile.append(said(navigator.page))
        await portal.advance_clock(30 * seconds)

    monkeypatch.setattr("tui.journey.sign_in_flow.sleep", sleep)
    shown = Demonstration("fast") if demo else None
    navigator = Navigator(portal, Words("nl"), devices, demonstration=shown)

    async def again() -> None:
        if navigator.page.signed_in:
            await navigator.open("sign-out")
            await navigator.act(SIGN_OUT)
        await follow(navigator, devices, person="noor-peeters", method="app", demo=demo)

    await again()
    with pytest.raises(CannotFollow) as caught:
        await again()
    assert caught.value.sentence == "Er komt geen volgende code: de klok staat stil."
    assert not said_meanwhile
    ticking = portal.clock

    async def clock() -> Clock:
        return replace(await ticking(), frozen=False)

    monkeypatch.setattr(portal, "clock", clock)
    await again()
    assert is_signed_in(navigator.page)
    assert "Uw telefoon wacht op de volgende code." in said_meanwhile[0]
    await navigator.close()
    await portal.close()


async def test_who_is_faster_than_the_demonstration_goes_on(
    portal: Portal, devices: Devices
) -> None:
    navigator = Navigator(portal, Words("nl"), devices, demonstration=Demonstration("stepped"))
    await choose_method(navigator, "itsme")
    sent = asyncio.create_task(navigator.submit(NUMBER_FORM))
    await until(navigator, lambda page: has(page, "phone-actions") and has(page, "demo"))
    await navigator.act(device_pages.REFUSE)
    page = await until(navigator, lambda page: has(page, "failure"), "refused")
    assert not page.signed_in
    sent.cancel()
    await asyncio.gather(sent, return_exceptions=True)
    assert not has(navigator.page, "demo")
    await navigator.close()
