"""How the eBox's answers go wrong on purpose."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from mock_backends.shared.faults import HOSTILE

Change = Callable[[str], Any]
"""Maps a text that people read to its replacement."""


def distorted(kind: str, content: Any) -> Any:
    """`content` as plain JSON values, its texts changed as a fault of this kind does.

    The fault must show even if there are no texts: then all of it is what a text would become.
    """
    plain = msgspec.json.decode(msgspec.json.encode(content))
    changed = _each(plain, CHANGES[kind])
    return CHANGES[kind]("") if changed == plain else changed


def _each(value: Any, change: Change, language: str = "") -> Any:
    # Only texts by language are changed: they are what people read.
    if isinstance(value, dict):
        return {
            name: _each(member, change, name if name in ("nl", "fr", "de", "en") else "")
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [_each(member, change) for member in value]
    return change(value) if language else value


def _hostile(text: str) -> Any:
    return "".join(HOSTILE) + text


CHANGES: Mapping[str, Change] = {"wrongSchema": lambda text: 1, "hostile": _hostile}
