"""Heavy work in a background thread that gives way to the citizen's typing.

Most of the work after the first paint is importing some thousand modules. While that goes on, a typed letter
would take two or three times as long to appear; so before each import the thread waits until no key has been
pressed for a moment.
"""

import asyncio
import builtins
import contextlib
import sys
from collections.abc import Callable, Iterator
from threading import get_ident
from time import monotonic, sleep
from typing import Any, TypeVar

T = TypeVar("T")

SHORT_TURNS = 0.0005
"""The interpreter's switch interval (seconds) during heavy work, so that keys do not wait."""

QUIET = 0.08
"""Seconds without a key after which the work goes on: less than between two keys of somebody typing."""

PATIENCE = 3.0
"""Seconds that the work waits in total: a key that is held down does not stop it for ever."""


class Background:
    """Runs one piece of work at a time in a thread.

    Call `pressed` at every key. `now` and `rest` (sleep) are seconds of a clock.
    """

    def __init__(
        self, now: Callable[[], float] = monotonic, rest: Callable[[float], None] = sleep
    ) -> None:
        self._now = now
        self._rest = rest
        self._pressed_at = float("-inf")
        self._waited = 0.0

    def pressed(self) -> None:
        """A key was pressed."""
        self._pressed_at = self._now()

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`, done in a thread. Cancelling the call does not stop the thread."""
        with short_turns():
            return await asyncio.to_thread(self._giving_way, work)

    def _giving_way(self, work: Callable[[], T]) -> T:
        usual, here = builtins.__import__, get_ident()

        def importing(*args: Any, **kwargs: Any) -> Any:
            # Here and not in a finder of `sys.meta_path`: a finder is called with the import lock held, so
            # that imports on the event loop would have to wait too.
            if get_ident() == here:
                self._wait()
            return usual(*args, **kwargs)

        builtins.__import__ = importing
        try:
            return work()
        finally:
            builtins.__import__ = usual

    def _wait(self) -> None:
        while self._waited < PATIENCE and (left := self._pressed_at + QUIET - self._now()) > 0:
            self._waited += left
            self._rest(left)


@contextlib.contextmanager
def short_turns() -> Iterator[None]:
    """Let the interpreter switch between threads more often in this context."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SHORT_TURNS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
