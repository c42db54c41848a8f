"""A list that is no part of the portal, such as of the people whom one can play: on the ground of that."""

from msgspec.structs import replace
from textual.content import Content

from tui.locale import Words
from tui.page.parts import Item, Listing
from tui.widgets.buttons import MARK
from tui.widgets.canvas import RULE, Drawing, Stop
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.device_drawing import draw_signs
from tui.widgets.listing import CHOSEN, INDENT, ListingView

FOCUSED = "$on-outside-focus on $outside-focus"
NAME = "bold $outside-text"
MARGIN = 2

COLUMN_GAP = 2
LEAST, MOST_LINES = 24, 3
"""The narrowest that the longest column of a table may be, and how many lines a cell of it may take."""

SIGNS = 9
"""Cells that the signs around a name take at least."""


def draw_outside(part: Listing, width: int, mark: str | None, words: Words) -> Drawing:
    """A line of signs that says that this is outside, the list's title, and its items."""
    name = f"{words('screen.outside')}: {part.title}"
    fits = as_content(name).cell_length + SIGNS <= width
    lines = [draw_signs(width, name if fits else words("screen.outside"), ())]
    room = width - 2 * MARGIN
    titles = () if fits else (part.title,)
    for text in (*titles, part.count, "" if part.items else part.empty):
        lines += [joined(blank(MARGIN), line) for line in wrapped(text, room, "$outside-hint")]
    stops: list[Stop] = []
    widths = column_widths(part, room - INDENT) if part.columns and part.items else ()
    if widths:
        lines += _head(part, widths, room)
    for item in part.items:
        style, hint = (f"bold {FOCUSED}", FOCUSED) if item.id == mark else (NAME, "$outside-hint")
        signs = (MARK if item.id == mark else " ") + (CHOSEN if item.id == part.chosen else " ")
        under = FOCUSED if item.id == mark else ""
        texts = (
            _row(item, widths, style, hint, under)
            if widths
            else _stacked(item, room - INDENT, style, hint, under)
        )
        if len(texts) == 1:  # targets of a single line are kept apart (WCAG 2.2, 2.5.8)
            texts.append(as_content(""))
        stops.append(Stop(item.id, MARGIN, len(lines), room, len(texts)))
        for number, text in enumerate(texts):
            first = as_content(signs.ljust(INDENT), style) if number == 0 else blank(INDENT, under)
            whole = joined(first, text)
            lines.append(joined(blank(MARGIN), whole, blank(room - whole.cell_length, under)))
    return Drawing([*lines, as_content("")], tuple(stops))


def _stacked(item: Item, room: int, style: str, hint: str, under: str) -> list[Content]:
    """The name with the last cell at its right, if there is room, and below it what else is said of it."""
    lines = [*wrapped(item.title, room, style), *wrapped(item.mark, room, hint)]
    last = as_content(item.cells[-1] if item.cells else "", hint)
    gap = room - lines[0].cell_length - last.cell_length
    if not item.cells or len(lines) > 1 or gap < COLUMN_GAP:
        return lines + wrapped(item.said, room, hint)
    rest = replace(item, cells=item.cells[:-1]).said
    return [joined(lines[0], blank(gap, under), last), *wrapped(rest, room, hint)]


# --- a table ----------------------------------------------------------------------------------


def column_widths(part: Listing, room: int) -> tuple[int, ...]:
    """The cells of each column, the longest in what is left; () where a cell would take too many lines."""
    rows = [part.columns, *((item.title, *item.cells) for item in part.items)]
    wanted = [
        max(as_content(text).cell_length for text in column) for column in zip(*rows, strict=True)
    ]
    longest = wanted.index(max(wanted))
    free = room - COLUMN_GAP * (len(wanted) - 1) - sum(wanted) + wanted[longest]
    if free < LEAST or wanted[longest] > MOST_LINES * free:
        return ()
    return tuple(free if at == longest else width for at, width in enumerate(wanted))


def _head(part: Listing, widths: tuple[int, ...], room: int) -> list[Content]:
    heads = [as_content(text, "$outside-hint") for text in part.columns]
    line = as_content(RULE * (room - INDENT), "$outside-line")
    return [joined(blank(MARGIN + INDENT), one) for one in (_beside(heads, widths, ""), line)]


def _row(item: Item, widths: tuple[int, ...], style: str, hint: str, under: str) -> list[Content]:
    texts = zip((item.title, *item.cells), widths, strict=True)
    columns = [
        wrapped(text, wide, style if at == 0 else hint) for at, (text, wide) in enumerate(texts)
    ]
    nothing = as_content("")
    return [
        _beside([one[at] if at < len(one) else nothing for one in columns], widths, under)
        for at in range(max(map(len, columns)))
    ]


def _beside(cells: list[Content], widths: tuple[int, ...], under: str) -> Content:
    pieces = (
        piece
        for cell, wide in zip(cells, widths, strict=True)
        for piece in (cell, blank(wide + COLUMN_GAP - cell.cell_length, under))
    )
    return joined(*tuple(pieces)[:-1])


class OutsideListing(ListingView):
    """Such a list; the foot's left block has the colour of the outside while the focus is here."""

    DEFAULT_CSS = """
    OutsideListing { background: $outside-ground; color: $outside-text; }
    """

    def __init__(self, part: Listing, words: Words) -> None:
        super().__init__(part)
        self._words = words
        self.set_classes("outside-list")

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_outside(self.part, width, mark, self._words)
