"""The whole program in lines, on a real pseudo-terminal, with a world of its own."""

import re
import sys
import termios
from pathlib import Path

from tests.accessibility.terminal import NOON, PATIENCE, Terminal

PROMPTS = {"nl": rb"Uw (keuze|antwoord): ", "en": rb"Your (choice|answer): "}

HIGH = 500
"""Rows of a window in which nothing that is said comes to a pause."""

MARKS = re.compile(r"\x1b\[\?2004[hl]")
"""What asks a terminal to mark pastes, or no longer: nothing of it is seen."""


class Program(Terminal):
    """`burgerprofiel --lines`, which asks one question after another.

    `noon` is False where the services are elsewhere and keep their own time. `environment` is a variable
    ("TERM=dumb") that turns line mode on in place of the option.
    """

    def __init__(
        self,
        home: Path,
        *options: str,
        language: str = "nl",
        environment: str = "",
        noon: bool = True,
    ) -> None:
        command = [sys.executable, "-m", "tui", "--home", str(home), "--language", language]
        command += [*(NOON if noon else ()), *options, *(() if environment else ("--lines",))]
        super().__init__(command, 200, HIGH, dict([environment.split("=")] if environment else []))
        self._prompt = re.compile(PROMPTS[language])
        self._read = 0

    @property
    def heard(self) -> str:
        """All that the terminal showed, with what was typed, and bare line feeds."""
        return MARKS.sub("", self.raw.decode()).replace("\r\n", "\n")

    def prompt(self) -> str:
        """Wait for a question; returns what was said before it."""
        while (found := self._prompt.search(self.raw, self._read)) is None:
            self._take(self._process.read_nonblocking(65536, timeout=PATIENCE))
        said, self._read = self.raw[self._read : found.start()], found.end()
        return said.decode().replace("\r\n", "\n")

    def answer(self, *lines: str) -> str:
        """Answer one question after another; returns what was said after the last answer."""
        said = ""
        for line in lines:
            self._process.sendline(line)
            said = self.prompt()
        return said

    @property
    def left_echoing(self) -> bool:
        """Whether the terminal shows what is typed now that the program has ended."""
        return bool(int(str(self.left[3])) & termios.ECHO)
