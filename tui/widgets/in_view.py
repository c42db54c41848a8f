"""Which rows of a page's list are in view, for a narrow window, where few of them are."""

from typing import NamedTuple

from textual.widget import Widget

from tui.page.parts import Listing
from tui.widgets.canvas import Canvas
from tui.widgets.interfaces import PartView


class InView(NamedTuple):
    """The numbers of the first and the last row that are whole in view, and how many rows there are."""

    first: int
    last: int
    total: int


def depth_in(scroller: Widget, widget: Widget) -> int:
    """How many lines down what scrolls a widget is, regardless of scrolling.

    Computed from places on the page: after a scroll, those on the screen are right only after a refresh.
    """
    depth, node = 0, widget
    while node is not scroller and isinstance(node.parent, Widget):
        depth += node.virtual_region.y
        node = node.parent
    return depth


def rows_in_view(scroller: Widget, views: list[Widget]) -> InView | None:
    """Of the only list among these views; None if it is in view as a whole, or not at all."""
    lists = [
        one
        for one in views
        if isinstance(one, Canvas) and isinstance(one, PartView) and isinstance(one.part, Listing)
    ]
    if len(lists) != 1 or not scroller.size.height:
        return None
    (view,) = lists
    top = depth_in(scroller, view) - round(scroller.scroll_y)
    seen = [
        number
        for number, stop in enumerate(view.stops, start=1)
        if top + stop.y >= 0 and top + stop.y + stop.height <= scroller.size.height
    ]
    total = len(view.stops)
    return InView(seen[0], seen[-1], total) if 0 < len(seen) < total else None
