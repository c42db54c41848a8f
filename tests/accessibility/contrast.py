"""Contrast as WCAG 2.2 reckons it (1.4.3, 1.4.6, 1.4.11), of a style and of all that is drawn."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rich.color import Color as RichColor
from rich.style import Style

DRAWN = re.compile(r"^[\u2500-\u259f\s]+$")
"""Box drawing and blocks: they frame, and are no text."""


def luminance(color: RichColor) -> float:
    """Relative luminance."""
    channels = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in color.get_truecolor())
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


@lru_cache(4096)
def contrast(style: Style) -> float:
    """The contrast of a style's signs with their ground, from 1 to 21."""
    assert style.color is not None
    assert style.bgcolor is not None
    assert not style.dim
    light, dark = sorted((luminance(style.color), luminance(style.bgcolor)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint(
    drawn: Iterable[tuple[int, int, str, Style]], text: float, border: float
) -> list[tuple[int, int, str, float]]:
    """What has too little contrast: row, column, signs, and the contrast they have."""
    return [
        (row, column, signs, round(contrast(style), 2))
        for row, column, signs, style in drawn
        if contrast(style) < (border if DRAWN.match(signs) else text)
    ]
