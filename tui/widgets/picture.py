"""A picture of points: two of them to a cell, one above the other, so that they are square."""

from itertools import zip_longest

from textual.content import Content

from tui.page.parts import Picture
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, wrapped
from tui.widgets.interfaces import PartView

TAKEN = 5
"""Lines of a window that no picture has: head, tabs, title, status and foot."""

INK = "$on-card on $card"
"""Dark on light in every theme: a camera reads it no other way round."""

CELLS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def draw_picture(part: Picture, width: int, window: int) -> Drawing:
    """The points where there is room for them, in a window of so many lines, and below them the words."""
    lines: list[Content] = []
    fits = len(part.rows) <= 2 * (window - TAKEN)
    if fits and width >= max(map(len, part.rows), default=0):
        for upper, lower in zip_longest(part.rows[::2], part.rows[1::2], fillvalue=""):
            points = zip(upper, lower.ljust(len(upper)), strict=True)
            cells = "".join(CELLS[(top == "#", bottom == "#")] for top, bottom in points)
            lines.append(as_content(cells, INK))
        lines.append(as_content(""))
    return Drawing([*lines, *wrapped(part.words, width)])


class PictureView(Canvas, PartView[Picture], can_focus=False):
    """A picture, with its words."""

    BY_WINDOW = True

    def __init__(self, part: Picture) -> None:
        super().__init__(classes="picture")
        self.part = part

    def show(self, part: Picture) -> None:
        self.part = part
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_picture(self.part, width, self.app.size.height)
