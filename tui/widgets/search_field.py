"""The field of a menu: what is typed goes into it, while the focus stays on what it finds."""

from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, harmless, joined, wrapped

CARET = "█"


class SearchField(Canvas, can_focus=False):
    """A label with a hint, and the text in a frame; in a low window the label and the text alone."""

    def __init__(self, label: str, hint: str) -> None:
        super().__init__(classes="search")
        self._label = label
        self._hint = hint
        self._typed = ""
        self._low = False

    def type(self, typed: str) -> None:
        """Show this text."""
        self._typed = typed
        self.redraw(layout=False)

    def be_low(self, low: bool) -> None:
        """Take a single line, or more."""
        if low != self._low:
            self._low = low
            self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        label = as_content(f"{self._label}:" if self._low else self._label, "bold")
        if self._low:
            room = width - label.cell_length - 1
            return Drawing([joined(label, as_content(" "), as_content(self._end(room)))])
        hint = wrapped(self._hint, width - label.cell_length - 2, "$hint")[:1]
        first = joined(label, as_content("  "), *hint)
        inside = as_content(self._end(width - 4))
        filled = joined(inside, as_content(" " * (width - 4 - inside.cell_length)))
        side, frame = as_content("┃", "$main"), "━" * (width - 2)
        return Drawing(
            [
                first,
                as_content(f"┏{frame}┓", "$main"),
                joined(side, as_content(" "), filled, as_content(" "), side),
                as_content(f"┗{frame}┛", "$main"),
            ]
        )

    def _end(self, room: int) -> str:
        """The typed text with the caret after it; of a long text its end."""
        shown = harmless(self._typed)
        while as_content(shown).cell_length > room - 1:
            shown = shown[1:]
        return shown + CARET
