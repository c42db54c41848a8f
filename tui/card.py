"""`burgerprofiel card show` and `card picture`: an invented person's identity card, as text and drawn."""

import asyncio
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tui.backends import Backend, Connector
from tui.background import Background
from tui.devices.card_files import NotACard, Read, read
from tui.journey.fetching import first_message
from tui.journey.troubles import trouble_notice
from tui.locale import Words, in_brussels
from tui.options import tell
from tui.portal.client import Portal
from tui.portal.errors import NotSaved, PortalError
from tui.portal.models import CardFiles, IssuedCard, Person

DONE, FAILED, WRONG_USE = 0, 1, 2

IDENTITY = (
    "surname",
    "firstnames",
    "first_letter_of_third_given_name",
    "location_of_birth",
    "date_of_birth",
    "gender",
    "nationality",
    "national_number",
    "nobility",
    "special_status",
)
ADDRESS = ("address_street_and_number", "address_zip", "address_municipality")
CARD = (
    "document_type",
    "card_number",
    "chip_number",
    "validity_begin_date",
    "validity_end_date",
    "issuing_municipality",
)
"""What a viewer shows on its pages, in its order, by the middleware's names."""

SPECIAL = ("0", "1", "2", "3", "4", "5")
TYPES = ("1", "6", "11")
"""The codes that have words; any other is shown as it is."""


class Certificate(Struct, frozen=True, rename="camel"):
    """A certificate on the card; `serial_number` in hexadecimal digits, days as in Belgium."""

    purpose: str
    subject: str
    issuer: str
    serial_number: str
    valid_from: date
    valid_until: date
    pem: str


class Shown(Struct, frozen=True, rename="camel"):
    """A card as it is printed for another program. It has no PIN, and no private key."""

    person_id: str
    card: Read
    certificates: tuple[Certificate, ...]
    files: CardFiles


def show(person_id: str, backend: Backend, words: Words, *, as_json: bool) -> int:
    """Print the card of this person, or of the first who has one; returns the exit code."""
    issued = _found(person_id, backend, words)
    if isinstance(issued, int):
        return issued
    owner, card = issued
    try:
        found = Shown(owner.person_id, read(card), tuple(_certificates(card)), card.files)
    except NotACard as error:
        tell(words("card.unreadable", problem=error))
        return FAILED
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        for line in _lines(words, found):
            print(line)
    return DONE


def draw(person_id: str, backend: Backend, words: Words, folder: Path) -> int:
    """Write both sides of this person's card as `front.png` and `back.png`; returns the exit code.

    They never take the place of a file that is there.
    """
    from tui.devices.card_copy import copied
    from tui.devices.card_memory import CardMemory
    from tui.devices.identity_card import IdentityCard
    from tui.portal.saving import save

    issued = _found(person_id, backend, words)
    if isinstance(issued, int):
        return issued
    owner, card = issued
    try:
        sides = copied(IdentityCard(card, CardMemory(backend.folders.data, backend.folders.keys)))
        paths = {side: folder / f"{side}.png" for side in sides}
        there = next((path for path in paths.values() if os.path.lexists(path)), None)
        if there is not None:
            tell(words("card.picture.exists", path=there))
            return FAILED
        written = [save(copy.picture, paths[side]) for side, copy in sides.items()]
    except NotACard as error:
        tell(words("card.unreadable", problem=error))
        return FAILED
    except NotSaved as error:
        tell(first_message(words, f"keep.error.{error.reason}", "keep.error.other"))
        return FAILED
    for path in written:
        print(path)
    tell(words("card.picture.of", name=owner.name))
    return DONE


def _found(person_id: str, backend: Backend, words: Words) -> tuple[Person, IssuedCard] | int:
    """Whose card it is, and the card; or the exit code, once it is said why there is none."""
    try:
        persons, issued = asyncio.run(_issued(person_id, backend))
    except PortalError as error:
        tell(trouble_notice(words, error).title)
        return FAILED
    if issued is not None:
        return issued
    person = next((one for one in persons if one.person_id == person_id), None)
    if person is not None:
        tell(words("card.none", name=person.name))
        return FAILED
    known = ", ".join(one.person_id for one in persons if one.identity_card is not None)
    tell(words("cli.cannot-follow.person", what=person_id, known=known))
    return WRONG_USE


async def _issued(
    person_id: str, backend: Backend
) -> tuple[tuple[Person, ...], tuple[Person, IssuedCard] | None]:
    """Everybody, and whose card it is with the card; None without one. Raises PortalError."""
    portal = Portal(Connector(backend, Background()).connect)
    try:
        try:
            persons = await portal.persons()
            for person in persons:
                if person.identity_card is not None and person_id in ("", person.person_id):
                    return persons, (person, await portal.issue_card(person.person_id))
            return persons, None
        except PortalError as error:
            raise error.__cause__ or error from None
    finally:
        await portal.close()


def _certificates(card: IssuedCard) -> Iterator[Certificate]:
    """The card's own, and those that vouch for them."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificate

    own, authority, root = card.certificates
    named = {
        "authentication": own,
        "signature": card.signature_certificate,
        "authority": authority,
        "root": root,
        "register": card.register_certificate,
    }
    for purpose, pem in named.items():
        if pem:
            found = load_pem_x509_certificate(pem.encode())
            yield Certificate(
                purpose=purpose,
                subject=found.subject.rfc4514_string(),
                issuer=found.issuer.rfc4514_string(),
                serial_number=f"{found.serial_number:x}",
                valid_from=in_brussels(found.not_valid_before_utc).date(),
                valid_until=in_brussels(found.not_valid_after_utc).date(),
                pem=found.public_bytes(Encoding.PEM).decode(),
            )


def _lines(words: Words, shown: Shown) -> Iterator[str]:
    card = shown.card
    for title, names, file in (
        ("identity", IDENTITY, card.identity),
        ("address", ADDRESS, card.address),
        ("card", CARD, card.identity),
    ):
        yield words(f"card.title.{title}")
        for name in names:
            if value := _said(words, name, file.get(name, "")):
                yield f"- {words(f'card.{name}')}: {value}"
        yield ""
    yield words("card.title.certificates")
    for one in shown.certificates:
        period = words(
            "card.certificate.period",
            begin=words.date(one.valid_from),
            end=words.date(one.valid_until),
        )
        yield f"- {words(f'card.certificate.{one.purpose}')}: {_common_name(one.subject)}. {period}"
    yield ""
    yield words("card.title.checks")
    yield f"- {words('card.photo')}"
    for check, holds in (
        ("identity-signed", card.identity_signed),
        ("address-signed", card.address_signed),
        ("photo-matches", card.photo_matches),
    ):
        yield f"- {words(f'card.{check}')}: {words('card.holds' if holds else 'card.holds-not')}"


def _said(words: Words, name: str, value: str) -> str:
    coded: dict[str, tuple[str, ...]] = {"special_status": SPECIAL, "document_type": TYPES}
    if value in coded.get(name, ()):
        return words(f"card.{name}.{value}")
    if name == "card_number":
        return f"{value[:3]}-{value[3:10]}-{value[10:]}"
    if name == "national_number":
        return f"{value[:2]}.{value[2:4]}.{value[4:6]}-{value[6:9]}.{value[9:]}"
    return value


def _common_name(subject: str) -> str:
    """The common name in a subject (RFC 4514), which has no comma in it here."""
    parts: dict[str, Any] = dict(part.partition("=")[::2] for part in subject.split(","))
    return str(parts.get("CN", subject))
