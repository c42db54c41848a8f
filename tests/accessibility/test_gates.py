"""Every gate on every page; and each gate finds what it is there for."""

from dataclasses import replace
from itertools import product

import pytest

from tests.accessibility import gates
from tests.accessibility.walk import Walk, frame, walk
from tests.screens import pages
from tests.screens.harness import SIZES, staged
from tui.journey.page import Page
from tui.widgets.theme import THEMES

CASES = [
    *product(pages.ALL, SIZES, [THEMES[0].name]),
    # Every page in every theme, and every theme at every size; layout depends on no theme.
    *(
        (page, SIZES[(at + other) % len(SIZES)], theme.name)
        for other, theme in enumerate(THEMES[1:])
        for at, page in enumerate(pages.ALL)
    ),
]


@pytest.mark.parametrize(
    ("page", "size", "theme"), CASES, ids=lambda one: getattr(one, "id", str(one))
)
async def test_every_page_passes_every_gate(page: Page, size: tuple[int, int], theme: str) -> None:
    assert not gates.complaints(await walk(page, size, theme=theme))


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_the_focus_is_told_without_colour(page: Page) -> None:
    assert not gates.focus_changes_a_sign(await walk(page, (118, 90), no_color=True))


@pytest.fixture
async def good() -> Walk:
    """A walk with nothing wrong."""
    return await walk(pages.EBOX, (80, 24))


async def test_gates_find_what_is_wrong(good: Walk) -> None:
    first, *others = good.frames
    off = replace(first, on_focus=False)
    assert gates.complaints(good) == []
    assert gates.cursor_on_focus(replace(good, opened=off))
    assert gates.closed_cycle(replace(good, frames=good.frames[:-1]))
    assert gates.closed_cycle(replace(good, frames=[first, *others[:1], *others]))
    assert gates.exact_reverse(replace(good, backwards=good.backwards[::-1]))
    assert gates.reading_order(replace(good, frames=[*others[:-1][::-1], first, first]))
    assert gates.focus_changes_a_sign(replace(good, frames=[first, first]))
    assert gates.nothing_sideways(replace(good, sideways=True))


async def test_the_gate_of_contrast_finds_what_is_faint() -> None:
    async with staged(pages.DATA) as stage:
        stage.view("lead").styles.color = "#BBBBBB"
        await stage.settle()
        seen = frame(stage)
    assert gates.contrast(Walk(pages.DATA, (80, 24), seen))
