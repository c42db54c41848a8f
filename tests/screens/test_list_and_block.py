"""A list and what it opens: side by side where there is room, otherwise one after the other."""

from typing import Any

import pytest
from msgspec.structs import replace
from textual.widget import Widget

from tests.pictured import with_consent
from tests.screens.harness import SMALL, USUAL, WIDE, Shown, played, staged
from tests.simulated import Simulated
from tests.unit.pages import BLOCKS, catalogue, here, page
from tui.page.offered import is_settled
from tui.page.parts import Listing, Page
from tui.portal.models import BlockStatus
from tui.widgets.canvas import Canvas

PERSON = {"name": "Mila Maes", "relation": "child", "birthDate": "2016-03-09"}


def listing(shown: Page) -> Listing:
    """The list of blocks, wherever it stands."""
    return next(part for part in shown.everything if isinstance(part, Listing))


def column(shown: Shown, number: int) -> Widget:
    return shown.screen.body.columns[number]


async def test_all_blocks_and_an_opened_one_are_on_one_screen(simulated: Simulated) -> None:
    """With each line of each, at 120 by 40, and the list where it was."""
    await simulated.sign_in()
    await simulated.context("data")
    async with played(simulated, WIDE) as shown:
        before = shown.view("blocks").region
        for block in [block.block_id for _, block in BLOCKS]:
            await simulated.navigator.choose("blocks", block)
            await shown.until(lambda: is_settled(shown.screen.page))
            await shown.settle()
            said = shown.said()
            for item in listing(shown.screen.page).items:
                assert item.title in said, block
                assert item.detail in said, block
            opened = shown.view(f"block-{block}")
            assert column(shown, 1).region.contains_region(opened.region), block
            assert shown.view("blocks").region == before, block
            assert column(shown, 0).max_scroll_y == 0, block


async def test_beside_the_list_a_block_opens_while_the_focus_stays(simulated: Simulated) -> None:
    await simulated.sign_in()
    await simulated.context("data")
    async with played(simulated, WIDE) as shown:
        view = shown.view("blocks")
        first, second, *_ = (item.id for item in listing(shown.screen.page).items)
        assert (shown.focused, shown.stop) == (view, first)
        await shown.press("down", "enter")
        assert shown.screen.page.place == f"data.{second}"
        assert (shown.focused, shown.stop) == (view, second), "it can go on down the list"
        # Enter once more goes into what is open, and Escape back to its row.
        await shown.press("enter")
        assert column(shown, 1) in shown.focused.ancestors
        await shown.press("escape")
        assert (shown.focused, shown.stop) == (view, second)
        assert shown.screen.page.place == f"data?at={second}"
        assert shown.view(f"block-{second}").display, "it still stands there"
        await shown.press("escape")
        assert shown.screen.page.id == "home"


async def test_beside_the_list_a_message_opens_while_the_focus_stays(simulated: Simulated) -> None:
    await with_consent(simulated)
    await simulated.context("ebox")
    async with played(simulated, WIDE) as shown:
        view = shown.view("messages")
        before, row = view.region, shown.stop
        await shown.press("enter")
        assert shown.screen.page.place == f"ebox.message/{row}"
        assert (shown.focused, shown.stop, view.region) == (view, row, before)
        await shown.until(lambda: is_settled(shown.screen.page))
        await shown.press("enter", "enter")  # into it, and to the one after it
        await shown.until(lambda: is_settled(shown.screen.page))
        second = listing(shown.screen.page).items[1]
        assert shown.screen.page.title == second.title
        assert (shown.focused, shown.stop) == (shown.view("message"), "next")
        await shown.press("escape")
        assert (shown.focused, shown.stop) == (view, second.id)
        assert shown.view("message").display


async def test_a_message_is_read_from_its_top_whatever_was_read_before(
    simulated: Simulated,
) -> None:
    await with_consent(simulated)
    first, second, *_ = (await simulated.portal.messages()).items
    await simulated.context(f"ebox.message/{first.message_id}")
    async with played(simulated, SMALL) as shown:
        await shown.focus("message.next")
        assert shown.screen.body.scroll_y > 0
        await shown.press("enter")
        await shown.until(lambda: is_settled(shown.screen.page))
        assert shown.screen.page.title == second.subject["nl"]
        assert shown.screen.body.scroll_y == 0
        assert "\n▸ " in shown.text(), "at its title, for its buttons are out of view"
        await shown.press("tab")
        assert (shown.focused, shown.stop) == (shown.view("message"), "next")


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_without_room_a_block_takes_the_list_s_place_and_escape_gives_the_row_back(
    simulated: Simulated, size: tuple[int, int]
) -> None:
    await simulated.sign_in()
    await simulated.context("data")
    async with played(simulated, size) as shown:
        ids = [item.id for item in listing(shown.screen.page).items]
        assert [column(shown, number).display for number in (0, 1)] == [True, False]
        await shown.focus(f"blocks.{ids[3]}")
        await shown.press("enter")
        assert shown.screen.page.place == f"data.{ids[3]}"
        assert [column(shown, number).display for number in (0, 1)] == [False, True]
        assert shown.screen.body.scroll_y == 0
        assert shown.screen.page.title in shown.text()
        await shown.focus("ways-on")
        await shown.press("right", "enter")  # to the one after it
        assert shown.screen.page.place == f"data.{ids[4]}"
        await shown.press("escape")
        assert (shown.focused, shown.stop) == (shown.view("blocks"), ids[4])
        line = next(line for line in shown.lines() if "▸" in line)
        assert listing(shown.screen.page).items[4].title.split()[0] in line


async def test_information_unfolds_at_the_block_and_the_focus_stays_on_its_button(
    simulated: Simulated,
) -> None:
    await simulated.sign_in()
    await simulated.context("data.household")
    for size in (USUAL, WIDE):
        async with played(simulated, size) as shown:
            await shown.focus("block-household.info-household")
            at = shown.at
            await shown.press("enter")
            assert "Verberg informatie" in shown.text()
            assert (shown.stop, shown.at) == ("info-household", at)
            assert shown.view("information").display
            await shown.press("enter")
            assert "Verberg" not in shown.text()
            assert (shown.stop, shown.at) == ("info-household", at)


async def test_a_window_that_grows_or_shrinks_keeps_what_is_open(simulated: Simulated) -> None:
    await simulated.sign_in()
    await simulated.context("data.household")
    async with played(simulated, USUAL) as shown:
        for size, with_list in ((WIDE, True), (SMALL, False), (WIDE, True), (USUAL, False)):
            await shown.resize(*size)
            assert shown.screen.body.shows_list is with_list
            assert "Gezinssamenstelling" in shown.text()
            assert ("Rijbewijs" in shown.text()) is with_list
            assert column(shown, 1).display
            heading = shown.screen.body.heading.title
            assert heading == ("Uw gegevens" if with_list else "Gezinssamenstelling")


async def test_a_narrow_window_says_which_rows_are_in_view() -> None:
    shown = page("data")
    total = len(listing(shown).items)
    async with staged(shown, size=SMALL) as stage:
        assert f"1–3 van {total}" in stage.lines()[2]
        await stage.resize(40, 16)
        assert f"1–4 van {total}" in stage.lines()[2]
        for size in ((40, 60), USUAL):
            await stage.resize(*size)
            assert f"{total} blokken" in stage.lines()[2]


async def test_arrows_go_by_row_and_column_where_the_list_has_two() -> None:
    async with staged(page("data"), size=USUAL) as stage:
        view = stage.view("blocks")
        assert isinstance(view, Canvas)
        stops = {(stop.x, stop.y): stop.name for stop in view.stops}
        left, right = sorted({x for x, _ in stops})
        rows = sorted({y for _, y in stops})
        first, second = rows[:2]
        for key, where in (
            ("right", (right, first)),
            ("down", (left, second)),  # the second row has nothing at the right
            ("up", (left, first)),
            ("down", (left, second)),
            ("left", (right, first)),
        ):
            await stage.press(key)
            assert stage.stop == stops[where], key


# --- bad input --------------------------------------------------------------------------------


def with_blocks(number: int) -> Any:
    """A catalogue with so many blocks."""
    controller, block = BLOCKS[0]
    many = tuple(
        replace(block, block_id=f"b-{one}", label={"nl": f"Blok {one}"}) for one in range(number)
    )
    return replace(catalogue(), items=(replace(controller, blocks=many),) if many else ())


async def test_lists_without_blocks_and_with_sixty_can_be_walked() -> None:
    async with staged(page("data", catalogue=with_blocks(0)), size=USUAL) as stage:
        assert "Er zijn geen blokken met gegevens." in stage.said()
    async with staged(page("data", catalogue=with_blocks(60)), size=USUAL) as stage:
        for size in (SMALL, USUAL, WIDE):
            await stage.resize(*size)
            await stage.focus("blocks.b-59")
            assert "▸" in next(line for line in stage.lines() if "Blok 59" in line)
            await stage.press("up")
            assert stage.stop != "b-59"


@pytest.mark.parametrize(
    "people",
    [
        [PERSON] * 400,
        [{**PERSON, "name": "x" * 5000}, PERSON],
        [{**PERSON, "name": "woord " * 800}, PERSON],
        [{name: {"protected": {"nl": "Dit is geheim."}} for name in PERSON}] * 4,
    ],
    ids=["400 records", "a word of 5,000 letters", "a value of 5,000 letters", "all protected"],
)
async def test_blocks_that_are_large_or_secret_can_be_read_and_used(
    people: list[dict[str, Any]],
) -> None:
    shown = page("data.household", **here("household", *people))
    async with staged(shown, size=WIDE) as stage:
        for size in (WIDE, SMALL, USUAL):
            await stage.resize(*size)
            await stage.focus("block-household.report-household")
            assert "[▸Meld een fout ]" in stage.text()
            assert column(stage, 1).region.width >= stage.view("block-household").region.width


async def test_every_source_can_be_down() -> None:
    blocks = {
        block.block_id: BlockStatus(
            block_id=block.block_id, controller_id=one.controller_id, state="unavailable"
        )
        for one, block in BLOCKS
    }
    async with staged(page("data", blocks=blocks), size=WIDE) as stage:
        said = stage.said()
        assert f"{len(BLOCKS)} blokken, {len(BLOCKS)} niet beschikbaar" in said
        assert said.count("! niet beschikbaar") == len(BLOCKS)
        await stage.focus("missing")
        await stage.press("enter")
        assert ("act", "ask-missing") in stage.asked
