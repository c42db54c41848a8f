"""Formatting a register's values by their type, and phone numbers in groups."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from tui.locale import Words
from tui.page.parts import Fact
from tui.portal.dates import date_parts
from tui.portal.models import CatalogueBlock, CatalogueField


def fact(words: Words, field: CatalogueField, value: Any) -> Fact:
    """A field's label and its value, formatted by its type.

    A value that does not fit its type is shown as it came: registers may be wrong (R18).
    """
    label = words.local(field.label)
    if isinstance(value, dict | list):
        return Fact(label=label, value=words("data.value.unreadable"))
    try:
        return Fact(label=label, value=_formatted(words, field, value))
    except (ValueError, InvalidOperation):
        return Fact(label=label, value=_as_it_came(words, value))


def is_filled_in(record: dict[str, Any], name: str) -> bool:
    """Whether a record has a value of this name that says something: no empty text is one."""
    value = record.get(name)
    return not (value is None or (isinstance(value, str) and not value.strip()))


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
            return _number(words, _exact(value))
        case "nationalNumber":
            return national_number(str(value))
        case "yesNo" if isinstance(value, bool):
            return _as_it_came(words, value)
        case "code":
            return words.local(field.codes.get(str(value), {})) or str(value)
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


_MOST = Decimal(10) ** 24
"""From here on a number is shown as it came: nobody counts so many digits, nor those of its inverse."""


def _exact(value: Any) -> Decimal:
    """A number as it was meant: 0.1 + 0.2 is 0.3. Raises ValueError or InvalidOperation for what is none."""
    # A double holds 15 digits for sure; what comes after them, nobody wrote.
    number = Decimal(f"{value:.15g}" if isinstance(value, float) else str(value))
    if not number.is_finite() or (number and not 1 / _MOST < abs(number) < _MOST):
        raise ValueError(f"{value} is no number that one writes")
    return number or Decimal(0)  # never -0


def _amount(words: Words, value: Any) -> str:
    """Euros and cents; half a cent is rounded up, as one learns to."""
    cents = _exact(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    amount = _number(words, abs(cents))
    return words("value.amount-negative" if cents < 0 else "value.amount", amount=amount)


def _number(words: Words, number: Decimal) -> str:
    """1234.5 as "1.234,5" in Dutch, "1,234.5" in English."""
    return (
        f"{number:,f}".replace(",", "\0")
        .replace(".", words("value.decimal-sign"))
        .replace("\0", words("value.thousands-sign"))
    )
