"""The colours: a light and a dark theme, two with high contrast, and the terminal's own.

Every text has a contrast of at least 4.5:1 with its background (7:1 in high contrast), and every border 3:1,
even if a terminal has only 256 colours; tests/accessibility checks every cell in each theme. A new theme is
an entry in `THEMES`, its id in `tui.looks` and its name in the catalogue.
"""

from collections.abc import Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme


def _theme(
    name: str,
    *,
    dark: bool = False,
    main: str,
    text: str,
    ground: str,
    surface: str = "",
    panel: str = "",
    hint: str,
    line: str,
    accent: str,
    on_accent: str,
    head_focus: tuple[str, str],
    focus: tuple[str, str],
    main_button: tuple[str, str] | None = None,
    main_focus: tuple[str, str],
    good: str,
    warning: str,
    error: str,
    selection: str,
    selected: str = "",
    held: str = "",
) -> Theme:
    """A theme made from a few colours.

    `surface` and `panel` default to `ground`. `head_focus`, `focus` and `main_focus` are the text and the
    background of what has the focus: in the head, on the page, and for a main button. Without the focus, a
    main button has `main_button`, by default the surface on the main colour. With the focus, the background
    changes by 3:1 (WCAG 2.2, 2.4.13). `selected` is the text of what is selected with the mouse, on
    `selection` as in a field; by default the text stays, on a translucent background. `held` is the scroll
    bar under the mouse.

    Style sheets can name only these variables. Textual's colour system is left out: it would compute more
    than a hundred colours at each start, whose contrast nobody has checked.
    """
    surface, panel, held = surface or ground, panel or ground, held or text
    button = main_button or (surface, main)
    return Theme(
        name=name,
        dark=dark,
        primary=main,
        variables={
            "primary": main,
            "accent": accent,
            "on-accent": on_accent,
            "foreground": text,
            "hint": hint,
            "background": ground,
            "surface": surface,
            "panel": panel,
            "line": line,
            "success": good,
            "warning": warning,
            "error": error,
            "head-focus": head_focus[0],
            "head-focus-ground": head_focus[1],
            "focus": focus[0],
            "focus-ground": focus[1],
            "main-button": button[0],
            "main-button-ground": button[1],
            "main-focus": main_focus[0],
            "main-focus-ground": main_focus[1],
            "input-cursor-background": text,
            "input-cursor-foreground": surface,
            "input-cursor-text-style": "none",
            "input-selection-background": selection,
            "input-selection-foreground": selected or text,
            "screen-selection-background": selection if selected else f"{main}7F",
            "screen-selection-foreground": selected or "transparent",
            "scrollbar": line,
            "scrollbar-hover": held,
            "scrollbar-active": held,
            "scrollbar-background": panel,
            "scrollbar-background-hover": panel,
            "scrollbar-background-active": panel,
            "scrollbar-corner-color": ground,
            # Named in Textual's own style sheets, but overridden in ours: never seen.
            "ansi-background": "transparent",
            "boost": "transparent",
            "border": main,
            "border-blurred": line,
            "text": text,
            "text-muted": hint,
            "text-disabled": hint,
            "warning-darken-1": warning,
            "link-background": "transparent",
            "link-background-hover": "transparent",
            "link-color": text,
            "link-color-hover": text,
            "link-style": "underline",
            "link-style-hover": "underline",
        },
    )


LIGHT = _theme(
    "light",
    main="#0054CC",
    text="#333332",
    ground="#F7F9FC",
    surface="#FFFFFF",
    panel="#E8EDF5",
    hint="#56606E",
    line="#7C8798",
    accent="#FEE615",
    on_accent="#333332",
    head_focus=("#FFFFFF", "#333332"),
    focus=("#FEE615", "#333332"),
    main_focus=("#333332", "#FEE615"),
    good="#00703C",
    warning="#895A00",
    error="#B81D1A",
    selection="#FFE615",
    held="#0055CC",
)

DARK = _theme(
    "dark",
    dark=True,
    main="#7FB8FF",
    text="#E6E9EE",
    ground="#15181D",
    surface="#1D2128",
    panel="#262C35",
    hint="#A7B0BD",
    line="#77828F",
    accent="#FEE615",
    on_accent="#2A2A29",
    head_focus=("#FEE615", "#15181D"),
    focus=("#1A1A19", "#FEE615"),
    main_button=("#FFFFFF", "#0054CC"),
    main_focus=("#1A1A19", "#FEE615"),
    good="#6FD08C",
    warning="#F0BE5A",
    error="#FF9D94",
    selection="#004FA8",
    selected="#FFFFFF",
)

HIGH_CONTRAST_DARK = _theme(
    "high-contrast-dark",
    dark=True,
    main="#87D7FF",
    text="#FFFFFF",
    ground="#000000",
    hint="#DADADA",
    line="#BCBCBC",
    accent="#FED700",
    on_accent="#000000",
    head_focus=("#FFD700", "#000000"),
    focus=("#000000", "#FED700"),
    main_button=("#FFFFFF", "#005F87"),
    main_focus=("#000000", "#FED700"),
    good="#87FFAF",
    warning="#FED787",
    error="#FFAFAF",
    selection="#005F87",
    selected="#FFFFFF",
)

HIGH_CONTRAST_LIGHT = _theme(
    "high-contrast-light",
    main="#005F87",
    text="#000000",
    ground="#FFFFFF",
    hint="#3A3A3A",
    line="#585858",
    accent="#000000",
    on_accent="#FFFFFF",
    head_focus=("#000000", "#FFFFFF"),
    focus=("#FFFFFF", "#000000"),
    main_focus=("#000000", "#FFD700"),
    good="#005F00",
    warning="#6A2C00",  # with 256 colours, browner shades become an olive of 6.72:1
    error="#AE0000",
    selection="#AFD7FF",
    selected="#000000",
)

STRONG, WEAK = "#000000", "#FFFFFF"
"""In the terminal's own colours a background is one or the other: reversed, or left alone."""

TERMINAL = _theme(
    "terminal",
    # A main button without the focus is not reversed, but bold.
    main=WEAK,
    text=STRONG,
    ground=WEAK,
    hint=STRONG,
    line=STRONG,
    accent=STRONG,
    on_accent=WEAK,
    head_focus=(STRONG, WEAK),
    focus=(WEAK, STRONG),
    main_focus=(WEAK, STRONG),
    good=STRONG,
    warning=STRONG,
    error=STRONG,
    selection=STRONG,
    selected=WEAK,
)
"""The terminal's own colours: no colour is ever sent (see `Colourless`); strong backgrounds are reversed."""

THEMES: tuple[Theme, ...] = (LIGHT, DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, TERMINAL)
"""All themes; the first is the default."""


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
