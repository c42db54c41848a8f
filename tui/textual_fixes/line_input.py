"""What a field of one line needs beyond `textual.widgets.Input`."""

from rich.text import Text
from textual.geometry import Offset, Size
from textual.reactive import reactive
from textual.widgets import Input


class LineInput(Input):
    """An Input that shows its value as `displayed` says, and whose cursor never leaves it."""

    virtual_size = reactive(Size(0, 0), layout=False)
    """The size of the text. Textual lays out the whole screen when it changes, which is at each letter.

    Upstream: not reported.
    """

    def displayed(self, value: str) -> str:
        """What is drawn for this value, at the same length."""
        return value

    @property
    def _value(self) -> Text:
        """The value as it is drawn: Textual sends a pasted escape sequence to the terminal as it is.

        Upstream: not reported.
        """
        if self.password:
            return super()._value
        return Text(self.displayed(self.value), no_wrap=True, overflow="ignore", end="")

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor stands; Textual's own is one cell too far at the end of the text, or outside.

        Upstream: not reported.
        """
        x, y, width, _ = self.content_region
        at = super().cursor_screen_offset.x - x - self.cursor_at_end
        return Offset(x + max(0, min(at, width)), y)
