"""`python -m benchmarks.recordings`: line editing, a stop and going on, as a terminal shows them.

Writes asciicast version 2 (https://docs.asciinema.org/manual/asciicast/v2/), which any player of that format
shows; the times are those of somebody who types calmly, not of this machine.
"""

import json
import sys
import tempfile
from pathlib import Path

import pexpect

FOLDER = Path(__file__).parents[1] / "docs" / "recordings"
COLUMNS, ROWS = 80, 40
CALMLY = 0.25
"""Seconds between two keys."""

LEFT, HOME, END, DELETE, BACKSPACE = "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[3~", "\x7f"
STOP = "\x1a"
QUESTION = "Uw antwoord: $"

EDITING = (*"nNoro", LEFT, BACKSPACE, END, *"rtje", HOME, DELETE, END)
"""What is typed: two slips, the way back to each, and what was meant."""
COMMAND = "burgerprofiel --lines --language nl --login itsme --page profile.nickname"


def main() -> int:
    """Record the journey to a form, editing its answer, Ctrl+Z and fg, and the stop."""
    with tempfile.TemporaryDirectory() as home:
        program = Path(home) / "burgerprofiel"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tui "$@"\n', encoding="utf-8")
        program.chmod(0o700)
        recording = Recording()
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
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "line-editing.cast").write_text(recording.cast(), encoding="utf-8")
    return 0


class Recording:
    """What a terminal was sent, and when somebody who types calmly would have seen it."""

    def __init__(self) -> None:
        self._time = 0.0
        self._events: list[tuple[float, str, str]] = []

    def write(self, text: str) -> None:
        """Show this."""
        if text:
            self._events.append((round(self._time, 2), "o", text))

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
        head = {"version": 2, "width": COLUMNS, "height": ROWS, "env": {"TERM": "xterm-256color"}}
        return "\n".join(map(json.dumps, (head, *self._events))) + "\n"


if __name__ == "__main__":
    sys.exit(main())
