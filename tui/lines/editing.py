"""A line that is being typed, and what each key makes of it. Pure: no terminal, no memory of other lines."""

import re
from collections.abc import Callable
from typing import NamedTuple

from tui.lines.cells import letters
from tui.lines.keys import LONGEST, Key

_WORD_LEFT = re.compile(r"\w+\W*$")
_WORD_RIGHT = re.compile(r"\W*\w+")
_SPACED_WORD_LEFT = re.compile(r"\S+\s*$")
_LINE_ENDS = re.compile("\r\n|[\r\n]")
_SPACED = re.compile(r"[ \t]*\n\s*")


class Line(NamedTuple):
    """What stands before the cursor and after it; `cut` is what was last cut out of this line."""

    before: str = ""
    after: str = ""
    cut: str = ""

    @property
    def text(self) -> str:
        """All that was typed."""
        return self.before + self.after


def pressed(line: Line, key: Key, *, several: bool = False) -> Line:
    """The line after this key; `several`: the answer may have more than one line.

    A paste of several lines is one text: where one line is meant, a space takes the place of each line end.
    """
    if key.does == "text":
        return _with(line, key.text)
    if key.does == "paste":
        return _with(line, _pasted(key.text, several))
    if key.does == "new-line":
        return _with(line, "\n") if several else line
    return _KEYS[key.does](line) if key.does in _KEYS else line


def _with(line: Line, text: str) -> Line:
    room = max(LONGEST - len(line.text), 0)
    return line._replace(before=line.before + text[:room])


def _pasted(text: str, several: bool) -> str:
    text = _LINE_ENDS.sub("\n", text)
    text = text.strip("\n") if several else _SPACED.sub(" ", text.strip())
    text = text.replace("\t", " ")
    return "".join(sign for sign in text if (sign >= " " and sign != "\x7f") or sign == "\n")


def _cut(line: Line, before: int, after: int) -> Line:
    """Keep so much before the cursor, and from so far after it."""
    cut = line.before[before:] + line.after[:after]
    return Line(line.before[:before], line.after[after:], cut or line.cut)


def _deleted(line: Line, before: int, after: int) -> Line:
    return _cut(line, before, after)._replace(cut=line.cut)


def _move(line: Line, at: int) -> Line:
    return line._replace(before=line.text[:at], after=line.text[at:])


def _left(line: Line) -> int:
    """Where the letter before the cursor begins."""
    return len(line.before) - len(letters(line.before)[-1][0]) if line.before else 0


def _right(line: Line) -> int:
    """How long the letter after the cursor is."""
    return len(letters(line.after)[0][0]) if line.after else 0


def _begins(word: re.Pattern[str], line: Line) -> int:
    """Where the word before the cursor begins."""
    found = word.search(line.before)
    return found.start() if found else 0


def _ends(line: Line) -> int:
    """How far after the cursor the word there ends."""
    found = _WORD_RIGHT.match(line.after)
    return found.end() if found else len(line.after)


_KEYS: dict[str, Callable[[Line], Line]] = {
    "left": lambda line: _move(line, _left(line)),
    "right": lambda line: _move(line, len(line.before) + _right(line)),
    "home": lambda line: _move(line, 0),
    "end": lambda line: _move(line, len(line.text)),
    "word-left": lambda line: _move(line, _begins(_WORD_LEFT, line)),
    "word-right": lambda line: _move(line, len(line.before) + _ends(line)),
    "delete-left": lambda line: _deleted(line, _left(line), 0),
    "delete-right": lambda line: _deleted(line, len(line.before), _right(line)),
    "delete-word-left": lambda line: _cut(line, _begins(_WORD_LEFT, line), 0),
    "delete-word-right": lambda line: _cut(line, len(line.before), _ends(line)),
    "cut-word": lambda line: _cut(line, _begins(_SPACED_WORD_LEFT, line), 0),
    "cut-left": lambda line: _cut(line, 0, 0),
    "cut-right": lambda line: _cut(line, len(line.before), len(line.after)),
    "put-back": lambda line: _with(line, line.cut),
}
"""What the keys do that move and delete."""
