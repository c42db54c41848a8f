"""A terminal, a pipe or a file as lines: what is said goes out clean, what is typed comes in whole."""

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
"""Characters a line; magnifiers and braille displays like them short."""

NARROWEST = 20
"""Columns of a window; a terminal that tells fewer does not know."""

LONGEST_ANSWER = 64 * 1024
"""Bytes of one answer that are kept; what comes after them, up to the line's end, is dropped."""

# Boxes, blocks and braille patterns: decoration that a screen reader spells out, sign by sign.
_DRAWING = re.compile("[\u2500-\u259f\u2800-\u28ff]")

# French keeps its ":" and "?" to the word before with a no-break space: no line may end there.
_NO_BREAK = "\u00a0"
_WORD = re.compile(f"(?:\\S|{_NO_BREAK})+")


def plain(text: str) -> str:
    """`text` with nothing in it that moves a cursor or cannot be spoken; line feeds stay."""
    return _DRAWING.sub("", clean(text)).replace("\t", " ")


def wrapped(text: str, used: int = 0, widest: int = WIDEST) -> list[str]:
    """`text` in lines of at most `widest`, broken between words; `used` is taken on the first line."""
    lines: list[str] = []
    room = max(widest - used, 1)
    for paragraph in plain(text).split("\n"):
        line = ""
        for word in _WORD.findall(paragraph):
            if line and len(line) + 1 + len(word) > room:
                lines.append(line)
                line, room = "", widest
            line = f"{line} {word}" if line else word
            while len(line) > room:  # one word longer than a line: no better place to break
                lines.append(line[:room])
                line, room = line[room:], widest
        lines.append(line)
        room = widest
    return [_spaced(line) for line in lines]


def _spaced(text: str) -> str:
    """`text` with usual spaces alone: what they keep together is settled when lines are made."""
    return plain(text).replace(_NO_BREAK, " ")


class Record(Protocol):
    """Who keeps what was said and answered."""

    def said(self, text: str, *, heading: bool) -> None: ...
    def answered(self, text: str) -> None: ...
    def answered_in_secret(self, text: str) -> None: ...


class Terminal:
    """Says lines on `out`, and reads lines from the file descriptor `source` in a thread.

    `encoding` is the one whose signs can be shown on `out`: what it lacks is spelled in others, as
    `language` does. `record` hears all that is said and answered.

    The line editor is the terminal's own, so that backspace, dictation and braille keyboards work as
    always. Nothing is read before it is asked for: what is typed ahead stays for who reads after us.
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
        self.typed = os.isatty(source)
        """Whether someone types here, and sees what is typed; False for a pipe or a file."""
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
        """One text, on lines of its own: with `prompt` the only way out. No control characters.

        `heading` says that a page begins with it.
        """
        self.end_line()
        if self._record is not None:
            self._record.said(_spaced(text), heading=heading)
        self._write("".join(f"{line}\n" for line in self._lines(text)))

    def prompt(self, text: str) -> None:
        """A question; the answer comes behind it on its line."""
        self.end_line()
        if self._record is not None:
            self._record.said(_spaced(text), heading=False)
        lines = self._lines(text)
        self._prompted = len(lines[-1]) + 1
        self._write("\n".join(lines) + (" " if self.typed else ""))

    def answered(self, text: str, *, unseen: bool = False) -> None:
        """Print an answer back behind its prompt, where the terminal does not, unless it is `unseen`."""
        if self._record is not None:
            keep = self._record.answered_in_secret if unseen else self._record.answered
            keep(_spaced(text))
        if self.typed:
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
        """As wide as a line may be in the window as it is now."""
        with contextlib.suppress(OSError, ValueError):  # no terminal, or no file at all
            columns = os.get_terminal_size(self._out.fileno()).columns
            return min(WIDEST, columns) if columns >= NARROWEST else WIDEST
        return WIDEST

    def end_line(self) -> None:
        """End the line that a prompt stands on."""
        if self._prompted:
            self._prompted = 0
            self._write("\n")

    def _write(self, text: str) -> None:
        if self._gone:
            return
        try:
            self._out.write(text)
            self._out.flush()
        except (
            OSError
        ):  # the terminal was closed, or nobody reads the pipe: an end, as of the input
            self._gone = True

    # --- in -----------------------------------------------------------------------------------

    async def line(self) -> str | None:
        """The next line without its end, or None when there are no more, or nobody hears what is said.

        Who stops waiting loses nothing: the line is there at the next call.
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
        """What was typed: UTF-8, or else what the terminal itself shows."""
        try:
            return line.decode()
        except UnicodeDecodeError:
            return line.decode(self._encoding, errors="replace")

    @contextlib.contextmanager
    def unseen(self) -> Iterator[None]:
        """What is typed meanwhile is not shown; afterwards the terminal is as it was."""
        if not self.typed:
            yield
            return
        try:
            before = termios.tcgetattr(self._source)
        except termios.error:  # the terminal was closed
            yield
            return
        silent = list(before)
        silent[3] &= ~termios.ECHO
        # The end of the line is shown all the same, so that the next text begins on its own.
        silent[3] |= termios.ECHONL
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._source, termios.TCSADRAIN, silent)
        try:
            yield
        finally:
            with contextlib.suppress(termios.error):  # the terminal was closed
                termios.tcsetattr(self._source, termios.TCSADRAIN, before)

    def close(self) -> None:
        """Stop reading. What was not yet asked for is left where it is."""
        with self._waking:  # the thread may be ending by itself at this moment
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
            # A daemon, so that nothing waits for it when the program must end at once; and never
            # through sys.stdin, whose lock such a thread would hold for ever.
            try:
                content = _until_line_end(self._source, woken)
            finally:
                with self._waking:
                    os.close(woken)
                    wake, self._wake = self._wake, None
                    if wake is not None:
                        os.close(wake)
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(arrived, content)

        self._thread = threading.Thread(target=read, name="lines", daemon=True)
        self._thread.start()


def _until_line_end(source: int, woken: int) -> bytes | None:
    """Bytes up to a line's end at least, or what there was at the end; None at the end or when woken."""
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
            # Keep the beginning; of what follows only a line's end, and what comes after it.
            _, end, rest = piece.partition(b"\n")
            piece = end + rest
        content += piece
    return bytes(content)
