"""A terminal, pipe or file in lines: output is cleaned and wrapped, input comes a whole line at a time."""

import contextlib
import os
from collections.abc import Iterator
from typing import Protocol, TextIO

from tui.lines.edited_input import EditedInput
from tui.lines.plain_input import PlainInput
from tui.lines.spelling import spelled
from tui.lines.wrapping import NO_BREAK, WIDEST, plain, spaced, wrapped

NARROWEST = 20
"""Columns; a terminal that reports fewer does not know its width."""

LOWEST = 4
"""Rows; in a lower window pauses would come without end."""

USUAL = os.terminal_size((80, 24))
"""The size of a window that does not tell it."""


class Record(Protocol):
    """Records the conversation: what the program says and what the citizen answers."""

    def said(self, text: str, *, heading: bool) -> None: ...
    def answered(self, text: str) -> None: ...
    def answered_in_secret(self, text: str) -> None: ...


class Terminal:
    """Prints lines on `out`, and reads lines from the file descriptor `source`.

    `encoding` says which characters `out` can show: others are replaced, as is usual in `language`
    (`tui.lines.spelling`). `record` gets everything that is said and answered. `edits`: both are a terminal
    with a cursor that can be moved, in which lines are edited; otherwise they are read as they come.
    `pauses`: what is said waits for `show`, which prints no more than the window has room for.
    """

    def __init__(
        self,
        source: int,
        out: TextIO,
        *,
        encoding: str = "utf-8",
        language: str = "",
        record: Record | None = None,
        edits: bool = False,
        pauses: bool = False,
    ) -> None:
        self._out = out
        self._encoding = encoding
        self._language = language
        self._record = record
        self.interactive = os.isatty(source)
        """Whether somebody types here and sees it; False for a pipe or a file."""
        self._pauses = pauses
        self._held: list[str] = []
        """The lines that wait to be shown."""
        self._shown_rows = 0
        self._prompted = 0
        self.lost: OSError | None = None
        """Why nothing can be written any more, if so: the terminal was closed, nobody reads the pipe."""
        self._plain = PlainInput(source, encoding)
        self._edited: EditedInput | None = None
        if edits:
            self._edited = EditedInput(source, self._write, encoding, self._shown, self._size)

    @property
    def joins_pastes(self) -> bool:
        """Whether a paste of several lines is one answer here."""
        return self._edited is not None

    def typed(self) -> str:
        """What has been typed so far of an answer, where that is known."""
        return self._edited.typed() if self._edited is not None else ""

    @property
    def closed(self) -> bool:
        """Whether nothing more comes once `line` has given None."""
        return self.lost is not None or self._edited is None or self._edited.closed

    # --- out ----------------------------------------------------------------------------------

    def say(self, text: str = "", *, heading: bool = False, now: bool = False) -> None:
        """Print a text on lines of its own, without control characters. `heading`: a page begins here.

        `now`: it does not wait for what was said before and is not shown yet.

        This and `prompt` are the only ways to print.
        """
        self.end_line()
        if self._record is not None:
            self._record.said(spaced(text), heading=heading)
        lines = self._lines(text)
        if now or not self._pauses:
            self._print(lines)
        else:
            self._held += lines

    def show(self) -> bool:
        """Print what was said, until the window is full; returns whether that was all."""
        if not self._held:
            return True
        room = max(self._size().lines, LOWEST) - 1 - self._shown_rows
        at = len(self._held) if len(self._held) <= room else _break(self._held, room)
        shown, self._held = self._held[:at], self._held[at:]
        self._print(shown)
        while self._held and not self._held[0]:
            del self._held[0]
        return not self._held

    def show_rest(self) -> None:
        """Print all that was said."""
        held, self._held = self._held, []
        self._print(held)

    def skip_rest(self) -> None:
        """Do not print what was said and is not shown yet."""
        self._held = []

    def resume(self) -> None:
        """Somebody has read what is shown: from here on the window has room again."""
        self._shown_rows = self._prompted = 0

    def prompt(self, text: str, *, pause: bool = False) -> None:
        """Print a question; the answer follows on the same line, with what has been typed of it so far.

        A `pause` is no part of the conversation, and is not recorded.
        """
        self.end_line()
        if not pause:
            self.show_rest()
            self._keep(text)
        lines = self._lines(text)
        self._prompted = len(lines[-1]) + 1
        self._write("\n".join(lines) + (" " if self.interactive else ""))
        if self._edited is not None:
            self._edited.prompted(f"{lines[-1]} ")

    def answered(self, text: str, *, unseen: bool = False, secret: bool = False) -> None:
        """Print an answer after its prompt if the terminal does not echo it, unless it is `unseen`.

        A `secret` is not recorded.
        """
        if self._record is not None:
            keep = self._record.answered_in_secret if secret else self._record.answered
            keep(spaced(text))
        if self.interactive:
            self.resume()  # the Enter that was typed has ended the line
            return
        if text and not unseen:
            self._write(" " + "\n".join(self._lines(text, self._prompted)))
        self.end_line()

    def answered_early(self, question: str, text: str) -> None:
        """Record an answer that was given at a pause, before its question."""
        self._keep(question)
        if self._record is not None:
            self._record.answered(spaced(text))

    def _keep(self, text: str) -> None:
        if self._record is not None:
            self._record.said(spaced(text), heading=False)

    def _print(self, lines: list[str]) -> None:
        self._shown_rows += len(lines)
        if lines:
            self._write("".join(f"{line}\n" for line in lines))

    def _lines(self, text: str, used: int = 0) -> list[str]:
        return wrapped(self._shown(text), used, self._widest())

    def _shown(self, text: str) -> str:
        return spelled(plain(text), self._encoding, self._language, kept=NO_BREAK)

    def _size(self) -> os.terminal_size:
        """The columns and rows of the window at this moment."""
        with contextlib.suppress(OSError, ValueError):  # not a terminal, or not even a file
            columns, rows = os.get_terminal_size(self._out.fileno())
            return os.terminal_size((columns or USUAL.columns, rows or USUAL.lines))
        return USUAL

    def _widest(self) -> int:
        """The length that a line may have in the window at this moment."""
        columns = self._size().columns
        return min(WIDEST, columns) if columns >= NARROWEST else WIDEST

    def end_line(self) -> None:
        """End the line of an open prompt."""
        if self._prompted:
            self._prompted = 0
            self._write(self._edited.left() if self._edited is not None else "\n")

    def _write(self, text: str) -> None:
        if self.lost is not None:
            return
        try:
            self._out.write(text)
            self._out.flush()
        except OSError as error:  # treated like the end of the input
            self.lost = error

    # --- in -----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def asking(self, *, unseen: bool = False, several: bool = False) -> Iterator[None]:
        """Ask a question in this context: `prompt`, perhaps more than once, and `line`.

        What is typed is not shown if it is `unseen`. It may have more than one line if it is `several`.
        """
        if self._edited is not None:
            with self._edited.asking(unseen=unseen, several=several):
                yield
        elif unseen and self.interactive:
            with self._plain.unseen():
                yield
        else:
            yield

    async def line(self) -> str | None:
        """The next line without its line end; None at the end of input, or once the output is gone.

        A call that is cancelled loses nothing: the next call returns the line.
        """
        if self.lost is not None:
            return None
        return await (self._edited or self._plain).line()

    def close(self) -> None:
        """Stop reading. Input that was not asked for is left unread, and the terminal is as it was."""
        self.show_rest()
        (self._edited or self._plain).close()


def _break(lines: list[str], room: int) -> int:
    """How many of these lines to show: up to a blank one, if there is one in the second half."""
    for at in range(max(room, 0), room // 2, -1):
        if not lines[at]:
            return at
    return max(room, 1)
