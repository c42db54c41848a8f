"""What screens need beyond `textual.screen.Screen`: control over layout and painting."""

from typing import TYPE_CHECKING, Any

from textual.geometry import Offset, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.screen import Screen

    Base = Screen[Any]
else:
    Base = object  # creating a subclass of Textual's would delay the first paint


class ResizeFix(Base):
    """A mixin for every screen; comes before Textual's own class in its bases."""

    def _screen_resized(self, size: Size) -> None:
        """Ignore a change of size that is no longer the latest.

        After each change, Textual's screen sends itself the same message again. If a second change comes in
        between, the two alternate for ever: the screen is drawn for both sizes in turn, and nothing else
        happens, not even the end of the program when the terminal closes.

        Upstream: not reported.
        """
        if size == self.app.size:
            super()._screen_resized(size)


class PaintFixes(ResizeFix):
    """A mixin for the screen that shows pages."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The focused widget. Textual repaints the whole screen when it changes; our widgets repaint themselves.

    Upstream: not reported (#6608 makes another part of moving the focus faster).
    """

    _scrolled_to: tuple[Offset, ...] = ()

    def scrolling_widgets(self) -> tuple[Widget, ...]:
        """The widgets that scroll on this screen; the first contains the others."""
        return ()

    def before_paint(self) -> None:
        """Called when the screen is laid out, but not yet painted."""

    def paint_now(self, widget: Widget) -> None:
        """Called in `before_paint`: draw this widget, which has changed, in the frame that is about to come.

        Upstream: not reported; `Widget.refresh` only asks for a frame later.
        """
        widget._repaint_required = False
        self._compositor.update_widgets({widget})

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Repaint what has scrolled, whatever Textual thinks has changed.

        If a widget's region is requested between a scroll and the layout after it, Textual lays out again,
        and then assumes that it has already drawn what has moved.

        Upstream: not reported.
        """
        widgets = self.scrolling_widgets()
        scrolled_to = tuple(widget.scroll_offset for widget in widgets)
        if scrolled_to != self._scrolled_to and widgets[0].region:
            self._scrolled_to = scrolled_to
            self._compositor._dirty_regions.add(widgets[0].region)
        super()._refresh_layout(size, scroll)

    def _compositor_refresh(self) -> None:
        """Call `before_paint`: a focus that is set there is already visible in the first frame.

        `call_after_refresh` and `screen_layout_refresh_signal` come only after the paint.

        Upstream: not reported.
        """
        self.before_paint()
        super()._compositor_refresh()

    def lay_out_now(self) -> None:
        """Lay the screen out without waiting for its timer: a key must not find it without a layout.

        Upstream: not reported; `Widget.refresh(layout=True)` only asks for a layout later.
        """
        self._refresh_layout()


def drawn(screen: "Screen[Any]") -> list[Strip]:
    """The screen as it is drawn now, line by line.

    Upstream: not reported; `App.export_screenshot` gives no cells.
    """
    return screen._compositor.render_strips()
