"""What screens and widgets of ours may ask of each other, as base classes, so that mypy sees every call.

They are no widgets themselves: a class of Textual's costs more to make before the first paint.
"""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.geometry import Offset, Region
from textual.widget import Widget

from tui.page.parts import Field, Part

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
"""The keys that scroll what is read, and how far each goes (`PartScreen.scroll_page`)."""

P = TypeVar("P", bound=Part)


class PartScreen:
    """A screen that has parts on it. One that scrolls, or answers, overrides what concerns it."""

    answer: "Answer | None" = None
    """Where a question such as "Waar ben ik?" is answered; None where none can be asked."""

    def before_input(self) -> None:
        """A key, a paste or the mouse comes from the terminal."""

    def reveal_soon(self, widget: Widget) -> None:
        """Scroll so that this widget, which has the focus, is in view once it is laid out."""

    def is_scrolled_away(self, widget: Widget) -> bool:
        """Whether the citizen has scrolled on from this widget, to read."""
        return False

    def scroll_page(self, how: str) -> None:
        """Scroll what is read: "up", "down", "page-up", "page-down", "home" or "end"."""

    def move_from_title(self) -> bool:
        """Down on the title: go to the first stop below. False where the key reads on instead."""
        return False


class Focusable:
    """A widget that can have the focus."""

    @property
    def cursor_place(self) -> Offset:
        """The cell of the screen for the terminal's cursor."""
        raise NotImplementedError

    @property
    def wanted_in_view(self) -> tuple[Region, ...]:
        """What should be in view while it has the focus, the best first: the first that fits is taken."""
        raise NotImplementedError


class FieldControl(Focusable):
    """What holds the value of a field: `field` is the newest one that it was shown."""

    field: Field

    def read(self) -> str:
        """The value as it stands there now."""
        raise NotImplementedError

    def put(self, value: str) -> None:
        """Replace the value; nobody is told, for the citizen did not type it."""
        raise NotImplementedError

    def show(self, field: Field) -> None:
        """Take a newer value of the same field; what was typed or chosen stays."""
        self.field = field

    def show_placeholder(self, texts: tuple[str, ...]) -> None:
        """Show one of these while nothing stands in it, the longest that fits; () is none."""

    @property
    def is_drawn(self) -> bool:
        """Whether it draws the mark of the focus itself; else the label above it bears the mark."""
        return False


class PartView(Generic[P], Base):
    """A widget that shows one part of a page."""

    part: P

    def show(self, part: P) -> None:
        """Take a newer value of the same part."""
        raise NotImplementedError

    def control(self, name: str) -> Widget | None:
        """The control of a field; None where there is no such field."""
        return None

    def take_secrets(self) -> dict[str, str]:
        """The values that are kept nowhere else, by the name of their field; the fields are emptied."""
        return {}


def reveal_soon(widget: Widget) -> None:
    """Scroll so that a widget is in view once it is laid out, if it has the focus."""
    # It may be gone between the key and this moment.
    if widget.is_attached and widget.has_focus and isinstance(widget.screen, PartScreen):
        widget.screen.reveal_soon(widget)


def is_scrolled_away(widget: Widget) -> bool:
    """Whether the page was scrolled on from a widget, to read: nothing is then pressed unseen."""
    if not widget.is_attached:
        return False
    screen = widget.screen
    return isinstance(screen, PartScreen) and screen.is_scrolled_away(widget)
