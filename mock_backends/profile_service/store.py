"""The profile store: what citizens chose to keep, sealed field by field, in one SQLite file.

Three levels of keys. The key-encryption key lives in the configuration folder, apart from the store. It
wraps one data key a citizen. The data key seals each field, bound to its table, kind, column, row, citizen
and version, so that no sealed value can be put in another's place. Every change makes a new data key and
seals all of that citizen's fields anew in one transaction: the old key and the old bytes are then nowhere,
and `secure_delete` has written zeros over them (R47, R49, R50).

Nothing is kept open between two operations: a store or key that was repaired is found at the next one.
"""

import asyncio
import hmac
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import NewType, TypeVar

from mock_backends.profile_service.store_file import connected
from mock_backends.profile_service.store_key import ProfileUnavailable, key_encryption_key
from mock_backends.shared.home import Home
from mock_backends.shared.sealing import SealBroken, derive_key, new_key, seal, unseal

Row = dict[str, str]
Rows = dict[str, dict[str, Row]]
"""A citizen's fields: kind ("contact") -> row id -> field name -> value. Rows keep their order."""

NationalNumber = NewType("NationalNumber", str)
Pseudonym = NewType("Pseudonym", str)
"""A citizen as the store names them: HMAC-SHA-256 of the national number under a key of the store's key."""

T = TypeVar("T")


class Kept:
    """What the store keeps of one citizen; `last_sign_in` is None for one whom it does not know."""

    def __init__(self, rows: Rows, last_sign_in: date | None) -> None:
        self.rows = rows
        self.last_sign_in = last_sign_in


class ProfileStore:
    """Reads and changes citizens' fields, one whole citizen at a time.

    Every call may raise ProfileUnavailable. SQLite works in a thread, one operation after the other.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._turn = asyncio.Lock()

    async def read(self, person: NationalNumber) -> Kept:
        """Everything kept of a citizen."""
        return await self._run(lambda: self._read(person))

    async def change(
        self, person: NationalNumber, on: date, edit: Callable[[Rows], T]
    ) -> tuple[T, Kept]:
        """Let `edit` change a citizen's rows in place; what it raises undoes everything.

        `on` is the day of the citizen's sign-in, kept to know when two years are over. Returns what
        `edit` returned, and what is now kept.
        """
        return await self._run(lambda: self._change(person, on, edit))

    async def signed_in(self, person: NationalNumber, on: date) -> None:
        """Note a sign-in of a citizen of whom something is kept; nothing is noted of any other."""
        await self._run(lambda: self._signed_in(person, on))

    async def last_sign_ins(self) -> dict[Pseudonym, date]:
        """When each citizen of the store last signed in. Needs no key."""
        return await self._run(self._last_sign_ins)

    async def erase(self, persons: tuple[Pseudonym, ...]) -> None:
        """Destroy these citizens' data keys and fields. Needs no key: a promise does not wait for one."""
        await self._run(lambda: self._erase(persons))

    async def having(self, kind: str, name: str) -> dict[Pseudonym, Rows]:
        """All citizens who have a field of this kind and name, with their rows."""
        return await self._run(lambda: self._having(kind, name))

    async def change_known(self, person: Pseudonym, edit: Callable[[Rows], T]) -> T | None:
        """As `change`, for a citizen who is not signed in; None when they are not kept any more."""
        return await self._run(lambda: self._change_known(person, edit))

    async def _run(self, work: Callable[[], T]) -> T:
        async with self._turn:
            # Shielded: a request that is broken off must not leave the turn while its thread still writes.
            task = asyncio.ensure_future(asyncio.to_thread(work))
            try:
                return await asyncio.shield(task)
            except asyncio.CancelledError:
                await asyncio.wait({task})
                raise

    def _read(self, person: NationalNumber) -> Kept:
        with connected(self._home, write=False) as connection:
            if connection is None:
                return Kept({}, None)
            key = key_encryption_key(self._home, connection, make=False)
            if key is None:
                return Kept({}, None)
            return _load(connection, key, pseudonym(key, person))[0]

    def _change(
        self, person: NationalNumber, on: date, edit: Callable[[Rows], T]
    ) -> tuple[T, Kept]:
        with connected(self._home, write=True) as connection:
            assert connection is not None
            key = key_encryption_key(self._home, connection, make=True)
            assert key is not None
            return _edit(connection, key, pseudonym(key, person), on, edit)

    def _signed_in(self, person: NationalNumber, on: date) -> None:
        with connected(self._home, write=False) as connection:
            if connection is None:
                return
            key = key_encryption_key(self._home, connection, make=False)
            if key is None:
                return
            name = pseudonym(key, person)
            found = connection.execute(
                "SELECT 1 FROM citizens WHERE person = ?", (name,)
            ).fetchone()
        if found:
            with connected(self._home, write=True) as connection:
                assert connection is not None
                connection.execute(
                    "UPDATE citizens SET last_sign_in = ? WHERE person = ?", (on.isoformat(), name)
                )

    def _last_sign_ins(self) -> dict[Pseudonym, date]:
        with connected(self._home, write=False) as connection:
            if connection is None:
                return {}
            found = connection.execute("SELECT person, last_sign_in FROM citizens").fetchall()
            return {Pseudonym(person): _day(day) for person, day in found}

    def _erase(self, persons: tuple[Pseudonym, ...]) -> None:
        if persons:
            with connected(self._home, write=True) as connection:
                assert connection is not None
                for person in persons:
                    _delete(connection, person)

    def _having(self, kind: str, name: str) -> dict[Pseudonym, Rows]:
        with connected(self._home, write=False) as connection:
            if connection is None:
                return {}
            found = connection.execute(
                "SELECT DISTINCT person FROM fields WHERE kind = ? AND name = ?", (kind, name)
            ).fetchall()
            if not found:
                return {}
            key = key_encryption_key(self._home, connection, make=False)
            assert key is not None
            return {
                Pseudonym(person): _load(connection, key, Pseudonym(person))[0].rows
                for (person,) in found
            }

    def _change_known(self, person: Pseudonym, edit: Callable[[Rows], T]) -> T | None:
        with connected(self._home, write=True) as connection:
            assert connection is not None
            key = key_encryption_key(self._home, connection, make=False)
            if key is None:
                return None
            day = _load(connection, key, person)[0].last_sign_in
            return None if day is None else _edit(connection, key, person, day, edit)[0]


def pseudonym(key: bytes, person: NationalNumber) -> Pseudonym:
    """How the store under this key-encryption key names a citizen."""
    naming = derive_key(key, purpose="burgerprofiel profile pseudonym")
    return Pseudonym(hmac.digest(naming, person.encode(), "sha256").hex())


def _load(connection: sqlite3.Connection, key: bytes, person: Pseudonym) -> tuple[Kept, int]:
    found = connection.execute(
        "SELECT wrapped_key, version, last_sign_in FROM citizens WHERE person = ?", (person,)
    ).fetchone()
    if found is None:
        return Kept({}, None), 0
    wrapped, version, day = found
    rows: Rows = {}
    try:
        data_key = unseal(_wrapping(key), wrapped, "citizens", "wrapped_key", person, str(version))
        for kind, row, name, sealed in connection.execute(
            "SELECT kind, row, name, sealed FROM fields WHERE person = ? ORDER BY id", (person,)
        ):
            plain = unseal(data_key, sealed, "fields", kind, name, row, person, str(version))
            rows.setdefault(kind, {}).setdefault(row, {})[name] = plain.decode()
    except (SealBroken, TypeError) as error:
        # The key fits the store (it was checked), so these bytes were changed or moved, or are none.
        raise ProfileUnavailable("storeCorrupt") from error
    return Kept(rows, _day(day)), version


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise ProfileUnavailable("storeCorrupt") from error


def _edit(
    connection: sqlite3.Connection,
    key: bytes,
    person: Pseudonym,
    on: date,
    edit: Callable[[Rows], T],
) -> tuple[T, Kept]:
    kept, version = _load(connection, key, person)
    rows = {
        kind: {row: dict(fields) for row, fields in table.items()}
        for kind, table in kept.rows.items()
    }
    result = edit(rows)
    rows = {kind: table for kind, table in rows.items() if table}
    if rows == kept.rows:
        return result, kept
    _delete(connection, person)
    if not rows:
        return result, Kept({}, None)
    # A session that began the day before may write after a later sign-in was noted.
    last = max(on, kept.last_sign_in or on)
    _insert(connection, key, person, version + 1, last, rows)
    return result, Kept(rows, last)


def _insert(
    connection: sqlite3.Connection,
    key: bytes,
    person: Pseudonym,
    version: int,
    on: date,
    rows: Rows,
) -> None:
    data_key = new_key()
    wrapped = seal(_wrapping(key), data_key, "citizens", "wrapped_key", person, str(version))
    connection.execute(
        "INSERT INTO citizens VALUES (?, ?, ?, ?)", (person, wrapped, version, on.isoformat())
    )
    connection.executemany(
        "INSERT INTO fields (person, kind, row, name, sealed) VALUES (?, ?, ?, ?, ?)",
        [
            (
                person,
                kind,
                row,
                name,
                seal(data_key, text.encode(), "fields", kind, name, row, person, str(version)),
            )
            for kind, table in rows.items()
            for row, fields in table.items()
            for name, text in fields.items()
        ],
    )


def _delete(connection: sqlite3.Connection, person: Pseudonym) -> None:
    connection.execute("DELETE FROM fields WHERE person = ?", (person,))
    connection.execute("DELETE FROM citizens WHERE person = ?", (person,))


def _wrapping(key: bytes) -> bytes:
    return derive_key(key, purpose="burgerprofiel profile wrapping")
