"""Deliberately wrong answers: of a faulty register, or of a hostile one."""

from collections.abc import Callable, Mapping

import msgspec

from mock_backends.people.loader import DataBlockDefinition, FieldDefinition, Value
from mock_backends.registers.models import Block
from mock_backends.shared.faults import HOSTILE

Change = Callable[[dict[str, Value], DataBlockDefinition], dict[str, Value]]


def distorted(kind: str, block: Block, definition: DataBlockDefinition) -> Block:
    """`block` with its records changed as a fault of this kind does; unchanged for other kinds."""
    change = CHANGES.get(kind)
    if change is None:
        return block
    # The fault must show even if there are no records.
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


CHANGES: Mapping[str, Change] = {"wrongSchema": _of_another_type, "hostile": _hostile}
