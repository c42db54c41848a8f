"""How a value from a register is written, and said where writing reads badly aloud."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from tui.journey.page import Fact
from tui.locale import Words
from tui.portal.models import CatalogueBlock, CatalogueField


def fact(words: Words, field: CatalogueField, value: Any) -> Fact:
    """One field's label and value, in the words of its type.

    A value that does not fit its type is shown as it came: it is the register's, and may be wrong (R18).
    """
    label = words.local(field.label)
    try:
        shown, spoken = _written(words, field, value)
    except (ValueError, InvalidOperation):
        shown, spoken = str(value), ""
    return Fact(label=label, value=shown, spoken=spoken)


def record_facts(
    words: Words, block: CatalogueBlock, record: dict[str, Any], *, missing: str = ""
) -> tuple[Fact, ...]:
    """The facts of one record in the catalogue's order.

    A field without a value is left out, or shown as `missing` where that is given.
    """
    facts = []
    for field in block.fields:
        if field.name in record:
            facts.append(fact(words, field, record[field.name]))
        elif missing:
            facts.append(Fact(label=words.local(field.label), value=missing))
    return tuple(facts)


def national_number(value: str) -> tuple[str, str]:
    """A national number as it is printed, and digit by digit: "85.67.30-033.28", "8 5, 6 7, 3 0, ...".

    Raises ValueError when it has no 11 digits.
    """
    digits = "".join(one for one in value if one.isdigit())
    if len(digits) != 11:
        raise ValueError(f"{len(digits)} digits in a national number")
    pieces = (digits[:2], digits[2:4], digits[4:6], digits[6:9], digits[9:])
    written = f"{pieces[0]}.{pieces[1]}.{pieces[2]}-{pieces[3]}.{pieces[4]}"
    return written, ", ".join(" ".join(piece) for piece in pieces)


def phone_number(value: str) -> tuple[str, str]:
    """A phone number in groups, and digit by digit: "+32 400 00 00 01", "+ 3 2, 4 0 0, ..."."""
    rest = value.removeprefix("+32")
    if rest == value or not rest.isdigit() or len(rest) not in (8, 9):
        return value, ""
    head = 3 if len(rest) == 9 else 2
    pieces = ["+32", rest[:head], *(rest[at : at + 2] for at in range(head, len(rest), 2))]
    return " ".join(pieces), ", ".join(" ".join(piece) for piece in pieces)


def _written(words: Words, field: CatalogueField, value: Any) -> tuple[str, str]:
    match field.type:
        case "date":
            return words.date(date.fromisoformat(str(value))), ""
        case "amount":
            return _amount(words, Decimal(str(value)))
        case "number":
            return _number(words, Decimal(str(value))), ""
        case "nationalNumber":
            return national_number(str(value))
        case "yesNo" if isinstance(value, bool):
            return words("value.yes" if value else "value.no"), ""
        case "code":
            return words.local(field.codes.get(str(value), {})) or str(value), ""
        case _:
            return str(value), ""


def _amount(words: Words, amount: Decimal) -> tuple[str, str]:
    cents = amount.quantize(Decimal("0.01"))
    whole, _, part = f"{abs(cents):f}".partition(".")
    written = words("value.amount", amount=_number(words, cents))
    key = "value.amount.spoken-whole" if part == "00" else "value.amount.spoken"
    sign = f"{words('value.minus')} " if cents < 0 else ""
    return written, sign + words(key, whole=whole, part=part)


def _number(words: Words, number: Decimal) -> str:
    """1234.5 as "1.234,5" in Dutch, "1,234.5" in English."""
    return (
        f"{number:,f}".replace(",", "\0")
        .replace(".", words("value.decimal-sign"))
        .replace("\0", words("value.thousands-sign"))
    )
