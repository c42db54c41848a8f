"""The profile service's small parts: terms, retention, the vault."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mock_backends.profile_service.dates import (
    day_of,
    next_midnight,
    one_month_after,
    stamp,
    two_years_after,
    two_years_before,
)
from mock_backends.profile_service.profile_key import NationalNumber, ProfileKeyFile
from mock_backends.profile_service.retention import Retention
from mock_backends.profile_service.sealed_profiles import SealedProfiles
from mock_backends.profile_service.store_sqlite import FILE_NAME, SqliteProfileStore
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
    for days in range(5 * 366):
        today = date(2026, 1, 1) + timedelta(days=days)
        last = two_years_before(today)
        assert two_years_after(last) <= today < two_years_after(last + timedelta(days=1))


def test_days_are_belgian() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert day_of(late) == date(2026, 11, 24)
    assert next_midnight(late) == datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert next_midnight(datetime(2026, 6, 1, tzinfo=UTC)) == datetime(2026, 6, 1, 22, tzinfo=UTC)
    assert stamp(late) == "2026-11-23T23:30:00Z"


@pytest.mark.requirement("R46")
async def test_a_store_that_cannot_be_opened_does_not_end_the_sweeping(tmp_path: Path) -> None:
    clock = Clock(START, frozen=True)
    home = Home(tmp_path / "config", tmp_path / "data")
    home.prepare()
    (home.data / FILE_NAME).write_bytes(b"not a database" * 400)
    store = SqliteProfileStore(home.data / FILE_NAME)
    retention = Retention(SealedProfiles(store, ProfileKeyFile(home)), clock)
    running = asyncio.create_task(retention.run())
    for _ in range(2):
        await asyncio.sleep(0)
        swept = asyncio.create_task(retention.next_sweep())
        await asyncio.sleep(0)
        clock.move(timedelta(days=1))
        await swept
    assert not running.done()
    running.cancel()


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
