"""What a desk reads from a copy of an identity card: whose card it is, and which side. It decodes no picture.

The simulated card (`tui.devices.card_copy`) writes it into a text chunk of the PNG and signs it together with
the picture; a certificate of the cards' issuer says who holds the card. This interface is the simulator's
own, and stands for what a clerk sees: a picture that no card signed is one that nobody can read.
"""

import zlib
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime
from hashlib import sha256
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import Certificate, load_der_x509_certificate
from cryptography.x509.oid import NameOID
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

Side = Literal["front", "back"]
SIDES: tuple[Side, ...] = ("front", "back")

LARGEST = 40_000
"""Bytes of a side; sealed and as base64 they fit a request's largest body."""

_KEYWORD = b"burgerprofiel-card\0"


class _WithCertificate(jws.JWSRegistry):
    """Signatures whose header has room for a card's certificate (`x5c`, RFC 7515 section 4.1.6)."""

    max_header_length = 4096


_REGISTRY = _WithCertificate(algorithms=["ES384"])
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class CopyUnreadable(Exception):
    """The copy cannot be read; the argument is the code of the reason."""


class ReadSide(msgspec.Struct, frozen=True):
    """A side that was read: of which card, and who holds it."""

    national_number: str
    card: str


class _Said(msgspec.Struct, frozen=True):
    side: str
    card: str
    picture: str


def read_side(picture: bytes, side: Side, issuer: Certificate, now: datetime) -> ReadSide:
    """What stands on this side of a card that `issuer` gave out. Raises CopyUnreadable."""
    if len(picture) > LARGEST:
        raise CopyUnreadable("copyTooLarge")
    rest, words = _taken_apart(picture)
    try:
        header = jws.extract_compact(words, registry=_REGISTRY).headers()
        certificate = load_der_x509_certificate(b64decode(header["x5c"][0], validate=True))
        if header.get("typ") != "card-picture":
            raise CopyUnreadable("copyNotRead")
        certificate.verify_directly_issued_by(issuer)
        key = certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        signed = jws.deserialize_compact(words, ECKey.import_key(key), registry=_REGISTRY)
        said = msgspec.json.decode(signed.payload, type=_Said)
        (number,) = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    except (JoseError, InvalidSignature, NotBase64, LookupError, ValueError, TypeError) as error:
        raise CopyUnreadable("copyNotRead") from error
    if said.picture != sha256(rest).hexdigest() or said.side not in SIDES:
        raise CopyUnreadable("copyNotRead")
    if said.side != side:
        raise CopyUnreadable("copyOtherSide")
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise CopyUnreadable("copyExpired")
    return ReadSide(str(number.value), said.card)


def _taken_apart(picture: bytes) -> tuple[bytes, bytes]:
    """The PNG without the card's text chunk, and what stands in that. Raises CopyUnreadable.

    PNG, third edition, sections 5.2, 5.3 and 11.3.3.
    """
    at = len(_SIGNATURE)
    while picture.startswith(_SIGNATURE) and at + 12 <= len(picture):
        end = at + 12 + int.from_bytes(picture[at : at + 4], "big")
        kind, content = picture[at + 4 : at + 8], picture[at + 8 : end - 4]
        if end > len(picture) or zlib.crc32(kind + content).to_bytes(4) != picture[end - 4 : end]:
            break
        if kind == b"tEXt" and content.startswith(_KEYWORD):
            return picture[:at] + picture[end:], content.removeprefix(_KEYWORD)
        at = end
    raise CopyUnreadable("copyNotRead")
