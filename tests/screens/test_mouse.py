"""What the mouse presses."""

import pytest
from msgspec.structs import replace
from textual import events
from textual.geometry import Offset

from tests.screens import pages
from tests.screens.harness import WIDE, Stage, staged
from tui.page.parts import Action, Actions, Page, Text
from tui.widgets.canvas import Canvas


async def click_beside(stage: Stage, canvas: Canvas, number: int, row: int) -> None:
    """Click in a row above, on or below the first line of a stop of this drawing."""
    stop = canvas.stops[number]
    at = canvas.content_region.offset + Offset(stop.x + 3, stop.y + row)
    await stage.pilot.click(offset=at)
    await stage.settle()


def drawing(stage: Stage, part: str) -> Canvas:
    """The drawing of a part."""
    view = stage.view(part)
    assert isinstance(view, Canvas)
    return view


SIGN_IN, PERSONS, SUBMIT = ("act", "go-sign-in"), ("act", "go-persons"), ("submit", "address-form")
APPROVE = ("act", "phone-approve")


@pytest.mark.parametrize(
    ("page", "part", "number", "asked"),
    [
        (pages.START, "choices", 0, {-1: SIGN_IN, 0: SIGN_IN, 1: SIGN_IN}),
        (pages.START, "choices", 1, {0: PERSONS}),
        (pages.FORM, "address-form", 0, {-1: SUBMIT, 0: SUBMIT, 1: SUBMIT}),
        # Beside the bar of the notice, too.
        (pages.SIGN_IN, "phone-asks", 0, {-1: APPROVE, 0: APPROVE, 1: APPROVE}),
    ],
    ids=["main", "other", "form", "notice"],
)
@pytest.mark.parametrize("row", [-1, 0, 1])
async def test_a_main_button_alone_takes_the_blank_lines_next_to_it_for_its_own(
    row: int, page: Page, part: str, number: int, asked: dict[int, tuple[str, str]]
) -> None:
    size = (120, 40) if page is pages.SIGN_IN else (80, 60)
    async with staged(page, size=size) as stage:
        form = page is pages.FORM
        canvas = stage.form(part).query_one("FormButtons", Canvas) if form else drawing(stage, part)
        await click_beside(stage, canvas, number, row)
        assert stage.leading.asked == ([asked[row]] if row in asked else [])


async def test_a_text_next_to_a_main_button_presses_nothing() -> None:
    async with staged(pages.START) as stage:
        choices, lead = drawing(stage, "choices"), drawing(stage, "simulator")
        assert lead.region.bottom < choices.region.y
        await stage.pilot.click(offset=(choices.region.x + 3, lead.region.bottom - 1))
        await stage.settle()
        assert stage.leading.asked == []


def main_button(part: str) -> Actions:
    """A part that is one main button."""
    return Actions(id=part, items=(Action(id=f"go-{part}", label=f"Knop {part}", kind="main"),))


def long_text(part: str) -> Text:
    """More than a window of text."""
    return Text(id=part, text="Een zin om te lezen. " * 150)


async def test_a_button_that_is_scrolled_out_of_view_is_not_pressed() -> None:
    aside = (Text(id="above", text="Boven. " * 40), main_button("hidden"), long_text("below"))
    async with staged(replace(pages.MESSAGE, aside=aside), size=WIDE) as stage:
        column, view = stage.screen.body.aside, stage.view("hidden")
        below = view.region.y - column.region.y + 1
        column.scroll_to(y=below, animate=False, immediate=True, force=True)
        await stage.settle()
        assert view.region.bottom == column.region.y, "right above the column's first line"
        await stage.pilot.click(offset=(view.region.x + 4, view.region.y))
        await stage.settle()
        assert stage.leading.asked == []


async def test_the_line_between_two_main_buttons_presses_one() -> None:
    page = replace(pages.START, parts=(main_button("one"), main_button("two")))
    async with staged(page) as stage:
        first = stage.view("one")
        await stage.pilot.click(offset=(first.region.x + 4, first.region.bottom))
        await stage.settle()
        assert len(stage.leading.asked) == 1


async def wheel(stage: Stage, steps: int) -> None:
    """Turn the mouse's wheel down."""
    driver = stage.app._driver
    assert driver is not None
    for _ in range(steps):
        driver.send_message(
            events.MouseScrollDown(None, 10, 10, 0, 1, 0, False, False, False, 10, 10)
        )
    await stage.settle()


@pytest.mark.parametrize("comes", ["an heir", "an error"])
async def test_the_wheel_scrolls_after_the_focus_has_moved_on(comes: str) -> None:
    """What brings the focus into view while a page changes must not hold it there."""
    texts = (long_text("one-text"), long_text("other-text"))
    if comes == "an heir":
        before = replace(pages.START, parts=(main_button("one"), main_button("two"), *texts))
        after = replace(before, parts=before.parts[1:])
    else:
        form = pages.ADDRESS
        wrong = (replace(form.fields[0], error="Vul dit in."), *form.fields[1:])
        before = replace(pages.FORM, parts=(form, *texts), focus="")
        target = f"{form.id}.{form.fields[0].name}"
        after = replace(before, parts=(replace(form, fields=wrong), *texts), focus=target)
    async with staged(before) as stage:
        await stage.press("tab")
        await stage.give(after)
        assert stage.focused is not None
        await wheel(stage, 8)
        assert stage.screen.body.scroll_y >= 8
