"""Formatting a register's values by their type, and phone numbers in groups."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import ulp
from typing import Any

from tui.locale import Words, as_sentence
from tui.page.parts import Fact
from tui.portal.checking import FITS, is_protected
from tui.portal.dates import date_parts, moment
from tui.portal.models import CatalogueBlock, CatalogueField


def fact(words: Words, field: CatalogueField, value: Any) -> Fact:
    """A field's label and its value, formatted by its type.

    A value that does not fit its type is shown as it came: registers may be wrong (R18).
    """
    label = words.local(field.label)
    if is_protected(value):
        reason = as_sentence(words.local(value["protected"]))
        return Fact(label=label, value=words("value.protected", reason=reason))
    if field.several and isinstance(value, list):
        return Fact(label=label, value=_enumerated([_said(words, field, one) for one in value]))
    return Fact(label=label, value=_said(words, field, value))


def _said(words: Words, field: CatalogueField, value: Any) -> str:
    """A single value; one that does not fit its type as it came, unless nobody could read that."""
    in_parts = isinstance(value, dict | list)
    if in_parts and not FITS[field.type](value, field):
        return words("data.value.unreadable")
    try:
        return _formatted(words, field, value)
    except (ValueError, InvalidOperation):
        return _as_it_came(words, value)


def _enumerated(values: list[str]) -> str:
    """Values in one line, told apart also where one has commas itself."""
    return ("; " if any("," in value for value in values) else ", ").join(values)


def is_filled_in(record: dict[str, Any], name: str) -> bool:
    """Whether a record has a value of this name that says something: nothing empty is one."""
    return _says_something(record.get(name))


def _says_something(value: Any) -> bool:
    match value:
        case None:
            return False
        case str():
            return bool(value.strip())
        case list():
            return any(map(_says_something, value))
        case dict():
            return any(map(_says_something, value.values()))
    return True


def record_facts(
    words: Words, block: CatalogueBlock, record: dict[str, Any], *, missing: str = ""
) -> tuple[Fact, ...]:
    """The facts of a record, in the catalogue's order.

    A field without a value is left out, or shown as `missing` where that is given.
    """
    facts = []
    for field in block.fields:
        if is_filled_in(record, field.name):
            facts.append(fact(words, field, record[field.name]))
        elif missing:
            facts.append(Fact(label=words.local(field.label), value=missing))
    return tuple(facts)


def national_number(value: str) -> str:
    """A national number as it is printed: "85.67.30-033.28".

    Raises ValueError unless it has 11 digits.
    """
    digits = "".join(sign for sign in value if sign.isdigit())
    if len(digits) != 11:
        raise ValueError(f"{len(digits)} digits in a national number")
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:9]}.{digits[9:]}"


def phone_number(value: str) -> str:
    """A Belgian phone number in groups: "+32 400 00 00 01". Other numbers are left alone."""
    rest = value.removeprefix("+32")
    if rest == value or not rest.isdigit() or len(rest) not in (8, 9):
        return value
    head = 3 if len(rest) == 9 else 2
    return " ".join(("+32", rest[:head], *(rest[at : at + 2] for at in range(head, len(rest), 2))))


def _formatted(words: Words, field: CatalogueField, value: Any) -> str:
    match field.type:
        case "date":
            return _date(words, str(value))
        case "amount":
            return _amount(words, value)
        case "number":
            return written(words, exact(value))
        case "nationalNumber":
            return national_number(str(value))
        case "yesNo" if isinstance(value, bool):
            return _as_it_came(words, value)
        case "code" if isinstance(value, dict):
            return _named(words, value["label"]) or value["code"]
        case "code":
            return words.local(field.codes.get(str(value), {})) or str(value)
        case "period" if isinstance(value, dict):
            return _period(words, value)
        case "dateTime" if (found := moment(str(value))) is not None:
            return words.moment(found)
        case "address" if isinstance(value, dict):
            return _address(words, value)
        case "masked":
            # Also where a register masks nothing, or in another way: no more of it than this is ever shown.
            return words("value.masked", end=str(value)[-4:])
        case "link" if isinstance(value, dict):
            return words("value.link", text=_named(words, value["text"]), url=value["url"])
        case "text" if field.language:
            return words.local({field.language: str(value)})
        case _:
            return _as_it_came(words, value)


def _as_it_came(words: Words, value: Any) -> str:
    if isinstance(value, bool):
        return words("value.yes" if value else "value.no")
    return str(value)


def _date(words: Words, text: str) -> str:
    """A day, or a month ("juni 1950"), or a year. Raises ValueError for anything else."""
    match date_parts(text):
        case (year, 0, _):
            return str(year)
        case (year, month, 0):
            return words("date.month", month=words(f"date.month-{month}"), year=year)
        case (year, month, day):
            return words.date(date(year, month, day))
    raise ValueError("no date")


def _period(words: Words, value: Any) -> str:
    """ "van 1 mei 2020 tot nu"; a period of which only the end is known is "tot 3 mei 2021"."""
    ends = {name: value[name] for name in ("from", "to") if name in value}
    # French and German say a month or a year otherwise than a day.
    kind = "days" if all((date_parts(end) or (0, 0, 0))[2] for end in ends.values()) else "other"
    known = "both" if len(ends) == 2 else "since" if "from" in ends else "until"
    start, end = (_date(words, ends[name]) if name in ends else "" for name in ("from", "to"))
    return words(f"value.period.{kind}.{known}", start=start, end=end)


def _address(words: Words, value: Any) -> str:
    """ "Straat 12 bus 3, 9000 Gent", in the reader's language where the register has it, or else in Dutch."""
    box = value.get("box", "")
    parts = (
        (
            _name(words, value.get("street", "")),
            value.get("houseNumber", ""),
            words("value.address.box", box=box) if box else "",
        ),
        (value.get("postCode", ""), _name(words, value["municipality"])),
        (_name(words, value.get("country", "")),),
    )
    lines = (" ".join(filter(None, part)) for part in parts)
    return ", ".join(filter(None, lines))


def _name(words: Words, text: Any) -> str:
    """A name, in one of the languages in which it is known: it needs no word of that language's."""
    return words.plain(text) if isinstance(text, dict) else str(text)


def _named(words: Words, text: Any) -> str:
    """A text of a register, with its language before it where that is not the reader's."""
    return words.local(text) if isinstance(text, dict) else str(text)


_MOST = Decimal(10) ** 24
"""From here on a number is shown as it came: nobody counts so many digits, nor those of its inverse."""


def exact(value: Any) -> Decimal:
    """A number as it was meant: 0.1 + 0.2 is 0.3. Raises ValueError or InvalidOperation for what is none."""
    number = Decimal(_digits(value) if isinstance(value, float) else str(value))
    if not number.is_finite() or (number and not 1 / _MOST < abs(number) < _MOST):
        raise ValueError(f"{value} is no number that one writes")
    return number or Decimal(0)  # never -0


def _digits(value: float) -> str:
    """The 15 digits that a double has for sure; those after them where calculating cannot have added them."""
    if value.is_integer():
        return f"{value:.0f}"
    sure = f"{value:.15g}"
    return sure if abs(float(sure) - value) <= 4 * ulp(value) else repr(value)


def _amount(words: Words, value: Any) -> str:
    """Euros and cents; half a cent is rounded up, as one learns to."""
    cents = exact(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    amount = written(words, abs(cents))
    return words("value.amount-negative" if cents < 0 else "value.amount", amount=amount)


def written(words: Words, number: Decimal) -> str:
    """1234.5 as "1.234,5" in Dutch, "1,234.5" in English."""
    return (
        f"{number:,f}".replace(",", "\0")
        .replace(".", words("value.decimal-sign"))
        .replace("\0", words("value.thousands-sign"))
    )
