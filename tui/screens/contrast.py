"""Contrast as WCAG 2.2 defines it (1.4.3, 1.4.6, 1.4.11), of a style and of a drawn region."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rich.color import Color, ColorType
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

DRAWN = re.compile(r"^[\u2500-\u259f\s]+$")
"""Box drawing and block characters, which are frames and not text."""


WEIGHTS = (0.2126, 0.7152, 0.0722)
"""The shares of red, green and blue in the luminance."""


def linear(color: Color) -> list[float]:
    """Red, green and blue as linear values, each from 0 to 1."""
    return [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in color.get_truecolor())
    ]


@lru_cache(4096)
def luminance(color: Color) -> float:
    """Relative luminance."""
    return sum(weight * part for weight, part in zip(WEIGHTS, linear(color), strict=True))


@lru_cache(4096)
def contrast(style: Style) -> float:
    """The contrast of a style's characters with their background, from 1 to 21."""
    assert style.color is not None
    assert style.bgcolor is not None
    assert not style.dim
    light, dark = sorted((luminance(style.color), luminance(style.bgcolor)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lowest(strips: Iterable[Strip], region: Region) -> float | None:
    """The lowest contrast of the text in a region of the screen.

    None if there is no text, or if the terminal's own colours decide.
    """
    found: list[float] = []
    for row, strip in enumerate(strips):
        if not region.y <= row < region.bottom:
            continue
        for segment in strip.crop(region.x, region.right):
            if segment.style is None or not segment.text.strip() or DRAWN.match(segment.text):
                continue
            if not (_known(segment.style.color) and _known(segment.style.bgcolor)):
                return None
            found.append(contrast(segment.style))
    return min(found, default=None)


def _known(color: Color | None) -> bool:
    return color is not None and color.type is ColorType.TRUECOLOR
