"""Finding one's way among the parts of a page that is drawn."""

from collections.abc import Iterator

from msgspec import Struct
from textual.geometry import Region
from textual.widget import Widget

from tui.page.offered import asking_device
from tui.page.parts import Actions, Facts, Form, Listing, Notice, Page, Part, Text, Timeline
from tui.widgets.canvas import Canvas
from tui.widgets.prose import Heading


class Found(Struct, frozen=True):
    """A place where one can stop: the widget, the stop in it ("" where it has none), where on the screen."""

    widget: Widget
    stop: str
    region: Region


def stops_of(view: Widget) -> Iterator[Found]:
    """All places in a view where one can stop, in reading order."""
    for widget in view.walk_children(Widget, with_self=True):
        if not widget.focusable or isinstance(widget, Heading) or not seen(widget):
            continue
        stops = widget.stops if isinstance(widget, Canvas) else ()
        at = widget.content_region.offset
        for stop in stops:
            yield Found(
                widget, stop.name, Region(at.x + stop.x, at.y + stop.y, stop.width, stop.height)
            )
        if not stops:
            yield Found(widget, "", widget.region)


def place_of(widget: Widget) -> Region:
    """Where on the screen the focus stands, or would stand, in a widget."""
    return widget.focus_region if isinstance(widget, Canvas) else widget.region


def title_of(part: Part) -> str:
    """The title of a part, or "" for a kind that has none."""
    return part.title if isinstance(part, Facts | Listing | Form | Timeline) else ""


def outline_name(part: Part) -> str:
    """How a part is called in the overview of its page; "" for what needs no going to."""
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


def first_focusable(view: Widget) -> Widget | None:
    """The view, or the first thing in it, that can have the focus."""
    if view.focusable:
        return view
    for child in view.walk_children(Widget):
        if child.focusable and not isinstance(child, Heading):
            return child
    return None


def places(page: Page) -> tuple[bool, bool, str, bool]:
    """What decides where the columns stand."""
    opened = any(isinstance(part, Listing) and part.chosen for part in page.parts)
    return bool(page.aside), bool(page.device), asking_device(page), opened


def typing(widget: Widget | None) -> bool:
    """Whether what has the focus is a field, where what is typed must not go elsewhere."""
    return widget is not None and any(one.has_class("field") for one in widget.ancestors_with_self)


def seen(widget: Widget) -> bool:
    """Whether a widget and all around it are displayed."""
    return all(one.display for one in widget.ancestors_with_self if isinstance(one, Widget))


def in_sight(widget: Widget, body: Widget) -> bool:
    """Whether some of a widget can be seen in the body."""
    return widget.region.overlaps(body.region)
