"""What of all that is drawn has too little contrast (1.4.3, 1.4.6, 1.4.11)."""

from collections.abc import Iterable

from rich.color import Color
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tui.screens.contrast import DRAWN, contrast, luminance

Cell = tuple[str, Style]


def faint(
    drawn: Iterable[tuple[int, int, str, Style]], text: float, border: float
) -> list[tuple[int, int, str, float]]:
    """What has too little contrast: row, column, signs, and the contrast they have."""
    return [
        (row, column, signs, round(contrast(style), 2))
        for row, column, signs, style in drawn
        if contrast(style) < (border if DRAWN.match(signs) else text)
    ]


def cells(strips: tuple[Strip, ...], area: Region) -> list[Cell]:
    """Sign and style of each cell in an area of the screen, row by row."""
    return [
        (sign, segment.style or Style())
        for strip in strips[max(area.y, 0) : area.bottom]
        for segment in strip.crop(area.x, area.right)
        for sign in segment.text
    ]


def change(before: Cell, after: Cell) -> float:
    """How much a cell has changed: the contrast between what its points were and are, 1 for not at all.

    Where a sign comes into a blank cell, its points had the ground's colour.
    """
    (old, was), (new, now) = before, after
    pairs = [(was.bgcolor, now.bgcolor)]
    if old != new:
        pairs.append((was.bgcolor if old == " " else was.color, now.bgcolor))
        pairs.append((was.bgcolor, now.bgcolor if new == " " else now.color))
    else:
        pairs.append((was.color, now.color))
    return max(_ratio(*pair) for pair in pairs)


def _ratio(one: Color | None, other: Color | None) -> float:
    if one is None or other is None:
        return 1.0
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
