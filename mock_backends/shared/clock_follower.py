"""Follows the time of a world whose simulation runs in another process."""

import asyncio
from datetime import datetime, timedelta

import msgspec

from mock_backends.shared.clock import LAST, Clock, Setting
from mock_backends.shared.http import AsyncClient, NoAnswer
from mock_backends.shared.long_poll import LONGEST_WAIT
from mock_backends.shared.wire import LARGEST_BODY

ANSWER_WITHIN = 5
"""Real seconds that an answer may take beyond the time for which it was asked to wait."""

START_WITHIN = 2
"""Real seconds for which a start waits for the simulation; a later one is followed when it comes."""

PAUSE = 1
"""Real seconds before a simulation that did not answer is asked again."""


class _Clock(msgspec.Struct, frozen=True, kw_only=True):
    now: datetime
    started: datetime
    frozen: bool
    offset: float
    version: int


class ClockFollower:
    """Keeps `clock` as the simulation at base address `simulation` keeps its own.

    While the simulation does not answer, the clock runs on as it was last set. It may be set back: a
    simulation that was started anew begins its time anew.
    """

    def __init__(self, clock: Clock, simulation: str, http: AsyncClient) -> None:
        self._clock = clock
        self._url = simulation + "/v1/clock"
        self._http = http
        self._following: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take the simulation's time, if it can be had at once, and follow it from then on."""
        version = await self._ask({}, START_WITHIN)
        self._following = asyncio.create_task(self._follow(version))

    async def stop(self) -> None:
        """Follow no longer."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
            self._following = None

    async def _follow(self, version: int | None) -> None:
        while True:
            if version is None:
                await asyncio.sleep(PAUSE)
                version = await self._ask({}, ANSWER_WITHIN)
            else:
                # What is asked with a version also tells the simulation that this version was taken.
                query = {"after": version, "wait": LONGEST_WAIT}
                version = await self._ask(query, LONGEST_WAIT + ANSWER_WITHIN)

    async def _ask(self, query: dict[str, int], within: float) -> int | None:
        """Set the clock as the simulation says: the version of its setting, or None without an answer."""
        try:
            async with asyncio.timeout(within):
                answer = await self._http.get(self._url, params=query, timeout=None)
        except (NoAnswer, TimeoutError):
            return None
        if answer.status_code != 200 or len(answer.content) > LARGEST_BODY:
            return None
        try:
            told = msgspec.json.decode(answer.content, type=_Clock)
            setting = _setting(told)
        except (msgspec.DecodeError, ValueError, OverflowError, RecursionError):
            return None
        self._clock.set(setting)
        return told.version


def _setting(told: _Clock) -> Setting:
    """Raises ValueError or OverflowError for a time that no clock here can show."""
    offset = timedelta(seconds=told.offset)
    if told.now.tzinfo is None or told.started.tzinfo is None or told.now > LAST:
        raise ValueError("no time of a world")
    return Setting(told.started, offset, told.now if told.frozen else None)
