"""The citizen's identity card: a key that never leaves it, a PIN, and three tries.

The tries are the card's own memory, so they outlive the program: they are in a file that is written before
the card answers, so that nobody gains a try by cutting the power.
"""

from __future__ import annotations

import fcntl
import os
from binascii import b2a_base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import msgspec

from tui.portal.errors import PortalError

if TYPE_CHECKING:
    from tui.portal.models import IssuedCard

TRIES = 3
SHORTEST_PIN = 4
LONGEST_PIN = 12


class CardUnreadable(PortalError):
    """The card's memory (the file with its tries) cannot be read or written."""


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
    """A card. `memory` is the file with the tries of all cards in this home."""

    def __init__(self, issued: IssuedCard, memory: Path) -> None:
        self.number = issued.card_number
        self.holder = issued.holder
        self.valid_from = issued.valid_from
        self.valid_until = issued.valid_until
        self.pin = issued.pin
        self._key = issued.private_key_pem
        self._certificates = issued.certificates
        self._memory = memory
        from hashlib import sha256  # not before a card is issued: a first paint has none

        # The file does not name the card: it reveals only how often somebody typed a wrong PIN.
        self._name = sha256(issued.card_number.encode()).hexdigest()[:16]

    @property
    def tries_left(self) -> int:
        """How many wrong PINs are left before the card is blocked. Raises CardUnreadable."""
        with self._locked():
            return self._read().get(self._name, TRIES)

    @property
    def blocked(self) -> bool:
        """Whether the card is blocked after three wrong PINs. Raises CardUnreadable."""
        return self.tries_left == 0

    def verify(self, pin: str) -> None:
        """Present the PIN. Raises PinMalformed, PinRefused or CardUnreadable."""
        if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
            raise PinMalformed
        with self._locked():
            tries = self._read()
            left = tries.get(self._name, TRIES)
            if left == 0:
                raise PinRefused(0)
            self._write({**tries, self._name: left - 1})
            if pin != self.pin:
                raise PinRefused(left - 1)
            tries.pop(self._name, None)
            self._write(tries)

    def begin_with_all_tries(self) -> None:
        """Be a new card, which nobody has tried yet. Raises CardUnreadable."""
        with self._locked():
            tries = self._read()
            tries.pop(self._name, None)
            self._write(tries)

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

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Lock the memory against other programs: two at once must not share a try."""
        try:
            self._memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._memory.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CardUnreadable("notWritable", str(error)) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _read(self) -> dict[str, int]:
        try:
            tries = msgspec.json.decode(self._memory.read_bytes(), type=dict[str, int])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CardUnreadable("corrupt", str(error)) from error
        if not all(0 <= left <= TRIES for left in tries.values()):
            # With less than zero a card would never be blocked.
            raise CardUnreadable("corrupt", "tries that no card has")
        return tries

    def _write(self, tries: dict[str, int]) -> None:
        draft = self._memory.with_suffix(".new")
        try:
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
            ) as file:
                file.write(msgspec.json.encode(tries))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._memory)
        except OSError as error:
            raise CardUnreadable("notWritable", str(error)) from error


def _base64(content: bytes) -> str:
    return b2a_base64(content, newline=False).decode()
