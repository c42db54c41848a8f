"""What itsme says about somebody, under the names of its documentation (`_Appendix/claims.md`).

What a partner may have follows from the identity document; a claim that somebody does not have is left out.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from mock_backends.people.loader import CardFixture, Persona
from mock_backends.shared.turns import Turns

OWN = "http://itsme.services/v2/claim/"
"""The prefix of the claims that no standard names."""

NATIONAL_NUMBER, CARD_NUMBER = OWN + "BENationalNumber", OWN + "BEeidSn"
ACR_BASIC, ACR_ADVANCED = OWN + "acr_basic", OWN + "acr_advanced"
MODE = OWN + "identification_mode"

SCOPES = {
    "openid": (),
    "profile": ("family_name", "given_name", "name", "gender", "locale", "birthdate"),
    "email": ("email", "email_verified"),
    "phone": ("phone_number", "phone_number_verified"),
    "address": ("address",),
    "eid": (NATIONAL_NUMBER, CARD_NUMBER),
    "idDocument": (
        OWN + "IDDocumentSN",
        OWN + "IDDocumentType",
        OWN + "IDIssuingCountry",
        OWN + "validityFrom",
        OWN + "validityTo",
    ),
}
"""The scopes and their claims, which come from the userinfo endpoint. (`picture`: nobody here has one.)"""

_ABOUT_DOCUMENT = (CARD_NUMBER, OWN + "IDDocumentSN")
_METADATA = (
    "validityFrom",
    "validityTo",
    "issuance_locality",
    "IDIssuingCountry",
    "verificationDate",
)
"""Claims about other claims: objects with the names of those that were given beside them."""

CLAIMS = (
    *dict.fromkeys(name for names in SCOPES.values() for name in names),
    *(OWN + name for name in ("birthdate_as_string", "issuance_locality", "verificationDate")),
    MODE,
)

_GENDERS = {"F": "female", "M": "male", "X": "unknown"}
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_SHARED = {
    "name": ("name", "given_name", "family_name"),
    "nationalNumber": (NATIONAL_NUMBER,),
    "birthDate": ("birthdate", OWN + "birthdate_as_string"),
    "gender": ("gender",),
    "language": ("locale",),
    "phoneNumber": ("phone_number",),
    "cardNumber": _ABOUT_DOCUMENT,
}


def claims_of(persona: Persona, requested: Collection[str], mode: str = "") -> dict[str, Any]:
    """The claims among `requested` that this person has. `mode`: how they were found (QR or MSISDN)."""
    have = _plain(persona) | ({MODE: mode} if mode else {})
    given = {name: have[name] for name in requested if name in have}
    about = {
        OWN + kind: _about(kind, given, persona.card)
        for kind in _METADATA
        if OWN + kind in requested
    }
    return given | {name: told for name, told in about.items() if told}


def subject(turns: Turns, client_id: str, persona: Persona) -> str:
    """The `sub` claim: 36 characters, another for each partner (OpenID Connect Core 8.1, pairwise)."""
    number = int.from_bytes(turns.name("itsme", client_id, persona.national_number))
    letters = []
    for _ in range(36):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)


def shared(requested: Collection[str]) -> tuple[str, ...]:
    """What these claims share, in the citizen's terms."""
    return tuple(share for share, names in _SHARED.items() if set(names) & set(requested))


def _plain(persona: Persona) -> dict[str, Any]:
    names = {
        "given_name": " ".join(persona.given_names),
        "family_name": persona.family_name,
        "name": " ".join((*persona.given_names, persona.family_name)).strip(),
    }
    claims: dict[str, Any] = {
        **{claim: name for claim, name in names.items() if name},
        "gender": _GENDERS[persona.sex],
        "locale": persona.language.upper(),
        # Of a Belgian document the day or the month may be unknown; the text is always there.
        **({"birthdate": persona.birth_date} if len(persona.birth_date) == 10 else {}),
        OWN + "birthdate_as_string": ".".join(reversed(persona.birth_date.split("-"))),
        NATIONAL_NUMBER: persona.national_number,
    }
    if persona.phone is not None:
        number = persona.phone.number
        claims |= {
            # As in the documentation's example: "+32 485694175".
            "phone_number": f"{number[:3]} {number[3:]}",
            "phone_number_verified": True,
        }
    if persona.card is not None:
        claims |= {
            CARD_NUMBER: persona.card.number,
            OWN + "IDDocumentSN": persona.card.number,
            OWN + "IDDocumentType": "I",  # ICAO 9303-5: an identity card
        }
    return claims


def _about(kind: str, given: Collection[str], card: CardFixture | None) -> dict[str, str]:
    """A metadata claim: of each claim that is given and that it can be about; nothing alone."""
    if card is None:
        return {}
    if kind in ("IDIssuingCountry", "verificationDate"):
        value = "BEL" if kind == "IDIssuingCountry" else _moment(card.valid_from)
        return dict.fromkeys((name for name in given if name not in ("locale", MODE)), value)
    value = {
        "validityFrom": _moment(card.valid_from),
        "validityTo": _moment(card.valid_until),
        "issuance_locality": card.municipality.upper(),
    }[kind]
    return dict.fromkeys((name for name in given if name in _ABOUT_DOCUMENT), value)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
