"""First paint, peak memory, and the answer to --version."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, middle
from benchmarks.terminal import Terminal

ROUNDS = 41
BARE = (sys.executable, "-m", "benchmarks.floors.bare")
WHOLE_PAGE = ("SIMULATOR", "Mijn Burgerprofiel", "Aanmelden", "U bent op", "F1")
"""Texts from head to foot: when all are there, the start page is painted."""


def portal(home: str, *more: str) -> tuple[str, ...]:
    """The command that opens the portal on a home of its own."""
    return (sys.executable, "-m", "tui", "--home", home, "--language", "nl", *more)


def painted(text: str) -> bool:
    """Whether the whole start page is on the screen."""
    return all(one in text for one in WHOLE_PAGE)


SIGNED_IN = ("--persona", "noor-peeters", "--login", "itsme", "--page", "data.residence")
WHOLE_BLOCK = ("Hoofdverblijfplaats", "Denkbeeldlaan", "Opgehaald op", "Informatie")
"""A block of data that an authority answered with, on the screen."""


def fetched(text: str) -> bool:
    """Whether the block is on the screen, of somebody who was signed in by options."""
    return all(one in text for one in WHOLE_BLOCK)


def measure() -> list[Figure]:
    """First paint, memory and a page of data against a bare Textual program; --version and --help against
    python -c pass.
    """
    ours, floor, our_memory, floor_memory, data = [], [], [], [], []
    with tempfile.TemporaryDirectory() as home:
        for round_ in range(ROUNDS + 1):
            with Terminal(BARE) as bare:
                floor_time = bare.until(lambda text: "Hello" in text and "Stop" in text)
                floor_peak = bare.peak_memory()
            with Terminal(portal(home)) as program:
                our_time = program.until(painted)
                our_peak = program.peak_memory()
            with Terminal(portal(home, *SIGNED_IN)) as program:
                data_time = program.until(fetched)
            if round_:  # the first round warms the disk's cache
                ours.append(our_time * 1000)
                floor.append(floor_time * 1000)
                data.append(data_time * 1000)
                our_memory.append(our_peak)
                floor_memory.append(floor_peak)
    figures = [
        Figure(
            what="first paint of the start page",
            unit="ms",
            ours=middle(ours),
            floor=middle(floor),
            most=1.05,
        ),
        Figure(
            what="peak memory then",
            unit="MiB",
            ours=middle(our_memory),
            floor=middle(floor_memory),
            most=1.25,
        ),
        Figure(
            what="from start to a block of data, signed in by options",
            unit="ms",
            ours=middle(data),
            floor=middle(floor),
            most=2.2,
        ),
    ]
    for option in ("--version", "--help"):
        asked, passed = [], []
        for _ in range(ROUNDS):
            passed.append(_timed(sys.executable, "-c", "pass"))
            asked.append(_timed(sys.executable, "-m", "tui", option))
        figures.append(
            Figure(what=option, unit="ms", ours=middle(asked), floor=middle(passed), most=3)
        )
    return figures


def _timed(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[1])
    return (time.perf_counter() - started) * 1000
