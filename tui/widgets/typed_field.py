"""What all text fields share: they are in view while they are edited, and so is their label."""

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
    """A mixin for a field; comes before Textual's own control in its bases."""

    EDITING_KEYS: frozenset[str] = frozenset()
    """The keys that edit the text."""

    def on_key(self, event: events.Key) -> None:
        """Bring the field back into view if the citizen has scrolled away from it.

        A typed character is entered as well; reading keys scroll on; any other key of the field only brings
        it back.
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

    def on_paste(self, event: events.Paste) -> None:
        """Bring the field back into view, so that the pasted text is seen."""
        if is_scrolled_away(self):
            reveal_soon(self)

    @property
    def wanted_in_view(self) -> tuple[Region, ...]:
        """The field with its label and error, or with less, or alone.

        The whole field, with its frame, comes before either of them; the error comes before the label.
        """
        field = self.region
        shown = [widget.region for widget in self.siblings if widget.display]
        whole = Region.from_union([field, *shown])
        with_label = Region(whole.x, whole.y, whole.width, field.bottom - whole.y)
        if not self.field.error:
            return whole, with_label, field
        height = whole.bottom - field.y
        with_error = [Region(whole.x, field.y, whole.width, height)]
        while with_error[-1].height > field.height + 1:  # as much of it as there is room for
            with_error.append(with_error[-1].shrink((0, 0, 1, 0)))
        return whole, *with_error, with_label, field


def keys_of(kind: type[Widget]) -> frozenset[str]:
    """The keys that a class of widgets declares itself, without those of its base classes."""
    declared = (
        binding if isinstance(binding, Binding) else Binding(*binding) for binding in kind.BINDINGS
    )
    return frozenset(key.strip() for binding in declared for key in binding.key.split(","))
