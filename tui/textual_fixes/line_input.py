"""What a single-line field needs beyond `textual.widgets.Input`."""

from rich.text import Text
from textual.geometry import Offset, Size
from textual.reactive import reactive
from textual.widgets import Input


class LineInput(Input):
    """An Input that shows its value as `displayed` says, and whose cursor stays inside it."""

    virtual_size = reactive(Size(0, 0), layout=False)
    """The size of the text. In Textual a change of it, so every letter, lays out the whole screen.

    Upstream: not reported.
    """

    def displayed(self, value: str) -> str:
        """The text to draw for this value, of the same length."""
        return value

    @property
    def _value(self) -> Text:
        """The value as it is drawn: Textual would send a pasted escape sequence to the terminal unchanged.

        Upstream: not reported.
        """
        if self.password:
            return super()._value
        return Text(self.displayed(self.value), no_wrap=True, overflow="ignore", end="")

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is; Textual puts it a cell too far at the end of the text, or outside the field.

        Upstream: not reported.
        """
        x, y, width, _ = self.content_region
        at = super().cursor_screen_offset.x - x - self.cursor_at_end
        return Offset(x + max(0, min(at, width)), y)
