"""itsme by QR code: this phone or another scans what stands on the page, and each says what happens."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.held_devices import devices_in
from tests.journey.filling import errors, fill_in
from tests.journey.steps import choose_method, find, has, is_signed_in, offers, said, take, until
from tests.services import Services
from tui.deep_link import hold
from tui.journey.navigator import Navigator
from tui.journey.walk import Press
from tui.locale import Words
from tui.page.offered import actions_of
from tui.page.parts import Notice, Picture
from tui.pages.devices import APPROVE, SCAN, SCAN_FORM, SCAN_NOT, SCAN_TYPE
from tui.pages.sign_in.itsme import NUMBER_FORM, SHOW_CODE
from tui.portal.client import Portal

NOOR = "noor-peeters"


@asynccontextmanager
async def terminal(services: Services, home: Path, phone_of: str = "") -> AsyncIterator[Navigator]:
    """A program at these services, of the first person; or somebody's phone alone."""
    portal, devices = Portal(services.connect), devices_in(home)
    navigator = Navigator(portal, Words("nl"), devices, alone="phone" if phone_of else "")
    if phone_of:
        await hold("phone", navigator, devices, portal, phone_of)
    yield navigator
    await navigator.close()
    await portal.close()


async def code_of(navigator: Navigator) -> str:
    """Have a code shown; what is to be typed of it."""
    await choose_method(navigator, "itsme")
    await navigator.act(SHOW_CODE)
    return shown(navigator)


def shown(navigator: Navigator) -> str:
    """The code on the page, in groups."""
    words = find(navigator.page, "qr-code", Picture).words
    (code,) = re.findall("ITSMESIM:(.{4}-.{4})", words)
    return str(code)


async def type_code(phone: Navigator, code: str) -> str:
    """Type a code on a phone alone; what stands under it then, "" if it was taken."""
    if offers(phone.page, SCAN_TYPE):
        await phone.act(SCAN_TYPE)
    await fill_in(phone, SCAN_FORM, code=code)
    return errors(phone, SCAN_FORM).get("code", "") if has(phone.page, SCAN_FORM) else ""


@pytest.mark.requirement("R14")
async def test_the_phone_at_hand_scans_what_the_page_shows(
    services: Services, tmp_path: Path
) -> None:
    async with terminal(services, tmp_path) as one:
        await choose_method(one, "itsme")
        assert not offers(one.page, SCAN)
        await code_of(one)
        assert has(one.page, NUMBER_FORM)  # beside it, the number is as good
        await one.act(SCAN)
        assert has(one.page, "control")
        assert not has(one.page, "other-phone")
        await one.act(APPROVE)
        page = await until(one, is_signed_in)
        assert page.who == "Noor Peeters"


@pytest.mark.served
@pytest.mark.requirement("R14")
async def test_a_code_is_typed_on_a_phone_elsewhere_once_and_only_while_it_stands_there(
    services: Services, tmp_path: Path
) -> None:
    async with (
        terminal(services, tmp_path / "a") as asking,
        terminal(services, tmp_path / "b", NOOR) as phone,
    ):
        code = await code_of(asking)
        told = await type_code(phone, "AAAA-AAAA")
        assert told == "itsme kent deze code niet. Kijk ze na."
        await services.move(timedelta(minutes=5))
        page = await until(asking, lambda page: has(page, "failure"))
        assert find(page, "failure", Notice).title == "De QR-code is vervallen."
        assert "Deze code is vervallen." in await type_code(phone, code)
        await asking.act(SHOW_CODE)
        fresh = shown(asking)
        assert await type_code(phone, f" {fresh.replace('-', ' ').lower()} ") == ""
        await until(asking, lambda page: has(page, "control"))
        await until(phone, lambda page: has(page, "phone-request"))
        async with terminal(services, tmp_path / "c", "amir-haddad") as other:
            assert "Deze code is al gescand." in await type_code(other, fresh)
            await other.act(SCAN_NOT)
            assert not has(other.page, SCAN_FORM)
        (approve,) = (one.id for one in actions_of(phone.page) if one.id.startswith(APPROVE))
        await phone.act(approve)
        page = await until(asking, is_signed_in)
        assert page.who == "Noor Peeters"


async def test_when_somebody_else_scans_the_page_warns_and_who_approves_is_who_signs_in(
    services: Services, tmp_path: Path
) -> None:
    async with (
        terminal(services, tmp_path / "a") as asking,
        terminal(services, tmp_path / "b", "amir-haddad") as other,
        terminal(services, tmp_path / "c", "lotte-janssens") as child,
    ):
        code = await code_of(asking)
        assert "itsme kan pas vanaf 16 jaar." in await type_code(child, code)
        assert await type_code(other, code) == ""
        page = await until(asking, lambda page: has(page, "other-phone"))
        assert "Een andere telefoon scande de QR-code" in said(page)
        assert not offers(page, APPROVE)  # nothing has come to the phone at hand
        await take(asking, Press("other-method"))
        await until(other, lambda page: not has(page, "phone-request"))
