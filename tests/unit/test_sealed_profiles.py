"""What citizens keep is sealed under a key that serves one version, one citizen and one place."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mock_backends.profile_service.profile_key import NationalNumber, ProfileKey, ProfileKeyFile
from mock_backends.profile_service.sealed_profiles import Rows, SealedProfiles
from mock_backends.profile_service.store import ProfileStore, ProfileUnavailable, SealedRecord
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


class Kept:
    """Profiles over a store, with the key that lies in the home's configuration folder."""

    def __init__(self, home: Home, store: ProfileStore) -> None:
        home.prepare()
        self.store = store
        self.path = home.keys / "profile.key"
        self.file = ProfileKeyFile(home)
        self.profiles = SealedProfiles(store, self.file)

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
    assert not await kept.store.in_use()
    await kept.change(ROWS)
    assert await kept.store.in_use()


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
    assert await kept.store.in_use()


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


@pytest.mark.requirement("R46")
async def test_a_session_of_yesterday_does_not_make_the_last_sign_in_earlier(kept: Kept) -> None:
    await kept.change(ROWS)
    await kept.profiles.signed_in(NOOR, DAY + timedelta(days=1))
    async with kept.profiles.changing(NOOR, DAY) as found:
        found.rows["nickname"] = {"": {"value": b"Ander"}}
    read = await kept.profiles.read(NOOR)
    assert found.last_sign_in == read.last_sign_in == DAY + timedelta(days=1)


async def test_a_citizen_of_whom_nothing_is_kept_is_not_in_the_store(kept: Kept) -> None:
    await kept.profiles.signed_in(NOOR, DAY)
    assert (await kept.profiles.read(NOOR)).last_sign_in is None
    assert not kept.path.exists()
    await kept.change(ROWS)
    await kept.change({})
    assert not await kept.store.in_use()


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
    assert not await kept.store.in_use()


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
