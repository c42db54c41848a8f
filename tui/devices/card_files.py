"""Reads the files of an identity card, as a card viewer does, and checks the National Register's signatures.

Layout as published in Fedict's "Belgian Electronic Identity Card: ID and Address file contents" (v5.0): a tag
of one byte, a length, and a value. What is not known by its tag is kept, so that nothing is lost.
"""

from __future__ import annotations

from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Iterator
from hashlib import sha256, sha384
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tui.portal.models import CardFiles, IssuedCard

PHOTO_HASH = 17

IDENTITY: dict[int, str] = {
    1: "card_number",
    2: "chip_number",
    3: "validity_begin_date",
    4: "validity_end_date",
    5: "issuing_municipality",
    6: "national_number",
    7: "surname",
    8: "firstnames",
    9: "first_letter_of_third_given_name",
    10: "nationality",
    11: "location_of_birth",
    12: "date_of_birth",
    13: "gender",
    14: "nobility",
    15: "document_type",
    16: "special_status",
    PHOTO_HASH: "photo_hash",
    18: "duplicata",
    19: "special_organization",
    20: "member_of_family",
}
"""The tags of the identity file, by the names that the middleware gives them (`beidlabels.h`)."""

ADDRESS: dict[int, str] = {
    1: "address_street_and_number",
    2: "address_zip",
    3: "address_municipality",
}

BINARY = ("chip_number", "photo_hash")
"""What is no text, and is shown in hexadecimal digits."""


class NotACard(ValueError):
    """A file does not have the published layout."""


class Tlv(Struct, frozen=True):
    """A file's entries in its order, each a tag and a value, and how many zeros follow."""

    entries: tuple[tuple[int, bytes], ...]
    padding: int = 0

    def named(self, names: dict[int, str]) -> dict[str, str]:
        """The values under these names, of tags that have one. Raises NotACard for what is no UTF-8."""
        found: dict[str, str] = {}
        for tag, value in self.entries:
            if name := names.get(tag):
                found[name] = value.hex() if name in BINARY else _text(value)
        return found


def entries_of(file: bytes) -> Tlv:
    """The entries of a TLV file. Raises NotACard.

    A length is the sum of its bytes: each but the last is 0xFF. A tag 0 is the file's version if it has a
    value; zeros up to the end are what the file does not use.
    """
    entries: list[tuple[int, bytes]] = []
    at = 0
    while at < len(file):
        if not any(file[at:]):
            return Tlv(tuple(entries), len(file) - at)
        tag, length = file[at], 0
        at += 1
        while at < len(file) and file[at] == 0xFF:
            length, at = length + 0xFF, at + 1
        if at >= len(file) or at + 1 + length + file[at] > len(file):
            raise NotACard(f"tag {tag} goes on after the end")
        length += file[at]
        at += 1
        entries.append((tag, file[at : at + length]))
        at += length
    return Tlv(tuple(entries))


class Read(Struct, frozen=True, rename="camel"):
    """A card as a viewer shows it: its files by the middleware's names, and whether they hold.

    The register's signatures cover identity and address; the photo's hash stands in the identity.
    """

    identity: dict[str, str]
    address: dict[str, str]
    photo_bytes: int
    identity_signed: bool
    address_signed: bool
    photo_matches: bool


def read(card: IssuedCard) -> Read:
    """The files of a card, read and checked. Raises NotACard."""
    identity, signature, address, address_signature, photo = _decoded(card.files)
    known = entries_of(identity)
    return Read(
        identity=known.named(IDENTITY),
        address=entries_of(address).named(ADDRESS),
        photo_bytes=len(photo),
        identity_signed=is_signed(card.register_certificate, signature, identity),
        # The address file without its zeros, and then the whole file of the identity's signature.
        address_signed=is_signed(
            card.register_certificate, address_signature, address.rstrip(b"\0") + signature
        ),
        photo_matches=is_photo_of(known, photo),
    )


def is_photo_of(identity: Tlv, photo: bytes) -> bool:
    """Whether this is the photo whose hash stands in the identity: SHA-384, or SHA-256 on older cards."""
    return (PHOTO_HASH, sha384(photo).digest()) in identity.entries or (
        PHOTO_HASH,
        sha256(photo).digest(),
    ) in identity.entries


def is_signed(certificate: str | bytes, signature: bytes, content: bytes) -> bool:
    """Whether the key of this certificate (PEM, or DER) signed `content`: ECDSA on P-384 with SHA-384.

    The signature is DER; zeros after it fill its file.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.hashes import SHA384
    from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificate

    try:
        if isinstance(certificate, str):
            key = load_pem_x509_certificate(certificate.encode()).public_key()
        else:
            key = load_der_x509_certificate(certificate).public_key()
        assert isinstance(key, EllipticCurvePublicKey)
        # DER says how long it is: a SEQUENCE of fewer than 128 bytes (X.690 section 8.1.3.4).
        key.verify(signature[: 2 + signature[1]], content, ECDSA(SHA384()))
    except (InvalidSignature, ValueError, IndexError, AssertionError):
        return False
    return True


def _decoded(files: CardFiles) -> Iterator[bytes]:
    named = (
        files.identity,
        files.identity_signature,
        files.address,
        files.address_signature,
        files.photo,
    )
    try:
        return iter([a2b_base64(file, strict_mode=True) for file in named])
    except NotBase64 as error:
        raise NotACard(str(error)) from error


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise NotACard(str(error)) from error
