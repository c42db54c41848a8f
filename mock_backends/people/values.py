"""Checks a record's values against the types of its block's fields."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mock_backends.people.dates import is_date
from mock_backends.people.loader import DataBlockDefinition, FieldDefinition, FieldType, Value
from mock_backends.people.nearest import choice, unknown, written
from mock_backends.people.numbers import is_invented_number


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
            kind = fields[name].type
            allowed = choice(fields[name].codes) if kind == "code" else ALLOWED[kind]
            yield Misfit(name, f"{written(value)} is no {kind}", allowed)
    if block.title_field and block.title_field not in record:
        yield Misfit(block.title_field, "a record needs its title", f"a {block.title_field}")


def fits(value: object, field: FieldDefinition) -> bool:
    """Whether `value` is of the field's type; a date is the text "2026-11-23", or "2026-11" or "2026"."""
    return _FITS[field.type](value, field)


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
    return isinstance(value, str) and re.fullmatch("[1-9][0-9]{3}", value) is not None


def _yes_no(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, bool)


def _code(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and value in field.codes


_FITS: dict[FieldType, Callable[[object, FieldDefinition], bool]] = {
    "text": _text,
    "date": _date,
    "year": _year,
    "number": _number,
    "amount": _number,
    "nationalNumber": _national_number,
    "postCode": _post_code,
    "yesNo": _yes_no,
    "code": _code,
}

ALLOWED: dict[FieldType, str] = {
    "text": "a text",
    "date": 'a day, as 2026-11-23; or "2026-11" or "2026" where the rest is not known',
    "year": "a whole number from 1000 to 9999",
    "number": "a number up to 2^53",
    "amount": "a number of euros, as 12.5",
    "nationalNumber": "an invented one, a text of 11 digits: month + 60, last two right modulo 97",
    "postCode": 'a Belgian one, a text of four digits, as "9000"',
    "yesNo": "true or false",
    "code": "one of the field's codes",
}
"""What each type allows, in an author's words."""
