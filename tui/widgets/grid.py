"""Options in columns: as few lines as the gap between targets allows (WCAG 2.2, 2.5.8)."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct
from textual.content import Content

from tui.widgets.canvas import Stop
from tui.widgets.content import as_content, blank, joined

MOST_COLUMNS = 4
GAP = 2
"""Cells between two columns."""

Block = list[Content]
Draw = Callable[[int, int], Block]
"""Draws an option, by its number, at most so many cells wide."""


class Placed(Struct, frozen=True):
    """An option in its row: the cell it begins at, how many it has room for, and its lines."""

    number: int
    x: int
    room: int
    block: Block


Rows = list[list[Placed]]


def arranged(options: Sequence[str], width: int, draw: Draw) -> Rows:
    """The options in rows, read from left to right: in the number of columns that takes the fewest lines.

    Of these the smallest. An option that is too wide for a column takes several. In columns, a name and what
    is said of it have a line each: who reads line by line must not find pieces of one among those of another.
    """
    best = [[Placed(number, 0, width, draw(number, width))] for number in range(len(options))]
    for columns in range(2, MOST_COLUMNS + 1):
        rows = _in_columns(options, width, columns, draw)
        if rows and height(rows) < height(best):
            best = rows
    return best


def _in_columns(options: Sequence[str], width: int, columns: int, draw: Draw) -> Rows:
    each = (width + GAP) // columns
    rows: Rows = []
    free = 0
    for number, name in enumerate(options):
        for cells in range(1, columns + 1):
            room = cells * each - GAP
            block = draw(number, room)
            if name in block[0].plain and len(block) <= 2:
                break
        else:
            return []
        if cells > free:
            rows.append([])
            free = columns
        rows[-1].append(Placed(number, (columns - free) * each, room, block))
        free -= cells
    return rows


def height(rows: Rows) -> int:
    """The lines that these rows take."""
    return sum(map(_tall, rows)) + sum(_apart(before, row) for before, row in pairwise(rows))


def _tall(row: list[Placed]) -> int:
    return max(len(one.block) for one in row)


def _apart(before: list[Placed], row: list[Placed]) -> bool:
    """Whether a free line keeps two rows apart, because a target in them is a single line."""
    return any(len(one.block) == 1 for one in (*before, *row))


def drawn(rows: Rows, name: Callable[[int], str]) -> tuple[Block, tuple[Stop, ...]]:
    """The lines of these rows, and a stop for each option, named by its number."""
    lines: Block = []
    stops: list[Stop] = []
    for place, row in enumerate(rows):
        if place and _apart(rows[place - 1], row):
            lines.append(as_content(""))
        for one in row:
            broad = max(line.cell_length for line in one.block)
            stops.append(Stop(name(one.number), one.x, len(lines), broad, len(one.block)))
        for number in range(_tall(row)):
            line = as_content("")
            for one in row:
                if number < len(one.block):
                    gap = blank(one.x - line.cell_length)
                    line = joined(line, gap, one.block[number])
            lines.append(line)
    return lines, tuple(stops)
