"""The whole program in lines, on a real pseudo-terminal, with a world of its own."""

import io
import os
import sys
from pathlib import Path

import pexpect

ROOT = Path(__file__).parents[2]
PATIENCE = 30


class Program:
    """`burgerprofiel --lines` on a terminal; a context manager that ends what it started.

    `clock` is "" where the services are elsewhere, which keep their own time.
    `environment` is a variable ("TERM=dumb") that turns line mode on in place of the option. `heard` is all
    that the terminal showed, including the echo of what was typed.
    """

    def __init__(
        self,
        home: Path,
        *options: str,
        language: str = "nl",
        environment: str = "",
        clock: str = "2026-11-23T09:00:00Z",
    ) -> None:
        self._log = io.StringIO()
        self.left_echoing = False
        self._program: pexpect.spawn[str] = pexpect.spawn(
            sys.executable,
            [
                *("-m", "tui", "--home", str(home), "--language", language),
                *(("--clock", clock) if clock else ()),
                *options,
                *(() if environment else ("--lines",)),
            ],
            cwd=str(ROOT),
            env={**os.environ, **dict([environment.split("=")] if environment else [])},
            encoding="utf-8",
            timeout=PATIENCE,
            dimensions=(24, 200),
        )
        self._program.delaybeforesend = None
        self._program.logfile_read = self._log
        self._prompt = {"nl": r"Uw (keuze|antwoord): ", "en": r"Your (choice|answer): "}[language]

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self._program.close(force=True)

    @property
    def heard(self) -> str:
        """All that the terminal showed, with bare line feeds."""
        return self._log.getvalue().replace("\r\n", "\n")

    def prompt(self) -> str:
        """Wait for a question; returns what was said before it."""
        self._program.expect(self._prompt)
        return str(self._program.before).replace("\r\n", "\n")

    def answer(self, *lines: str) -> str:
        """Answer one question after another; returns what was said after the last answer."""
        said = ""
        for line in lines:
            self._program.sendline(line)
            said = self.prompt()
        return said

    def send(self, line: str) -> None:
        """Answer without waiting for another question."""
        self._program.sendline(line)

    def interrupt(self) -> None:
        self._program.sendintr()

    def end_of_input(self) -> None:
        self._program.sendeof()

    def echoing(self) -> bool:
        return bool(self._program.getecho())

    def wait(self) -> int:
        """Wait for the end; returns the exit code, for a signal the one that a shell gives."""
        self._program.expect(pexpect.EOF)
        self.left_echoing = self.echoing()
        self._program.close()
        if self._program.signalstatus is not None:
            return 128 + int(self._program.signalstatus)
        return int(self._program.exitstatus or 0)

    def signal(self, number: int) -> None:
        self._program.kill(number)
