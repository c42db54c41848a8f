"""The world's time: running or frozen, and movable while the world runs."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

T = TypeVar("T")

LAST = datetime(9990, 1, 1, tzinfo=UTC)
"""No clock is moved beyond this: terms of some years must still be on the calendar (its end is 9999)."""


def limit(instant: datetime) -> datetime | None:
    """`instant`, or None for LAST: as a limit is told, where there may be none."""
    return None if instant == LAST else instant


@dataclass(frozen=True)
class Setting:
    """How a clock is set, for a clock in another process to be set alike.

    `started` is when this world began. A running clock is `offset` ahead of the machine's UTC; one that
    `stands_at` a moment is frozen there, and its offset means nothing.
    """

    started: datetime
    offset: timedelta
    stands_at: datetime | None


class Clock:
    """Tells the time of one world, in UTC.

    `start` is the time at construction (now, when left out). A frozen clock stands still until it is
    moved: waiting on it costs no real time in a test, and nothing happens before the test says so.
    `version` grows whenever the clock is moved or set.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        now = datetime.now(UTC)
        if start is not None and start.tzinfo is None:
            raise ValueError("a world's clock needs a time zone")
        self._offset = (start or now) - now
        self._started = (start or now).astimezone(UTC)
        self._stands_at = self._started if frozen else None
        self._moved = asyncio.Event()
        self.version = 1

    @property
    def started(self) -> datetime:
        """When this world began, by its own time."""
        return self._started

    @property
    def setting(self) -> Setting:
        """How this clock is set."""
        return Setting(self._started, self._offset, self._stands_at)

    def now(self) -> datetime:
        """The time in this world, aware, in UTC."""
        if self._stands_at is not None:
            return self._stands_at
        return datetime.now(UTC) + self._offset

    def after(self, span: timedelta, *, limited: bool = True) -> datetime:
        """When what begins now and lasts `span` ends; LAST in a world that is not `limited` in time."""
        return self.now() + span if limited else LAST

    def move(self, by: timedelta) -> None:
        """Move this world's time on, and wake whoever waits for a time that has now come.

        Raises ValueError for a step back, and OverflowError, moving nothing, where the next years would
        lie beyond the calendar.
        """
        if by < timedelta(0):
            raise ValueError("time in a world only goes on")
        if self.now() + by > LAST:
            raise OverflowError("the calendar ends")
        if self._stands_at is not None:
            self._stands_at += by
        else:
            self._offset += by
        self._wake()

    def set(self, setting: Setting) -> None:
        """Show the same time as another clock, later or earlier, and wake whoever waits."""
        if setting != self.setting:
            self._started, self._offset = setting.started, setting.offset
            self._stands_at = setting.stands_at
            self._wake()

    def _wake(self) -> None:
        self.version += 1
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def moved_since(self, version: int) -> None:
        """Return as soon as this clock's version is not `version`."""
        while self.version == version:
            await self._moved.wait()

    async def sleep_until(self, instant: datetime) -> None:
        """Return when it is `instant` in this world, by waiting or because time was moved."""
        while (left := (instant - self.now()).total_seconds()) > 0:
            moved = self._moved
            try:
                async with asyncio.timeout(None if self._stands_at is not None else left):
                    await moved.wait()
            except TimeoutError:
                continue

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        """Await `work`, but no longer than `seconds` of this world's time.

        ASGITransport ignores httpx's timeouts, so deadlines are kept here. Raises TimeoutError, after
        `work` has been cancelled.
        """
        task = asyncio.ensure_future(work)
        alarm = asyncio.ensure_future(self.sleep_until(self.now() + timedelta(seconds=seconds)))
        try:
            await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise TimeoutError(f"no answer within {seconds:g} s")
        finally:
            for one in (task, alarm):
                one.cancel()
            await asyncio.gather(task, alarm, return_exceptions=True)
            # What failed names this frame in its traceback, and this frame would name it: a ring, which
            # keeps whatever its callers hold (a session's key) until the collector comes by.
            del task
