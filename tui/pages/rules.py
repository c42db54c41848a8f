"""What an answer must be like: an e-mail address, a phone number, and the parts of a Belgian address.

Each rule takes a tidied text (`tui.page.typed`) and returns the code of what is wrong with it, or "". They
only spare the citizen a review of what cannot be saved; the service decides, by the same rules
(`mock_backends/profile_service/entries.py`), and `tests/typed.toml` holds both to them.
"""

import re
import unicodedata

_ATOM_SIGNS = frozenset("!#$%&'*+/=?^_`{|}~-")
"""What an unquoted local part may have beside letters and digits (atext, RFC 5322 section 3.2.3)."""

_NAME_SIGNS = frozenset(" -.,/()'`\u00b4\u2018\u2019\u2032\u2010\u2011\u2013")
"""What the name of a municipality may have beside letters: each of the signs that keyboards and word
processors put for the apostrophe of "'s-Gravenwezel", or for a hyphen.
"""

_NO_NUMBER = re.compile(r"(?:z|s|o)[ .]*/?[ .]*n\.?", re.IGNORECASE)
"""How people write that a house has no number: "z/n", "zn", "s.n.", "o.N."."""

_FROM_ABROAD = re.compile(r"^([( ]*(?:\+|00).*?)\( *0 *\)")
"""In "+32 (0)400" the (0) is only for calls within the country."""

_BETWEEN_DIGITS = re.compile("[ ./()\u2010-\u2015\u2212-]")

# In Belgium mobile numbers have nine digits and begin with 4; the others have eight.
_PHONE = re.compile(r"\+32(?:4[0-9]{8}|(?!4[5-9])[1-9][0-9]{7})|\+(?!32)[1-9][0-9]{7,14}")


def email(text: str) -> str:
    """A local part without quotes, an @, and a domain with a dot (RFC 5321); in letters of any language."""
    local, at, domain = text.rpartition("@")
    fits = at and len(local.encode(errors="replace")) <= 64 and _is_domain(domain)
    return "" if fits and all(map(_is_atom, local.split("."))) else "emailInvalid"


def international(number: str) -> str:
    """A number as people write it ("0400 00 00 01") in E.164 form ("+32400000001"), without checking it."""
    digits = _BETWEEN_DIGITS.sub("", _FROM_ABROAD.sub(r"\1", number))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+32{digits[1:]}"
    return re.sub(r"^\+320", "+32", digits)


def phone(text: str) -> str:
    """A whole number as people write it (E.164)."""
    return "" if _PHONE.fullmatch(international(text)) else "phoneInvalid"


def post_code(text: str) -> str:
    """Four digits, 1000 to 9999."""
    return "" if re.fullmatch("[1-9][0-9]{3}", text) else "postCodeInvalid"


def house_number(text: str) -> str:
    """Begins with a digit other than 0 ("12A", "12-14", "12 bus 3"), or says that there is none ("z/n")."""
    return "" if text[0] in "123456789" or _NO_NUMBER.fullmatch(text) else "houseNumberInvalid"


def municipality(text: str) -> str:
    """Letters of any script, spaces and -'.,/(): "Sint-Niklaas", "'s-Gravenvoeren", "Brussel / Bruxelles"."""
    fits = all(sign in _NAME_SIGNS or _category(sign) in "LM" for sign in text)
    return "" if fits and any(map(str.isalpha, text)) else "municipalityInvalid"


def _is_atom(text: str) -> bool:
    return _begins(text) and all(sign in _ATOM_SIGNS or _is_word(sign) for sign in text)


def _is_domain(text: str) -> bool:
    labels = text.split(".")
    return (
        len(labels) > 1
        and len(text) <= 253
        and labels[-1][:1].isalpha()
        and all(map(_is_label, labels))
    )


def _is_label(text: str) -> bool:
    """A label of a domain, in letters of any language or as "xn--..." (RFC 5890): 63 octets at most."""
    if not _begins(text) or text.startswith("-") or text.endswith("-"):
        return False
    octets = len(text) if text.isascii() else len(text.encode("punycode")) + len("xn--")
    return octets <= 63 and all(sign == "-" or _is_word(sign) for sign in text)


def _begins(text: str) -> bool:
    """Whether `text` begins with a sign of its own: a mark would be drawn over the @ or dot before it."""
    return bool(text) and _category(text[0]) != "M"


def _is_word(sign: str) -> bool:
    return _category(sign) in "LM" or unicodedata.category(sign) == "Nd"


def _category(sign: str) -> str:
    return unicodedata.category(sign)[0]
