"""Makes foreign text safe to draw, speak and store; nothing else does.

A terminal obeys control characters wherever they occur, Textual's widgets pass them on, and a register, a
sender or a file may contain any. They are removed from every text while an answer becomes a model, so that
both renderers get clean text.
"""

import re
from functools import cache
from typing import Any

DEEPEST = 32
"""Levels of nesting in JSON that are accepted; no document of ours has more than ten."""

_UNSAFE = (
    "["
    "\x00-\x08\x0b-\x1f\x7f"  # C0 and DEL, except tab and line feed
    "\x80-\x9f"  # C1: a second form of every escape sequence
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff"  # invisible: different texts would look the same
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # change the direction of the text after them (UAX #9)
    "\u2028\u2029"  # line ends that only some programs recognise
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags: text that is not shown
    "\ud800-\udfff"  # halves of a character
    "]"
    # Joiners combine characters (emoji families, Persian); next to ASCII they only make texts look alike.
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)  # compiled when first needed, which is not before the first paint


class TooDeep(ValueError):
    """An answer is nested more deeply than any document of ours."""


def clean(text: str) -> str:
    """`text` without control, escape, bidirectional and invisible characters; keeps tab and line feed."""
    if text.isascii() and text.isprintable():
        return text
    return _unsafe().sub("", text)


def clean_all(value: Any, depth: int = 0) -> Any:
    """JSON with every text in it cleaned, the names of members too. Raises TooDeep."""
    if depth > DEEPEST:
        raise TooDeep(f"more than {DEEPEST} levels")
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_all(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {clean(name): clean_all(member, depth + 1) for name, member in value.items()}
    return value
