"""What the accessible parts cost: a page with a form, beside the same one of Textual's own controls."""

import sys
import time

from benchmarks.figures import Figure, middle, p95
from benchmarks.keys import letter
from benchmarks.one_form import FIELDS, SEND, TABS
from benchmarks.terminal import PATIENCE, Terminal

ROUNDS = 9
KEYS = 20
MOST = 1.2
ROWS = 46
"""Of the terminal: both forms are wholly in view."""

BARE = (sys.executable, "-m", "benchmarks.floors.bare_form")
OURS = (sys.executable, "-m", "benchmarks.one_form")


def measure() -> list[Figure]:
    """First paint of the form, a letter in its first field, and Tab to the next field."""
    took: dict[str, dict[tuple[str, ...], list[float]]] = {
        what: {BARE: [], OURS: []} for what in ("paint", "letter", "tab")
    }
    for round_ in range(ROUNDS + 1):
        for command in (BARE, OURS):
            with Terminal(command, rows=ROWS) as terminal:
                painted = terminal.until(_whole) * 1000
                terminal.settle()
                if command == BARE:
                    terminal.send("\t")  # from its tabs to its first field, where ours begins
                    terminal.settle()
                tabs = [_tab(terminal) for _ in range(len(FIELDS) - 1)]
                typed = [letter(terminal) for _ in range(KEYS)]
            if round_:  # the first round warms the disk's cache
                took["paint"][command].append(painted)
                took["tab"][command] += tabs
                took["letter"][command] += typed
    return [
        Figure(
            what=what,
            unit="ms",
            ours=reckon(took[one][OURS]),
            floor=reckon(took[one][BARE]),
            most=MOST,
        )
        for one, what, reckon in (
            ("paint", "first paint of a form of our parts", middle),
            ("letter", "a letter in it, p95", p95),
            ("tab", "Tab to its next field, p95", p95),
        )
    ]


def _whole(text: str) -> bool:
    """Whether all of the form is on the screen."""
    return all(one in text for one in (TABS[0], FIELDS[0][0], SEND))


def _tab(terminal: Terminal) -> float:
    """Milliseconds from Tab to the first thing that the program then writes."""
    began = time.perf_counter()
    terminal.send("\t")
    terminal.read(PATIENCE)
    took = time.perf_counter() - began
    terminal.settle()
    return took * 1000
