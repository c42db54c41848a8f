"""Moves the focus around a page, remembers where it was, and finds a new place for it."""

from typing import TYPE_CHECKING

from msgspec import Struct
from textual.widget import Widget

from tui.page.parts import TITLE
from tui.screens.queries import FocusStop, first_focusable, focus_region, focus_stops, is_displayed
from tui.widgets.bar import Remaining
from tui.widgets.canvas import Canvas
from tui.widgets.interfaces import PartView
from tui.widgets.prose import Heading

if TYPE_CHECKING:
    from tui.screens.page_screen import PageScreen


class FocusPlace(Struct, frozen=True):
    """Where the focus was: the class of the part's view, the number of the widget in it, and its stop."""

    part: str
    widget: int
    stop: str


class PageFocus:
    """The focus among the parts of a page."""

    def __init__(self, screen: "PageScreen") -> None:
        self._screen = screen

    @property
    def _heading(self) -> Heading:
        body = self._screen.body
        return body.device.view.heading if body.device and body.device_view else body.heading

    def _first(self) -> Widget | None:
        """The first widget on the page that can have the focus."""
        return next(filter(None, map(first_focusable, self._screen.body.views())), None)

    def _in(self, target: str) -> Widget | None:
        """The first widget of a part that can have the focus, or the one of a field."""
        part, _, name = target.partition(".")
        for view in self._screen.body.views():
            if view.has_class(f"part-{part}"):
                control = view.control(name) if name and isinstance(view, PartView) else None
                return control or first_focusable(view)
        return None

    # To a named place

    def go_to(self, target: str) -> bool:
        """Focus a part, a field ("nickname-form.nickname") or an item ("blocks.identity"); False for none."""
        part_id, _, name = target.partition(".")
        found = [view for view in self._screen.body.views() if view.has_class(f"part-{part_id}")]
        found.sort(key=lambda view: isinstance(view, Remaining))  # the bar has its main button
        for view in found:
            control = view.control(name) if name and isinstance(view, PartView) else None
            widget = control or first_focusable(view)
            if widget is not None:
                self._screen.set_focus(widget)
                if isinstance(widget, Canvas) and name in [stop.name for stop in widget.stops]:
                    widget.go(name)
                self._screen.viewport.reveal_soon(widget)  # even if it had the focus already
                return True
        for view in found[:1]:
            self._screen.viewport.bring_into_view(view, view.region)
        return bool(found)

    def settle(self, target: str, begin: str = "") -> None:
        """Go where the page asks; otherwise keep the focus, or set it to the first thing in view.

        It begins at the part `begin`, if there is one and it can be in view with the title.
        """
        screen = self._screen
        if target == TITLE and not screen.body.calls:  # a waiting device comes first
            self._heading.take_focus()
            return
        if target and self.go_to(target) and screen.focused is not None:
            return
        widget = self._in(begin) if begin else None
        if widget is not None and self._begin_at(widget):
            return
        if (
            screen.focused is not None
            and screen.focused.is_attached
            and is_displayed(screen.focused)
        ):
            return
        widget = self._first()
        if widget is None or not self._begin_at(widget):
            self._heading.take_focus()

    def _begin_at(self, widget: Widget) -> bool:
        """Focus a widget if it can be in view together with the page's title; otherwise False.

        For a widget that is drawn in lines, the first line is enough. Nothing that is in view is scrolled to:
        scrolling to the whole widget would move the title out of view.
        """
        viewport, heading, region = self._screen.viewport, self._heading, focus_region(widget)
        scroller = viewport.scroller_of(widget)
        inside = scroller in heading.ancestors
        spare = max(0, heading.region.y - scroller.region.y) if inside else 0
        bottom = scroller.region.bottom
        if (region.y + 1 if isinstance(widget, Canvas) else region.bottom) > bottom + spare:
            return False
        self._screen.set_focus(widget, scroll_visible=False)
        # A scroll bar that appears with the page takes a cell, so text above may need another line.
        viewport.anchor(widget)
        viewport.keep_title(heading)
        over = min(spare, region.bottom - bottom)
        if over > 0:
            viewport.scroll_further(scroller, over)
        return True

    def go_to_first_stop(self) -> None:
        """Go to the first thing that the page offers, in view or not."""
        widget = self._first() or self._heading
        if isinstance(widget, Heading):
            widget.take_focus()
            return
        self._screen.set_focus(widget)
        self._enter(widget, backwards=False)

    def go_among(self, views: list[Widget], heading: Heading) -> None:
        """Go to the first of these views that can have the focus, or otherwise to their heading."""
        widget = next(filter(None, map(first_focusable, views)), None)
        if widget is None:
            heading.take_focus()
        else:
            self._screen.set_focus(widget)

    # Away and back

    def place(self) -> FocusPlace | None:
        """The place of the focus on the page, for when the citizen comes back."""
        focused = self._screen.focused
        for view in self._screen.body.views():
            inside = list(view.walk_children(Widget, with_self=True))
            part = next((name for name in view.classes if name.startswith("part-")), "")
            if part and focused in inside:
                stop = focused.stop if isinstance(focused, Canvas) else ""
                return FocusPlace(part, inside.index(focused), stop)
        return None

    def restore(self, place: FocusPlace | None, target: str, begin: str = "") -> None:
        """Return to where the focus was when the citizen left this page, if that place still exists."""
        for view in self._screen.body.views():
            if place is None or not view.has_class(place.part):
                continue
            inside = list(view.walk_children(Widget, with_self=True))
            widget = inside[place.widget] if place.widget < len(inside) else None
            if widget is not None and widget.focusable:
                if isinstance(widget, Canvas) and place.stop in [
                    stop.name for stop in widget.stops
                ]:
                    widget.go(place.stop)
                self._screen.set_focus(widget)
                return
        self.settle(target, begin)

    def leave(self, going: list[Widget]) -> bool:
        """Move the focus away from views that are about to be removed; True if no other view can have it."""
        focused = self._screen.focused
        leaving = next(
            (view for view in going if focused and view in focused.ancestors_with_self), None
        )
        if leaving is None:
            return False
        # Not to the bar, which is about all of the page.
        views = [view for view in self._screen.body.views() if view is not self._screen.bar]
        at = views.index(leaving) if leaving in views else 0
        staying = [view for view in views[at + 1 :] + views[:at][::-1] if view not in going]
        for view in staying:
            widget = first_focusable(view)
            if widget is not None:
                self._screen.set_focus(widget)
                return False
        self._screen.set_focus(None)
        return True

    # To the next place

    def move(self, backwards: bool) -> None:
        """Handle Tab or Shift+Tab if the focused widget has no further stop."""
        if not self._move_from_what_is_read(backwards):
            screen = self._screen
            self._enter(screen.focus_previous() if backwards else screen.focus_next(), backwards)

    def _move_from_what_is_read(self, backwards: bool) -> bool:
        """Move a focus that is out of view to the first stop from here on; False if there is none."""
        focused, viewport = self._screen.focused, self._screen.viewport
        if focused is None or not viewport.is_scrolled_away(focused):
            return False
        scroller = viewport.scroller_of(focused)
        found = [stop for view in self._screen.body.views() for stop in focus_stops(view)]
        stops = [stop for stop in found if scroller in stop.widget.ancestors]
        if backwards:
            stops = [
                stop for stop in reversed(stops) if stop.region.bottom <= scroller.region.bottom
            ]
        else:
            stops = [stop for stop in stops if stop.region.y >= scroller.region.y]
        if not stops:
            return False
        self._stop_at(stops[0])
        return True

    def move_from_title(self, key: str) -> bool:
        """Handle Down and Enter on a title: go to the page's first stop; otherwise False.

        Down reads on until it is in view. Where a page asks to begin at its title, Enter keeps still: the
        citizen acts elsewhere, and a second Enter must not come near a button.
        """
        body = self._screen.body
        first = next((stop for view in body.views() for stop in focus_stops(view)), None)
        if first is None or (key == "enter" and self._screen.page.focus == TITLE):
            return False
        if key == "down" and not body.region.y <= first.region.y < body.region.bottom:
            return False
        self._stop_at(first)
        return True

    def _stop_at(self, found: FocusStop) -> None:
        self._screen.set_focus(found.widget)
        if isinstance(found.widget, Canvas) and found.stop:
            found.widget.go(found.stop)

    def _enter(self, widget: Widget | None, backwards: bool) -> None:
        if isinstance(widget, Canvas):
            widget.enter(backwards)
