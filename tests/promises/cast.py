"""The processes of a run: the portal's service alone, all other parties, and the citizen's client."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

from mock_backends.serving import base_of, listen
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES
from tests.promises import memory
from tests.promises.canaries import PERSON
from tests.served import PATIENCE, ROOT

SERVICE, AUTHORITIES, CITIZEN = "profile service", "authorities", "citizen"
"""The processes. The second one is identity provider, registers, eBox and simulation."""

APART: Mapping[str, tuple[str, ...]] = {
    SERVICE: ("profile_service",),
    AUTHORITIES: tuple(party.name for party in PARTIES if party.name != "profile_service"),
}
BEGINNING = ("--clock", "2026-11-23T09:00:00Z", "--freeze")
MODULE = "mock_backends"
CORES_ALLOWED = ("/bin/sh", "-c", 'ulimit -c "$(ulimit -H -c)"; exec "$@"', "sh")
"""As where somebody has lifted the limit: what a program does against core files is its own."""


class NotDone(Exception):
    """A process did not do what it was told; the message is what it said."""


@dataclass
class Cast:
    """All processes of one run, by name. Whatever they write lies below `folder`.

    `people` is a folder that only the authorities are given. `broken` has modules that are run in place of
    MODULE, with their first arguments: a test breaks a party on purpose.
    """

    folder: Path
    people: Path
    broken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    _ports: dict[str, int] = field(default_factory=dict)
    _bases: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """Start all of them; they have nothing in common but the certificate that they trust."""
        tls = local_tls(Home.of(self.folder / "trusted"))
        with listen() as one, listen() as other:  # held until their owners have taken them
            for name, bound in zip(APART, (one, other), strict=True):
                self._bases[name] = base_of(bound)
                self._ports[name] = bound.getsockname()[1]
                home = Home.of(self._home(name))
                shutil.copytree(tls.authority.parent, home.config / tls.authority.parent.name)
            for name in APART:
                self._launch(name, self._serving(name))
            for name in APART:
                self._serves(name)
        bases = (self._bases[SERVICE], self._bases[AUTHORITIES])
        client = ("tests.promises.client", *bases, str(tls.authority), PERSON)
        self._launch(CITIZEN, client)

    def unreadable(self) -> str:
        """Why the memory of one of them may not be read; "" where all may."""
        reasons = (memory.unreadable(one.pid) for one in self.running.values())
        return next((reason for reason in reasons if reason), "")

    def tell(self, *command: str) -> None:
        """Let the citizen's client do something, and wait until it is done. Raises NotDone."""
        running = self.running[CITIZEN]
        assert running.stdin is not None
        running.stdin.write(" ".join(command) + "\n")
        running.stdin.flush()
        if (said := _line(running)) != "done":
            raise NotDone(said or self._log(CITIZEN))

    def end(self, name: str, signal: int) -> None:
        """End a process by a signal."""
        running = self.running.pop(name)
        running.send_signal(signal)
        with _killed_when_late(running):
            running.communicate()

    def again(self, name: str) -> None:
        """Start it again at the same address, with the same home."""
        self._launch(name, self._serving(name))
        self._serves(name)

    def close(self) -> None:
        """End what still runs."""
        for running in self.running.values():
            running.kill()
            running.communicate()

    def _serving(self, name: str) -> tuple[str, ...]:
        (there,) = APART.keys() - {name}
        paths = {party.name: party.path for party in PARTIES}
        return (
            *self.broken.get(name, (MODULE,)),
            *("--home", str(self._home(name)), "--port", str(self._ports[name])),
            *(word for party in APART[name] for word in ("--party", party)),
            *(
                word
                for party in APART[there]
                for word in ("--elsewhere", f"{party}={self._bases[there]}{paths[party]}")
            ),
            *((*BEGINNING, "--fixtures", str(self.people)) if name == AUTHORITIES else ()),
        )

    def _launch(self, name: str, command: tuple[str, ...]) -> None:
        """Start a Python module in a folder of its own, where a core file would go, too."""
        own = self._home(name)
        folders = {word: own / word for word in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        with (own / "errors").open("a") as errors:
            self.running[name] = subprocess.Popen(
                [*CORES_ALLOWED, sys.executable, "-m", *command],
                cwd=own,
                env={
                    **os.environ,
                    **{word: str(folder) for word, folder in folders.items()},
                    "PYTHONPATH": str(ROOT),
                },
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def _serves(self, name: str) -> None:
        for _ in APART[name]:
            if not _line(self.running[name]):
                raise NotDone(self._log(name))

    def _home(self, name: str) -> Path:
        return self.folder / name.replace(" ", "-")

    def _log(self, name: str) -> str:
        return f"{name}: {(self._home(name) / 'errors').read_text()}"


def _line(running: subprocess.Popen[str]) -> str:
    """The next line that a process prints; "" where it ends without one."""
    assert running.stdout is not None
    with _killed_when_late(running):
        return running.stdout.readline().rstrip("\n")


@contextmanager
def _killed_when_late(running: subprocess.Popen[str]) -> Iterator[None]:
    timer = Timer(PATIENCE, running.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
