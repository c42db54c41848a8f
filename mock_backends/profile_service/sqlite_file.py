"""Transactions on an SQLite file that only its owner can read, and that is open only during a transaction.

A schema maps each table to the statement that creates it if it is missing. Problems with the file are raised
as ProfileUnavailable: storeReadOnly or storeCorrupt.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from mock_backends.profile_service.store import ProfileUnavailable

_SETTINGS = (
    # Deleted data is overwritten with zeros; the journal is emptied at each commit; no temporary files.
    "secure_delete = ON",
    "journal_mode = TRUNCATE",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "foreign_keys = ON",
)
_NOT_WRITABLE = (
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_BUSY",
    "SQLITE_PERM",
)
_BUSY = 5.0
"""Seconds to wait for another program that is changing the file."""


@contextmanager
def to_write(path: Path, schema: Mapping[str, str]) -> Iterator[sqlite3.Connection]:
    """The file in a transaction that can write; creates the file if there is none."""
    with _as_unavailable(writing=True):
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if not _writable(path):
            raise ProfileUnavailable("storeReadOnly")
        with _transaction(path, "BEGIN IMMEDIATE") as connection:
            for statement in schema.values():
                connection.execute(statement)
            yield connection


@contextmanager
def to_read(path: Path, schema: Mapping[str, str]) -> Iterator[sqlite3.Connection | None]:
    """The file in a read transaction; None if there is no file, or nothing was ever written to it."""
    with _as_unavailable(writing=False):
        if not path.exists():
            yield None
            return
        with _transaction(path, "BEGIN") as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            yield connection if schema.keys() <= tables else None


@contextmanager
def _transaction(path: Path, begin: str) -> Iterator[sqlite3.Connection]:
    """A transaction: committed at the end, rolled back if the body raises. Closes the file after it."""
    mode = "rw" if _writable(path) else "ro"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=_BUSY,
        check_same_thread=False,  # several threads use it, but never at the same time
    )
    with closing(connection):
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute(begin)
        try:
            yield connection
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _writable(path: Path) -> bool:
    # A file that is marked read-only is not written, even by a superuser.
    return bool(path.stat().st_mode & stat.S_IWUSR) and os.access(path, os.W_OK)


@contextmanager
def _as_unavailable(*, writing: bool) -> Iterator[None]:
    """Raise problems with the file as ProfileUnavailable.

    The reason is storeReadOnly if the file, its folder or its disk cannot be written to.
    """
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if writing and name.startswith(_NOT_WRITABLE):
            raise ProfileUnavailable("storeReadOnly") from error
        raise ProfileUnavailable("storeCorrupt") from error
    except OSError as error:
        raise ProfileUnavailable("storeReadOnly" if writing else "storeCorrupt") from error
