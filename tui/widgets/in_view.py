"""What has the focus and what is read: who scrolls on presses and edits nothing unseen."""

from textual import events
from textual.binding import Binding
from textual.widget import Widget

from tui.textual_fixes.app import bound_keys

READS = {
    "up": "up",
    "down": "down",
    "pageup": "page-up",
    "pagedown": "page-down",
    "home": "home",
    "end": "end",
}
"""The keys that read on, and how far each goes."""


def reveal_soon(widget: Widget) -> None:
    """Scroll so that a widget with the focus is in view once it is laid out, on a screen that scrolls."""
    if not widget.is_attached:
        return  # gone between the key and this moment
    on_screen = getattr(widget.screen, "reveal_soon", None)
    if widget.has_focus and on_screen is not None:
        on_screen(widget)


def left_behind(widget: Widget) -> bool:
    """Whether the page was scrolled on from a widget, to read: nothing is then pressed unseen."""
    if not widget.is_attached:
        return False
    on_screen = getattr(widget.screen, "left_behind", None)
    return on_screen is not None and bool(on_screen(widget))


def keys_of(kind: type[Widget]) -> frozenset[str]:
    """The keys that a kind of widget itself declares, and not what it is made of."""
    declared = (one if isinstance(one, Binding) else Binding(*one) for one in kind.BINDINGS)
    return frozenset(key.strip() for one in declared for key in one.key.split(","))


def bring_back(field: Widget, keys: frozenset[str], event: events.Key | events.Paste) -> None:
    """Bring a field back that the page was scrolled on from, so that nobody edits unseen.

    What is typed is typed, and seen; keys that read go on reading; any other of the field's own `keys`
    brings it back and does no more.
    """
    if not left_behind(field):
        return
    if isinstance(event, events.Paste) or event.is_printable:
        reveal_soon(field)
        return
    read_on = getattr(field.screen, "action_scroll_page", None)
    if event.key in READS and read_on is not None:
        read_on(READS[event.key])
    elif event.key == "enter" or event.key in keys & bound_keys(field):
        reveal_soon(field)
    else:
        return
    event.stop()
    event.prevent_default()
