"""Texts as lines of a terminal: nothing but plain letters, broken between words."""

import re

from tui.lines.cells import letters, width
from tui.portal.cleaning import clean

WIDEST = 78
"""Cells per line; short lines suit magnifiers and braille displays."""

INDENTED, QUOTED = "  ", "> "
"""What stands before a line that goes on, and before each line of a text that others wrote."""

# Boxes, blocks and braille patterns: decoration that a screen reader would read out character by character.
_DRAWING = re.compile("[\u2500-\u259f\u2800-\u28ff]")

# French ties ":" and "?" to the word before with a no-break space: no line may be broken there.
NO_BREAK = "\u00a0"
_WORD = re.compile(f"(?:\\S|{NO_BREAK})+")


def plain(text: str) -> str:
    """`text` without anything that moves the cursor or cannot be read aloud; line feeds stay."""
    return _DRAWING.sub("", clean(text)).replace("\t", " ")


def wrapped(text: str, used: int = 0, widest: int = WIDEST) -> list[str]:
    """`text` in lines of at most `widest` cells, broken between words.

    `used` cells of the first line are taken already. What goes on in a further line is indented, or marked as
    a quotation like the line before: only what the program itself begins a line with, can begin one.
    """
    lines: list[str] = []
    room = widest - used
    for paragraph in plain(text).split("\n"):
        further = QUOTED if paragraph.startswith(QUOTED) else INDENTED
        line, taken, empty = "", 0, True
        for word in _WORD.findall(paragraph):
            cells = width(word)
            if not empty and taken + 1 + cells > room:
                lines.append(line)
                line, taken, empty, room = further, len(further), True, widest
            if not empty:
                line, taken = f"{line} ", taken + 1
            empty = False
            if taken + cells <= room:
                line, taken = line + word, taken + cells
                continue
            for letter, more in letters(
                word
            ):  # longer than a line: there is no better place to break
                if taken + more > room and line != further:
                    lines.append(line)
                    line, taken, room = further, len(further), widest
                line, taken = line + letter, taken + more
        lines.append(line)
        room = widest
    return [spaced(line) for line in lines]


def spaced(text: str) -> str:
    """`text` with plain spaces for no-break spaces: they have done their work once lines are broken."""
    return plain(text).replace(NO_BREAK, " ")
