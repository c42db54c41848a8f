"""Sealing: AES-256-GCM under a key and a context, and the keys for it (NIST SP 800-38D, RFC 5869)."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mock_backends.shared import unguessable

KEY_BYTES = 32
NONCE_BYTES = 12


class SealBroken(Exception):
    """Sealed bytes cannot be opened: another key, another context, or they were changed."""


def new_key() -> bytes:
    """A fresh random 256-bit key."""
    return unguessable.octets(KEY_BYTES)


def derive_key(secret: bytes, *, purpose: str) -> bytes:
    """A 256-bit key derived from `secret` for a single `purpose` (HKDF-SHA-256)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret)


def seal(key: bytes, plain: bytes, *context: str) -> bytes:
    """Encrypt `plain`, bound to `context` (table, row, column, version…), which is not stored."""
    nonce = unguessable.octets(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, _bound(context))


def unseal(key: bytes, sealed: bytes, *context: str) -> bytes:
    """The plain bytes of `sealed`. Raises SealBroken when key, context or bytes differ."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(context))
    except (InvalidTag, ValueError) as error:
        raise SealBroken(context[0] if context else "") from error


def _bound(context: tuple[str, ...]) -> bytes:
    # Each word is prefixed with its length, so that ("a", "bc") and ("ab", "c") differ.
    return b"".join(len(word.encode()).to_bytes(4, "big") + word.encode() for word in context)
