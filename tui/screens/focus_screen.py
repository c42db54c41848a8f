"""A screen that knows where the focus stands, and gives it a place on every page."""

from collections.abc import Callable
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.page.parts import TITLE, Page
from tui.screens.finding import Found, first_focusable, place_of, seen, stops_of
from tui.screens.scrolling import ScrollingScreen
from tui.widgets.body import too_small
from tui.widgets.canvas import Canvas
from tui.widgets.head import Head
from tui.widgets.prose import Heading
from tui.widgets.tabs import TabBar


class Spot(Struct, frozen=True):
    """Where the focus stands: the part's class, the number of the widget in its view, and the stop there."""

    part: str
    widget: int
    stop: str


class FocusScreen(ScrollingScreen):
    """Moves the focus, remembers it and finds it a new place."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_stop", id="next-stop", tooltip="Tab", show=False),
        Binding("shift+tab", "previous_stop", id="previous-stop", tooltip="Shift+Tab", show=False),
    ]

    page: Page
    head: Head
    tabs: TabBar

    def __init__(self) -> None:
        super().__init__()
        self._first: Callable[[], None] | None = None
        self._again: Callable[[], None] | None = None
        self._given: Callable[[], None] | None = None
        self._untouched = True
        self._styled = False

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        # What was just mounted has its styles; only a screen that was covered may have missed a change.
        event.refresh_styles = event.refresh_styles and self._styled
        self._styled = True

    # The first focus of a page

    def stand_first(self, settle: Callable[[], None]) -> None:
        """Let `settle` give the first focus as soon as the page is laid out, before it is painted."""
        self._first, self._again, self._given, self._untouched = settle, None, settle, True
        self.call_after_refresh(self._settle_first)

    def before_paint(self) -> None:
        # A focus that is given now stands in the very first picture.
        self._settle_first()

    def _settle_first(self) -> None:
        if self._first is None or not self.body.is_attached or not self.body.region:
            return
        if too_small(self.app.size) or self.outer_size != self.app.size:
            return  # where there is no room nothing fits: the focus is given once the page can be seen
        if any(seen(view) and not view.region for view in self.body.views()):
            return  # a part has just come: it, too, is laid out before anything is painted
        settle, self._first = self._first, None
        # What a page that is still being fetched will have to offer is not known yet.
        self._again = settle if self.page.busy else None
        self._room = self.body.outer_size
        settle()
        if self.focused is not None:
            # Its own message that says so comes only after the picture.
            self.focused.has_focus = True

    def meet(self) -> None:
        """The citizen presses something: it must find the focus settled."""
        if self._first is not None and self.body.is_attached:
            if not self.body.region:
                self.lay_out_now()
            self._settle_first()
        self._untouched = False

    def stand_again(self) -> None:
        """All parts have come: give the first focus again, where nobody has pressed anything yet."""
        if self._again is None or self.page.busy:
            return
        settle, self._again = self._again, None
        focused = self.focused
        if self._untouched and (focused is None or self.body in focused.ancestors):
            self.set_focus(None)
            self.stand_first(settle)

    def stand_anew(self) -> None:
        """There is other room: a focus that only the title had place for finds its own, if none was moved."""
        if self._untouched and isinstance(self.focused, Heading) and self._given is not None:
            self.set_focus(None)
            self.stand_first(self._given)

    # Where it stands

    def _spot(self) -> Spot | None:
        """Where the focus stands in the page, for when the citizen comes back to it."""
        focused = self.focused
        for view in self.body.views():
            inside = list(view.walk_children(Widget, with_self=True))
            part = next((name for name in view.classes if name.startswith("part-")), "")
            if part and focused in inside:
                stop = focused.stop if isinstance(focused, Canvas) else ""
                return Spot(part, inside.index(focused), stop)
        return None

    def _return(self, spot: Spot | None, target: str) -> None:
        """Be again where the citizen stood before leaving this page, if that is still there."""
        for view in self.body.views() if spot else ():
            if spot is None or not view.has_class(spot.part):
                continue
            inside = list(view.walk_children(Widget, with_self=True))
            widget = inside[spot.widget] if spot.widget < len(inside) else None
            if widget is not None and widget.focusable:
                if isinstance(widget, Canvas) and spot.stop in [one.name for one in widget.stops]:
                    widget.go(spot.stop)
                self.set_focus(widget)
                return
        self._settle_focus(target)

    def _settle_focus(self, target: str) -> None:
        """Go where the page asks; else keep the focus, or give it to the first thing in sight."""
        if target == TITLE and not self.body.call.display:  # a device that calls comes first
            self._heading.take_focus()
            return
        if target and self.go_to(target) and self.focused is not None:
            return
        if self.focused is not None and self.focused.is_attached and seen(self.focused):
            return
        widget = next(filter(None, map(first_focusable, self.body.views())), None)
        if widget is None or not self._begin_at(widget):
            self._heading.take_focus()

    @property
    def _heading(self) -> Heading:
        return self.body.device.heading if self.body.device_view else self.body.heading

    def _begin_at(self, widget: Widget) -> bool:
        """Focus a widget if that can be seen together with the page's title; False where it cannot.

        Of what is drawn in lines the first line is enough. What can be seen is not scrolled to: scrolling
        to the whole of it would take the title away.
        """
        scroller, heading, region = self.scroller(widget), self._heading, place_of(widget)
        inside = scroller in heading.ancestors
        spare = max(0, heading.region.y - scroller.region.y) if inside else 0
        bottom = scroller.region.bottom
        if (region.y + 1 if isinstance(widget, Canvas) else region.bottom) > bottom + spare:
            return False
        self.set_focus(widget, scroll_visible=False)
        # A scroll bar that comes with the page takes a cell, and a line more may be needed above.
        self._still = widget, self._depth(widget)
        over = min(spare, region.bottom - bottom)
        if over > 0:
            self._pending = scroller.scroll_y + over
            self.call_after_refresh(self._catch_up, scroller)
        return True

    def stand_at_first_stop(self) -> None:
        """Go to the first thing that the page offers, wherever that is."""
        widget = next(filter(None, map(first_focusable, self.body.views())), self._heading)
        if isinstance(widget, Heading):
            widget.take_focus()
            return
        self.set_focus(widget)
        self._enter(widget, backwards=False)

    def go_to(self, target: str) -> bool:
        """Focus a part or a field ("nickname-form.nickname"). False where there is no such thing to focus."""
        part_id, _, name = target.partition(".")
        for view in self.body.views():
            if not view.has_class(f"part-{part_id}"):
                continue
            control = view.control(name) if name and hasattr(view, "control") else None
            widget = control or first_focusable(view)
            if widget is not None:
                self.set_focus(widget)
                self.reveal_soon(widget)  # also where it had the focus already
            else:
                self._bring(view, view.region)
            return True
        return False

    def _move_on(self, going: list[Widget]) -> bool:
        """Move a focus that is about to be removed to what stays. True where nothing can have it."""
        focused = self.focused
        leaving = next(
            (one for one in going if focused and one in focused.ancestors_with_self), None
        )
        if leaving is None:
            return False
        views = list(self.body.views())
        at = views.index(leaving) if leaving in views else 0
        staying = [one for one in views[at + 1 :] + views[:at][::-1] if one not in going]
        for view in staying:
            widget = first_focusable(view)
            if widget is not None:
                self.set_focus(widget)
                return False
        self.set_focus(None)
        return True

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        super().set_focus(widget, scroll_visible=False, from_app_focus=from_app_focus)
        if widget is not None and scroll_visible:
            self.reveal_soon(widget)

    def action_next_stop(self) -> None:
        """Tab, where the focused widget has no further stop."""
        if not self._go_on_where_one_reads(backwards=False):
            self._enter(self.focus_next(), backwards=False)

    def action_previous_stop(self) -> None:
        """Shift+Tab, the same backwards."""
        if not self._go_on_where_one_reads(backwards=True):
            self._enter(self.focus_previous(), backwards=True)

    def left_behind(self, widget: Widget) -> bool:
        """Whether the citizen has scrolled on, and the place of the cursor is out of view."""
        scroller = self.scroller(widget)
        if scroller not in widget.ancestors or widget is self._coming:
            return False
        # Reckoned from the page: what was just scrolled stands on the screen only a refresh later.
        cursor = getattr(widget, "cursor_screen_offset", widget.region.offset)
        top = self._depth(widget) + cursor.y - widget.region.y - scroller.scroll_y
        return not 0 <= top < scroller.content_region.height

    def _go_on_where_one_reads(self, backwards: bool) -> bool:
        """From a focus that was left behind: to the first stop from here on. False where there is none."""
        if self.focused is None or not self.left_behind(self.focused):
            return False
        room = self.scroller(self.focused).region
        stops = self._stops_beside(self.focused)
        if backwards:
            stops = [one for one in reversed(stops) if one.region.bottom <= room.bottom]
        else:
            stops = [one for one in stops if one.region.y >= room.y]
        if not stops:
            return False
        self._stop_at(stops[0])
        return True

    def _stops_beside(self, widget: Widget) -> list[Found]:
        """All stops that scroll together with a widget."""
        scroller = self.scroller(widget)
        found = [one for view in self.body.views() for one in stops_of(view)]
        return [one for one in found if scroller in one.widget.ancestors]

    def _stop_at(self, found: Found) -> None:
        self.set_focus(found.widget)
        if isinstance(found.widget, Canvas) and found.stop:
            found.widget.go(found.stop)

    def go_on_from_title(self) -> bool:
        """Down on a title: to the page's first stop where that is in view. False where it is not yet."""
        room = self.body.region
        first = next((one for view in self.body.views() for one in stops_of(view)), None)
        if first is None or not room.y <= first.region.y < room.bottom:
            return False
        self._stop_at(first)
        return True

    def _enter(self, widget: Widget | None, backwards: bool) -> None:
        if isinstance(widget, Canvas):
            widget.enter(backwards)
