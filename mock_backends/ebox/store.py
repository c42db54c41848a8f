"""Which messages were opened: their ids on disk, without recipient or content."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

FILE_NAME = "ebox.sqlite3"
"""SQLite may keep a journal beside it, under a longer name."""


class StoreUnavailable(Exception):
    """The file cannot be read or written."""


class OpenedMessages(Protocol):
    """The ids of opened messages, kept across restarts. Every call may raise StoreUnavailable."""

    async def among(self, message_ids: list[str]) -> set[str]:
        """Those of `message_ids` that were opened."""

    async def add(self, message_id: str) -> None:
        """Remember that this message was opened."""


class SqliteOpenedMessages:
    """OpenedMessages in an SQLite file that only its owner can read.

    The file is opened for each query, so nothing holds it once the world stops, and a repaired file
    works again at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    async def among(self, message_ids: list[str]) -> set[str]:
        """Those of `message_ids` that were opened."""

        def look() -> set[str]:
            with self._connection() as connection:
                rows = connection.execute("SELECT message_id FROM opened").fetchall()
            return {str(row[0]) for row in rows} & set(message_ids)

        return await asyncio.to_thread(look)

    async def add(self, message_id: str) -> None:
        """Remember that this message was opened."""

        def write() -> None:
            with self._connection() as connection:
                connection.execute("INSERT OR IGNORE INTO opened VALUES (?)", (message_id,))

        # In a thread: a write waits for the disk, and other requests should not.
        await asyncio.to_thread(write)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self._path.exists():
                # Before SQLite creates it, readable by everybody.
                self._path.touch(0o600)
            connection = sqlite3.connect(self._path, timeout=2)
            try:
                with connection:
                    connection.execute(
                        "CREATE TABLE IF NOT EXISTS opened (message_id TEXT PRIMARY KEY) STRICT"
                    )
                    yield connection
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(str(error)) from error
