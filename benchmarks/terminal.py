"""A program in a real pseudo-terminal, read through a terminal emulator, against the clock."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

PATIENCE = 30.0
"""Seconds after which a program counts as stuck."""


class Terminal:
    """Starts `command` on a terminal of `columns` by `rows`; a context manager that ends what it started."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.started = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], list(command), _environment(environment or {}))

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.close(self._terminal)
        os.waitpid(self.pid, 0)

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.screen.display)

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._terminal, keys.encode())

    def until(self, met: Callable[[str], bool], *, look_first: bool = False) -> float:
        """Read until the screen's text meets a condition; seconds since the program was started.

        `look_first` when it may be met already. Raises TimeoutError with what was on the screen.
        """
        if look_first and met(self.text()):
            return time.perf_counter() - self.started
        deadline = time.perf_counter() + PATIENCE
        while time.perf_counter() < deadline:
            if self.read(0.5) and met(self.text()):
                return time.perf_counter() - self.started
        raise TimeoutError(self.text())

    def written(self, letter: bytes) -> float:
        """Seconds until the program writes `letter`; the emulator, which is slow, looks only afterwards."""
        began = time.perf_counter()
        seen = b""
        while letter not in seen:
            ready, _, _ = select.select([self._terminal], [], [], PATIENCE)
            if not ready:
                raise TimeoutError(self.text())
            seen += os.read(self._terminal, 65536)
        took = time.perf_counter() - began
        self._stream.feed(seen)
        return took

    def read(self, seconds: float) -> bool:
        """Take in what the program writes within `seconds`; whether there was anything."""
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if not ready:
            return False
        try:
            self._stream.feed(os.read(self._terminal, 65536))
        except OSError:
            return False
        return True

    def settle(self, quiet: float = 0.3) -> None:
        """Read until nothing has come for `quiet` seconds."""
        while self.read(quiet):
            pass

    def peak_memory(self) -> float:
        """The most memory that the program has had, in MiB (Linux: VmHWM)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "nl_BE.UTF-8",
        **more,
    }
