"""What citizens keep is sealed under a key that serves one version, one citizen and one place."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mock_backends.profile_service.ledger import FILE_NAME as LEDGER
from mock_backends.profile_service.ledger import LedgerFile
from mock_backends.profile_service.models import EarlierSignIn
from mock_backends.profile_service.profile_key import NationalNumber, ProfileKey, ProfileKeyFile
from mock_backends.profile_service.sealed_profiles import SIGN_IN, Rows, SealedProfiles
from mock_backends.profile_service.sign_ins import MOST, note, previous
from mock_backends.profile_service.store import (
    Change,
    ProfileStore,
    ProfileUnavailable,
    Pseudonym,
    SealedRecord,
)
from mock_backends.profile_service.store_memory import MemoryProfileStore
from mock_backends.profile_service.store_sqlite import FILE_NAME, SqliteProfileStore
from mock_backends.shared.home import Home
from mock_backends.shared.sealing import SealBroken, unseal
from tests.unit.stores import STORES

NOOR, AMIR = NationalNumber("87661421604"), NationalNumber("90661421603")
DAY = date(2026, 11, 23)
ROWS: Rows = {
    "nickname": {"": {"value": b"Nono"}},
    "contact": {"2": {"value": b"noor@example.be", "label": b"Thuis"}, "1": {"value": b"a"}},
    "photo": {"": {"image": bytes(range(256))}},
}
NEXT_ROWS: Rows = {"nickname": {"": {"value": b"Ander"}}}


class Kept:
    """Profiles over a store, with the key that lies in the home's configuration folder."""

    def __init__(self, home: Home, store: ProfileStore) -> None:
        home.prepare()
        self.store = store
        self.path = home.keys / "profile.key"
        self.noted = home.keys / LEDGER
        self.file = ProfileKeyFile(home)
        self.profiles = SealedProfiles(store, self.file, LedgerFile(home), lambda: DAY)

    @property
    def key(self) -> ProfileKey:
        return self.file.load()

    async def change(self, rows: Rows, person: NationalNumber = NOOR, on: date = DAY) -> None:
        """Keep these rows and no others."""
        async with self.profiles.changing(person, on) as kept:
            kept.rows = {kind: dict(table) for kind, table in rows.items()}

    async def record(self, person: NationalNumber = NOOR) -> SealedRecord | None:
        """What the store itself has of a citizen."""
        return (await self.store.read(self.key.pseudonym(person))).record


def nothing(_: Rows) -> None:
    """A sign-in of which only the day is noted."""


@pytest.fixture(params=STORES)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    home = Home.of(tmp_path)
    return Kept(home, STORES[request.param](home.data))


@pytest.fixture
def in_memory(tmp_path: Path) -> tuple[Kept, MemoryProfileStore]:
    store = MemoryProfileStore()
    return Kept(Home.of(tmp_path), store), store


async def test_rows_come_back_in_their_order_with_whatever_bytes_they_hold(kept: Kept) -> None:
    await kept.change(ROWS)
    found = (await kept.profiles.read(NOOR)).rows
    assert found == ROWS
    assert list(found["contact"]) == ["2", "1"]
    assert (await kept.profiles.read(AMIR)).rows == {}


async def test_what_is_being_saved_comes_not_to_a_store_that_is_emptied(kept: Kept) -> None:
    saving = asyncio.create_task(kept.change(ROWS))
    await asyncio.sleep(0)
    await kept.profiles.break_off()
    with pytest.raises(ProfileUnavailable):
        await saving
    assert not await kept.store.persons()
    await kept.change(ROWS)
    assert await kept.store.persons()


async def test_what_is_at_the_store_already_has_its_turn_before_it_is_emptied(
    tmp_path: Path,
) -> None:
    home = Home.of(tmp_path)
    kept = Kept(home, SqliteProfileStore(home.data / FILE_NAME))
    async with kept.profiles.changing(NOOR, DAY) as found:
        found.rows = ROWS
        breaking_off = asyncio.create_task(kept.profiles.break_off())
        for _ in range(5):
            await asyncio.sleep(0)
        assert not breaking_off.done()
    await breaking_off
    assert await kept.store.persons()


@pytest.mark.requirement("R47", "R49")
async def test_every_change_makes_a_new_key_and_seals_everything_anew(kept: Kept) -> None:
    records, keys = [], []
    await kept.change(ROWS)
    person = kept.key.pseudonym(NOOR)
    for value in (b"Nono", b"Ander"):
        await kept.change({**ROWS, "nickname": {"": {"value": value}}})
        record = await kept.record()
        assert record is not None
        records.append(record)
        keys.append(kept.key.unwrap(record.wrapped_key, person, record.version))
    old, new = records
    assert new.version == old.version + 1
    assert {one.sealed for one in old.fields} & {one.sealed for one in new.fields} == set()
    for field in new.fields:
        place = ("fields", field.kind, field.name, field.row, person, str(new.version))
        assert unseal(keys[1], field.sealed, *place)
        with pytest.raises(SealBroken):
            unseal(keys[0], field.sealed, *place)


async def test_what_does_not_change_is_not_written(kept: Kept) -> None:
    await kept.change(ROWS)
    before = await kept.record()
    await kept.change({**ROWS, "address": {}})
    assert await kept.record() == before


def first_field(record: SealedRecord, **changes: Any) -> SealedRecord:
    """The record with another first field."""
    first, *others = record.fields
    return replace(record, fields=(replace(first, **changes), *others))


SPOILED: dict[str, Callable[[SealedRecord, SealedRecord], SealedRecord]] = {
    "version": lambda mine, _: replace(mine, version=mine.version + 1),
    "key": lambda mine, _: replace(mine, wrapped_key=bytes(60)),
    "their-key": lambda mine, theirs: replace(mine, wrapped_key=theirs.wrapped_key),
    "theirs": lambda _, theirs: theirs,
    "their-fields": lambda mine, theirs: replace(mine, fields=theirs.fields),
    "kind": lambda mine, _: first_field(mine, kind="contact"),
    "row": lambda mine, _: first_field(mine, row="contact"),
    "name": lambda mine, _: first_field(mine, name="contact"),
    "swapped": lambda mine, _: first_field(mine, sealed=mine.fields[1].sealed),
}


@pytest.mark.requirement("R49", "R50")
@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
async def test_sealed_bytes_open_in_their_own_place_only(
    in_memory: tuple[Kept, MemoryProfileStore],
    spoil: Callable[[SealedRecord, SealedRecord], SealedRecord],
) -> None:
    kept, store = in_memory
    await kept.change(ROWS)
    await kept.change(ROWS, AMIR)
    mine, other = await kept.record(), await kept.record(AMIR)
    assert mine is not None
    assert other is not None
    store._records[kept.key.pseudonym(NOOR)] = spoil(mine, other)
    with pytest.raises(ProfileUnavailable, match="storeCorrupt"):
        await kept.profiles.read(NOOR)
    assert (await kept.profiles.read(AMIR)).rows == ROWS


Spoil = Callable[[MemoryProfileStore, dict[Pseudonym, SealedRecord], Pseudonym], None]
"""Spoils a store; given what it held before Noor's last change, and her pseudonym."""


def all_old(store: MemoryProfileStore, before: dict[Pseudonym, SealedRecord], _: Pseudonym) -> None:
    store._records, store._ledger = dict(before), None


def all_gone(store: MemoryProfileStore, *_: object) -> None:
    store._records, store._ledger, store._key_check = {}, None, None


def one_old(
    store: MemoryProfileStore, before: dict[Pseudonym, SealedRecord], noor: Pseudonym
) -> None:
    store._records[noor] = before[noor]


def one_gone(store: MemoryProfileStore, _: object, noor: Pseudonym) -> None:
    store._records.pop(noor, None)


def one_field_gone(store: MemoryProfileStore, _: object, noor: Pseudonym) -> None:
    record = store._records[noor]
    store._records[noor] = replace(record, fields=record.fields[1:])


NOTED: dict[str, tuple[Rows, Spoil, str, str]] = {
    "all-old": (NEXT_ROWS, all_old, "storeOld", ""),
    "all-gone": (NEXT_ROWS, all_gone, "storeMissing", "storeMissing"),
    "one-old": (NEXT_ROWS, one_old, "storeOld", ""),
    "one-gone": (NEXT_ROWS, one_gone, "storeMissing", ""),
    "one-field-gone": (NEXT_ROWS, one_field_gone, "storeMissing", ""),
    "removed-comes-back": ({}, one_old, "storeOld", ""),
    "removed-comes-back-with-all": ({}, all_old, "storeOld", ""),
}
"""Noor's last change, what happens to the store then, and what Noor and Amir are told."""


@pytest.mark.requirement("R47", "R49", "R50")
@pytest.mark.parametrize(("rows", "spoil", "told", "other"), NOTED.values(), ids=NOTED)
async def test_what_is_missing_or_old_is_told_to_whom_it_concerns_and_stays_as_it_is(
    in_memory: tuple[Kept, MemoryProfileStore], rows: Rows, spoil: Spoil, told: str, other: str
) -> None:
    kept, store = in_memory
    await kept.change(ROWS)
    await kept.change(ROWS, AMIR)
    noor, before = kept.key.pseudonym(NOOR), dict(store._records)
    await kept.change(rows)
    spoil(store, before, noor)
    left = (dict(store._records), store._ledger)
    with pytest.raises(ProfileUnavailable, match=told):
        await kept.profiles.read(NOOR)
    with pytest.raises(ProfileUnavailable, match=told):
        await kept.change({"nickname": {"": {"value": b"over it"}}})
    assert (store._records, store._ledger) == left
    if other:
        with pytest.raises(ProfileUnavailable, match=other):
            await kept.profiles.read(AMIR)
    else:
        assert (await kept.profiles.read(AMIR)).rows == ROWS

    # Who has no copy begins afresh, which concerns nobody else; and what is put back later stays old.
    assert await kept.profiles.begin_afresh(NOOR)
    assert (await kept.profiles.read(NOOR)).rows == {}
    await kept.change(NEXT_ROWS)
    assert (await kept.profiles.read(NOOR)).rows == NEXT_ROWS
    assert not await kept.profiles.begin_afresh(NOOR), "what can be read is not given up"
    one_old(store, before, noor)
    with pytest.raises(ProfileUnavailable, match="storeOld"):
        await kept.profiles.read(NOOR)
    if other:
        with pytest.raises(ProfileUnavailable, match=other):
            await kept.change(ROWS, AMIR)


async def test_a_store_without_ledger_is_taken_as_it_is_and_watched_from_then_on(
    in_memory: tuple[Kept, MemoryProfileStore],
) -> None:
    """As earlier builds left it; the newest of several builds that change it in turn is right."""
    kept, store = in_memory
    await kept.change(ROWS)
    await kept.change(NEXT_ROWS, AMIR)
    kept.noted.unlink()
    store._ledger = None
    assert (await kept.profiles.read(NOOR)).rows == ROWS
    assert (await kept.profiles.read(AMIR)).rows == NEXT_ROWS
    one_gone(store, None, kept.key.pseudonym(NOOR))
    with pytest.raises(ProfileUnavailable, match="storeMissing"):
        await kept.profiles.read(NOOR)


@pytest.mark.parametrize("left", [None, b"", b"not sealed"])
async def test_a_ledger_that_was_not_written_or_is_spoiled_is_made_good_from_the_store(
    in_memory: tuple[Kept, MemoryProfileStore], left: bytes | None
) -> None:
    """A crash between the two leaves an older one (None); as does a copy of the keys that is put back."""
    kept, store = in_memory
    await kept.change(ROWS)
    older = kept.noted.read_bytes()
    await kept.change(NEXT_ROWS)
    kept.noted.write_bytes(older if left is None else left)
    assert (await kept.profiles.read(NOOR)).rows == NEXT_ROWS
    await kept.change(ROWS)
    all_gone(store)
    with pytest.raises(ProfileUnavailable, match="storeMissing"):
        await kept.profiles.read(NOOR)
    kept.noted.write_bytes(b"spoiled as well")
    with pytest.raises(ProfileUnavailable, match="keyWrong"):
        await kept.profiles.read(NOOR)


@pytest.mark.requirement("R46")
async def test_of_a_record_that_is_missing_nothing_is_noted_after_two_years(
    in_memory: tuple[Kept, MemoryProfileStore],
) -> None:
    kept, store = in_memory
    await kept.change(ROWS)
    one_gone(store, None, kept.key.pseudonym(NOOR))
    await kept.profiles.erase_until(DAY - timedelta(days=1))
    with pytest.raises(ProfileUnavailable, match="storeMissing"):
        await kept.profiles.read(NOOR)
    await kept.profiles.erase_until(DAY)
    assert (await kept.profiles.read(NOOR)).rows == {}


async def test_what_is_noted_comes_not_after_the_store_was_emptied(
    in_memory: tuple[Kept, MemoryProfileStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or else nobody's profile would be found in a world that began again."""
    kept, store = in_memory
    changing = store.changing

    @asynccontextmanager
    async def emptied_at_once(person: Pseudonym) -> AsyncIterator[Change]:
        async with changing(person) as change:
            yield change
        await kept.profiles.break_off()

    monkeypatch.setattr(store, "changing", emptied_at_once)
    await kept.change(ROWS)
    assert not kept.noted.exists()


@pytest.mark.requirement("R46")
async def test_a_session_of_yesterday_does_not_make_the_last_sign_in_earlier(kept: Kept) -> None:
    await kept.change(ROWS)
    await kept.profiles.signed_in(NOOR, DAY + timedelta(days=1), nothing)
    async with kept.profiles.changing(NOOR, DAY) as found:
        found.rows["nickname"] = {"": {"value": b"Ander"}}
    read = await kept.profiles.read(NOOR)
    assert found.last_sign_in == read.last_sign_in == DAY + timedelta(days=1)


async def test_a_citizen_of_whom_nothing_is_kept_is_not_in_the_store(kept: Kept) -> None:
    await kept.profiles.signed_in(NOOR, DAY, nothing)
    assert (await kept.profiles.read(NOOR)).last_sign_in is None
    assert not kept.path.exists()
    await kept.change(ROWS)
    await kept.change({})
    assert not await kept.store.persons()


@pytest.mark.requirement("R46")
async def test_of_each_citizen_with_a_profile_the_last_two_sign_ins_are_noted_sealed(
    kept: Kept,
) -> None:
    await kept.change(ROWS)
    began = [datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (8, 9, 10)]
    for at in (*began, began[-1]):
        await kept.profiles.signed_in(NOOR, DAY, partial(note, at=at, method=f"by-{at.hour}"))
    rows = (await kept.profiles.read(NOOR)).rows
    assert len(rows[SIGN_IN]) == MOST
    assert [previous(rows, at) for at in began] == [
        None,
        None,
        EarlierSignIn(at=began[1], method="by-9"),
    ]
    record = await kept.record()
    assert record is not None
    assert "09:00" not in repr([(field.row, field.sealed) for field in record.fields])


async def test_sign_ins_go_with_the_last_of_what_else_is_kept(kept: Kept) -> None:
    await kept.change(ROWS)
    await kept.profiles.signed_in(NOOR, DAY, lambda rows: note(rows, datetime.now(UTC), "itsme"))
    async with kept.profiles.changing(NOOR, DAY) as found:
        for kind in ROWS:
            found.rows.pop(kind)
    assert await kept.record() is None


@pytest.mark.requirement("R46")
async def test_what_was_erased_is_not_changed_by_a_late_answer(kept: Kept) -> None:
    await kept.change(ROWS)
    ((person, rows),) = (await kept.profiles.having("contact", "label")).items()
    assert rows == ROWS
    async with kept.profiles.changing_known(person) as found:
        found.rows["contact"]["1"]["label"] = b"later"
    assert (await kept.profiles.read(NOOR)).rows["contact"]["1"]["label"] == b"later"
    await kept.profiles.erase_until(DAY)
    async with kept.profiles.changing_known(person) as found:
        assert found.rows == {}
        found.rows["contact"] = {"1": {"label": b"too late"}}
    assert not await kept.store.persons()


@pytest.mark.requirement("R49", "R50")
async def test_a_new_key_is_made_only_for_an_empty_store_and_erasing_needs_none(kept: Kept) -> None:
    await kept.change(ROWS)
    assert kept.path.stat().st_mode & 0o777 == 0o600
    first = kept.path.read_bytes()
    kept.path.unlink()
    with pytest.raises(ProfileUnavailable, match="keyMissing"):
        await kept.change({})
    assert not kept.path.exists()
    kept.path.write_bytes(b"short")
    kept.path.chmod(0o600)
    with pytest.raises(ProfileUnavailable, match="keyWrong"):
        await kept.profiles.read(NOOR)
    await kept.profiles.erase_until(DAY)  # two years are two years
    kept.path.unlink()
    await kept.change(ROWS)
    assert kept.path.read_bytes() != first
    assert (await kept.profiles.read(NOOR)).rows == ROWS
