"""A real pseudo-terminal with an emulator that reads its bytes: what a terminal, and a reader, would get."""

import os
import re
import signal
import sys
import termios
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any, Self

import pexpect
import pyte

ROOT = Path(__file__).parents[2]
QUIET = 0.25
"""Seconds without a byte after which the program is taken to have drawn all."""

PATIENCE = 20.0
"""Seconds after which a program that tells when it has drawn all is taken to be stuck."""

TOLD = re.compile(rb"\x1b\]7777;(\d+)\x07")
"""What `tests.screens.show` tells: how many keys it has taken."""

NOON = ("--clock", "2026-11-23T09:00:00Z")

NICKNAME = ("--persona", "noor-peeters", "--login", "itsme", "--page", "profile.nickname")
"""The options that open a form, signed in."""

MODES = (
    (b"\x1b[?1049h", b"\x1b[?1049l"),
    (b"\x1b[?1000h", b"\x1b[?1000l"),
    (b"\x1b[?2004h", b"\x1b[?2004l"),
    (b"\x1b[?1004h", b"\x1b[?1004l"),
    (b"\x1b[22;2t", b"\x1b[23;2t"),
    (b"\x1b[?25l", b"\x1b[?25h"),
)
"""What the full screen turns on, and what turns it off: other screen, mouse, paste, focus, title, cursor."""

COLOUR = re.compile(rb"\x1b\[([0-9;:]*)m")


class Terminal:
    """A program in a terminal of its own, the bytes it wrote, and the screen they make.

    `tells` is whether the program says when it has drawn all (`tests.screens.show`); of any other that is
    taken from its silence.
    """

    def __init__(
        self,
        command: list[str],
        columns: int,
        rows: int,
        env: dict[str, str],
        tells: bool = False,
    ) -> None:
        self.raw = b""
        self._tells = tells
        self._sent = 0
        self._taken = -1
        self.left: list[object] = []
        """How the terminal was set when the program had ended."""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._process: pexpect.spawn[bytes] = pexpect.spawn(
            command[0],
            command[1:],
            dimensions=(rows, columns),
            cwd=str(ROOT),
            env={**os.environ, **env},
            timeout=20,
        )
        # It would wait before each key, lest a password be typed before the echo of it is off.
        self._process.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def read(self, quiet: float = QUIET) -> bytes:
        """All that is written until nothing comes for a moment; fails where that does not end."""
        read, deadline = b"", monotonic() + PATIENCE
        while monotonic() < deadline:
            try:
                read += self._process.read_nonblocking(65536, timeout=quiet)
            except (pexpect.TIMEOUT, pexpect.EOF):
                return self._take(read)
        raise AssertionError(f"the program writes without end: {read[-200:]!r}")

    def _read_until_told(self) -> bytes:
        """All that is written until the program has taken every key that was sent, or has ended."""
        read, deadline = b"", monotonic() + PATIENCE
        while self._taken < self._sent and monotonic() < deadline:
            try:
                read += self._process.read_nonblocking(65536, timeout=PATIENCE)
            except (pexpect.TIMEOUT, pexpect.EOF):
                break
            told = TOLD.findall(read)
            self._taken = int(told[-1]) if told else self._taken
        return self._take(read)

    def _take(self, read: bytes) -> bytes:
        read = TOLD.sub(b"", read)
        self.raw += read
        # pyte takes the private forms of some sequences for their public ones.
        self._stream.feed(re.sub(rb"\x1b\[[<=>?][0-9;]*[a-ln-zA-Z]", b"", read))
        return read

    def until(self, text: str) -> None:
        """Read until this stands on the screen."""
        if not self._tells:
            self.read()
        elif self._taken < self._sent:
            self._read_until_told()
        for _ in range(80):
            if text in self.text():
                return
            self.read()
        raise AssertionError(f"{text!r} did not come; the screen is:\n{self.text()}")

    def until_written(self, text: bytes, since: int) -> int:
        """Read until this was written after so many bytes; gives where."""
        for _ in range(80):
            self.read()
            if text in self.raw[since:]:
                return self.raw.index(text, since)
        raise AssertionError(f"{text!r} did not come; the screen is:\n{self.text()}")

    def send(self, keys: str, count: int = 1) -> bytes:
        """Send so many keys, as a terminal does; gives what is written in answer."""
        self._sent += count
        self._process.send(keys)
        return self._read_until_told() if self._tells else self.read()

    def send_raw(self, read: bytes) -> None:
        """Send bytes that are no keys of a terminal that speaks UTF-8."""
        self._process.send(read)

    def choose(self, words: str) -> None:
        """Ask for the menu, type until it has found what is called so, and take it."""
        self.send("\x1b[20~")  # F9
        self.until("┃ █")
        for letter in words:
            self.send(letter)
        self.send("\r")

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.screen.display)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the hardware cursor."""
        return self.screen.cursor.x, self.screen.cursor.y

    @property
    def cursor_shown(self) -> bool:
        """Whether the cursor is shown: the last word on it counts."""
        return self.raw.rfind(b"\x1b[?25h") > self.raw.rfind(b"\x1b[?25l")

    def attributes(self) -> list[object]:
        """How the terminal is set: what `stty -a` shows."""
        return list(termios.tcgetattr(self._process.child_fd))

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the program hears of it by SIGWINCH."""
        self.screen.resize(rows, columns)
        self._process.setwinsize(rows, columns)

    @property
    def pid(self) -> int:
        """The program's process."""
        assert self._process.pid is not None
        return self._process.pid

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self._process.kill(number)

    def stop(self, number: int, attributes: list[Any]) -> None:
        """Stop the program by a signal, set the terminal as a shell does then, and let the program go on."""
        self.signal(number)
        os.waitid(os.P_PID, self.pid, os.WSTOPPED)
        termios.tcsetattr(self._process.child_fd, termios.TCSANOW, attributes)
        self.signal(signal.SIGCONT)

    def wait(self) -> int:
        """Wait for the program's end; gives its exit code, for a signal the one that a shell gives."""
        self.read()
        self._process.expect(pexpect.EOF)
        self.raw += self._process.before or b""
        self.left = self.attributes()
        self._process.close()
        if self._process.signalstatus is not None:
            return 128 + int(self._process.signalstatus)
        return self._process.exitstatus or 0

    def kill(self) -> None:
        """End the program, whatever it does."""
        if self._process.isalive():
            # Without asking first: what ends a program politely has tests of its own.
            self._process.kill(signal.SIGKILL)
            self._process.wait()
        self._process.close()


def check_left(shown: Terminal, before: list[object]) -> None:
    """The program has ended, and the terminal is as it was `before`."""
    assert shown.wait() == 0
    assert shown.left == before
    for on, off in MODES:
        assert shown.raw.rfind(off) > shown.raw.rfind(on) >= 0, (on, off)


def command_line(home: Path, *options: str) -> list[str]:
    """What starts `burgerprofiel` in Dutch, at nine o'clock, without pauses where a window is full."""
    usual = ("--language", "nl", "--pauses", "off", *NOON)
    return [sys.executable, "-m", "tui", "--home", str(home), *usual, *options]


def program(
    home: Path,
    *options: str,
    columns: int = 80,
    rows: int = 24,
    env: Mapping[str, str] = MappingProxyType({}),
) -> Terminal:
    """The program in a terminal of its own."""
    return Terminal(command_line(home, *options), columns, rows, dict(env))


def on_mark(shown: Terminal) -> bool:
    """Whether the cursor stands on the mark of the focus."""
    column, row = shown.cursor
    line = shown.screen.display[row][column:]
    # In the head and the tabs the mark is a bracket; before any other button it is none.
    return line.startswith(("▸", "[▸")) or (row < 2 and line.startswith("["))


def in_field(shown: Terminal) -> bool:
    """Whether the cursor stands within the heavy frame that only a field with the focus has."""
    column, row = shown.cursor
    line = shown.screen.display[row]
    return "┃" in line[1:column] and "┃" in line[column:]


def colour_codes(raw: bytes) -> list[bytes]:
    """Every parameter of an SGR sequence that sets a colour, also the terminal's default one."""
    found = []
    for parameters in COLOUR.findall(raw):
        for one in re.split(rb"[;:]", parameters):
            if one.isdigit() and (30 <= int(one) <= 49 or 90 <= int(one) <= 107):
                found.append(parameters)
                break
    return found


def terminal(page: str, **env: str) -> Terminal:
    """The full screen over a page made by hand."""
    return Terminal([sys.executable, "-m", "tests.screens.show", page], 80, 24, env, True)
