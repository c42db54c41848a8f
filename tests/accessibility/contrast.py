"""What of all that is drawn has too little contrast (1.4.3, 1.4.6, 1.4.11)."""

from collections.abc import Iterable
from functools import lru_cache

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tui.screens.contrast import DRAWN, WEIGHTS, contrast, linear

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


COLOUR_BLIND = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Red, green and blue as they are seen without one sort of cones, out of linear red, green and blue.

Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency
(2009), at severity 1.0.
"""


@lru_cache(1024)
def contrast_without(style: Style, cones: str) -> float:
    """The contrast of a style for who lacks these cones, a key of `COLOUR_BLIND`."""
    assert style.color is not None
    assert style.bgcolor is not None
    seen = [
        sum(
            weight * min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear(color), strict=True))))
            for weight, row in zip(WEIGHTS, COLOUR_BLIND[cones], strict=True)
        )
        for color in (style.color, style.bgcolor)
    ]
    return (max(seen) + 0.05) / (min(seen) + 0.05)


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
    known = (Style(color=one, bgcolor=other) for one, other in pairs if one and other)
    return max(map(contrast, known), default=1.0)
