"""Foreign text made safe to draw, speak and store: the one place where it happens.

A terminal obeys control characters wherever they stand; a register, a sender or a file may hold any
(security research, section 0: all of Textual's widgets pass them on). They are taken out of every text
while an answer becomes a model, so that both renderers get clean text.
"""

import re
from functools import cache
from typing import Any

DEEPEST = 32
"""Levels of JSON inside JSON that are read; no document of ours has more than ten."""

_UNSAFE = (
    "["
    "\x00-\x08\x0b-\x1f\x7f"  # C0 and DEL, but tab and line feed
    "\x80-\x9f"  # C1: a second form of every escape sequence
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff"  # invisible: two texts that look the same
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # turn the direction of what follows (UAX #9)
    "\u2028\u2029"  # line ends that only some programs see
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags: text that is not shown
    "\ud800-\udfff"  # halves of a character
    "]"
    # Joiners make one sign of several (families, Persian); between ASCII letters they only hide.
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)  # not before there is such a text: a first paint has none


class TooDeep(ValueError):
    """An answer is nested deeper than any document allows."""


def clean(text: str) -> str:
    """`text` without control, escape, bidirectional and invisible characters; keeps tab and line feed."""
    if text.isascii() and text.isprintable():
        return text
    return _unsafe().sub("", text)


def clean_all(value: Any, depth: int = 0) -> Any:
    """JSON with every text in it cleaned, names of members too. Raises TooDeep."""
    if depth > DEEPEST:
        raise TooDeep(f"more than {DEEPEST} levels")
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_all(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {clean(name): clean_all(one, depth + 1) for name, one in value.items()}
    return value
