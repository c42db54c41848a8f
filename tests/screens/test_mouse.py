"""What the mouse presses."""

import pytest
from textual.geometry import Offset

from tests.screens import pages
from tests.screens.harness import Stage, staged
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


@pytest.mark.parametrize("row", [-1, 0, 1])
async def test_a_main_button_takes_the_blank_lines_next_to_it_for_its_own(row: int) -> None:
    async with staged(pages.START) as stage:
        await click_beside(stage, drawing(stage, "choices"), 0, row)
        assert stage.leading.asked == [("act", "go-sign-in")]


@pytest.mark.parametrize(("row", "asked"), [(-1, []), (0, [("act", "go-persons")]), (1, [])])
async def test_another_button_is_pressed_on_its_own_line(
    row: int, asked: list[tuple[str, ...]]
) -> None:
    async with staged(pages.START) as stage:
        await click_beside(stage, drawing(stage, "choices"), 1, row)
        assert stage.leading.asked == asked


@pytest.mark.parametrize("row", [-1, 1])
async def test_the_main_button_of_a_form_too(row: int) -> None:
    async with staged(pages.FORM, size=(80, 60)) as stage:
        buttons = stage.view("address-form").query_one("FormButtons", Canvas)
        await click_beside(stage, buttons, 0, row)
        assert [one[0] for one in stage.leading.asked] == ["submit"]


async def test_a_text_next_to_a_main_button_presses_nothing() -> None:
    async with staged(pages.START) as stage:
        choices, lead = drawing(stage, "choices"), drawing(stage, "simulator")
        assert lead.region.bottom < choices.region.y
        await stage.pilot.click(offset=(choices.region.x + 3, lead.region.bottom - 1))
        await stage.settle()
        assert stage.leading.asked == []


@pytest.mark.parametrize("row", [-1, 0, 1])
async def test_the_main_button_of_a_notice_too_beside_the_bar(row: int) -> None:
    async with staged(pages.SIGN_IN, size=(120, 40)) as stage:
        await click_beside(stage, drawing(stage, "phone-asks"), 0, row)
        assert stage.leading.asked == [("act", "phone-approve")]
