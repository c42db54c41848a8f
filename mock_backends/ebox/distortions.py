"""How the eBox's answers go wrong on purpose."""

from typing import Any

import msgspec

from mock_backends.shared.faults import HOSTILE


def bytes_sent(kind: str, body: bytes) -> bytes:
    """The JSON in `body` with what a fault of this kind does to it.

    A mix-up of persons has no form here: the eBox's contract has nothing to notice it by.
    """
    if kind in ("malformed", "truncated"):
        return body[: len(body) // 2]
    if kind == "wrongSchema":
        return msgspec.json.encode(_each(msgspec.json.decode(body), lambda name, text: 1))
    if kind == "hostile":
        return msgspec.json.encode(_each(msgspec.json.decode(body), _hostile))
    return body


def _each(value: Any, change: Any, language: str = "") -> Any:
    # Only what people read is changed: texts by language.
    if isinstance(value, dict):
        return {
            name: _each(member, change, name if name in ("nl", "fr", "de", "en") else "")
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [_each(member, change) for member in value]
    return change(language, value) if language else value


def _hostile(language: str, text: str) -> str:
    return "".join(HOSTILE) + text
