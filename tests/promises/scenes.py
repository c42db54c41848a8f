"""One run: what is found of the canaries at each moment of a citizen's sessions, and where."""

import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import SystemRandom
from time import monotonic
from types import MappingProxyType

from tests.accessibility.terminal import Terminal
from tests.promises import memory
from tests.promises.canaries import REGISTERS, Planted, plant
from tests.promises.cast import CITIZEN, PROGRAM, SERVICE, Cast
from tests.promises.program import MANNERS, in_terminal
from tests.promises.search import Hit, hits
from tests.served import PATIENCE

FILES = "files"
"""Also names of files, files without a name that a process has open, its arguments and environment."""

CORE = "core file"
PEOPLE = "people"
"""The folder of invented people, which nobody but the authorities is given, and where nobody looks."""

CONTROL = "signed in, all read"
READ = "all blocks read"
"""The scenes in which everything must be found where it is shown and where it comes from."""

IDLE = 15 * 60
"""Seconds after which a session ends that nobody uses."""

MOMENTS = {
    "asked": ("ask",),
    "passed on": ("sign-in", "read-slowly"),
    "read": ("sign-in", "read"),
}
"""How the client comes to each moment of a fetch: registers have been asked and some have answered; answers
are on their way to the citizen; they have read everything."""

End = tuple[str, signal.Signals]
"""A moment of a fetch, and the signal that ends the service in it."""

ABORTED: End = ("read", signal.SIGABRT)
"""This signal asks for a core file."""

ENDS: tuple[End, ...] = (*product(MOMENTS, (signal.SIGTERM, signal.SIGKILL)), ABORTED)


@dataclass(frozen=True)
class Seen:
    """What was found in a place in a scene; or why nothing could be looked at."""

    scene: str
    place: str
    found: Counter[Hit] = field(default_factory=Counter)
    reason: str = ""

    def values(self, kind: str) -> int:
        """How many different ones of a kind were found."""
        return len({hit.value for hit in self.found if hit.kind == kind and hit.value})

    def copies(self, kind: str) -> int:
        """How many copies of a kind were found."""
        return sum(copies for hit, copies in self.found.items() if hit.kind == kind)


LooksAt = Callable[[str, str], bool]
"""Whether the memory of a process, or a core file, is looked at: of a scene and a place."""


def everywhere(_scene: str, _place: str) -> bool:
    """Look at every place in every scene."""
    return True


class Run:
    """Plays the scenes, and looks for what was planted."""

    def __init__(self, cast: Cast, planted: Planted, looks_at: LooksAt = everywhere) -> None:
        self.seen: list[Seen] = []
        self.cast = cast
        self.planted = planted
        self._looks_at = looks_at

    def play(self, ends: Iterable[End] = ENDS) -> None:
        """All scenes, one after the other; in the last ones the service is ended like this."""
        tell, look = self.cast.tell, self.look
        look("before sign-in")
        self.signed_in()
        look(CONTROL)
        self.made_core(CONTROL)
        tell("read-slowly")
        look("slow reader")
        tell("break-off")
        look("aborted request")
        tell("sign-out")
        look("signed out")
        tell("later", "5")
        look("5 s after signing out")
        self.signed_in()
        tell("later", str(IDLE))
        tell("wait-for-the-end")
        look("idle time over")
        for moment, number in ends:
            self.ended_by(moment, number)
        self.cast.end(CITIZEN, signal.SIGTERM)
        look("client ended")

    def play_program(self, name: str) -> None:
        """The program itself, by one of MANNERS; messages are there if consent was given in `play`."""
        manner = MANNERS[name]
        with in_terminal(self.cast, manner) as shown:
            self._until_all_is_there(shown)
            for keys, shows in manner.to_messages():
                shown.send(keys)
                shown.until(shows)
            self.look(f"{name}: {READ}")
            for keys, shows in manner.to_sign_out():
                shown.send(keys)
                shown.until(shows)
            self.look(f"{name}: signed out")
            shown.send(manner.stop)
            shown.wait()
            del self.cast.pids[PROGRAM]
        self.look(f"{name}: ended")

    def _until_all_is_there(self, shown: Terminal) -> None:
        """Wait until the program holds every block."""
        wanted, deadline = self.planted.counts[REGISTERS], monotonic() + PATIENCE
        while monotonic() < deadline:
            shown.read()
            found = self._hits(memory.memory(shown.pid))
            if Seen("", PROGRAM, found).values(REGISTERS) == wanted:
                break

    def signed_in(self) -> None:
        """Sign in and read everything."""
        self._come_to("read")

    def _come_to(self, moment: str) -> None:
        for command in MOMENTS[moment]:
            self.cast.tell(command)

    def ended_by(self, moment: str, number: signal.Signals) -> None:
        """The service is ended at this moment of a session, and started again."""
        self._come_to(moment)
        self.cast.end(SERVICE, number)
        scene = f"{moment}; {number.name}, and started again"
        if number == signal.SIGABRT:
            self._left_core(scene)
        self.cast.tell("forget")
        self.cast.start(SERVICE)
        self.look(scene)

    def look(self, scene: str) -> None:
        """Search the memory of each process, and all files."""
        found: Counter[Hit] = Counter()
        for name, pid in self.cast.pids.items():
            with memory.held_still(pid):
                for one in (memory.told(pid), memory.unlinked(pid)):
                    found += self._hits(one)
                if self._looks_at(scene, name):
                    self._see(scene, name, memory.memory(pid))
        found += self._hits(memory.files([self.cast.folder]))
        self.seen.append(Seen(scene, FILES, found))

    def made_core(self, scene: str) -> None:
        """A debugger makes a core file of the service."""
        pid = self.cast.pids[SERVICE]
        if self._looks_at(scene, CORE):
            self._see_core(f"{scene}, by a debugger", memory.core(pid, self.cast.folder))

    def _left_core(self, scene: str) -> None:
        self._see_core(scene, memory.left(self.cast.folder))

    def _see_core(self, scene: str, core: Path | str) -> None:
        if isinstance(core, str):
            self.seen.append(Seen(scene, CORE, reason=core))
            return
        self._see(scene, CORE, [core.read_bytes()])
        core.unlink()

    def _see(self, scene: str, place: str, contents: Iterable[bytes]) -> None:
        self.seen.append(Seen(scene, place, self._hits(contents)))

    def _hits(self, contents: Iterable[bytes]) -> Counter[Hit]:
        found: Counter[Hit] = Counter()
        for content in contents:
            found += hits(content, self.planted.secrets)
        return found


@contextmanager
def run_in(
    folder: Path,
    looks_at: LooksAt = everywhere,
    broken: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Iterator[Run]:
    """Processes that have begun, with canaries in those of the authorities alone.

    `broken` is as in `Cast`. Raises NotDone.
    """
    planted = plant(folder / PEOPLE, SystemRandom())
    cast = Cast(folder / "written", folder / PEOPLE, broken)
    try:
        cast.begin()
        yield Run(cast, planted, looks_at)
    finally:
        cast.close()
