"""A screen that knows where the focus stands, and gives it a place on every page."""

from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.screens.finding import first_focusable, seen
from tui.screens.scrolling import ScrollingScreen
from tui.widgets.canvas import Canvas


class Spot(NamedTuple):
    """Where the focus stands: the part's class, the number of the widget in its view, and the stop there."""

    part: str
    widget: int
    stop: str


class StandingScreen(ScrollingScreen):
    """Moves the focus, remembers it and finds it a new place."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_stop", id="next-stop", tooltip="Tab", show=False),
        Binding("shift+tab", "previous_stop", id="previous-stop", tooltip="Shift+Tab", show=False),
    ]

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
        if target and self.go_to(target):
            return
        if self.focused is not None and self.focused.is_attached and seen(self.focused):
            return
        for view in self.body.views():
            widget = first_focusable(view)
            if widget is not None:
                if self._in_first_view(widget):
                    # It can be seen already: scrolling to the whole of it would take the title away.
                    self.set_focus(widget, scroll_visible=False)
                    return
                break
        heading = self.body.device.heading if self.body.device_view else self.body.heading
        heading.take_focus()

    def _in_first_view(self, widget: Widget) -> bool:
        region = widget.focus_region if isinstance(widget, Canvas) else widget.region
        return region.bottom <= self.body.region.bottom

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
                self.call_after_refresh(self.reveal, widget)
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
            self.call_after_refresh(self.reveal, widget)

    def action_next_stop(self) -> None:
        """Tab, where the focused widget has no further stop."""
        self._enter(self.focus_next(), backwards=False)

    def action_previous_stop(self) -> None:
        """Shift+Tab, the same backwards."""
        self._enter(self.focus_previous(), backwards=True)

    def _enter(self, widget: Widget | None, backwards: bool) -> None:
        if isinstance(widget, Canvas):
            widget.enter(backwards)
