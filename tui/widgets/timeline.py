"""A timeline: what has happened and what is next, each state as a sign and a word."""

from itertools import zip_longest

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Step, Timeline
from tui.widgets.canvas import RULE, Canvas, Drawing
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.interfaces import PartView
from tui.widgets.prose import LONGEST

SIGNS = {"done": ("●", "$good"), "now": ("◆", "bold $main"), "next": ("○", "$hint")}

INDENT = 3
"""Cells for the sign of a step and the line to the next."""

GAP = 2

BESIDE = 60
"""From this width on, when and what stand beside each other."""


def draw_timeline(part: Timeline, width: int, states: dict[str, str]) -> Drawing:
    """Each step after its sign: when and what, and below that its state and a note; a line connects them."""
    lines = _title(part.title, width)
    room = min(width, LONGEST) - INDENT
    named = [text for step in part.steps for text in (step.when, states[step.state])]
    left = max((as_content(text).cell_length for text in named), default=0)
    beside = width >= BESIDE and left <= room * 2 // 5
    for number, step in enumerate(part.steps):
        sign, style = SIGNS[step.state]
        rail = as_content("│", "$line") if number + 1 < len(part.steps) else as_content(" ")
        body = _in_columns(step, states, room, left) if beside else _stacked(step, states, room)
        first, *rest = body
        lines.append(joined(as_content(sign, style), blank(INDENT - 1), first))
        lines += [joined(rail, blank(INDENT - 1), line) for line in rest]
    return Drawing(lines or [as_content("")])


def _title(title: str, width: int) -> list[Content]:
    """The title with a line behind it."""
    *above, last = wrapped(title, width, "bold") or [as_content("")]
    rest = width - last.cell_length - 1
    return [*above, joined(last, blank(1), as_content(RULE * max(rest, 0), "$line"))]


def _in_columns(step: Step, states: dict[str, str], room: int, left: int) -> list[Content]:
    """When, and beside it what; below that the state and the note.

    Who hears a line at a time must not hear the state among the words of what happened.
    """
    nothing = as_content("")
    what = wrapped(step.what, room - left - GAP)
    gap = [nothing] * (len(what) - 1)
    texts = [as_content(step.when, "$hint"), *gap, as_content(states[step.state], "$hint")]
    right = what + wrapped(step.note, room - left - GAP, "$hint")
    return [
        joined(text, blank(left + GAP - text.cell_length), line)
        for text, line in zip_longest(texts, right, fillvalue=nothing)
    ]


def _stacked(step: Step, states: dict[str, str], room: int) -> list[Content]:
    """When, with the state at the right; what; and the note."""
    state = as_content(states[step.state], "$hint")
    when = wrapped(step.when, room - state.cell_length - GAP, "$hint") or [as_content("")]
    gap = blank(room - when[0].cell_length - state.cell_length)
    first = joined(when[0], gap, state)
    return [first, *when[1:], *wrapped(step.what, room), *wrapped(step.note, room, "$hint")]


class TimelineView(Canvas, PartView[Timeline], can_focus=False):
    """A timeline."""

    def __init__(self, part: Timeline, words: Words) -> None:
        super().__init__(classes="timeline")
        self.part = part
        self._words = words

    def show(self, part: Timeline) -> None:
        self.part = part
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        states = {state: self._words(f"screen.step.{state}") for state in SIGNS}
        return draw_timeline(self.part, width, states)
