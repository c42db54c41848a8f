"""The colours: one light theme, and none at all where NO_COLOR asks for it.

Every pair of text and ground that the style sheet makes is at least 4.5:1, every border 3:1; the test of
every cell in tests/accessibility holds them to it.
"""

from collections.abc import Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

LIGHT = Theme(
    name="burgerprofiel",
    dark=False,
    primary="#0055CC",
    secondary="#0055CC",
    accent="#FFE615",
    foreground="#333332",
    background="#F7F9FC",
    surface="#FFFFFF",
    panel="#E8EDF5",
    success="#00703C",
    warning="#8A5A00",
    error="#C5221F",
    variables={
        "hint": "#56606E",
        "line": "#7C8798",
        "input-cursor-background": "#333332",
        "input-cursor-foreground": "#FFFFFF",
        "input-selection-background": "#FFE615",
        "scrollbar": "#7C8798",
        "scrollbar-hover": "#0055CC",
        "scrollbar-active": "#0055CC",
        "scrollbar-background": "#E8EDF5",
        "scrollbar-background-hover": "#E8EDF5",
        "scrollbar-background-active": "#E8EDF5",
        "scrollbar-corner-color": "#F7F9FC",
    },
)

THEMES: tuple[Theme, ...] = (LIGHT,)
"""All themes; the first is the one that is used."""


def no_color(environment: Mapping[str, str]) -> bool:
    """Whether no colour may be sent: NO_COLOR is there and not empty (no-color.org)."""
    return bool(environment.get("NO_COLOR"))


class Colourless(LineFilter):
    """Takes every colour away; what stood on a strong ground is reversed instead."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(text, None if style is None else _colourless(style), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _colourless(style: Style) -> Style:
    ground = style.bgcolor.triplet if style.bgcolor is not None else None
    strong = ground is not None and min(ground) < 0xC0
    return Style(
        bold=style.bold or None,
        italic=style.italic or None,
        underline=style.underline or None,
        reverse=(strong != bool(style.reverse)) or None,
        meta=style.meta or None,
    )
