"""Processes of one world follow its simulation, and outlive it."""

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

from mock_backends.shared import http, world_follower
from mock_backends.shared.clock import Clock
from mock_backends.shared.faults import Fault, Faults
from mock_backends.shared.long_poll import poll_of
from mock_backends.shared.wire import reply
from mock_backends.shared.world_follower import WorldFollower
from mock_backends.simulation import world_state
from mock_backends.simulation.world_state import WorldState
from tests.conftest import START

BASE = "https://simulator.invalid"
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
DOWN = Fault(party="registers", kind="down", times=1)


async def nothing() -> None:
    """The simulation's own process has nothing to empty here."""


def simulation(clock: Clock, faults: Faults | None = None) -> httpx.AsyncBaseTransport:
    """A simulation that has nothing but its state."""
    state = WorldState(clock, faults or Faults(), nothing)

    async def tell(request: Request) -> Response:
        return reply(await state.newer_than(*poll_of(request)))

    async def change(request: Request) -> Response:
        match request.path_params["what"]:
            case "clock":
                await state.advance(3600)
            case "fault":
                await state.set_fault("it", DOWN)
            case "works":
                await state.clear_fault()
            case "reset":
                await state.begin_again()
        return reply({})

    return http.inside(
        Starlette(routes=[Route("/v1/state", tell), Route("/v1/{what}", change, methods=["POST"])])
    )


class Line(httpx.AsyncBaseTransport):
    """The way to a simulation that can be gone, or another one than before."""

    def __init__(self, there: httpx.AsyncBaseTransport | None = None) -> None:
        self.there = there

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.there is None:
            raise httpx.ConnectError("nobody there", request=request)
        return await self.there.handle_async_request(request)


class Follower:
    """A process that follows: its own clock and faults, and how often it has begun again."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.faults = Faults()
        self.beginnings = 0

    async def begin_again(self) -> None:
        self.beginnings += 1

    @asynccontextmanager
    async def following(self, line: Line) -> AsyncIterator[http.AsyncClient]:
        async with http.AsyncClient({http.origin(BASE): line}) as client:
            follower = WorldFollower(
                clock=self.clock,
                faults=self.faults,
                begin_again=self.begin_again,
                simulation=BASE,
                http=client,
            )
            await follower.start()
            try:
                yield client
            finally:
                await follower.stop()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world_follower, "PAUSE", 0)


async def becomes(own: Clock, other: Clock) -> None:
    async with asyncio.timeout(10):
        while own.setting != other.setting:
            await own.moved_since(own.version)


async def changed(client: http.AsyncClient, what: str) -> None:
    await asyncio.sleep(0)  # so that the follower's next question is on its way
    assert (await client.post(f"{BASE}/v1/{what}")).status_code == 200


@pytest.mark.parametrize("frozen", [True, False])
async def test_a_change_is_there_in_every_process_when_it_is_answered(frozen: bool) -> None:
    owner, own = Clock(START, frozen=frozen), Follower()
    async with own.following(Line(simulation(owner))) as client:
        assert own.clock.setting == owner.setting
        for _ in range(2):
            await becomes(own.clock, owner)
            await changed(client, "clock")
            assert own.clock.setting == owner.setting
        await changed(client, "fault")
        assert own.faults.all() == {"it": DOWN}
        own.faults.strike("registers", (), "GET")
        assert own.faults.strike("registers", (), "GET") is None  # it failed once, as it says
        await changed(client, "fault")
        assert own.faults.strike("registers", (), "GET") == DOWN  # set again, it counts anew
        await changed(client, "clock")
        assert own.faults.strike("registers", (), "GET") is None  # another change leaves its count
        await changed(client, "works")
        assert own.faults.all() == {}
        assert own.beginnings == 0
        await changed(client, "reset")
        assert own.beginnings == 1


async def test_a_follower_that_is_gone_holds_no_change_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world_state, "FOLLOWED_WITHIN", 0.01)
    state = WorldState(Clock(START, frozen=True), Faults(), nothing)
    last = asyncio.create_task(state.newer_than(1, 25 * SECOND))
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        assert (await state.advance(3600)).now == START + HOUR
    assert (await last).version == 2


async def test_a_simulation_may_come_late_go_and_begin_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(world_state, "FOLLOWED_WITHIN", 0.01)
    own, line = Follower(), Line()
    own.clock = Clock(START, frozen=True)
    async with own.following(line):
        assert own.clock.now() == START
        first = Clock(START + HOUR, frozen=True)
        line.there = simulation(first)
        await becomes(own.clock, first)
        gone, line.there = line.there, None
        async with http.AsyncClient({http.origin(BASE): gone}) as beside:
            await changed(beside, "clock")  # the last that is heard of it
        await becomes(own.clock, first)
        # Another simulation, whose version is the first one's: it counts anew, and its time is earlier.
        second = Clock(START, frozen=True)
        line.there = simulation(second)
        await becomes(own.clock, second)
    assert (
        own.beginnings == 0
    )  # what citizens stored does not go because the simulation was restarted


CLOCK = b'{"now":"%s","started":"2026-11-23T09:00:00Z","frozen":%s,"offset":%s}'
STATE = b'{"world":"a","version":1,"beginnings":1,"faults":{},"clock":' + CLOCK + b"}"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (500, b"{}"),
        (200, b"<html>"),
        (200, b"[" * 100_000),
        (200, b'{"now": "2026-11-23T09:00:00Z"}'),
        (200, STATE % (b"2026-11-23T09:00:00", b"true", b"0")),
        (200, STATE % (b"9999-11-23T09:00:00Z", b"true", b"0")),
        (200, STATE % (b"2027-11-23T09:00:00Z", b"false", b"1e300")),
    ],
)
async def test_what_is_no_state_is_not_followed(status: int, said: bytes) -> None:
    async def tell(request: Request) -> Response:
        return Response(said, status)

    own = Follower()
    own.clock = Clock(START, frozen=True)
    async with own.following(Line(http.inside(Starlette(routes=[Route("/v1/state", tell)])))):
        assert (own.clock.now(), own.clock.version) == (START, 1)
