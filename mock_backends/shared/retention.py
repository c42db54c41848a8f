"""Erases what is kept two years after it was last used (R46).

What falls due because time passed is erased on its day. What is due only because a tester moved the clock
waits: two years must have passed by the machine's own clock as well.
"""

import asyncio
from calendar import monthrange
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of, next_midnight


class Retention:
    """Erases what is due when the party starts, and at every midnight in Belgium on the world's clock.

    `erase_until` erases what was last used on a day or earlier in this world, and on another or earlier by
    the machine's clock; `unavailable` is what it raises if the store cannot be opened.
    """

    def __init__(
        self,
        erase_until: Callable[[date, date], Awaitable[None]],
        clock: Clock,
        unavailable: type[Exception],
    ) -> None:
        self._erase_until = erase_until
        self._clock = clock
        self._unavailable = unavailable
        self._swept = asyncio.Event()

    async def sweep(self) -> None:
        """Erase everything whose two years are over by both clocks."""
        by_machine = last_use_erased_on(day_of(self._clock.machine()))
        await self._erase_until(self.last_day, by_machine)

    @property
    def last_day(self) -> date:
        """The last day of use for which the two years are over in this world."""
        return last_use_erased_on(day_of(self._clock.now()))

    async def next_sweep(self) -> None:
        """Wait until the next sweep is done."""
        await self._swept.wait()

    async def run(self) -> None:
        """Sweep for ever; if the store cannot be opened, try again the next day."""
        while True:
            await self._clock.sleep_until(next_midnight(self._clock.now()))
            try:
                await self.sweep()
            except self._unavailable:
                continue
            finally:
                swept, self._swept = self._swept, asyncio.Event()
                swept.set()


def erased_on(last_use: date) -> date:
    """The day on which something is erased: the first one on which two years are over.

    They end with the last hour of the same date two years later, or of 28 February where there is no 29th
    (Regulation 1182/71 art. 3(2)(c)).
    """
    year = last_use.year + 2
    day = min(last_use.day, monthrange(year, last_use.month)[1])
    return date(year, last_use.month, day) + timedelta(days=1)


def last_use_erased_on(day: date) -> date:
    """The last day of use for which the two years are over on `day`."""
    eve = day - timedelta(days=1)
    year, end = eve.year - 2, monthrange(eve.year - 2, eve.month)[1]
    is_end = monthrange(eve.year, eve.month)[1] == eve.day
    return date(year, eve.month, end if is_end else eve.day)
