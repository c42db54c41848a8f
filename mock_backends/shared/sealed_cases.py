"""An authority's cases on disk: each sealed, under a name that tells nothing, to outlive a restart.

The key lies apart, in the configuration folder. The file is opened for each query, so nothing holds it once
the world stops. A row that cannot be opened is told by its number and left as it is; with a key that opens
none of them, or where the key is gone, nothing is written: whoever puts the right one back finds all.
"""

import asyncio
import hmac
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Generic, NamedTuple, TypeVar

import msgspec

from mock_backends.shared.home import Home
from mock_backends.shared.in_thread import in_thread
from mock_backends.shared.keys import KeyUnusable, secret
from mock_backends.shared.sealing import SealBroken, derive_key, seal, unseal

_SETTINGS = ("secure_delete = ON", "journal_mode = TRUNCATE", "temp_store = MEMORY")

C = TypeVar("C", bound=msgspec.Struct)
T = TypeVar("T")


class CasesUnavailable(Exception):
    """The file cannot be read or written, or is about to be removed."""


class Damaged(NamedTuple):
    """A row that cannot be opened: its number in the file, and the name that its case has there."""

    number: int
    name: bytes


class Kept(NamedTuple, Generic[C]):
    """The cases that can be read, in the order in which they came, and the rows that cannot."""

    cases: tuple[C, ...] = ()
    damaged: tuple[Damaged, ...] = ()


class SealedCases(Generic[C]):
    """Cases of one `kind`, in `file` of the home's data folder. Every call may raise CasesUnavailable.

    `key` names the key in the configuration folder; `parts` gives what together tells a case from all others.
    SQLite may keep a journal beside the file, under a longer name.
    """

    def __init__(
        self,
        home: Home,
        *,
        file: str,
        key: str,
        kind: type[C],
        parts: Callable[[C], tuple[str, ...]],
    ) -> None:
        self._home = home
        self._path = home.data / file
        self._key_name = key
        self._kind = kind
        self._parts = parts
        self._turn = asyncio.Lock()
        self._is_open = True

    async def load(self) -> Kept[C]:
        """Every case, and what of the file cannot be read."""

        def read() -> Kept[C]:
            if not self._path.exists():
                return Kept()
            with self._connection() as connection:
                rows = connection.execute(
                    "SELECT number, name, sealed FROM cases ORDER BY number"
                ).fetchall()
            key = self._key("seal") if rows and self._has_key() else b""
            opened = [(self._opened(key, *row), Damaged(*row[:2])) for row in rows]
            return Kept(
                tuple(case for case, _ in opened if case is not None),
                tuple(damaged for case, damaged in opened if case is None),
            )

        return await self._within(read)

    async def save(
        self, case: C, also: Callable[[sqlite3.Connection, bytes], None] | None = None
    ) -> None:
        """Keep this case, in the place of what was kept of it before; `also` changes what goes with it.

        Not with a key that opens nothing of what the file holds, nor over a row that cannot be read.
        """

        def write() -> None:
            self._refuse_another_key()
            name = self.name(*self._parts(case))
            sealed = seal(self._key("seal"), msgspec.json.encode(case), name.hex())
            with self._connection() as connection:
                connection.execute(
                    "INSERT INTO cases (name, sealed) VALUES (?, ?)"
                    " ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
                    (name, sealed),
                )
                if also is not None:
                    also(connection, name)

        await self._within(write)

    def begin(self) -> None:
        """Take queries."""
        self._is_open = True

    async def break_off(self) -> None:
        """Wait for the query that is under way, and take no other until `begin`: the file may be removed."""
        self._is_open = False
        async with self._turn:
            pass

    def _key(self, purpose: str) -> bytes:
        return derive_key(secret(self._home, self._key_name), purpose=f"cases {purpose}")

    def name(self, *parts: str) -> bytes:
        """The name under which a case is kept that these tell from all others."""
        return hmac.digest(self._key("name"), " ".join(parts).encode(), "sha256")

    def _has_key(self) -> bool:
        return (self._home.keys / f"{self._key_name}.key").exists()

    def _refuse_another_key(self) -> None:
        """Raise CasesUnavailable where the file holds cases, and this key opens none."""
        if not self._path.exists():
            return
        with self._connection() as connection:
            rows = connection.execute("SELECT number, name, sealed FROM cases").fetchall()
        if rows and not self._has_key():
            raise CasesUnavailable("the key is gone")
        if rows and all(self._opened(self._key("seal"), *row) is None for row in rows):
            raise CasesUnavailable("another key")

    def _opened(self, key: bytes, _number: int, name: bytes, sealed: bytes) -> C | None:
        """The case in a row; None for changed bytes, or without the key."""
        try:
            return (
                msgspec.json.decode(unseal(key, sealed, name.hex()), type=self._kind)
                if key
                else None
            )
        except (SealBroken, msgspec.DecodeError):
            return None

    async def _within(self, query: Callable[[], T]) -> T:
        async with self._turn:
            if not self._is_open:
                raise CasesUnavailable("the world begins again")
            try:
                return await in_thread(query)
            except (sqlite3.Error, OSError, KeyUnusable) as error:
                raise CasesUnavailable(str(error)) from error

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if not self._path.exists():
            # Before SQLite creates it, readable by everybody.
            self._path.touch(0o600)
        with closing(sqlite3.connect(self._path, timeout=2)) as connection:
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}").fetchall()
            with connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS cases (number INTEGER PRIMARY KEY,"
                    " name BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT"
                )
                yield connection
