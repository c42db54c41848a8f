"""The same start, the same seed, the same answers: the same run, to the letter, on any machine."""

import asyncio
import os
import sys
from pathlib import Path

from mock_backends.shared.turns import Turns
from tests.lines.test_whole_journey import SCRIPT
from tests.services import CLOCK, Pair
from tui.locale import Words

PATIENCE = 120.0
"""Seconds after which a run has not come to its end."""

ANSWERS = "".join(f"{answer}\n" for answers, _ in SCRIPT for answer in answers.split(" | "))

HERE = {"TZ": "Europe/Brussels", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "HOME": "/"}
"""What differs from machine to machine."""


async def run(*arguments: str, machine: dict[str, str], typed: str = "") -> str:
    """What a process of its own prints to somebody who types this."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **machine},
    )
    try:
        async with asyncio.timeout(PATIENCE):
            said, errors = await process.communicate(typed.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert (process.returncode, errors.decode()) == (0, "")
    return said.decode()


def in_lines(*options: str, machine: dict[str, str]) -> "asyncio.Future[str]":
    """The journey of docs/transcript.txt in lines, in Dutch."""
    arguments = ("tui", "--lines", "--language", "nl", *options)
    return asyncio.ensure_future(run(*arguments, machine=machine, typed=ANSWERS))


async def test_in_lines_two_runs_say_the_same(tmp_path: Path) -> None:
    def once(name: str, seed: str, machine: dict[str, str]) -> "asyncio.Future[str]":
        return in_lines("--home", str(tmp_path / name), *CLOCK, "--seed", seed, machine=machine)

    first, second = await asyncio.gather(once("a", "7", HERE), once("b", "7", THERE))
    assert first == second
    assert "Afgemeld" in first
    assert "Bezig" not in first, "how long something took is not told"


async def test_parties_apart_say_the_same_as_parties_within(tmp_path: Path, pair: Pair) -> None:
    """But before the first page, when no services have answered, and for where the receipt says they are."""
    async with pair.services():
        where = ("--backend", pair.base, "--trust", str(pair.trust))
        apart, within = await asyncio.gather(
            in_lines("--home", str(tmp_path / "a"), *where, machine=HERE),
            in_lines("--home", str(tmp_path / "b"), *CLOCK, "--seed", "1", machine=THERE),
        )
    assert journey(apart, "receipt.how.apart") == journey(within, "receipt.how.embedded")


def journey(said: str, place: str) -> list[str]:
    """The words from the first page on, without those of the receipt on where the services are."""
    words = Words("nl")
    told = " ".join(said[said.index(words("start.title")) :].split())
    assert words(place) in told
    return told.replace(words(place), "").split()


async def test_on_the_full_screen_two_runs_show_the_same(tmp_path: Path) -> None:
    def once(name: str, machine: dict[str, str]) -> "asyncio.Future[str]":
        (tmp_path / name).mkdir()
        return asyncio.ensure_future(
            run("tests.screens.same_run", str(tmp_path / name), machine=machine)
        )

    first, second = await asyncio.gather(once("a", HERE), once("b", THERE))
    assert first == second
    assert "Afgemeld" in first


def test_a_turn_follows_from_the_seed_and_from_what_it_is() -> None:
    def drawn(seed: int, *turn: object) -> int:
        return Turns(seed).chance(*turn).getrandbits(64)

    assert drawn(7, "request", "a", 0) == drawn(7, "request", "a", 0)
    others = {drawn(7, "request", "a", 0), drawn(8, "request", "a", 0)}
    others |= {drawn(7, "request", "a", 1), drawn(7, "request", "b", 0), drawn(7, "requesta", 0)}
    assert len(others) == 5
