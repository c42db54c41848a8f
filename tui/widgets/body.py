"""The middle of the screen: a page's heading and columns, updated part by part."""

from collections.abc import Iterator, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.page.offered import bar_of
from tui.page.parts import Form, Listing, Page, Part
from tui.widgets.bar import Remaining
from tui.widgets.canvas import Canvas
from tui.widgets.device_call import DeviceCall
from tui.widgets.prose import Heading
from tui.widgets.sheets import add_sheet
from tui.widgets.views import ViewContext, build

WIDE = 100
"""The width from which on a blank line stands above and below the title."""

ASIDE_FROM = 100
"""The width, in cells, from which the aside is a column of its own."""

OVERVIEW_FROM = 80
"""The width from which an overview has two columns."""

DEVICE_FROM = 120
"""The width from which the citizen's device is a pane."""

PANE = 40
"""The width of the device pane; the aside needs ASIDE_FROM of the rest."""


LEAST = Size(40, 12)
"""The smallest terminal in which every page can be read and used."""


def too_small(size: Size) -> bool:
    """Whether a terminal of this size is too small for any page."""
    return size.width < LEAST.width or size.height < LEAST.height


def widget_key(part: Part, place: str) -> str:
    """Equal for two parts that the same widget shows: kind and id, and for a form the place of its drafts."""
    return f"{type(part).__name__}:{part.id}" + (f"@{place}" if isinstance(part, Form) else "")


class Column(ScrollableContainer, can_focus=False, inherit_bindings=False):
    """Parts below each other. Scrolls by itself only if there is another column beside it."""

    def __init__(self, context: ViewContext, parts: Sequence[Part], name: str) -> None:
        super().__init__(id=f"column-{name}", classes="column")
        self._view_context = context
        self._views = {widget_key(part, context.place): build(part, context) for part in parts}
        self._mark_first(update=False)

    def compose(self) -> ComposeResult:
        yield from self._views.values()

    def render_lines(self, crop: Region) -> list[Strip]:
        # Without a background of its own it has nothing to draw: blank lines, drawn three times over, took a
        # fiftieth of the first paint.
        return super().render_lines(crop) if self.styles.background.a else []

    @property
    def views(self) -> list[Widget]:
        """The views in reading order."""
        return list(self._views.values())

    def going(self, parts: Sequence[Part]) -> list[Widget]:
        """The views that `show(parts)` would remove."""
        kept = {widget_key(part, self._view_context.place) for part in parts}
        return [view for key, view in self._views.items() if key not in kept]

    def show(self, parts: Sequence[Part]) -> None:
        """Show these parts: equal parts are left alone, changed parts updated, and other parts replaced."""
        for leaving in self.going(parts):
            leaving.remove()
        kept = self._views
        self._views = {}
        before: Widget | None = self.fixed
        for place, part in enumerate(parts):
            key = widget_key(part, self._view_context.place)
            view = kept.get(key)
            if view is None:
                view = build(part, self._view_context)
                self.mount(view, before=0) if before is None else self.mount(view, after=before)
            else:
                if view.part != part:
                    view.show(part)
                if list(kept).index(key) != place:
                    self._move(view, before)
            self._views[key] = view
            before = view
        self._mark_first()

    def _mark_first(self, update: bool = True) -> None:
        # A class instead of :first-child, which would make Textual style everything mounted again.
        for place, view in enumerate(self._views.values()):
            first = place == 0 and self.fixed is None
            (view.add_class if first else view.remove_class)("-first", update=update)

    @property
    def fixed(self) -> Widget | None:
        """A widget above the parts that is not a part, if there is one."""
        return None

    def _move(self, view: Widget, before: Widget | None) -> None:
        if before is None:
            if self.children[0] is not view:
                self.move_child(view, before=0)
        elif self.children.index(view) != self.children.index(before) + 1:
            self.move_child(view, after=before)


class DeviceColumn(Column, can_focus=False):
    """The citizen's device, under its own heading."""

    def __init__(self, context: ViewContext, page: Page) -> None:
        self.heading = Heading(page.device_title)
        super().__init__(context, page.device, "device")

    def compose(self) -> ComposeResult:
        yield self.heading
        yield from super().compose()

    @property
    def fixed(self) -> Widget | None:
        return self.heading


class Columns(Widget):
    """Main column, aside and device, side by side or below each other."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return []


class Body(ScrollableContainer, can_focus=False, inherit_bindings=False):
    """The heading and columns of a place. Scrolls as a whole unless the columns are side by side."""

    def __init__(self, context: ViewContext, page: Page, width: int) -> None:
        super().__init__(classes=f"body page-{page.id.replace('.', '-')}")
        self.page = page
        self._view_context = context
        self.heading = Heading(page.title, page.step or page.count)
        self.call = DeviceCall(page, context.words, context.commands)
        self.main = Column(context, page.parts, "main")
        self.aside = Column(context, page.aside, "aside")
        self.device = DeviceColumn(context, page)
        self.device_view = False
        """Whether the device is shown instead of the page, because they do not fit side by side."""
        self._columns = Columns()
        self.lay_out(width)

    def compose(self) -> ComposeResult:
        yield self.heading
        if self.page.device:
            yield self.call
        with self._columns:
            yield self.main
            # An empty column is not mounted: it would cost time for nothing.
            if self.page.aside:
                yield self.aside
            if self.page.device:
                yield self.device

    def render_lines(self, crop: Region) -> list[Strip]:
        return []

    def on_click(self, event: events.Click) -> None:
        """Pass a click on empty space to a main button, whose target includes the blank lines next to it."""
        if event.widget is None or event.widget.can_focus or isinstance(event.widget, Canvas):
            return
        at = event.screen_offset
        for view in self.views():
            if not view.region.grow((1, 0, 1, 0)).contains_point(at):
                continue
            for canvas in view.walk_children(Canvas, with_self=True):
                if canvas.reaches(at):
                    # In the canvas's own turn: a message that it posted from here would not get past here.
                    canvas.call_later(canvas.press_at, at)
                    return

    def continues(self, page: Page) -> bool:
        """Whether `page` is a newer version of this page, or the same list with another item opened."""
        if (page.id, page.place) == (self.page.id, self.page.place):
            return True
        lists = {part.id for part in self.page.parts if isinstance(part, Listing)}
        return any(isinstance(part, Listing) and part.id in lists for part in page.parts)

    @property
    def columns(self) -> tuple[Column, Column, Column]:
        """The columns in reading order."""
        return self.main, self.aside, self.device

    def show(self, page: Page) -> None:
        """Show this page."""
        self.remove_class(f"page-{self.page.id.replace('.', '-')}")
        self.add_class(f"page-{page.id.replace('.', '-')}")
        self.page = page
        self.heading.say(page.title, page.step or page.count)
        self.device.heading.say(page.device_title)
        asked = self.call.asks
        self.call.show(page)
        if asked and not self.call.asks:
            # The device has been answered: the result is on the page.
            self.device_view = False
        if page.device and not self.call.is_attached:
            self.mount(self.call, after=self.heading)
        self.main.show(page.parts)
        if page.aside and not self.aside.is_attached:
            self.aside = Column(self._view_context, page.aside, "aside")
            self._columns.mount(self.aside, after=self.main)
        self.aside.show(page.aside)
        if page.device and not self.device.is_attached:
            self.device = DeviceColumn(self._view_context, page)
            self._columns.mount(self.device)
        self.device.show(page.device)

    def going(self, page: Page) -> list[Widget]:
        """The views that `show(page)` would remove."""
        return (
            self.main.going(page.parts)
            + self.aside.going(page.aside)
            + self.device.going(page.device)
        )

    def lay_out(self, width: int) -> None:
        """Arrange the columns for this width."""
        page = self.page
        if page.aside or page.device:
            add_sheet(self.app, __file__)
        beside = bool(page.device) and width >= DEVICE_FROM
        if beside or not page.device:
            self.device_view = False
        enough = OVERVIEW_FROM if page.overview else ASIDE_FROM
        split_aside = bool(page.aside) and width - (PANE if beside else 0) >= enough
        self.set_class(page.overview, "-overview")
        opened = any(isinstance(part, Listing) and part.chosen for part in page.parts)
        instead = bool(page.aside) and not split_aside and opened
        self.set_class(width >= WIDE, "-wide")
        self.set_class(split_aside or beside, "-split")
        self.set_class(split_aside, "-aside")
        self.set_class(isinstance(bar_of(page), Form), "-form")
        self.set_class(beside, "-device")
        self.heading.display = not self.device_view
        self.call.display = self.call.asks and not beside and not self.device_view
        if self.main.display == instead and not self.device_view:
            # When one column replaces the other, reading starts at the top.
            self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.main.display = not self.device_view and not instead
        self.aside.display = not self.device_view and bool(page.aside)
        self.device.display = self.device_view or beside
        for view in self.main.views:  # what of a part is in the bar depends on the bar's width
            for canvas in view.walk_children(Remaining, with_self=True):
                canvas.redraw()

    def views(self) -> Iterator[Widget]:
        """All displayed views, in reading order."""
        if self.call.display:
            yield self.call
        for column in self.columns:
            if column.display:
                yield from column.views
            if column is self.main and self._view_context.bar.display:
                yield self._view_context.bar
