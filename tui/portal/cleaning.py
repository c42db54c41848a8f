"""Makes foreign text safe to draw, speak and store; nothing else does.

A terminal obeys control characters wherever they occur, Textual's widgets pass them on, and a register, a
sender or a file may contain any. They are removed from every text while an answer becomes a model, so that
both renderers get clean text. A text holds one line, unless it is known to hold several: otherwise a subject
with line feeds could look like lines of the program's own.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

DEEPEST = 32
"""Levels of nesting in JSON that are accepted; no document of ours has more than ten."""

_UNSAFE = (
    "["
    "\x00-\x08\x0e-\x1f\x7f"  # C0 and DEL, except tab and what ends a line
    "\x80-\x9f"  # C1: a second form of every escape sequence
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff"  # invisible: different texts would look the same
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # change the direction of the text after them (UAX #9)
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags: text that is not shown
    "\ud800-\udfff"  # halves of a character
    "]"
)

# Joiners combine characters (emoji families, Persian); next to ASCII they only make texts look alike.
_JOINERS = "(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])"

# However a line ends (UAX #14, mandatory breaks); some programs recognise only some of these.
_BREAK = "\r\n|[\n\x0b\x0c\r\x85\u2028\u2029]"
_BLANKS = "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]{2,}"

Several = Callable[[str], bool]
"""Whether the texts in a member of this name may have several lines."""


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)  # compiled when first needed, which is not before the first paint


class TooDeep(ValueError):
    """An answer is nested more deeply than any document of ours."""


def clean(text: str) -> str:
    """`text` without control, escape, bidirectional and invisible characters; lines end in a line feed."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_JOINERS, "", _unsafe().sub("", re.sub(_BREAK, "\n", text)))


def clean_line(text: str) -> str:
    """`text` cleaned, on one line: a line's end becomes a space, and so do several blanks."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return re.sub(_BLANKS, " ", clean(text).replace("\n", " ").replace("\t", " ")).strip(" ")


def no_member(_name: str) -> bool:
    """Every text holds one line."""
    return False


def every_member(_name: str) -> bool:
    """Every text may have several lines."""
    return True


def clean_all(value: Any, several: Several = no_member, depth: int = 0) -> Any:
    """JSON with every text in it cleaned, the names of members too. Raises TooDeep."""
    return _cleaned(value, clean_line, several, depth)


def _cleaned(value: Any, text: Callable[[str], str], several: Several, depth: int) -> Any:
    if depth > DEEPEST:
        raise TooDeep(f"more than {DEEPEST} levels")
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [_cleaned(item, text, several, depth + 1) for item in value]
    if isinstance(value, dict):
        return {
            clean_line(name): _cleaned(member, clean if several(name) else text, several, depth + 1)
            for name, member in value.items()
        }
    return value
