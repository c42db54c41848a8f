"""Where the focus is, in words: the part of a page with its stop and value, or the item of a menu."""

from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.locale import Words
from tui.page.description import (
    CALL,
    DEVICE,
    HEAD,
    LONGEST_VALUE,
    PINNED,
    TABS,
    Description,
    FocusTarget,
    describe,
)
from tui.page.description import where_am_i as where_on_page
from tui.page.parts import TITLE, Listing
from tui.widgets.canvas import Canvas
from tui.widgets.field import OPTION
from tui.widgets.interfaces import FieldControl

if TYPE_CHECKING:
    from tui.screens.page_screen import PageScreen

PART = "part-"
"""The prefix of the class that the view of a part has."""

ENDS = (".", "?", "!")


def where_am_i(screen: "PageScreen") -> str:
    """Where the focus is on a page, in words."""
    return where_on_page(screen.page, screen.words, focus_target(screen, screen.focused))


def describe_widget(screen: "PageScreen", widget: Widget, stop: str | None = None) -> Description:
    """The description of a widget, or of a stop in it."""
    return describe(screen.page, screen.words, focus_target(screen, widget, stop))


def focus_target(
    screen: "PageScreen", widget: Widget | None, stop: str | None = None
) -> FocusTarget:
    """Where a widget is on its page; `stop` is a stop in it, by default the marked stop."""
    if stop is None:
        stop = widget.stop if isinstance(widget, Canvas) else ""
    if widget is screen.body.call:
        return FocusTarget(CALL, stop, value=screen.body.call.said)
    if screen.body.device is not None and widget is screen.body.device.view.heading:
        return FocusTarget(DEVICE)
    if widget is not None and widget is screen.pinned:
        return FocusTarget(PINNED, stop)
    if widget is screen.head:
        return FocusTarget(HEAD, stop)
    if widget is screen.tabs:
        return FocusTarget(TABS, stop)
    classes = (
        name for node in (widget.ancestors_with_self if widget else ()) for name in node.classes
    )
    part = next((name.removeprefix(PART) for name in classes if name.startswith(PART)), TITLE)
    if isinstance(widget, FieldControl):
        field = widget.field
        option = stop.removeprefix(OPTION)
        return FocusTarget(part, field.name, option, widget.read(), field.error)
    return FocusTarget(part, stop)


def where_in_menu(menu: Listing, words: Words, stop: str, typed: str) -> str:
    """The menu's title, that it is a list to choose from, what was typed, and the item at `stop`."""
    item = describe_item(menu, words, stop).sentence if menu.items else menu.empty
    said = [_ended(words("where.menu", title=menu.title)), words("where.menu.what")]
    if typed:
        said.append(_ended(words("screen.menu.typed", typed=typed[:LONGEST_VALUE])))
    return " ".join((*said, item))


def describe_item(menu: Listing, words: Words, stop: str) -> Description:
    """An item of a menu; the menu itself if nothing was found."""
    for number, item in enumerate(menu.items, start=1):
        if item.id == stop:
            states = tuple(text.rstrip(".") for text in (item.mark, item.detail) if text)
            place = words("where.place.item", number=number, total=len(menu.items))
            return Description(words("where.role.choosable"), item.title, states, place)
    return Description(words("where.role.list"), menu.title, (menu.empty,))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(ENDS) else f"{sentence}."
