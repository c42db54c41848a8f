"""What stands in the page's place where the terminal is too small for it."""

from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.locale import Words
from tui.textual_fixes.screen import ResizeFix
from tui.widgets.body import LEAST
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import wrapped
from tui.widgets.interfaces import PartScreen


class Plea(Canvas):
    """Asks for room: what is needed first, then what there is, then what becomes of the page."""

    DEFAULT_CSS = "Plea { height: 1fr; }"

    def __init__(self, words: Words) -> None:
        super().__init__(id="plea")
        self._words = words

    def draw(self, width: int, mark: str | None) -> Drawing:
        size, words = self.app.size, self._words
        sentences = (
            words("room.needed", columns=LEAST.width, rows=LEAST.height),
            words("room.now", columns=size.width, rows=size.height),
            words("room.stop"),  # before what may have no place in five lines
            words("room.kept"),
        )
        return Drawing([line for sentence in sentences for line in wrapped(sentence, width)])


class TooSmallScreen(PartScreen, ResizeFix, ModalScreen[None]):
    """Stands over the page until the terminal has grown; what is typed and the focus wait beneath.

    It takes every key but those that stop: nobody should type where nothing can be seen.
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._plea = Plea(words)

    def compose(self) -> ComposeResult:
        yield self._plea

    def on_mount(self) -> None:
        self._plea.focus()

    def on_resize(self) -> None:
        self._plea.redraw()
