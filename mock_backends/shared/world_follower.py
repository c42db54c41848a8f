"""Follows the time, faults and resets of a world whose simulation runs in another process."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from mock_backends.shared.clock import LAST, Clock, Setting
from mock_backends.shared.faults import Fault, Faults
from mock_backends.shared.http import AsyncClient, NoAnswer
from mock_backends.shared.long_poll import LONGEST_WAIT
from mock_backends.shared.wire import LARGEST_BODY, Message, NotUnderstood, decode

ANSWER_WITHIN = 5
"""Real seconds that an answer may take beyond the requested wait."""

START_WITHIN = 2
"""Real seconds that a start waits for the simulation; if it comes later, it is followed from then on."""

PAUSE = 1
"""Real seconds before asking again after no answer."""


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
    """Keeps `clock` and `faults` in step with the simulation at base address `simulation`.

    When that world is reset, `begin_again` is called here too. While the simulation does not answer, its
    last known state stays. The clock may be set back, because a restarted simulation starts its time
    afresh: that is another world, for which nothing here is reset.
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
        """Adopt the simulation's state, if it answers soon, and follow it from then on."""
        state = await self._ask({}, START_WITHIN)
        if state is not None:
            await self._adopt(state)
        self._following = asyncio.create_task(self._follow(state))

    async def stop(self) -> None:
        """Stop following."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
            self._following = None

    async def _follow(self, state: _State | None) -> None:
        while True:
            if state is None:
                await asyncio.sleep(PAUSE)
                state = await self._ask({}, ANSWER_WITHIN)
            else:
                # Asking for changes after a version tells the simulation that it was adopted.
                query = {"after": state.version, "wait": LONGEST_WAIT}
                state = await self._ask(query, LONGEST_WAIT + ANSWER_WITHIN)
            if state is not None:
                await self._adopt(state)

    async def _ask(self, query: dict[str, int], within: float) -> _State | None:
        """The simulation's state, or None without a valid answer."""
        try:
            async with asyncio.timeout(within):
                answer = await self._http.get(self._url, params=query, timeout=None)
        except (NoAnswer, TimeoutError):
            return None
        if answer.status_code != 200 or len(answer.content) > LARGEST_BODY:
            return None
        try:
            state = decode(answer.content, _State)
            _setting(state.clock)
        except (NotUnderstood, ValueError, OverflowError):
            return None
        return state

    async def _adopt(self, state: _State) -> None:
        known, self._known = self._known, state
        self._clock.set(_setting(state.clock))
        if known and known.world == state.world and known.beginnings != state.beginnings:
            # A file that cannot be removed: the parties run on, as after a reset.
            with suppress(OSError):
                await self._begin_again()
        self._faults.replace(state.faults)


def _setting(state: _Clock) -> Setting:
    """The clock's setting. Raises ValueError or OverflowError for a time that no clock can show."""
    offset = timedelta(seconds=state.offset)
    if state.now.tzinfo is None or state.started.tzinfo is None or state.now > LAST:
        raise ValueError("no time of a world")
    return Setting(state.started, offset, state.now if state.frozen else None)
