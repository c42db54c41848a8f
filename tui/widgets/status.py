"""The line that says where one is and that it is loaded (R1)."""

from tui.journey.page import Page
from tui.locale import Words
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, blank, joined, wrapped


class Status(Canvas, can_focus=False):
    """One line, or two where it is narrow; one widget."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(id="status")
        self._words = words
        self._told = self._tell(page)

    def _tell(self, page: Page) -> str:
        return f"{self._words('screen.busy')} {page.status}".strip() if page.busy else page.status

    def show(self, page: Page) -> None:
        """Take a newer page."""
        self.say(self._tell(page))

    def say(self, told: str) -> None:
        """Say this, until the page has something to say."""
        if told != self._told:
            self._told = told
            self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        lines = wrapped(self._told, width - 2) or [as_content("")]
        return Drawing([joined(blank(1), line) for line in lines])
