"""A timeline: what has happened and what is next, each state as a sign and a word."""

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Timeline
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, blank, hanging, joined, wrapped
from tui.widgets.interfaces import PartView
from tui.widgets.prose import LONGEST

SIGNS = {"done": ("●", "$good"), "now": ("◆", "bold $main"), "next": ("○", "$hint")}


def draw_timeline(part: Timeline, width: int, states: dict[str, str]) -> Drawing:
    """Each step after its sign; a line connects the steps."""
    lines: list[Content] = wrapped(part.title, width, "bold")
    room = min(width, LONGEST)
    for number, step in enumerate(part.steps):
        sign, style = SIGNS[step.state]
        rail = as_content("│", "$line") if number + 1 < len(part.steps) else as_content(" ")
        when = f"{step.when} ({states[step.state]})" if states[step.state] else step.when
        first = joined(as_content(sign, style), blank(2))
        body = hanging(first, when, room, "$hint")
        body += [joined(blank(3), line) for line in wrapped(step.what, room - 3)]
        lines.append(body[0])
        lines += [joined(rail, line[1:]) for line in body[1:]]
    return Drawing(lines or [as_content("")])


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
