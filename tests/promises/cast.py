"""The processes of a run: the portal's service alone, all other parties, and the citizen's client."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mock_backends.serving import base_of, listen
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import LocalTls, local_tls
from mock_backends.world import PARTIES
from tests.promises import memory
from tests.promises.canaries import PERSON
from tests.served import ROOT, killed_when_late

SERVICE, AUTHORITIES, CITIZEN = "profile service", "authorities", "citizen"
"""The processes. The second one is identity provider, registers, eBox and simulation."""

FRONT, PROGRAM = "front", "program"
"""The program itself, in a terminal, and the one origin that it is given (`tests.promises.front`)."""

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
    """All processes of one run; `pids` are those that run, by name. Whatever they write lies below `folder`.

    `people` is a folder that only the authorities are given. `broken` has modules that are run in place of
    MODULE, with their first arguments: a test breaks a party on purpose.
    """

    folder: Path
    people: Path
    broken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pids: dict[str, int] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    _ports: dict[str, int] = field(default_factory=dict)
    _bases: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """Start all of them; they have nothing in common but the certificate that they trust."""
        tls = local_tls(Home.of(self.folder / "trusted"))
        with listen() as one, listen() as other:  # held until their owners have taken them
            for name, bound in zip(APART, (one, other), strict=True):
                self._bases[name] = base_of(bound)
                self._ports[name] = bound.getsockname()[1]
                self._trust(name, tls)
            client = ("tests.promises.client", *self._bases.values(), str(tls.authority), PERSON)
            self._launch(CITIZEN, client)
            # In this order: the service takes over the time of a world that is there.
            for name in (AUTHORITIES, SERVICE):
                self.start(name)

    def before_all(self) -> tuple[str, Path]:
        """The address of a front before the parties, and the certificate that vouches for it."""
        home = self.home(FRONT)
        if FRONT not in self._running:
            self._trust(FRONT, local_tls(Home.of(self.folder / "trusted")))
            self._launch(FRONT, ("tests.promises.front", str(home), *self._bases.values()))
            self._bases[FRONT] = self._said(FRONT)
        return self._bases[FRONT], local_tls(Home.of(home)).authority

    def unreadable(self) -> str:
        """Why the memory of one of them may not be read; "" where all may."""
        reasons = (memory.unreadable(pid) for pid in self.pids.values())
        return next((reason for reason in reasons if reason), "")

    def tell(self, *command: str) -> None:
        """Let the citizen's client do something, and wait until it is done. Raises NotDone."""
        running = self._running[CITIZEN]
        assert running.stdin is not None
        running.stdin.write(" ".join(command) + "\n")
        running.stdin.flush()
        if (said := _line(running)) != "done":
            raise NotDone(said or self._log(CITIZEN))

    def end(self, name: str, signal: int) -> None:
        """End a process by a signal."""
        running = self._running.pop(name)
        del self.pids[name]
        running.send_signal(signal)
        with killed_when_late(running):
            running.communicate()

    def start(self, name: str) -> None:
        """Start it, or start it again at the same address, with the same home."""
        self._launch(name, self._serving(name))
        self._serves(name)

    def close(self) -> None:
        """End what still runs."""
        for running in self._running.values():
            running.kill()
            running.communicate()

    def _serving(self, name: str) -> tuple[str, ...]:
        (there,) = APART.keys() - {name}
        paths = {party.name: party.path for party in PARTIES}
        return (
            *self.broken.get(name, (MODULE,)),
            *("--home", str(self.home(name)), "--port", str(self._ports[name])),
            *(word for party in APART[name] for word in ("--party", party)),
            *(
                word
                for party in APART[there]
                for word in ("--elsewhere", f"{party}={self._bases[there]}{paths[party]}")
            ),
            *((*BEGINNING, "--fixtures", str(self.people)) if name == AUTHORITIES else ()),
        )

    def _trust(self, name: str, tls: LocalTls) -> None:
        folder = tls.authority.parent
        shutil.copytree(folder, Home.of(self.home(name)).config / folder.name)

    def _launch(self, name: str, command: tuple[str, ...]) -> None:
        """Start a Python module in a folder of its own, where a core file would go, too."""
        environment = self.environment(name)
        with (self.home(name) / "errors").open("a") as errors:
            self._running[name] = subprocess.Popen(
                [*CORES_ALLOWED, sys.executable, "-m", *command],
                cwd=self.home(name),
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.pids[name] = self._running[name].pid

    def environment(self, name: str) -> dict[str, str]:
        """Variables that keep all that a process writes in a folder of its own, which is made."""
        folders = {word: self.home(name) / word for word in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        own = {word: str(folder) for word, folder in folders.items()}
        return {**os.environ, **own, "PYTHONPATH": str(ROOT)}

    def home(self, name: str) -> Path:
        """The folder of a process."""
        return self.folder / name.replace(" ", "-")

    def _serves(self, name: str) -> None:
        for _ in APART[name]:
            self._said(name)

    def _said(self, name: str) -> str:
        if not (said := _line(self._running[name])):
            raise NotDone(self._log(name))
        return said

    def _log(self, name: str) -> str:
        return f"{name}: {(self.home(name) / 'errors').read_text()}"


def _line(running: subprocess.Popen[str]) -> str:
    """The next line that a process prints; "" where it ends without one."""
    assert running.stdout is not None
    with killed_when_late(running):
        return running.stdout.readline().rstrip("\n")
