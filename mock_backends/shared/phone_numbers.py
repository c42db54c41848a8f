"""Phone numbers as people write them, and as little of one as shows whose it is."""

import re

from mock_backends.shared.typed import line

_BETWEEN_DIGITS = "[ ./()\u2010-\u2015\u2212-]"

# In Belgium mobile numbers have nine digits and begin with 4; the others have eight.
_E164 = re.compile(r"\+32(?:4[0-9]{8}|(?!4[5-9])[1-9][0-9]{7})|\+(?!32)[1-9][0-9]{7,14}")


def e164(written: str) -> str:
    """`written` as + and digits (ITU-T E.164), or "" when it is not a phone number.

    A number with a single leading 0 is Belgian. The "(0)" of "+32 (0)470" is for callers within the
    country, and is dropped; so is the 0 of "+32 0470", for no number within the country begins with it.
    """
    number = re.sub(r"^([( ]*(?:\+|00).*?)\( *0 *\)", r"\1", line(written))
    number = re.sub(_BETWEEN_DIGITS, "", number)
    if number.startswith("00"):
        number = "+" + number[2:]
    elif number.startswith("0"):
        number = "+32" + number[1:]
    number = re.sub(r"^\+320", "+32", number)
    return number if _E164.fullmatch(number) else ""


def masked(number: str) -> str:
    """A number with its middle masked: "+32 400 ** ** 01"."""
    hidden = len(number) - 8
    groups = ["*" * min(2, hidden - start) for start in range(0, hidden, 2)]
    return " ".join((number[:3], number[3:6], *groups, number[-2:]))
