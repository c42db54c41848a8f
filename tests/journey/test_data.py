"""Uw gegevens against the real registers: what comes, what does not, and who answers for it."""

from datetime import timedelta

import pytest

from tests.journey.filling import sign_out
from tests.journey.steps import become, find, has, said, sign_in_by_itsme, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import actions_of, is_settled
from tui.page.parts import Facts, Form, Listing, Page

FAILING = "mobility"
"""The controller whose register fails in these tests."""


def states(page: Page) -> dict[str, str]:
    """The state of each block in the list, by the block's id."""
    return {item.id: item.state for item in find(page, "blocks", Listing).items}


def blocks(services: Services, controller: str = "") -> set[str]:
    return {
        block.id
        for known in services.people.controllers
        if controller in ("", known.id)
        for block in known.blocks
    }


async def data(navigator: Navigator, place: str = "data") -> Page:
    """Look at the data, once nothing of it is on its way."""
    await navigator.open(place)
    return await until(navigator, is_settled)


@pytest.mark.served
@pytest.mark.requirement("R16", "R42")
async def test_all_blocks_come_after_signing_in_with_source_and_time(
    services: Services, signed_in: Navigator
) -> None:
    page = await data(signed_in)
    noor = services.people.personas[0]
    assert states(page) == {
        block: "here" if noor.data.get(block) else "empty" for block in blocks(services)
    }
    for block in (one for one, state in states(page).items() if state == "here"):
        await signed_in.choose("blocks", block)
        shown = find(signed_in.page, f"block-{block}", Facts)
        assert shown.groups
        assert "Opgehaald op 23 november 2026 om 10.00 uur." in shown.source


@pytest.mark.requirement("R6", "R20", "R22")
async def test_from_a_block_to_its_authority_to_a_request_for_correction(
    signed_in: Navigator,
) -> None:
    await data(signed_in)
    await signed_in.choose("blocks", "vehicles")
    await signed_in.act("info-vehicles")
    information = find(signed_in.page, "information", Facts)
    assert "FOD Mobiliteit en Vervoer" in [one.value for one in information.groups[0]]
    await signed_in.act("report-vehicles")
    assert signed_in.page.place == "rights.new?right=rectification&block=vehicles"
    find(signed_in.page, "words-form", Form)
    await signed_in.back()
    assert signed_in.page.place == "data.vehicles?about=open", "what was open still is"
    await signed_in.act("info-vehicles")
    assert not has(signed_in.page, "information")
    await signed_in.back()
    assert signed_in.page.place == "data?at=vehicles"
    assert signed_in.page.focus == "blocks.vehicles"
    await signed_in.back()
    assert signed_in.page.id == "home", "looking at a block and its information was no other place"


async def test_from_block_to_block_the_way_back_is_the_list(
    services: Services, signed_in: Navigator
) -> None:
    page = await data(signed_in)
    first, *others = (item.id for item in find(page, "blocks", Listing).items)
    await signed_in.choose("blocks", first)
    for block in others:
        await signed_in.act("next")
        page = signed_in.page
        assert page.place == f"data.{block}"
        find(page, f"block-{block}", Facts)
        assert {f"info-{block}", f"report-{block}", "to-data"} <= {
            one.id for one in actions_of(page)
        }
    await signed_in.back()
    assert signed_in.page.place == f"data?at={others[-1]}"
    await signed_in.back()
    assert signed_in.page.id == "home"


async def test_everything_is_asked_for_again_at_once(
    services: Services, navigator: Navigator
) -> None:
    """What fails, by the button that counts it; and what is here, which may have been corrected."""
    await services.fail(FAILING, "down")
    await sign_in_by_itsme(navigator)
    page = await data(navigator)
    failing = {block for block, state in states(page).items() if state == "unavailable"}
    assert failing == blocks(services, FAILING)
    await services.mend()
    await navigator.act("ask-missing")
    page = await until(navigator, is_settled)
    assert "unavailable" not in states(page).values()
    person = services.people.personas[0].id
    answer = await services.http.put(
        f"{services.addresses['simulation']}/v1/persons/{person}"
        "/controllers/rijksregister/blocks/identity/records",
        json={"records": [{"familyName": "Verbeterd", "givenNames": "Noor"}]},
    )
    assert answer.status_code == 204
    await services.move(timedelta(seconds=1))
    await navigator.act("fetch-again")
    await until(navigator, lambda page: is_settled(page) and "Noor Verbeterd" in said(page))


async def test_a_newcomer_sees_blocks_that_are_empty(navigator: Navigator) -> None:
    await become(navigator, "amir-haddad")
    await sign_in_by_itsme(navigator)
    page = await data(navigator)
    assert set(states(page).values()) == {"here", "empty"}
    empty = next(block for block, state in states(page).items() if state == "empty")
    await navigator.choose("blocks", empty)
    page = navigator.page
    assert "heeft hier geen gegevens over u." in find(page, f"block-{empty}", Facts).note


@pytest.mark.parametrize(
    ("kind", "expected", "says"),
    [
        ("down", "unavailable", "meldt een storing"),
        ("truncated", "unavailable", "niet volledig aankwam"),
        ("wrongPerson", "refused", "die niet bij u horen"),
        ("malformed", "refused", "die we niet kunnen lezen"),
        ("wrongSchema", "refused", "in een vorm die niet klopt"),
        ("unsealed", "refused", "die niet voor u verzegeld zijn"),
        ("otherKey", "refused", "die uw sleutel niet opent"),
    ],
)
async def test_one_register_that_fails_leaves_the_rest_as_it_is(
    services: Services, navigator: Navigator, kind: str, expected: str, says: str
) -> None:
    failing = blocks(services, FAILING)
    await services.fail(FAILING, kind)
    await sign_in_by_itsme(navigator)
    page = await data(navigator)
    assert {block for block, state in states(page).items() if state == expected} == failing
    again, *others = sorted(failing)
    for block in (*others, again):
        await navigator.open(f"data.{block}")
        shown = find(navigator.page, f"block-{block}", Facts)
        assert says in shown.note
        assert shown.groups == ()

    await services.mend()
    await navigator.act(f"retry-{again}")
    page = await until(navigator, lambda page: states(page)[again] == "here")
    assert {states(page)[block] for block in others} == {expected}, "only what was asked again"


async def test_a_register_that_hangs_keeps_nobody_waiting_and_is_told_after_its_deadline(
    services: Services, navigator: Navigator
) -> None:
    await services.fail("ahovoks", "hang")
    await sign_in_by_itsme(navigator)
    await navigator.open("data")
    page = await until(navigator, lambda page: states(page)["vehicles"] == "here")
    assert states(page)["diplomas"] == "loading"
    await navigator.choose("blocks", "diplomas")
    assert "zoekt uw gegevens op" in find(navigator.page, "block-diplomas", Facts).note
    await navigator.open("help")
    assert navigator.page.title == "Hulp"
    await navigator.open("data")

    await services.move(timedelta(seconds=9))
    page = await until(navigator, lambda page: states(page)["diplomas"] == "unavailable")
    await services.mend()
    await navigator.open("data.diplomas")
    said_now = said(navigator.page)
    assert "antwoordt niet. Dat is zo sinds 23 november 2026 om 10.00 uur." in said_now
    await navigator.act("retry-diplomas")
    await until(navigator, lambda page: states(page)["diplomas"] == "here")


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
        if not navigator.page.signed_in:
            await sign_in_by_itsme(navigator)


@pytest.mark.requirement("R21")
async def test_only_the_authority_changes_data_and_it_shows_at_the_next_fetch(
    services: Services, signed_in: Navigator
) -> None:
    await data(signed_in, "data.residence")
    corrected = {"street": "Verbeterde Straat", "houseNumber": "1", "postCode": "9000"}
    person = services.people.personas[0].id
    answer = await services.http.put(
        f"{services.addresses['simulation']}/v1/persons/{person}"
        "/controllers/rijksregister/blocks/residence/records",
        json={"records": [corrected]},
    )
    assert answer.status_code == 204
    assert "Verbeterde Straat" not in said(signed_in.page), "not before the next fetch"
    await sign_out(signed_in)
    await sign_in_by_itsme(signed_in)
    await signed_in.open("data.residence")
    page = await until(signed_in, lambda page: "Verbeterde Straat" in said(page))
    assert "Bus: Niet ingevuld" in said(page)
