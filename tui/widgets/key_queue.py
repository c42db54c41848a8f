"""Keys one after the other: what was pressed first is done first, however fast the next one comes.

Textual hands a letter to the field at once, while a key that is bound to an action climbs to the app from
widget to widget; in a burst (type-ahead, dictation, a slow line) letters overtake Backspace, arrows and Tab.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

GIVEN_UP = 1.0
"""Seconds after which a key that is still on its way holds up no other."""

Send = Callable[[events.Event], Awaitable[None]]


class KeyQueue:
    """Holds keys back until the one before has been through every widget that may act on it."""

    def __init__(self, app: App[Any], send: Send) -> None:
        self._app = app
        self._send = send
        self._waiting: deque[events.Event] = deque()
        self._sent_at: float | None = None

    async def put(self, event: events.Event) -> None:
        """A key or a paste as it comes from the terminal."""
        self._waiting.append(event)
        if self._sent_at is None or monotonic() - self._sent_at > GIVEN_UP:
            await self._next()

    async def _next(self) -> None:
        self._sent_at = None
        if not self._waiting or not self._app.screen_stack:
            return
        self._sent_at = monotonic()
        event = self._waiting.popleft()
        target = self._app.focused or self._app.screen
        await self._send(event)
        self._climb(list(target.ancestors_with_self))

    def _climb(self, path: Sequence[MessagePump]) -> None:
        """Go behind the key through the queues that it goes through, and then send the next."""
        for number, pump in enumerate(path):
            rest = path[number + 1 :]
            if pump is not self._app and pump.call_later(self._climb, rest):
                return
        if not self._app.call_later(self._next):
            self._sent_at = None
