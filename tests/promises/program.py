"""The program itself before those parties, in a terminal: how a citizen reads everything and signs out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.accessibility.terminal import Terminal
from tests.promises.canaries import PERSON
from tests.promises.cast import PROGRAM, Cast
from tui.locale import Words

F9, F10 = "\x1b[20~", "\x1b[21~"

WORDS = Words("nl")


@dataclass(frozen=True)
class Manner:
    """How the program is started, what its search is opened by, and how it is stopped.

    `search` is a key and what is then on the screen; both are "" where words are typed into the page itself.
    """

    options: tuple[str, ...]
    search: tuple[str, str]
    stop: str

    def to_messages(self) -> Iterator[tuple[str, str]]:
        """What is typed, and what is then on the screen, until the messages are there."""
        yield from self._choose(WORDS("ebox.title"), WORDS("ebox.title"))

    def to_sign_out(self) -> Iterator[tuple[str, str]]:
        """The same until the receipt is there."""
        yield from self._choose(WORDS("command.account"), WORDS("sign-out.title"))
        yield from self._choose(WORDS("sign-out.now"), WORDS("receipt.title"))

    def _choose(self, name: str, title: str) -> Iterator[tuple[str, str]]:
        """By its name, something that leads to the page with this title."""
        if self.search[0]:
            yield self.search
            yield name, f"▸ {name}"
            yield "\r", complete(title)
        else:
            yield f"{name}\r", complete(title)


def complete(title: str) -> str:
    """What is said once a page is complete."""
    return WORDS("status.loaded", title=title)


MANNERS = {
    "lines": Manner(("--lines", "--pauses", "off"), ("", ""), "s\r"),
    "full screen": Manner((), (F9, WORDS("menu.frame", title=WORDS("menu.title"))), F10),
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
