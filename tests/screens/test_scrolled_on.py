"""Who scrolls on to read has the cursor on what is read; nothing is pressed or typed unseen (2.4.11)."""

from collections.abc import Awaitable, Callable

import pytest
from msgspec.structs import replace
from textual.geometry import Offset, Region

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, Stage, staged
from tests.screens.pages import LONG, buttons, with_parts

BUTTONS = buttons("acts", {"go-one": "Ga", "go-two": "Kom"})
PAGE = with_parts(pages.START, BUTTONS, LONG)
FORM = with_parts(pages.FORM, *pages.FORM.parts, LONG)
Press = Callable[..., Awaitable[None]]


def first_letter(stage: Stage, room: Region) -> Offset:
    """Where the first word stands in this part of the screen."""
    lines = stage.lines()
    cells = ((x, y) for y in range(room.y, room.bottom) for x in range(room.x, room.right))
    return next(Offset(x, y) for x, y in cells if lines[y][x].isalnum())


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_the_cursor_stands_on_the_first_word_that_is_read(size: tuple[int, int]) -> None:
    async with staged(PAGE, size=size, at="acts") as stage:
        for _ in range(3):
            await stage.press("pagedown")
            assert stage.app.cursor_position == first_letter(stage, stage.screen.body.region)
        await stage.press("tab", "shift+tab", "home")
        assert stage.app.cursor_position == stage.at


async def test_beside_another_column_it_is_the_first_word_of_its_own() -> None:
    """Where columns stand side by side each scrolls alone: what stands beside is not what is read."""
    page = replace(pages.MESSAGE, aside=(BUTTONS, LONG))
    async with staged(page, size=WIDE, at="acts") as stage:
        column = stage.screen.body.aside.region
        assert column.x > 0
        await stage.press("pagedown", "pagedown")
        assert stage.app.cursor_position == first_letter(stage, column)


@pytest.mark.parametrize("key", ["enter", "space"])
@pytest.mark.parametrize("press", [Stage.press, Stage.burst], ids=["one by one", "burst"])
async def test_a_button_that_was_scrolled_on_from_comes_back_before_it_is_pressed(
    press: Press, key: str
) -> None:
    async with staged(PAGE, at="acts") as stage:
        await press(stage, "pagedown", "pagedown", "pagedown", key)
        assert stage.asked == []
        assert stage.app.cursor_position == stage.at
        assert stage.screen.body.scroll_y < 4
        await stage.press(key)
        assert stage.asked == [("act", "go-one")]


async def test_arrows_read_on_where_a_list_was_scrolled_on_from() -> None:
    async with staged(with_parts(pages.EBOX, pages.MESSAGES, LONG), at="messages") as stage:
        stop = stage.stop
        await stage.press("pagedown", "pagedown", "pagedown")
        before = stage.screen.body.scroll_y
        await stage.press("down", "down", "up")
        assert stage.screen.body.scroll_y == before + 1
        assert stage.stop == stop


async def at_field(stage: Stage, name: str) -> None:
    """Focus a field, and scroll on from it to the page's end."""
    await stage.focus(f"address-form.{name}")
    for _ in range(9):
        stage.screen.action_scroll_page("page-down")
    await stage.settle()
    assert stage.focused.region.bottom <= stage.screen.body.region.y


async def test_what_is_typed_in_a_field_that_was_scrolled_on_from_is_seen_and_kept() -> None:
    async with staged(FORM) as stage:
        field = stage.field("address-form.street")
        for bring, text in ((stage.press, "x"), (stage.paste, "laan")):
            before = field.read()
            await at_field(stage, "street")
            await bring(text)
            assert field.read() == before + text
            assert stage.app.cursor_position == stage.at


@pytest.mark.parametrize("name", ["street", "words"])
@pytest.mark.parametrize("key", ["backspace", "ctrl+u", "left"])
async def test_a_field_that_was_scrolled_on_from_comes_back_before_it_is_edited(
    key: str, name: str
) -> None:
    async with staged(FORM) as stage:
        await at_field(stage, name)
        field = stage.field(f"address-form.{name}")
        text, cursor = field.read(), stage.app.cursor_position
        await stage.press(key)
        assert field.read() == text
        assert stage.app.cursor_position == stage.at != cursor


@pytest.mark.parametrize("name", ["street", "words"])
async def test_who_reads_on_from_a_field_is_not_held_back(name: str) -> None:
    async with staged(FORM, size=SMALL) as stage:
        await at_field(stage, name)
        body = stage.screen.body
        height = body.scrollable_content_region.height
        for key, by in (("down", 1), ("up", -1), ("pageup", 1 - height)):
            before = body.scroll_y
            await stage.press(key)
            assert body.scroll_y == before + by, key
        await stage.press("end")
        assert body.scroll_y == body.max_scroll_y


async def test_reading_on_from_a_field_goes_page_by_page() -> None:
    async with staged(FORM, size=SMALL, at="address-form.street") as stage:
        seen = [stage.screen.body.scroll_y]
        for _ in range(6):
            await stage.press("pagedown")
            seen.append(stage.screen.body.scroll_y)
        assert seen == sorted(set(seen))


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_reading_keys_in_a_burst_scroll_as_far_as_one_by_one(size: tuple[int, int]) -> None:
    scrolled = set()
    for press in (Stage.press, Stage.burst):
        async with staged(FORM, size=size, at="address-form.street") as stage:
            await press(stage, "pagedown", "pagedown", "down", "pageup", "pagedown")
            scrolled.add(stage.screen.body.scroll_y)
    assert len(scrolled) == 1


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_the_key_that_ends_an_answer_reads_on(size: tuple[int, int]) -> None:
    """The room that the answer gives back does not bring the focus back; Enter does, and no more."""
    async with staged(FORM, size=size, at="address-form.street") as stage:
        field = stage.focused
        await stage.press("f12")
        await stage.burst("pagedown", "pagedown", "pagedown")
        assert stage.screen.is_scrolled_away(field)
        await stage.burst("f12", "pagedown", "enter")
        assert stage.focused is field
        assert stage.app.cursor_position == stage.at


async def test_enter_in_a_field_that_was_scrolled_on_from_sends_nothing_unseen() -> None:
    async with staged(FORM) as stage:
        await at_field(stage, "pin")
        await stage.press("enter")
        assert stage.asked == []
        assert stage.app.cursor_position == stage.at
        await stage.press("enter")
        assert stage.asked == [("submit", "address-form")]


async def test_what_has_scrolled_is_drawn_though_a_region_was_asked_for_before_its_layout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged(PAGE) as stage:
        screen, body = stage.screen, stage.screen.body
        drawn: set[Region] = set()
        refresh = screen._compositor_refresh

        def spied() -> None:
            drawn.update(screen._compositor._dirty_regions)
            refresh()

        await stage.press("down")
        monkeypatch.setattr(screen, "_compositor_refresh", spied)
        body.scroll_to(y=6, animate=False, immediate=True, force=True)
        assert screen._compositor.full_map
        stage.view("acts").refresh(layout=True)
        await stage.settle()
        assert body.scroll_y == 6
        assert body.region in drawn
