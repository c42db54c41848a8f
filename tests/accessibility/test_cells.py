"""States without colour, no clipped word, menus that can be read."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from textual.widget import Widget

from tests.accessibility.contrast import faint
from tests.accessibility.gates import BORDER, TEXT
from tests.accessibility.walk import segments, strips
from tests.screens import pages
from tests.screens.harness import SIZES, SMALL, staged
from tui.journey.page import Page, Timeline
from tui.widgets.canvas import Canvas
from tui.widgets.content import clean


@pytest.mark.parametrize("key", ["f9", "f6"])
async def test_every_cell_of_a_menu_has_contrast(key: str) -> None:
    async with staged(pages.DATA) as stage:
        await stage.press(key)
        assert not faint(segments(strips(stage)), TEXT, BORDER)
        await stage.press("down")
        assert not faint(segments(strips(stage)), TEXT, BORDER)


async def drawn(series: list[Page]) -> list[str]:
    """What each page says, in signs alone."""
    texts = []
    async with staged(pages.EBOX, size=(100, 60), no_color=True) as stage:
        for number, page in enumerate(series):
            await stage.give(replace(page, place=f"{page.place}/{number}"))
            assert all(style.color is None for *_, style in segments(strips(stage)))
            texts.append(stage.text())
    return texts


async def test_states_are_told_without_colour() -> None:
    kinds = ("info", "good", "warning", "error")
    notices = [
        pages.page("home", "Start", replace(pages.REQUEST.parts[0], kind=kind)) for kind in kinds
    ]
    states = ("loading", "here", "empty", "unavailable", "refused", "off")
    blocks = [
        pages.page("home", "Start", replace(pages.EMPTY, state=state, note="")) for state in states
    ]
    timeline = pages.REQUEST.parts[1]
    assert isinstance(timeline, Timeline)
    steps = [
        pages.page(
            "home", "Start", replace(timeline, steps=(replace(timeline.steps[0], state=state),))
        )
        for state in ("done", "now", "next")
    ]
    tabs = [replace(pages.DATA, tab=tab.id) for tab in pages.TABS]
    chosen = [
        pages.page("home", "Start", replace(pages.MESSAGES, chosen=one)) for one in ("", "m-2")
    ]
    fields = pages.ADDRESS.fields
    wrong = [
        pages.page(
            "home", "Start", replace(pages.ADDRESS, fields=(replace(fields[3], error=error),))
        )
        for error in ("", "Vul een postcode in.")
    ]
    ticks = [
        pages.page(
            "home", "Start", replace(pages.ADDRESS, fields=(replace(fields[5], stored=value),))
        )
        for value in ("", "yes")
    ]
    choices = [
        pages.page(
            "home", "Start", replace(pages.ADDRESS, fields=(replace(fields[4], stored=value),))
        )
        for value in ("", "post", "stay")
    ]
    for series in (notices, blocks, steps, tabs, chosen, wrong, ticks, choices):
        texts = await drawn(series)
        assert len(set(texts)) == len(texts)


def said(value: object) -> Iterator[str]:
    """Every text in a part that a citizen reads."""
    if isinstance(value, dict):
        unseen = {
            "id",
            "kind",
            "state",
            "role",
            "spoken",
            "help",
            "summary",
            "name",
            "purpose",
            "value",
        }
        facts = value.keys() == {"label", "value"}
        for key, one in value.items():
            if key not in unseen | {"targets", "example", "chosen"} or (facts and key == "value"):
                yield from said(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from said(one)
    elif isinstance(value, str):
        yield value


def written(view: Widget) -> str:
    """All that a view draws, in view or not."""
    canvases = [view] if isinstance(view, Canvas) else list(view.query(Canvas))
    lines = [line.plain for one in canvases for line in one._drawing().lines]
    fields = [str(getattr(one, "value", "")) for one in view.query("TextField, LongField")]
    return " ".join(lines + fields)


@pytest.mark.parametrize(("page", "size"), product(pages.ALL, SIZES))
async def test_no_word_is_clipped_and_nothing_scrolls_sideways(
    page: Page, size: tuple[int, int]
) -> None:
    async with staged(page, size=size) as stage:
        seen = list(stage.screen.body.views())
        for part in page.everything:
            view = next((one for one in seen if one.has_class(f"part-{part.id}")), None)
            if view is None:
                continue  # in the device, or the list that a message has taken the place of
            words = set(re.findall(r"\w+", written(view)))
            for text in said(to_builtins(part)):
                missing = set(re.findall(r"\w+", clean(text))) - words
                assert not missing
        for widget in stage.screen.walk_children(Widget):
            assert not widget.show_horizontal_scrollbar
            if isinstance(widget, Canvas) and widget.region.width:
                assert all(
                    line.cell_length <= widget.content_size.width
                    for line in widget._drawing().lines
                )


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_every_screen_says_that_it_is_a_simulator(page: Page) -> None:
    for size in SIZES:
        async with staged(page, size=size) as stage:
            assert "SIMULATOR" in stage.lines()[0]
            assert "verzonnen" in stage.lines()[0]


async def test_a_small_screen_keeps_the_ways_out_in_its_foot() -> None:
    async with staged(pages.DATA, size=SMALL) as stage:
        assert all(
            one in stage.lines()[-1] for one in ("F1 Hulp", "F9 Menu", "Esc Terug", "F10 Stoppen")
        )
