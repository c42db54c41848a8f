"""The terminal under the full screen. It may close at any moment: then the program ends, and never hangs."""

import contextlib
import signal
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event
from time import monotonic
from typing import IO, Any, cast

from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.textual_fixes import keyboard as keyboard  # every reader of a terminal knows all layouts
from tui.textual_fixes.ground import ASK, GroundTold

ANSWERED = 0.3
"""Seconds after a question in which its answer comes, through a slow line too."""


def lenient_decoder(encoding: str) -> Callable[[], object]:
    """A decoder that turns a byte that is not UTF-8, such as a letter from an older terminal, into "�".

    At such a byte Textual's reader would stop for good, and the keyboard would be dead.

    Upstream: #6456, #6498 (open).
    """
    return partial(getincrementaldecoder(encoding), errors="replace")


vars(linux_driver)["getincrementaldecoder"] = lenient_decoder


class ScreenTerminal(LinuxDriver):
    """Textual's driver, except that a closed terminal ends the program instead of being an error.

    Textual's writer thread stops at the first write that fails. Its queue then fills up, and whoever writes
    next, such as the shutdown itself, waits for ever.

    Upstream: #5140 (signals), #6690 (open; the reader spins when a terminal closes); the writer thread,
    and a second one after each SIGCONT, are not reported.
    """

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        self._while_shown: list[Any] = []
        """How the terminal is set while the full screen is on it; [] before that."""
        self._suspended = False
        self._asked_at = -ANSWERED
        self._told = Event()
        self._file = cast("Any", _Outgoing(cast("IO[str]", self._file), self._gone))

    def ask_ground(self) -> None:
        """Ask the terminal for its background; `GroundTold` comes when it tells, if it does."""
        self._asked_at = monotonic()
        self.write(ASK)
        self.flush()

    def process_message(self, message: Message) -> None:
        if isinstance(message, GroundTold):
            self._told.set()
        super().process_message(message)

    def disable_input(self) -> None:
        # An answer that came after this would be typed into the shell.
        self._told.wait(max(0.0, self._asked_at + ANSWERED - monotonic()))
        super().disable_input()

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        with contextlib.suppress(termios.error):  # the terminal closed meanwhile
            self._while_shown = termios.tcgetattr(self.fileno)
        if self._writer_thread is None:  # the terminal closed before the first byte
            self._gone()

    def _sigcont_application(self, *signalled: Any) -> None:
        # Textual takes every SIGCONT for the end of a Ctrl+Z, and starts a second reader and writer. After a
        # bare SIGSTOP the first two still run, and nothing would ever end the program.
        if self._suspended:
            before = self._writer_thread
            super()._sigcont_application(*signalled)
            # In the background (`bg`) nothing is started: the screen stays left until `fg`.
            self._suspended = self._writer_thread is before
        elif self._while_shown:
            with contextlib.suppress(termios.error):  # the terminal was closed
                # A shell may have set and used the terminal meanwhile.
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._while_shown)
            self._app.post_message(self.SignalResume())

    def suspend_application_mode(self) -> None:
        super().suspend_application_mode()
        self._suspended = True
        # `close` has let go of them, but the screen is not left.
        self._listen(self._sigtstp_application, self._sigcont_application)

    def stop_application_mode(self) -> None:
        # Some terminals carry lines of the full screen over to the normal screen if their size has changed.
        self.write("\x1b[2J")
        super().stop_application_mode()

    def write(self, data: str) -> None:
        if self._writer_thread is not None:
            super().write(data)

    def close(self) -> None:
        super().close()
        # A terminal that closes sends SIGCONT after SIGHUP, which must not restart a screen that was left.
        self._listen(signal.SIG_DFL, signal.SIG_DFL)

    def _listen(self, stopped: Any, continued: Any) -> None:
        signal.signal(signal.SIGTSTP, stopped)
        signal.signal(signal.SIGCONT, continued)

    def _run_input_thread(self) -> None:
        # Textual's own version prints a traceback with all local values, such as what a citizen typed.
        try:
            self.run_input_thread()
        except OSError:
            self._gone()
        except Exception as error:  # any error ends the full screen, and is reported there
            self._app.call_later(self._app._handle_exception, error)

    def _gone(self) -> None:
        self._app.call_later(self._app.exit, "gone")


class _Outgoing:
    """A file that discards what can no longer be written, and reports once that it is gone."""

    def __init__(self, file: IO[str], on_gone: Callable[[], object]) -> None:
        self._file = file
        self._on_gone = on_gone
        self._gone = False

    def write(self, text: str) -> None:
        if not self._gone:
            with self._ending():
                self._file.write(text)

    def flush(self) -> None:
        if not self._gone:
            with self._ending():
                self._file.flush()

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file.fileno()

    @contextlib.contextmanager
    def _ending(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self._gone = True
            self._on_gone()
