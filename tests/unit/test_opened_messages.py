"""Which eBox messages were opened: marks that tell nothing, for as long as they may be kept."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from mock_backends.ebox.store import COUNT_NAME, FILE_NAME, SqliteOpenedMessages, StoreUnavailable

KEY = bytes(32)
DAY = date(2026, 11, 23)
ONE, OTHER = "4babaac1-1e6e-5589-aa23-9ba656f634b2", "e4b5c5d2-0d53-4d0f-8d0a-1f4dc2a4d7aa"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    return tmp_path / FILE_NAME


@pytest.fixture
def opened(path: Path) -> SqliteOpenedMessages:
    return opened_at(path)


def opened_at(path: Path, key: bytes = KEY) -> SqliteOpenedMessages:
    return SqliteOpenedMessages(path, path.parent / "keys" / COUNT_NAME, key, lambda: DAY)


def everything(path: Path) -> bytes:
    """All that is in the file and what lies beside it."""
    return b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())


@pytest.mark.parametrize("then", ["gone", "old"])
async def test_a_file_that_is_gone_or_old_is_told_until_a_message_is_opened(
    opened: SqliteOpenedMessages, path: Path, tmp_path: Path, then: str
) -> None:
    assert await opened.complete(), "nothing was opened yet"
    await opened.add(ONE, DAY, opened.beginning)
    shutil.copy(path, tmp_path / "old")
    await opened.add(OTHER, DAY, opened.beginning)
    assert await opened.complete()
    if then == "gone":
        os.unlink(path)
    else:
        shutil.copy(tmp_path / "old", path)
    assert not await opened.complete()
    await opened.add(OTHER, DAY, opened.beginning)
    assert await opened.complete()


@pytest.mark.requirement("R49")
async def test_ids_that_an_earlier_build_kept_become_marks(
    opened: SqliteOpenedMessages, path: Path
) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE opened (message_id TEXT PRIMARY KEY) STRICT")
        database.execute("INSERT INTO opened VALUES (?)", (ONE,))
    assert ONE.encode() in everything(path), "the control: it would be found"
    await opened.begin(DAY)
    assert await opened.among([ONE, OTHER], DAY) == {ONE}
    assert ONE.encode() not in everything(path)


@pytest.mark.requirement("R46")
async def test_a_mark_goes_when_nobody_has_looked_for_long_enough(
    opened: SqliteOpenedMessages,
) -> None:
    for message in (ONE, OTHER):
        await opened.add(message, DAY, opened.beginning)
    later = DAY + timedelta(days=1)
    assert await opened.among([ONE], later) == {ONE}
    await opened.erase_until(DAY)
    assert await opened.among([ONE, OTHER], later) == {ONE}
    await opened.erase_until(later)
    assert await opened.among([ONE, OTHER], later) == set()


async def test_marks_under_another_key_say_nothing(
    path: Path, opened: SqliteOpenedMessages
) -> None:
    await opened.add(ONE, DAY, opened.beginning)
    assert await opened_at(path, b"x" * 32).among([ONE], DAY) == set()


async def test_nothing_is_written_of_what_began_before_the_file_was_removed(
    opened: SqliteOpenedMessages, path: Path
) -> None:
    before = opened.beginning
    adding = asyncio.create_task(opened.add(ONE, DAY, before))
    await asyncio.sleep(0)
    await opened.break_off()
    assert adding.done(), "what is being written is written to its end"
    assert everything(path)
    os.unlink(path)
    os.unlink(path.parent / "keys" / COUNT_NAME)
    for begins in (False, True):
        if begins:
            await opened.begin(DAY)
        with pytest.raises(StoreUnavailable):
            await opened.add(ONE, DAY, before)
    assert await opened.among([ONE], DAY) == set()
    assert everything(path) == b""
