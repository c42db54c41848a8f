"""A photo beside what is said of it: two points to a cell, one above the other, so that they are square."""

from itertools import zip_longest

from textual.content import Content

from tui.page.parts import Points
from tui.widgets.canvas import Canvas
from tui.widgets.content import as_content, blank, joined
from tui.widgets.theme import TERMINAL

POINT = "▀"
"""Its letter is the upper point, its ground the lower one."""

GAP = 2
"""Blank cells between a photo and what stands beside it."""

BESIDE = 30
"""Cells that what stands beside a photo needs at least, of any other size."""

ROOM = {14: 50, 22: 76}
"""From how many cells on a photo of so many points is drawn: a window with fewer is too low for it, too."""


def shows_photos(theme: str) -> bool:
    """Whether there are colours to draw a photo with."""
    return theme != TERMINAL.name


def fitting_photo(sizes: tuple[Points, ...], room: int) -> list[Content]:
    """The largest of these that fits, a cell to two points, with the gap behind it; [] if none does."""
    points = next((one for one in sizes if room >= ROOM.get(len(one), len(one) + BESIDE)), None)
    if points is None:
        return []
    return [
        joined(*(_cell(upper, lower, at) for at in range(0, len(upper), 3)), blank(GAP))
        for upper, lower in zip(points[::2], points[1::2], strict=True)
    ]


def _cell(upper: bytes, lower: bytes, at: int) -> Content:
    return as_content(POINT, f"#{upper[at : at + 3].hex()} on #{lower[at : at + 3].hex()}")


def beside(photo: list[Content], lines: list[Content]) -> list[Content]:
    """The lines with the photo before them."""
    if not photo:
        return lines
    margin = blank(photo[0].cell_length)
    return [
        joined(picture or margin, line or as_content(""))
        for picture, line in zip_longest(photo, lines)
    ]


def follow_theme(view: Canvas) -> None:
    """Draw this again when the theme changes: without colours there is no photo. For what is mounted."""
    view.app.theme_changed_signal.subscribe(view, lambda _: view.redraw())
