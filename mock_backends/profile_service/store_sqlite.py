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
    Due,
    ProfileUnavailable,
    Pseudonym,
    SealedField,
    SealedRecord,
    Snapshot,
)
from mock_backends.shared.in_thread import in_thread

FILE_NAME = "profile.sqlite3"

_KEY_CHECK, _LEDGER = "key_check", "ledger"
"""The names of what is kept in `meta`."""

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

    async def persons(self) -> tuple[Pseudonym, ...]:
        """All citizens who have a record. Raises storeCorrupt if a table is gone."""

        def look(connection: sqlite3.Connection) -> tuple[Pseudonym, ...]:
            found = connection.execute("SELECT person FROM citizens ORDER BY rowid")
            return tuple(Pseudonym(person) for (person,) in found)

        return await self._reading(look, otherwise=(), whole=True)

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
                connection, found = await in_thread(begin)
                change = Change(found)
                yield change
                await in_thread(keep)
            except BaseException as error:
                # Undo it, however far it got. A problem with the file is raised as ProfileUnavailable.
                await in_thread(partial(opened.__exit__, type(error), error, error.__traceback__))
                raise

    async def note_sign_in(
        self, person: Pseudonym, on: date, by_machine: date | None = None
    ) -> None:
        """Record the day of a sign-in, if the citizen has a record."""

        def note(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE citizens SET last_sign_in = ? WHERE person = ?", (on.isoformat(), person)
            )
            _note_machine(connection, person, by_machine)

        await self._writing(
            lambda connection: _has(connection, "citizens WHERE person = ?", person), note
        )

    async def holders(self, kind: str, name: str) -> tuple[Pseudonym, ...]:
        """All citizens who have a field of this kind and name."""

        def look(connection: sqlite3.Connection) -> tuple[Pseudonym, ...]:
            found = connection.execute(
                "SELECT DISTINCT person FROM fields WHERE kind = ? AND name = ?", (kind, name)
            )
            return tuple(Pseudonym(person) for (person,) in found)

        return await self._reading(look, otherwise=())

    async def due(self, day: date) -> tuple[Due, ...]:
        """The records of citizens who last signed in on `day` or earlier, the earliest first."""

        def look(connection: sqlite3.Connection) -> tuple[Due, ...]:
            found: dict[str, tuple[date, dict[str, int]]] = {}
            for person, last, kind, rows in connection.execute(
                "SELECT person, last_sign_in, kind, count(DISTINCT row) FROM citizens"
                " JOIN fields USING (person) WHERE last_sign_in <= ? GROUP BY person, kind"
                " ORDER BY last_sign_in, person, min(id)",
                (day.isoformat(),),
            ):
                found.setdefault(person, (_day(last), {}))[1][kind] = rows
            return tuple(Due(last, rows) for last, rows in found.values())

        return await self._reading(look, otherwise=())

    async def erase_until(self, day: date, by_machine: date = date.max) -> tuple[Pseudonym, ...]:
        """Erase the records of citizens who last signed in on `day` or earlier, by both clocks."""
        days = (day.isoformat(), by_machine.isoformat())
        erased: list[Pseudonym] = []

        def erase(connection: sqlite3.Connection) -> None:
            found = connection.execute(f"SELECT person FROM {_DUE}", days).fetchall()
            erased.extend(Pseudonym(person) for (person,) in found)
            for person in erased:
                connection.execute("DELETE FROM fields WHERE person = ?", (person,))
                connection.execute("DELETE FROM citizens WHERE person = ?", (person,))
                _note_machine(connection, person, None)

        await self._writing(lambda connection: _has(connection, _DUE, *days), erase)
        return tuple(erased)

    async def _reading(
        self, look: Callable[[sqlite3.Connection], T], *, otherwise: T, whole: bool = False
    ) -> T:
        """What `look` returns; `otherwise` if there is no store yet, or part of it is gone.

        If it must be `whole`, the latter raises storeCorrupt.
        """

        def work() -> T:
            with to_read(self._path, _SCHEMA, whole=whole) as connection:
                return otherwise if connection is None else look(connection)

        async with self._turn:
            return await in_thread(work)

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
                await in_thread(work)


def _has(connection: sqlite3.Connection, rows: str, *values: str) -> bool:
    (found,) = connection.execute(f"SELECT EXISTS (SELECT 1 FROM {rows})", values).fetchone()
    return bool(found)


def _snapshot(connection: sqlite3.Connection, person: Pseudonym) -> Snapshot:
    meta = {
        name: _bytes(value) for name, value in connection.execute("SELECT name, value FROM meta")
    }
    return Snapshot(
        _has(connection, "citizens"),
        meta.get(_KEY_CHECK),
        meta.get(_LEDGER),
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
    noted = connection.execute(
        "SELECT value FROM meta WHERE name = ?", (_MACHINE + person,)
    ).fetchone()
    return SealedRecord(
        version,
        _bytes(wrapped_key),
        _day(day),
        tuple(SealedField(kind, row, name, _bytes(sealed)) for kind, row, name, sealed in fields),
        None if noted is None else _day(_bytes(noted[0]).decode(errors="replace")),
    )


_MACHINE = "by_machine "
"""Before a citizen's pseudonym: the row of `meta` with the day of the last sign-in by the machine's clock."""

_DUE = (
    "citizens WHERE last_sign_in <= ? AND coalesce((SELECT CAST(value AS TEXT) FROM meta"
    f" WHERE name = '{_MACHINE}' || citizens.person), last_sign_in) <= ?"
)


def _note_machine(
    connection: sqlite3.Connection, person: Pseudonym, by_machine: date | None
) -> None:
    connection.execute("DELETE FROM meta WHERE name = ?", (_MACHINE + person,))
    if by_machine is not None:
        noted = (_MACHINE + person, by_machine.isoformat().encode())
        connection.execute("INSERT INTO meta VALUES (?, ?)", noted)


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise ProfileUnavailable("storeCorrupt") from error


def _bytes(value: object) -> bytes:
    # SQLite accepts any type in any column.
    if not isinstance(value, bytes):
        raise ProfileUnavailable("storeCorrupt")
    return value


def _write(connection: sqlite3.Connection, person: Pseudonym, change: Change) -> None:
    for name, before, after in (
        (_KEY_CHECK, change.found.key_check, change.key_check),
        (_LEDGER, change.found.ledger, change.ledger),
    ):
        if after is not None and after != before:
            connection.execute("REPLACE INTO meta VALUES (?, ?)", (name, after))
    record = change.record
    if record is change.found.record:
        return
    connection.execute("DELETE FROM fields WHERE person = ?", (person,))
    connection.execute("DELETE FROM citizens WHERE person = ?", (person,))
    _note_machine(connection, person, record.by_machine if record is not None else None)
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
