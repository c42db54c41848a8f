"""What screens need beyond `textual.screen.Screen`: when they lay out, what they paint, what is painted."""

from typing import TYPE_CHECKING, Any

from textual.geometry import Offset, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.screen import Screen

    Base = Screen[Any]
else:
    Base = object  # a class of Textual's costs more to make before the first paint


class ResizeFix(Base):
    """For every screen; stands before Textual's own among its bases."""

    def _screen_resized(self, size: Size) -> None:
        """Let a change of size pass that another has overtaken.

        After each change Textual's screen tells itself of it once more. Where a second change comes in
        between, the two follow each other for ever: the screen is drawn for one and the other in turn, and
        nothing else is done, not even the end when the terminal closes.

        Upstream: not reported.
        """
        if size == self.app.size:
            super()._screen_resized(size)


class PaintFixes(ResizeFix):
    """For the screen of pages."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the focus. Textual paints the whole screen when it moves; ours paint themselves.

    Upstream: not reported (#6608 makes another part of moving the focus faster).
    """

    _scrolled_to: tuple[Offset, ...] = ()

    def scrolling_widgets(self) -> tuple[Widget, ...]:
        """What scrolls on this screen; the first contains the others."""
        return ()

    def before_paint(self) -> None:
        """The screen is laid out and not yet painted."""

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Paint what has scrolled, whatever Textual thinks has changed.

        Asking for a widget's region between a scroll and its layout makes Textual lay out anew, and then
        take what has moved for what it has drawn already.

        Upstream: not reported.
        """
        widgets = self.scrolling_widgets()
        scrolled_to = tuple(widget.scroll_offset for widget in widgets)
        if scrolled_to != self._scrolled_to and widgets[0].region:
            self._scrolled_to = scrolled_to
            self._compositor._dirty_regions.add(widgets[0].region)
        super()._refresh_layout(size, scroll)

    def _compositor_refresh(self) -> None:
        """Give the screen a last word before each paint: a focus given then stands in the first picture.

        `call_after_refresh` comes after the paint, and `screen_layout_refresh_signal` too.

        Upstream: not reported.
        """
        self.before_paint()
        super()._compositor_refresh()

    def lay_out_now(self) -> None:
        """Lay the screen out without waiting for its timer: a key must not find it without one.

        Upstream: not reported; `Widget.refresh(layout=True)` only asks for a layout later.
        """
        self._refresh_layout()


def drawn(screen: "Screen[Any]") -> list[Strip]:
    """The screen as it is drawn now, line by line.

    Upstream: not reported; `App.export_screenshot` gives no cells.
    """
    return screen._compositor.render_strips()
