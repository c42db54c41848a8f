"""The part of a page that is in view: it follows the focus, and stays in place as the page grows."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.containers import ScrollableContainer
from textual.geometry import Region, Size
from textual.widget import Widget

from tui.screens.queries import focus_region, is_displayed
from tui.widgets.in_view import depth_in
from tui.widgets.interfaces import Focusable

if TYPE_CHECKING:
    from tui.screens.page_screen import PageScreen


class Viewport:
    """Scrolls the page of a screen.

    `on_scrolled` is called when a layout has made it scroll, so that things may have gone out of view.
    """

    def __init__(self, screen: "PageScreen", on_scrolled: Callable[[], None]) -> None:
        self._screen = screen
        self._on_scrolled = on_scrolled
        self.follows_focus = False
        """Whether the focus is brought into view after each layout, until a key is pressed."""
        self._anchor: tuple[Widget, int] | None = None
        """The widget that stays in place while the page grows, and its depth."""
        self._wanted: float | None = None
        """Where to scroll to as soon as the page is long enough."""
        self._coming: Widget | None = None
        """The widget that will be brought into view after the next refresh."""
        self._reading = False
        """Whether the citizen has scrolled away from the focus, to read."""
        self._size = Size(0, 0)
        self._top = 0
        """The line of the window on which the page begins."""
        self._title: Widget | None = None
        self._begun_at: Widget | None = None

    # What scrolls, and where a widget is in it

    def scroller_of(self, widget: Widget | None) -> Widget:
        """The container that scrolls to bring `widget` into view."""
        for parent in widget.ancestors if widget is not None else ():
            if isinstance(parent, ScrollableContainer) and parent.allow_vertical_scroll:
                return parent
        return self._screen.body

    def _scroller_to_read(self) -> Widget:
        """The container that the reading keys scroll: that of the focus, or a column with more to read."""
        scroller, body = self.scroller_of(self._screen.focused), self._screen.body
        if scroller is not body or body.allow_vertical_scroll:
            return scroller
        longer = (one for one in body.columns if is_displayed(one) and one.allow_vertical_scroll)
        return next(longer, body)

    def depth_of(self, widget: Widget) -> int:
        """How many lines down the page a widget is, regardless of scrolling."""
        return depth_in(self.scroller_of(widget), widget)

    def _shows(self, widget: Widget, top: int, height: int) -> bool:
        """Whether `height` lines of a widget are in view, from its line `top` on."""
        scroller = self.scroller_of(widget)
        above = self.depth_of(widget) + top - scroller.scroll_y
        return 0 <= above <= scroller.content_region.height - height

    def shows_first_line(self, widget: Widget) -> bool:
        """Whether the first line of a widget is in view."""
        return self._shows(widget, 0, 1)

    def is_scrolled_away(self, widget: Widget) -> bool:
        """Whether the citizen has scrolled away, so that the cursor in this widget is out of view."""
        if self.scroller_of(widget) not in widget.ancestors or widget is self._coming:
            return False
        region = widget.region
        cursor = widget.cursor_place if isinstance(widget, Focusable) else region.offset
        return not self._shows(widget, cursor.y - region.y, 1)

    # Bringing into view

    def reveal_soon(self, widget: Widget) -> None:
        """Bring a widget into view, once it is laid out, that got the focus or moved it."""
        self._coming, self._reading = widget, False
        self._screen.call_after_refresh(self._reveal_coming)

    def _reveal_coming(self) -> None:
        widget, self._coming = self._coming, None
        if widget is not None:
            self.reveal(widget)

    def reveal(self, widget: Widget) -> None:
        """Scroll so that the focused widget, or at least the focus in it, is in view."""
        if not widget.is_attached or widget is not self._screen.focused:
            return
        scroller = self.scroller_of(widget)
        if scroller not in widget.ancestors:
            return
        wanted = widget.wanted_in_view if isinstance(widget, Focusable) else (widget.region,)
        fitting = [region for region in wanted if region.height <= scroller.region.height]
        self.bring_into_view(widget, fitting[0] if fitting else wanted[-1])

    def bring_into_view(self, widget: Widget, region: Region) -> None:
        """Scroll so that a region of a widget is in view, or its top if it is too long.

        Computed from positions on the page, not on the screen, so that a second call before a refresh is
        harmless.
        """
        scroller = self.scroller_of(widget)
        top = self.depth_of(widget) + region.y - widget.region.y
        height = scroller.content_region.height
        to = min(scroller.scroll_y, top)
        if region.height <= height:
            to = max(to, top + region.height - height)
        to = self._with_title(scroller, to)
        if to != scroller.scroll_y:
            scroll_at_once(scroller, to)

    # Staying in place

    def anchor(self, widget: Widget) -> None:
        """Keep this widget in place while the page grows."""
        self._anchor = widget, self.depth_of(widget)

    def anchor_what_is_read(self) -> None:
        """Keep the focus, or otherwise what is being read, in place while the page grows."""
        body, focused = self._screen.body, self._screen.focused
        self._anchor = None
        if (
            focused is not None
            and body in focused.ancestors
            and focused.region.overlaps(body.region)
        ):
            self.anchor(focused)
        elif self._scroller_to_read().scroll_y:
            read = next((view for view in body.views() if view.region.overlaps(body.region)), None)
            if read is not None:
                self.anchor(read)

    def keep_title(self, title: Widget | None) -> None:
        """Let this title stay in view while the page grows, for as long as the focus stays where it is.

        None: no title need stay.
        """
        self._title, self._begun_at = title, self._screen.focused

    def _with_title(self, scroller: Widget, y: float) -> float:
        """Where to scroll to instead of `y`, so that the title that is kept stays in view."""
        title = self._title
        if title is None or not title.is_attached or scroller not in title.ancestors:
            return y
        focused, kept = self._screen.focused, min(y, self.depth_of(title))
        if focused is None or focused is not self._begun_at:
            return y
        below = self.depth_of(focused) + focus_region(focused).y - focused.region.y - kept
        return kept if below < scroller.content_region.height else y  # the focus comes first

    def release(self) -> None:
        """Stop keeping a widget in place."""
        self._anchor = None

    def scroll_further(self, scroller: Widget, lines: int) -> None:
        """Scroll down by this many lines as soon as the page is long enough."""
        self._wanted = scroller.scroll_y + lines
        self._screen.call_after_refresh(self._catch_up, scroller)

    def accept_size(self) -> None:
        """Remember the present size of the page, so that it does not count as a change of size."""
        self._size, self._top = self._screen.body.outer_size, self._screen.body.region.y

    def after_layout(self, _: object) -> None:
        """Scroll by as much as the anchored widget has moved on the page.

        After a layout that changed the width of the page, bring the focus into view instead.
        """
        focused = self._screen.focused
        self._screen.body.say_place()
        self._follow_top()
        scroller = self.scroller_of(focused) if focused is not None else self._screen.body
        before = scroller.scroll_y
        was, self._size = self._size, self._screen.body.outer_size
        reveals = was != self._size
        if reveals:
            self._wanted = None
        if was.width == self._size.width:
            self._follow_anchor()
            # A status line that grows takes room at the bottom. A focus that is still in view is not scrolled
            # to, nor a focus that was scrolled away from (a reading key may be what ended an answer).
            reveals = reveals and not self._reading and not self._shows_focus()
        if focused is not None and (reveals or self.follows_focus):
            self.reveal(focused)
        if scroller.scroll_y != before:
            self._on_scrolled()

    def _follow_top(self) -> None:
        """Keep what is read on its line where the page begins lower or higher: a line was pinned above it.

        A page at its top stays there.
        """
        top = self._screen.body.region.y
        moved, self._top = top - self._top, top
        for scroller in (self._screen.body, *self._screen.body.columns) if moved else ():
            if scroller.scroll_y > 0:
                scroll_at_once(scroller, scroller.scroll_y + moved)

    def _shows_focus(self) -> bool:
        focused = self._screen.focused
        if focused is None:
            return True
        region = focus_region(focused)
        return self._shows(focused, region.y - focused.region.y, region.height)

    def _follow_anchor(self) -> None:
        if self._anchor is None:
            self._catch_up(self.scroller_of(self._screen.focused))
            return
        widget, before = self._anchor
        if not widget.is_attached or not is_displayed(widget):
            self._anchor = self._wanted = None
            return
        moved, scroller = self.depth_of(widget) - before, self.scroller_of(widget)
        if moved:
            self._anchor = widget, before + moved
            wanted = moved + (scroller.scroll_y if self._wanted is None else self._wanted)
            wanted = self._with_title(scroller, wanted)
            # The page may not know its new length yet: a line out of reach now is in reach after a refresh.
            self._wanted = wanted if wanted > scroller.max_scroll_y else None
            scroll_at_once(scroller, wanted)
            self._screen.call_after_refresh(self._catch_up, scroller)
        else:
            self._catch_up(scroller)

    def _catch_up(self, scroller: Widget) -> None:
        if self._wanted is not None and self._wanted <= scroller.max_scroll_y:
            scroll_at_once(scroller, self._wanted)
            self._wanted = None

    # Reading

    def read_on(self) -> None:
        """Let the citizen scroll away from the focus, until it is moved or used."""
        self._reveal_coming()  # otherwise it would undo this scrolling later
        self._reading = True

    def scroll_page(self, how: str) -> None:
        """Scroll the page, wherever the focus is: by a line, by a page, or to an end."""
        self.read_on()
        self._wanted = None
        scroller = self._scroller_to_read()
        page = scroller.scrollable_content_region.height - 1
        by = {"up": -1, "down": 1, "page-up": -page, "page-down": page}.get(how)
        if by is not None:
            scroller.scroll_relative(y=by, animate=False, immediate=True, force=True)
        else:
            scroll_at_once(scroller, 0 if how == "home" else scroller.max_scroll_y)


def scroll_at_once(scroller: Widget, y: float) -> None:
    """Scroll to a line, without animation."""
    scroller.scroll_to(y=y, animate=False, immediate=True, force=True)
