"""The world's time: running or frozen, and adjustable while the world runs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""The earliest time that a clock can be set to: before it, people of today were not born yet."""

LAST = datetime(9990, 1, 1, tzinfo=UTC)
"""The latest time a clock can show: terms of some years must stay within the calendar (year 9999)."""

SET_BACK = timedelta(minutes=1)
"""What began further in the future than this, began before the world's clock was set back: its limits are
that much further away, so it is ended.
"""


def limit(instant: datetime) -> datetime | None:
    """A limit as messages carry it: `instant`, or None for LAST, which stands for no limit."""
    return None if instant == LAST else instant


class Setting(Struct, frozen=True):
    """The setting of a clock, so that a clock in another process can be set the same.

    `started` is when this world began. A running clock is `offset` ahead of the machine's UTC; a clock
    with `stands_at` is frozen at that time, and its offset means nothing.
    """

    started: datetime
    offset: timedelta
    stands_at: datetime | None


class Clock:
    """The clock of a world, in UTC.

    `start` is the time at construction (now by default). A frozen clock stands still until it is moved:
    waiting on it takes no real time in a test, and nothing happens before the test moves it.
    `version` grows whenever the clock is moved or set. `machine` tells the real time; by default the
    machine does.
    """

    def __init__(
        self,
        start: datetime | None = None,
        *,
        frozen: bool = False,
        machine: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._machine = machine
        now = machine()
        if start is not None and start.tzinfo is None:
            raise ValueError("a world's clock needs a time zone")
        self._offset = (start or now) - now
        self._started = (start or now).astimezone(UTC)
        self._stands_at = self._started if frozen else None
        self._begun = self.setting
        self._set_back = 0
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
        return self._machine() + self._offset

    def machine(self) -> datetime:
        """The real time: what has passed of it, passed by itself. Aware, in UTC."""
        return self._machine()

    def after(self, span: timedelta, *, limited: bool = True) -> datetime:
        """The time `span` from now; LAST in a world without time limits."""
        return self.now() + span if limited else LAST

    def move(self, by: timedelta) -> None:
        """Move this world's time forward, and wake the tasks whose time has come.

        Raises ValueError for a step back, and OverflowError for a step beyond LAST; then nothing moves.
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

    def move_to(self, instant: datetime) -> None:
        """Let it be `instant` from now on, later or earlier.

        Raises ValueError for a time without a zone, or that no clock can be set to; then nothing moves.
        """
        if instant.tzinfo is None or not FIRST <= instant <= LAST:
            raise ValueError("no time of a world")
        stands_at = instant.astimezone(UTC) if self._stands_at is not None else None
        self.set(Setting(self._started, instant - self._machine(), stands_at))

    def reset(self) -> None:
        """Be as this clock was made, as if nobody had ever moved it."""
        self.set(self._begun)

    def set(self, setting: Setting) -> None:
        """Take over the setting of another clock, later or earlier, and wake all waiting tasks."""
        if setting != self.setting:
            before = self.now()
            self._started, self._offset = setting.started, setting.offset
            self._stands_at = setting.stands_at
            self._set_back += self.now() < before
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
        """Return once it is `instant` in this world, whether time passed or was moved.

        Return also when the clock is set back: what was to happen then has to be reckoned anew.
        """
        set_back = self._set_back
        while self._set_back == set_back and (left := (instant - self.now()).total_seconds()) > 0:
            moved = self._moved
            try:
                async with asyncio.timeout(None if self._stands_at is not None else left):
                    await moved.wait()
            except TimeoutError:
                continue

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        """Await `work` for at most `seconds` of this world's time, or until the clock is set back.

        ASGITransport ignores httpx's timeouts, so deadlines are enforced here. Cancels `work` and raises
        TimeoutError when time is up.
        """
        task = asyncio.ensure_future(work)
        alarm = asyncio.ensure_future(self.sleep_until(self.now() + timedelta(seconds=seconds)))
        try:
            await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise TimeoutError(f"no answer within {seconds:g} s")
        finally:
            task.cancel()
            alarm.cancel()
            await asyncio.gather(task, alarm, return_exceptions=True)
            # A failed task refers to this frame through its traceback, and this frame would refer to the
            # task: a cycle that keeps what the callers hold (a session's key) until garbage collection.
            del task
