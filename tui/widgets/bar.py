"""The bar below a page: the buttons of its form, or of what it asks to decide, never scrolled away."""

from collections.abc import Sequence

from textual.geometry import Region
from textual.widget import Widget

from tui.page.offered import bar_of
from tui.page.parts import Action, Actions, Form, Page
from tui.widgets.buttons import GAP, button, draw_buttons
from tui.widgets.canvas import RULE, Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, joined
from tui.widgets.events import Act, Send
from tui.widgets.interfaces import PartScreen
from tui.widgets.prose import GUTTER

SHORT = 60
"""Below this width the window is low too, as when it is enlarged: there is no line to spare."""

Split = tuple[tuple[Action, ...], tuple[Action, ...]]


def split_bar(actions: Sequence[Action], width: int) -> Split:
    """The actions that a bar of this width has in its only row, and the others, which stay on the page.

    The first is always there.
    """
    room = width - 2 * GUTTER
    here: list[Action] = []
    used = -GAP
    for action in actions:
        drawn = button(action.label, action.kind, room, marked=False)
        used += GAP + drawn[0].cell_length
        if here and (used > room or len(drawn) > 1):
            break
        here.append(action)
    return tuple(here), tuple(actions[len(here) :])


def bar_width(view: Widget, part: str) -> int:
    """How wide the bar below the page of a view is, if it has this part's buttons; 0 if it has not."""
    screen = view.screen
    return screen.bar_width(part) if isinstance(screen, PartScreen) else 0


def left_on_page(actions: Sequence[Action], width: int) -> tuple[Action, ...]:
    """The actions that are drawn on the page itself, if the bar is so wide."""
    return split_bar(actions, width)[1] if width else tuple(actions)


def draw_bar(actions: Sequence[Action], note: str, width: int, mark: str | None) -> Drawing:
    """A line, the buttons, and beside them the note if it fits there.

    The line and the blank one below belong to the main button's target (WCAG 2.2, 2.5.5).
    """
    here, _ = split_bar(actions, width)
    drawing = draw_buttons(here, width - 2 * GUTTER, mark)
    lines = [joined(blank(GUTTER), line) for line in drawing.lines]
    beside = blank(GAP).append(as_content(note, "$hint"))
    if note and len(lines) == 1 and lines[0].cell_length + beside.cell_length <= width - GUTTER:
        lines[0] = joined(lines[0], beside)
    stops = tuple(stop.moved(GUTTER, 1) for stop in drawing.stops)
    below = [] if width < SHORT else [as_content("")]
    return Drawing([as_content(RULE * width, "$line"), *lines, *below], stops)


def fits_beside(actions: Sequence[Action], note: str, width: int) -> bool:
    """Whether the bar has room for the note."""
    return not note or any(
        note in line.plain for line in draw_bar(actions, note, width, None).lines
    )


class Remaining(Canvas):
    """Buttons on the page, some or all of which are in the bar below it instead."""

    def allow_focus(self) -> bool:
        return super().allow_focus() and bool(self.stops)


class ActionBar(Canvas):
    """The bar. It is not displayed on a page that has none."""

    def __init__(self, page: Page) -> None:
        super().__init__(id="bar")
        self.part = bar_of(page)
        self._take_on()

    def _take_on(self) -> None:
        part = self.part
        self.display = part is not None
        self.set_classes(f"part-{part.id}" if part is not None else "")

    def show(self, page: Page) -> None:
        """Show a newer page's buttons."""
        before, self.part = self.part, bar_of(page)
        if before != self.part:
            self._take_on()
            self.redraw()

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions of the part, also those for which there is no room here."""
        match self.part:
            case Form() as form:
                return form.actions
            case Actions() as part:
                return part.items
        return ()

    def draw(self, width: int, mark: str | None) -> Drawing:
        note = self.part.note if isinstance(self.part, Form) else ""
        return draw_bar(self.actions, note, width, mark)

    def reach_of(self, stop: Stop) -> Region:
        return (
            super().reach_of(stop).intersection(self.region)
        )  # not the line that is below the bar

    def press(self, stop: str) -> None:
        form = self.part
        sends = isinstance(form, Form) and stop == form.submit.id
        self.post_message(Send(form.id) if sends and form is not None else Act(stop))
