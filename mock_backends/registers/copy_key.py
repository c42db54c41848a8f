"""The desks' key for copies of identity cards: who carries a copy to them cannot look at it.

HPKE as for answers (`shared.sealed_answers`), the other way: the citizen's program seals to this key, for one
side of the card of one case. Its other half is `tui.portal.sealed`.
"""

from base64 import urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from mock_backends.registers.card_copies import Side
from mock_backends.shared.home import Home
from mock_backends.shared.keys import secret
from mock_backends.shared.sealing import derive_key

KEY = "registers"
"""The desks' secret, from which this key follows as those of their store do."""

_LABEL = "burgerprofiel card copy v1"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class CopyNotOpened(Exception):
    """The bytes were not sealed to this key for this side of this case."""


class CopyKey:
    """The key of all desks in a home. Both calls may raise KeyUnusable."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @property
    def public(self) -> str:
        """The key to seal to, as 43 characters of base64url."""
        raw = self._private().public_key().public_bytes_raw()
        return urlsafe_b64encode(raw).rstrip(b"=").decode()

    def open(self, sealed: bytes, controller_id: str, reference: str, side: Side) -> bytes:
        """The picture of this side, without the zeros that hid its length. Raises CopyNotOpened."""
        words = [word.encode() for word in (_LABEL, controller_id, reference, side)]
        info = b"".join(len(word).to_bytes(4, "big") + word for word in words)
        try:
            return _SUITE.decrypt(sealed, self._private(), info=info).rstrip(b"\0")
        except (InvalidTag, ValueError) as error:
            raise CopyNotOpened from error

    def _private(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(
            derive_key(secret(self._home, KEY), purpose="card copies")
        )
