"""The state that all processes of a world share: its time, its faults, and its resets."""

import asyncio
import math
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from mock_backends.shared import unguessable
from mock_backends.shared.clock import FIRST, LAST, Clock
from mock_backends.shared.faults import Fault, Faults
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.problems import invalid_input
from mock_backends.simulation.models import ClockState, State

FURTHEST = timedelta(days=366 * 30)
"""The largest single step of the clock, so that a typing error does not use up the calendar."""

FOLLOWED_WITHIN = 5.0
"""Real seconds that a change waits for the followers to adopt it."""


class WorldState:
    """Holds and changes the state of a world.

    A follower keeps a request open; asking for changes after a version confirms that it has adopted that
    version. Waits are in real seconds, because the world's own time may stand still.
    """

    def __init__(
        self, clock: Clock, faults: Faults, begin_again: Callable[[], Awaitable[None]]
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._empty = begin_again
        self._id = unguessable.identifier()
        self._beginnings = 1
        self._changes = Changes()
        self._real_time = Clock()
        self._changing = asyncio.Lock()
        self._followers: Counter[int] = Counter()
        """How many requests wait for a change after each version."""
        self._follower_came = asyncio.Event()

    def clock(self) -> ClockState:
        """The time and the setting of the clock."""
        setting = self._clock.setting
        return ClockState(
            now=self._clock.now(),
            started=setting.started,
            frozen=setting.stands_at is not None,
            offset=setting.offset.total_seconds(),
        )

    async def newer_than(self, version: int | None, wait: timedelta) -> State:
        """The state, as soon as its version differs from `version`, or after `wait` of real time."""
        if version is not None:
            self._followers[version] += 1
            self._follower_came.set()
            try:
                await self._changes.newer_than(version, wait, clock=self._real_time)
            finally:
                self._followers -= Counter([version])  # keeps only what is above zero
        return State(
            world=self._id,
            version=self._changes.version,
            beginnings=self._beginnings,
            clock=self.clock(),
            faults=self._faults.all(),
            followers=self._followers[self._changes.version],
        )

    async def advance(self, seconds: float) -> ClockState:
        """Move the time forward. Raises Problem 400."""
        if not math.isfinite(seconds) or not 0 <= seconds <= FURTHEST.total_seconds():
            raise invalid_input(("seconds", "invalidInput", "time goes on, thirty years at most"))

        async def move() -> None:
            try:
                self._clock.move(timedelta(seconds=seconds))
            except OverflowError as error:
                raise invalid_input(("seconds", "invalidInput", "the calendar ends")) from error

        await self._change(move)
        return self.clock()

    async def move_to(self, instant: datetime) -> ClockState:
        """Let it be this time, later or earlier. Raises Problem 400."""

        async def move() -> None:
            try:
                self._clock.move_to(instant)
            except ValueError as error:
                bounds = f"from {FIRST.year} to {LAST.year}, with its zone"
                raise invalid_input(("now", "invalidInput", bounds)) from error

        await self._change(move)
        return self.clock()

    async def set_fault(self, fault_id: str, fault: Fault) -> None:
        """Activate a fault; it replaces a fault with the same id and starts counting afresh."""
        if self._faults.all().get(fault_id) == fault:
            # Or a follower would see no difference, and keep counting.
            await self.clear_fault(fault_id)

        async def put() -> None:
            self._faults.set(fault_id, fault)

        await self._change(put)

    async def clear_fault(self, fault_id: str | None = None) -> None:
        """Clear a fault, or all of them."""

        async def clear() -> None:
            self._faults.clear(fault_id)

        await self._change(clear)

    async def begin_again(self) -> None:
        """Reset the world and its clock, here and in every process that follows it. Raises OSError."""

        async def empty() -> None:
            try:
                await self._empty()
            finally:
                self._clock.reset()
                self._beginnings += 1

        await self._change(empty)

    async def _change(self, change: Callable[[], Awaitable[None]]) -> None:
        """Make a change, and return once all present followers have adopted it.

        Waits at most FOLLOWED_WITHIN, in case a follower does not come back.
        """
        async with self._changing:
            followers = self._followers[self._changes.version]
            await change()
            self._changes.announce()
            with suppress(TimeoutError):
                async with asyncio.timeout(FOLLOWED_WITHIN):
                    while self._followers[self._changes.version] < followers:
                        self._follower_came.clear()
                        await self._follower_came.wait()
