"""Heavy work beside the loop: in a thread that gives way to whoever types.

What is loaded after the first paint is modules for the most part, a thousand of them. While they are
imported a letter would stand on the screen two or three times later than it does afterwards; so before
each of them the thread waits until no key has come for a moment.
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
"""Seconds that a thread keeps the interpreter while heavy work is done, so that keys do not wait."""

QUIET = 0.08
"""Seconds without a key after which the work goes on: less than a hand needs from key to key."""

PATIENCE = 3.0
"""Seconds that the work waits at most, all in all: it also gets done under a key that is held down."""


class Background:
    """Does work in a thread, one at a time. `pressed` is to be called at each key; `now` and `rest` are a
    clock's.
    """

    def __init__(
        self, now: Callable[[], float] = monotonic, rest: Callable[[float], None] = sleep
    ) -> None:
        self._now = now
        self._rest = rest
        self._pressed_at = float("-inf")
        self._waited = 0.0

    def pressed(self) -> None:
        """A key has come."""
        self._pressed_at = self._now()

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` gives or raises; it is done in a thread, which goes on when nobody waits any more."""
        with short_turns():
            return await asyncio.to_thread(self._giving_way, work)

    def _giving_way(self, work: Callable[[], T]) -> T:
        usual, here = builtins.__import__, get_ident()

        def importing(*args: Any, **kwargs: Any) -> Any:
            # Here, and not in a finder of `sys.meta_path`: that one is asked with the lock held that every
            # import needs, so that whatever the loop imports meanwhile would wait, too.
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
    """Let threads change often, as long as this lasts."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SHORT_TURNS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
