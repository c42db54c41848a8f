"""The citizen's identity card: a key that never leaves it, a PIN, and three tries (`card_memory`)."""

from __future__ import annotations

from binascii import b2a_base64
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from tui.devices.card_memory import CardMemory
    from tui.portal.models import IssuedCard

SHORTEST_PIN = 4
LONGEST_PIN = 12


class PinRefused(Exception):
    """The PIN is wrong. `tries_left` is 0 if the card is now blocked, for good."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{tries_left} tries left")
        self.tries_left = tries_left


class PinMalformed(Exception):
    """Not 4 to 12 digits: rejected before it reaches the card, so no try is lost."""


class WebEidToken(TypedDict):
    """A Web eID authentication token, format 1.0."""

    format: str
    algorithm: str
    unverifiedCertificate: str
    signature: str
    appVersion: str


class IdentityCard:
    """A card. `memory` has the tries of all cards in this home."""

    def __init__(self, issued: IssuedCard, memory: CardMemory) -> None:
        self.number = issued.card_number
        self.holder = issued.holder
        self.valid_from = issued.valid_from
        self.valid_until = issued.valid_until
        self.certificates_until = issued.certificates_until
        self.pin = issued.pin
        self._key = issued.private_key_pem
        self._certificates = issued.certificates
        self._memory = memory

    @property
    def tries_left(self) -> int:
        """How many wrong PINs are left before the card is blocked. Raises CardUnreadable."""
        return self._memory.tries_left(self.number)

    @property
    def blocked(self) -> bool:
        """Whether the card is blocked after three wrong PINs. Raises CardUnreadable."""
        return self.tries_left == 0

    def verify(self, pin: str) -> None:
        """Present the PIN. Raises PinMalformed, PinRefused or CardUnreadable."""
        if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
            raise PinMalformed
        left = self._memory.attempt(self.number, lambda: pin == self.pin)
        if left is not None:
            raise PinRefused(left)

    def begin_with_all_tries(self) -> None:
        """Be a new card, which nobody has tried yet. Raises CardUnreadable."""
        self._memory.give_back(self.number)

    def sign(self, challenge: str, origin: str) -> WebEidToken:
        """The Web eID token for `challenge`, as asked by `origin`; call `verify` first.

        The signed value is SHA-384(origin) then SHA-384(challenge), signed by ECDSA with SHA-384; the
        signature is r then s, 48 bytes each (Web eID authentication token, "Signature").
        """
        from hashlib import sha384

        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
        from cryptography.hazmat.primitives.hashes import SHA384
        from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
        from cryptography.x509 import load_pem_x509_certificate

        key = load_pem_private_key(self._key.encode(), None)
        assert isinstance(key, EllipticCurvePrivateKey)
        signed = sha384(origin.encode()).digest() + sha384(challenge.encode()).digest()
        r, s = decode_dss_signature(key.sign(signed, ECDSA(SHA384())))
        certificate = load_pem_x509_certificate(self._certificates[0].encode())
        return WebEidToken(
            format="web-eid:1.0",
            algorithm="ES384",
            unverifiedCertificate=_base64(certificate.public_bytes(Encoding.DER)),
            signature=_base64(r.to_bytes(48, "big") + s.to_bytes(48, "big")),
            appVersion="burgerprofiel-simulator",
        )


def _base64(content: bytes) -> str:
    return b2a_base64(content, newline=False).decode()
