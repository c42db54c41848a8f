"""Terminals that are too small for a page, or far larger."""

import pytest
from msgspec.structs import replace
from textual import events
from textual.geometry import Size

from tests.screens import pages
from tests.screens.harness import SMALL, staged
from tui.page.parts import Page, Picture, Text
from tui.widgets.prose import LONGEST, TextView

HUGE, WIDEST = (300, 100), 92
NEEDED = "minstens 40 bij 12."


@pytest.mark.parametrize("small", [(20, 5), (39, 12), (40, 11), (1, 1)], ids=str)
async def test_too_small_a_terminal_says_what_it_needs_and_keeps_all(
    small: tuple[int, int],
) -> None:
    async with staged(pages.FORM, at="address-form.street") as stage:
        await stage.press("x")
        focused = stage.focused
        await stage.resize(*small)
        if small != (1, 1):
            assert stage.said().startswith("Maak het venster groter: ")
            assert f"{NEEDED} Nu: {small[0]} bij {small[1]}." in stage.said()
        await stage.press("y", "tab", "enter", "f1", "escape", "f9")
        await stage.resize(80, 24)
        assert stage.focused is focused
        assert "Molenstraatx" in stage.lines()[stage.at.y]
        assert stage.asked == []
        await stage.press("z")
        assert stage.field("address-form.street").read() == "Molenstraatxz"


async def test_a_terminal_that_is_too_small_from_the_start() -> None:
    async with staged(pages.FORM, size=(20, 5)) as stage:
        assert NEEDED in stage.said()
        await stage.resize(80, 24)
        assert stage.on_page
        assert pages.FORM.title in stage.text()
        assert stage.focused.has_focus


async def test_a_picture_is_drawn_once_the_window_is_high_enough_for_it() -> None:
    picture = Picture(id="qr-code", rows=("#" * 30,) * 60, words="Scan dit.")
    async with staged(replace(pages.FORM, parts=(picture, pages.ADDRESS)), size=(80, 24)) as stage:
        drawn = ["█" * 30 in stage.text()]
        for high in (50, 24):
            await stage.resize(80, high)
            drawn.append("█" * 30 in stage.text())
    assert drawn == [False, True, False]


LONG_LEAD = Text(id="lead", text="Een lange zin die eerst gelezen wil worden. " * 9)
LEAD_AND_FORM = replace(pages.FORM, parts=(LONG_LEAD, pages.ADDRESS), focus="")
"""A page that has room on twelve rows for no more than its title and text."""


async def test_once_there_is_room_a_page_begins_where_it_would_have_begun() -> None:
    async with staged(LEAD_AND_FORM, size=SMALL) as stage:
        found = [stage.focused]
        for size in ((80, 24), SMALL):
            await stage.resize(*size)
            found.append(stage.focused)
        field = stage.field("address-form.label")
        assert found == [stage.screen.body.heading, field, field]


async def test_a_title_that_was_gone_to_keeps_the_focus_in_a_larger_window() -> None:
    async with staged(LEAD_AND_FORM, size=SMALL) as stage:
        await stage.press("down")
        assert stage.focused is stage.screen.body.heading
        await stage.resize(80, 24)
        assert stage.focused is stage.screen.body.heading


async def test_a_focus_in_the_pane_of_the_device_comes_back_too() -> None:
    async with staged(pages.SIGN_IN, size=(120, 40)) as stage:
        await stage.press("f2")
        assert stage.stop == "phone-approve"
        await stage.resize(20, 5)
        await stage.resize(120, 40)
        assert stage.stop == "phone-approve"


async def test_a_menu_waits_as_a_page_does_and_stopping_works() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9", *"contact")
        await stage.resize(20, 5)
        assert NEEDED in stage.said()
        await stage.resize(80, 24)
        assert not stage.on_page
        assert "┃ contact█" in stage.text()
        await stage.resize(20, 5)
        await stage.press("f10")
        assert stage.app.return_value == "stop"


async def test_a_menu_that_is_covered_is_not_left_by_a_key_that_was_on_its_way() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9")
        menu = stage.menu
        await stage.resize(20, 5)
        covering = stage.app.screen
        menu.action_leave()
        await stage.settle()
        assert stage.app.screen is covering
        await stage.resize(80, 24)
        assert stage.app.screen is menu
        await stage.press("escape")
        assert stage.on_page


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_a_huge_terminal_shows_the_page_in_lines_that_can_be_read(page: Page) -> None:
    async with staged(page, size=HUGE) as stage:
        assert page.title in stage.text()
        for view in stage.screen.body.views():
            if view is not stage.screen.bar:
                assert view.region.width <= WIDEST
            if isinstance(view, TextView):
                assert max(line.cell_length for line in view._drawing().lines) <= LONGEST


@pytest.mark.parametrize("covered", [False, True], ids=["page", "menu"])
async def test_a_change_of_size_that_was_overtaken_changes_nothing(covered: bool) -> None:
    """Two such changes, each told once more by Textual, would follow each other for ever."""
    async with staged(pages.FORM) as stage:
        if covered:
            await stage.press("f9")
        screen, past = stage.app.screen, Size(100, 30)
        before = screen.size, stage.lines()
        screen.post_message(events.Resize(past, past))
        await stage.settle()
        assert (screen.size, stage.lines()) == before


async def test_a_part_that_has_no_cell_left_is_drawn_as_nothing() -> None:
    """As for a moment while a window is made tiny and large again, and what is around a part takes all."""
    async with staged(pages.FORM, size=SMALL) as stage:
        part = stage.view("wrong")
        part.styles.padding = (0, 20)
        await stage.settle()
        assert part.size.width == 0 < part.outer_size.width
        part.styles.padding = 0
        await stage.settle()
        assert "Er klopt iets niet" in stage.text()
