"""Questions about the widgets of a drawn page: what can have the focus, and what is displayed."""

from collections.abc import Iterator

from msgspec import Struct
from textual.geometry import Region
from textual.widget import Widget

from tui.page.offered import asking_device
from tui.page.parts import Actions, Facts, Form, Listing, Notice, Page, Part, Text, Timeline
from tui.widgets.canvas import Canvas
from tui.widgets.prose import Heading


class FocusStop(Struct, frozen=True):
    """A place for the focus: the widget, the stop in it ("" if it has none), and the region on the screen."""

    widget: Widget
    stop: str
    region: Region


def focus_stops(view: Widget) -> Iterator[FocusStop]:
    """All places for the focus in a view, in reading order."""
    for widget in view.walk_children(Widget, with_self=True):
        if not widget.focusable or isinstance(widget, Heading) or not is_displayed(widget):
            continue
        stops = widget.stops if isinstance(widget, Canvas) else ()
        at = widget.content_region.offset
        for stop in stops:
            region = Region(at.x + stop.x, at.y + stop.y, stop.width, stop.height)
            yield FocusStop(widget, stop.name, region)
        if not stops:
            yield FocusStop(widget, "", widget.region)


def focus_region(widget: Widget) -> Region:
    """The region of the screen where the focus in a widget is, or would be."""
    return widget.focus_region if isinstance(widget, Canvas) else widget.region


def first_focusable(view: Widget) -> Widget | None:
    """The view, or the first widget in it, that can have the focus."""
    if view.focusable:
        return view
    for child in view.walk_children(Widget):
        if child.focusable and not isinstance(child, Heading) and _shown_in(child, view):
            return child
    return None


def _shown_in(widget: Widget, view: Widget) -> bool:
    """Whether nothing between a widget and the view around it is hidden."""
    around = (node for node in widget.ancestors_with_self if view in node.ancestors)
    return all(node.display for node in around)


def is_displayed(widget: Widget) -> bool:
    """Whether a widget and everything around it are displayed."""
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))


def is_field(widget: Widget | None) -> bool:
    """Whether this is in a field, which must get all letters that are typed."""
    return widget is not None and any(
        node.has_class("field") for node in widget.ancestors_with_self
    )


def title_of(part: Part) -> str:
    """The title of a part; "" for a kind of part that has no title."""
    return part.title if isinstance(part, Facts | Listing | Form | Timeline) else ""


def outline_name(part: Part) -> str:
    """The name of a part in the overview of its page; "" for a part that is not listed there."""
    match part:
        case Text(role="heading"):
            return part.text
        case Notice():
            return part.title
        case Form(title=""):
            return part.fields[0].label
        case Actions():
            return part.items[0].name if part.items else ""
        case _:
            return title_of(part)


def column_layout(page: Page) -> tuple[bool, bool, bool, bool, str, bool]:
    """Everything about a page that its columns' arrangement depends on."""
    opened = any(isinstance(part, Listing) and part.chosen for part in page.parts)
    panes = page.list_of is not None, page.opened is not None
    return bool(page.aside), *panes, bool(page.device), asking_device(page), opened
