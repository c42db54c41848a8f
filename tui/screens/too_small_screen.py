"""The screen that replaces the page if the terminal is too small."""

from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.locale import Words
from tui.textual_fixes.screen import ResizeFix
from tui.widgets.body import LEAST
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import wrapped
from tui.widgets.interfaces import PartScreen


class Plea(Canvas):
    """Asks for room: first the size that is needed, then the present size, then what happens to the page."""

    DEFAULT_CSS = "Plea { height: 1fr; }"

    def __init__(self, words: Words) -> None:
        super().__init__(id="plea")
        self._words = words
        self._warning = ""

    def warn(self, sentence: str) -> None:
        """Say this first, before what stopping does."""
        self._warning = sentence
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        size, words = self.app.size, self._words
        sentences = (
            *((self._warning,) if self._warning else ()),
            words("room.needed", columns=LEAST.width, rows=LEAST.height),
            words("room.now", columns=size.width, rows=size.height),
            words("room.stop"),  # comes before the last sentence, which may not fit in five lines
            words("room.kept"),
        )
        return Drawing([line for sentence in sentences for line in wrapped(sentence, width)])


class TooSmallScreen(PartScreen, ResizeFix, ModalScreen[None]):
    """Covers the page until the terminal is large enough; typed text and the focus are kept underneath.

    It takes all keys except those that stop the program: nobody should type into what they cannot see.
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._plea = Plea(words)

    def compose(self) -> ComposeResult:
        yield self._plea

    def warn(self, sentence: str) -> None:
        """Say what stopping would lose; the next key that stops does stop."""
        self._plea.warn(sentence)

    def on_mount(self) -> None:
        self._plea.focus()

    def on_resize(self) -> None:
        self._plea.redraw()
