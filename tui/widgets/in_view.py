"""Which rows of a page's list are in view, for a narrow window, where few of them are."""

from typing import NamedTuple

from textual.widget import Widget

from tui.widgets.canvas import Canvas

LISTS = ("listing", "outside-list")
"""Classes of the widgets that are lists."""


class InView(NamedTuple):
    """The numbers of the first and the last row that are whole in view, and how many rows there are."""

    first: int
    last: int
    total: int


def rows_in_view(scroller: Widget, views: list[Widget]) -> InView | None:
    """Of the only list among these views; None if it is in view as a whole, or not at all."""
    lists = [one for one in views if isinstance(one, Canvas) and any(map(one.has_class, LISTS))]
    if len(lists) != 1 or not scroller.size.height:
        return None
    (view,) = lists
    # Computed from places on the page: after a scroll, those on the screen are right only after a refresh.
    top = -round(scroller.scroll_y)
    node: Widget = view
    while node is not scroller and isinstance(node.parent, Widget):
        top += node.virtual_region.y
        node = node.parent
    seen = [
        number
        for number, stop in enumerate(view.stops, start=1)
        if top + stop.y >= 0 and top + stop.y + stop.height <= scroller.size.height
    ]
    total = len(view.stops)
    return InView(seen[0], seen[-1], total) if 0 < len(seen) < total else None
