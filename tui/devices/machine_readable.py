"""The three lines that machines read on the back of an identity card (ICAO Doc 9303 part 5, size TD1)."""

from __future__ import annotations

import unicodedata
from itertools import cycle

WIDE = 30
"""Characters in each of the three lines."""

_VALUES = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_LONG = {"ß": "SS", "Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Æ": "AE", "Ø": "OE", "Œ": "OE"}
"""Letters that are written as two (Doc 9303 part 3, section 6)."""


def check_digit(text: str) -> str:
    """The check digit over `text` (Doc 9303 part 3, section 4.9)."""
    weighed = zip(text, cycle((7, 3, 1)), strict=False)
    return str(sum(_VALUES.get(sign, 0) * weight for sign, weight in weighed) % 10)


def lines(
    *,
    card_number: str,
    national_number: str,
    born: str,
    sex: str,
    expires: str,
    nationality: str,
    surname: str,
    given_names: str,
) -> tuple[str, str, str]:
    """The lines. `born` and `expires` are YYMMDD, with "<<" for a part that is unknown.

    A card number of twelve digits does not fit its nine places: the rest stands behind it, as Doc 9303 part 5
    section 4.2.2 has it.
    """
    number = card_number[:9] + "<" + card_number[9:] + check_digit(card_number)
    first = _filled("IDBEL" + number)
    dates = (born + check_digit(born), sex or "<", expires + check_digit(expires))
    second = _filled("".join(dates) + nationality + national_number)[: WIDE - 1]
    over = first[5:] + second[:7] + second[8:15] + second[18:]
    return first, second + check_digit(over), _filled(f"{_name(surname)}<<{_name(given_names)}")


def _filled(text: str) -> str:
    return text[:WIDE].ljust(WIDE, "<")


def _name(text: str) -> str:
    """A name in the letters that there are: without accents, and with one filler between its parts."""
    capital = "".join(_LONG.get(sign, sign) for sign in text.upper())
    plain = unicodedata.normalize("NFD", capital)
    signs = ("<" if sign in " -" else sign for sign in plain)
    return "".join(sign for sign in signs if sign == "<" or sign in _VALUES)
