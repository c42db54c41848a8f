"""The themes: the colours of `tui.widgets.tokens` as Textual wants them, and what sends no colour at all.

A new theme is a column of that table, its id in `tui.looks` and its name in the catalogue.
"""

from collections.abc import Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

from tui.looks import THEMES as NAMES
from tui.widgets.tokens import TABLE

ON_DARK = ("dark", "high-contrast-dark")
"""The themes that Textual must take for dark ones."""


def _theme(name: str) -> Theme:
    """The theme of this name, whose variables are the tokens.

    Style sheets can name only these variables. Textual's colour system is left out: it would compute more
    than a hundred colours at each start, whose contrast nobody has checked.
    """
    column = NAMES.index(name)
    tokens = {token: values[column] for token, values in TABLE.items()}
    return Theme(
        name=name,
        dark=name in ON_DARK,
        primary=tokens["main"],
        variables=tokens | _for_textual(tokens),
    )


def _for_textual(tokens: Mapping[str, str]) -> dict[str, str]:
    """What Textual's own style sheets name, and its widgets ask for."""
    line, panel, text = tokens["line"], tokens["panel"], tokens["text"]
    selection, selected = tokens["selection"], tokens["on-selection"]
    return {
        "primary": tokens["main"],
        "foreground": text,
        "background": tokens["ground"],
        "success": tokens["good"],
        "input-cursor-background": text,
        "input-cursor-foreground": tokens["surface"],
        "input-cursor-text-style": "none",
        "input-selection-background": selection,
        "input-selection-foreground": selected,
        "screen-selection-background": selection,
        "screen-selection-foreground": selected,
        "scrollbar": line,
        "scrollbar-hover": tokens["held"],
        "scrollbar-active": tokens["held"],
        "scrollbar-background": panel,
        "scrollbar-background-hover": panel,
        "scrollbar-background-active": panel,
        "scrollbar-corner-color": tokens["ground"],
        # Overridden in ours: never seen.
        "ansi-background": "transparent",
        "boost": "transparent",
        "border": tokens["main"],
        "border-blurred": line,
        "text-muted": tokens["hint"],
        "text-disabled": tokens["hint"],
        "warning-darken-1": tokens["warning"],
        "link-background": "transparent",
        "link-background-hover": "transparent",
        "link-color": text,
        "link-color-hover": text,
        "link-style": "underline",
        "link-style-hover": "underline",
    }


LIGHT, DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, TERMINAL = map(_theme, NAMES)

THEMES: tuple[Theme, ...] = (LIGHT, DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, TERMINAL)
"""All themes; the first is the default. TERMINAL sends no colour, but reverses (see `Colourless`)."""


def no_color(environment: Mapping[str, str]) -> bool:
    """Whether no colour may be sent: NO_COLOR is set and not empty (no-color.org)."""
    return bool(environment.get("NO_COLOR"))


class Colourless(LineFilter):
    """Removes all colours; text on a strong background is reversed instead."""

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
