"""Keys that are created once and kept in the configuration folder, readable by their owner only."""

import os
from collections.abc import Callable
from pathlib import Path

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

from mock_backends.shared.home import Home, write_private
from mock_backends.shared.sealing import new_key

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey


def rsa_key(home: Home, name: str) -> RSAPrivateKey:
    """The RSA-2048 key of this name; created at first use (some 50 ms)."""
    key = _load_or_make(home, name, lambda: generate_rsa_key(65537, 2048))
    assert isinstance(key, RSAPrivateKey)
    return key


def p256_key(home: Home, name: str) -> EllipticCurvePrivateKey:
    """The P-256 key of this name; created at first use."""
    key = _load_or_make(home, name, lambda: generate_private_key(SECP256R1()))
    assert isinstance(key, EllipticCurvePrivateKey)
    return key


def secret(home: Home, name: str) -> bytes:
    """A 256-bit secret of this name; created at first use."""
    path = home.keys / f"{name}.key"
    if not path.exists():
        _make_once(path, new_key())
    return path.read_bytes()


def pem(key: PrivateKey) -> bytes:
    """A private key as PKCS #8 PEM, unencrypted."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _load_or_make(home: Home, name: str, make: Callable[[], PrivateKey]) -> object:
    path = home.keys / f"{name}.pem"
    if not path.exists():
        _make_once(path, pem(make()))
    # A private file of our own: checking the primes again would cost 36 ms at every start.
    return load_pem_private_key(path.read_bytes(), None, unsafe_skip_rsa_key_validation=True)


def _make_once(path: Path, content: bytes) -> None:
    # Two programs may start on the same home at once: the first to link its file wins.
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    write_private(draft, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
