"""What widgets draw, in view or not, and what of it has no room."""

from collections.abc import Iterable, Iterator

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.screens.queries import is_displayed
from tui.widgets.canvas import Canvas
from tui.widgets.typed_field import TypedField

Lines = tuple[Strip, ...]

PageBody = dict[Widget, Lines]
"""What each widget draws, as it comes on the screen."""


def drawn(widgets: Iterable[Widget]) -> PageBody:
    """All lines of these widgets, as far as they have a place, from the same renderer as the screen's own."""
    return {
        one: tuple(one.render_lines(one.region.reset_offset))
        for one in widgets
        if is_displayed(one) and one.region
    }


def written(view: Widget) -> str:
    """All that a view draws, in view or not, where it has a place at all."""
    canvases = [view] if isinstance(view, Canvas) else list(view.query(Canvas))
    lines = [line.plain for one in canvases if one.region for line in one._drawing().lines]
    fields = [one.read() for one in view.walk_children(Widget) if isinstance(one, TypedField)]
    return " ".join(lines + fields)


def overlong(widget: Widget) -> Iterator[str]:
    """Lines of a widget that are longer than it."""
    if isinstance(widget, Canvas) and widget.region.width:
        for line in widget._drawing().lines:
            if line.cell_length > widget.content_size.width:
                yield line.plain


def begun(widget: Widget) -> Iterator[str]:
    """Every line that a widget draws, from its first sign on."""
    if isinstance(widget, Canvas) and widget.region.width:
        for line in widget._drawing().lines:
            if begun := line.plain.strip():
                yield begun


def cut(widget: Widget) -> Iterator[str]:
    """What of a widget can never be seen: lines it has no room for, and what reaches out of what holds it."""
    if not is_displayed(widget) or not widget.region:
        return
    if isinstance(widget, Canvas):
        for line in widget._drawing().lines[widget.content_size.height :]:
            yield line.plain
    elif not widget.content_size.area:
        yield f"{widget} has no room within"
    if isinstance(widget.parent, Widget) and not _held(widget.region, widget.parent):
        yield f"{widget} reaches out of {widget.parent}"


def _held(region: Region, holder: Widget) -> bool:
    """Whether all of a region lies in what holds it, or above or below it where that scrolls."""
    room = holder.scrollable_content_region
    if holder.allow_vertical_scroll:
        return room.x <= region.x and region.right <= room.right
    return room.contains_region(region)
