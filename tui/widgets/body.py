"""The middle of the screen: a page's heading and columns, updated part by part."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.page.offered import bar_of
from tui.page.parts import Device, Form, Listing, Page
from tui.widgets import page_columns
from tui.widgets.bar import Remaining
from tui.widgets.canvas import Canvas
from tui.widgets.column import Column
from tui.widgets.device_call import DeviceCall
from tui.widgets.in_view import rows_in_view
from tui.widgets.prose import Heading
from tui.widgets.sheets import add_sheet
from tui.widgets.views import ViewContext

if TYPE_CHECKING:
    from tui.widgets.device import DevicePane

WIDE = 100
"""The width from which on a blank line stands above and below the title."""

NARROW = 60
"""Below this width, what is in view of a list stands beside the title, and not how much there is."""

ASIDE_FROM = 100
"""The width, in cells, from which the aside is a column of its own."""

OVERVIEW_FROM = 80
"""The width from which an overview has two columns."""


LEAST = Size(40, 12)
"""The smallest terminal in which every page can be read and used."""


def too_small(size: Size) -> bool:
    """Whether a terminal of this size is too small for any page."""
    return size.width < LEAST.width or size.height < LEAST.height


class Columns(Widget):
    """Main column and aside, side by side or below each other."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return []


class Body(ScrollableContainer, can_focus=False, inherit_bindings=False):
    """The heading and columns of a place. Scrolls as a whole unless the columns are side by side."""

    def __init__(self, context: ViewContext, page: Page, window: Size) -> None:
        super().__init__(classes=f"body page-{page.id.replace('.', '-')}")
        self.page = page
        self._view_context = context
        self.heading = Heading(page.title, page.step, page.count)
        self.call = DeviceCall(page, context.words, context.commands)
        self.above = Column(context, (), "above")
        self.main = Column(context, page_columns.left(page, beside=False), "main")
        self.aside = Column(context, page_columns.right(page, beside=False), "aside")
        self.device: DevicePane | None = None
        """The citizen's device, which is outside the portal."""
        if page.device is not None:
            self.device = self._pane(page.device)
        self.device_view = False
        """Whether the device is shown instead of the page, because they do not fit side by side."""
        self._columns = Columns()
        self.lay_out(window)

    def _pane(self, device: Device) -> "DevicePane":
        from tui.widgets.device import DevicePane  # a first page has none

        return DevicePane(device, self._view_context)

    def compose(self) -> ComposeResult:
        yield self.heading
        if self.page.device:
            yield self.call
        # An empty column is not mounted: it would cost time for nothing.
        if page_columns.above(self.page, self.shows_list):
            yield self.above
        with self._columns:
            yield self.main
            if page_columns.right(self.page, self.shows_list):
                yield self.aside
        if self.device is not None:
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
        if page_columns.has_panes(page) and page_columns.has_panes(self.page):
            return page.id == self.page.id or (self.shows_list and self._is_same_list(page))
        lists = {part.id for part in self.page.parts if isinstance(part, Listing)}
        return any(isinstance(part, Listing) and part.id in lists for part in page.parts)

    def _is_same_list(self, page: Page) -> bool:
        lists = {
            part.id
            for part in page_columns.left(self.page, beside=False)
            if isinstance(part, Listing)
        }
        others = (
            part for part in page_columns.left(page, beside=False) if isinstance(part, Listing)
        )
        return any(part.id in lists for part in others)

    @property
    def shows_list(self) -> bool:
        """Whether a list stands beside what it opens."""
        return self.has_class("-list")

    @property
    def columns(self) -> tuple[Widget, ...]:
        """What scrolls by itself where the columns stand side by side, in reading order."""
        return (self.main, self.aside, *((self.device.scroller,) if self.device else ()))

    @property
    def calls(self) -> bool:
        """Whether the device's call is a stop: where the device stands beside the page, it only says so."""
        return self.call.display and self.call.can_focus

    def show(self, page: Page) -> None:
        """Show this page."""
        self.remove_class(f"page-{self.page.id.replace('.', '-')}")
        self.add_class(f"page-{page.id.replace('.', '-')}")
        opens_another = (page.id, page.opened_item) != (self.page.id, self.page.opened_item)
        self.page = page
        asked = self.call.asks
        self.call.show(page)
        if asked and not self.call.asks:
            # The device has been answered: the result is on the page.
            self.device_view = False
        if page.device and not self.call.is_attached:
            self.mount(self.call, after=self.heading)
        self._show_parts(self.shows_list)
        if opens_another:
            self.aside.scroll_to(y=0, animate=False, immediate=True, force=True)
        self._say_heading()
        self._show_device(page.device)
        self._lay_out_devices(self.app.size)

    def _show_parts(self, beside: bool) -> None:
        page = self.page
        above, right = page_columns.above(page, beside), page_columns.right(page, beside)
        mounted = self._columns.is_attached  # and otherwise `compose` will yield them
        if above and mounted and not self.above.is_attached:
            self.above = Column(self._view_context, above, "above")
            self.mount(self.above, before=self._columns)
        self.above.show(above)
        self.main.show(page_columns.left(page, beside))
        if right and mounted and not self.aside.is_attached:
            self.aside = Column(self._view_context, right, "aside")
            self._columns.mount(self.aside, after=self.main)
        self.aside.show(right)

    def _show_device(self, device: Device | None) -> None:
        if self.device is not None and (
            device is None or device.kind != self.device.view.part.kind
        ):
            self.device.remove()
            self.device = None
        if device is None:
            return
        if self.device is None:
            self.device = self._pane(device)
            self.mount(self.device)
        else:
            self.device.show(device)

    def _lay_out_devices(self, window: Size) -> None:
        """Arrange the devices that stand among the parts."""
        devices = self.main.devices + self.aside.devices
        for view in devices:
            view.lay_out_on_page(window)
        self.set_class(bool(devices), "-devices")

    def going(self, page: Page) -> list[Widget]:
        """The views that `show(page)` would remove."""
        beside = self.shows_list
        going = self.above.going(page_columns.above(page, beside))
        going += self.main.going(page_columns.left(page, beside)) + self.aside.going(
            page_columns.right(page, beside)
        )
        if self.device is None:
            return going
        device, view = page.device, self.device.view
        if device is None or device.kind != view.part.kind:
            return [*going, view.heading, *view.leaves]
        return going + view.going(device)

    def lay_out(self, window: Size) -> None:
        """Arrange the columns for a window of this size."""
        page = self.page
        pane = 0
        right = page_columns.right(page, beside=False)
        if right:
            add_sheet(self.app, __file__)
        if self.device is not None:
            from tui.widgets.device import pane_width

            add_sheet(self.app, __file__)
            pane = pane_width(window.width)
            self.device.lay_out(window)
        self._lay_out_devices(window)
        beside = bool(pane)
        if beside or self.device is None:
            self.device_view = False
        enough = OVERVIEW_FROM if page.overview else ASIDE_FROM
        split_aside = bool(right) and window.width - pane >= enough
        shows_list = split_aside and page_columns.has_panes(page)
        self.set_class(page.overview, "-overview")
        opened = any(isinstance(part, Listing) and part.chosen for part in page.parts)
        instead = not split_aside and (bool(page.list_of) or (bool(page.aside) and opened))
        self.set_class(window.width >= WIDE, "-wide")
        self.set_class(split_aside or beside or self.device_view, "-split")
        self.set_class(split_aside, "-aside")
        if shows_list != self.shows_list:
            self._show_parts(shows_list)
        self.above.display = shows_list and not self.device_view
        self.set_class(shows_list, "-list")
        self.set_class(isinstance(bar_of(page), Form), "-form")
        self.set_class(beside, "-device")
        self.heading.display = not self.device_view
        self.call.display = self.call.asks and not self.device_view
        self.call.can_focus = not beside
        if self.main.display == instead and not self.device_view:
            # When one column replaces the other, reading starts at the top.
            self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self._columns.display = not self.device_view
        self.main.display = not self.device_view and not instead
        has_aside = split_aside or (bool(right) and page.opened is None)
        self.aside.display = not self.device_view and has_aside
        if self.device is not None:
            self.device.display = self.device_view or beside
        for view in self.main.views:
            if isinstance(view, Canvas) and view.BY_WINDOW:
                view.redraw()
            # What of a part is in the bar depends on the bar's width.
            for canvas in view.walk_children(Remaining, with_self=True):
                canvas.redraw()

        self._say_heading()

    def _say_heading(self) -> None:
        """Say the list's title over both panes, and otherwise the page's own."""
        page = self.page
        named = page.list_of if page.list_of is not None and self.shows_list else page
        before = self.heading.title
        self.heading.say(named.title, page.step, self._place() or named.count)
        if before != named.title:
            for view in self.aside.views:
                if isinstance(view, Canvas):
                    view.redraw()  # what the heading says, it need not

    def say_place(self) -> None:
        """Say beside the title which rows are in view, after a scroll or a layout in a narrow window."""
        if self.app.size.width < NARROW:
            self._say_heading()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.say_place()

    def _place(self) -> str:
        """Which rows of the only list are in view: "1–3 van 8"; "" where all are, or the window is wide."""
        if self.app.size.width >= NARROW:
            return ""
        columns = (one for one in (self.main, self.aside) if one.display)
        seen = rows_in_view(self, [view for one in columns for view in one.views])
        if seen is None:
            return ""
        words = self._view_context.words
        if seen.first == seen.last:
            return words("screen.place.one", number=seen.first, total=seen.total)
        return words("screen.place", **seen._asdict())

    def views(self) -> Iterator[Widget]:
        """All displayed views, in reading order."""
        if self.calls:
            yield self.call
        for column in (self.above, self.main, self.aside):
            if column.display:
                yield from column.views
            if column is self.main and self._view_context.bar.display:
                yield self._view_context.bar
        if self.device is not None and self.device.display:
            yield from self.device.view.leaves
