"""Waiting for news: a counted change, and a request that stays open until it comes."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from mock_backends.shared.clock import Clock

LONGEST_WAIT = timedelta(seconds=25)
"""Shorter than the 30 s after which proxies commonly give a silent connection up."""


class Changes:
    """Counts the changes of one thing, and wakes who waits for the next."""

    def __init__(self) -> None:
        self.version = 1
        self._next = asyncio.Event()

    def announce(self) -> None:
        """The thing changed."""
        self.version += 1
        changed, self._next = self._next, asyncio.Event()
        changed.set()

    async def newer_than(
        self,
        version: int | None,
        wait: timedelta,
        *,
        clock: Clock,
        settle: Callable[[], datetime | None],
    ) -> None:
        """Return once there is something newer than `version`, or after `wait` of this world's time.

        `settle` does what time alone has brought, and returns the instant at which it must be asked
        again. Without a version nothing is waited for.
        """
        end = clock.now() + min(wait, LONGEST_WAIT)
        while True:
            again = settle()
            now = clock.now()
            if version is None or self.version != version or now >= end:
                return
            until = end if again is None else min(end, again)
            # Taken now: a change that comes before the waiting has begun must not be missed.
            coming = self._next
            with suppress(TimeoutError):
                await clock.within((until - now).total_seconds(), coming.wait())
