"""States without colour, and menus that can be read."""

import pytest
from msgspec.structs import replace

from tests.accessibility.contrast import faint
from tests.accessibility.gates import BORDER, TEXT
from tests.accessibility.walk import segments, strips
from tests.screens import pages
from tests.screens.harness import SIZES, SMALL, staged
from tui.page.parts import Page, Timeline


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
