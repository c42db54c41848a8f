"""The clock set to another time, later or earlier: what that makes impossible ends, and nothing is erased."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import START
from tests.journey.filling import save, sign_out
from tests.journey.steps import (
    choose_method,
    find,
    has,
    is_signed_in,
    said,
    sign_in_by_card,
    sign_in_by_itsme,
    until,
)
from tests.services import Services
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.parts import Facts, Listing, Notice
from tui.pages.persons import LIST
from tui.portal.client import Portal

YEAR = timedelta(days=365)


@pytest.mark.served
async def test_a_session_ends_and_one_signs_in_again_in_the_past(
    services: Services, signed_in: Navigator, portal: Portal
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await services.move_to(START - YEAR)
    await until(signed_in, lambda page: not page.signed_in)
    await sign_in_by_itsme(signed_in)
    await signed_in.open("profile")
    assert find(signed_in.page, "nickname", Facts).groups[0][0].value == "Nono", (
        "what is kept stays"
    )
    session = await portal.session()
    assert session.started_at == START - YEAR


@pytest.mark.served
async def test_a_sign_in_under_way_ends_and_can_be_begun_again(
    services: Services, navigator: Navigator
) -> None:
    await choose_method(navigator, "itsme")
    await services.move_to(START - YEAR)
    await until(navigator, lambda page: page.id != "sign-in" or has(page, "trouble"))
    await navigator.open("start")
    await sign_in_by_itsme(navigator)
    assert is_signed_in(navigator.page)


async def test_who_is_not_born_yet_is_listed_as_that_and_cannot_sign_in(
    services: Services, navigator: Navigator
) -> None:
    await services.move_to(datetime(2000, 1, 1, tzinfo=UTC))
    await navigator.open("persons")
    cells = {item.id: item.cells for item in find(navigator.page, LIST, Listing).items}
    assert {"nog niet geboren", Words("nl")("persons.no-way")} <= set(cells["lotte-janssens"])
    assert "jaar" in cells["godelieve-claes"][0]


@pytest.mark.served
async def test_a_reset_sets_the_clock_as_it_was_started(services: Services) -> None:
    await services.move_to(START + YEAR)
    await services.reset()
    assert (await services.state())["clock"]["now"] == "2026-11-23T09:00:00Z"


@pytest.mark.served
@pytest.mark.requirement("R46")
@pytest.mark.parametrize(
    ("decision", "told", "left"),
    [
        ("keep-due", "Uw profiel blijft bewaard tot 5 december 2030.", True),
        ("erase-due", "Uw profiel is verwijderd.", False),
    ],
)
async def test_a_profile_that_fell_due_by_a_jump_is_there_until_the_page_is_answered(
    decision: str,
    told: str,
    left: bool,
    services: Services,
    signed_in: Navigator,
    devices: Devices,
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await sign_out(signed_in)
    await services.move_to(datetime(2028, 12, 4, 9, tzinfo=UTC))
    await sign_in_by_card(signed_in, devices)
    await until(signed_in, is_signed_in)
    await signed_in.open("profile")
    due = find(signed_in.page, "due", Notice)
    assert due.title == "Dit profiel moest sinds 24 november 2028 verwijderd zijn."
    assert find(signed_in.page, "nickname", Facts).groups[0][0].value == "Nono"
    await signed_in.act(decision)
    assert find(signed_in.page, "done", Notice).title == told
    assert not has(signed_in.page, "due")
    assert ("Nono" in said(signed_in.page)) == left
