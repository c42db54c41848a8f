"""Each way to sign in, from its choice to the session, the devices answering by themselves.

The session is there when the first page says so. What is fetched after that is not the sign-in's: it was
counted before, but only where the citizen's own act went on for so long.
"""

import asyncio
import ssl
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from benchmarks.figures import Figure, middle
from benchmarks.floors.bare_served import say
from benchmarks.journeys import simulated_in
from benchmarks.served import _all_parties, _bare
from tests.held_devices import devices_in
from tui.journey.navigator import Navigator
from tui.journey.walk import Step, until, walk
from tui.locale import Words
from tui.pages import walks
from tui.pages.sign_in import METHOD_IDS
from tui.pages.sign_out import SIGN_OUT
from tui.portal.client import Portal
from tui.portal.http import Http

ROUNDS = 20
FLOOR = 25
"""Requests to a bare Starlette, beside which a sign-in is measured."""

MOST, MOST_OVER_TLS = 7.3, 1.53
"""What a sign-in by itsme took to the session before itsme was a provider of its own.

Over TLS that was 1.39, and a tenth more is within what runs differ by.
"""

PERSON = "noor-peeters"
APART = timedelta(seconds=100)
"""How far the clock is moved after each: no code of an app is taken twice, nor five text messages in as
many minutes.
"""

Connect = Callable[[], Awaitable[Http]]
Times = dict[str, list[float]]


def measure() -> list[Figure]:
    """Each way, with the parties in this process, and in one of their own over TLS."""
    with tempfile.TemporaryDirectory() as folder:
        within = asyncio.run(_within(folder))
    with tempfile.TemporaryDirectory() as folder:
        apart = asyncio.run(_apart(folder))
    return [
        Figure(
            what=f"sign-in by {method}{where}, beside {FLOOR} requests",
            unit="ms",
            ours=middle(times[method]),
            floor=middle(times[""]),
            most=most,
        )
        for where, times, most in (("", within, MOST), (" over TLS", apart, MOST_OVER_TLS))
        for method in METHOD_IDS
    ]


async def _within(folder: str) -> Times:
    """Milliseconds by method, and of the floor by ""."""
    simulated = simulated_in(folder)
    await simulated.portal.ready()
    bare = Starlette(routes=[Route("/health", say)])
    transport = httpx.ASGITransport(bare)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="https://bare.invalid") as http:

            async def connect() -> Http:
                return Http.inside(simulated.world.app)

            return await _in_turn(connect, http, "/health", Path(folder))
    finally:
        await simulated.close()


async def _apart(folder: str) -> Times:
    with _all_parties(folder) as (base, _), _bare(folder) as bare:
        trust = Path(folder, "config", "tls", "ca.pem")
        context = ssl.create_default_context(cafile=str(trust))
        async with httpx.AsyncClient(verify=context, trust_env=False) as http:

            async def connect() -> Http:
                return Http.over_tls(base, trust)

            return await _in_turn(connect, http, f"{bare}/health", Path(folder))


async def _in_turn(connect: Connect, http: httpx.AsyncClient, url: str, home: Path) -> Times:
    times: Times = {name: [] for name in ("", *METHOD_IDS)}
    for round_ in range(ROUNDS + 1):
        started = time.perf_counter()
        for _ in range(FLOOR):
            (await http.get(url)).raise_for_status()
        took = {"": time.perf_counter() - started}
        for method in METHOD_IDS:
            took[method] = await _sign_in(connect, method, home)
        if round_:  # the first makes keys, opens connections and loads what is used
            for name, seconds in took.items():
                times[name].append(seconds * 1000)
    return times


async def _sign_in(connect: Connect, method: str, home: Path) -> float:
    async with _citizen(connect, home) as (navigator, steps, portal):
        # Choosing is the first step; what went before is not measured.
        started = time.perf_counter()
        arrival = asyncio.create_task(_arrival(navigator))
        await walk(navigator, steps(method))
        took = await arrival - started
        await navigator.open("sign-out")
        await navigator.act(SIGN_OUT)
        await portal.advance_clock(int(APART.total_seconds()))
    return took


async def _arrival(navigator: Navigator) -> float:
    """When the first page is there that says who is signed in."""
    await until(navigator, lambda page: page.signed_in)
    return time.perf_counter()


@asynccontextmanager
async def _citizen(
    connect: Connect, home: Path
) -> AsyncIterator[tuple[Navigator, Callable[[str], tuple[Step, ...]], Portal]]:
    portal, devices = Portal(connect), devices_in(home)
    navigator = Navigator(portal, Words("nl"), devices)
    try:
        await walk(navigator, walks.become(PERSON))
        yield navigator, lambda method: walks.sign_in(method, devices), portal
    finally:
        await navigator.close()
        await portal.close()
