"""What all processes of one world share: its time, its faults, and how often it has begun again."""

import asyncio
import math
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from mock_backends.shared.clock import Clock
from mock_backends.shared.faults import Fault, Faults
from mock_backends.shared.problems import invalid_input
from mock_backends.simulation.models import ClockState, State

FURTHEST = timedelta(days=366 * 30)
"""How far one step may move the clock: a slip of the hand must not end the calendar."""

FOLLOWED_WITHIN = 5.0
"""Real seconds for which a change waits until every follower that was there has taken it over."""


class WorldState:
    """Tells and changes the state of one world.

    A follower keeps one request open; by asking for what comes after a version it says that it has taken
    that version over. Waiting here is counted in real seconds: the world's own time may stand still.
    """

    def __init__(
        self, clock: Clock, faults: Faults, begin_again: Callable[[], Awaitable[None]]
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._empty = begin_again
        self._id = uuid4().hex
        self._version = 1
        self._beginnings = 1
        self._waiting: Counter[int] = Counter()
        self._asked = asyncio.Event()
        self._changed = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def clock(self) -> ClockState:
        """The time, and how the clock is set."""
        setting = self._clock.setting
        return ClockState(
            now=self._clock.now(),
            started=setting.started,
            frozen=setting.stands_at is not None,
            offset=setting.offset.total_seconds(),
        )

    async def newer_than(self, version: int | None, wait: timedelta) -> State:
        """The state, once its version is not `version` or after `wait` of real time."""
        if version is not None:
            self._waiting[version] += 1
            self._asked.set()
            try:
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait.total_seconds()):
                        while self._version == version:
                            await self._changed.wait()
            finally:
                self._waiting -= Counter([version])  # keeps only what is above zero
        return State(
            world=self._id,
            version=self._version,
            beginnings=self._beginnings,
            clock=self.clock(),
            faults=self._faults.all(),
            followers=self._waiting[self._version],
        )

    async def advance(self, seconds: float) -> ClockState:
        """Move the time on. Raises Problem 400."""
        if not math.isfinite(seconds) or not 0 <= seconds <= FURTHEST.total_seconds():
            raise invalid_input(("seconds", "invalidInput", "time goes on, thirty years at most"))

        async def move() -> None:
            try:
                self._clock.move(timedelta(seconds=seconds))
            except OverflowError as error:
                raise invalid_input(("seconds", "invalidInput", "the calendar ends")) from error

        await self._change(move)
        return self.clock()

    async def set_fault(self, fault_id: str, fault: Fault) -> None:
        """Put a fault in force, in the place of an older one with this id; it counts anew."""
        if self._faults.all().get(fault_id) == fault:
            await self.clear_fault(fault_id)  # or a follower would see no difference, and count on

        async def put() -> None:
            self._faults.set(fault_id, fault)

        await self._change(put)

    async def clear_fault(self, fault_id: str | None = None) -> None:
        """Take one fault away, or all."""

        async def clear() -> None:
            self._faults.clear(fault_id)

        await self._change(clear)

    async def begin_again(self) -> None:
        """Empty the world, here and in every process that follows. Raises OSError."""

        async def empty() -> None:
            try:
                await self._empty()
            finally:
                self._beginnings += 1

        await self._change(empty)

    async def _change(self, change: Callable[[], Awaitable[None]]) -> None:
        """Make a change, and return once it was taken over by all who followed until now.

        A follower that does not come back within FOLLOWED_WITHIN is not waited for any longer.
        """
        async with self._one_at_a_time:
            followers = self._waiting[self._version]
            await change()
            self._version += 1
            changed, self._changed = self._changed, asyncio.Event()
            changed.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(FOLLOWED_WITHIN):
                    while self._waiting[self._version] < followers:
                        self._asked.clear()
                        await self._asked.wait()
