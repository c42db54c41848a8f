"""The floor of a first paint: the least that a Textual program with a text and a foot can be."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Static


class Bare(App[None]):
    """A text and the stock foot."""

    BINDINGS = [("q", "quit", "Stop")]  # noqa: RUF012 - as Textual's own examples write it

    def compose(self) -> ComposeResult:
        yield Static("Hello, world.")
        yield Footer()


if __name__ == "__main__":
    Bare().run()
