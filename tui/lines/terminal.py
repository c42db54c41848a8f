"""A terminal, pipe or file in lines: output is cleaned and wrapped, input comes a whole line at a time."""

import asyncio
import contextlib
import os
import re
import select
import termios
import threading
from collections.abc import Iterator
from typing import Protocol, TextIO

from tui.lines.spelling import spelled
from tui.portal.cleaning import clean

WIDEST = 78
"""Characters per line; short lines suit magnifiers and braille displays."""

NARROWEST = 20
"""Columns; a terminal that reports fewer does not know its width."""

LONGEST_ANSWER = 64 * 1024
"""The most bytes of an answer that are kept; the rest of the line is dropped."""

# Boxes, blocks and braille patterns: decoration that a screen reader would read out character by character.
_DRAWING = re.compile("[\u2500-\u259f\u2800-\u28ff]")

# French ties ":" and "?" to the word before with a no-break space: no line may be broken there.
_NO_BREAK = "\u00a0"
_WORD = re.compile(f"(?:\\S|{_NO_BREAK})+")


def plain(text: str) -> str:
    """`text` without anything that moves the cursor or cannot be read aloud; line feeds stay."""
    return _DRAWING.sub("", clean(text)).replace("\t", " ")


def wrapped(text: str, used: int = 0, widest: int = WIDEST) -> list[str]:
    """`text` in lines of at most `widest` characters, broken between words.

    `used` characters of the first line are taken already.
    """
    lines: list[str] = []
    room = max(widest - used, 1)
    for paragraph in plain(text).split("\n"):
        line = ""
        for word in _WORD.findall(paragraph):
            if line and len(line) + 1 + len(word) > room:
                lines.append(line)
                line, room = "", widest
            line = f"{line} {word}" if line else word
            while len(line) > room:  # a word longer than a line has no better place to break
                lines.append(line[:room])
                line, room = line[room:], widest
        lines.append(line)
        room = widest
    return [_spaced(line) for line in lines]


def _spaced(text: str) -> str:
    """`text` with plain spaces for no-break spaces: they have done their work once lines are broken."""
    return plain(text).replace(_NO_BREAK, " ")


class Record(Protocol):
    """Records the conversation: what the program says and what the citizen answers."""

    def said(self, text: str, *, heading: bool) -> None: ...
    def answered(self, text: str) -> None: ...
    def answered_in_secret(self, text: str) -> None: ...


class Terminal:
    """Prints lines on `out`, and reads lines from the file descriptor `source` in a thread.

    `encoding` says which characters `out` can show: others are replaced, as is usual in `language`
    (`tui.lines.spelling`). `record` gets everything that is said and answered.

    Lines are edited by the terminal itself, so that backspace, dictation and braille keyboards work as
    always. Nothing is read before it is asked for: text typed ahead is left to the program that reads next.
    """

    def __init__(
        self,
        source: int,
        out: TextIO,
        *,
        encoding: str = "utf-8",
        language: str = "",
        record: Record | None = None,
    ) -> None:
        self._source = source
        self._out = out
        self._encoding = encoding
        self._language = language
        self._record = record
        self.interactive = os.isatty(source)
        """Whether somebody types here and sees it; False for a pipe or a file."""
        self._prompted = 0
        self._arrived = bytearray()
        self._ended = False
        self._gone = False
        self._reading: asyncio.Future[None] | None = None
        self._thread: threading.Thread | None = None
        self._wake: int | None = None
        self._waking = threading.Lock()

    # --- out ----------------------------------------------------------------------------------

    def say(self, text: str = "", *, heading: bool = False) -> None:
        """Print a text on lines of its own, without control characters. `heading`: a page begins here.

        This and `prompt` are the only ways to print.
        """
        self.end_line()
        if self._record is not None:
            self._record.said(_spaced(text), heading=heading)
        self._write("".join(f"{line}\n" for line in self._lines(text)))

    def prompt(self, text: str) -> None:
        """Print a question; the answer follows on the same line."""
        self.end_line()
        if self._record is not None:
            self._record.said(_spaced(text), heading=False)
        lines = self._lines(text)
        self._prompted = len(lines[-1]) + 1
        self._write("\n".join(lines) + (" " if self.interactive else ""))

    def answered(self, text: str, *, unseen: bool = False) -> None:
        """Print an answer after its prompt if the terminal does not echo it, unless it is `unseen`."""
        if self._record is not None:
            keep = self._record.answered_in_secret if unseen else self._record.answered
            keep(_spaced(text))
        if self.interactive:
            self._prompted = 0  # the Enter that was typed has ended the line
            return
        if text and not unseen:
            self._write(" " + "\n".join(self._lines(text, self._prompted)))
        self.end_line()

    def _lines(self, text: str, used: int = 0) -> list[str]:
        return wrapped(
            spelled(plain(text), self._encoding, self._language, kept=_NO_BREAK),
            used,
            self._widest(),
        )

    def _widest(self) -> int:
        """The length that a line may have in the window at this moment."""
        with contextlib.suppress(OSError, ValueError):  # not a terminal, or not even a file
            columns = os.get_terminal_size(self._out.fileno()).columns
            return min(WIDEST, columns) if columns >= NARROWEST else WIDEST
        return WIDEST

    def end_line(self) -> None:
        """End the line of an open prompt."""
        if self._prompted:
            self._prompted = 0
            self._write("\n")

    def _write(self, text: str) -> None:
        if self._gone:
            return
        try:
            self._out.write(text)
            self._out.flush()
        except OSError:
            # The terminal was closed, or nobody reads the pipe: treated like the end of the input.
            self._gone = True

    # --- in -----------------------------------------------------------------------------------

    async def line(self) -> str | None:
        """The next line without its line end; None at the end of input, or once the output is gone.

        A call that is cancelled loses nothing: the next call returns the line.
        """
        if self._gone:
            return None
        while b"\n" not in self._arrived and not self._ended:
            if self._reading is None or self._reading.done():
                self._begin()
            assert self._reading is not None
            await asyncio.shield(self._reading)
        line, end, rest = bytes(self._arrived).partition(b"\n")
        if not line and not end:
            return None
        self._arrived = bytearray(rest)
        return self._read(line.removesuffix(b"\r"))

    def _read(self, line: bytes) -> str:
        """The text of a line: UTF-8, or else in the terminal's own encoding."""
        try:
            return line.decode()
        except UnicodeDecodeError:
            return line.decode(self._encoding, errors="replace")

    @contextlib.contextmanager
    def unseen(self) -> Iterator[None]:
        """Switch the terminal's echo off in this context, and restore the terminal afterwards."""
        if not self.interactive:
            yield
            return
        try:
            before = termios.tcgetattr(self._source)
        except termios.error:  # the terminal was closed
            yield
            return
        silent = list(before)
        silent[3] &= ~termios.ECHO
        # Still echo the line end, so that the next text begins on a new line.
        silent[3] |= termios.ECHONL
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._source, termios.TCSADRAIN, silent)
        try:
            yield
        finally:
            with contextlib.suppress(termios.error):  # the terminal was closed
                termios.tcsetattr(self._source, termios.TCSADRAIN, before)

    def close(self) -> None:
        """Stop reading. Input that was not asked for is left unread."""
        with self._waking:  # the thread may be ending at this very moment
            if self._wake is not None:
                os.write(self._wake, b".")
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        reading = self._reading = loop.create_future()
        woken, self._wake = os.pipe()

        def arrived(content: bytes | None) -> None:
            if content is None:
                self._ended = True
            else:
                self._arrived += content
            if not reading.done():
                reading.set_result(None)

        def read() -> None:
            # A daemon thread, so that a program that must end at once does not wait for it; and not
            # through sys.stdin, whose lock the thread would hold for ever.
            try:
                content = _until_line_end(self._source, woken)
            finally:
                with self._waking:
                    os.close(woken)
                    wake, self._wake = self._wake, None
                    if wake is not None:
                        os.close(wake)
            with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
                loop.call_soon_threadsafe(arrived, content)

        self._thread = threading.Thread(target=read, name="lines", daemon=True)
        self._thread.start()


def _until_line_end(source: int, woken: int) -> bytes | None:
    """Bytes up to at least one line end; the rest at the end of input, None if there is no rest.

    Returns what it has when a byte arrives on `woken`.
    """
    content = bytearray()
    while b"\n" not in content:
        ready, _, _ = select.select([source, woken], [], [])
        if woken in ready:
            return bytes(content)
        try:
            piece = os.read(source, LONGEST_ANSWER)
        except OSError:  # the terminal was closed
            piece = b""
        if not piece:
            return bytes(content) + b"\n" if content else None
        if len(content) > LONGEST_ANSWER:
            # Keep the beginning of the line, and of what follows only its end and the next lines.
            _, end, rest = piece.partition(b"\n")
            piece = end + rest
        content += piece
    return bytes(content)
