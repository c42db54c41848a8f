"""States are told without colour, and every screen says what it is."""

from typing import get_args

import pytest
from msgspec.structs import replace

from tests.accessibility.walk import segments, strips
from tests.screens import pages
from tests.screens.harness import SIZES, SMALL, staged
from tui.page.parts import BlockState, NoticeKind, Page, Part, StepState, Timeline

STATUS, TIMELINE, *_ = pages.REQUEST.parts


def step(state: str) -> Part:
    """A step of a request in this state."""
    assert isinstance(TIMELINE, Timeline)
    return replace(TIMELINE, steps=(replace(TIMELINE.steps[0], state=state),))


def field(number: int, **changes: str) -> Part:
    """A form of one field, changed."""
    return replace(pages.ADDRESS, fields=(replace(pages.ADDRESS.fields[number], **changes),))


LOOKS: dict[str, tuple[Part, ...]] = {
    "notices": tuple(replace(STATUS, kind=kind) for kind in get_args(NoticeKind)),
    "blocks": tuple(replace(pages.EMPTY, state=state, note="") for state in get_args(BlockState)),
    "steps": tuple(map(step, get_args(StepState))),
    "items": tuple(replace(pages.MESSAGES, chosen=chosen) for chosen in ("", "m-2")),
    "errors": tuple(field(3, error=error) for error in ("", "Vul een postcode in.")),
    "ticks": tuple(field(5, stored=stored) for stored in ("", "yes")),
    "choices": tuple(field(4, stored=stored) for stored in ("", "post", "stay")),
}
"""A part in each of its states."""


@pytest.mark.parametrize("parts", LOOKS.values(), ids=LOOKS)
async def test_states_are_told_without_colour(parts: tuple[Part, ...]) -> None:
    texts = set()
    async with staged(pages.EBOX, size=(100, 60), no_color=True) as stage:
        for number, part in enumerate(parts):
            await stage.give(replace(pages.page("home", "Start", part), place=f"home/{number}"))
            assert all(style.color is None for *_, style in segments(strips(stage)))
            texts.add(stage.text())
    assert len(texts) == len(parts)


async def test_the_tab_of_the_page_is_told_without_colour() -> None:
    async with staged(pages.DATA, no_color=True) as stage:
        texts = set()
        for tab in pages.TABS:
            await stage.give(replace(pages.DATA, tab=tab.id))
            texts.add(stage.text())
    assert len(texts) == len(pages.TABS)


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_every_screen_says_that_it_is_a_simulator(page: Page) -> None:
    for size in SIZES:
        async with staged(page, size=size) as stage:
            assert "SIMULATOR" in stage.lines()[0]
            assert "verzonnen" in stage.lines()[0]


async def test_a_small_screen_keeps_the_ways_out_in_its_foot() -> None:
    async with staged(pages.DATA, size=SMALL) as stage:
        assert all(
            one in stage.lines()[-1] for one in ("Tab Verder", "F1 Hulp", "F9 Menu", "Esc Terug")
        )
