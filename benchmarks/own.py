"""What the portal keeps of a citizen: a field saved, all of it as a file, and a list of 500 requests."""

import asyncio
import tempfile
import time

from msgspec.json import encode

from benchmarks.figures import Figure, middle
from benchmarks.journeys import simulated_in
from tests.journey.filling import save
from tests.journey.steps import sign_in_by_itsme
from tests.simulated import Simulated

ROUNDS = 7
REQUESTS = 500
CONTACTS = 10


def measure() -> list[Figure]:
    """All three on pages, in-process."""
    return asyncio.run(_measured())


async def _measured() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        simulated = simulated_in(folder)
        await sign_in_by_itsme(simulated.navigator)
        saved = [await _saved(simulated, number) for number in range(ROUNDS + 1)]
        await _much(simulated)
        files = [await _file(simulated) for _ in range(ROUNDS + 1)]
        listed = await _listed(simulated)
        await simulated.close()
    return [
        Figure(
            what="a field, from the key to its confirmation",
            unit="ms",
            ours=middle(saved[1:]),
            most=100,
        ),
        Figure(
            what=f"everything that is held, with {REQUESTS} requests, as a file",
            unit="ms",
            ours=middle(files[1:]),
            most=300,
        ),
        Figure(
            what=f"first visit of a list of {REQUESTS} requests", unit="ms", ours=listed, most=200
        ),
    ]


async def _saved(simulated: Simulated, number: int) -> float:
    await simulated.context("profile.nickname")
    began = time.perf_counter()
    await save(simulated.navigator, "nickname-form", nickname=f"Nono {number}")
    return (time.perf_counter() - began) * 1000


async def _much(simulated: Simulated) -> None:
    """As much as a citizen can keep, and many requests."""
    portal = simulated.portal
    for number in range(CONTACTS):
        await portal.add_contact("email", f"noor{number}@example.test", "")
    for _ in range(REQUESTS):
        await portal.file_request("access", "Wat weet u over mij?", function="nickname")


async def _file(simulated: Simulated) -> float:
    began = time.perf_counter()
    encode(await simulated.portal.own_data())
    return (time.perf_counter() - began) * 1000


async def _listed(simulated: Simulated) -> float:
    began = time.perf_counter()
    await simulated.context("rights")
    return (time.perf_counter() - began) * 1000
