"""What every profile store must do. A new implementation adds a line to `stores.py`, and no test here."""

import asyncio
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mock_backends.profile_service import sqlite_file
from mock_backends.profile_service.store import (
    ProfileStore,
    ProfileUnavailable,
    Pseudonym,
    SealedField,
    SealedRecord,
    Snapshot,
)
from mock_backends.profile_service.store_sqlite import FILE_NAME, SqliteProfileStore
from tests.unit.stores import ON_DISK, STORES

Opening = Callable[[], ProfileStore]
"""Opens the store of this test; each call as another program would."""

DAY = date(2026, 11, 23)
NOOR, AMIR = Pseudonym("noor"), Pseudonym("amir")
CHECK, LEDGER = b"a check of the key", b"what the store should hold"
FIELDS = (
    SealedField("request", "2", "words", b"sealed words"),
    SealedField("contact", "1", "value", b"sealed value"),
    SealedField("contact", "1", "label", b""),
    SealedField("photo", "", "image", bytes(range(256)) * 400),
)
RECORD = SealedRecord(1, b"a wrapped key", DAY, FIELDS)
NEXT = SealedRecord(2, b"another key", DAY, (SealedField("contact", "1", "value", b"other value"),))


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ProfileStore:
    return STORES[request.param](tmp_path)


@pytest.fixture(params=ON_DISK)
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Opening:
    return partial(ON_DISK[request.param], tmp_path)


async def keep(store: ProfileStore, person: Pseudonym, record: SealedRecord | None) -> None:
    async with store.changing(person) as change:
        change.key_check, change.ledger = CHECK, LEDGER
        change.replace(record)


def everything(store: ProfileStore, folder: Path) -> bytes:
    """All that is left of anything: in files, and in the store itself."""
    files = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    return b"".join([*files, repr(vars(store)).encode()])


async def test_an_empty_store_stays_empty(store: ProfileStore, tmp_path: Path) -> None:
    assert not await store.persons()
    assert await store.read(NOOR) == Snapshot()
    assert await store.holders("contact", "value") == ()
    await store.note_sign_in(NOOR, DAY)
    await store.erase_until(DAY)
    assert os.listdir(tmp_path) == [], "nothing is made before something is kept"


async def test_a_record_is_kept_as_it_is_and_another_citizens_beside_it(
    store: ProfileStore,
) -> None:
    await keep(store, NOOR, RECORD)
    await keep(store, AMIR, NEXT)
    assert set(await store.persons()) == {NOOR, AMIR}
    for person, record in ((NOOR, RECORD), (AMIR, NEXT)):
        assert await store.read(person) == Snapshot(True, CHECK, LEDGER, record)
    await keep(store, NOOR, None)
    assert (await store.read(NOOR)).record is None
    assert (await store.read(AMIR)).record == NEXT


async def test_holders_have_a_field_of_that_kind_and_name(store: ProfileStore) -> None:
    await keep(store, NOOR, RECORD)
    await keep(store, AMIR, NEXT)
    assert set(await store.holders("contact", "value")) == {NOOR, AMIR}
    assert await store.holders("request", "words") == (NOOR,)
    assert await store.holders("request", "value") == ()


@pytest.mark.requirement("R47")
async def test_what_was_replaced_or_erased_is_nowhere(store: ProfileStore, tmp_path: Path) -> None:
    old = [RECORD.wrapped_key, *(field.sealed[:64] for field in FIELDS if field.sealed)]
    await keep(store, NOOR, RECORD)
    for one in old[:-1]:
        assert one in everything(store, tmp_path), "the control: it would be found"
    await keep(store, NOOR, NEXT)
    assert [one for one in old if one in everything(store, tmp_path)] == []
    assert NEXT.wrapped_key in everything(store, tmp_path)
    await keep(store, NOOR, None)
    assert b"other value" not in everything(store, tmp_path)
    assert NEXT.wrapped_key not in everything(store, tmp_path)


@pytest.mark.parametrize("error", [LookupError, asyncio.CancelledError])
async def test_a_change_that_is_broken_off_changes_nothing(
    store: ProfileStore, error: type[BaseException]
) -> None:
    await keep(store, NOOR, RECORD)

    async def broken_off() -> None:
        async with store.changing(NOOR) as change:
            change.replace(NEXT)
            raise error

    with pytest.raises(error):
        await broken_off()
    assert (await store.read(NOOR)).record == RECORD
    await keep(store, NOOR, NEXT)  # and the next is not kept waiting


async def test_a_version_never_goes_back(store: ProfileStore) -> None:
    await keep(store, NOOR, NEXT)
    for version in (1, 2):
        with pytest.raises(ValueError, match="does not follow"):
            await keep(store, NOOR, replace(RECORD, version=version))
    assert (await store.read(NOOR)).record == NEXT


async def _one_more(store: ProfileStore, person: Pseudonym) -> None:
    async with store.changing(person) as change:
        found = change.record
        await asyncio.sleep(0)  # the others get their turn, and must wait for theirs
        change.replace(RECORD if found is None else replace(found, version=found.version + 1))


async def test_changes_at_the_same_time_follow_each_other(store: ProfileStore) -> None:
    await asyncio.gather(*(_one_more(store, person) for person in (NOOR, AMIR) * 5))
    for person in (NOOR, AMIR):
        record = (await store.read(person)).record
        assert record == replace(RECORD, version=5)


@pytest.mark.requirement("R46")
async def test_who_signed_in_last_on_a_day_or_before_is_erased(
    store: ProfileStore, tmp_path: Path
) -> None:
    await keep(store, NOOR, RECORD)
    await keep(store, AMIR, replace(NEXT, last_sign_in=DAY - timedelta(days=1)))
    await store.note_sign_in(AMIR, DAY + timedelta(days=1))
    await store.erase_until(DAY - timedelta(days=1))
    assert (await store.read(NOOR)).record == RECORD
    await store.erase_until(DAY)
    assert (await store.read(NOOR)).record is None
    assert RECORD.wrapped_key not in everything(store, tmp_path)
    assert (await store.read(AMIR)).record == replace(NEXT, last_sign_in=DAY + timedelta(days=1))
    await store.erase_until(DAY + timedelta(days=1))
    assert not await store.persons()


@pytest.mark.requirement("R45")
async def test_what_is_kept_on_disk_is_there_for_the_next_program(opening: Opening) -> None:
    await keep(opening(), NOOR, RECORD)
    assert await opening().read(NOOR) == Snapshot(True, CHECK, LEDGER, RECORD)


def watch(patch: pytest.MonkeyPatch, before: Callable[[sqlite3.Connection, str], object]) -> None:
    """Let `before` see each connection and statement of SQLite's, and "close", before it is carried out."""

    class Watched(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            before(self, sql)
            return super().execute(sql, *values)

        def close(self) -> None:
            before(self, "close")
            super().close()

    patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))


@pytest.mark.requirement("R45", "R47")
@pytest.mark.parametrize("later", [NEXT, None], ids=["replaced", "erased"])
async def test_a_crash_anywhere_in_a_change_leaves_the_old_or_the_new(
    later: SealedRecord | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder as it is before each statement, opened as after a power cut."""
    crashes: list[Path] = []

    def copy(connection: sqlite3.Connection, sql: str) -> None:
        if sql.startswith("BEGIN"):
            # Too little room for a change, so that it is written before it is committed.
            sqlite3.Connection.execute(connection, "PRAGMA cache_size = 10")
        crashes.append(tmp_path / f"crash-{len(crashes)}")
        shutil.copytree(home, crashes[-1])

    home = tmp_path / "home"
    home.mkdir()
    await keep(SqliteProfileStore(home / FILE_NAME), NOOR, RECORD)
    with monkeypatch.context() as patch:
        watch(patch, copy)
        await keep(SqliteProfileStore(home / FILE_NAME), NOOR, later)
    journals = [one / f"{FILE_NAME}-journal" for one in crashes]
    assert any(one.exists() and one.stat().st_size for one in journals), "one was half written"
    found = [(await SqliteProfileStore(one / FILE_NAME).read(NOOR)).record for one in crashes]
    assert [one for one in found if one not in (RECORD, later)] == []
    assert (found[0], found[-1]) == (RECORD, later)


@pytest.mark.parametrize(
    ("at", "left"), [("BEGIN IMMEDIATE", RECORD), ("COMMIT", NEXT)], ids=["begins", "ends"]
)
async def test_a_change_that_is_cancelled_keeps_its_turn_until_its_thread_is_done(
    at: str, left: SealedRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, arrived, go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def hold(connection: sqlite3.Connection, sql: str) -> None:
        if sql == at:
            loop.call_soon_threadsafe(arrived.set)
            assert go_on.wait(10)

    store = SqliteProfileStore(tmp_path / FILE_NAME)
    await keep(store, NOOR, RECORD)
    with monkeypatch.context() as patch:
        watch(patch, hold)
        changing = asyncio.create_task(keep(store, NOOR, NEXT))
        await asyncio.wait_for(arrived.wait(), 10)
        changing.cancel()
        for _ in range(20):
            await asyncio.sleep(0)
        assert not changing.done()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await changing
    assert (await store.read(NOOR)).record == left
    await keep(store, NOOR, replace(NEXT, version=3))


async def test_no_program_reads_for_its_change_what_another_is_changing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "_BUSY", 0.0)
    one, other = (SqliteProfileStore(tmp_path / FILE_NAME) for _ in range(2))
    await keep(one, NOOR, RECORD)
    async with one.changing(NOOR) as change:
        with pytest.raises(ProfileUnavailable, match="storeInUse"):
            await keep(other, NOOR, NEXT)
        change.replace(NEXT)
    assert (await other.read(NOOR)).record == NEXT


@pytest.mark.requirement("R49")
async def test_a_full_disk_is_told_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteProfileStore(tmp_path / FILE_NAME)
    await keep(store, NOOR, NEXT)
    full = (*sqlite_file._SETTINGS, "max_page_count = 1")
    monkeypatch.setattr(sqlite_file, "_SETTINGS", full)
    with pytest.raises(ProfileUnavailable, match="storeFull"):
        await keep(store, AMIR, RECORD)
    assert await store.persons() == (NOOR,)


@pytest.mark.parametrize("table", ["meta", "citizens", "fields"])
async def test_a_store_without_one_of_its_tables_is_not_an_empty_one(
    table: str, tmp_path: Path
) -> None:
    store = SqliteProfileStore(tmp_path / FILE_NAME)
    await keep(store, NOOR, RECORD)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database, database:
        database.execute(f"DROP TABLE {table}")
    with pytest.raises(ProfileUnavailable, match="storeCorrupt"):
        await store.persons()


@pytest.mark.requirement("R49")
async def test_a_store_of_a_later_build_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    store = SqliteProfileStore(path)
    await keep(store, NOOR, RECORD)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode = WAL").fetchall()
        database.execute(f"PRAGMA user_version = {sqlite_file.FORMAT + 1}")
    there = path.read_bytes()
    for work in (
        store.read(NOOR),
        store.persons(),
        store.erase_until(date.max),
        keep(store, NOOR, NEXT),
    ):
        with pytest.raises(ProfileUnavailable, match="storeNewer"):
            await work
    assert path.read_bytes() == there


@pytest.mark.requirement("R49")
@pytest.mark.parametrize("write", [True, False])
async def test_a_file_that_cannot_be_opened_is_closed_again(
    write: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    watch(monkeypatch, lambda _, sql: said.append(sql))
    path = tmp_path / FILE_NAME
    path.write_bytes(b"not a database" * 400)
    store = SqliteProfileStore(path)
    with pytest.raises(ProfileUnavailable, match="storeCorrupt"):
        await (keep(store, NOOR, RECORD) if write else store.read(NOOR))
    assert said.count("close") == 1


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE citizens SET wrapped_key = 'text'",
        "UPDATE fields SET sealed = 7",
        "UPDATE meta SET value = 'text'",
        "UPDATE citizens SET last_sign_in = 'soon'",
    ],
)
async def test_what_is_no_bytes_and_no_day_is_corrupt(spoil: str, tmp_path: Path) -> None:
    store = SqliteProfileStore(tmp_path / FILE_NAME)
    await keep(store, NOOR, RECORD)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database, database:
        database.execute(spoil)
    with pytest.raises(ProfileUnavailable, match="storeCorrupt"):
        await store.read(NOOR)


@pytest.mark.requirement("R47", "R49")
async def test_the_file_is_its_owners_and_keeps_its_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings: dict[str, object] = {}

    def look(connection: sqlite3.Connection, sql: str) -> None:
        for name in ("secure_delete", "journal_mode", "synchronous", "temp_store"):
            cursor = sqlite3.Connection.execute(connection, f"PRAGMA {name}")
            settings[name] = cursor.fetchone()[0]

    watch(monkeypatch, look)
    await keep(SqliteProfileStore(tmp_path / FILE_NAME), NOOR, RECORD)
    assert settings == {
        "secure_delete": 1,
        "journal_mode": "truncate",
        "synchronous": 2,
        "temp_store": 2,
    }
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600
