"""`--demo`: no limit ends the session of services that were started for it, here or elsewhere."""

from pathlib import Path

import pytest

from mock_backends.world import PARTIES
from tests.journey.steps import choose_method, is_signed_in, sign_in_by_itsme, until
from tests.served import line, process
from tui.backends import Folders
from tui.locale import Words
from tui.opening import Opening
from tui.options import parse
from tui.page.parts import Page
from tui.pages.sign_in.itsme import NUMBER_FORM

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
