"""The field in which one types a line."""

from collections.abc import Callable

from rich.cells import cell_len
from textual import events
from textual.geometry import Region
from textual.widgets import Input

from tui.page.parts import Field
from tui.textual_fixes.app import bound_keys, remove_bindings
from tui.textual_fixes.line_input import LineInput
from tui.widgets.around import around
from tui.widgets.content import harmless
from tui.widgets.in_view import bring_back, keys_of

KEYS = keys_of(Input)


class TextField(LineInput):
    """An Input that blinks only where motion is wanted.

    Each change by the citizen is told to `write` at once, before any message is queued: a page that
    arrives between a key and its message must find the letter in the drafts.
    """

    def __init__(self, field: Field, value: str, write: Callable[[str], None], *, id: str) -> None:  # noqa: A002
        self._told = value
        self._write = write
        self.field = field
        super().__init__(value, password=field.secret, select_on_focus=False, validate_on=(), id=id)
        self.cursor_blink = self.app.animation_level == "full"
        remove_bindings(self, bound_keys(self.app))  # the commands have them

    def put(self, value: str) -> None:
        """Write `value` into the field; nobody is told, for the citizen did not type it."""
        self._told = value
        self.value = value
        self.cursor_position = len(value)

    def say_empty(self, said: tuple[str, ...]) -> None:
        """Say this in the field while nothing stands in it: the longest that fits."""
        fitting = (one for one in said if cell_len(one) <= self.content_size.width)
        self.placeholder = next(fitting, "")

    def show(self, field: Field) -> None:
        """Take a newer value of the same field; what was typed stays."""
        self.field = field

    def watch_value(self, value: str) -> None:
        if value != self._told:
            self._told = value
            self._write(value)

    def displayed(self, value: str) -> str:
        return harmless(value)

    def on_key(self, event: events.Key) -> None:
        bring_back(self, KEYS, event)

    def on_paste(self, event: events.Paste) -> None:
        bring_back(self, KEYS, event)

    @property
    def wanted_in_view(self) -> tuple[Region, ...]:
        """What should be in view, the best first."""
        return around(self, self.field.error)
