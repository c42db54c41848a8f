"""Follows the state of a world whose simulation runs in another process: its time, faults, beginnings."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from mock_backends.shared.clock import LAST, Clock, Setting
from mock_backends.shared.faults import Fault, Faults
from mock_backends.shared.http import AsyncClient, NoAnswer
from mock_backends.shared.long_poll import LONGEST_WAIT
from mock_backends.shared.wire import LARGEST_BODY, Message

ANSWER_WITHIN = 5
"""Real seconds that an answer may take beyond the time for which it was asked to wait."""

START_WITHIN = 2
"""Real seconds for which a start waits for the simulation; a later one is followed when it comes."""

PAUSE = 1
"""Real seconds before a simulation that did not answer is asked again."""


class _Clock(Message, frozen=True):
    now: datetime
    started: datetime
    frozen: bool
    offset: float


class _State(Message, frozen=True):
    world: str
    version: int
    beginnings: int
    clock: _Clock
    faults: Mapping[str, Fault]


class WorldFollower:
    """Keeps `clock` and `faults` as the simulation at base address `simulation` keeps its own.

    When that world begins again, `begin_again` is called here too. While the simulation does not answer,
    all stays as it was told last. The clock may be set back: a simulation that was started anew begins its
    time anew. That is another world, and nothing is emptied for it.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        faults: Faults,
        begin_again: Callable[[], Awaitable[None]],
        simulation: str,
        http: AsyncClient,
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._begin_again = begin_again
        self._url = simulation + "/v1/state"
        self._http = http
        self._known: _State | None = None
        self._following: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take the simulation's state over, if it can be had at once, and follow it from then on."""
        told = await self._ask({}, START_WITHIN)
        if told is not None:
            await self._take_over(told)
        self._following = asyncio.create_task(self._follow(told))

    async def stop(self) -> None:
        """Follow no longer."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
            self._following = None

    async def _follow(self, told: _State | None) -> None:
        while True:
            if told is None:
                await asyncio.sleep(PAUSE)
                told = await self._ask({}, ANSWER_WITHIN)
            else:
                # Asking for what comes after a version tells the simulation that it was taken over.
                query = {"after": told.version, "wait": LONGEST_WAIT}
                told = await self._ask(query, LONGEST_WAIT + ANSWER_WITHIN)
            if told is not None:
                await self._take_over(told)

    async def _ask(self, query: dict[str, int], within: float) -> _State | None:
        """The state as the simulation tells it, or None without an answer that makes sense."""
        try:
            async with asyncio.timeout(within):
                answer = await self._http.get(self._url, params=query, timeout=None)
        except (NoAnswer, TimeoutError):
            return None
        if answer.status_code != 200 or len(answer.content) > LARGEST_BODY:
            return None
        try:
            told = msgspec.json.decode(answer.content, type=_State)
            _setting(told.clock)
        except (msgspec.DecodeError, ValueError, OverflowError, RecursionError):
            return None
        return told

    async def _take_over(self, told: _State) -> None:
        known, self._known = self._known, told
        self._clock.set(_setting(told.clock))
        if known is not None and known.world == told.world and known.beginnings != told.beginnings:
            with suppress(OSError):  # a file that does not go: the parties run on, as after a reset
                await self._begin_again()
        self._faults.replace(told.faults)


def _setting(told: _Clock) -> Setting:
    """Raises ValueError or OverflowError for a time that no clock here can show."""
    offset = timedelta(seconds=told.offset)
    if told.now.tzinfo is None or told.started.tzinfo is None or told.now > LAST:
        raise ValueError("no time of a world")
    return Setting(told.started, offset, told.now if told.frozen else None)
