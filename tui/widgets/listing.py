"""A list to choose from, in a single widget: the arrow keys move, Enter opens."""

from itertools import groupby

from textual.content import Content

from tui.page.parts import Item, Listing
from tui.widgets.buttons import FOCUSED, FOCUSED_HINT, GROUND, MARK
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.events import Choose
from tui.widgets.interfaces import PartView
from tui.widgets.states import SIGNS, STYLES

CHOSEN = "●"
INDENT = 3
TITLE = 1
"""The indent of its title: a row's mark stands further to the left than any text of the page."""

HEADING = 2
"""The indent of a group's heading."""

TWO_COLUMNS = 72
"""From this width on, groups are drawn in two columns, to be read row by row."""

SPACED = 40
"""From this width on there is a blank line between two groups in a single column."""

GAP = 2
"""The least between a title and its count. Between two columns the room for the second's mark is enough."""


def draw_item(
    item: Item, width: int, marked: bool, chosen: bool, indent: int = INDENT
) -> list[Content]:
    """The title with its mark at the right, then the detail with its day there, indented after the signs."""
    style = FOCUSED if marked else ("bold $main" if chosen else "bold")
    hint = FOCUSED_HINT if marked else STYLES[item.state]
    under = GROUND if marked else ""
    signs = ((MARK if marked else " ") + (CHOSEN if chosen else "")).ljust(indent)
    beside_style = style if marked else "bold $main"
    beside = as_content(item.mark, beside_style)
    room = width - indent - (beside.cell_length + 2 if item.mark else 0)
    longest = max((as_content(word).cell_length for word in item.title.split()), default=0)
    below = room < longest  # rather than breaking a word of the title, the mark goes below it
    lines = []
    for number, line in enumerate(wrapped(item.title, width - indent if below else room, style)):
        before = as_content(signs, style) if number == 0 else blank(indent, under)
        whole = joined(before, line)
        mark = beside if number == 0 and not below else as_content("")
        gap = width - whole.cell_length - mark.cell_length
        lines.append(joined(whole, blank(gap, under), mark))
    if below and item.mark:
        lines += [
            joined(blank(indent, under), line)
            for line in wrapped(item.mark, width - indent, beside_style)
        ]
    for line in _under_title(item, width - indent, hint, under):
        whole = joined(blank(indent, under), line)
        lines.append(joined(whole, blank(width - whole.cell_length, under)))
    return lines


def _under_title(item: Item, room: int, hint: str, under: str) -> list[Content]:
    """The detail, and at the right the day: in its last line if there is room, and else below it."""
    said = f"{SIGNS[item.state]}{item.detail}" if item.detail else ""
    lines = wrapped(said, room, hint)
    if not item.when:
        return lines
    *days, last = wrapped(item.when, room, hint)
    before = as_content("")
    if lines and not days and lines[-1].cell_length + 2 + last.cell_length <= room:
        before = lines.pop()
    gap = blank(room - before.cell_length - last.cell_length, under)
    return [*lines, *days, joined(before, gap, last)]


def draw_listing(part: Listing, width: int, mark: str | None) -> Drawing:
    """The title and the count, then the items, or a text that says that there are none."""
    room = width - 2 * TITLE
    lines = [joined(blank(TITLE), line) for line in _title(part, room)]
    stops: list[Stop] = []
    grouped = any(item.heading for item in part.items)
    dated = any(item.when for item in part.items)  # a row with a day needs its width
    columns = 2 if grouped and not dated and width >= TWO_COLUMNS else 1
    for group, items in groupby(part.items, key=lambda item: item.heading):
        if group:
            if stops and columns == 1 and width >= SPACED:
                lines.append(as_content(""))
            lines += _group(group, width)
        below = _items(tuple(items), part.chosen, width, mark, columns)
        stops += [stop.moved(0, len(lines)) for stop in below.stops]
        lines += below.lines
    if not part.items:
        lines += [joined(blank(TITLE), line) for line in wrapped(part.empty, room)]
    return Drawing(lines or [as_content("")], tuple(stops))


def _title(part: Listing, room: int) -> list[Content]:
    """The title with the count at its right, or below it where there is no room."""
    title, count = as_content(part.title, "bold"), as_content(part.count, "$hint")
    gap = room - title.cell_length - count.cell_length
    if part.title and part.count and gap >= GAP:
        return [joined(title, blank(gap), count)]
    return wrapped(part.title, room, "bold") + wrapped(part.count, room, "$hint")


def _group(title: str, width: int) -> list[Content]:
    """A group's heading, with a line behind it, above the text of its items."""
    *above, last = wrapped(title, width - HEADING, "bold $hint")
    rest = width - HEADING - last.cell_length - 1
    line = joined(last, blank(1), as_content("─" * max(rest, 0), "$line"))
    return [joined(blank(HEADING), one) for one in (*above, line)]


def _items(
    items: tuple[Item, ...], chosen: str, width: int, mark: str | None, columns: int
) -> Drawing:
    """Items in rows of so many; the last column has the cells that are left over."""
    wide = width // columns
    last = width - wide * (columns - 1)
    indent = INDENT if columns == 1 or chosen else INDENT - 1
    drawn = [
        draw_item(
            item,
            last if number % columns == columns - 1 else wide,
            item.id == mark,
            item.id == chosen,
            indent,
        )
        for number, item in enumerate(items)
    ]
    apart = any(len(lines) == 1 for lines in drawn)
    lines: list[Content] = []
    stops: list[Stop] = []
    for first in range(0, len(items), columns):
        if apart and stops:
            # Targets of a single line are kept apart (WCAG 2.2, 2.5.8).
            lines.append(as_content(""))
        row = drawn[first : first + columns]
        for column, item in enumerate(items[first : first + columns]):
            broad = row[column][0].cell_length
            stops.append(Stop(item.id, column * wide, len(lines), broad, len(row[column])))
        for number in range(max(map(len, row))):
            cells = [one[number] if number < len(one) else blank(one[0].cell_length) for one in row]
            lines.append(joined(*cells))
    return Drawing(lines, tuple(stops))


class ListingView(Canvas, PartView[Listing]):
    """A list of items."""

    BACKWARD = ("up", "left")
    FORWARD = ("down", "right")
    TAB_STOPS = False

    def __init__(self, part: Listing) -> None:
        grouped = any(item.heading for item in part.items)
        super().__init__(classes="listing -groups" if grouped else "listing")
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

    def towards(self, key: str) -> bool:
        """Up and Down go to the row above or below, and stay in their column if it has that row."""
        here = self.marked()
        if here is None or key not in ("up", "down"):
            return super().towards(key)
        others = (
            stop for stop in self.stops if (stop.y < here.y if key == "up" else stop.y > here.y)
        )
        nearest = min(
            others, key=lambda stop: (abs(stop.y - here.y), abs(stop.x - here.x)), default=None
        )
        if nearest is None:
            return False
        self.go(nearest.name)
        return True
