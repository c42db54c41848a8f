"""The types of a block's fields: what fits each, and what does not fit in a record."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from mock_backends.people.dates import DATE, is_date
from mock_backends.people.loader import DataBlockDefinition, FieldDefinition, FieldType, Value
from mock_backends.people.nearest import choice, unknown, written
from mock_backends.people.numbers import is_invented_number

POST_CODE = "^[1-9][0-9]{3}$"


class Misfit(NamedTuple):
    """What is wrong with a field of a record: English, without a full stop. `allowed` is what would fit."""

    name: str
    what: str
    allowed: str


def misfits(record: dict[str, Value], block: DataBlockDefinition) -> Iterator[Misfit]:
    """What is wrong with a record of `block`."""
    fields = {field.name: field for field in block.fields}
    for name, value in record.items():
        if name not in fields:
            what = f"the block {block.id} has no such field: {unknown('field', name, fields)}"
            yield Misfit(name, what, ", ".join(fields))
        elif not fits(value, fields[name]):
            kind, codes = fields[name].type, fields[name].codes
            allowed = choice(codes) if kind == "code" else TYPES[kind].allowed
            yield Misfit(name, f"{written(value)} is no {kind}", allowed)
    if block.title_field and block.title_field not in record:
        yield Misfit(block.title_field, "a record needs its title", f"a {block.title_field}")


def fits(value: object, field: FieldDefinition) -> bool:
    """Whether `value` is of the field's type; a date is the text "2026-11-23", or "2026-11" or "2026"."""
    return TYPES[field.type].fits(value, field)


def schema_of(field: FieldDefinition) -> dict[str, object]:
    """The JSON Schema of the field's values; of what only a calculation tells, the form alone."""
    kind = TYPES[field.type]
    return {**kind.schema, **({"enum": [*field.codes]} if field.codes else {})}


def _text(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str)


def _date(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and is_date(value)


def _year(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, int) and 1000 <= value <= 9999


def _number(value: object, field: FieldDefinition) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    # TOML has nan, inf and big integers; JSON readers agree up to here (RFC 8259 section 6).
    return abs(value) <= 2**53


def _national_number(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and is_invented_number(value)


def _post_code(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and re.fullmatch(POST_CODE, value) is not None


def _yes_no(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, bool)


def _code(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and value in field.codes


class ValueType(NamedTuple):
    """A type of values: whether one fits, what is allowed in an author's words, and as JSON Schema."""

    fits: Callable[[object, FieldDefinition], bool]
    allowed: str
    schema: Mapping[str, object]


TYPES: Mapping[FieldType, ValueType] = {
    "text": ValueType(_text, "a text", {"type": "string"}),
    "date": ValueType(
        _date,
        'a day, as 2026-11-23; or "2026-11" or "2026" where the rest is not known',
        {"type": "string", "pattern": DATE},
    ),
    "year": ValueType(
        _year,
        "a whole number from 1000 to 9999",
        {"type": "integer", "minimum": 1000, "maximum": 9999},
    ),
    "number": ValueType(
        _number, "a number up to 2^53", {"type": "number", "minimum": -(2**53), "maximum": 2**53}
    ),
    "amount": ValueType(
        _number,
        "a number of euros, as 12.5",
        {"type": "number", "minimum": -(2**53), "maximum": 2**53},
    ),
    "nationalNumber": ValueType(
        _national_number,
        "an invented one, a text of 11 digits: month + 60, last two right modulo 97",
        {"type": "string", "pattern": "^[0-9]{2}[67][0-9]{8}$"},
    ),
    "postCode": ValueType(
        _post_code,
        'a Belgian one, a text of four digits, as "9000"',
        {"type": "string", "pattern": POST_CODE},
    ),
    "yesNo": ValueType(_yes_no, "true or false", {"type": "boolean"}),
    "code": ValueType(_code, "one of the field's codes", {"type": "string"}),
}
