"""The citizen's identity card: keys that never leave it, a PIN, and three tries (`card_memory`)."""

from __future__ import annotations

from binascii import b2a_base64
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from tui.devices.card_memory import CardMemory
    from tui.portal.models import IssuedCard

Purpose = Literal["authentication", "signature"]
"""What a key and its certificate are for. For both the PIN is the same."""

Malformed = Literal["short", "long", "noDigits"]

SHORTEST_PIN = 4
LONGEST_PIN = 12


class PinRefused(Exception):
    """The PIN is wrong. `tries_left` is 0 if the card is now blocked, for good."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{tries_left} tries left")
        self.tries_left = tries_left


class PinMalformed(Exception):
    """Not 4 to 12 digits: rejected before it reaches the card, so no try is lost."""

    def __init__(self, reason: Malformed) -> None:
        super().__init__(reason)
        self.reason: Malformed = reason


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
        self.files = issued.files
        self._chip: dict[Purpose, tuple[str, str]] = {
            "authentication": (issued.private_key_pem, next(iter(issued.certificates), "")),
        }
        if issued.signature_certificate:
            signature = (issued.signature_key_pem, issued.signature_certificate)
            self._chip["signature"] = signature
        self._first = issued.tries
        self._memory = memory

    @property
    def signs(self) -> bool:
        """Whether it has a certificate for signatures as well, as no minor's has."""
        return "signature" in self._chip

    @property
    def tries_left(self) -> int:
        """How many wrong PINs are left before the card is blocked. Raises CardUnreadable."""
        return self._memory.tries_left(self.number, self._first)

    @property
    def blocked(self) -> bool:
        """Whether the card is blocked after three wrong PINs. Raises CardUnreadable."""
        return self.tries_left == 0

    def verify(self, pin: str) -> None:
        """Present the PIN. Raises PinMalformed, PinRefused or CardUnreadable."""
        if pin and not (pin.isascii() and pin.isdigit()):
            raise PinMalformed("noDigits")
        if not SHORTEST_PIN <= len(pin) <= LONGEST_PIN:
            raise PinMalformed("short" if len(pin) < SHORTEST_PIN else "long")
        left = self._memory.attempt(self.number, lambda: pin == self.pin, self._first)
        if left is not None:
            raise PinRefused(left)

    def begin_with_all_tries(self) -> None:
        """Be a new card, which nobody has tried yet. Raises CardUnreadable."""
        self._memory.give_back(self.number, self._first)

    def sign(self, challenge: str, origin: str, purpose: Purpose = "authentication") -> WebEidToken:
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

        private_key, shown = self._chip[purpose]
        key = load_pem_private_key(private_key.encode(), None)
        assert isinstance(key, EllipticCurvePrivateKey)
        signed = sha384(origin.encode()).digest() + sha384(challenge.encode()).digest()
        r, s = decode_dss_signature(key.sign(signed, ECDSA(SHA384())))
        certificate = load_pem_x509_certificate(shown.encode())
        return WebEidToken(
            format="web-eid:1.0",
            algorithm="ES384",
            unverifiedCertificate=_base64(certificate.public_bytes(Encoding.DER)),
            signature=_base64(r.to_bytes(48, "big") + s.to_bytes(48, "big")),
            appVersion="burgerprofiel-simulator",
        )

    def signed_words(self, said: dict[str, str]) -> str:
        """What stands on a picture of this card, signed by it, with its certificate (JWS, ES384, `x5c`).

        No PIN is asked for: a copier asks for none. Its type keeps it apart from what authenticates.
        """
        from json import dumps

        from cryptography.hazmat.primitives.serialization import Encoding
        from cryptography.x509 import load_pem_x509_certificate
        from joserfc import jws
        from joserfc.jwk import ECKey

        private_key, shown = self._chip["authentication"]
        certificate = load_pem_x509_certificate(shown.encode()).public_bytes(Encoding.DER)
        header = {"alg": "ES384", "typ": "card-picture", "x5c": [_base64(certificate)]}
        key = ECKey.import_key(private_key)
        return jws.serialize_compact(header, dumps(said), key, algorithms=["ES384"])


def _base64(content: bytes) -> str:
    return b2a_base64(content, newline=False).decode()
