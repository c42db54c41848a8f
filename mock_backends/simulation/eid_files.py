"""The files on an identity card: identity, address, and the National Register's signatures over them.

Layout as published in Fedict's "Belgian Electronic Identity Card: ID and Address file contents" (v5.0) and
"Belgian Electronic Identity Card content" (v5.4): a tag of one byte, a length, and the value as UTF-8 or
bytes. What is written here is a citizen's card (applet 1.8), with the members that every card has.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256, sha384

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA384

from mock_backends.people.dates import parts_of
from mock_backends.people.loader import CardFixture, Fixtures, Persona

Entry = tuple[int, bytes]
"""A tag and its value."""

ADDRESS_BYTES = 121
"""The size of an address file, as on the published test card; what is left is zeros."""

SIGNATURE_BYTES = 256
"""The size of a signature's file; what is left is zeros."""

ADULT = 18
CHILD = 12

CITIZEN, KIDS, FOREIGNER = "1", "6", "11"
"""Document types: a Belgian citizen's card, a kids-ID, a card A of a foreigner."""

_MONTHS = {
    "nl": ("JAN", "FEB", "MAAR", "APR", "MEI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC"),
    "fr": ("JAN", "FEV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOUT", "SEPT", "OCT", "NOV", "DEC"),
    "de": ("JAN", "FEB", "MÄR", "APR", "MAI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEZ"),
}
_BOX = {"nl": "bus", "fr": "bte", "de": "Bfk."}


def written(entries: Iterable[Entry], size: int = 0) -> bytes:
    """A file of these entries, with zeros up to `size` bytes.

    A length is the sum of its bytes, of which every one but the last is 0xFF (section 2).
    """
    file = b""
    for tag, value in entries:
        whole, rest = divmod(len(value), 0xFF)
        file += bytes((tag, *(whole * (0xFF,)), rest)) + value
    return file.ljust(size, b"\0")


def language_of(persona: Persona) -> str:
    """The language that the card is in: one of the country's three, Dutch for who has another."""
    return persona.language if persona.language in _MONTHS else "nl"


def identity_file(persona: Persona, card: CardFixture, photo: bytes, fixtures: Fixtures) -> bytes:
    """The identity file (3F00DF014031)."""
    language = language_of(persona)
    known = persona.data.get("identity", ({},))[0]
    given = persona.given_names
    entries: dict[int, str | bytes] = {
        1: card.number,
        2: chip_number(card),
        3: f"{card.valid_from:%d.%m.%Y}",
        4: f"{card.valid_until:%d.%m.%Y}",
        5: card.municipality,
        6: persona.national_number,
        7: persona.family_name,
        8: " ".join(given[:2]),
        9: given[2][:1] if len(given) > 2 else "",
        10: _nationality(known, language, fixtures),
        11: _said(known.get("birthPlace"), language),
        12: birth_date(persona.birth_date, language),
        13: persona.sex if persona.sex != "F" else {"nl": "V", "fr": "F", "de": "W"}[language],
        14: "",  # a title of nobility
        15: document_type(persona, card),
        16: "0",  # no special status
        17: sha384(photo).digest(),
    }
    return written(
        (tag, value.encode() if isinstance(value, str) else value) for tag, value in entries.items()
    )


def address_file(persona: Persona) -> bytes:
    """The address file (3F00DF014033), as the National Register has the main residence."""
    language = language_of(persona)
    home = persona.data.get("residence", ({},))[0]
    street, number, box, code, municipality = (
        _said(home.get(name), language)
        for name in ("street", "houseNumber", "box", "postCode", "municipality")
    )
    line = " ".join(part for part in (street, number, box and f"{_BOX[language]} {box}") if part)
    entries = ((1, line.encode()), (2, code.encode()), (3, municipality.encode()))
    return written(entries, ADDRESS_BYTES)


def signed(content: bytes, key: EllipticCurvePrivateKey) -> bytes:
    """The file of the National Register's signature over `content` (3F00DF014032 and 4034)."""
    return key.sign(content, ECDSA(SHA384())).ljust(SIGNATURE_BYTES, b"\0")


def signed_address(
    address: bytes, identity_signature: bytes, key: EllipticCurvePrivateKey
) -> bytes:
    """The file of the signature over the address: it covers the identity's signature as well.

    That is the address file without its zeros, and then the whole file of the identity's signature.
    """
    return signed(address.rstrip(b"\0") + identity_signature, key)


def chip_number(card: CardFixture) -> bytes:
    """The chip's 16 bytes. A real chip's begin with "SL"; these are invented, and say so."""
    return b"INVENTED" + sha256(card.number.encode()).digest()[:8]


def birth_date(born: str, language: str) -> str:
    """A birth date as cards have it: "03 MEI 2001", in German "03.MAI.2001". Of an unknown day, the year."""
    year, month, day = parts_of(born)
    if not (month and day):
        return str(year)
    between = "." if language == "de" else " "
    return between.join((f"{day:02}", _MONTHS[language][month - 1], str(year)))


def document_type(persona: Persona, card: CardFixture) -> str:
    """What kind of card it is: a child's under 12, a Belgian's, or a foreigner's."""
    if age_at_issue(persona, card) < CHILD:
        return KIDS
    nationality = persona.data.get("identity", ({},))[0].get("nationality", "BE")
    return CITIZEN if nationality == "BE" else FOREIGNER


def age_at_issue(persona: Persona, card: CardFixture) -> int:
    """How old somebody was when the card was given."""
    return persona.age_on(card.valid_from)


def signs(persona: Persona, card: CardFixture) -> bool:
    """Whether the card has a key for signatures: one given to a minor has only that for authentication."""
    return age_at_issue(persona, card) >= ADULT


def _nationality(known: Mapping[str, object], language: str, fixtures: Fixtures) -> str:
    code = known.get("nationality", "")
    found = fixtures.block("identity")
    fields = found[1].fields if found is not None else ()
    names = next((field.codes for field in fields if field.name == "nationality"), {})
    if isinstance(code, str) and code in names:
        return names[code].get(language, code)
    return _said(code, language)


def _said(value: object, language: str) -> str:
    """A value of a register as one line; "" for what is protected, or no text."""
    if isinstance(value, dict):
        value = value.get(language) or value.get("nl", "")
    return value if isinstance(value, str) else ""
