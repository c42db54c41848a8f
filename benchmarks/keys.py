"""How long a key takes to the screen: a letter in a form, and a page; also while the world is being built."""

import sys
import tempfile
import time

from benchmarks.figures import Figure, middle, p95
from benchmarks.start import painted, portal
from benchmarks.terminal import Terminal

ROUNDS = 7
KEYS = 40
BARE_INPUT = (sys.executable, "-m", "benchmarks.floors.bare_input")
F3 = "\x1bOR"
LETTER = "x"
"""No escape sequence has it."""
FIELD = "▸ Onderwerp"
"""The contact form's text field, once it has the focus."""
BUILT = 2.0
"""Seconds without a key after which the services surely stand: they are built in the pauses of who types."""


def measure() -> list[Figure]:
    """Typing in the contact form against a bare stock Input: settled, and in the first second."""
    ours, floor, ours_first, floor_first, pages = [], [], [], [], []
    with tempfile.TemporaryDirectory() as home:
        command = portal(home, "--page", "contact")
        for round_ in range(ROUNDS + 1):
            with Terminal(BARE_INPUT) as bare:
                bare.read(5)
                bare_first = _first_second(bare)
                bare.settle()
                bare_settled = _type(bare)
            with Terminal(command) as program:
                program.until(lambda text: "U bent op" in text and "▸" in text)
                program.send("\t")
                program.until(lambda text: FIELD in text)
                program_first = _first_second(program)
                program.settle(BUILT)
                program_settled = _type(program)
            page = _page(home)
            if round_:
                pages.append(page)
                floor += bare_settled
                floor_first += bare_first
                ours += program_settled
                ours_first += program_first
    return [
        Figure(
            what="a letter in a form, median", unit="ms", ours=middle(ours), floor=middle(floor)
        ),
        Figure(
            what="a letter in a form, p95", unit="ms", ours=p95(ours), floor=p95(floor), most=1.2
        ),
        Figure(
            what="a letter in the first second, p95",
            unit="ms",
            ours=p95(ours_first),
            floor=p95(floor_first),
            most=1.2,
        ),
        Figure(what="a page in the first second", unit="ms", ours=middle(pages)),
    ]


def _page(home: str) -> float:
    """Milliseconds from the key of the privacy statement, pressed at the first paint, to that page."""
    with Terminal(portal(home)) as program:
        program.until(painted)
        pressed = time.perf_counter()
        program.send(F3)
        program.until(lambda text: "Zoek in de privacyverklaring" in text)
        return (time.perf_counter() - pressed) * 1000


def _first_second(terminal: Terminal) -> list[float]:
    began = time.perf_counter()
    times = []
    while time.perf_counter() - began < 1:
        times.append(letter(terminal))
    return times


def _type(terminal: Terminal) -> list[float]:
    return [letter(terminal) for _ in range(KEYS)]


def letter(terminal: Terminal) -> float:
    """Milliseconds from one key to the moment the program has written the letter.

    It is taken away again, and that is waited for, so that the line never scrolls.
    """
    before = terminal.text().count(LETTER)
    terminal.send(LETTER)
    shown = terminal.written(LETTER.encode()) * 1000
    terminal.until(lambda text: text.count(LETTER) > before, look_first=True)
    terminal.send("\x7f")
    terminal.until(lambda text: text.count(LETTER) == before)
    return shown
