"""What the fields have in common in which one types: nobody edits unseen, and their label stays in view."""

from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.widget import Widget

from tui.textual_fixes.app import bound_keys
from tui.widgets.interfaces import (
    READING_KEYS,
    FieldControl,
    PartScreen,
    is_scrolled_away,
    reveal_soon,
)

if TYPE_CHECKING:
    Base = Widget
else:
    Base = object


class TypedField(FieldControl, Base):
    """Stands before Textual's own control among the bases of a field."""

    EDITING_KEYS: frozenset[str] = frozenset()
    """The keys by which one edits here."""

    def on_key(self, event: events.Key) -> None:
        """Bring the field back that the page was scrolled on from.

        What is typed is typed, and seen; keys that read go on reading; any other key of the field brings it
        back and does no more.
        """
        if not is_scrolled_away(self):
            return
        if event.is_printable:
            reveal_soon(self)
            return
        if event.key in READING_KEYS and isinstance(self.screen, PartScreen):
            self.screen.scroll_page(READING_KEYS[event.key])
        elif event.key == "enter" or event.key in self.EDITING_KEYS & bound_keys(self):
            reveal_soon(self)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self) -> None:
        """What is pasted is seen."""
        if is_scrolled_away(self):
            reveal_soon(self)

    @property
    def wanted_in_view(self) -> tuple[Region, ...]:
        """The field with all around it, or less, or the field alone.

        What is wrong counts for more than the label, where both have no room; the whole field, with its
        frame, for more than either.
        """
        field = self.region
        shown = [widget.region for widget in self.siblings if widget.display]
        whole = Region.from_union([field, *shown])
        with_label = Region(whole.x, whole.y, whole.width, field.bottom - whole.y)
        if not self.field.error:
            return whole, with_label, field
        with_error = Region(whole.x, field.y, whole.width, whole.bottom - field.y)
        return whole, with_error, with_label, field


def keys_of(kind: type[Widget]) -> frozenset[str]:
    """The keys that a kind of widget itself declares, and not what it is made of."""
    declared = (one if isinstance(one, Binding) else Binding(*one) for one in kind.BINDINGS)
    return frozenset(key.strip() for one in declared for key in one.key.split(","))
