"""Transactions on an SQLite file that is its owner's alone, opened for each and closed after it.

A schema maps each table to the statement that makes it where it is missing. What goes wrong with the file is
raised as ProfileUnavailable: storeReadOnly or storeCorrupt.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from mock_backends.profile_service.store import ProfileUnavailable

_SETTINGS = (
    # Zeros over what is deleted; a journal that is emptied at each commit; nothing beside the file.
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
    """The file, made if there is none, inside one transaction that can write."""
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
    """The file inside one transaction; None where there is none, or none that was ever written."""
    with _as_unavailable(writing=False):
        if not path.exists():
            yield None
            return
        with _transaction(path, "BEGIN") as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            yield connection if schema.keys() <= tables else None


@contextmanager
def _transaction(path: Path, begin: str) -> Iterator[sqlite3.Connection]:
    """One transaction: committed at the end, undone when the body raises. The file is closed after it."""
    mode = "rw" if _writable(path) else "ro"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=_BUSY,
        check_same_thread=False,  # one thread after the other
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
    # Marked read-only is meant so, for a superuser too.
    return bool(path.stat().st_mode & stat.S_IWUSR) and os.access(path, os.W_OK)


@contextmanager
def _as_unavailable(*, writing: bool) -> Iterator[None]:
    """Raise what goes wrong with the file as ProfileUnavailable.

    The reason is storeReadOnly where the file, its folder or its disk does not take what is to be written.
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
