"""A list to choose from, in a single widget: the arrow keys move, Enter opens."""

from textual.content import Content

from tui.page.parts import Item, Listing
from tui.widgets.buttons import FOCUSED, FOCUSED_HINT, GROUND, MARK
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.events import Choose
from tui.widgets.interfaces import PartView

CHOSEN = "●"
INDENT = 3


def draw_item(item: Item, width: int, marked: bool, chosen: bool) -> list[Content]:
    """The title with its mark at the right, then the detail, both indented after the signs at the left."""
    style = FOCUSED if marked else ("bold $main" if chosen else "bold")
    hint = FOCUSED_HINT if marked else "$hint"
    under = GROUND if marked else ""
    signs = (MARK if marked else " ") + (CHOSEN if chosen else " ") + " "
    beside_style = style if marked else "bold $main"
    beside = as_content(item.mark, beside_style)
    room = width - INDENT - (beside.cell_length + 2 if item.mark else 0)
    longest = max((as_content(word).cell_length for word in item.title.split()), default=0)
    below = room < longest  # rather than breaking a word of the title, the mark goes below it
    lines = []
    for number, line in enumerate(wrapped(item.title, width - INDENT if below else room, style)):
        before = as_content(signs, style) if number == 0 else blank(INDENT, under)
        whole = joined(before, line)
        mark = beside if number == 0 and not below else as_content("")
        gap = width - whole.cell_length - mark.cell_length
        lines.append(joined(whole, blank(gap, under), mark))
    if below and item.mark:
        lines += [
            joined(blank(INDENT, under), line)
            for line in wrapped(item.mark, width - INDENT, beside_style)
        ]
    for line in wrapped(item.detail, width - INDENT, hint):
        whole = joined(blank(INDENT, under), line)
        lines.append(joined(whole, blank(width - whole.cell_length, under)))
    return lines


def draw_listing(part: Listing, width: int, mark: str | None) -> Drawing:
    """The title and the count, then the items, or a text that says that there are none."""
    lines = wrapped(part.title, width, "bold") + wrapped(part.count, width, "$hint")
    stops: list[Stop] = []
    whole = [draw_item(item, width, item.id == mark, item.id == part.chosen) for item in part.items]
    apart = any(len(drawn) == 1 for drawn in whole)
    for item, drawn in zip(part.items, whole, strict=True):
        if apart and stops:
            lines.append(
                as_content("")
            )  # targets of a single line are kept apart (WCAG 2.2, 2.5.8)
        stops.append(Stop(item.id, 0, len(lines), width, len(drawn)))
        lines += drawn
    if not part.items:
        lines += wrapped(part.empty, width)
    return Drawing(lines or [as_content("")], tuple(stops))


class ListingView(Canvas, PartView[Listing]):
    """A list of items."""

    BACKWARD = ("up", "left")
    FORWARD = ("down", "right")
    TAB_STOPS = False

    def __init__(self, part: Listing) -> None:
        super().__init__(classes="listing")
        self.part = part
        self.can_focus = bool(part.items)

    def show(self, part: Listing) -> None:
        self.part = part
        self.can_focus = bool(part.items)
        self.redraw()

    def resting(self, names: list[str]) -> str:
        return self.part.chosen if self.part.chosen in names else names[0]

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_listing(self.part, width, mark)

    def press(self, stop: str) -> None:
        self.post_message(Choose(self.part.id, stop))
