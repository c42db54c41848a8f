"""The profile service's small parts: terms and retention."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mock_backends.profile_service.dates import stamp
from mock_backends.profile_service.ledger import LedgerFile
from mock_backends.profile_service.profile_key import ProfileKeyFile
from mock_backends.profile_service.sealed_profiles import SealedProfiles
from mock_backends.profile_service.store import ProfileUnavailable
from mock_backends.profile_service.store_sqlite import FILE_NAME, SqliteProfileStore
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of, next_midnight
from mock_backends.shared.home import Home
from mock_backends.shared.retention import Retention, erased_on, last_use_erased_on
from mock_backends.shared.terms import months_after
from tests.conftest import START


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
    assert months_after(day, 1) == due


@pytest.mark.requirement("R46")
def test_two_years_last_to_the_end_of_their_last_day() -> None:
    assert erased_on(date(2030, 11, 30)) == date(2032, 12, 1)
    assert erased_on(date(2028, 2, 29)) == date(2030, 3, 1)
    assert erased_on(date(2026, 2, 28)) == date(2028, 2, 29)
    for days in range(5 * 366):
        today = date(2026, 1, 1) + timedelta(days=days)
        last = last_use_erased_on(today)
        assert erased_on(last) <= today < erased_on(last + timedelta(days=1))


def test_days_are_belgian() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert day_of(late) == date(2026, 11, 24)
    assert next_midnight(late) == datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert next_midnight(datetime(2026, 6, 1, tzinfo=UTC)) == datetime(2026, 6, 1, 22, tzinfo=UTC)
    assert stamp(late) == "2026-11-23T23:30:00Z"


@pytest.mark.requirement("R46")
async def test_a_store_that_cannot_be_opened_does_not_end_the_sweeping(tmp_path: Path) -> None:
    clock = Clock(START, frozen=True)
    home = Home.of(tmp_path)
    home.prepare()
    (home.data / FILE_NAME).write_bytes(b"not a database" * 400)
    store = SqliteProfileStore(home.data / FILE_NAME)
    profiles = SealedProfiles(store, ProfileKeyFile(home), LedgerFile(home), START.date)
    retention = Retention(profiles.erase_until, clock, ProfileUnavailable)
    running = asyncio.create_task(retention.run())
    for _ in range(2):
        await asyncio.sleep(0)
        swept = asyncio.create_task(retention.next_sweep())
        await asyncio.sleep(0)
        clock.move(timedelta(days=1))
        await swept
    assert not running.done()
    running.cancel()
