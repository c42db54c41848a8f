"""What the system tells others of the programs that run: nothing of a person, whoever asks, but root."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest

from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES

pytestmark = [
    pytest.mark.requirement("R44", "R49"),
    pytest.mark.skipif(
        not Path("/proc/self/status").exists(), reason="reads /proc, which Linux has"
    ),
]
ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""Seconds after which a program that does not say what is waited for is ended."""

TOLD = ("mem", "maps", "environ")
"""What Linux tells of a process to those who may trace it (proc(5))."""

AS_A_USER = """
import ctypes, os, resource, sys
for power in range(64):
    ctypes.CDLL(None).prctl(24, power, 0, 0, 0)  # PR_CAPBSET_DROP
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
os.umask(0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Run Python where all may read what it writes and a crash leaves a core.

It has not the powers of root (capabilities(7)): what is left is a user like any other.
"""

READER = """
import sys
for path in sys.argv[1:]:
    try:
        open(path, "rb").close()
        print(path)
    except PermissionError:
        pass
"""
"""Prints the paths that it may read."""

IDLE = ["-c", "import os; print(os.getpid(), flush=True); input()"]
"""A program that does nothing for what others see of it: the control."""


@dataclass(frozen=True)
class Running:
    """A program in a process of its own, with what it was given."""

    process: "subprocess.Popen[str]"
    arguments: tuple[str, ...]
    environment: dict[str, str]

    @property
    def told(self) -> Path:
        """What Linux tells of it."""
        return Path("/proc") / str(self.process.pid)

    def until(self, said: str) -> str:
        """The line in which it says this."""
        assert self.process.stdout is not None
        timer = Timer(PATIENCE, self.process.kill)
        timer.start()
        try:
            for line in self.process.stdout:
                if said in line:
                    return line.strip()
        finally:
            timer.cancel()
        raise AssertionError(f"{said!r} was not said")


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[Running]:
    """Python with these arguments, in `folder`."""
    command = (sys.executable, "-c", AS_A_USER, *arguments)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Running(process, (sys.executable, *arguments), environment)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def both(folder: Path) -> Iterator[list[Running]]:
    """All parties in one process, and the citizen's program in lines in another: Noor is signed in."""
    with ExitStack() as stack:
        home = folder / "services"
        parties = [word for party in PARTIES for word in ("--party", party.name)]
        services = stack.enter_context(
            running(folder, "-m", "mock_backends", "--home", str(home), *parties)
        )
        base = services.until("https://").rpartition("/")[0]
        trust = local_tls(Home.of(home)).authority
        options = ("--home", str(folder / "citizen"), "--language", "nl", "--lines")
        where = ("--backend", base, "--trust", str(trust))
        who = ("--persona", "noor-peeters", "--login", "eid")
        citizen = stack.enter_context(running(folder, "-m", "tui", *options, *where, *who))
        citizen.until("Noor Peeters")
        yield [services, citizen]


@contextmanager
def idle(folder: Path) -> Iterator[Running]:
    """The control: a program beside ours, started as they are."""
    with running(folder, *IDLE) as control:
        control.until("")
        yield control


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs run: empty, but for what they write."""
    return tmp_path_factory.mktemp("process")


@pytest.fixture(scope="module")
def programs(folder: Path) -> Iterator[list[Running]]:
    """Both programs, which no test ends."""
    with both(folder) as started:
        yield started


def readable(one: Running) -> list[str]:
    """What another program of the same user may read of this one."""
    paths = [str(one.told / name) for name in TOLD]
    reader = [sys.executable, "-c", AS_A_USER, "-c", READER, *paths]
    done = subprocess.run(reader, capture_output=True, text=True, check=True)
    return [Path(line).name for line in done.stdout.splitlines()]


def test_no_other_program_of_the_same_user_reads_their_memory(
    programs: list[Running], tmp_path: Path
) -> None:
    with idle(tmp_path) as control:
        if "maps" not in readable(control):
            pytest.skip("this system lets no program look into another")
    assert [readable(one) for one in programs] == [[], []]


def test_arguments_and_environment_are_those_that_they_were_given(programs: list[Running]) -> None:
    """They add nothing, no secret and no name, and start nothing to which they could give one."""
    for one in programs:
        arguments = (one.told / "cmdline").read_bytes().removesuffix(b"\0").split(b"\0")
        assert arguments == [word.encode() for word in one.arguments]
        children = one.told / "task" / str(one.process.pid) / "children"
        assert children.read_bytes() == b""
        try:
            environment = (one.told / "environ").read_bytes().removesuffix(b"\0").split(b"\0")
        except PermissionError:  # only root may look
            continue
        given = {f"{name}={value}".encode() for name, value in one.environment.items()}
        assert set(environment) == given


def test_all_that_they_wrote_is_for_the_owner_alone(programs: list[Running], folder: Path) -> None:
    assert ["Umask:\t0077" in (one.told / "status").read_text() for one in programs] == [True] * 2
    written = list(folder.rglob("*"))
    assert {"server.key", "config", "citizen"} <= {path.name for path in written}
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_a_crash_leaves_no_core(tmp_path: Path) -> None:
    def left(one: Running) -> list[str]:
        before = set(tmp_path.iterdir())
        one.process.send_signal(signal.SIGABRT)
        assert one.process.wait() == -signal.SIGABRT
        return [path.name for path in tmp_path.iterdir() if path not in before]

    with both(tmp_path) as started, idle(tmp_path) as control:
        limits = [(one.told / "limits").read_text() for one in started]
        assert all(re.search(r"^Max core file size +0 +0 ", one, re.M) for one in limits)
        if not left(control):
            pytest.skip("this system writes no core file where a program runs")
        assert [left(one) for one in started] == [[], []]
