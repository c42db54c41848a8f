"""The table of colours: every token is measured on each ground that it is drawn on, in each theme."""

import re
from itertools import chain
from pathlib import Path

import pytest
from rich.style import Style

import tui
from tests.accessibility.gates import BORDER, downgraded, least
from tui.looks import THEMES
from tui.screens.contrast import contrast
from tui.widgets.theme import TERMINAL
from tui.widgets.theme import THEMES as MADE
from tui.widgets.tokens import STRONG, TABLE, WEAK

PAGE = "ground surface panel"
OUTSIDE = "outside-ground outside-surface"

TEXT = {
    "text": f"{PAGE} glass",
    "hint": f"{PAGE} glass",
    "main": f"{PAGE} glass",
    "good": f"{PAGE} glass",
    "warning": f"{PAGE} glass",
    "error": f"{PAGE} glass",
    "on-focus": "focus",
    "on-button": "button",
    "on-button-focus": "button-focus",
    "on-accent": "accent",
    "on-accent-focus": "accent-focus",
    "on-head": "head",
    "on-foot": "foot",
    "key": "foot",
    "on-here": "here",
    "on-warnband": "warnband",
    "warnband": "on-warnband",
    "on-selection": "selection",
    "outside-text": OUTSIDE,
    "outside-hint": OUTSIDE,
    "outside-main": OUTSIDE,
    "outside-good": OUTSIDE,
    "outside-warning": OUTSIDE,
    "outside-error": OUTSIDE,
    "outside-accent": OUTSIDE,
    "on-outside-accent": "outside-accent outside-main",
    "on-outside-focus": "outside-focus",
    "on-glass": "glass",
    "glass-hint": "glass",
    "on-brand": "brand",
    "on-card": "card",
}
"""Text, and the grounds that it is drawn on."""

MARKS = {
    "line": f"{PAGE} glass",
    "held": "panel",
    "outside-line": OUTSIDE,
    "card": OUTSIDE,
}
"""Frames and other marks, and the grounds that they are drawn on."""

FOCUS = {
    "focus": f"{PAGE} glass",
    "button-focus": "button",
    "accent-focus": "accent",
    "outside-focus": OUTSIDE,
}
"""Grounds that come with the focus, and those that they come upon: they change by 3:1 (WCAG 2.2, 2.4.13)."""

COLOURED = [theme for theme in THEMES if theme != TERMINAL.name]

Pairs = list[tuple[str, str]]


def pairs(drawn: dict[str, str]) -> Pairs:
    return [(token, ground) for token, grounds in drawn.items() for ground in grounds.split()]


def measured(theme: str, drawn: Pairs) -> dict[str, float]:
    """The least contrast of each pair, in full and with 256 colours."""
    column = THEMES.index(theme)
    found = {}
    for token, ground in drawn:
        style = Style(color=TABLE[token][column], bgcolor=TABLE[ground][column])
        found[f"{token} on {ground}"] = min(contrast(style), contrast(downgraded(style)))
    return found


@pytest.mark.parametrize("theme", COLOURED)
def test_every_token_has_contrast_with_the_grounds_it_is_drawn_on(theme: str) -> None:
    text, marks = measured(theme, pairs(TEXT)), measured(theme, pairs(MARKS) + pairs(FOCUS))
    low = {pair: ratio for pair, ratio in text.items() if ratio < least(theme)}
    low |= {pair: ratio for pair, ratio in marks.items() if ratio < BORDER}
    assert not low


def test_every_token_is_measured() -> None:
    drawn = chain.from_iterable(pairs(TEXT) + pairs(MARKS) + pairs(FOCUS))
    assert set(drawn) == TABLE.keys()


def test_the_terminals_own_theme_reverses_a_ground_or_leaves_it() -> None:
    column = THEMES.index(TERMINAL.name)
    assert {values[column] for values in TABLE.values()} == {STRONG, WEAK}


@pytest.mark.parametrize("theme", ["dark", "high-contrast-dark", "high-contrast-light"])
def test_the_greys_outside_stay_grey_with_256_colours(theme: str) -> None:
    column = THEMES.index(theme)
    for token in OUTSIDE.split():
        ground = TABLE[token][column]
        shade = downgraded(Style(color=ground, bgcolor=ground)).bgcolor
        assert shade is not None
        red, green, blue = shade.get_truecolor()
        assert red == green == blue, (token, ground)


SOURCES = sorted(
    path for path in Path(tui.__file__).parent.rglob("*") if path.suffix in (".py", ".tcss")
)


def test_style_sheets_name_tokens_and_pair_them_as_measured() -> None:
    """Of Textual's own names only those of a field's cursor stand in ours."""
    known, seen = set(pairs(TEXT) + pairs(MARKS)), set[str]()
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        seen.update(re.findall(r"\$([a-z][a-z0-9-]*)", source))
        paired = re.findall(r"\$([a-z0-9-]+) on \$([a-z0-9-]+)", source)
        for rule in re.findall(r"\{([^{}]*)\}", source) if path.suffix == ".tcss" else ():
            values = dict(re.findall(r"(?:^|[ ;])(background|color): \$([a-z0-9-]+)", rule))
            if len(values) == 2:
                paired.append((values["color"], values["background"]))
        assert set(paired) <= known | {("input-cursor-foreground", "input-cursor-background")}, path
    assert {name for name in seen if not name.startswith("input-cursor-")} <= TABLE.keys()


def test_every_name_of_a_theme_has_a_column() -> None:
    assert tuple(theme.name for theme in MADE) == THEMES
    assert {len(values) for values in TABLE.values()} == {len(THEMES)}
