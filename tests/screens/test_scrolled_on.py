"""Who scrolls on to read has the cursor on what is read; nothing is pressed or typed unseen (2.4.11)."""

import pytest
from msgspec.structs import replace
from textual import events
from textual.geometry import Offset, Region

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, Stage, staged
from tests.screens.test_bursts import burst
from tui.page.parts import Action, Actions, Text

READ = Text(id="read", text="Een zin om te lezen. " * 300)
BUTTONS = Actions(
    id="acts", items=(Action(id="go-one", label="Ga"), Action(id="go-two", label="Kom"))
)


def first_letter(stage: Stage) -> Offset:
    """Where the first word in view of the page stands."""
    body = stage.screen.body.region
    lines = stage.lines()
    return next(
        Offset(column, row)
        for row in range(body.y, body.bottom)
        for column, sign in enumerate(lines[row])
        if sign.isalnum()
    )


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_the_cursor_stands_on_the_first_word_that_is_read(size: tuple[int, int]) -> None:
    async with staged(replace(pages.START, parts=(BUTTONS, READ)), size=size) as stage:
        await stage.focus("acts")
        for _ in range(3):
            await stage.press("pagedown")
            assert stage.app.cursor_position == first_letter(stage)
        await stage.press("tab", "shift+tab", "home")
        assert stage.app.cursor_position == stage.at


async def test_beside_another_column_it_is_the_first_word_of_its_own() -> None:
    """Where columns stand side by side each scrolls alone: what stands beside is not what one reads."""
    page = replace(pages.MESSAGE, aside=(BUTTONS, READ))
    async with staged(page, size=WIDE) as stage:
        await stage.focus("acts")
        room = stage.screen.body.aside.region
        assert room.x > 0
        await stage.press("pagedown", "pagedown")
        at = stage.app.cursor_position
        assert room.contains_point(at)
        line = stage.lines()[at.y]
        assert line[at.x].isalnum()
        assert not any(map(str.isalnum, line[room.x : at.x]))


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_button_that_was_scrolled_on_from_in_one_burst_comes_back(key: str) -> None:
    async with staged(replace(pages.START, parts=(BUTTONS, READ))) as stage:
        await stage.focus("acts")
        await burst(stage, "pagedown", "pagedown", "pagedown", key)
        assert stage.leading.asked == []
        assert stage.app.cursor_position == stage.at
        assert stage.screen.body.scroll_y < 4


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_button_that_was_scrolled_on_from_comes_back_before_it_is_pressed(key: str) -> None:
    async with staged(replace(pages.START, parts=(BUTTONS, READ))) as stage:
        await stage.focus("acts")
        await stage.press("pagedown", "pagedown", key)
        assert stage.leading.asked == []
        assert stage.app.cursor_position == stage.at
        await stage.press(key)
        assert stage.leading.asked == [("act", "go-one")]


async def test_arrows_read_on_where_a_list_was_scrolled_on_from() -> None:
    async with staged(replace(pages.EBOX, parts=(pages.MESSAGES, READ))) as stage:
        await stage.focus("messages")
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
    body = stage.screen.body
    assert stage.focused.region.bottom <= body.region.y


FORM = replace(pages.FORM, parts=(*pages.FORM.parts, READ))


async def test_what_is_typed_in_a_field_that_was_scrolled_on_from_is_seen_and_kept() -> None:
    async with staged(FORM) as stage:
        field = stage.text_field("address-form", "street")
        await at_field(stage, "street")
        await stage.press("x")
        assert field.value == "Molenstraatx"
        assert stage.app.cursor_position == field.cursor_place
        await at_field(stage, "street")
        assert stage.app._driver is not None
        stage.app._driver.send_message(events.Paste("laan"))
        await stage.settle()
        assert field.value == "Molenstraatxlaan"
        assert stage.app.cursor_position == field.cursor_place


@pytest.mark.parametrize("name", ["street", "words"])
@pytest.mark.parametrize("key", ["backspace", "ctrl+u", "left"])
async def test_a_field_that_was_scrolled_on_from_comes_back_before_it_is_edited(
    key: str, name: str
) -> None:
    async with staged(FORM) as stage:
        await at_field(stage, name)
        field = stage.form("address-form").control(name)
        assert field is not None
        before = field.read(), stage.app.cursor_position
        await stage.press(key)
        assert field.read() == before[0]
        assert stage.app.cursor_position == field.cursor_place != before[1]


@pytest.mark.parametrize("name", ["street", "words"])
async def test_who_reads_on_from_a_field_is_not_held_back(name: str) -> None:
    async with staged(FORM, size=SMALL) as stage:
        await at_field(stage, name)
        body = stage.screen.body
        for key, by in (
            ("down", 1),
            ("up", -1),
            ("pageup", -body.scrollable_content_region.height + 1),
        ):
            before = body.scroll_y
            await stage.press(key)
            assert body.scroll_y == before + by, key
        await stage.press("end")
        assert body.scroll_y == body.max_scroll_y


async def test_reading_on_from_a_field_goes_page_by_page() -> None:
    async with staged(FORM, size=SMALL) as stage:
        await stage.focus("address-form.street")
        seen = [stage.screen.body.scroll_y]
        for _ in range(6):
            await stage.press("pagedown")
            seen.append(stage.screen.body.scroll_y)
        assert seen == sorted(set(seen))


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_reading_keys_in_a_burst_scroll_as_far_as_one_by_one(size: tuple[int, int]) -> None:
    scrolled = []
    for press in (Stage.press, burst):
        async with staged(FORM, size=size) as stage:
            await stage.focus("address-form.street")
            await press(stage, "pagedown", "pagedown", "down", "pageup", "pagedown")
            scrolled.append(stage.screen.body.scroll_y)
    assert scrolled[0] == scrolled[1]


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_the_key_that_ends_an_answer_reads_on(size: tuple[int, int]) -> None:
    """The room that the answer gives back does not bring the focus back; Enter does, and no more."""
    async with staged(FORM, size=size) as stage:
        await stage.focus("address-form.street")
        field = stage.focused
        await stage.press("f12")
        await burst(stage, "pagedown", "pagedown", "pagedown")
        assert stage.screen.is_scrolled_away(field)
        await burst(stage, "f12", "pagedown", "enter")
        assert stage.focused is field
        assert stage.app.cursor_position == stage.at


async def test_enter_in_a_field_that_was_scrolled_on_from_sends_nothing_unseen() -> None:
    async with staged(FORM) as stage:
        field = stage.text_field("address-form", "pin")
        await at_field(stage, "pin")
        await stage.press("enter")
        assert stage.leading.asked == []
        assert stage.app.cursor_position == field.cursor_place
        await stage.press("enter")
        assert stage.leading.asked == [("submit", "address-form")]


async def test_what_has_scrolled_is_drawn_though_a_region_was_asked_for_before_its_layout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged(replace(pages.START, parts=(BUTTONS, READ))) as stage:
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
