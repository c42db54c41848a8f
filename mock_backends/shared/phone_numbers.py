"""Normalises phone numbers as people write them."""

import re

_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_BELGIAN = re.compile(r"\+32[1-9][0-9]{7,8}")


def e164(written: str) -> str:
    """`written` as + and digits (ITU-T E.164), or "" when it is not a phone number.

    A number with a single leading 0 is Belgian. The "(0)" of "+32 (0)470" is for callers within the
    country, and is dropped.
    """
    number = re.sub(r"[\s./()-]", "", re.sub(r"^(\s*(?:\+|00).*?)\(0\)", r"\1", written))
    if number.startswith("00"):
        number = "+" + number[2:]
    elif number.startswith("0"):
        number = "+32" + number[1:]
    right = _BELGIAN if number.startswith("+32") else _E164
    return number if right.fullmatch(number) else ""
