"""Parties in processes of their own, as a test starts them."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from mock_backends.serving import base_of, listen
from mock_backends.shared.home import Home
from mock_backends.world import PARTIES

if TYPE_CHECKING:
    from tests.promises.citizen import Citizen
    from tests.services import Services

ROOT = Path(__file__).parents[1]
PATIENCE = 20.0
"""Seconds after which a process that does not say that it serves, or does not end, is killed."""


def start(*arguments: str, module: str = "mock_backends") -> subprocess.Popen[str]:
    """`python -m mock_backends`, or another module, with these arguments."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Of a connection that its client leaves open, asyncio says at the end that it was not closed.
        env={**os.environ, "PYTHONWARNINGS": "error,ignore::ResourceWarning"},
    )


@contextmanager
def process(*arguments: str, module: str = "mock_backends") -> Iterator[subprocess.Popen[str]]:
    """As `start`; killed when the test has not ended it."""
    running = start(*arguments, module=module)
    try:
        yield running
    finally:
        if running.poll() is None:
            running.kill()
        running.communicate()


async def line(running: subprocess.Popen[str]) -> str:
    """The next line that the process prints."""
    assert running.stdout is not None
    with killed_when_late(running):
        printed = await asyncio.to_thread(running.stdout.readline)
    if not printed:
        pytest.fail(running.communicate()[1])
    return printed.rstrip("\n")


def answer(running: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, output and errors of a process that ends by itself."""
    with killed_when_late(running):
        output, errors = running.communicate()
    return running.returncode, output, errors


@contextmanager
def killed_when_late(running: subprocess.Popen[str]) -> Iterator[None]:
    """End a process that takes longer than PATIENCE, so that who waits for it does not wait for ever."""
    timer = Timer(PATIENCE, running.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@asynccontextmanager
async def running(
    home: Home, names: tuple[str, ...], addresses: dict[str, str], *options: str
) -> AsyncIterator[None]:
    """One process with these parties, each at its address."""
    port = addresses[names[0]].partition("://localhost:")[2].partition("/")[0]
    arguments = ["--home", str(home.config.parent), "--port", port, *options]
    for name, address in addresses.items():
        arguments += ["--party", name] if name in names else ["--elsewhere", f"{name}={address}"]
    with process(*arguments) as started:
        for _ in names:
            await line(started)
        yield
        started.send_signal(signal.SIGTERM)
        code, _, errors = await asyncio.to_thread(answer, started)
        assert (code, errors) == (0, "")


def addresses_of(*groups: tuple[str, ...]) -> dict[str, str]:
    """An address for each party; those of a group have a port in common, which is free."""
    with ExitStack() as held:
        bases = [base_of(held.enter_context(listen())) for _ in groups]
    paths = {party.name: party.path for party in PARTIES}
    return {
        name: base + paths[name]
        for base, names in zip(bases, groups, strict=True)
        for name in names
    }


async def followed(parties: "Citizen | Services") -> None:
    """Return once another process has the time of theirs."""
    async with asyncio.timeout(PATIENCE):
        url = parties.addresses["simulation"] + "/v1/state"
        # The event that is waited for is in the other process.
        while not (await parties.http.get(url)).json()["followers"]:  # noqa: ASYNC110
            await asyncio.sleep(0)
