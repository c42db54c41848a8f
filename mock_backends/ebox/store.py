"""Which messages were opened: a mark on disk for each, without recipient, message or content.

A mark is the HMAC of the message's id under the eBox's own key, which lies apart from the file. It goes two
years after its recipient last looked into their eBox. How many marks were ever made stands in the file and
in another beside the key: a file that is gone, or an old copy, is told from one that holds all of them.
"""

import asyncio
import hmac
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from mock_backends.shared.home import write_private
from mock_backends.shared.in_thread import in_thread

FILE_NAME = "ebox.sqlite3"
"""SQLite may keep a journal beside it, under a longer name."""

COUNT_NAME = "ebox.count"
"""Beside the key: how many marks were ever made."""

_SETTINGS = (
    # As for the profiles: what is deleted is overwritten, in the file and in its journal.
    "secure_delete = ON",
    "journal_mode = TRUNCATE",
    "temp_store = MEMORY",
)

T = TypeVar("T")


def _made(connection: sqlite3.Connection) -> int:
    """How many marks were made, by the file itself; 0 where an earlier build made it."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


class StoreUnavailable(Exception):
    """The file cannot be read or written, or is about to be removed."""


class OpenedMessages(Protocol):
    """Which messages were opened, kept across restarts. Every call may raise StoreUnavailable."""

    @property
    def beginning(self) -> int:
        """Names the beginning of the world that it is now, for `add`."""

    async def among(self, message_ids: list[str], on: date) -> set[str]:
        """Those of `message_ids` that were opened. Their recipient looks into the eBox on this day."""

    async def complete(self) -> bool:
        """Whether no mark is missing because the file is gone or an old copy; until the next mark is made."""

    async def add(self, message_id: str, on: date, beginning: int) -> None:
        """Remember that this message was opened, unless the world has begun again since `beginning`."""

    async def erase_until(self, day: date, by_machine: date = date.max) -> None:
        """Forget the messages of whoever last looked into their eBox on `day` or earlier.

        But only if it was on `by_machine` or earlier by the machine's own clock as well.
        """


class SqliteOpenedMessages:
    """OpenedMessages in an SQLite file that only its owner can read.

    The file is opened for each query, so nothing holds it once the world stops, and a repaired file
    works again at once. `count` is where the number of marks is noted, apart from the file. `today` is the
    day by the machine's own clock.
    """

    def __init__(
        self,
        path: Path,
        count: Path,
        key: bytes,
        today: Callable[[], date],
    ) -> None:
        self._today = today
        self._path = path
        self._count = count
        self._key = key
        self._turn = asyncio.Lock()
        self._beginning = 0
        self._is_open = True

    @property
    def beginning(self) -> int:
        """Names the beginning of the world that it is now, for `add`."""
        return self._beginning

    async def among(self, message_ids: list[str], on: date) -> set[str]:
        """Those of `message_ids` that were opened. Their recipient looks into the eBox on this day."""
        marks = {self._mark(message_id): message_id for message_id in message_ids}

        def look(connection: sqlite3.Connection) -> set[str]:
            rows = connection.execute("SELECT mark, last FROM marks").fetchall()
            found = {mark: last for mark, last in rows if mark in marks}
            if any(last < on.isoformat() for last in found.values()):
                with suppress(sqlite3.OperationalError):  # what cannot be written can still be read
                    connection.executemany(
                        "UPDATE marks SET last = ? WHERE mark = ?",
                        [(on.isoformat(), mark) for mark in found],
                    )
                    self._note(connection, *found)
            return {marks[mark] for mark in found}

        return await self._within(look, otherwise=set())

    async def complete(self) -> bool:
        """Whether no mark is missing because the file is gone or an old copy; until the next mark is made."""
        return await self._within(_made, otherwise=0) >= self._noted()

    async def add(self, message_id: str, on: date, beginning: int) -> None:
        """Remember that this message was opened, unless the world has begun again since `beginning`."""
        mark = self._mark(message_id)

        def write(connection: sqlite3.Connection) -> int:
            made = max(_made(connection), self._noted()) + 1
            connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (mark, on.isoformat()))
            connection.execute(f"PRAGMA user_version = {made}")
            self._note(connection, mark)
            return made

        await self._within(write, beginning=beginning, then=self._note_count)

    async def erase_until(self, day: date, by_machine: date = date.max) -> None:
        """Forget the messages of whoever last looked into their eBox on `day` or earlier, by both clocks."""

        def erase(connection: sqlite3.Connection) -> None:
            connection.execute(
                "DELETE FROM marks WHERE last <= ? AND coalesce((SELECT noted.last FROM by_machine"
                " AS noted WHERE noted.mark = marks.mark), last) <= ?",
                (day.isoformat(), by_machine.isoformat()),
            )
            connection.execute("DELETE FROM by_machine WHERE mark NOT IN (SELECT mark FROM marks)")

        await self._within(erase, otherwise=None)

    async def begin(self, today: date) -> None:
        """Take queries. What an earlier build kept is kept in today's form, as if it was looked at today."""
        self._is_open = True
        await self._within(lambda connection: self._migrate(connection, today), otherwise=None)

    async def break_off(self) -> None:
        """Wait for the query that is under way, and take no other until `begin`: the file may be removed."""
        self._is_open = False
        self._beginning += 1
        async with self._turn:
            pass

    def _mark(self, message_id: str) -> bytes:
        return hmac.digest(self._key, message_id.encode(), "sha256")

    def _note_count(self, made: int) -> None:
        # After the file: where the program is stopped in between, no mark is missed.
        with suppress(OSError):
            write_private(self._count, str(made).encode())

    def _noted(self) -> int:
        """How many marks were made, by the file beside the key; 0 if that is gone."""
        try:
            return int(self._count.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def _note(self, connection: sqlite3.Connection, *marks: bytes) -> None:
        """Note that these were last looked at today, by the machine's own clock."""
        day = self._today().isoformat()
        connection.executemany(
            "INSERT OR REPLACE INTO by_machine VALUES (?, ?)", [(mark, day) for mark in marks]
        )

    async def _within(
        self,
        work: Callable[[sqlite3.Connection], T],
        *,
        otherwise: T | None = None,
        beginning: int | None = None,
        then: Callable[[T], None] = lambda _: None,
    ) -> T:
        """What `work` returns; `then` is done with it once it is written, before any other query.

        Without a `beginning` nothing is made: `otherwise`, if there is no file.
        """

        def query() -> T:
            with self._connection() as connection:
                found = work(connection)
            then(found)
            return found

        async with self._turn:
            if not self._is_open or beginning not in (None, self._beginning):
                raise StoreUnavailable("the world begins again")
            if beginning is None and not self._path.exists():
                return otherwise  # type: ignore[return-value] # of the type that `work` returns
            # In a thread: it waits for the disk, and other requests should not.
            return await in_thread(query)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self._path.exists():
                # Before SQLite creates it, readable by everybody.
                self._path.touch(0o600)
            with closing(sqlite3.connect(self._path, timeout=2)) as connection:
                for setting in _SETTINGS:
                    connection.execute(f"PRAGMA {setting}").fetchall()
                with connection:
                    connection.execute(
                        "CREATE TABLE IF NOT EXISTS marks"
                        " (mark BLOB PRIMARY KEY, last TEXT NOT NULL) STRICT"
                    )
                    with suppress(sqlite3.OperationalError):  # a file that can only be read
                        connection.execute(
                            "CREATE TABLE IF NOT EXISTS by_machine"
                            " (mark BLOB PRIMARY KEY, last TEXT NOT NULL) STRICT"
                        )
                    yield connection
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(str(error)) from error

    def _migrate(self, connection: sqlite3.Connection, today: date) -> None:
        # Earlier builds kept the ids themselves, and no day.
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE name = 'opened'")
        if tables.fetchone() is None:
            return
        ids = connection.execute("SELECT message_id FROM opened").fetchall()
        connection.executemany(
            "INSERT OR IGNORE INTO marks VALUES (?, ?)",
            [(self._mark(str(message_id)), today.isoformat()) for (message_id,) in ids],
        )
        connection.execute("DROP TABLE opened")
