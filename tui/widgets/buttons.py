"""Buttons in a drawing: `[ Label ]`, and `[▸Label ]` where the focus is."""

from collections.abc import Sequence

from textual.content import Content

from tui.page.parts import Action, ActionKind
from tui.widgets.canvas import Drawing, Stop
from tui.widgets.content import as_content, blank, joined, wrapped

MARK = "▸"
"""The focus, wherever it is: a sign, so that it is there without colour."""

FOCUSED = "bold $focus on $focus-ground"
FOCUSED_HINT = "$focus on $focus-ground"
GROUND = "on $focus-ground"
FOCUSED_MAIN = "bold $main-focus on $main-focus-ground"
STYLES = {
    "main": "bold $main-button on $main-button-ground",
    "plain": "$primary",
    "danger": "$error",
    "back": "$primary",
}
GAP = 2


def button(label: str, kind: ActionKind, width: int, marked: bool) -> list[Content]:
    """One button; its label goes on under itself where it is too long."""
    style = STYLES[kind]
    if marked:
        style = FOCUSED_MAIN if kind == "main" else FOCUSED
    lines = wrapped(label, width - 4, style)
    broad = max(line.cell_length for line in lines)
    drawn = []
    for number, line in enumerate(lines):
        before = ("[" + (MARK if marked else " ")) if number == 0 else "  "
        after = " ]" if number == len(lines) - 1 else "  "
        padding = blank(broad - line.cell_length, style) if len(lines) > 1 else as_content("")
        drawn.append(joined(as_content(before, style), line, padding, as_content(after, style)))
    return drawn


def draw_buttons(actions: Sequence[Action], width: int, mark: str | None) -> Drawing:
    """The buttons in a row, and in further rows, a blank one between, where they do not fit."""
    lines: list[Content] = []
    stops: list[Stop] = []
    x = 0
    for action in actions:
        drawn = button(action.label, action.kind, width, action.id == mark)
        broad, main = drawn[0].cell_length, action.kind == "main"
        if x and (x + GAP + broad > width or len(drawn) > 1):
            x = 0
        if x == 0 and lines:
            # Targets stand apart (WCAG 2.2, 2.5.8); next to a main button one line more is its own (2.5.5).
            roomy = main or any(stop.main for stop in stops if stop.y + stop.height == len(lines))
            lines += [as_content("")] * (2 if roomy else 1)
        if x:
            lines[-1] = joined(lines[-1], blank(GAP), drawn[0])
            stops.append(Stop(action.id, x + GAP, len(lines) - 1, broad, main=main))
            x += GAP + broad
            continue
        stops.append(Stop(action.id, 0, len(lines), broad, len(drawn), main))
        lines.extend(drawn)
        x = broad if len(drawn) == 1 else width
    return Drawing(lines, tuple(stops))
