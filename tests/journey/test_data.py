"""Uw gegevens against the real registers: what comes, what does not, and who answers for it."""

from base64 import urlsafe_b64encode

import pytest

from mock_backends.shared.faults import Fault
from mock_backends.shared.keys import secret
from mock_backends.world import World
from tests.journey.filling import sign_out
from tests.journey.steps import actions, become, find, has, offers, said, sign_in_by_itsme, until
from tui.journey.navigator import Navigator
from tui.page.parts import Facts, Form, Notice, Page
from tui.portal.client import Portal

BLOCKS = (
    "identity",
    "residence",
    "civil-status",
    "household",
    "diplomas",
    "growth-package",
    "vehicles",
    "driving-licence",
)


def state(page: Page, block_id: str) -> str:
    """The state of a block on the page."""
    return find(page, f"block-{block_id}", Facts).state


def settled(page: Page) -> bool:
    """Whether no block is loading any more."""
    blocks = [one for one in page.parts if isinstance(one, Facts) and one.id.startswith("block-")]
    return bool(blocks) and all(one.state != "loading" for one in blocks)


@pytest.mark.requirement("R16", "R42")
async def test_all_blocks_come_after_signing_in_with_source_and_time(signed_in: Navigator) -> None:
    await signed_in.open("data")
    page = await until(signed_in, settled)
    for block_id in BLOCKS:
        block = find(page, f"block-{block_id}", Facts)
        assert block.state == "here"
        assert block.groups
        assert "Opgehaald op 23 november 2026 om 10.00 uur." in block.source


@pytest.mark.requirement("R6", "R20", "R22")
async def test_from_a_block_to_its_authority_to_a_request_for_correction(
    signed_in: Navigator,
) -> None:
    await signed_in.open("data")
    await until(signed_in, settled)
    await signed_in.act("info-vehicles")
    information = find(signed_in.page, "information", Facts)
    assert "FOD Mobiliteit en Vervoer" in [one.value for one in information.groups[0]]
    assert signed_in.page.focus == "information"
    await signed_in.act("report-vehicles")
    assert signed_in.page.place == "rights.new?right=rectification&block=vehicles"
    find(signed_in.page, "words-form", Form)
    await signed_in.back()
    await signed_in.back()
    assert signed_in.page.id == "data"


async def test_closing_the_information_returns_to_its_block(signed_in: Navigator) -> None:
    await signed_in.open("data")
    await until(signed_in, settled)
    await signed_in.act("info-vehicles")
    await signed_in.back()
    assert not has(signed_in.page, "information")
    assert signed_in.page.focus == "block-vehicles"
    await signed_in.back()
    assert signed_in.page.id == "home", "looking at information was no other place"


@pytest.mark.parametrize("block_id", BLOCKS)
async def test_each_block_has_a_page_of_its_own(signed_in: Navigator, block_id: str) -> None:
    await signed_in.open("data")
    await until(signed_in, settled)
    await signed_in.act(f"open-{block_id}")
    page = signed_in.page
    assert page.place == f"data.{block_id}"
    assert state(page, block_id) == "here"
    find(page, "authority", Facts)
    assert {"report-" + block_id, "to-rights", "to-data"} == {one.id for one in actions(page)}


async def test_a_newcomer_sees_blocks_that_are_empty(navigator: Navigator) -> None:
    await become(navigator, "amir-haddad")
    await sign_in_by_itsme(navigator)
    await navigator.open("data")
    page = await until(navigator, settled)
    assert {state(page, one) for one in BLOCKS} == {"here", "empty"}
    empty = next(one for one in BLOCKS if state(page, one) == "empty")
    assert "heeft hier geen gegevens over u." in find(page, f"block-{empty}", Facts).note


@pytest.mark.parametrize(
    ("kind", "expected", "says"),
    [
        ("down", "unavailable", "meldt een storing"),
        ("truncated", "unavailable", "meldt een storing"),
        ("wrongPerson", "refused", "die niet bij u horen"),
        ("malformed", "refused", "die we niet kunnen lezen"),
        ("wrongSchema", "refused", "die we niet kunnen lezen"),
    ],
)
async def test_one_register_that_fails_leaves_the_rest_as_it_is(
    world: World, navigator: Navigator, portal: Portal, kind: str, expected: str, says: str
) -> None:
    world.faults.set("mobility", Fault(party="registers", target="mobility", kind=kind))
    await sign_in_by_itsme(navigator)
    await navigator.open("data")
    page = await until(navigator, settled)
    for block_id in BLOCKS:
        failing = block_id in ("vehicles", "driving-licence")
        assert state(page, block_id) == (expected if failing else "here")
    block = find(page, "block-vehicles", Facts)
    assert says in block.note
    assert block.groups == ()

    world.faults.clear()
    await navigator.act("retry-vehicles")
    page = await until(navigator, lambda page: state(page, "vehicles") == "here")
    assert state(page, "driving-licence") == expected, "only what was asked again"


async def test_a_register_that_hangs_is_told_after_its_deadline(
    world: World, navigator: Navigator, portal: Portal
) -> None:
    world.faults.set("ahovoks", Fault(party="registers", target="ahovoks", kind="hang"))
    await sign_in_by_itsme(navigator)
    await navigator.open("data")
    page = await until(navigator, lambda page: state(page, "vehicles") == "here")
    assert state(page, "diplomas") == "loading"
    assert "zoekt uw gegevens op" in find(page, "block-diplomas", Facts).note

    await portal.advance_clock(9)
    page = await until(navigator, lambda page: state(page, "diplomas") == "unavailable")
    assert "antwoordt niet. Dat is zo sinds 23 november 2026 om 10.00 uur." in said(page)

    world.faults.clear()
    await navigator.open("data.diplomas")
    await navigator.act("retry-diplomas")
    await until(navigator, lambda page: state(page, "diplomas") == "here")


async def test_hostile_text_of_a_register_is_text_and_nothing_else(
    world: World, navigator: Navigator
) -> None:
    world.faults.set(
        "rijksregister", Fault(party="registers", target="rijksregister", kind="hostile")
    )
    await sign_in_by_itsme(navigator)
    await navigator.open("data")
    page = await until(navigator, settled)
    text = said(page)
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert "\u202e" not in text


@pytest.mark.requirement("R23")
async def test_the_overview_of_controllers_is_there_signed_out_and_in(
    navigator: Navigator,
) -> None:
    for _ in range(2):
        await navigator.open("controllers")
        await navigator.choose("blocks", "diplomas")
        assert navigator.page.place == "controllers.entry/diplomas"
        assert "AHOVOKS" in said(navigator.page)
        await navigator.back()
        assert navigator.page.id == "controllers"
        if navigator.page.who_place == "sign-in":
            await sign_in_by_itsme(navigator)


async def test_a_block_that_does_not_exist_says_so(signed_in: Navigator) -> None:
    await signed_in.open("data.nothing")
    find(signed_in.page, "unknown", Notice)
    assert offers(signed_in.page, "to-data")


@pytest.mark.requirement("R21")
async def test_only_the_authority_changes_data_and_it_shows_at_the_next_fetch(
    world: World, signed_in: Navigator
) -> None:
    await signed_in.open("data.residence")
    page = await until(signed_in, settled)
    assert {one.id for one in actions(page)} == {"report-residence", "to-rights", "to-data"}

    corrected = {"street": "Verbeterde Straat", "houseNumber": "1", "postCode": "9000"}
    address = (
        f"{world.addresses['registers']}/v1/controllers/rijksregister/blocks/residence/records"
    )
    clerk = urlsafe_b64encode(secret(world.options.home, "clerk")).rstrip(b"=").decode()
    answer = await world.http.put(
        address,
        json={"records": [corrected]},
        headers={
            "Authorization": f"Bearer {clerk}",
            "X-INSZ": world.fixtures.personas[0].national_number,
        },
    )
    assert answer.status_code == 204
    assert "Verbeterde Straat" not in said(signed_in.page), "not before the next fetch"
    await open_again(signed_in, "residence")
    page = await until(signed_in, lambda page: "Verbeterde Straat" in said(page))
    assert "Bus: Niet ingevuld" in said(page)


async def open_again(navigator: Navigator, block_id: str) -> None:
    """Sign out and in, and look at the block: data are fetched at sign-in."""
    await sign_out(navigator)
    await sign_in_by_itsme(navigator)
    await navigator.open(f"data.{block_id}")
