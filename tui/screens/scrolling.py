"""A screen around a body that scrolls: what is read stays where it is while the page grows."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget

from tui.screens.finding import in_sight, place_of, seen
from tui.textual_fixes.screen import PaintFixes
from tui.widgets.body import Body
from tui.widgets.in_view import READS


class ScrollingScreen(PaintFixes, Screen[None], inherit_bindings=False):
    """Knows what scrolls, and brings into view or keeps in view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"scroll_page('{how}')", id=f"scroll-{how}", tooltip=how, show=False)
        for key, how in READS.items()
    ]

    body: Body

    def __init__(self) -> None:
        super().__init__()
        self._still: tuple[Widget, int] | None = None
        self._pending: float | None = None
        self._coming: Widget | None = None
        self._reading = False
        self._room = Size(0, 0)

    def scrolling_widgets(self) -> tuple[Widget, ...]:
        return (self.body, *self.body.columns)

    def on_mount(self) -> None:
        self.screen_layout_refresh_signal.subscribe(self, self._keep_in_view, immediate=True)

    def scroller(self, widget: Widget | None) -> Widget:
        """What scrolls when `widget` is to come into view."""
        for one in widget.ancestors if widget is not None else ():
            if isinstance(one, ScrollableContainer) and one.allow_vertical_scroll:
                return one
        for column in self.body.columns:
            if column.display and column.allow_vertical_scroll:
                return column
        return self.body

    def reveal_soon(self, widget: Widget) -> None:
        """Bring what has got the focus, or moved it, into view once it is laid out."""
        self._coming, self._reading = widget, False
        self.call_after_refresh(self._reveal_what_comes)

    def _reveal_what_comes(self) -> None:
        widget, self._coming = self._coming, None
        if widget is not None:
            self.reveal(widget)

    def reveal(self, widget: Widget) -> None:
        """Scroll so that the widget, or where the focus stands in it, is in view."""
        if not widget.is_attached or widget is not self.focused:
            return
        scroller = self.scroller(widget)
        if scroller not in widget.ancestors:
            return
        wanted: tuple[Region, ...] = getattr(widget, "wanted_in_view", (widget.region,))
        fitting = [region for region in wanted if region.height <= scroller.region.height]
        self._bring(widget, fitting[0] if fitting else wanted[-1])

    def _stands_in_view(self, widget: Widget) -> bool:
        """Whether all of the place where the focus stands in a widget can be seen now."""
        scroller, place = self.scroller(widget), place_of(widget)
        above = self._depth(widget) + place.y - widget.region.y - scroller.scroll_y
        return 0 <= above <= scroller.content_region.height - place.height

    def _bring(self, widget: Widget, region: Region) -> None:
        """Scroll so that `region`, which belongs to `widget`, is in view; by its top where it is too long.

        Reckoned from the page and not from the screen, so that doing it twice before a refresh is harmless.
        """
        scroller = self.scroller(widget)
        top = self._depth(widget) + region.y - widget.region.y
        height = scroller.content_region.height
        to = min(scroller.scroll_y, top)
        if region.height <= height:
            to = max(to, top + region.height - height)
        if to != scroller.scroll_y:
            scroller.scroll_to(y=to, animate=False, immediate=True, force=True)

    def _what_stays(self) -> tuple[Widget, int] | None:
        """What must stay where it is while the page grows, and its depth: the focus, or what is read."""
        focused = self.focused
        if focused is not None and self.body in focused.ancestors and in_sight(focused, self.body):
            return focused, self._depth(focused)
        if self.scroller(None).scroll_y == 0:
            return None
        read = next((view for view in self.body.views() if in_sight(view, self.body)), None)
        return None if read is None else (read, self._depth(read))

    def _keep_in_view(self, _: object) -> None:
        """After each layout: scroll by as much as what is anchored has moved in the page.

        After one that made the page wider or narrower, bring the focus into view instead.
        """
        was, self._room = self._room, self.body.outer_size
        resized = was != self._room
        if resized:
            self._pending = None
        if was.width == self._room.width:
            self._follow_anchor()
            # A status of more lines takes room below: what is still seen there is not scrolled to, nor what
            # was scrolled on from, as when the key that ends an answer is the one that reads on.
            resized = (
                resized
                and not self._reading
                and self.focused is not None
                and not self._stands_in_view(self.focused)
            )
        if resized and self.focused is not None:
            self.reveal(self.focused)

    def _follow_anchor(self) -> None:
        if self._still is None:
            self._catch_up(self.scroller(self.focused))
            return
        anchor, before = self._still
        if not anchor.is_attached or not seen(anchor):
            self._still = self._pending = None
            return
        moved, scroller = self._depth(anchor) - before, self.scroller(anchor)
        if moved:
            self._still = anchor, before + moved
            wanted = moved + (scroller.scroll_y if self._pending is None else self._pending)
            # The page may not know its new length yet: what it cannot reach now, it can a refresh later.
            self._pending = wanted if wanted > scroller.max_scroll_y else None
            scroller.scroll_to(y=wanted, animate=False, immediate=True, force=True)
            self.call_after_refresh(self._catch_up, scroller)
        else:
            self._catch_up(scroller)

    def _catch_up(self, scroller: Widget) -> None:
        if self._pending is not None and self._pending <= scroller.max_scroll_y:
            scroller.scroll_to(y=self._pending, animate=False, immediate=True, force=True)
            self._pending = None

    def _depth(self, widget: Widget) -> int:
        """How far down the page a widget stands, wherever the page is scrolled to."""
        scroller, depth, one = self.scroller(widget), 0, widget
        while one is not scroller and isinstance(one.parent, Widget):
            depth += one.virtual_region.y
            one = one.parent
        return depth

    def read_on(self) -> None:
        """The citizen scrolls: where the focus stands is let go, until it is moved or used."""
        self._reveal_what_comes()  # or it would take back later what is scrolled now
        self._reading = True

    def action_scroll_page(self, how: str) -> None:
        """Scroll what is read, wherever the focus is."""
        self.read_on()
        self._pending = None
        scroller = self.scroller(self.focused)
        page = scroller.scrollable_content_region.height - 1
        by = {"up": -1, "down": 1, "page-up": -page, "page-down": page}.get(how)
        if by is not None:
            scroller.scroll_relative(y=by, animate=False, immediate=True, force=True)
        else:
            to = 0 if how == "home" else scroller.max_scroll_y
            scroller.scroll_to(y=to, animate=False, immediate=True, force=True)
