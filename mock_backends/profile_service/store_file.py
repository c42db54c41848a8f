"""The profile store's one file: opened for one operation, as one transaction; nothing old stays in it."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mock_backends.profile_service.store_key import ProfileUnavailable
from mock_backends.shared.home import Home

FILE_NAME = "profile.sqlite3"

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS citizens (person TEXT PRIMARY KEY, wrapped_key BLOB NOT NULL,"
    " version INTEGER NOT NULL, last_sign_in TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS fields (id INTEGER PRIMARY KEY,"
    " person TEXT NOT NULL REFERENCES citizens (person) DEFERRABLE INITIALLY DEFERRED,"
    " kind TEXT NOT NULL, row TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL,"
    " UNIQUE (person, kind, row, name))",
)
_NOT_WRITABLE = (
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_BUSY",
    "SQLITE_PERM",
)


@contextmanager
def connected(home: Home, *, write: bool) -> Iterator[sqlite3.Connection | None]:
    """The open store inside one transaction: committed at the end, undone when the body raises.

    Reading where there is no store gives None. Raises ProfileUnavailable: storeCorrupt, or storeReadOnly
    where the file, its folder or its disk does not take what is to be written.
    """
    path = home.data / FILE_NAME
    try:
        if not path.exists():
            if not write:
                yield None
                return
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        # Marked read-only is meant so, for a superuser too.
        writable = bool(path.stat().st_mode & stat.S_IWUSR) and os.access(path, os.W_OK)
        if write and not writable:
            raise ProfileUnavailable("storeReadOnly")
        with closing(_open(path, writable=writable)) as connection:
            _set(connection)
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                if write:
                    for statement in _SCHEMA:
                        connection.execute(statement)
                elif not _has_schema(connection):
                    yield None
                    return
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(_NOT_WRITABLE) and write:
            raise ProfileUnavailable("storeReadOnly") from error
        raise ProfileUnavailable("storeCorrupt") from error
    except OSError as error:
        raise ProfileUnavailable("storeReadOnly" if write else "storeCorrupt") from error


def _open(path: Path, *, writable: bool) -> sqlite3.Connection:
    mode = "rw" if writable else "ro"
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=5
    )


def _set(connection: sqlite3.Connection) -> None:
    # Zeros over what is deleted; a journal that is emptied at each commit; nothing beside the file.
    for setting in (
        "secure_delete = ON",
        "journal_mode = TRUNCATE",
        "synchronous = FULL",
        "temp_store = MEMORY",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {setting}").fetchall()


def _has_schema(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('meta', 'citizens', 'fields')"
    ).fetchone()
    return bool(tables == 3)
