"""What the app needs beyond `textual.app.App`: keys in order, bindings, the terminal, no tracebacks."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.geometry import Offset
from textual.message_pump import MessagePump
from textual.worker import WorkerFailed

if TYPE_CHECKING:
    from textual.app import App

    Base = App[Any]
else:
    Base = object  # creating a subclass of Textual's would delay the first paint

KEY_TIMEOUT = 1.0
"""Seconds after which a key that has not been handled no longer holds up the next."""


class AppFixes(Base):
    """A mixin for an app; comes before `App` in its bases."""

    def without_toasts(self) -> None:
        """Leave out the two widgets that Textual mounts on each screen for tooltips and notifications.

        Upstream: not reported; only `App.run_test` has parameters for it.
        """
        self._disable_tooltips = self._disable_notifications = True

    def write_to_terminal(self, sequence: str) -> None:
        """Send an escape sequence to the terminal at once; do nothing if there is no terminal.

        Upstream: not reported; the driver has no public name.
        """
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)
            self._driver.flush()

    def ask_ground(self) -> None:
        """Ask the terminal for its background, if there is one that takes questions.

        Upstream: not reported; the driver has no public name.
        """
        ask = getattr(self._driver, "ask_ground", None)
        if ask is not None and not self.is_headless:
            ask()

    def move_cursor(self, place: Offset) -> None:
        """Move the terminal's own cursor to a cell of the screen: braille displays and magnifiers follow it.

        Textual leaves it where the last update ended. Before it draws, it moves relative to
        `cursor_position`, so that must be set as well.

        Upstream: #2348 (the hardware cursor), #2425 (accessibility).
        """
        if place != self.cursor_position or place != self._cursor_at:
            self.cursor_position = self._cursor_at = place
            self.write_to_terminal(f"\x1b[{place.y + 1};{place.x + 1}H")

    _cursor_at = Offset(-1, -1)

    def forget_cursor(self) -> None:
        """Let the next `move_cursor` move it, also to where it was: something else has moved it.

        Upstream: as `move_cursor`.
        """
        self._cursor_at = Offset(-1, -1)

    def _fatal_error(self) -> None:
        """End without a traceback: Textual's shows all local variables, and so a citizen's data.

        Upstream: not reported.
        """
        self._close_messages_no_wait()

    @property
    def failure(self) -> BaseException | None:
        """The error that ended the app; if a worker failed, the worker's own error inside Textual's.

        Upstream: not reported; `App.run_async` returns without raising it.
        """
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error


class KeyQueue:
    """Holds a key back until every widget that may act on the previous key has had that key.

    Textual gives a letter to the field at once, but passes a key with a binding from widget to widget up to
    the app. In a burst (typing ahead, dictation, a slow line), letters would overtake Backspace, arrows and
    Tab.

    Upstream: #6605, and #6631 (open), which would order the keys of a field but not those of the screen.
    """

    def __init__(self, app: "App[Any]", send: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._send = send
        self._waiting: deque[events.Event] = deque()
        self._sent_at: float | None = None

    async def put(self, event: events.Event) -> None:
        """Take a key or a paste as it comes from the terminal."""
        self._waiting.append(event)
        if self._sent_at is None or monotonic() - self._sent_at > KEY_TIMEOUT:
            await self._next()

    async def _next(self) -> None:
        self._sent_at = None
        if not self._waiting or not self._app.screen_stack:
            return
        self._sent_at = monotonic()
        event = self._waiting.popleft()
        target = self._app.focused or self._app.screen
        await self._send(event)
        self._follow(list(target.ancestors_with_self))

    def _follow(self, path: Sequence[MessagePump]) -> None:
        """Follow the key through the widgets' message queues, and then send the next key."""
        for number, pump in enumerate(path):
            rest = path[number + 1 :]
            if pump is not self._app and pump.call_later(self._follow, rest):
                return
        if not self._app.call_later(self._next):
            self._sent_at = None


def add_bindings(node: DOMNode, bindings: Iterable[Binding]) -> None:
    """Add bindings to an app or a screen, whose keys and words are known only when it is created.

    Upstream: not reported; `App.bind` takes neither an id nor a tooltip nor priority.
    """
    node._bindings = BindingsMap.merge([node._bindings, BindingsMap(bindings)])


def bound_keys(node: DOMNode) -> frozenset[str]:
    """The keys for which a widget has bindings now.

    Upstream: not reported; `active_bindings` has only those of the focused widget.
    """
    return frozenset(node._bindings.key_to_bindings)


def remove_bindings(node: DOMNode, keys: Iterable[str]) -> None:
    """Remove a widget's own bindings for these keys, so that the app's apply again.

    Upstream: #5600 (open), which would add `App.unbind`.
    """
    for key in keys:
        node._bindings.key_to_bindings.pop(key, None)
