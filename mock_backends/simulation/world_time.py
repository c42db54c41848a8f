"""The time of a world, told to the processes that follow it."""

import asyncio
import math
from collections import Counter
from contextlib import suppress
from datetime import timedelta

from mock_backends.shared.clock import Clock
from mock_backends.shared.problems import invalid_input
from mock_backends.simulation.models import ClockState

FURTHEST = timedelta(days=366 * 30)
"""How far one step may move the clock: a slip of the hand must not end the calendar."""

FOLLOWED_WITHIN = 2.0
"""Real seconds for which a step waits until every follower that was there has taken the new time."""


class WorldTime:
    """Tells and moves one world's time.

    Waiting here is counted in real seconds: the world's own may stand still. A follower keeps one
    question open; by asking for what comes after a version it says that it has taken that version.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: Counter[int] = Counter()
        self._asked = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def state(self) -> ClockState:
        """The time, and how the clock is set."""
        setting = self._clock.setting
        return ClockState(
            now=self._clock.now(),
            started=setting.started,
            frozen=setting.stands_at is not None,
            offset=setting.offset.total_seconds(),
            version=self._clock.version,
            followers=self._waiting[self._clock.version],
        )

    async def newer_than(self, version: int | None, wait: timedelta) -> ClockState:
        """The state, once the clock's version is not `version` or after `wait` of real time."""
        if version is not None:
            self._waiting[version] += 1
            self._asked.set()
            try:
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait.total_seconds()):
                        await self._clock.moved_since(version)
            finally:
                self._waiting -= Counter([version])  # keeps only what is above zero
        return self.state()

    async def advance(self, seconds: float) -> ClockState:
        """Move the time on, and see it followed. Raises Problem 400.

        A follower that does not come back within FOLLOWED_WITHIN is not waited for any longer.
        """
        if not math.isfinite(seconds) or not 0 <= seconds <= FURTHEST.total_seconds():
            raise invalid_input(("seconds", "invalidInput", "time goes on, thirty years at most"))
        async with self._one_at_a_time:
            followers = self._waiting[self._clock.version]
            try:
                self._clock.move(timedelta(seconds=seconds))
            except OverflowError as error:
                raise invalid_input(("seconds", "invalidInput", "the calendar ends")) from error
            with suppress(TimeoutError):
                async with asyncio.timeout(FOLLOWED_WITHIN):
                    while self._waiting[self._clock.version] < followers:
                        self._asked.clear()
                        await self._asked.wait()
        return self.state()
