"""What stands around a field should be in view while one types in it."""

from textual import events
from textual.geometry import Region
from textual.widget import Widget


def around(control: Widget, error: str) -> tuple[Region, ...]:
    """What should be in view, the best first: the field with all around it, or less, or the field alone.

    What is wrong counts for more than the label, where both have no room; the whole field, with its frame,
    for more than either.
    """
    field = control.region
    drawn = [one.region for one in control.siblings if one.display]
    whole = Region.from_union([field, *drawn])
    labelled = Region(whole.x, whole.y, whole.width, field.bottom - whole.y)
    if not error:
        return whole, labelled, field
    told = Region(whole.x, field.y, whole.width, whole.bottom - field.y)
    return whole, told, labelled, field


def reveal(widget: Widget) -> None:
    """Scroll so that a widget with the focus is in view, on a screen that scrolls."""
    if not widget.is_attached:
        return  # gone between the key and this moment
    on_screen = getattr(widget.screen, "reveal", None)
    if widget.has_focus and on_screen is not None:
        on_screen(widget)


def left_behind(widget: Widget) -> bool:
    """Whether the page was scrolled on from a widget, to read: nothing is then pressed unseen."""
    if not widget.is_attached:
        return False
    on_screen = getattr(widget.screen, "left_behind", None)
    return on_screen is not None and bool(on_screen(widget))


def bring_back(field: Widget, event: events.Key | events.Paste) -> None:
    """Bring a field back that the page was scrolled on from, so that nobody types unseen."""
    if isinstance(event, events.Key):
        its_own = event.is_printable or event.key in field._bindings.key_to_bindings
    else:
        its_own = True
    if its_own:
        field.call_after_refresh(_bring_caret, field)


def _bring_caret(field: Widget) -> None:
    caret = getattr(field, "cursor_screen_offset", field.region.offset)
    rooms = (one for one in field.ancestors if isinstance(one, Widget))
    if not all(one.region.contains_point(caret) for one in rooms):
        reveal(field)
