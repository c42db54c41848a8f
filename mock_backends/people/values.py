"""Checks a record's values against the types of its block's fields."""

import re
from collections.abc import Callable

from mock_backends.people.dates import is_date
from mock_backends.people.loader import DataBlockDefinition, FieldDefinition, Value
from mock_backends.people.numbers import is_national_number


def misfits(record: dict[str, Value], block: DataBlockDefinition) -> list[tuple[str, str]]:
    """What is wrong with a record of `block`, as (field, English sentence without a full stop)."""
    fields = {field.name: field for field in block.fields}
    wrong = []
    for name, value in record.items():
        if name not in fields:
            wrong.append((name, f"the block {block.id} has no such field"))
        elif not fits(value, fields[name]):
            wrong.append((name, f"{value!r} is no {fields[name].type}"))
    if block.title_field and block.title_field not in record:
        wrong.append((block.title_field, "a record needs its title"))
    return wrong


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
    return isinstance(value, str) and is_national_number(value)


def _post_code(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and re.fullmatch("[1-9][0-9]{3}", value) is not None


def _yes_no(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, bool)


def _code(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and value in field.codes


_FITS: dict[str, Callable[[object, FieldDefinition], bool]] = {
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
