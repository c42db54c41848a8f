"""Keys that are created once and kept in the configuration folder, readable by their owner only.

A key that others can read, or its owner cannot, or that is none, is refused: a party does not start with it.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Literal

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


Trouble = Literal["readable", "unreadable", "no-file", "wrong", "damaged"]
"""Why a key file is refused: others can read it, its owner cannot, what stands there is no file (a folder),
or it is missing or holds no such key. Or a file that a key seals is damaged, or is another key's."""

_WAYS: dict[Trouble, str] = {
    "readable": "others can read this key; make it yours alone with: chmod 600 {path}",
    "unreadable": "you cannot read this key; make it yours with: chmod 600 {path}",
    "no-file": "this is no file; put back a copy of the key, or remove {whole} to have it made anew",
    "damaged": "damaged; put back a copy, or remove {whole}: what was in it is forgotten then",
    "wrong": "missing or damaged; put back a copy, or remove {whole} to have it made anew",
}


class KeyUnusable(Exception):
    """A key file that is refused, and why.

    `whole` is what to take away so that a new one is made: the file, or the folder it was made with.
    """

    def __init__(self, reason: Trouble, path: Path, whole: Path | None = None) -> None:
        self.reason, self.path, self.whole = reason, path, whole or path
        super().__init__(f"{path}: {_WAYS[reason].format(path=path, whole=self.whole)}")


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
    content = read_private(path)
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
        return load_pem_private_key(
            read_private(path, whole), None, unsafe_skip_rsa_key_validation=True
        )
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable("wrong", path, whole) from error


def read_private(path: Path, whole: Path | None = None) -> bytes:
    """What is in a key file. Raises KeyUnusable; what it holds is not looked into."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise KeyUnusable("no-file", path, whole)
        # What its owner may not read is not read, even by a superuser.
        if not mode & stat.S_IRUSR:
            raise KeyUnusable("unreadable", path, whole)
        if readable_by_others(path):
            raise KeyUnusable("readable", path, whole)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise KeyUnusable("wrong", path, whole) from error
    except PermissionError as error:
        raise KeyUnusable("unreadable", path, whole) from error


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
