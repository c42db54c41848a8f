"""A block of facts: one widget, with its title, state, source and buttons."""

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Fact, Facts
from tui.widgets.buttons import MARK, draw_buttons
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.entries import draw_entries
from tui.widgets.events import Act
from tui.widgets.interfaces import PartView

STATES = {
    "loading": "$hint",
    "here": "$good",
    "empty": "$hint",
    "unavailable": "$error",
    "refused": "$error",
    "off": "$hint",
}
STACKED = 44
"""Below this width, a value is shown under its label."""

GUTTER = 1
"""The room for the mark of the focus, so that nothing moves when it appears."""


def draw_fact(fact: Fact, width: int, labels: int) -> list[Content]:
    """A label and its value, in two columns, or below each other if the width is small."""
    if width < STACKED:
        value = wrapped(fact.value, width - 2)
        return [*wrapped(fact.label, width, "$hint"), *(joined(blank(2), line) for line in value)]
    left = wrapped(fact.label, labels, "$hint")
    right = wrapped(fact.value, width - labels - 2)
    rows = max(len(left), len(right))
    left += [as_content("")] * (rows - len(left))
    right += [as_content("")] * (rows - len(right))
    return [
        joined(label, blank(labels + 2 - label.cell_length), value)
        for label, value in zip(left, right, strict=True)
    ]


def draw_facts(part: Facts, width: int, mark: str | None, state: str) -> Drawing:
    """The title and the state, the facts by group, the note, the source and the buttons."""
    room = width - 2 * GUTTER
    title = wrapped(part.title, room, "bold") or [as_content("")]
    lines = title
    if state:
        sign = as_content(state, STATES[part.state])
        gap = room - title[-1].cell_length - sign.cell_length
        beside = [*title[:-1], joined(title[-1], blank(gap), sign)]
        lines = beside if gap >= 2 else [*title, sign]
    named = [as_content(fact.label).cell_length for group in part.groups for fact in group]
    labels = min(max(named, default=0), max(12, room * 2 // 5))
    entries = draw_entries(part.groups, part.own, room, mark) if part.own else Drawing([])
    own = tuple(stop.moved(GUTTER, len(lines)) for stop in entries.stops)
    lines += entries.lines
    for number, group in enumerate(() if part.own else part.groups):
        if number:
            lines.append(as_content(""))
        for fact in group:
            lines += draw_fact(fact, room, labels)
    if part.note:
        lines += wrapped(part.note, room)
    if part.state == "loading":
        lines += [as_content("")] * (part.expected + 1 - len(lines))
    if part.source:
        lines += [as_content(""), *wrapped(part.source, room, "$hint")]
    if any(action.kind == "main" for action in part.actions):
        lines.append(as_content(""))  # belongs to the button's target (WCAG 2.2, 2.5.5)
    buttons = draw_buttons(part.actions, room, mark)
    stops = tuple(stop.moved(GUTTER, len(lines)) for stop in buttons.stops)
    lines = [joined(blank(GUTTER), line) for line in lines + buttons.lines]
    if mark == "":
        lines[0] = joined(as_content(MARK, "bold"), lines[0][GUTTER:])
    return Drawing(lines, (*own, *stops))


class FactsView(Canvas, PartView[Facts]):
    """A block of facts."""

    DEFAULT_CSS = """
    FactsView { margin: 0 2 1 2; background: $surface; border: round $line; }
    FactsView:focus { border: heavy $main; }
    """

    def __init__(self, part: Facts, words: Words) -> None:
        super().__init__(classes=f"facts -{part.state}")
        self.part = part
        self._words = words

    def show(self, part: Facts) -> None:
        self.remove_class(f"-{self.part.state}").add_class(f"-{part.state}")
        self.part = part
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        state = self.part.state
        label = "" if state == "here" else self._words(f"screen.state.{state}")
        return draw_facts(self.part, width, mark, label)

    def press(self, stop: str) -> None:
        self.post_message(Act(stop))
