"""`python -m benchmarks.recordings`: the journey, and line editing with a stop, as a terminal shows them.

Writes asciicast version 2 (https://docs.asciinema.org/manual/asciicast/v2/), which any player of that format
shows; the times are those of somebody who types calmly, not of this machine.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import pexpect

FOLDER = Path(__file__).parents[1] / "docs" / "recordings"
COLUMNS, ROWS = 80, 40
WIDE = 120, 40
CALMLY = 0.25
"""Seconds between two keys."""

LOOKING = 2.0
"""Seconds for which somebody looks at what a key has brought."""

QUIET = 1.0
"""Seconds without a byte after which the program is taken to have drawn all."""

F2, F8, F9, F10 = "\x1bOQ", "\x1b[19~", "\x1b[20~", "\x1b[21~"
ENTER, TAB = "\r", "\t"
JOURNEY = (
    *(ENTER, ENTER, ENTER, F2, ENTER),  # in by itsme: the phone approves
    *(F9, *"gezin", ENTER, ENTER),  # the household, and who is in charge of it
    *(F9, *"ebox", ENTER, ENTER, TAB, ENTER, ENTER),  # consent, and a message
    *(F8, TAB, ENTER, F10),  # out, and what is gone
)
FULL_SCREEN = ("--language", "nl", "--clock", "2026-11-23T09:00:00Z", "--freeze", "--seed", "1")

LEFT, HOME, END, DELETE, BACKSPACE = "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[3~", "\x7f"
STOP = "\x1a"
QUESTION = "Uw antwoord: $"

EDITING = (*"nNoro", LEFT, BACKSPACE, END, *"rtje", HOME, DELETE, END)
"""What is typed: two slips, the way back to each, and what was meant."""
COMMAND = "burgerprofiel --lines --language nl --login itsme --page profile.nickname"


def main() -> int:
    """Record both."""
    FOLDER.mkdir(exist_ok=True)
    for name, recording in (("journey", journey()), ("line-editing", line_editing())):
        (FOLDER / f"{name}.cast").write_text(recording.cast(), encoding="utf-8")
    return 0


def journey() -> "Recording":
    """In by itsme, a block, consent and a message, out; in full screen."""
    columns, rows = WIDE
    recording = Recording(WIDE)
    with tempfile.TemporaryDirectory() as home:
        program = pexpect.spawn(
            sys.executable,
            ["-m", "tui", "--home", f"{home}/new", *FULL_SCREEN],
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            encoding="utf-8",
            dimensions=(rows, columns),
            timeout=30,
        )
        recording.quiet(program)
        for key in JOURNEY:
            recording.wait(CALMLY if key.isalpha() else LOOKING)
            program.send(key)
            recording.quiet(program)
        program.expect(pexpect.EOF)
    return recording


def line_editing() -> "Recording":
    """The way to a form, editing its answer, Ctrl+Z and fg, and the stop; in lines."""
    with tempfile.TemporaryDirectory() as home:
        program = Path(home) / "burgerprofiel"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tui "$@"\n', encoding="utf-8")
        program.chmod(0o700)
        recording = Recording((COLUMNS, ROWS))
        shell = pexpect.spawn(
            "/bin/bash",
            ["--norc", "--noprofile", "-i"],
            env={
                "PS1": "$ ",
                "TERM": "xterm-256color",
                "LANG": "C.UTF-8",
                "HOME": home,
                "PATH": f"{home}:/usr/bin:/bin",
            },
            encoding="utf-8",
            dimensions=(ROWS, COLUMNS),
            timeout=30,
        )
        recording.until(shell, "\\$ $")
        recording.keys(shell, f"{COMMAND}\r")
        recording.until(shell, "Uw keuze: $")
        recording.keys(shell, "1\r", QUESTION)
        for key in EDITING:
            recording.keys(shell, key)
        recording.keys(shell, STOP, "\\$ $")
        recording.keys(shell, "fg\r", "Noortje$")
        recording.keys(shell, "\r", "Uw keuze: $")
        recording.keys(shell, "s\r")
        recording.keys(shell, "s\r", "\\$ $")
        shell.sendline("exit")
        shell.expect(pexpect.EOF)
    return recording


class Recording:
    """What a terminal was sent, and when somebody who types calmly would have seen it."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._time = 0.0
        self._events: list[tuple[float, str, str]] = []

    def write(self, text: str) -> None:
        """Show this."""
        if text:
            self._events.append((round(self._time, 2), "o", text))

    def wait(self, seconds: float) -> None:
        """Let so much time go by for who looks on."""
        self._time += seconds

    def quiet(self, program: "pexpect.spawn[str]") -> None:
        """Show all until nothing more comes."""
        try:
            while True:
                self.write(program.read_nonblocking(65536, timeout=QUIET))
        except (pexpect.TIMEOUT, pexpect.EOF):
            pass

    def until(self, shell: "pexpect.spawn[str]", shows: str) -> None:
        """Show all until this is there."""
        shell.expect(shows)
        self.write(f"{shell.before}{shell.after}")

    def keys(self, shell: "pexpect.spawn[str]", typed: str, shows: str = "") -> None:
        """Press keys, and show what comes: until this is there, or at once."""
        self._time += CALMLY
        shell.send(typed)
        if shows:
            self._time += CALMLY
            self.until(shell, shows)
            return
        try:
            while True:
                self.write(shell.read_nonblocking(4096, timeout=CALMLY))
        except pexpect.TIMEOUT:
            pass

    def cast(self) -> str:
        """The recording as asciicast."""
        width, height = self._size
        head = {"version": 2, "width": width, "height": height, "env": {"TERM": "xterm-256color"}}
        return "\n".join(map(json.dumps, (head, *self._events))) + "\n"


if __name__ == "__main__":
    sys.exit(main())
