"""How an answer goes wrong on purpose: a register that errs, or one that nobody should trust."""

from collections.abc import Callable
from dataclasses import replace

import msgspec

from fixtures.loader import DataBlockDefinition, FieldDefinition, Value
from mock_backends.registers.answers import Answer
from mock_backends.registers.models import Block

HOSTILE = (
    "\x1b[2J\x1b[31mred",  # clears a terminal's screen and colours what follows (ECMA-48)
    "\x1b]52;c;c3RvbGVu\x07clipboard",  # writes to the clipboard (xterm, OSC 52)
    "\x1b]0;title\x1b\\title",  # renames the window
    "\x9b2Jone byte",  # the same as ESC [, in one C1 character
    "\u202etxt.exe\u2066",  # turns the reading direction round (Unicode bidi controls)
    "[/red][@click=app.quit]markup[/]",  # Textual's own markup
    "line\r\n\x08\x00\x7fend",
)
"""Texts that do harm when a terminal, or a renderer with a markup, takes them at their word."""


Change = Callable[[dict[str, Value], DataBlockDefinition], dict[str, Value]]


def content(kind: str, block: Block, definition: DataBlockDefinition) -> Block:
    """`block` with what a fault of this kind does to its values."""
    if kind == "wrongSchema":
        return _each(block, definition, _of_another_type)
    if kind == "hostile":
        return _each(block, definition, _hostile)
    return block


def bytes_sent(kind: str, answer: Answer) -> Answer:
    """`answer` with what a fault of this kind does to its bytes; the headers stay those of the whole."""
    if kind == "malformed":
        return Answer.of(b'{"blockId": "x", "records": [{', answer.records)
    if kind == "truncated":
        return replace(answer, body=answer.body[: len(answer.body) // 2])
    return answer


def _each(block: Block, definition: DataBlockDefinition, change: Change) -> Block:
    # Where there is no record the fault must show as well.
    return msgspec.structs.replace(
        block, records=tuple(change(record, definition) for record in block.records or ({},))
    )


def _of_another_type(record: dict[str, Value], definition: DataBlockDefinition) -> dict[str, Value]:
    return {field.name: 1 if field.type == "text" else "?" for field in definition.fields}


def _hostile(record: dict[str, Value], definition: DataBlockDefinition) -> dict[str, Value]:
    texts = [field.name for field in definition.fields if field.type == "text"]
    lies: dict[str, Value] = {
        name: HOSTILE[place % len(HOSTILE)] for place, name in enumerate(texts)
    }
    rest = {field.name: _plausible(field) for field in definition.fields if field.type == "code"}
    return {**rest, **record, **lies, "\x1b[31munknown": HOSTILE[0]}


def _plausible(field: FieldDefinition) -> Value:
    return next(iter(field.codes))
