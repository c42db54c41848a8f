"""The types of a block's fields: what fits each, and what does not fit in a record.

A value travels as it stands here. This table is what the check, the schema of a person's file, and the values
in the registers' `openapi.yaml` follow; the citizen's side has its own, and tests hold them all together.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from mock_backends.people.dates import DATE, MOMENT, is_date, is_moment
from mock_backends.people.loader import (
    LANGUAGES,
    DataBlockDefinition,
    FieldDefinition,
    FieldType,
    Value,
)
from mock_backends.people.nearest import choice, unknown, written
from mock_backends.people.numbers import is_invented_number

POST_CODE = "^[1-9][0-9]{3}$"
URL = "^https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?([/?#][!-~]*)?$"
"""A web address in ASCII, without a name of a user: one sees where it leads."""

WHY = (
    'why the register may not show it, by language, as { protected = { nl = "Dit is beschermd." } }'
)
"""What is allowed where somebody meant to say that a value is protected."""

MASKED = "^[0-9A-Za-z]{1,4}$"
"""The last signs of what is masked; the rest never leaves the register."""


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
            meant = isinstance(value, dict) and "protected" in value
            may_be = WHY if meant else allowed(fields[name])
            yield Misfit(name, f"{written(value)} is no {in_words(fields[name])}", may_be)
    if block.title_field and block.title_field not in record:
        yield Misfit(block.title_field, "a record needs its title", f"a {block.title_field}")


def backwards(
    records: tuple[dict[str, Value], ...], block: DataBlockDefinition
) -> Iterator[tuple[int, str]]:
    """The periods that end before they begin, by record and field; where only one end is known, none."""
    periods = [field.name for field in block.fields if field.type == "period"]
    for index, record in enumerate(records):
        for name in periods:
            value = record.get(name, {})
            for one in value if isinstance(value, tuple) else (value,):
                if not isinstance(one, dict):
                    continue
                begins, ends = (str(one.get(end, "")) for end in ("from", "to"))
                known = min(len(begins), len(ends))
                if is_date(begins) and is_date(ends) and begins[:known] > ends[:known]:
                    yield index, name


def fits(value: object, field: FieldDefinition) -> bool:
    """Whether `value` is of the field's type, or says why the register may not show it."""
    if _is_protected(value):
        return True
    if not field.several:
        return TYPES[field.type].fits(value, field)
    return (
        isinstance(value, list | tuple)
        and len(value) > 0
        and all(TYPES[field.type].fits(one, field) for one in value)
    )


def in_words(field: FieldDefinition) -> str:
    """What a value of this field is called."""
    return f"list of {field.type}" if field.several else field.type


def allowed(field: FieldDefinition) -> str:
    """What fits the field, in an author's words."""
    kind = TYPES[field.type].allowed
    if field.type == "code":
        kind = f"{choice(field.codes)}, or a table with code and label"
    return f"a list, each {kind}" if field.several else kind


def schema_of(field: FieldDefinition) -> dict[str, object]:
    """The JSON Schema of the field's values; of what only a calculation tells, the form alone."""
    one: dict[str, object] = {**TYPES[field.type].schema}
    if field.codes:
        one = {"anyOf": [{"enum": [*field.codes]}, CODE]}
    if field.several:
        one = {"type": "array", "minItems": 1, "items": one}
    return {"anyOf": [one, PROTECTED]}


TEXT: dict[str, object] = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {one: {"type": "string", "minLength": 1} for one in LANGUAGES},
        },
    ]
}
"""A text that is not empty: one for all readers, or by language."""


def _table(required: tuple[str, ...], **members: object) -> dict[str, object]:
    return {
        "type": "object",
        **({"required": [*required]} if required else {}),
        "additionalProperties": False,
        "properties": members,
    }


PROTECTED = _table(("protected",), protected=TEXT["anyOf"][1])  # type: ignore[index]
"""In the place of any value: the register has one and may not show it, and says why."""

CODE = _table(("code", "label"), code={"type": "string", "minLength": 1}, label=TEXT)
"""A code that the catalogue has not, with the register's own words for it."""


def _is_table(value: object, required: Iterable[str], optional: Iterable[str] = ()) -> bool:
    """Whether `value` is a table with these names and no others."""
    return isinstance(value, dict) and {*required} <= {*value} <= {*required, *optional}


def _is_text(value: object) -> bool:
    """Whether `value` is a text that is not empty, one for all readers or by language."""
    if isinstance(value, dict):
        return len(value) > 0 and all(
            name in LANGUAGES and isinstance(text, str) and text for name, text in value.items()
        )
    return isinstance(value, str) and bool(value)


def _is_protected(value: object) -> bool:
    return (
        isinstance(value, dict)
        and _is_table(value, ("protected",))
        and isinstance(value["protected"], dict)
        and _is_text(value["protected"])
    )


def _text(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str)


def _date(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and is_date(value)


def _period(value: object, field: FieldDefinition) -> bool:
    return (
        isinstance(value, dict)
        and len(value) > 0
        and _is_table(value, (), ("from", "to"))
        and all(_date(day, field) for day in value.values())
    )


def _moment(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and is_moment(value)


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
    if isinstance(value, dict):
        code = value.get("code")
        return (
            _is_table(value, ("code", "label"))
            and isinstance(code, str)
            and bool(code)
            and _is_text(value["label"])
        )
    return isinstance(value, str) and value in field.codes


def _address(value: object, field: FieldDefinition) -> bool:
    optional = ("street", "houseNumber", "box", "postCode", "country")
    if not isinstance(value, dict) or not _is_table(value, ("municipality",), optional):
        return False
    named = {"street", "municipality", "country"}
    if not all(
        _is_text(member) if name in named else isinstance(member, str) and member
        for name, member in value.items()
    ):
        return False
    # A post code of another country has that country's form.
    return "country" in value or _post_code(value.get("postCode", "1000"), field)


def _masked(value: object, field: FieldDefinition) -> bool:
    return isinstance(value, str) and re.fullmatch(MASKED, value) is not None


def _link(value: object, field: FieldDefinition) -> bool:
    return (
        isinstance(value, dict)
        and _is_table(value, ("text", "url"))
        and _is_text(value["text"])
        and isinstance(value["url"], str)
        and re.fullmatch(URL, value["url"]) is not None
    )


class ValueType(NamedTuple):
    """A type of values: whether one fits, what is allowed in an author's words, and as JSON Schema."""

    fits: Callable[[object, FieldDefinition], bool]
    allowed: str
    schema: Mapping[str, object]


_LIMITS = {"type": "number", "minimum": -(2**53), "maximum": 2**53}

TYPES: Mapping[FieldType, ValueType] = {
    "text": ValueType(_text, "a text", {"type": "string"}),
    "code": ValueType(
        _code,
        "one of the field's codes, or a table with code and label",
        {"anyOf": [{"type": "string", "minLength": 1}, CODE]},
    ),
    "date": ValueType(
        _date,
        'a day, as 2026-11-23; or "2026-11" or "2026" where the rest is not known',
        {"type": "string", "pattern": DATE},
    ),
    "period": ValueType(
        _period,
        "a table with from, to, or both, each a date, as { from = 2020-05-01 }",
        {
            **_table((), **{name: {"type": "string", "pattern": DATE} for name in ("from", "to")}),
            "minProperties": 1,
        },
    ),
    "dateTime": ValueType(
        _moment,
        "a date and time, as 2026-11-23T09:30:00, in Belgian time unless an offset follows",
        {"type": "string", "pattern": MOMENT},
    ),
    "year": ValueType(
        _year,
        "a whole number from 1000 to 9999",
        {"type": "integer", "minimum": 1000, "maximum": 9999},
    ),
    "number": ValueType(_number, "a number up to 2^53", _LIMITS),
    "amount": ValueType(_number, "a number of euros, as 12.5", _LIMITS),
    "yesNo": ValueType(_yes_no, "true or false", {"type": "boolean"}),
    "address": ValueType(
        _address,
        "a table with municipality, and street, houseNumber, box, postCode and country where there are any; "
        "a postCode of four digits unless there is a country",
        _table(
            ("municipality",),
            street=TEXT,
            houseNumber={"type": "string", "minLength": 1},
            box={"type": "string", "minLength": 1},
            postCode={"type": "string", "minLength": 1},
            municipality=TEXT,
            country=TEXT,
        ),
    ),
    "postCode": ValueType(
        _post_code,
        'a Belgian one, a text of four digits, as "9000"',
        {"type": "string", "pattern": POST_CODE},
    ),
    "nationalNumber": ValueType(
        _national_number,
        "an invented one, a text of 11 digits: month + 60, last two right modulo 97",
        {"type": "string", "pattern": "^[0-9]{2}[67][0-9]{8}$"},
    ),
    "masked": ValueType(
        _masked,
        'the last signs alone, 1 to 4 letters or digits, as "0101"',
        {"type": "string", "pattern": MASKED},
    ),
    "link": ValueType(
        _link,
        'a table with text and url, as { text = "Meer lezen", url = "https://www.vlaanderen.be" }',
        _table(("text", "url"), text=TEXT, url={"type": "string", "pattern": URL}),
    ),
}
