"""Buttons in a drawing: `[ Label ]`, or `[▸Label ]` if the button has the focus."""

from collections.abc import Sequence

from textual.content import Content

from tui.page.parts import Action, ActionKind
from tui.widgets.canvas import Drawing, Stop
from tui.widgets.content import as_content, blank, joined, wrapped

MARK = "▸"
"""Marks the focus everywhere: a character, so that it shows without colour too."""

FOCUSED = "bold $on-focus on $focus"
FOCUSED_HINT = "$on-focus on $focus"
GROUND = "on $focus"
FOCUSED_MAIN = "bold $on-button-focus on $button-focus"
STYLES = {
    "main": "bold $on-button on $button",
    "plain": "$main",
    "danger": "$error",
    "back": "$main",
}
GAP = 2


def button(label: str, kind: ActionKind, width: int, marked: bool) -> list[Content]:
    """A button; a label that is too long is wrapped."""
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
    """The buttons in a row, or in several rows with a blank line between them if they do not fit."""
    lines: list[Content] = []
    stops: list[Stop] = []
    x = 0
    for action in actions:
        drawn = button(action.label, action.kind, width, action.id == mark)
        broad, main = drawn[0].cell_length, action.kind == "main"
        if x and (x + GAP + broad > width or len(drawn) > 1):
            x = 0
        if x == 0 and lines:
            # Targets are kept apart (WCAG 2.2, 2.5.8); a main button's target has another line (2.5.5).
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
