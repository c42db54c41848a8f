"""Deliberately wrong answers: of a faulty register, or of a hostile one."""

from collections.abc import Callable, Mapping

import msgspec

from mock_backends.people.loader import (
    DataBlockDefinition,
    FieldDefinition,
    FieldType,
    Value,
)
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
    fields = [field for field in definition.fields if field.type in LIES]
    lies = {
        field.name: _lie(field, HOSTILE[place % len(HOSTILE)]) for place, field in enumerate(fields)
    }
    rest = {field.name: _plausible(field) for field in definition.fields if field.type == "code"}
    return {**rest, **record, **lies, "\x1b[31munknown": HOSTILE[0]}


def _lie(field: FieldDefinition, text: str) -> Value:
    lie = LIES[field.type](text)
    return (lie, lie) if field.several else lie


def _plausible(field: FieldDefinition) -> Value:
    code = next(iter(field.codes))
    return (code,) if field.several else code


MARKUP = "[/red][@click=app.quit]{name}[/]"
"""What may stand in a web address, and is more than a text to who reads markup or fills places in."""

PROTECTED: tuple[FieldType, ...] = ("date", "dateTime", "masked", "period")

PARTS = ("street", "houseNumber", "box", "postCode", "municipality", "country")

LIES: Mapping[FieldType, Callable[[str], Value]] = {
    "text": str,
    "address": lambda text: dict.fromkeys(PARTS, text),
    "link": lambda text: {"text": text, "url": f"https://voorbeeld.example/{MARKUP}"},
    **dict.fromkeys(PROTECTED, lambda text: {"protected": {"nl": text}}),
}
"""How a text gets into a value of a type and stays within the contract: in its parts, or as a reason."""


CHANGES: Mapping[str, Change] = {"wrongSchema": _of_another_type, "hostile": _hostile}
