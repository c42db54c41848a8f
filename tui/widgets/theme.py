"""The colours: one light theme, two of high contrast, and one that has none of its own.

Every pair of text and ground that the style sheet makes is at least 4.5:1 (7:1 in high contrast), every
border 3:1, also where a terminal has only 256 colours; the test of every cell in tests/accessibility holds
each theme to it. A new theme is one more `Theme` in `THEMES`, its id in `tui.looks` and its name in the
catalogue.
"""

from collections.abc import Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

LIGHT = Theme(
    name="light",
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
        "on-accent": "#333332",
        "head-focus": "#FFFFFF",
        "head-focus-ground": "#333332",
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

HIGH_CONTRAST_DARK = Theme(
    name="high-contrast-dark",
    dark=True,
    primary="#87D7FF",
    secondary="#87D7FF",
    accent="#FFD700",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#87FFAF",
    warning="#FFD787",
    error="#FFAFAF",
    variables={
        "hint": "#DADADA",
        "line": "#BCBCBC",
        "on-accent": "#000000",
        "head-focus": "#FFD700",
        "head-focus-ground": "#000000",
        "input-cursor-background": "#FFFFFF",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#005F87",
        "screen-selection-background": "#005F87",
        "screen-selection-foreground": "#FFFFFF",
        "scrollbar": "#BCBCBC",
        "scrollbar-hover": "#FFFFFF",
        "scrollbar-active": "#FFFFFF",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
        "scrollbar-corner-color": "#000000",
    },
)

HIGH_CONTRAST_LIGHT = Theme(
    name="high-contrast-light",
    dark=False,
    # 7:1 with the white around it, and 3:1 with the black of the focus.
    primary="#005F87",
    secondary="#005F87",
    accent="#000000",
    foreground="#000000",
    background="#FFFFFF",
    surface="#FFFFFF",
    panel="#FFFFFF",
    success="#005F00",
    warning="#6B4A00",
    error="#AF0000",
    variables={
        "hint": "#3A3A3A",
        "line": "#585858",
        "on-accent": "#FFFFFF",
        "head-focus": "#000000",
        "head-focus-ground": "#FFFFFF",
        "input-cursor-background": "#000000",
        "input-cursor-foreground": "#FFFFFF",
        "input-selection-background": "#AFD7FF",
        "screen-selection-background": "#AFD7FF",
        "screen-selection-foreground": "#000000",
        "scrollbar": "#585858",
        "scrollbar-hover": "#000000",
        "scrollbar-active": "#000000",
        "scrollbar-background": "#FFFFFF",
        "scrollbar-background-hover": "#FFFFFF",
        "scrollbar-background-active": "#FFFFFF",
        "scrollbar-corner-color": "#FFFFFF",
    },
)

STRONG, WEAK = "#000000", "#FFFFFF"
"""In the terminal's own colours a ground is one or the other: reversed, or left alone."""

TERMINAL = Theme(
    name="terminal",
    dark=False,
    # A button that is not the focus is not reversed; it is bold.
    primary=WEAK,
    secondary=WEAK,
    accent=STRONG,
    foreground=STRONG,
    background=WEAK,
    surface=WEAK,
    panel=WEAK,
    success=STRONG,
    warning=STRONG,
    error=STRONG,
    variables={
        "hint": STRONG,
        "line": STRONG,
        "on-accent": WEAK,
        "head-focus": STRONG,
        "head-focus-ground": WEAK,
        "input-cursor-background": STRONG,
        "input-cursor-foreground": WEAK,
        "input-selection-background": STRONG,
        "screen-selection-background": STRONG,
        "screen-selection-foreground": WEAK,
        "scrollbar": STRONG,
        "scrollbar-hover": STRONG,
        "scrollbar-active": STRONG,
        "scrollbar-background": WEAK,
        "scrollbar-background-hover": WEAK,
        "scrollbar-background-active": WEAK,
        "scrollbar-corner-color": WEAK,
    },
)
"""The terminal's own colours: no colour is ever sent (see `Colourless`), strong grounds are reversed."""

THEMES: tuple[Theme, ...] = (LIGHT, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, TERMINAL)
"""All themes; the first is used where none was chosen."""


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
