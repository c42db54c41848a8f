"""Opens what registers, eBox and identity provider sealed to this program (HPKE, RFC 9180).

The other half of `mock_backends.shared.sealed_answers`, which says more about the coding. The private key is
made anew for each sign-in, and never leaves this program's memory.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from tui.portal.errors import ContractViolation

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

_LABEL = "burgerprofiel sealed answer v1"
_COPY_LABEL = "burgerprofiel card copy v1"
_COPY_STEP = 1024


class SealKey:
    """The key pair of one sign-in, to which everything is sealed that its citizen may see."""

    def __init__(self) -> None:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        self._private: X25519PrivateKey = X25519PrivateKey.generate()

    @property
    def public(self) -> str:
        """The public key, as 43 characters of base64url."""
        return (
            urlsafe_b64encode(self._private.public_key().public_bytes_raw()).rstrip(b"=").decode()
        )

    def open(self, sealed: bytes, *belongs_to: str) -> bytes:
        """What was sealed to this key, for exactly this purpose. Raises ContractViolation("notOpened")."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

        words = [word.encode() for word in (_LABEL, *belongs_to)]
        info = b"".join(len(word).to_bytes(4, "big") + word for word in words)
        try:
            suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
            return suite.decrypt(sealed, self._private, info=info)
        except (InvalidTag, ValueError) as error:
            raise ContractViolation("notOpened", " ".join(belongs_to)) from error

    def open_text(self, sealed: str, *belongs_to: str) -> bytes:
        """The same for what travels as base64url. Raises ContractViolation("notOpened")."""
        try:
            raw = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        except (binascii.Error, ValueError) as error:
            raise ContractViolation("notOpened", " ".join(belongs_to)) from error
        return self.open(raw, *belongs_to)


def sealed_copy(picture: bytes, seal_to: str, *belongs_to: str) -> bytes:
    """A copy of a card, sealed for the desk whose key this is; zeros hide its length.

    The other half is `mock_backends.registers.copy_key`. Raises ContractViolation for what can be no key.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    words = [word.encode() for word in (_COPY_LABEL, *belongs_to)]
    info = b"".join(len(word).to_bytes(4, "big") + word for word in words)
    try:
        raw = urlsafe_b64decode(seal_to + "=" * (-len(seal_to) % 4))
        key = X25519PublicKey.from_public_bytes(raw)
        suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
        return suite.encrypt(picture + b"\0" * (-len(picture) % _COPY_STEP), key, info=info)
    except (binascii.Error, ValueError) as error:
        raise ContractViolation("key", "a desk's key that is none") from error


class Sealed(Struct, frozen=True):
    """What a call expects: an answer sealed to `key` by `party`, to a request for `target` there."""

    key: SealKey
    party: str
    target: str

    coding: ClassVar[str] = "mbp-hpke"
    """The content coding (RFC 9110 section 8.4.1) of such an answer."""

    def open(self, content: bytes) -> bytes:
        """The plain bytes of the answer. Raises ContractViolation."""
        return self.key.open(content, self.party, self.target)
