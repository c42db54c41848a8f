"""What the mouse presses."""

import pytest
from msgspec.structs import replace
from textual import events
from textual.geometry import Offset

from tests.screens import pages
from tests.screens.harness import WIDE, staged
from tests.screens.pages import LONG, buttons, with_parts
from tui.page.parts import Page, Text
from tui.widgets.canvas import Canvas

ABOVE, ON, BELOW = -1, 0, 1


@pytest.mark.parametrize(
    ("page", "part", "number", "asked", "rows"),
    [
        (pages.START, "choices", 0, ("act", "go-sign-in"), {ABOVE, ON, BELOW}),
        (pages.START, "choices", 1, ("act", "go-persons"), {ON}),
        # Also on the line above it, which nothing else answers to.
        (pages.FORM, "address-form", 0, ("submit", "address-form"), {ABOVE, ON, BELOW}),
        # Beside the bar of the notice, too.
        (pages.SIGN_IN, "phone-asks", 0, ("act", "phone-approve"), {ABOVE, ON, BELOW}),
    ],
    ids=["main", "other", "form", "notice"],
)
@pytest.mark.parametrize("row", [ABOVE, ON, BELOW])
async def test_a_main_button_alone_takes_the_blank_lines_next_to_it_for_its_own(
    row: int, page: Page, part: str, number: int, asked: tuple[str, str], rows: set[int]
) -> None:
    async with staged(page, size=(120, 60)) as stage:
        view = stage.view(part)
        canvas = view if isinstance(view, Canvas) else stage.screen.bar
        stop = canvas.stops[number]
        await stage.click(canvas.content_region.offset + Offset(stop.x + 3, stop.y + row))
        assert stage.asked == ([asked] if row in rows else [])


async def test_a_text_next_to_a_main_button_presses_nothing() -> None:
    async with staged(pages.START) as stage:
        choices, above = stage.view("choices").region, stage.view("simulator").region
        assert above.bottom < choices.y
        await stage.click((choices.x + 3, above.bottom - 1))
        assert stage.asked == []


ONE, TWO = (
    buttons("one", {"go-one": "Knop één"}, "main"),
    buttons("two", {"go-two": "Knop twee"}, "main"),
)


async def test_a_button_that_is_scrolled_out_of_view_is_not_pressed() -> None:
    aside = (Text(id="above", text="Boven. " * 40), ONE, LONG)
    async with staged(replace(pages.MESSAGE, aside=aside), size=WIDE) as stage:
        column, view = stage.screen.body.aside, stage.view("one")
        below = view.region.y - column.region.y + 1
        column.scroll_to(y=below, animate=False, immediate=True, force=True)
        await stage.settle()
        assert view.region.bottom == column.region.y, "right above the column's first line"
        await stage.click((view.region.x + 4, view.region.y))
        assert stage.asked == []


async def test_the_line_between_two_main_buttons_presses_one() -> None:
    async with staged(with_parts(pages.START, ONE, TWO)) as stage:
        first = stage.view("one").region
        await stage.click((first.x + 4, first.bottom))
        assert len(stage.asked) == 1


FIRST, *OTHERS = pages.ADDRESS.fields
WRONG = replace(pages.ADDRESS, fields=(replace(FIRST, error="Vul dit in."), *OTHERS))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (with_parts(pages.START, ONE, TWO, LONG), with_parts(pages.START, TWO, LONG)),
        (
            with_parts(pages.FORM, pages.ADDRESS, LONG, focus=""),
            with_parts(pages.FORM, WRONG, LONG, focus="address-form.label"),
        ),
    ],
    ids=["an heir", "an error"],
)
async def test_the_wheel_scrolls_after_the_focus_has_moved_on(before: Page, after: Page) -> None:
    """What brings the focus into view while a page changes must not hold it there."""
    async with staged(before) as stage:
        await stage.press("tab")
        await stage.give(after)
        assert stage.focused is not None
        turns = [(None, 10, 10, 0, 1, 0, False, False, False, 10, 10)] * 8
        await stage.send(*(events.MouseScrollDown(*turn) for turn in turns))
        assert stage.screen.body.scroll_y >= 8
