"""A row of buttons."""

from tui.page.parts import Actions
from tui.widgets.bar import Remaining, bar_width, left_on_page
from tui.widgets.buttons import draw_buttons
from tui.widgets.canvas import Drawing
from tui.widgets.content import as_content
from tui.widgets.events import Act
from tui.widgets.interfaces import PartView


class ActionsView(Remaining, PartView[Actions]):
    """Several buttons in a single widget; Tab and the arrow keys visit each of them."""

    def __init__(self, part: Actions) -> None:
        super().__init__(classes="actions")
        self.part = part

    def show(self, part: Actions) -> None:
        self.part = part
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        items = self.part.items
        if self.part.bar:
            items = left_on_page(items, bar_width(self, self.part.id))
        drawing = draw_buttons(items, width, mark)
        return drawing if drawing.lines else Drawing([as_content("")])

    def press(self, stop: str) -> None:
        self.post_message(Act(stop))
