"""Lines from a pipe, a file or a terminal that edits them itself: read whole, in a thread."""

import asyncio
import contextlib
import os
import select
import termios
import threading
from codecs import BOM_UTF8
from collections.abc import Iterator

from tui.lines.keys import LONGEST


class PlainInput:
    """Reads lines from the file descriptor `source`, in UTF-8 or else in `encoding`.

    Where there is a terminal it edits the lines itself, so that dictation and braille keyboards work as
    always. Nothing is read before it is asked for: text typed ahead is left to the program that reads next.
    """

    def __init__(self, source: int, encoding: str) -> None:
        self._source = source
        self._encoding = encoding
        self._arrived = bytearray()
        self._ended = False
        self._reading: asyncio.Future[None] | None = None
        self._thread: threading.Thread | None = None
        self._wake: int | None = None
        self._waking = threading.Lock()

    async def line(self) -> str | None:
        """The next line without its line end; None at the end of input.

        A call that is cancelled loses nothing: the next call returns the line.
        """
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
        """The text of a line: UTF-8, with or without its mark, or else in the terminal's own encoding."""
        try:
            return line.removeprefix(BOM_UTF8).decode()
        except UnicodeDecodeError:
            return line.decode(self._encoding, errors="replace")

    @contextlib.contextmanager
    def unseen(self) -> Iterator[None]:
        """Switch the terminal's echo off in this context, and restore the terminal afterwards."""
        try:
            before = termios.tcgetattr(self._source)
        except termios.error:  # no terminal, or it was closed
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
            piece = os.read(source, LONGEST)
        except OSError:  # the terminal was closed
            piece = b""
        if not piece:
            return bytes(content) + b"\n" if content else None
        if len(content) > LONGEST:
            # Keep the beginning of the line, and of what follows only its end and the next lines.
            _, end, rest = piece.partition(b"\n")
            piece = end + rest
        content += piece
    return bytes(content)
