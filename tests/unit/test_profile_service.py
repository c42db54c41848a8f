"""The profile service's small parts: terms, entries, the sealed store."""

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mock_backends.profile_service.dates import (
    day_of,
    next_midnight,
    one_month_after,
    stamp,
    two_years_after,
)
from mock_backends.profile_service.retention import Retention
from mock_backends.profile_service.store import NationalNumber, ProfileStore, Rows
from mock_backends.profile_service.store_file import FILE_NAME, connected
from mock_backends.profile_service.store_key import ProfileUnavailable
from mock_backends.profile_service.vault import (
    HeldSession,
    Identity,
    OpenSession,
    SessionEnded,
    SessionVault,
)
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.shared.sealing import KEY_BYTES, SealBroken, derive_key, unseal
from tests.conftest import START

NOOR = NationalNumber("87661421604")
DAY = date(2026, 11, 23)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    one = Home(tmp_path / "config", tmp_path / "data")
    one.prepare()
    return one


@pytest.mark.requirement("D1")
@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 23), date(2026, 12, 23)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 3, 31), date(2026, 4, 30)),
    ],
)
def test_one_month(day: date, due: date) -> None:
    assert one_month_after(day) == due


@pytest.mark.requirement("R46")
def test_two_years() -> None:
    assert two_years_after(date(2026, 11, 23)) == date(2028, 11, 23)
    assert two_years_after(date(2028, 2, 29)) == date(2030, 3, 1)
    assert two_years_after(date(2026, 2, 28)) == date(2028, 2, 28)


def test_days_are_belgian() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert day_of(late) == date(2026, 11, 24)
    assert next_midnight(late) == datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert next_midnight(datetime(2026, 6, 1, tzinfo=UTC)) == datetime(2026, 6, 1, 22, tzinfo=UTC)
    assert stamp(late) == "2026-11-23T23:30:00Z"


@pytest.mark.requirement("R47", "R49")
async def test_every_change_makes_a_new_key_and_seals_everything_anew(home: Home) -> None:
    store = ProfileStore(home)

    def both(rows: Rows) -> None:
        rows["nickname"] = {"": {"value": "Nono"}}
        rows["contact"] = {"one": {"value": "noor@example.be"}}

    await store.change(NOOR, DAY, both)
    before = _contents(home)
    await store.change(NOOR, DAY, lambda rows: rows["nickname"][""].update(value="Ander"))
    after = _contents(home)
    assert len(before) == len(after) == 3
    assert not before & after  # the contact's bytes too, though it did not change
    raw = (home.data / FILE_NAME).read_bytes()
    assert not [one for one in before if one in raw]
    assert all(one in raw for one in after)


async def test_what_does_not_change_is_not_written(home: Home) -> None:
    store = ProfileStore(home)
    await store.change(NOOR, DAY, lambda rows: rows.update(nickname={"": {"value": "Nono"}}))
    before = _contents(home)
    await store.change(NOOR, DAY, lambda rows: rows.update(nickname={"": {"value": "Nono"}}))
    assert _contents(home) == before


@pytest.mark.requirement("R49", "R50")
@pytest.mark.parametrize(
    "swap",
    [
        # Another field's bytes in its place, another row's, another version, another citizen.
        "UPDATE fields SET sealed = (SELECT sealed FROM fields WHERE name = 'label') WHERE name = 'value'",
        "UPDATE fields SET kind = 'address' WHERE kind = 'contact'",
        "UPDATE fields SET row = 'two' WHERE row = 'one'",
        "UPDATE citizens SET version = version + 1",
        "UPDATE citizens SET wrapped_key = zeroblob(60)",
        # What is no bytes at all, and no day.
        "UPDATE citizens SET wrapped_key = 'text'",
        "UPDATE fields SET sealed = 7",
        "UPDATE citizens SET last_sign_in = 'soon'",
    ],
)
async def test_sealed_bytes_open_in_their_own_place_only(home: Home, swap: str) -> None:
    store = ProfileStore(home)
    await store.change(
        NOOR, DAY, lambda rows: rows.update(contact={"one": {"value": "a", "label": "b"}})
    )
    database = sqlite3.connect(home.data / FILE_NAME)
    with database:
        database.execute(swap)
    database.close()
    with pytest.raises(ProfileUnavailable) as caught:
        await store.read(NOOR)
    assert caught.value.reason == "storeCorrupt"


@pytest.mark.parametrize("write", [True, False])
def test_a_store_that_cannot_be_opened_is_closed_again(
    write: bool, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []

    class Watched(sqlite3.Connection):
        def close(self) -> None:
            closed.append(True)
            super().close()

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
    (home.data / FILE_NAME).write_bytes(b"not a database" * 400)
    with pytest.raises(ProfileUnavailable) as caught, connected(home, write=write):
        pytest.fail("it was opened")
    assert caught.value.reason == "storeCorrupt"
    assert closed == [True]


@pytest.mark.requirement("R46")
async def test_a_day_that_is_none_does_not_end_the_sweeping(home: Home) -> None:
    clock = Clock(START, frozen=True)
    store = ProfileStore(home)
    await store.change(NOOR, DAY, partial(_name, "Nono"))
    database = sqlite3.connect(home.data / FILE_NAME)
    with database:
        database.execute("UPDATE citizens SET last_sign_in = 'soon'")
    database.close()
    retention = Retention(store, clock)
    running = asyncio.create_task(retention.run())
    await asyncio.sleep(0)
    clock.move(timedelta(days=1))
    await retention.next_sweep()
    await asyncio.sleep(0)
    assert not running.done()
    running.cancel()


@pytest.mark.requirement("R46")
async def test_a_session_of_yesterday_does_not_make_the_last_sign_in_earlier(home: Home) -> None:
    store = ProfileStore(home)
    await store.change(NOOR, DAY, partial(_name, "Nono"))
    await store.signed_in(NOOR, DAY + timedelta(days=1))
    _, kept = await store.change(NOOR, DAY, partial(_name, "Ander"))
    assert kept.last_sign_in == DAY + timedelta(days=1)
    assert list((await store.last_sign_ins()).values()) == [DAY + timedelta(days=1)]


async def test_what_an_edit_raises_undoes_everything(home: Home) -> None:
    store = ProfileStore(home)
    await store.change(NOOR, DAY, lambda rows: rows.update(nickname={"": {"value": "Nono"}}))

    def broken(rows: Rows) -> None:
        rows.clear()
        raise LookupError

    with pytest.raises(LookupError):
        await store.change(NOOR, DAY, broken)
    assert (await store.read(NOOR)).rows == {"nickname": {"": {"value": "Nono"}}}


async def test_changes_at_the_same_time_are_all_kept(home: Home) -> None:
    store = ProfileStore(home)

    async def add(number: int) -> None:
        await store.change(
            NOOR, DAY, lambda rows: rows.setdefault("contact", {}).update({str(number): {"v": "x"}})
        )

    await asyncio.gather(*(add(number) for number in range(10)))
    assert len((await store.read(NOOR)).rows["contact"]) == 10


async def test_a_citizen_of_whom_nothing_is_kept_is_not_in_the_store(home: Home) -> None:
    store = ProfileStore(home)
    await store.signed_in(NOOR, DAY)
    assert not (home.data / FILE_NAME).exists()
    await store.change(NOOR, DAY, lambda rows: rows.update(nickname={"": {"value": "Nono"}}))
    await store.signed_in(NOOR, date(2027, 1, 1))
    assert list((await store.last_sign_ins()).values()) == [date(2027, 1, 1)]
    await store.change(NOOR, DAY, lambda rows: rows.clear())
    assert await store.last_sign_ins() == {}


def test_the_file_is_its_owners_and_leaves_no_old_pages(home: Home) -> None:
    with connected(home, write=True) as connection:
        assert connection is not None
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("secure_delete", "journal_mode", "synchronous", "temp_store")
        }
    assert settings == {
        "secure_delete": 1,
        "journal_mode": "truncate",
        "synchronous": 2,
        "temp_store": 2,
    }
    assert (home.data / FILE_NAME).stat().st_mode & 0o777 == 0o600


async def test_a_new_key_is_made_only_for_an_empty_store(home: Home) -> None:
    store, key = ProfileStore(home), home.keys / "profile.key"
    await store.change(NOOR, DAY, lambda rows: rows.update(nickname={"": {"value": "Nono"}}))
    assert key.stat().st_mode & 0o777 == 0o600
    first = key.read_bytes()
    key.unlink()
    with pytest.raises(ProfileUnavailable):
        await store.change(NOOR, DAY, lambda rows: rows.clear())
    assert not key.exists()
    # Erasing needs no key: two years are two years.
    await store.erase(tuple(await store.last_sign_ins()))
    await store.change(NOOR, DAY, lambda rows: rows.update(nickname={"": {"value": "Nono"}}))
    assert key.read_bytes() != first
    assert (await store.read(NOOR)).rows == {"nickname": {"": {"value": "Nono"}}}


def _contents(home: Home) -> set[bytes]:
    database = sqlite3.connect(home.data / FILE_NAME)
    try:
        rows = database.execute("SELECT sealed FROM fields UNION SELECT wrapped_key FROM citizens")
        return {bytes(one) for (one,) in rows}
    finally:
        database.close()


@pytest.mark.requirement("R47")
async def test_the_old_data_key_opens_nothing_that_is_kept(home: Home) -> None:
    store = ProfileStore(home)
    keys = []
    for value in ("Nono", "Ander"):
        await store.change(NOOR, DAY, partial(_name, value))
        database = sqlite3.connect(home.data / FILE_NAME)
        person, wrapped, version, _ = database.execute("SELECT * FROM citizens").fetchone()
        database.close()
        wrapping = derive_key(
            (home.keys / "profile.key").read_bytes(), purpose="burgerprofiel profile wrapping"
        )
        keys.append(unseal(wrapping, wrapped, "citizens", "wrapped_key", person, str(version)))
    assert len(set(keys)) == 2


def _name(value: str, rows: Rows) -> None:
    rows["nickname"] = {"": {"value": value}}


async def test_only_its_own_token_opens_a_session() -> None:
    """Not another's, and nothing that the vault itself keeps (the session's key follows from the token)."""
    vault = SessionVault(Clock(START, frozen=True))
    identity = Identity(
        national_number=NOOR, given_name="N", family_name="P", method="itsme", id_token="t"
    )
    token, opened = vault.open(identity, timedelta(hours=1))
    other, _ = vault.open(identity, timedelta(hours=1))
    held = opened.held
    place = ("identity", "")
    sealed = held.sealed[place]
    assert vault.enter(token, stay=False).identity() == identity
    kept = [*bytes_in(vars(vault)), *bytes_in(vars(held)), bytes(KEY_BYTES)]
    purpose = "burgerprofiel session"
    keys = [derive_key(one, purpose=purpose) for one in (other.encode(), *kept)]
    keys += [one for one in kept if len(one) == KEY_BYTES]
    for key in keys:
        with pytest.raises(SealBroken):
            unseal(key, sealed, held.name, *place)
    assert token.encode() not in kept
    with pytest.raises(SealBroken):
        OpenSession(held, vault.enter(other, stay=False)._key).identity()


def bytes_in(value: Any) -> Iterator[bytes]:
    """All texts and bytes in a value, also within what it holds."""
    if isinstance(value, str | bytes):
        yield value.encode() if isinstance(value, str) else value
    elif isinstance(value, dict):
        yield from bytes_in([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple | set):
        for one in value:
            yield from bytes_in(one)
    elif isinstance(value, HeldSession):
        yield from bytes_in(vars(value))


async def test_a_session_that_has_ended_takes_nothing_in() -> None:
    vault = SessionVault(Clock(START, frozen=True))
    identity = Identity(
        national_number=NOOR, given_name="N", family_name="P", method="itsme", id_token="t"
    )
    _, opened = vault.open(identity, timedelta(hours=1))
    opened.put("block", "identity", b"bytes")
    assert opened.get("block", "identity") == b"bytes"
    vault.end(opened.held, "signedOut")
    opened.put("block", "identity", b"late")
    assert opened.held.sealed == {}
    with pytest.raises(SessionEnded):
        opened.identity()
