"""The cases at the desks on disk: each sealed, under a name that tells nothing, to outlive a restart.

The key lies apart, in the configuration folder. The file is opened for each query, so nothing holds it once
the world stops.
"""

import asyncio
import hmac
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

import msgspec

from mock_backends.registers.cases import Case
from mock_backends.shared.home import Home
from mock_backends.shared.in_thread import in_thread
from mock_backends.shared.keys import KeyUnusable, secret
from mock_backends.shared.sealing import SealBroken, derive_key, seal, unseal

FILE_NAME = "registers.sqlite3"
"""SQLite may keep a journal beside it, under a longer name."""

KEY = "registers"
_SETTINGS = ("secure_delete = ON", "journal_mode = TRUNCATE", "temp_store = MEMORY")

T = TypeVar("T")


class CasesUnavailable(Exception):
    """The file cannot be read or written, or is about to be removed."""


class CaseStore:
    """The cases of every desk. Every call may raise CasesUnavailable."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._path = home.data / FILE_NAME
        self._turn = asyncio.Lock()
        self._is_open = True

    async def load(self) -> tuple[Case, ...]:
        """Every case, in the order in which they came."""

        def read() -> tuple[Case, ...]:
            if not self._path.exists():
                return ()
            with self._connection() as connection:
                rows = connection.execute(
                    "SELECT name, sealed FROM cases ORDER BY number"
                ).fetchall()
            return tuple(self._opened(name, sealed) for name, sealed in rows)

        return await self._within(read)

    async def save(self, case: Case) -> None:
        """Keep this case, in the place of what was kept of it before."""

        def write() -> None:
            name = self._name(case)
            sealed = seal(self._key("seal"), msgspec.json.encode(case), name.hex())
            with self._connection() as connection:
                connection.execute(
                    "INSERT INTO cases (name, sealed) VALUES (?, ?)"
                    " ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
                    (name, sealed),
                )

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
        return derive_key(secret(self._home, KEY), purpose=f"cases {purpose}")

    def _name(self, case: Case) -> bytes:
        of = f"{case.national_number} {case.controller_id} {case.reference}"
        return hmac.digest(self._key("name"), of.encode(), "sha256")

    def _opened(self, name: bytes, sealed: bytes) -> Case:
        try:
            return msgspec.json.decode(unseal(self._key("seal"), sealed, name.hex()), type=Case)
        except (SealBroken, msgspec.DecodeError) as error:
            raise CasesUnavailable("another key, or changed bytes") from error

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
