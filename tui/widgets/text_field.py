"""A text field of a single line."""

from collections.abc import Callable

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset
from textual.widgets import Input

from tui.page.parts import Field
from tui.page.typed import pasted
from tui.textual_fixes.app import bound_keys, remove_bindings
from tui.textual_fixes.line_input import LineInput
from tui.widgets.content import harmless
from tui.widgets.typed_field import TypedField, keys_of


class TextField(TypedField, LineInput):
    """An Input that blinks only with `motion`.

    Each change by the citizen is passed to `write` at once, before any message is queued: a page that
    arrives between a key and its message must find the letter in the drafts.
    """

    EDITING_KEYS = keys_of(Input)

    def __init__(self, field: Field, value: str, write: Callable[[str], None], *, id: str) -> None:  # noqa: A002
        self._told = value
        self._write = write
        self.field = field
        super().__init__(value, password=field.masked, select_on_focus=False, validate_on=(), id=id)
        self.cursor_blink = self.app.animation_level == "full"
        remove_bindings(self, bound_keys(self.app))  # the commands have them

    def show(self, field: Field) -> None:
        super().show(field)
        self.password = field.masked

    def read(self) -> str:
        return self.value

    def put(self, value: str) -> None:
        self._told = value
        self.value = value
        self.cursor_position = len(value)

    @property
    def cursor_place(self) -> Offset:
        return self.cursor_screen_offset

    def show_placeholder(self, texts: tuple[str, ...]) -> None:
        fitting = (text for text in texts if cell_len(text) <= self.content_size.width)
        self.placeholder = next(fitting, "")

    def watch_value(self, value: str) -> None:
        if value != self._told:
            self._told = value
            self._write(value)

    def on_paste(self, event: events.Paste) -> None:
        """Take all that is pasted; Textual takes its first line, even if that is blank."""
        super().on_paste(event)
        self._insert(event.text)
        event.stop()
        event.prevent_default()

    def action_paste(self) -> None:
        """Take what was cut in another field, which may have several lines."""
        self._insert(self.app.clipboard)

    def _insert(self, text: str) -> None:
        self.replace(pasted(text), *sorted(self.selection))

    def displayed(self, value: str) -> str:
        return harmless(value)
