"""Transactions on an SQLite file that only its owner can read, and that is open only during a transaction.

A schema maps each table to the statement that creates it if it is missing. Problems with the file are raised
as ProfileUnavailable, each with its own reason. A file that a later build made is left as it is.
"""

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from mock_backends.profile_service.store import ProfileUnavailable, Reason

_SETTINGS = (
    # Deleted data is overwritten with zeros; the journal is emptied at each commit; no temporary files.
    "secure_delete = ON",
    "journal_mode = TRUNCATE",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "foreign_keys = ON",
)
_REASONS: tuple[tuple[tuple[str, ...], Reason, Reason], ...] = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "storeInUse", "storeInUse"),
    (("SQLITE_FULL",), "storeFull", "storeFull"),
    (
        ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM", "SQLITE_AUTH"),
        "storeUnreadable",
        "storeReadOnly",
    ),
)
"""How SQLite's error codes begin (https://sqlite.org/rescode.html), and what they mean for one who reads and
for one who writes. Any other means that the file is not what it should be."""

FORMAT = 0
"""The `user_version` of a file of this build: a build that can no longer be read by this one raises it."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_BUSY = 2.0
"""Seconds to wait for another program that is changing the file. Ours take milliseconds; and a request that
waits here a few times must still be answered within the ten seconds that the citizen's program waits."""


@contextmanager
def to_write(path: Path, schema: Mapping[str, str]) -> Iterator[sqlite3.Connection]:
    """The file in a transaction that can write; creates the file if there is none."""
    with _as_unavailable(writing=True):
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if not path.is_file():
            raise ProfileUnavailable("storeCorrupt")
        if not _writable(path):
            raise ProfileUnavailable("storeReadOnly")
        with _transaction(path, "BEGIN IMMEDIATE") as connection:
            for statement in schema.values():
                connection.execute(statement)
            yield connection


@contextmanager
def to_read(
    path: Path, schema: Mapping[str, str], *, whole: bool = False
) -> Iterator[sqlite3.Connection | None]:
    """The file in a read transaction; None if there is no file, or no table in it, or not all of them.

    If it must be `whole`, storeCorrupt is raised for the last of these.
    """
    with _as_unavailable(writing=False):
        if not path.exists():
            yield None
            return
        if not path.is_file():
            raise ProfileUnavailable("storeCorrupt")
        if not _may(path, stat.S_IRUSR, os.R_OK):
            raise ProfileUnavailable("storeUnreadable")
        with _transaction(path, "BEGIN") as connection:
            found = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            missing = schema.keys() - found
            if missing and whole and missing != schema.keys():
                raise ProfileUnavailable("storeCorrupt")
            yield None if missing else connection


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
        # Before any setting: the journal's is written into the file.
        (made_for,) = connection.execute("PRAGMA user_version").fetchone()
        if made_for > FORMAT:
            raise ProfileUnavailable("storeNewer")
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
    return _may(path, stat.S_IWUSR, os.W_OK)


def _may(path: Path, bit: int, access: int) -> bool:
    # What its owner may not do with a file is not done, even by a superuser.
    return bool(path.stat().st_mode & bit) and os.access(path, access)


@contextmanager
def _as_unavailable(*, writing: bool) -> Iterator[None]:
    """Raise problems with the file, its folder or its disk as ProfileUnavailable."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        for beginnings, reading_means, writing_means in _REASONS:
            if name.startswith(beginnings):
                raise ProfileUnavailable(writing_means if writing else reading_means) from error
        raise ProfileUnavailable("storeCorrupt") from error
    except OSError as error:
        if error.errno in _FULL:
            raise ProfileUnavailable("storeFull") from error
        raise ProfileUnavailable("storeReadOnly" if writing else "storeUnreadable") from error
