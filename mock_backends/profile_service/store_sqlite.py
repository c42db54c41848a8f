"""A profile store in an SQLite file; deleted data is overwritten.

The file is opened for each operation and closed after it, so a file that was repaired works again at once.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from mock_backends.profile_service.sqlite_file import to_read, to_write
from mock_backends.profile_service.store import (
    Change,
    ProfileUnavailable,
    Pseudonym,
    SealedField,
    SealedRecord,
    Snapshot,
)

FILE_NAME = "profile.sqlite3"

_SCHEMA = {
    "meta": "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL)",
    "citizens": "CREATE TABLE IF NOT EXISTS citizens (person TEXT PRIMARY KEY, wrapped_key BLOB NOT NULL,"
    " version INTEGER NOT NULL, last_sign_in TEXT NOT NULL)",
    "fields": "CREATE TABLE IF NOT EXISTS fields (id INTEGER PRIMARY KEY,"
    " person TEXT NOT NULL REFERENCES citizens (person) DEFERRABLE INITIALLY DEFERRED,"
    " kind TEXT NOT NULL, row TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL,"
    " UNIQUE (person, kind, row, name))",
}

T = TypeVar("T")


class SqliteProfileStore:
    """A ProfileStore in a file that only its owner can read.

    SQLite runs in threads, one operation at a time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = asyncio.Lock()

    async def in_use(self) -> bool:
        """Whether the store holds any record at all."""
        return await self._reading(_in_use, otherwise=False)

    async def read(self, person: Pseudonym) -> Snapshot:
        """What the store holds about a citizen."""
        return await self._reading(
            lambda connection: _snapshot(connection, person), otherwise=Snapshot()
        )

    @asynccontextmanager
    async def changing(self, person: Pseudonym) -> AsyncIterator[Change]:
        """Change a citizen's record in a transaction that begins before the block."""
        opened = ExitStack()

        def begin() -> tuple[sqlite3.Connection, Snapshot]:
            connection = opened.enter_context(to_write(self._path, _SCHEMA))
            return connection, _snapshot(connection, person)

        def keep() -> None:
            _write(connection, person, change)
            opened.close()

        async with self._turn:
            try:
                connection, found = await _in_thread(begin)
                change = Change(found)
                yield change
                await _in_thread(keep)
            except BaseException as error:
                # Undo it, however far it got. A problem with the file is raised as ProfileUnavailable.
                await _in_thread(partial(opened.__exit__, type(error), error, error.__traceback__))
                raise

    async def note_sign_in(self, person: Pseudonym, on: date) -> None:
        """Record the day of a sign-in, if the citizen has a record."""
        await self._writing(
            lambda connection: _has(connection, "citizens WHERE person = ?", person),
            lambda connection: connection.execute(
                "UPDATE citizens SET last_sign_in = ? WHERE person = ?", (on.isoformat(), person)
            ),
        )

    async def holders(self, kind: str, name: str) -> tuple[Pseudonym, ...]:
        """All citizens who have a field of this kind and name."""

        def look(connection: sqlite3.Connection) -> tuple[Pseudonym, ...]:
            found = connection.execute(
                "SELECT DISTINCT person FROM fields WHERE kind = ? AND name = ?", (kind, name)
            )
            return tuple(Pseudonym(person) for (person,) in found)

        return await self._reading(look, otherwise=())

    async def erase_until(self, day: date) -> None:
        """Erase the records of citizens who last signed in on `day` or earlier."""
        due = "citizens WHERE last_sign_in <= ?"

        def erase(connection: sqlite3.Connection) -> None:
            connection.execute(
                f"DELETE FROM fields WHERE person IN (SELECT person FROM {due})",
                (day.isoformat(),),
            )
            connection.execute(f"DELETE FROM {due}", (day.isoformat(),))

        await self._writing(lambda connection: _has(connection, due, day.isoformat()), erase)

    async def _reading(self, look: Callable[[sqlite3.Connection], T], *, otherwise: T) -> T:
        """What `look` returns; `otherwise` if there is no store yet."""

        def work() -> T:
            with to_read(self._path, _SCHEMA) as connection:
                return otherwise if connection is None else look(connection)

        async with self._turn:
            return await _in_thread(work)

    async def _writing(
        self,
        needed: Callable[[sqlite3.Connection], bool],
        write: Callable[[sqlite3.Connection], object],
    ) -> None:
        """Write, if `needed` says so: otherwise no file is created, and a read-only file is left alone."""

        def work() -> None:
            with to_write(self._path, _SCHEMA) as connection:
                write(connection)

        if await self._reading(needed, otherwise=False):
            async with self._turn:
                await _in_thread(work)


async def _in_thread(work: Callable[[], T]) -> T:
    # Shielded: a cancelled request must not release the lock while its thread is still at work.
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
    finally:
        # An error's traceback refers to this frame, and this frame to the task with the error: a cycle, which
        # would keep what the callers hold (a session's key) until the garbage collector runs.
        del task


def _has(connection: sqlite3.Connection, rows: str, *values: str) -> bool:
    (found,) = connection.execute(f"SELECT EXISTS (SELECT 1 FROM {rows})", values).fetchone()
    return bool(found)


def _in_use(connection: sqlite3.Connection) -> bool:
    return _has(connection, "citizens")


def _snapshot(connection: sqlite3.Connection, person: Pseudonym) -> Snapshot:
    check = connection.execute("SELECT value FROM meta WHERE name = 'key_check'").fetchone()
    return Snapshot(
        _in_use(connection),
        None if check is None else _bytes(check[0]),
        _record(connection, person),
    )


def _record(connection: sqlite3.Connection, person: Pseudonym) -> SealedRecord | None:
    found = connection.execute(
        "SELECT version, wrapped_key, last_sign_in FROM citizens WHERE person = ?", (person,)
    ).fetchone()
    if found is None:
        return None
    version, wrapped_key, day = found
    fields = connection.execute(
        "SELECT kind, row, name, sealed FROM fields WHERE person = ? ORDER BY id", (person,)
    )
    try:
        last_sign_in = date.fromisoformat(str(day))
    except ValueError as error:
        raise ProfileUnavailable("storeCorrupt") from error
    return SealedRecord(
        version,
        _bytes(wrapped_key),
        last_sign_in,
        tuple(SealedField(kind, row, name, _bytes(sealed)) for kind, row, name, sealed in fields),
    )


def _bytes(value: object) -> bytes:
    # SQLite accepts any type in any column.
    if not isinstance(value, bytes):
        raise ProfileUnavailable("storeCorrupt")
    return value


def _write(connection: sqlite3.Connection, person: Pseudonym, change: Change) -> None:
    if change.key_check is not None and change.key_check != change.found.key_check:
        connection.execute("REPLACE INTO meta VALUES ('key_check', ?)", (change.key_check,))
    record = change.record
    if record is change.found.record:
        return
    connection.execute("DELETE FROM fields WHERE person = ?", (person,))
    connection.execute("DELETE FROM citizens WHERE person = ?", (person,))
    if record is None:
        return
    connection.execute(
        "INSERT INTO citizens (person, wrapped_key, version, last_sign_in) VALUES (?, ?, ?, ?)",
        (person, record.wrapped_key, record.version, record.last_sign_in.isoformat()),
    )
    connection.executemany(
        "INSERT INTO fields (person, kind, row, name, sealed) VALUES (?, ?, ?, ?, ?)",
        [(person, field.kind, field.row, field.name, field.sealed) for field in record.fields],
    )
