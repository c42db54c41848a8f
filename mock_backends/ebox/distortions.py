"""How the eBox's answers go wrong on purpose."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from mock_backends.shared.faults import HOSTILE

Change = Callable[[str], Any]
"""From a text that people read to what stands in its place."""


def distorted(kind: str, content: Any) -> Any:
    """`content` as plain JSON values, with what a fault of this kind does to its texts."""
    return _each(msgspec.json.decode(msgspec.json.encode(content)), CHANGES[kind])


def _each(value: Any, change: Change, language: str = "") -> Any:
    # Only what people read is changed: texts by language.
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
