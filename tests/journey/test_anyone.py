"""Anybody can be somebody: whatever their name, they sign in and are addressed by it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mock_backends.people.check import checked
from tests.held_devices import devices_in
from tests.journey.steps import (
    PATIENCE,
    become,
    choose_method,
    find,
    has,
    is_signed_in,
    loaded,
    offers,
    said,
    sign_in_by_card,
    sign_in_by_itsme,
    until,
)
from tests.people import CARD, ID, NUMBER, PHONE, folder_with
from tests.services import embedded
from tui.deep_link import CannotFollow, follow
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.parts import Listing, Notice
from tui.pages.card_reader import INSERT, NEW_CARD, PIN_FORM
from tui.pages.persons import COLUMNS, LIST
from tui.pages.sign_in.parts import CHOICE
from tui.portal.client import Portal

YOUNG = CARD.replace("2022-", "2024-").replace("2032-", "2030-")
"""A card as it is given at twelve, for six years."""
NO_ITSME = PHONE + "itsme = false\n"
LONG = "de Vasconcelos Figueiredo e Albuquerque"


@pytest.mark.parametrize(
    ("given", "family", "greeted"),
    [
        (("Maria Isabel Conceição",), LONG, "Maria Isabel Conceição"),
        ((), "Sukarno", "Sukarno"),
        (("Sukarno",), "", "Sukarno"),
        (("अ" * 200, "ب" * 200), "Ж" * 200, "अ" * 200),
        (("𠀀" * 200,), "é" * 200, "𠀀" * 200),
    ],
    ids=["longer-than-64-bytes", "no-given-name", "no-family-name", "long", "rare-letters"],
)
@pytest.mark.requirement("R14", "R17")
async def test_whatever_their_name_they_sign_in_and_are_greeted_by_it(
    home_folder: Path, tmp_path: Path, given: tuple[str, ...], family: str, greeted: str
) -> None:
    people = folder_with(tmp_path / "people", given, family)
    assert checked((people,)).findings == ()
    async with seen(home_folder, people) as (navigator, devices):
        whole = " ".join(filter(None, (*given[:1], family)))
        await become(navigator, ID)
        await sign_in_by_card(navigator, devices)
        page = await until(navigator, is_signed_in)
        assert (page.who, page.title) == (whole, f"Dag {greeted}")
    async with seen(home_folder, people) as (navigator, _):
        await become(navigator, ID)
        await sign_in_by_itsme(navigator)
        assert navigator.page.who == whole


def with_ways(*ways: str) -> str:
    """What the list says of who signs in by these methods."""
    words = Words("nl")
    named = ", ".join(words(f"persons.way.{one}") for one in ways)
    return words("persons.ways", ways=named) if ways else words("persons.no-way")


@pytest.mark.parametrize(
    ("born", "number", "devices", "says", "preselected"),
    [
        ("1985-04-12", NUMBER, PHONE + CARD, ("itsme", "eid"), ""),
        ("1985-04-12", NUMBER, NO_ITSME + CARD, ("eid",), "eid"),
        ("1985-04-12", NUMBER, PHONE, ("itsme",), ""),
        ("2011-05-20", "11652000216", PHONE + YOUNG, ("eid",), "eid"),
        ("2015-05-20", "15652000203", PHONE, (), ""),
    ],
    ids=["both", "no-itsme", "no-card", "too-young-for-itsme", "too-young"],
)
async def test_the_list_says_with_what_one_signs_in_and_that_is_preselected(
    home_folder: Path,
    tmp_path: Path,
    born: str,
    number: str,
    devices: str,
    says: tuple[str, ...],
    preselected: str,
) -> None:
    people = folder_with(tmp_path / "people", born=born, number=number, devices=devices)
    async with seen(home_folder, people) as (navigator, _):
        await navigator.open("persons")
        page = await until(navigator, loaded)
        item = next(item for item in find(page, LIST, Listing).items if item.id == ID)
        assert item.cells[COLUMNS.index("ways") - 1] == with_ways(*says)
        await become(navigator, ID)
        page = await until(navigator, lambda page: has(page, CHOICE))
        assert find(page, CHOICE, Listing).chosen == preselected
        assert has(page, "no-way") == (says == ())


@pytest.mark.parametrize("method", ["", "itsme", "eid"])
async def test_with_neither_card_nor_itsme_one_is_told_at_once(
    home_folder: Path, tmp_path: Path, method: str
) -> None:
    people = folder_with(tmp_path / "people", devices=NO_ITSME)
    async with seen(home_folder, people) as (navigator, devices):
        await become(navigator, ID)
        page = await until(navigator, lambda page: has(page, "no-way"))
        assert find(page, "no-way", Notice).title == "Als An Proef kunt u zich niet aanmelden."
        # A link that would sign in does not wait until its patience is at an end.
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(CannotFollow) as told:
                await follow(navigator, devices, person=ID, method=method)
        assert told.value.sentence
        await navigator.open("persons")
        items = find(await until(navigator, loaded), LIST, Listing).items
        assert any(with_ways() in item.cells for item in items if item.id == ID)


async def test_a_card_that_is_not_valid_yet_says_from_when_it_is(
    home_folder: Path, tmp_path: Path
) -> None:
    card = CARD.replace("2022-04-04", "2026-12-04")
    people = folder_with(tmp_path / "people", devices=card)
    async with seen(home_folder, people) as (navigator, devices):
        await become(navigator, ID)
        await sign_in_by_card(navigator, devices)
        page = await until(navigator, lambda page: has(page, "failure"))
        assert (
            find(page, "failure", Notice).title == "Deze kaart is pas geldig vanaf 4 december 2026."
        )


@pytest.mark.requirement("D3")
async def test_for_a_blocked_card_a_new_one_is_to_be_had_outside_the_portal(
    navigator: Navigator, devices: Devices
) -> None:
    await choose_method(navigator, "eid")
    await navigator.act(INSERT)
    assert not offers(navigator.page, NEW_CARD)
    for _ in range(3):
        await navigator.submit(PIN_FORM, {"pin": "0000"})
    assert has(navigator.page, "blocked")
    assert "Alleen in deze simulator" in said(navigator.page)
    await navigator.act(NEW_CARD)
    assert not has(navigator.page, "blocked")
    await sign_in_by_card(navigator, devices)
    await until(navigator, is_signed_in)


@asynccontextmanager
async def seen(home: Path, people: Path) -> AsyncIterator[tuple[Navigator, Devices]]:
    """Services that know these people, too, and a citizen's side before them."""
    async with embedded(home, fixtures=(people,)) as services:
        portal, devices = Portal(services.connect), devices_in(home)
        navigator = Navigator(portal, Words("nl"), devices)
        yield navigator, devices
        await navigator.close()
        await portal.close()
