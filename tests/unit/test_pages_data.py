"""Uw gegevens and the overview of controllers, drawn from what is held."""

from copy import copy
from itertools import groupby
from typing import Any

import pytest
from msgspec.structs import replace

from tests.journey.steps import find, has, offers, said
from tests.unit.pages import BLOCKS, act, catalogue, context, draw, here, page, rows
from tui.page.parts import Facts, Item, Listing, Notice, Page
from tui.pages.authority import OWN_FUNCTIONS
from tui.pages.data import WHO
from tui.pages.long_values import MOST
from tui.portal.models import BlockStatus

IDENTITY = {"familyName": "Peeters", "birthDate": "1985-07-30"}
BLOCK_IDS = [block.block_id for _, block in BLOCKS]
LONG = here("identity", {**IDENTITY, "familyName": "a" * (MOST + 1)})
"""A value in two portions."""


def listed(shown: Page) -> dict[str, Item]:
    """The blocks in the list, by id."""
    return {item.id: item for item in find(shown, "blocks", Listing).items}


@pytest.mark.requirement("R16")
def test_every_block_stands_once_under_its_category_and_one_of_an_unknown_at_the_end() -> None:
    whole = catalogue()
    known = {one.category_id: one.label["nl"] for one in whole.categories[1:]}
    shown = page("data", catalogue=replace(whole, categories=whole.categories[1:]))
    places = {block.block_id: known.get(block.category, "Andere gegevens") for _, block in BLOCKS}
    found = [(item.id, item.heading) for item in listed(shown).values()]
    assert sorted(found) == sorted(places.items())
    headings = [heading for heading, _ in groupby(found, key=lambda one: one[1])]
    assert headings == [*known.values(), "Andere gegevens"]


def test_several_records_are_a_table_that_begins_with_what_titles_them() -> None:
    controllers = (
        replace(one, blocks=tuple(replace(block, title_field="payer") for block in one.blocks))
        for one in catalogue().items
    )
    titled = replace(catalogue(), items=tuple(controllers))
    children = [{"child": f"Kind {number}", "payer": f"Kas {number}"} for number in range(1, 6)]
    held = here("growth-package", *children, catalogue=titled)
    assert listed(page("data", **held))["growth-package"].detail == "5 kinderen"
    whole = find(page("data.growth-package", **held), "block-growth-package", Facts)
    assert (whole.table, whole.count) == (True, "5 kinderen")
    assert [group[0].value for group in whole.groups] == [f"Kas {n}" for n in range(1, 6)]
    assert len({tuple(fact.label for fact in group) for group in whole.groups}) == 1


def test_a_single_record_is_no_table() -> None:
    shown = page("data.identity", **here("identity", IDENTITY))
    block = find(shown, "block-identity", Facts)
    assert (block.table, block.count) == (False, "")


def test_the_list_counts_what_cannot_be_seen_and_offers_to_ask_for_it_again() -> None:
    held = here("identity", failures={"block.household": "noAnswer", "block.vehicles": "schema"})
    held["blocks"] |= {
        block.block_id: BlockStatus(
            block_id=block.block_id,
            controller_id=controller.controller_id,
            state="unavailable" if block.block_id == "household" else "loading",
        )
        for controller, block in BLOCKS
        if block.block_id != "identity"
    }
    shown, total = page("data", **held), len(BLOCKS)
    parts = ("1 niet beschikbaar", "1 niet getoond", "1 zonder gegevens", f"{total - 3} onderweg")
    assert shown.count == ", ".join((f"{total} blokken", *parts))
    items = listed(shown)
    states = {name: (items[name].state, items[name].detail) for name in ("household", "identity")}
    assert states == {
        "household": ("unavailable", "niet beschikbaar"),
        "identity": ("empty", "geen gegevens"),
    }
    missing = find(shown, "missing", Notice)
    assert missing.title == "1 bron geeft nu geen gegevens"
    assert "de gemeente waar u woont" in missing.body
    assert offers(shown, "ask-missing")
    assert not has(page("data", catalogue_state="loading"), "missing")


@pytest.mark.parametrize("at", [block.block_id for _, block in BLOCKS])
def test_beside_the_list_stands_the_block_that_was_looked_at_last(at: str) -> None:
    shown = page(f"data?at={at}")
    assert shown.opened is not None
    assert (shown.opened.item, shown.focus) == (at, f"blocks.{at}")
    opened = page(f"data.{at}")
    assert opened.list_of is not None
    assert (opened.list_of.item, opened.title) == (at, shown.opened.title)
    assert find(opened, "blocks", Listing).chosen == at
    assert opened.list_of.title == shown.title


def test_beside_a_new_list_stands_its_first_block_and_beside_an_empty_one_nothing() -> None:
    first = page("data")
    assert first.opened is not None
    assert (first.opened.item, first.focus) == (next(iter(listed(first))), "")
    none = page("data", catalogue=replace(catalogue(), items=()))
    assert (none.opened, none.count) == (None, "0 blokken")
    assert find(none, "blocks", Listing).empty


async def test_a_block_leads_to_the_ones_before_and_after_and_back_to_its_row() -> None:
    ids = list(listed(page("data")))
    for place, block_id in enumerate(ids):
        at = context(f"data.{block_id}")
        ways = {way: await act(at, way) for way in ("previous", "next") if offers(draw(at), way)}
        around = {"previous": place - 1, "next": place + 1}
        assert ways == {way: f"data.{ids[to]}" for way, to in around.items() if 0 <= to < len(ids)}
        assert await act(at, "to-data") == f"data?at={block_id}"


@pytest.mark.parametrize(
    ("failure", "state"),
    [("schema", "refused"), ("tooDeep", "refused"), ("noAnswer", "unavailable")],
)
def test_a_block_that_cannot_be_read_is_not_shown(failure: str, state: str) -> None:
    held = here("identity", IDENTITY, failures={"block.identity": failure})
    block = find(page("data.identity", **held), "block-identity", Facts)
    assert (block.state, block.groups, bool(block.note)) == (state, (), True)
    assert listed(page("data", **held))["identity"].state == state


@pytest.mark.parametrize(
    ("state", "shown"), [("loading", "loading"), ("here", "unavailable"), ("unavailable",) * 2]
)
def test_a_block_that_nobody_asks_for_is_not_being_fetched(state: Any, shown: str) -> None:
    items = listed(page("data", catalogue_state=state)).values()
    assert {one.state for one in items} == {shown}


@pytest.mark.parametrize("place", ["data", "data.identity", "controllers", "rights.new"])
def test_without_the_catalogue_a_page_says_so_and_can_ask_again(place: str) -> None:
    assert "opgehaald" in said(page(place, catalogue=None))
    failed = page(place, catalogue=None, failures={"catalogue": "noAnswer"})
    assert "De lijst met gegevens is nu niet beschikbaar." in said(failed)
    assert offers(failed, "retry")


@pytest.mark.requirement("R22", "R23")
async def test_the_button_and_the_overview_say_the_same_of_who_answers_for_a_block() -> None:
    for controller, block in BLOCKS:
        button = f"info-{block.block_id}"
        # It unfolds at the block, also beside the list before one is chosen, and folds again.
        place = await act(context("data"), button)
        assert place == await act(context(f"data.{block.block_id}"), button)
        assert place is not None
        assert await act(context(place), button) == f"data.{block.block_id}"
        by_button = page(place)
        information = find(by_button, "information", Facts)
        answers = {
            controller.authority["nl"],
            controller.correction["nl"],
            controller.contact.email,
        }
        assert answers <= set(rows(information).values())
        assert "Digitaal Vlaanderen is hier verwerker" in said(by_button)
        assert offers(by_button, f"report-{block.block_id}")
        assert offers(by_button, WHO)
        assert await act(context(place), WHO) == "controllers"
        entry = page(f"controllers.entry/{block.block_id}")
        assert find(entry, "entry", Facts).groups == information.groups
        assert find(entry, "blocks", Listing).chosen == block.block_id
    listing = find(page("controllers"), "blocks", Listing)
    assert sorted(item.id for item in listing.items) == sorted(BLOCK_IDS)
    assert listing.count == f"{len(BLOCK_IDS)} soorten gegevens"


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


async def test_a_value_of_a_million_letters_is_read_in_portions_and_nothing_is_left_out() -> None:
    whole = "".join(f"woord {number}e\u0301 " for number in range(70_000)).strip()
    held = here("identity", {**IDENTITY, "familyName": whole})
    place: str | None = "data.identity"
    read, totals = "", set()
    while place is not None:
        at = context(place, **held)
        shown = draw(at)
        value = long_value(shown)
        assert len(value) < MOST + 100
        text, _, said = value.rpartition(" (Tekens ")
        totals.add(said.rpartition(" van ")[2])
        read += text
        assert offers(shown, "earlier-identity") == ("from" in place)
        assert await act(at, "earlier-identity") != place or "from" not in place
        further = offers(shown, "further-identity")
        place = await act(at, "further-identity") if further else None
    assert read == whole
    assert totals == {f"{len(whole):,}.)".replace(",", ".")}


@pytest.mark.parametrize("asked", ["x", "0", "-1", "99999", "9" * 20])
def test_a_portion_that_there_is_not_is_the_first_or_the_last(asked: str) -> None:
    shown = page(f"data.identity?from={asked}", **LONG)
    assert " van 20.001.)" in long_value(shown)
    ways = [way for way in ("earlier", "further") if offers(shown, f"{way}-identity")]
    assert ways == (["earlier"] if asked == "99999" else ["further"])


async def test_opening_and_closing_what_is_known_of_a_block_leaves_the_portion_in_view() -> None:
    place: str | None = "data.identity?from=2"
    second = long_value(page("data.identity?from=2", **LONG))
    for informed in (True, False, True):
        assert place is not None
        place = await act(context(place, **LONG), "info-identity")
        shown = page(str(place), **LONG)
        assert (has(shown, "information"), long_value(shown)) == (informed, second)
        assert shown.focus == "", "the focus stays at the button"


def long_value(shown: Page) -> str:
    (value,) = (one for one in rows(find(shown, "block-identity", Facts)).values() if "(" in one)
    return value


def test_that_a_correction_may_be_missing_is_said_at_the_block() -> None:
    held = here("identity", IDENTITY)
    content = replace(held["contents"]["identity"], corrections_missing=True)
    shown = page("data.identity", **{**held, "contents": {"identity": content}})
    assert (
        "Er ontbreekt misschien een verbetering."
        in find(shown, "corrections-missing", Notice).title
    )
    assert not has(page("data.identity", **held), "corrections-missing")
