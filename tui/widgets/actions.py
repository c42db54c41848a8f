"""A row of buttons."""

from tui.page.parts import Actions
from tui.widgets.buttons import draw_buttons
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content
from tui.widgets.events import Act
from tui.widgets.interfaces import PartView


class ActionsView(Canvas, PartView[Actions]):
    """Several buttons in a single widget; Tab and the arrow keys visit each of them."""

    def __init__(self, part: Actions) -> None:
        super().__init__(classes="actions")
        self.part = part
        self.can_focus = bool(part.items)

    def show(self, part: Actions) -> None:
        self.part = part
        self.can_focus = bool(part.items)
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        drawing = draw_buttons(self.part.items, width, mark)
        return drawing if drawing.lines else Drawing([as_content("")])

    def press(self, stop: str) -> None:
        self.post_message(Act(stop))
