"""Nothing flashes: every frame that is drawn while one moves, opens, types and goes on (2.3.1)."""

from itertools import pairwise

import pytest
from rich.color import Color
from textual.strip import Strip

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


def grounds(strips: tuple[Strip, ...]) -> list[Color | None]:
    """The ground of every cell; reversed where it is drawn so."""
    found: list[Color | None] = []
    for strip in strips:
        # Of a layout that is still under way a line may be short.
        for segment in strip.adjust_cell_length(USUAL[0]):
            style = segment.style
            ground = None
            if style is not None:
                ground = style.color if style.reverse else style.bgcolor
            found += [ground] * segment.cell_length
    return found


def turned(before: tuple[Strip, ...], after: tuple[Strip, ...]) -> float:
    """Which part of the cells turned from light to dark, or back."""
    pairs = list(zip(grounds(before), grounds(after), strict=False))
    changed = [
        (one, other)
        for one, other in pairs
        if one != other and one is not None and other is not None
    ]
    flashed = [1 for one, other in changed if abs(luminance(one) - luminance(other)) >= TURNED]
    return len(flashed) / len(pairs)


async def frames(stage: Stage, patch: pytest.MonkeyPatch) -> list[tuple[Strip, ...]]:
    """Everything that is drawn at these keys, and as another page comes."""
    drawn: list[tuple[Strip, ...]] = []
    hook = stage.app.post_display_hook

    def kept() -> None:
        hook()
        if found := tuple(stage.app.screen._compositor.render_strips()):
            drawn.append(found)

    patch.setattr(stage.app, "post_display_hook", kept)
    for page in (pages.FORM, pages.EBOX, pages.SIGN_IN, pages.DATA):
        await stage.press(*KEYS)
        await stage.give(page)
    return drawn


def turns(drawn: list[tuple[Strip, ...]]) -> list[float]:
    """From each frame to the next."""
    return [turned(before, after) for before, after in pairwise(drawn)]


@pytest.mark.parametrize("theme", [one.name for one in THEMES if one is not TERMINAL])
async def test_no_quarter_of_the_screen_turns_from_light_to_dark(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(pages.DATA, theme=theme) as stage:
        drawn = await frames(stage, monkeypatch)
    assert len(drawn) > len(KEYS)
    assert max(turns(drawn)) < SHARE


async def test_a_flash_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(pages.DATA, theme=LIGHT.name) as stage:
        (light, *_) = await frames(stage, monkeypatch)
    async with staged(pages.DATA, theme="high-contrast-dark") as stage:
        (dark, *_) = await frames(stage, monkeypatch)
    assert turned(light, dark) > SHARE
