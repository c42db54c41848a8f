"""The key-encryption key of the profile store: when it is made, and when it is refused."""

import sqlite3
from typing import Literal

from mock_backends.shared.home import Home, readable_by_others
from mock_backends.shared.keys import secret
from mock_backends.shared.sealing import KEY_BYTES, SealBroken, derive_key, seal, unseal

KEY_NAME = "profile"
_CHECK = ("meta", "key_check")

Reason = Literal["keyMissing", "keyReadable", "keyWrong", "storeCorrupt", "storeReadOnly"]


class ProfileUnavailable(Exception):
    """The profile store cannot be opened, or not be written; `reason` is a code."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def key_encryption_key(home: Home, connection: sqlite3.Connection, *, make: bool) -> bytes | None:
    """The key for this store, or None where the store holds nothing and `make` is not asked.

    It is made once, for its owner alone, and only while the store holds nothing sealed: a new key beside
    old rows would hide for good that the old key is lost. Raises ProfileUnavailable.
    """
    (in_use,) = connection.execute("SELECT EXISTS (SELECT 1 FROM citizens)").fetchone()
    path = home.keys / f"{KEY_NAME}.key"
    if not path.is_file():
        if in_use:
            raise ProfileUnavailable("keyMissing")
        if not make:
            return None
        secret(home, KEY_NAME)
    if readable_by_others(path):
        raise ProfileUnavailable("keyReadable")
    try:
        key = path.read_bytes()
    except OSError as error:
        raise ProfileUnavailable("keyMissing") from error
    if len(key) != KEY_BYTES:
        raise ProfileUnavailable("keyWrong")
    if not _fits(key, connection):
        if in_use:
            raise ProfileUnavailable("keyWrong")
        if make:
            sealed = seal(_checking(key), b"this key", *_CHECK)
            connection.execute("REPLACE INTO meta VALUES ('key_check', ?)", (sealed,))
    return key


def _fits(key: bytes, connection: sqlite3.Connection) -> bool:
    row = connection.execute("SELECT value FROM meta WHERE name = 'key_check'").fetchone()
    if row is None:
        return False
    try:
        unseal(_checking(key), bytes(row[0]), *_CHECK)
    except SealBroken:
        return False
    return True


def _checking(key: bytes) -> bytes:
    return derive_key(key, purpose="burgerprofiel profile key check")
