"""Notices: how many are kept and how long, what is new, and what they never say."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from mock_backends.profile_service import notices
from mock_backends.profile_service.ledger import LedgerFile
from mock_backends.profile_service.models import BlockChange
from mock_backends.profile_service.notices import DAYS, MOST, Notices, note, note_sign_in, unread
from mock_backends.profile_service.profile_key import NationalNumber, ProfileKeyFile
from mock_backends.profile_service.sealed_profiles import NOTICE, Rows, SealedProfiles
from mock_backends.profile_service.store_memory import MemoryProfileStore
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.shared.problems import Problem
from tui.catalogue import LANGUAGES
from tui.locale import Words

NOOR, AMIR = NationalNumber("87661421604"), NationalNumber("90661421603")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NICKNAME: Rows = {"nickname": {"": {"value": b"Nono"}}}


class Portal:
    """Notices over a store in memory; `told` counts who was woken."""

    def __init__(self, folder: Path) -> None:
        home = Home.of(folder)
        home.prepare()
        self.clock = Clock(NOW, frozen=True)
        self.store = MemoryProfileStore()
        key = ProfileKeyFile(home)
        self.profiles = SealedProfiles(self.store, key, LedgerFile(home), NOW.date)
        self.told = 0
        self.notices = Notices(self.profiles, self.clock, is_block=self._is_block, tell=self._tell)

    async def _is_block(self, block_id: str) -> bool:
        return block_id == "residence"

    def _tell(self) -> None:
        self.told += 1

    async def keep(self, rows: Rows) -> None:
        """Keep these of Noor."""
        async with self.profiles.changing(NOOR, NOW.date()) as kept:
            kept.rows.update(rows)

    async def all(self) -> list[str]:
        """What each notice of Noor says, the newest first."""
        return [one.what for one in (await self.notices.all(NOOR)).items]


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return Portal(tmp_path)


def change(**other: object) -> BlockChange:
    given = {"change_id": "c" * 36, "block_id": "residence", "changed_on": NOW.date(), **other}
    return BlockChange(**given)  # type: ignore[arg-type]


def test_the_oldest_give_way_by_number_and_by_age() -> None:
    rows: Rows = {}
    for number in range(MOST + 5):
        note(rows, NOW + timedelta(minutes=number), "profile", "changed", str(number))
    kept = [row["subject"].decode() for row in rows[NOTICE].values()]
    assert kept == [str(number) for number in range(5, MOST + 5)]
    assert notices.erased_on(rows) == date(2027, 2, 21)
    note(rows, NOW + timedelta(days=DAYS), "profile", "changed", "new")
    assert [row["subject"] for row in rows[NOTICE].values()] == [b"new"]


def test_a_sign_in_is_new_to_a_citizen_who_always_did_so_in_other_ways() -> None:
    rows: Rows = {}
    counts = []
    for method in ("itsme", "itsme", "sms", "itsme", "sms"):
        note_sign_in(rows, NOW, method)
        counts.append(unread(rows, NOW))
    assert counts == [0, 0, 1, 1, 1]


@pytest.mark.requirement("R17", "R46")
async def test_what_is_over_is_not_shown_and_erased_at_midnight(portal: Portal) -> None:
    await portal.keep(NICKNAME)
    await portal.profiles.note(NOOR, lambda rows: note(rows, NOW, "request", "forwarded", "r"))
    portal.clock.move(timedelta(days=DAYS - 1))
    await portal.notices.sweep()
    assert await portal.all() == ["forwarded"]
    portal.clock.move(timedelta(days=1))
    assert await portal.all() == []
    await portal.notices.sweep()
    assert (await portal.profiles.read(NOOR)).rows == NICKNAME
    assert (await portal.profiles.read(NOOR)).last_sign_in == NOW.date()


@pytest.mark.requirement("R46", "R47")
async def test_notices_go_with_the_last_of_what_else_is_kept(portal: Portal) -> None:
    await portal.keep(NICKNAME)
    await portal.notices.block_changed(NOOR, change())
    async with portal.profiles.changing(NOOR, NOW.date()) as kept:
        del kept.rows["nickname"]
    assert not await portal.store.persons()


@pytest.mark.requirement("R17", "R42", "R43")
async def test_a_change_is_noted_once_and_only_of_who_keeps_something(portal: Portal) -> None:
    await portal.notices.block_changed(NOOR, change())
    assert not await portal.store.persons()
    await portal.keep(NICKNAME)
    for _ in range(2):
        await portal.notices.block_changed(NOOR, change())
    await portal.notices.block_changed(AMIR, change())
    (only,) = (await portal.notices.all(NOOR)).items
    assert (only.subject, only.day, only.read) == ("residence", NOW.date(), False)
    assert portal.told == 2, "the same again wakes them in vain, and does no harm"
    for wrong in ({"block_id": "elsewhere"}, {"changed_on": NOW.date() + timedelta(days=1)}):
        with pytest.raises(Problem):
            await portal.notices.block_changed(NOOR, change(**wrong))


async def test_one_or_all_are_read_and_those_that_are_can_be_removed(portal: Portal) -> None:
    await portal.keep(NICKNAME)
    for step in ("received", "forwarded", "done"):
        await portal.profiles.note(NOOR, partial(note, at=NOW, kind="request", what=step))
    newest = (await portal.notices.all(NOOR)).items[0]
    assert (newest.what, newest.read) == ("done", False)
    after = await portal.notices.read(NOOR, NOW, newest.notice_id)
    assert [one.read for one in after.items] == [True, False, False]
    with pytest.raises(Problem):
        await portal.notices.read(NOOR, NOW, "unknown")
    await portal.notices.remove_read(NOOR, NOW)
    assert await portal.all() == ["forwarded", "received"]
    await portal.notices.read(NOOR, NOW)
    assert [one.read for one in (await portal.notices.all(NOOR)).items] == [True, True]
    assert (await portal.notices.remove_read(NOOR, NOW)).items == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_says_how_many_are_kept_and_how_long(language: str) -> None:
    said = Words(language)("privacy.retention.notices-value")
    assert [int(word) for word in said.replace(",", "").split() if word.isdecimal()] in (
        [DAYS, MOST],
        [MOST, DAYS],
    )
