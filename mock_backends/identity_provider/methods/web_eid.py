"""A Web eID token: its certificate chain, and the signature over origin and challenge.

Format and signed value as in the Web eID project (web-eid:1.0); subject, key usage and chain as in a
Belgian authentication certificate. Whether it is revoked, `card_status` asks.
"""

import binascii
from base64 import b64decode
from datetime import datetime
from functools import lru_cache
from hashlib import sha384
from typing import Literal, NoReturn

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP384R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    ExtensionNotFound,
    KeyUsage,
    load_der_x509_certificate,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

from mock_backends.shared.wire import Message

FORMAT = "web-eid:1.0"
ALGORITHM = "ES384"
SIGNATURE_BYTES = 96
PURPOSE = " (Authentication)"
OTHER_PURPOSE = " (Signature)"

CardFailure = Literal[
    "cardNotTrusted", "wrongCertificate", "cardNotYetValid", "cardExpired", "signatureInvalid"
]


class CardNotAccepted(Exception):
    """The card does not authenticate its holder; `code` says why."""

    def __init__(self, code: CardFailure) -> None:
        super().__init__(code)
        self.code = code


class WebEidToken(Message, frozen=True):
    """What the card reader's software sends: certificate (DER) and signature (r and s) as base64."""

    format: str
    algorithm: str
    unverified_certificate: str
    signature: str
    app_version: str = ""


def card_certificate(
    token: WebEidToken, root: Certificate, issuer: Certificate, now: datetime
) -> Certificate:
    """The token's certificate, checked: issued by `issuer`, which `root` issued, and valid `now`.

    Raises CardNotAccepted.
    """
    try:
        leaf = load_der_x509_certificate(b64decode(token.unverified_certificate, validate=True))
        leaf.verify_directly_issued_by(issuer)
        authority_issued(issuer, root)
        authority_issued(root, root)
        for authority in (issuer, root):
            if not _is_authority(authority) or not _is_valid(authority, now):
                _refuse("cardNotTrusted")
        if not _is_a_cards(leaf):
            _refuse("cardNotTrusted")
        if _is_for(leaf, OTHER_PURPOSE, commits=True):
            _refuse("wrongCertificate")
        if not _is_for(leaf, PURPOSE, commits=False):
            _refuse("cardNotTrusted")
    except (binascii.Error, InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError) as error:
        raise CardNotAccepted("cardNotTrusted") from error
    if now < leaf.not_valid_before_utc:
        _refuse("cardNotYetValid")
    if not _is_valid(leaf, now):
        _refuse("cardExpired")
    return leaf


@lru_cache(maxsize=8)
def authority_issued(certificate: Certificate, parent: Certificate) -> None:
    """Check that `parent` issued this certificate, which is an authority's and no citizen's.

    They are the same for every card, so one that holds is checked once: half a millisecond. Raises
    ValueError, TypeError or InvalidSignature.
    """
    certificate.verify_directly_issued_by(parent)


def check_signature(
    token: WebEidToken, certificate: Certificate, origin: str, challenge: str
) -> None:
    """Check the signature over hash(origin) + hash(challenge), each hashed as the text that was sent.

    Raises CardNotAccepted.
    """
    key = certificate.public_key()
    if token.format != FORMAT or token.algorithm != ALGORITHM:
        _refuse("signatureInvalid")
    assert isinstance(key, EllipticCurvePublicKey)
    try:
        raw = b64decode(token.signature, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CardNotAccepted("signatureInvalid") from error
    signed = sha384(origin.encode()).digest() + sha384(challenge.encode()).digest()
    if not is_signature(key, raw, signed):
        _refuse("signatureInvalid")


def is_signature(key: EllipticCurvePublicKey, raw: bytes, content: bytes) -> bool:
    """Whether `raw`, r and then s of 48 bytes each, is this key's signature (ES384, RFC 7518 section 3.4)."""
    if len(raw) != SIGNATURE_BYTES:
        return False
    half = SIGNATURE_BYTES // 2
    r, s = int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
    try:
        key.verify(encode_dss_signature(r, s), content, ECDSA(SHA384()))
    except (InvalidSignature, ValueError):
        return False
    return True


def holder(certificate: Certificate) -> str:
    """The national number of the card's holder (the subject's serialNumber)."""
    return _only(certificate, NameOID.SERIAL_NUMBER)


def _is_valid(certificate: Certificate, now: datetime) -> bool:
    # The last second counts whole (RFC 5280 section 4.1.2.5).
    second = now.replace(microsecond=0)
    return certificate.not_valid_before_utc <= second <= certificate.not_valid_after_utc


def _is_authority(certificate: Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
        constraints = certificate.extensions.get_extension_for_class(BasicConstraints).value
    except ExtensionNotFound:
        return False
    return constraints.ca and usage.key_cert_sign


def _is_a_cards(certificate: Certificate) -> bool:
    """A P-384 key that signs no certificates, without unknown critical extensions."""
    key = certificate.public_key()
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP384R1):
        return False
    known = {KeyUsage.oid, BasicConstraints.oid}
    if any(each.critical and each.oid not in known for each in certificate.extensions):
        return False
    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage)
    except ExtensionNotFound:
        return False
    try:
        authority = certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except ExtensionNotFound:
        authority = False
    return usage.critical and not usage.value.key_cert_sign and not authority


def _is_for(certificate: Certificate, purpose: str, *, commits: bool) -> bool:
    """Whether its key is for this purpose and no other: to commit its holder, or to authenticate them."""
    usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    return (usage.content_commitment, usage.digital_signature) == (commits, not commits) and _only(
        certificate, NameOID.COMMON_NAME
    ).endswith(purpose)


def _only(certificate: Certificate, name: ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(name)
    if len(found) != 1:
        _refuse("cardNotTrusted")
    return str(found[0].value)


def _refuse(code: CardFailure) -> NoReturn:
    raise CardNotAccepted(code)
