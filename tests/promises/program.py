"""The program itself before those parties, in a terminal: how a citizen reads everything and signs out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.accessibility.terminal import Terminal
from tests.promises.canaries import PERSON
from tests.promises.cast import PROGRAM, Cast

F8, F9, F10 = "\x1b[19~", "\x1b[20~", "\x1b[21~"

COMPLETE = "Gedaan met laden. U bent op: "
"""What is said once a page is complete, before its name."""


@dataclass(frozen=True)
class Manner:
    """How the program is started, and steps from the page with all blocks on: what is typed, and what is
    then on the screen."""

    options: tuple[str, ...]
    to_messages: tuple[tuple[str, str], ...]
    to_sign_out: tuple[tuple[str, str], ...]
    to_stop: str


MANNERS = {
    "lines": Manner(
        ("--lines",),
        (("ebox\r", COMPLETE + "eBox"),),
        (("account\r", COMPLETE + "Afmelden"), ("meld mij af\r", COMPLETE + "Afgemeld")),
        "s\r",
    ),
    "full screen": Manner(
        (),
        ((F9, "Menu: zoek een pagina"), ("ebox", "▸ eBox"), ("\r", COMPLETE + "eBox")),
        (
            (F8, COMPLETE + "Afmelden"),
            ("\t", "[▸Meld mij af"),
            ("\r", COMPLETE + "Afgemeld"),
        ),
        F10,
    ),
}


@contextmanager
def in_terminal(cast: Cast, manner: Manner) -> Iterator[Terminal]:
    """The program, about to sign in and to open the page with all blocks; killed if it still runs."""
    base, trust = cast.before_all()
    command = [
        *(sys.executable, "-m", "tui", "--home", str(cast.home(PROGRAM)), "--language", "nl"),
        *("--backend", base, "--trust", str(trust)),
        *("--persona", PERSON, "--login", "itsme", "--page", "data", *manner.options),
    ]
    shown = Terminal(command, 100, 150, cast.environment(PROGRAM))
    cast.pids[PROGRAM] = shown.pid
    try:
        yield shown
    finally:
        cast.pids.pop(PROGRAM, None)
        shown.kill()
