"""Nothing flashes, in any frame drawn while the citizen moves, opens, types and goes on (2.3.1)."""

from itertools import pairwise
from typing import NamedTuple

import pytest
from textual.geometry import Region

from tests.accessibility.contrast import Cell, cells
from tests.accessibility.drawn import Lines
from tests.by_turns import by_turns
from tests.screens import pages
from tests.screens.harness import USUAL, Stage, staged
from tui.screens.contrast import luminance
from tui.widgets.theme import LIGHT, TERMINAL, THEMES

TURNED = 0.1
"""How much the relative luminance of a cell changes in a flash (2.3.1, general flash)."""

SHARE = 0.25

KEYS = (
    *("tab", "tab", "down", "pagedown", "f9", "down", "escape", "f6", "escape", "f11", "escape"),
    *("f12", "f2", "escape", "x", "tab", "enter", "end", "home"),
)


class Drawn(NamedTuple):
    """What stood on the screen, and whether a device stood beside the page."""

    lines: Lines
    device: bool


def turned(before: Lines, after: Lines) -> float:
    """Which part of the cells turned from light to dark, or back."""
    columns, rows = USUAL
    row = Region(0, 0, columns, 1)
    flashed = sum(
        abs(ground(old) - ground(new)) >= TURNED
        for was, now in zip(before, after, strict=True)
        if was != now
        for old, new in zip(cells((was,), row), cells((now,), row), strict=True)
    )
    return flashed / (columns * rows)


def flashed(before: Lines, during: Lines, after: Lines) -> float:
    """Which part of the cells turned and turned back: a pair of opposing changes (2.3.1)."""
    columns, rows = USUAL
    row = Region(0, 0, columns, 1)
    lines = (
        zip(*(cells((line,), row) for line in three), strict=True)
        for three in zip(before, during, after, strict=True)
        if three[0] != three[1] != three[2]
    )
    changes = (
        (ground(during) - ground(before), ground(after) - ground(during))
        for line in lines
        for before, during, after in line
    )
    pairs = sum(min(abs(one), abs(other)) >= TURNED and one * other < 0 for one, other in changes)
    return pairs / (columns * rows)


def ground(cell: Cell) -> float:
    """How light the ground of a cell is; it is reversed where it is drawn so."""
    _, style = cell
    color = style.color if style.reverse else style.bgcolor
    return luminance(color) if color else 0.0


async def frames(
    stage: Stage, patch: pytest.MonkeyPatch, keys: tuple[str, ...] = KEYS
) -> list[Drawn]:
    """Everything that is drawn at these keys, and as another page comes."""
    drawn: list[Drawn] = []
    hook = stage.app.post_display_hook

    def kept() -> None:
        hook()
        if found := tuple(stage.app.screen._compositor.render_strips()):
            drawn.append(Drawn(found, bool(stage.screen.page.device)))

    patch.setattr(stage.app, "post_display_hook", kept)
    for page in (pages.FORM, pages.EBOX, pages.SIGN_IN, pages.DATA):
        await stage.press(*keys)
        await stage.give(page)
    return drawn


@pytest.mark.parametrize(
    "theme", by_turns((one.name for one in THEMES if one is not TERMINAL), every=2)
)
async def test_no_quarter_of_the_screen_turns_from_light_to_dark(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(pages.DATA, theme=theme) as stage:
        drawn = await frames(stage, monkeypatch)
    assert len(drawn) > len(KEYS)
    shares = [
        turned(before.lines, after.lines)
        for before, after in pairwise(drawn)
        # A device stands on a dark ground. It comes or goes once at a key, which is no flash.
        if not before.device and not after.device
    ]
    assert max(shares) < SHARE
    there_and_back = zip(drawn, drawn[1:], drawn[2:], strict=False)
    assert max(flashed(*(one.lines for one in three)) for three in there_and_back) < SHARE


async def test_a_flash_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(pages.DATA, theme=LIGHT.name) as stage:
        (light, *_) = await frames(stage, monkeypatch, ("tab",))
    async with staged(pages.DATA, theme="high-contrast-dark") as stage:
        (dark, *_) = await frames(stage, monkeypatch, ("tab",))
    assert turned(light.lines, dark.lines) > SHARE
    assert flashed(light.lines, dark.lines, light.lines) > SHARE
