"""How much of something has gone by: a bar, and the words that say it."""

from textual.content import Content

from tui.page.parts import Meter
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.interfaces import PartView

GONE, LEFT = "█", "░"

LONGEST, SHORTEST = 24, 8
"""Cells of a bar that stands between the title and the words."""

GAP = 2


def draw_meter(part: Meter, width: int) -> Drawing:
    """The title, the bar and the words in a line; where that is too long, the bar below the words."""
    title, said = as_content(part.title, "$hint"), as_content(part.words, "bold")
    room = width - title.cell_length - said.cell_length - 2 * GAP
    if room >= SHORTEST:
        bar = _bar(part, min(LONGEST, room))
        return Drawing([joined(title, blank(GAP), bar, blank(GAP), said)])
    above = wrapped(part.title, width, "$hint") + wrapped(part.words, width, "bold")
    return Drawing([*above, _bar(part, min(LONGEST, width))])


def _bar(part: Meter, length: int) -> Content:
    """What has gone by, at least a cell of it if anything has, and what is left."""
    gone = max(length * part.value // part.of, min(part.value, 1))
    return joined(as_content(GONE * gone, "$main"), as_content(LEFT * (length - gone), "$line"))


class MeterView(Canvas, PartView[Meter], can_focus=False):
    """A meter."""

    def __init__(self, part: Meter) -> None:
        super().__init__(classes="meter")
        self.part = part

    def show(self, part: Meter) -> None:
        self.part = part
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_meter(self.part, width)
