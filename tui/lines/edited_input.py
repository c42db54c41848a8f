"""Lines that are edited in a terminal: keys come one by one, and the line is drawn as it changes."""

import asyncio
import contextlib
import os
import select
import signal
import termios
import threading
from collections.abc import Callable, Iterator
from typing import Any

from tui.lines.drawing import ERASE_BELOW, Drawn, in_view, left, redrawn, rows
from tui.lines.editing import Line, pressed
from tui.lines.keys import PASTE_CUT, Key, Keys

PASTED = 0.03
"""Seconds after Enter within which more text was pasted with it: nobody types so fast.

Terminals that mark a paste (2004) need no such guess.
"""

_MARK_PASTES, _MARK_NO_PASTES = "\x1b[?2004h", "\x1b[?2004l"


class EditedInput:
    """Reads keys from the terminal `source` while a question is open, and draws the line with `write`.

    `encoding` is what the terminal sends that is not UTF-8. `shown` makes a text fit to be shown there,
    `size` gives the window's columns and rows. From the first question until `close` the terminal echoes
    nothing by itself; while the program is stopped it is as it was before. Nothing is read before it is asked
    for, and nothing is kept of a line once it has been answered.
    """

    def __init__(
        self,
        source: int,
        write: Callable[[str], None],
        encoding: str,
        shown: Callable[[str], str],
        size: Callable[[], tuple[int, int]],
    ) -> None:
        self._source = source
        self._write = write
        self._shown = shown
        self._size = size
        self._keys = Keys(encoding)
        self._before: list[Any] = []
        """How the terminal was set; [] if it is so now."""
        self._line = Line()
        self._unseen = False
        self._several = False
        self._line_ends = 0
        """How often Enter was pressed, while it is not yet known whether more was pasted with it."""
        self._entering: asyncio.TimerHandle | None = None
        self._cut: asyncio.TimerHandle | None = None
        """Ends a paste whose end does not come."""
        self._answer: asyncio.Future[str | None] | None = None
        self.closed = False
        """Whether the terminal was closed, so that no more will come."""
        self._drawn: Drawn | None = None
        self._columns = 0

    @contextlib.contextmanager
    def asking(self, *, unseen: bool, several: bool) -> Iterator[None]:
        """Open a question in this context, with what was typed ahead up to Enter.

        What is typed is not shown if it is `unseen`, and may have more lines if it is `several`.
        """
        loop = asyncio.get_running_loop()
        self._open()
        self._line, self._unseen, self._several = Line(), unseen, several
        answer = self._answer = loop.create_future()
        self._read(ahead=True)
        if not answer.done():
            loop.add_reader(self._source, self._read)
        try:
            yield
        finally:
            loop.remove_reader(self._source)
            for waiting in (self._entering, self._cut):
                if waiting is not None:
                    waiting.cancel()
            self._line, self._answer, self._line_ends = Line(), None, 0

    def typed(self) -> str:
        """What has been typed so far of an answer."""
        if self._answer is not None and not self._answer.done():
            self._read()  # a signal overtakes the keys that were pressed before it
        return self._line.text

    async def line(self) -> str | None:
        """What is answered to the question; None at the end of input, or at Ctrl+D if nothing is typed."""
        assert self._answer is not None
        return await asyncio.shield(self._answer)

    def prompted(self, prompt: str) -> None:
        """The last line of a question has been printed: show behind it what has been typed so far."""
        self._drawn = Drawn(prompt)
        self._columns, _ = self._size()
        self._draw()
        if self._answer is not None and self._answer.done() and self._answer.result() is not None:
            self._write(self.left())

    def left(self) -> str:
        """What takes the cursor from the line that is being typed to a new line below it."""
        drawn, self._drawn = self._drawn, None
        return left(drawn, self._columns) if drawn else "\n"

    def close(self) -> None:
        """Set the terminal as it was. Input that was not asked for is left unread."""
        if self._before:
            self._listen(False)
            self._restore()
            self._before = []

    # --- keys ---------------------------------------------------------------------------------

    def _read(self, *, ahead: bool = False) -> None:
        """Take the keys that have come, up to Enter: what follows is left to whoever reads next."""
        assert self._answer is not None
        now = asyncio.get_running_loop().time()
        while not self._answer.done() and select.select([self._source], [], [], 0)[0]:
            try:
                byte = os.read(self._source, 1)
            except OSError:  # the terminal was closed
                byte = b""
            if not byte:
                self.closed = True
                self._end(None)
                return
            for key in self._keys.feed(byte, now):
                self._press(key, ahead)
        self._await_end_of_paste()
        self._draw()

    def _await_end_of_paste(self) -> None:
        if self._cut is not None:
            self._cut.cancel()
        loop = asyncio.get_running_loop()
        self._cut = loop.call_later(PASTE_CUT, self._cut_paste) if self._keys.pasting else None

    def _cut_paste(self) -> None:
        for key in self._keys.overdue(asyncio.get_running_loop().time()):
            self._press(key, ahead=False)
        self._await_end_of_paste()
        self._draw()

    def _press(self, key: Key, ahead: bool) -> None:
        if key.does == "enter":
            self._line_ends += 1
            if ahead:
                self._enter()
            elif self._entering is None:
                loop = asyncio.get_running_loop()
                self._entering = loop.call_later(PASTED, self._enter)
        elif key.does == "end-of-input" and not self._line.text:
            self._end(None)
        elif key.does == "redraw":
            self._draw_again()
        else:
            if self._line_ends:
                self._join()
            does = "delete-right" if key.does == "end-of-input" else key.does
            self._line = pressed(self._line, Key(does, key.text), several=self._several)

    def _join(self) -> None:
        """More came at once after Enter: that was no answer, but a line end in what was pasted."""
        assert self._entering is not None
        self._entering.cancel()
        pasted = "\n" * self._line_ends if self._several else " "
        self._entering, self._line_ends = None, 0
        self._line = pressed(self._line, Key("text", pasted))

    def _enter(self) -> None:
        self._entering = None
        self._end(self._line.text)

    def _end(self, answer: str | None) -> None:
        assert self._answer is not None
        if not self._answer.done():
            self._answer.set_result(answer)
            asyncio.get_running_loop().remove_reader(self._source)
            if answer is not None and self._drawn is not None:
                self._write(self.left())

    # --- what is drawn ------------------------------------------------------------------------

    def _draw(self) -> None:
        """Show the line as it is now, after a prompt that stands there."""
        old = self._drawn
        if old is None or self._unseen:
            return
        columns, height = self._size()
        line = Drawn(old.prompt, self._shown(self._line.before), self._shown(self._line.after))
        new = in_view(line, columns, height)
        moved = columns != self._columns and max(rows(old, columns), rows(old, self._columns)) > 1
        if moved:  # each terminal does something else with long lines when its window changes
            self._draw_again()
            return
        self._columns, self._drawn = columns, new
        if old != new:
            self._write(redrawn(old, new, columns))

    def _draw_again(self) -> None:
        """Begin a new line with the prompt, and show all of the line."""
        if self._drawn is not None:
            prompt, self._columns = self._drawn.prompt, self._size()[0]
            self._write(f"{self.left()}{ERASE_BELOW}{prompt}")
            self.prompted(prompt)

    # --- the terminal -------------------------------------------------------------------------

    def _open(self) -> None:
        """Let keys come one by one, without an echo; once."""
        if self._before:
            return
        with contextlib.suppress(
            termios.error
        ):  # the terminal was closed, which the first read tells
            self._before = termios.tcgetattr(self._source)
            self._listen(True)
            self._set()

    def _set(self) -> None:
        keys = list(self._before)
        assert isinstance(keys[3], int)
        # What stops and interrupts (ISIG) stays a signal, but takes nothing with it that was typed before.
        keys[3] &= ~(termios.ICANON | termios.ECHO | termios.ECHONL | termios.IEXTEN)
        keys[3] |= termios.NOFLSH
        # Nor does Ctrl+S, by which people elsewhere save, stop all that is written until Ctrl+Q.
        assert isinstance(keys[0], int)
        keys[0] &= ~termios.IXON
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._source, termios.TCSADRAIN, keys)
        self._write(_MARK_PASTES)

    def _restore(self) -> None:
        self._write(_MARK_NO_PASTES)
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._source, termios.TCSADRAIN, self._before)

    def _listen(self, on: bool) -> None:
        loop = asyncio.get_running_loop()
        for number, react in ((signal.SIGTSTP, self._stop), (signal.SIGCONT, self._go_on)):
            if on:
                loop.add_signal_handler(number, react)
            else:
                loop.remove_signal_handler(number)

    def _stop(self) -> None:
        """Ctrl+Z: give the terminal back as it was, and stop as any program does."""
        prompt = self._drawn.prompt if self._drawn else ""
        if prompt:
            self._write(self.left())
        self._restore()
        self._listen(False)
        signal.pthread_kill(threading.get_ident(), signal.SIGTSTP)  # and here the program goes on
        self._listen(True)
        self._set()
        if prompt:
            self._write(prompt)
            self.prompted(prompt)

    def _go_on(self) -> None:
        """The program went on after it was stopped by another: a shell may have used the terminal."""
        self._set()
        self._draw_again()
