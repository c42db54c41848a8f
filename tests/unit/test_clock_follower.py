"""Clocks of several processes of one world: they follow the simulation's, and outlive it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.shared import clock_follower, http
from mock_backends.shared.clock import Clock
from mock_backends.shared.clock_follower import ClockFollower
from mock_backends.shared.long_poll import poll_of
from mock_backends.shared.wire import read, reply
from mock_backends.simulation import world_time
from mock_backends.simulation.models import Advance
from mock_backends.simulation.world_time import WorldTime
from tests.conftest import START

BASE = "https://simulator.invalid"
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def simulation(clock: Clock) -> httpx.AsyncBaseTransport:
    """A simulation that has nothing but its time."""
    time = WorldTime(clock)

    async def tell(request: Request) -> Response:
        return reply(await time.newer_than(*poll_of(request)))

    async def advance(request: Request) -> Response:
        return reply(await time.advance((await read(request, Advance)).seconds))

    return http.inside(
        Starlette(routes=[Route("/v1/clock", tell), Route("/v1/clock", advance, methods=["POST"])])
    )


class Line(httpx.AsyncBaseTransport):
    """The way to a simulation that can be gone, or another one than before."""

    def __init__(self, there: httpx.AsyncBaseTransport | None = None) -> None:
        self.there = there

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.there is None:
            raise httpx.ConnectError("nobody there", request=request)
        return await self.there.handle_async_request(request)


@asynccontextmanager
async def following(own: Clock, line: Line) -> AsyncIterator[http.AsyncClient]:
    async with http.client({http.origin(BASE): line}) as client:
        follower = ClockFollower(own, BASE, client)
        await follower.start()
        try:
            yield client
        finally:
            await follower.stop()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_follower, "PAUSE", 0)


async def becomes(own: Clock, other: Clock) -> None:
    async with asyncio.timeout(10):
        while own.setting != other.setting:
            await own.moved_since(own.version)


@pytest.mark.parametrize("frozen", [True, False])
async def test_who_has_moved_the_time_finds_it_moved_everywhere(frozen: bool) -> None:
    owner, own = Clock(START, frozen=frozen), Clock()
    async with following(own, Line(simulation(owner))) as client:
        assert own.setting == owner.setting
        for _ in range(2):
            # So that the follower's next question is on its way.
            await becomes(own, owner)
            await asyncio.sleep(0)
            answer = await client.post(BASE + "/v1/clock", json={"seconds": 3600})
            assert own.setting == owner.setting
        assert (answer.json()["version"], owner.now() >= START + 2 * HOUR) == (3, True)


async def test_a_follower_that_is_gone_holds_no_step_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world_time, "FOLLOWED_WITHIN", 0.01)
    time = WorldTime(Clock(START, frozen=True))
    last = asyncio.create_task(time.newer_than(1, 25 * SECOND))
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        assert (await time.advance(3600)).now == START + HOUR
    assert (await last).version == 2


async def test_a_simulation_may_come_late_go_and_begin_anew() -> None:
    own, line = Clock(START, frozen=True), Line()
    async with following(own, line):
        assert own.now() == START
        first = Clock(START + HOUR, frozen=True)
        line.there = simulation(first)
        await becomes(own, first)
        line.there = None
        first.move(HOUR)  # the last that is heard of it
        await becomes(own, first)
        # Its version is the first one's: it counts anew, and its time is an earlier one.
        second = Clock(START, frozen=True)
        line.there = simulation(second)
        await becomes(own, second)
        second.move(HOUR)
        await becomes(own, second)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (500, b"{}"),
        (200, b"<html>"),
        (200, b"[" * 100_000),
        (200, b'{"now": "2026-11-23T09:00:00Z"}'),
        (200, b'{"now":"2026-11-23T09:00:00","started":"2026-11-23T09:00:00Z","frozen":true'
              b',"offset":0,"version":1}'),
        (200, b'{"now":"9999-11-23T09:00:00Z","started":"2026-11-23T09:00:00Z","frozen":true'
              b',"offset":0,"version":1}'),
        (200, b'{"now":"2027-11-23T09:00:00Z","started":"2026-11-23T09:00:00Z","frozen":false'
              b',"offset":1e300,"version":1}'),
    ],
)  # fmt: skip
async def test_what_is_no_time_is_not_followed(status: int, said: bytes) -> None:
    async def tell(request: Request) -> Response:
        return Response(said, status)

    own = Clock(START, frozen=True)
    async with following(own, Line(http.inside(Starlette(routes=[Route("/v1/clock", tell)])))):
        assert (own.now(), own.version) == (START, 1)
