"""Where the focus stands, in terms of the page: part, stop, and what is in a field."""

from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.page.description import (
    CALL,
    DEVICE,
    HEAD,
    TABS,
    Described,
    FocusTarget,
    describe,
    sentence,
)
from tui.page.parts import TITLE, Field
from tui.widgets.canvas import Canvas
from tui.widgets.field import OPTION

if TYPE_CHECKING:
    from tui.screens.page_screen import PageScreen

PART = "part-"
"""What the class begins with that a part's view has."""


def where(screen: "PageScreen") -> str:
    """Where the focus is, in one sentence."""
    return sentence(screen.page, screen.words, standing(screen, screen.focused))


def described(screen: "PageScreen", widget: Widget, stop: str | None = None) -> Described:
    """What a widget is, or a stop in it."""
    return describe(screen.page, screen.words, standing(screen, widget, stop))


def standing(screen: "PageScreen", widget: Widget | None, stop: str | None = None) -> FocusTarget:
    """The place of a widget; `stop` is one in it, else the one that is marked."""
    own: dict[Widget | None, str] = {
        screen.head: HEAD,
        screen.tabs: TABS,
    }
    if stop is None:
        stop = widget.stop if isinstance(widget, Canvas) else ""
    if widget is screen.body.call:
        return FocusTarget(CALL, stop, value=screen.body.call.said)
    if widget is screen.body.device.heading:
        return FocusTarget(DEVICE)
    if widget in own:
        return FocusTarget(own[widget], stop)
    classes = (
        name for one in (widget.ancestors_with_self if widget else ()) for name in one.classes
    )
    part = next((name.removeprefix(PART) for name in classes if name.startswith(PART)), TITLE)
    field, value = getattr(widget, "field", None), getattr(widget, "value", "")
    if isinstance(field, Field) and isinstance(value, str):
        return FocusTarget(part, field.name, stop.removeprefix(OPTION), value, field.error)
    return FocusTarget(part, stop)
