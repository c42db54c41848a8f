"""Uw gegevens and the overview of controllers, drawn from what is held."""

from copy import copy
from typing import Any

import pytest
from msgspec.structs import replace

from tests.journey.steps import find, offers, said
from tests.unit.pages import BLOCKS, catalogue, context, draw, here, page, rows
from tui.page.parts import Facts, Listing, Text
from tui.pages.authority import OWN_FUNCTIONS

IDENTITY = {"familyName": "Peeters", "birthDate": "1985-07-30"}
BLOCK_IDS = [block.block_id for _, block in BLOCKS]


@pytest.mark.requirement("R16")
def test_every_block_stands_once_under_its_category_and_one_of_an_unknown_at_the_end() -> None:
    whole = catalogue()
    known = {one.label["nl"]: one.category_id for one in whole.categories[1:]}
    shown = page("data", catalogue=replace(whole, categories=whole.categories[1:]))
    category, found = "", []
    for part in shown.parts:
        if isinstance(part, Text) and part.role == "heading":
            category = part.text
        elif isinstance(part, Facts):
            found.append((known.get(category, category), part.id.removeprefix("block-")))
            assert part.expected == 3, "rows are reserved for what is still to come"
    places = {block.block_id: block.category for _, block in BLOCKS}
    unknown = whole.categories[0].category_id
    expected = [
        ("Andere gegevens" if place == unknown else place, block) for block, place in places.items()
    ]
    assert sorted(found) == sorted(expected)
    assert category == "Andere gegevens"


def test_several_records_are_groups_that_begin_with_what_titles_them() -> None:
    controllers = (
        replace(one, blocks=tuple(replace(block, title_field="payer") for block in one.blocks))
        for one in catalogue().items
    )
    titled = replace(catalogue(), items=tuple(controllers))
    children = [{"child": f"Kind {number}", "payer": f"Kas {number}"} for number in range(1, 6)]
    held = here("growth-package", *children, catalogue=titled)
    block = find(page("data", **held), "block-growth-package", Facts)
    assert [group[0].value for group in block.groups] == ["Kas 1", "Kas 2", "Kas 3"]
    assert block.note == "En nog 2 andere. Kies ‘Bekijk alles’."
    assert block.summary == "Groeipakket: 5 kinderen"
    whole = find(page("data.growth-package", **held), "block-growth-package", Facts)
    assert len(whole.groups) == 5


def test_several_records_without_a_title_are_told_apart_by_their_first_facts() -> None:
    homes = [{"street": "Kerkstraat", "municipality": "Gent"}, {"municipality": "Luik"}]
    held = here("residence", *homes)
    block = find(page("data", **held), "block-residence", Facts)
    assert [[one.value for one in group] for group in block.groups] == [
        ["Kerkstraat", "Gent"],
        ["Luik"],
    ]
    assert block.summary == "Hoofdverblijfplaats: 2 gevonden"


@pytest.mark.parametrize(
    ("block_id", "record", "said_of_it"),
    [
        (
            "residence",
            {
                "street": "Kerkstraat",
                "houseNumber": "12",
                "postCode": "9000",
                "municipality": "Gent",
            },
            "Hoofdverblijfplaats: Kerkstraat 12, 9000 Gent",
        ),
        ("residence", {"street": "Kerkstraat"}, "Hoofdverblijfplaats: Kerkstraat"),
        ("driving-licence", {"number": "TST0000001", "categories": "AM, B"}, "Rijbewijs: AM, B"),
        ("identity", {"familyName": "Peeters", "givenNames": "Noor"}, "Identiteit: Noor Peeters"),
    ],
)
def test_a_single_record_is_said_in_a_line_as_its_controller_says_it(
    block_id: str, record: dict[str, str], said_of_it: str
) -> None:
    """A part that is missing, and what looks like a place to fill in a value, change nothing."""
    block = find(page("data", **here(block_id, record)), f"block-{block_id}", Facts)
    assert block.summary == said_of_it
    odd = dict.fromkeys(record, "{street}")
    block = find(page("data", **here(block_id, odd)), f"block-{block_id}", Facts)
    assert "{street}" in block.summary


@pytest.mark.parametrize(
    ("failure", "state"),
    [("schema", "refused"), ("tooDeep", "refused"), ("noAnswer", "unavailable")],
)
def test_a_block_that_cannot_be_read_is_not_shown(failure: str, state: str) -> None:
    held = here("identity", IDENTITY, failures={"block.identity": failure})
    block = find(page("data", **held), "block-identity", Facts)
    assert (block.state, block.groups, bool(block.note)) == (state, (), True)


@pytest.mark.parametrize(
    ("state", "shown"), [("loading", "loading"), ("here", "unavailable"), ("unavailable",) * 2]
)
def test_a_block_that_nobody_asks_for_is_not_being_fetched(state: Any, shown: str) -> None:
    blocks = [one for one in page("data", catalogue_state=state).parts if isinstance(one, Facts)]
    assert {one.state for one in blocks} == {shown}


@pytest.mark.parametrize("place", ["data", "data.identity", "controllers", "rights.new"])
def test_without_the_catalogue_a_page_says_so_and_can_ask_again(place: str) -> None:
    assert "opgehaald" in said(page(place, catalogue=None))
    failed = page(place, catalogue=None, failures={"catalogue": "noAnswer"})
    assert "De lijst met gegevens is nu niet beschikbaar." in said(failed)
    assert offers(failed, "retry")


@pytest.mark.requirement("R22", "R23")
def test_the_button_and_the_overview_say_the_same_of_who_answers_for_a_block() -> None:
    overview = page("data")
    for controller, block in BLOCKS:
        by_button = page(f"data?info={block.block_id}")
        information = find(by_button, "information", Facts)
        answers = {
            controller.authority["nl"],
            controller.correction["nl"],
            controller.contact.email,
        }
        assert answers <= set(rows(information).values())
        assert by_button.focus == "information"
        assert offers(by_button, f"report-{block.block_id}")
        assert offers(overview, f"info-{block.block_id}")
        entry = page(f"controllers.entry/{block.block_id}")
        assert find(entry, "entry", Facts).groups == information.groups
        assert find(entry, "blocks", Listing).chosen == block.block_id
    listing = find(page("controllers"), "blocks", Listing)
    assert sorted(item.id for item in listing.items) == sorted(BLOCK_IDS)
    assert listing.count == f"{len(BLOCK_IDS)} soorten gegevens."


@pytest.mark.requirement("R28", "R29")
@pytest.mark.parametrize("function", OWN_FUNCTIONS)
def test_digitaal_vlaanderen_is_controller_of_its_own_functions(function: str) -> None:
    shown = page(f"controllers.entry/own-{function}")
    assert find(shown, "entry", Facts).groups[0][0].value == "Digitaal Vlaanderen"
    assert "Hier beslist Digitaal Vlaanderen zelf" in said(shown)
    assert "Digitaal Vlaanderen is hier verwerker" not in said(shown)


def test_a_page_function_is_pure() -> None:
    at = context("data", **here("identity", IDENTITY))
    before = copy(at.holdings)
    assert draw(at) == draw(at)
    assert at.holdings == before
