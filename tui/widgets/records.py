"""Facts and records in lines of a width: in columns, in a table, or one below the other."""

from collections.abc import Sequence

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Fact
from tui.widgets.content import as_content, blank, joined, wrapped

STACKED = 40
"""Below this width, a label stands before its value, and not in a column of its own."""

GAP = 2
"""Cells between two columns."""

MOST_LINES = 3
"""Lines of a cell of a table; what would need more is not shown as a table."""

Group = Sequence[Fact]


def draw_groups(groups: Sequence[Group], table: bool, width: int, words: Words) -> list[Content]:
    """Records, as a table if they have the same labels and it fits, and no value has a note."""
    noted = any(fact.note for group in groups for fact in group)
    if table and not noted and len(groups) > 1 and width >= STACKED:
        drawn = _table(groups, width)
        if drawn:
            return drawn
    lines: list[Content] = []
    labels = _label_column(groups, width)
    for number, group in enumerate(groups):
        if number:
            lines.append(as_content(""))
        # Of several records, the first value says which it is.
        for place, fact in enumerate(group):
            style = "bold" if len(groups) > 1 and place == 0 else ""
            if width < STACKED:
                lines += in_a_line(fact, width, style, words)
            else:
                lines += _in_columns(fact, width, labels, style)
    return lines


def _label_column(groups: Sequence[Group], width: int) -> int:
    """As wide as the labels, up to two fifths of the width, or to half of it where that takes fewer lines."""
    facts = [fact for group in groups for fact in group]
    named = max((as_content(fact.label).cell_length for fact in facts), default=0)
    usual = max(12, width * 2 // 5)
    if named <= usual:
        return named
    return min((usual, min(named, width // 2)), key=lambda labels: _lines(facts, width, labels))


def _lines(facts: list[Fact], width: int, labels: int) -> int:
    return sum(len(_in_columns(fact, width, labels, "")) for fact in facts)


def _in_columns(fact: Fact, width: int, labels: int, style: str) -> list[Content]:
    left = wrapped(fact.label, labels, "$hint")
    right = valued(fact, width - labels - GAP, style)
    rows = max(len(left), len(right))
    left += [as_content("")] * (rows - len(left))
    right += [as_content("")] * (rows - len(right))
    return [
        joined(label, blank(labels + GAP - label.cell_length), value)
        for label, value in zip(left, right, strict=True)
    ]


def valued(fact: Fact, width: int, style: str) -> list[Content]:
    """The value, and its note under it."""
    return wrapped(fact.value, width, style) + wrapped(fact.note, width, "$hint")


def in_a_line(fact: Fact, width: int, style: str, words: Words) -> list[Content]:
    """ "Label: value", or the value below its label where the line would be too long; then its note."""
    label = words("said.fact", label=fact.label, value="").rstrip()
    beside = joined(as_content(f"{label} ", "$hint"), as_content(fact.value, style))
    if beside.cell_length <= width and "\n" not in fact.value:
        return [beside, *wrapped(fact.note, width, "$hint")]
    value = (joined(blank(GAP), line) for line in valued(fact, width - GAP, style))
    return [*wrapped(label, width, "$hint"), *value]


# --- a table ----------------------------------------------------------------------------------


def _table(groups: Sequence[Group], width: int) -> list[Content]:
    """The labels once, and under them a row for each record; [] if it does not fit."""
    rows = [[fact.label for fact in groups[0]]]
    rows += [[fact.value for fact in group] for group in groups]
    cells = [[as_content(text).cell_length for text in row] for row in rows]
    widths = _column_widths(rows, cells, width)
    if not widths or any(
        taken > MOST_LINES * wide for row in cells for taken, wide in zip(row, widths, strict=True)
    ):
        return []
    head, *drawn = (_row(row, widths, "" if at else "$hint") for at, row in enumerate(rows))
    if max(map(len, drawn)) > MOST_LINES:
        return []
    # Rows of several lines would run into each other.
    between = [as_content("")] if max(map(len, drawn)) > 1 else []
    lines = head
    for number, row in enumerate(drawn):
        lines += [*(between if number else []), *row]
    return lines


def _column_widths(rows: list[list[str]], cells: list[list[int]], width: int) -> list[int]:
    """As wide as each column needs; else the widest narrower, down to its longest word; [] if too wide."""
    wanted = [max(column) for column in zip(*cells, strict=True)]
    room = width - GAP * (len(wanted) - 1)
    if sum(wanted) <= room:
        return wanted
    if max(wanted) > MOST_LINES * room:
        return []
    least = [max(map(_longest_word, column)) for column in zip(*rows, strict=True)]
    for most in range(room, 0, -1):
        widths = [max(low, min(wide, most)) for low, wide in zip(least, wanted, strict=True)]
        if sum(widths) <= room:
            return widths
    return []


def _longest_word(text: str) -> int:
    return max((as_content(word).cell_length for word in text.split()), default=1)


def _row(texts: list[str], widths: list[int], style: str) -> list[Content]:
    cells = [wrapped(text, wide, style) for text, wide in zip(texts, widths, strict=True)]
    lines = []
    for number in range(max(1, *map(len, cells))):
        pieces: list[Content] = []
        for cell, wide in zip(cells, widths, strict=True):
            piece = cell[number] if number < len(cell) else as_content("")
            pieces += [piece, blank(wide + GAP - piece.cell_length)]
        lines.append(joined(*pieces[:-1]))
    return lines
