"""The first visit of each page, the longest block of the event loop, and the whole journey."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.figures import Figure, middle
from mock_backends.shared.clock import Clock
from tests.journey.filling import save
from tests.journey.steps import sign_in_by_itsme
from tests.simulated import Simulated
from tui.app import BurgerprofielApp

ROUNDS = 7
PLACES = (
    "home",
    "persons",
    "devices",
    "data",
    "data.identity",
    "controllers",
    "controllers.entry/diplomas",
    "profile",
    "profile.nickname",
    "profile.contact?kind=email",
    "profile.address",
    "ebox",
    "ebox.consent",
    "rights",
    "rights.new",
    "rights.new?right=access&block=identity",
    "privacy",
    "privacy?section=retention",
    "privacy.app",
    "cookies",
    "contact",
    "complaint",
    "help",
    "faq",
    "glossary",
    "messages",
    "sign-out",
)
"""Every page that one can go to without more than being signed in."""
Shown = Callable[[], Awaitable[None]]


async def nothing() -> None:
    """Nobody looks."""


async def journey(simulated: Simulated, shown: Shown = nothing) -> None:
    """Sign in, look at data, keep a nickname, read a message after consent, ask for access, sign out."""
    navigator = simulated.navigator
    await sign_in_by_itsme(navigator)
    await shown()
    for place in ("data", "data.identity", "profile"):
        await simulated.context(place)
        await shown()
    await navigator.act("add-nickname")
    await save(navigator, "nickname-form", nickname="Nono")
    await shown()
    await simulated.portal.give_ebox_consent()
    message = (await simulated.portal.messages()).items[0]
    await simulated.context(f"ebox.message/{message.message_id}")
    await shown()
    await simulated.portal.file_request("access", "Wat weet u over mij?", block_id="identity")
    await simulated.context("rights")
    await shown()
    await simulated.context("sign-out")
    await navigator.act("sign-out-now")
    await shown()


def measure() -> list[Figure]:
    """Page visits and blocks on a headless screen; the journey with and without one."""
    visits: dict[str, list[float]] = {place: [] for place in PLACES}
    blocks, bare, drawn = [], [], []
    for round_ in range(ROUNDS + 1):
        first, longest = _first_visits()
        alone = asyncio.run(_alone())
        with_screen = asyncio.run(_with_screen())
        if round_:
            for place in PLACES:
                visits[place].append(first[place])
            blocks.append(longest)
            bare.append(alone)
            drawn.append(with_screen)
    slowest = max(PLACES, key=lambda place: middle(visits[place]))
    return [
        Figure(
            what=f"first visit of the slowest page ({slowest.partition('?')[0]})",
            unit="ms",
            ours=middle(visits[slowest]),
            most=120,
        ),
        Figure(what="longest block of the event loop", unit="ms", ours=middle(blocks), most=50),
        Figure(what="whole journey on pages, in-process", unit="ms", ours=middle(bare)),
        Figure(what="whole journey with a screen (Pilot)", unit="ms", ours=middle(drawn)),
    ]


def _first_visits() -> tuple[dict[str, float], float]:
    """Milliseconds of each page's first visit, and of the longest block: in a process of its own.

    Only there is a first visit the first: it loads what the page needs.
    """
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.visits"], capture_output=True, text=True, check=True
    )
    told = json.loads(answer.stdout)
    return told["visits"], told["longest"]


async def _alone() -> float:
    with tempfile.TemporaryDirectory() as folder:
        simulated = simulated_in(folder)
        await simulated.portal.ready()
        started = time.perf_counter()
        await journey(simulated)
        took = time.perf_counter() - started
        await simulated.close()
        return took * 1000


async def _with_screen() -> float:
    with tempfile.TemporaryDirectory() as folder:
        simulated = simulated_in(folder)
        app = BurgerprofielApp(simulated.navigator, simulated.words)
        async with app.run_test(size=(80, 24)) as pilot:
            await simulated.portal.ready()
            started = time.perf_counter()
            await journey(simulated, pilot.pause)
            took = time.perf_counter() - started
            await simulated.close()
        return took * 1000


def simulated_in(folder: str) -> Simulated:
    for name in ("config", "data"):
        (Path(folder) / name).mkdir(mode=0o700)
    return Simulated(Path(folder), clock=Clock())
