"""The interfaces between our screens and widgets, as base classes, so that mypy checks every call.

They are not widgets: creating a subclass of Textual's would delay the first paint.
"""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.geometry import Offset, Region
from textual.widget import Widget

from tui.page.parts import Field, Page, Part

if TYPE_CHECKING:
    from tui.widgets.status import Answer

    Base = Widget
else:
    Base = object

READING_KEYS = {
    "up": "up",
    "down": "down",
    "pageup": "page-up",
    "pagedown": "page-down",
    "home": "home",
    "end": "end",
}
"""The keys that scroll the page, and how far each of them scrolls (`PartScreen.scroll_page`)."""

P = TypeVar("P", bound=Part)


class PartScreen:
    """A screen with parts on it. Screens that scroll, or answer questions, override the methods for that."""

    page: Page
    """The page that is shown; of a screen over a page, see that."""

    answer: "Answer | None" = None
    """The widget that answers a question such as "Waar ben ik?"; None if none can be asked here."""

    def before_input(self) -> None:
        """Called before a key, a paste or a mouse event from the terminal is handled."""

    @property
    def page_top(self) -> int:
        """The line of the window on which the page begins, below the frame that all pages have."""
        return 0

    @property
    def heading_text(self) -> str:
        """The title that stands above the parts; "" if none does."""
        return ""

    def page_changed(self) -> None:
        """Called when the page has changed over which this screen stands."""

    def reveal_soon(self, widget: Widget) -> None:
        """Scroll to this widget, which has the focus, as soon as it is laid out."""

    def is_scrolled_away(self, widget: Widget) -> bool:
        """Whether the citizen has scrolled away from this widget, to read."""
        return False

    def scroll_page(self, how: str) -> None:
        """Scroll the page: "up", "down", "page-up", "page-down", "home" or "end"."""

    def bar_width(self, part: str) -> int:
        """How wide the bar below the page is, in cells, if it has this part's buttons; 0 if it has not."""
        return 0

    def move_from_title(self, key: str) -> bool:
        """Go from the title to the first stop, by "down" or "enter"; False if the key does not go there."""
        return False


class Focusable:
    """A widget that can have the focus."""

    @property
    def cursor_place(self) -> Offset:
        """The cell of the screen for the terminal's cursor."""
        raise NotImplementedError

    @property
    def wanted_in_view(self) -> tuple[Region, ...]:
        """The regions to have in view while it has the focus, best first; the first that fits is taken."""
        raise NotImplementedError


class FieldControl(Focusable):
    """A widget that holds the value of a field; `field` is the latest version that it has been given."""

    field: Field

    def read(self) -> str:
        """The present value."""
        raise NotImplementedError

    def put(self, value: str) -> None:
        """Replace the value without reporting a change, because the citizen did not type it."""
        raise NotImplementedError

    def show(self, field: Field) -> None:
        """Show a newer version of the same field; what was typed or chosen stays."""
        self.field = field

    def show_placeholder(self, texts: tuple[str, ...]) -> None:
        """Show the first of these that fits while the field is empty; () for no placeholder."""

    @property
    def is_drawn(self) -> bool:
        """Whether it draws the mark of the focus itself; otherwise the label above it has the mark."""
        return False


class PartView(Generic[P], Base):
    """A widget that shows a part of a page."""

    part: P

    def show(self, part: P) -> None:
        """Show a newer version of the same part."""
        raise NotImplementedError

    @property
    def leaves(self) -> tuple[Widget, ...]:
        """The views that this view stands for, in reading order: itself, or those on a device's display."""
        return (self,)

    def going(self, part: P) -> list[Widget]:
        """Of these, what `show(part)` would remove."""
        return []

    def control(self, name: str) -> Widget | None:
        """The control of a field; None if there is no such field."""
        return None

    def take_secrets(self) -> dict[str, str]:
        """Empty the secret fields and return their values, which are kept nowhere else, by field name."""
        return {}


def reveal_soon(widget: Widget) -> None:
    """Scroll to a widget as soon as it is laid out, if it has the focus."""
    # It may have been removed since the key was pressed.
    if widget.is_attached and widget.has_focus and isinstance(widget.screen, PartScreen):
        widget.screen.reveal_soon(widget)


def is_scrolled_away(widget: Widget) -> bool:
    """Whether the citizen has scrolled away from a widget: then nothing is pressed out of view."""
    if not widget.is_attached:
        return False
    screen = widget.screen
    return isinstance(screen, PartScreen) and screen.is_scrolled_away(widget)
