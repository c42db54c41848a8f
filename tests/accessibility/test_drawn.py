"""A walk looks at all of a page: what is out of view, what is cut, and the focus where the page scrolls.

Each is shown by a style sheet that is wrong.
"""

from collections.abc import Iterator
from itertools import cycle

import pytest
from msgspec.structs import replace
from textual.geometry import Region
from textual.widget import Widget

from tests.accessibility import gates
from tests.accessibility.contrast import Cell, cells
from tests.accessibility.drawn import drawn
from tests.accessibility.manners import THEMES
from tests.accessibility.walk import Manner, Walk, strips, walk
from tests.screens import pages
from tests.screens.harness import SMALL, Stage, staged
from tui.app import BurgerprofielApp
from tui.page.parts import Action, Actions, Page, Text
from tui.widgets import facts

LONG = pages.page(
    "long",
    "Lang",
    Actions(id="go-on", items=(Action(id="go", label="Verder"),)),
    Text(id="words", text="\n\n".join(["Een regel."] * 20)),
    Text(id="end", text="Het einde."),
)
"""So long that on a small screen no stop brings its end into view."""

BLOCKS = pages.page("blocks", "Blokken", *(replace(pages.EMPTY, id=f"b-{n}") for n in range(5)))
"""On a small screen, Tab scrolls to each of these."""


Patch = pytest.MonkeyPatch


async def walked(page: Page) -> Walk:
    """A page walked on a small screen."""
    return await walk(page, Manner(SMALL))


def on_screen(stage: Stage, widget: Widget) -> Iterator[tuple[int, list[Cell]]]:
    """Each line of a widget that is in view now: which, and its cells."""
    screen = strips(stage)
    shown = widget.region.intersection(stage.screen.body.region)
    for y in shown.line_range:
        yield y - widget.region.y, cells(screen, Region(shown.x, y, shown.width, 1))


@pytest.mark.parametrize(
    ("page", "theme"),
    zip(cycle((pages.FORM, pages.DATA, pages.REQUEST)), THEMES, strict=False),
    ids=lambda one: one if isinstance(one, str) else one.id,
)
async def test_what_is_drawn_out_of_view_is_what_comes_on_the_screen(
    page: Page, theme: str
) -> None:
    async with staged(page, size=SMALL, theme=theme) as stage:
        body = stage.screen.body
        stage.screen.set_focus(stage.screen.head)
        await stage.settle()
        at_once = drawn(one for one in body.main.walk_children(Widget) if not one.children)
        compared = set()
        for _ in range(int(body.max_scroll_y) + 1):
            for widget, lines in at_once.items():
                for row, seen in on_screen(stage, widget):
                    assert seen == cells((lines[row],), Region(0, 0, widget.region.width, 1)), (
                        widget
                    )
                    compared.add((widget, row))
            await stage.press("down")
        assert compared == {(one, row) for one in at_once for row in range(len(at_once[one]))}


@pytest.mark.parametrize(
    ("page", "css"),
    [
        (LONG, ".text { max-height: 1; }"),
        (LONG, "#column-main { max-height: 5; }"),
        (LONG, ".text { width: 50; }"),
        (LONG, ".text { min-width: 50; }"),
        (LONG, ".text { offset-x: -5; }"),
        (LONG, ".text { display: none; }"),
        (pages.FORM, ".form TextField { height: 2; }"),
        (pages.FORM, ".field { max-height: 4; }"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.id,
)
async def test_what_is_cut_is_found(page: Page, css: str, monkeypatch: Patch) -> None:
    assert not gates.no_word_clipped(await walked(page))
    monkeypatch.setattr(BurgerprofielApp, "CSS", css)
    assert gates.no_word_clipped(await walked(page))


async def test_what_is_faint_is_found_out_of_view_too(monkeypatch: Patch) -> None:
    monkeypatch.setattr(BurgerprofielApp, "CSS", ".part-end { color: #BBBBBB; }")
    walk = await walked(LONG)
    assert not [line for frame in walk.frames for line in frame.lines if "einde" in line]
    for gate in (gates.contrast, gates.contrast_of_256, gates.contrast_without_cones):
        assert gate(walk), gate.__name__


async def test_a_focus_that_is_too_small_is_found_where_the_page_scrolls_to_it(
    monkeypatch: Patch,
) -> None:
    assert not gates.no_word_clipped(await walked(BLOCKS))
    whole = facts._frame
    monkeypatch.setattr(facts, "_frame", lambda part, _mark: whole(part, None))
    monkeypatch.setattr(facts, "_focused", lambda line, _width: line)
    found = gates.focus_is_large(await walked(BLOCKS))
    assert len({one.rpartition(": ")[0] for one in found}) == len(BLOCKS.parts)
