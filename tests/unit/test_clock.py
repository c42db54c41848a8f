"""The world's clock: frozen, running and moved."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from mock_backends.shared.clock import Clock
from tests.conftest import START


async def test_a_running_clock_goes_on_from_its_start() -> None:
    clock = Clock(START)
    first = clock.now()
    assert START <= first < START + timedelta(minutes=1)
    assert clock.now() >= first


async def test_time_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="only goes on"):
        Clock(START, frozen=True).move(timedelta(seconds=-1))


@pytest.mark.parametrize("frozen", [True, False])
def test_the_calendar_does_not_end(frozen: bool) -> None:
    clock = Clock(START, frozen=frozen)
    for years in (8000, 10**5, 10**6):
        with pytest.raises(OverflowError):
            clock.move(timedelta(days=366 * years))
    assert clock.now() < START + timedelta(minutes=1)
    clock.move(timedelta(days=365 * 7900))
    assert clock.now() > START


def test_a_clock_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Clock(datetime(2026, 11, 23))  # noqa: DTZ001


@pytest.mark.parametrize("frozen", [True, False])
async def test_moving_wakes_who_waits_for_a_time_that_has_come(frozen: bool) -> None:
    clock = Clock(START, frozen=frozen)
    waiting = asyncio.create_task(clock.sleep_until(START + timedelta(hours=2)))
    await asyncio.sleep(0)
    clock.move(timedelta(hours=1))
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.move(timedelta(hours=1))
    await asyncio.wait_for(waiting, 5)


async def test_a_clock_is_set_as_another_is_also_back() -> None:
    own, other = Clock(START + timedelta(days=1), frozen=True), Clock(START, frozen=True)
    waiting = asyncio.create_task(own.moved_since(own.version))
    own.set(own.setting)
    await asyncio.sleep(0)
    assert not waiting.done()
    own.set(other.setting)
    await asyncio.wait_for(waiting, 5)
    other.move(timedelta(hours=1))
    assert (own.now(), own.started, other.started) == (START, START, START)


async def test_a_time_that_has_passed_is_not_waited_for() -> None:
    waiting = asyncio.create_task(Clock(START, frozen=True).sleep_until(START))
    await asyncio.sleep(0)
    assert waiting.done()


async def hanging(clock: Clock) -> tuple[asyncio.Task[None], asyncio.Event]:
    """Work of 8 seconds at most that has begun and does not end; and whether it was cancelled."""
    cancelled = asyncio.Event()

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    waiting = asyncio.create_task(clock.within(8, hang()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return waiting, cancelled


async def test_work_that_hangs_ends_when_its_time_has_passed() -> None:
    clock = Clock(START, frozen=True)
    waiting, cancelled = await hanging(clock)
    clock.move(timedelta(seconds=8))
    with pytest.raises(TimeoutError, match="within 8 s"):
        await waiting
    assert cancelled.is_set()


async def test_who_stops_waiting_stops_the_work() -> None:
    clock = Clock(START, frozen=True)
    waiting, cancelled = await hanging(clock)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert cancelled.is_set()


@pytest.mark.parametrize("frozen", [True, False])
async def test_a_date_is_chosen_also_earlier_and_a_reset_undoes_it(frozen: bool) -> None:
    clock = Clock(START, frozen=frozen, machine=lambda: START)
    for days in (400, -400):
        clock.move_to(START + timedelta(days=days))
        assert clock.now() == START + timedelta(days=days)
    clock.move(timedelta(hours=1))
    clock.reset()
    assert (clock.now(), clock.started) == (START, START)


@pytest.mark.parametrize(
    "instant",
    [
        datetime(1999, 12, 31, tzinfo=UTC),
        datetime(9999, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1),  # noqa: DTZ001
    ],
)
def test_a_time_that_no_world_has_is_refused(instant: datetime) -> None:
    clock = Clock(START, frozen=True)
    with pytest.raises(ValueError, match="no time of a world"):
        clock.move_to(instant)
    assert clock.now() == START


async def test_who_waits_reckons_anew_when_the_clock_is_set_back() -> None:
    """Or what comes at the next midnight would come a year late."""
    clock = Clock(START, frozen=True)
    sleeping = asyncio.create_task(clock.sleep_until(START + timedelta(hours=2)))
    working, _ = await hanging(clock)
    clock.move_to(START - timedelta(days=365))
    await asyncio.wait_for(sleeping, 5)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(working, 5)
