"""How a terminal counts text: in letters as a person sees them, each with its width in cells."""

import re

ALWAYS_ONE = "\u0300"
"""Below the first combining letter, each letter stands for itself, in one cell."""

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_JOINER = re.compile("[\u200d\ufe0f]")
_JOINED = re.compile("[\u200d\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")


def letters(text: str) -> list[tuple[str, int]]:
    """The letters of a text with all that belongs to each (accents, joined emoji), and their cells.

    A line feed is a letter without a cell.
    """
    if text.isascii() or max(text) < ALWAYS_ONE:
        return [(sign, sign != "\n") for sign in text]
    from rich.cells import split_graphemes  # its tables are only needed for such a text

    found: list[tuple[str, int]] = []
    for number, line in enumerate(text.split("\n")):
        found += [("\n", 0)] if number else []
        for start, end, cells in split_graphemes(line)[0]:
            letter = line[start:end]
            if found and _FLAG.fullmatch(found[-1][0] + letter):  # two letters of a country
                found[-1] = (found[-1][0] + letter, found[-1][1] + cells)
            else:
                found.append((letter, cells))
    return found


def width(text: str) -> int:
    """The cells that a text takes on one line."""
    return len(text) if text.isascii() else sum(cells for _, cells in letters(text))


def is_uncertain(letter: str) -> bool:
    """Whether terminals disagree on the width of a letter: some add up what others join."""
    if len(letter) < 2:
        return False
    from unicodedata import category

    return bool(_JOINED.search(letter)) or any(category(sign) == "Mc" for sign in letter)


def widest(letter: str, cells: int) -> int:
    """The most cells that a terminal may give a letter which takes so many by the tables."""
    return 2 * len(_JOINER.sub("", letter)) if is_uncertain(letter) else cells
