"""Keys that are created once and kept in the configuration folder, readable by their owner only.

A key that others can read, or that is none, is refused: a party does not start with it.
"""

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from mock_backends.shared.home import Home, draft_of, readable_by_others, write_private
from mock_backends.shared.sealing import KEY_BYTES, new_key

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey


class KeyUnusable(Exception):
    """A key file that is refused. `reason` is "readable" (by others) or "wrong" (missing, or not that key).

    `whole` is what to take away so that a new one is made: the file, or the folder it was made with.
    """

    def __init__(self, reason: str, path: Path, whole: Path | None = None) -> None:
        self.reason, self.path, self.whole = reason, path, whole or path
        way = (
            f"others can read this key; make it yours alone with: chmod 600 {path}"
            if reason == "readable"
            else f"missing or damaged; put back a copy, or remove {self.whole} to have it made anew"
        )
        super().__init__(f"{path}: {way}")


def rsa_key(home: Home, name: str) -> RSAPrivateKey:
    """The RSA-2048 key of this name; created at first use (some 50 ms). Raises KeyUnusable."""
    path = _made(home, name, lambda: generate_rsa_key(65537, 2048))
    key = _load(path, path)
    if not isinstance(key, RSAPrivateKey) or key.key_size != 2048:
        raise KeyUnusable("wrong", path)
    return key


def p256_key(home: Home, name: str) -> EllipticCurvePrivateKey:
    """The P-256 key of this name; created at first use. Raises KeyUnusable."""
    path = _made(home, name, lambda: generate_private_key(SECP256R1()))
    return load_key(path, bits=256, whole=path)


def secret(home: Home, name: str) -> bytes:
    """A 256-bit secret of this name; created at first use. Raises KeyUnusable."""
    path = made_secret(home, name)
    content = _read_private(path)
    if len(content) != KEY_BYTES:
        raise KeyUnusable("wrong", path)
    return content


def made_secret(home: Home, name: str) -> Path:
    """The file of the secret of this name, not looked into; created at first use."""
    path = home.keys / f"{name}.key"
    if not path.exists():
        _make_once(path, new_key())
    return path


def load_key(path: Path, *, bits: int, whole: Path) -> EllipticCurvePrivateKey:
    """The key on an elliptic curve in a file that was made with `whole`. Raises KeyUnusable."""
    key = _load(path, whole)
    if not isinstance(key, EllipticCurvePrivateKey) or key.key_size != bits:
        raise KeyUnusable("wrong", path, whole)
    return key


def pem(key: PrivateKey) -> bytes:
    """A private key as PKCS #8 PEM, unencrypted."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _load(path: Path, whole: Path) -> object:
    try:
        # A private file of our own: checking the primes again would cost 36 ms at every start.
        return load_pem_private_key(_read_private(path), None, unsafe_skip_rsa_key_validation=True)
    except (FileNotFoundError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable("wrong", path, whole) from error


def _read_private(path: Path) -> bytes:
    if readable_by_others(path):
        raise KeyUnusable("readable", path)
    return path.read_bytes()


def _made(home: Home, name: str, make: Callable[[], PrivateKey]) -> Path:
    path = home.keys / f"{name}.pem"
    if not path.exists():
        _make_once(path, pem(make()))
    return path


def _make_once(path: Path, content: bytes) -> None:
    # Two programs, or threads, may make it at once: the first to link its file wins.
    draft = draft_of(path.with_suffix(".new"))
    write_private(draft, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
