"""Parties in a process of their own, over TLS: a request, sign-ins, reading blocks, and memory."""

import asyncio
import re
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import httpx
import msgspec

from benchmarks.figures import Figure, middle
from mock_backends.world import PARTIES
from tui.devices.held import Devices
from tui.portal.client import Portal
from tui.portal.http import Http
from tui.portal.sealed import SealKey

REQUESTS = 300
SIGN_INS = 300
READS = 400
WARM_UP = 20
STARTS = 11


def measure() -> list[Figure]:
    """A request on a kept connection against a bare Starlette; what all parties in one process can do."""
    with tempfile.TemporaryDirectory() as folder, _all_parties(folder) as (parties, process):
        idle = _resident(process.pid)
        trust = Path(folder, "config", "tls", "ca.pem")
        with _bare(folder) as bare:
            ours, floor = asyncio.run(
                _requests(parties + "/op/.well-known/openid-configuration", bare + "/health", trust)
            )
        citizen = Citizen(parties, trust, Path(folder, "cards"))
        asyncio.run(citizen.warm_up())
        before = _resident(process.pid)
        started = time.perf_counter()
        asyncio.run(citizen.sign_in_often(SIGN_INS))
        signing_in = time.perf_counter() - started
        session = (_resident(process.pid) - before) / SIGN_INS * 1024
        opened, unopened = asyncio.run(citizen.read_often())
        ready, floor_ready = _starts(folder)
    return [
        Figure(
            what="`burgerprofiel serve`, until it serves",
            unit="ms",
            ours=middle(ready),
            floor=middle(floor_ready),
            most=3,
        ),
        Figure(
            what="a request on a kept connection, over TLS",
            unit="ms",
            ours=middle(ours),
            floor=middle(floor),
            most=1.5,
        ),
        Figure(what="sign-ins over TLS, one after another", unit="/s", ours=SIGN_INS / signing_in),
        Figure(
            what="a block read and opened, over TLS",
            unit="ms",
            ours=middle(opened),
            floor=middle(unopened),
            most=1.11,  # that is, 0.9 as many a second as of plain ones
        ),
        Figure(what="memory of all parties, idle", unit="MiB", ours=idle, most=60),
        Figure(what="memory of one more session", unit="KiB", ours=session, most=14),
    ]


def _starts(folder: str) -> tuple[list[float], list[float]]:
    """Milliseconds until all parties are served, and until a bare Starlette is, in turn, at a home in use."""
    serve = [sys.executable, "-m", "tui", "serve", "--home", folder, "--port", "0"]
    bare = [sys.executable, "-m", "benchmarks.floors.bare_served", folder]
    took: tuple[list[float], list[float]] = ([], [])
    for round_ in range(STARTS + 1):
        for command, times in zip((serve, bare), took, strict=True):
            started = time.perf_counter()
            with _started(command) as process:
                _line(process)
                if round_:  # the first round warms the disk's cache
                    times.append((time.perf_counter() - started) * 1000)
    return took


@contextmanager
def _all_parties(folder: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "mock_backends", "--home", folder]
    for party in PARTIES:
        command += ["--party", party.name]
    with _started(command) as process:
        addresses = [_line(process) for _ in PARTIES]
        yield addresses[0].rpartition("/")[0], process


@contextmanager
def _bare(folder: str) -> Iterator[str]:
    with _started([sys.executable, "-m", "benchmarks.floors.bare_served", folder]) as process:
        yield _line(process)


@contextmanager
def _started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def _resident(pid: int) -> float:
    """MiB of a process that are in memory now; a connection that is not closed yet takes 0.3 of them."""
    time.sleep(1)
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


async def _requests(ours: str, floor: str, trust: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of each request, in turn, on a kept connection to each."""
    took: tuple[list[float], list[float]] = ([], [])
    context = ssl.create_default_context(cafile=str(trust))
    async with httpx.AsyncClient(verify=context, trust_env=False) as http:
        for round_ in range(REQUESTS + 1):
            for url, times in zip((ours, floor), took, strict=True):
                started = time.perf_counter()
                (await http.get(url)).raise_for_status()
                if round_:  # the first one opens the connection
                    times.append((time.perf_counter() - started) * 1000)
    return took


class Citizen:
    """Signs in by itsme again and again, each time on a connection of its own."""

    def __init__(self, base: str, trust: Path, memory: Path) -> None:
        self._base = base
        self._trust = trust
        self._devices = Devices(memory, memory)

    def _portal(self) -> Portal:
        async def connect() -> Http:
            return Http.over_tls(self._base, self._trust)

        return Portal(connect)

    async def _sign_in(self, portal: Portal) -> None:
        phone = self._devices.phone
        assert phone is not None
        await portal.begin_sign_in()
        await portal.interact("chooseMethod", method="itsme")
        await portal.interact("sendNumber", phoneNumber=phone.number)
        await phone.look(portal)
        (request,) = phone.requests
        await phone.answer(portal, request.request_id, "approve")
        await portal.finish_sign_in(await portal.interaction())

    async def warm_up(self) -> None:
        """Be the first person, and sign in until what is loaded and kept once is there."""
        portal = self._portal()
        await self._devices.take((await portal.persons())[0], portal)
        await portal.close()
        await self.sign_in_often(WARM_UP)

    async def sign_in_often(self, times: int) -> None:
        """Open so many sessions, and close the connection of each: what it takes is not the session's."""
        for _ in range(times):
            portal = self._portal()
            await self._sign_in(portal)
            await portal.close()

    async def read_often(self) -> tuple[list[float], list[float]]:
        """Milliseconds of each of READS reads of a block; and of others that are passed over unopened."""
        portal = self._portal()
        await self._sign_in(portal)
        changes = await portal.changes(None, 0)
        while any(block.state == "loading" for block in changes.blocks):
            changes = await portal.changes(changes.version, 5)
        block = changes.blocks[0].block_id
        content = msgspec.json.encode(await portal.block(block))
        took: tuple[list[float], list[float]] = ([], [])
        for _ in range(READS):
            started = time.perf_counter()
            await portal.block(block)
            took[0].append((time.perf_counter() - started) * 1000)
            with patch.object(SealKey, "open", lambda *_: content):
                started = time.perf_counter()
                await portal.block(block)
                took[1].append((time.perf_counter() - started) * 1000)
        await portal.close()
        return took
