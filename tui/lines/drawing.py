"""What to send to a terminal so that it shows a line that changed: as little as can be.

A screen reader says what changes, so a letter that is typed at the end is that letter and nothing else, and
of any other change only what follows it is drawn again.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tui.lines.cells import is_uncertain, letters, widest

ERASE_BELOW = "\x1b[J"
"""Erases from the cursor to the end of the screen."""

Letters = Sequence[tuple[str, int]]


class Drawn(NamedTuple):
    """A prompt's last line and the text behind it, with the cursor between `before` and `after`."""

    prompt: str
    before: str = ""
    after: str = ""

    @property
    def whole(self) -> str:
        """All of it."""
        return self.prompt + self.before + self.after


def redrawn(old: Drawn, new: Drawn, columns: int) -> str:
    """What turns the one into the other, in a window of so many columns.

    Both have the same prompt. The cursor stands where `old` has it, and then where `new` has it.
    """
    before, now = letters(old.whole), letters(new.whole)
    same = _common(before, now)
    rest, gone = _text(now[same:]), _text(before[same:])
    certain = _is_certain(before, columns) and _is_certain(now, columns)
    if not certain and (gone or old.after or new.after):
        again = "\r" + new.prompt + new.before if new.after else ""
        return "\r" + new.whole + "\x1b[K" + again
    begin, end = _place(now[:same], columns), _place(now, columns)
    cursor = _place(letters(old.prompt + old.before), columns)
    goal = _place(letters(new.prompt + new.before), columns)
    if not rest and not gone:
        return _moved(cursor, goal)
    old_end = _place(before, columns)
    # A line end, or a wide letter at the margin, leaves cells behind it that nothing is written to.
    erase_first = old_end[0] > begin[0] and not (rest + gone).isascii()
    erase_first = erase_first or "\n" in rest + gone
    drawn = _moved(cursor, begin) + (ERASE_BELOW if erase_first else "") + rest
    if certain and end[1] == 0 and end[0] > begin[0] and not rest.endswith("\n"):
        drawn += " \r"  # a full line: only the next letter would take the cursor to the next one
    if old_end > end and not erase_first:
        drawn += ERASE_BELOW
    return drawn + _moved(end, goal)


def left(drawn: Drawn, columns: int) -> str:
    """What takes the cursor to a new line below."""
    cursor = _place(letters(drawn.prompt + drawn.before), columns)
    end = _place(letters(drawn.whole), columns)
    return _moved(cursor, end) + "\n"


def rows(drawn: Drawn, columns: int) -> int:
    """The rows that it takes."""
    return _place(letters(drawn.whole), columns)[0] + 1


def in_view(drawn: Drawn, columns: int, height: int) -> Drawn:
    """The part of a text around the cursor that a window of so many rows has room for.

    It stays where it is while the cursor moves within it.
    """
    if rows(drawn, columns) < height:
        return drawn
    half = max(columns * (height - 2) // 4, 1)  # letters, each of which may take two cells
    before, after = letters(drawn.before), letters(drawn.after)
    first = max(len(before) // half - 1, 0) * half
    last = first + 2 * half - len(before)
    shown = Drawn(drawn.prompt, _text(before[first:]), _text(after[:last]))
    more = "…" if first else "", "…" if last < len(after) else ""
    return Drawn(
        drawn.prompt,
        more[0] + shown.before.replace("\n", " "),
        shown.after.replace("\n", " ") + more[1],
    )


def _is_certain(whole: Letters, columns: int) -> bool:
    """Whether every terminal shows each letter at the place that is reckoned here.

    Else a line is drawn from its beginning, if it is the only one.
    """
    if not any(is_uncertain(letter) for letter, _ in whole):
        return True
    return sum(widest(letter, cells) for letter, cells in whole) >= columns


def _common(one: Letters, other: Letters) -> int:
    """How many letters both begin with."""
    for number, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return number
    return min(len(one), len(other))


def _place(text: Letters, columns: int) -> tuple[int, int]:
    """The row and column behind this text."""
    row = column = 0
    for letter, cells in text:
        if letter == "\n":
            row, column = row + 1, 0
            continue
        if column + cells > columns:
            row, column = row + 1, 0
        column += cells
        if column >= columns:
            row, column = row + 1, 0
    return row, column


def _moved(start: tuple[int, int], goal: tuple[int, int]) -> str:
    """What takes the cursor from one place to another."""
    down, right = goal[0] - start[0], goal[1] - start[1]
    sent = f"\x1b[{-down}A" if down < 0 else f"\x1b[{down}B" if down else ""
    if right < 0:
        return sent + ("\b" * -right if -right < 4 else f"\x1b[{-right}D")
    return sent + (f"\x1b[{right}C" if right else "")


def _text(some: Letters) -> str:
    return "".join(letter for letter, _ in some)
