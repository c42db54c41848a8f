"""Records with actions of their own, which stand on the first line of their record."""

from collections.abc import Sequence

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Action, Fact
from tui.widgets.buttons import draw_buttons
from tui.widgets.canvas import Drawing, Stop
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.records import STACKED, in_a_line, valued

GAP = 2
"""Cells between a label and its value, and between a value and the buttons."""

LEAST = 16
"""The narrowest value that buttons may stand beside; where there is no more room, they stand below."""


def draw_entries(
    groups: Sequence[tuple[Fact, ...]],
    own: Sequence[tuple[Action, ...]],
    width: int,
    mark: str | None,
    words: Words,
) -> Drawing:
    """Each record with its own buttons, and a blank line between two."""
    labels = max(
        (as_content(one.label).cell_length for group in groups for one in group), default=0
    )
    lines: list[Content] = []
    stops: list[Stop] = []
    for group, actions in zip(groups, own, strict=True):
        if lines:
            lines.append(as_content(""))
        drawn = _entry(group, actions, width, min(labels, width * 2 // 5), mark, words)
        stops += [stop.moved(0, len(lines)) for stop in drawn.stops]
        lines += drawn.lines
    return Drawing(lines, tuple(stops))


def _entry(
    group: tuple[Fact, ...],
    actions: tuple[Action, ...],
    width: int,
    labels: int,
    mark: str | None,
    words: Words,
) -> Drawing:
    buttons = draw_buttons(actions, width, mark)
    broad = max((line.cell_length for line in buttons.lines), default=0)
    if width < STACKED:
        styles = ("bold", *("" for _ in group[1:]))
        pairs = zip(group, styles, strict=True)
        lines = [line for fact, style in pairs for line in in_a_line(fact, width, style, words)]
        beside = False
    else:
        beside = len(buttons.lines) == 1 and width - labels - broad - 2 * GAP >= LEAST
        room = width - labels - GAP
        values = wrapped(group[0].value, room - broad - GAP if beside else room, "bold")
        values += wrapped(group[0].note, room, "$hint")
        lines = _row(group[0].label, labels, values)
        for fact in group[1:]:
            lines += _row(fact.label, labels, valued(fact, room, ""))
    if not beside:
        stops = tuple(stop.moved(0, len(lines)) for stop in buttons.stops)
        return Drawing(lines + buttons.lines, stops)
    lines[0] = joined(lines[0], blank(width - broad - lines[0].cell_length), buttons.lines[0])
    return Drawing(lines, tuple(stop.moved(width - broad, 0) for stop in buttons.stops))


def _row(label: str, labels: int, values: list[Content]) -> list[Content]:
    """A label, and its value in a second column."""
    left = wrapped(label, labels, "$hint")
    rows = []
    for number in range(max(len(left), len(values))):
        before = left[number] if number < len(left) else as_content("")
        value = values[number] if number < len(values) else as_content("")
        rows.append(joined(before, blank(labels + GAP - before.cell_length), value))
    return rows
