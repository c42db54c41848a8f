"""A column of a page: its parts below each other, updated part by part."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.page.parts import Device, Form, Part
from tui.widgets.interfaces import PartView
from tui.widgets.views import ViewContext, build

if TYPE_CHECKING:
    from tui.widgets.device import DeviceView


def widget_key(part: Part, place: str) -> str:
    """Equal for two parts that the same widget shows: kind and id, and for a form the place of its drafts."""
    return f"{type(part).__name__}:{part.id}" + (f"@{place}" if isinstance(part, Form) else "")


class Column(ScrollableContainer, can_focus=False, inherit_bindings=False):
    """Parts below each other. Scrolls by itself only if there is another column beside it."""

    def __init__(
        self,
        context: ViewContext,
        parts: Sequence[Part],
        name: str,
        make: Callable[[Part, ViewContext], PartView[Any]] = build,
    ) -> None:
        super().__init__(id=f"column-{name}", classes="column")
        self._view_context = context
        self._make = make
        self._views = {widget_key(part, context.place): make(part, context) for part in parts}
        self._mark_first(update=False)
        self._composed = False

    def compose(self) -> ComposeResult:
        self._composed = True
        yield from self._views.values()

    def render_lines(self, crop: Region) -> list[Strip]:
        # Without a background of its own it has nothing to draw: blank lines, drawn three times over, took a
        # fiftieth of the first paint.
        return super().render_lines(crop) if self.styles.background.a else []

    @property
    def views(self) -> list[Widget]:
        """The views in reading order; of a device, those on its display."""
        return [leaf for view in self._views.values() for leaf in view.leaves]

    @property
    def devices(self) -> "list[DeviceView]":
        """The devices among the parts."""
        views = self._views.values()
        return [view for view in views if isinstance(view.part, Device)]  # type: ignore[misc]

    def going(self, parts: Sequence[Part]) -> list[Widget]:
        """The views that `show(parts)` would remove."""
        kept = {widget_key(part, self._view_context.place): part for part in parts}
        return [
            leaf
            for key, view in self._views.items()
            for leaf in (view.going(kept[key]) if key in kept else view.leaves)
        ]

    def show(self, parts: Sequence[Part]) -> None:
        """Show these parts: equal parts are left alone, changed parts updated, and other parts replaced."""
        place = self._view_context.place
        keys = {widget_key(part, place) for part in parts}
        for key, leaving in self._views.items():
            if key not in keys:
                self._remove(leaving)
        kept = self._views
        self._views = {}
        before: Widget | None = None
        for number, part in enumerate(parts):
            key = widget_key(part, place)
            view = kept.get(key)
            if view is None:
                view = self._make(part, self._view_context)
                self._mount(view, before)
            else:
                if view.part != part:
                    view.show(part)
                if list(kept).index(key) != number:
                    self._move(view, before)
            self._views[key] = view
            before = view
        self._mark_first()

    def _mark_first(self, update: bool = True) -> None:
        # A class instead of :first-child, which would make Textual style everything mounted again.
        for place, view in enumerate(self._views.values()):
            (view.add_class if place == 0 else view.remove_class)("-first", update=update)

    def _mount(self, view: Widget, before: Widget | None) -> None:
        if not self._composed:
            return  # a newer page has come before this column was shown: `compose` will mount it
        self.mount(view, before=0) if before is None else self.mount(view, after=before)

    def _remove(self, view: Widget) -> None:
        if self._composed:
            view.remove()

    def _move(self, view: Widget, before: Widget | None) -> None:
        if not self._composed:
            return
        if before is None:
            if self.children[0] is not view:
                self.move_child(view, before=0)
        elif self.children.index(view) != self.children.index(before) + 1:
            self.move_child(view, after=before)
