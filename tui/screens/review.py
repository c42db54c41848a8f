"""A page as a reviewer wants it: each thing's role, name and tab place, and how the focus is drawn."""

from typing import TYPE_CHECKING, NamedTuple

from textual.widget import Widget

from tui.page.description import describe, describe_choice
from tui.page.parts import Item
from tui.screens.contrast import lowest
from tui.screens.queries import focus_region, is_displayed
from tui.screens.where_am_i import describe_widget, focus_target
from tui.textual_fixes.screen import drawn
from tui.widgets.canvas import Canvas
from tui.widgets.field import ChoiceField
from tui.widgets.listing import ListingView
from tui.widgets.prose import Heading

if TYPE_CHECKING:
    from tui.screens.page_screen import PageScreen

FOCUS = "focus"
"""The id of the item for what has the focus; the ids of the others are numbers."""


class Entry(NamedTuple):
    """A thing on the page: its widget, the stop in it (None: whichever is marked), and its tab place from 1.

    The tab place is 0 for a thing that Tab does not reach. `inside`: an item of a list or an option of a
    field, which the arrow keys reach from the tab place of the whole.
    """

    widget: Widget
    stop: str | None
    tab: int
    inside: bool = False


def review(screen: "PageScreen") -> tuple[tuple[Item, ...], list[Entry]]:
    """Items for the focus and for the page in reading order, and the entries behind their numbers."""
    entries = _entries(screen)
    total = sum(bool(entry.tab) for entry in entries)
    items = [_item(screen, str(number), entry, total) for number, entry in enumerate(entries)]
    focused = screen.focused
    if focused is not None:
        here = next((entry for entry in entries if _is_at(entry, focused)), Entry(focused, None, 0))
        items.insert(0, _focus(screen, here, total))
    return tuple(items), entries


def go_there(screen: "PageScreen", entry: Entry) -> None:
    """Give this entry the focus, or bring it into view if it cannot have the focus."""
    widget = entry.widget
    if not widget.is_attached:
        return  # the page has moved on
    if isinstance(widget, Heading):
        widget.take_focus()
        return
    if not widget.focusable:
        screen.go_to(focus_target(screen, widget).part)
        return
    screen.set_focus(widget)
    if isinstance(widget, Canvas) and entry.stop:
        widget.go(entry.stop)


def _is_at(entry: Entry, focused: Widget) -> bool:
    marked = focused.stop if isinstance(focused, Canvas) else ""
    return entry.widget is focused and entry.stop in (None, marked)


def _entries(screen: "PageScreen") -> list[Entry]:
    found: list[Entry] = []
    tab = 0
    for view in _views(screen):
        places = _places(view)
        for widget, stop in places:
            tab += 1
            found.append(Entry(widget, stop, tab))
            if isinstance(widget, ListingView | ChoiceField):
                found += [Entry(widget, stop.name, 0, inside=True) for stop in widget.stops]
        if not places:
            found.append(Entry(view, None, 0))
    return found


def _views(screen: "PageScreen") -> list[Widget]:
    """The displayed head, tabs, titles and parts, in reading order."""
    body = screen.body
    views = [screen.head, screen.tabs, body.heading, body.call, *body.main.views, screen.bar]
    views += body.aside.views
    if body.device is not None:
        views += [body.device.view.heading, *body.device.view.leaves]
    return [view for view in views if view.is_attached and is_displayed(view)]


def _places(view: Widget) -> list[tuple[Widget, str | None]]:
    """The places in a view where Tab stops."""
    found: list[tuple[Widget, str | None]] = []
    for widget in view.walk_children(Widget, with_self=True):
        if not widget.focusable or isinstance(widget, Heading) or not is_displayed(widget):
            continue
        if isinstance(widget, Canvas) and widget.TAB_STOPS and widget.stops:
            found += [(widget, stop.name) for stop in widget.stops]
        else:
            found.append((widget, None))
    return found


def _item(screen: "PageScreen", name: str, entry: Entry, total: int) -> Item:
    words = screen.words
    at = focus_target(screen, entry.widget, entry.stop)
    tell = describe_choice if entry.inside else describe
    thing = tell(screen.page, words, at)
    place = words("where.place", number=entry.tab, total=total) if entry.tab else ""
    return Item(id=name, title=thing.role_and_name, detail=", ".join(thing.states), mark=place)


def _focus(screen: "PageScreen", entry: Entry, total: int) -> Item:
    words, widget = screen.words, entry.widget
    thing = describe_widget(screen, widget, entry.stop)
    found = lowest(drawn(screen), widget.region)
    if found is None:
        contrast = words("review.contrast.unknown")
    else:
        whole, tenth = divmod(int(found * 10), 10)  # rounded down: 4.49 is not 4.5
        contrast = words("review.contrast", whole=whole, tenth=tenth)
    at = focus_region(widget)
    details = (
        *thing.states,
        contrast,
        words("review.place", column=at.x + 1, row=at.y + 1, width=at.width, height=at.height),
        words("review.tab", number=entry.tab, total=total)
        if entry.tab
        else words("review.tab.none"),
    )
    return Item(
        id=FOCUS,
        title=words("review.focus", thing=thing.role_and_name),
        detail=f"{', '.join(details)}.",
        mark="",
    )
