"""The floor of a key press: the stock Input alone on its screen."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class BareInput(App[None]):
    """One stock Input, with a caret that stands still, as ours does."""

    def compose(self) -> ComposeResult:
        field = Input()
        field.cursor_blink = False
        yield field


if __name__ == "__main__":
    BareInput().run()
