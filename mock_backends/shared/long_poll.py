"""Long polls: a request stays open until something changes, or its time is up."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

import msgspec
from starlette.requests import Request

from mock_backends.shared.clock import Clock
from mock_backends.shared.problems import invalid_input

LONGEST_WAIT = 25
"""Seconds: less than the 30 s after which proxies commonly close a silent connection."""

T = TypeVar("T")

_Wait = Annotated[float, msgspec.Meta(ge=0, le=LONGEST_WAIT)]


def poll_of(request: Request) -> tuple[int | None, timedelta]:
    """The query's `after` (a version; None by default) and `wait` (0 by default).

    Raises Problem 400, naming the parameter that is not a number or out of bounds.
    """
    after: int | None = _parameter(request, "after", int, None)
    wait: float = _parameter(request, "wait", _Wait, 0)
    return after, timedelta(seconds=wait)


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T | None:
    """What `work` yields; None, and it is cancelled, once whoever asked has gone.

    A server does not tell otherwise that a connection was closed, as by a program that was ended.
    """
    done = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({done, gone}, return_when=asyncio.FIRST_COMPLETED)
        return done.result() if done.done() else None
    finally:
        done.cancel()
        gone.cancel()
        await asyncio.gather(done, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _parameter(request: Request, name: str, kind: Any, default: float | None) -> Any:
    if name not in request.query_params:
        return default
    try:
        return msgspec.convert(request.query_params[name], kind, strict=False)
    except msgspec.ValidationError as error:
        raise invalid_input((name, "schemaViolation", str(error)), place="query") from error


class Changes:
    """A version that counts changes, and wakes the tasks that wait for the next change."""

    __slots__ = ("_next", "version")

    def __init__(self) -> None:
        self.version = 1
        # Only while somebody waits: an event takes 0.7 KiB, and most sessions lie idle.
        self._next: asyncio.Event | None = None

    def announce(self) -> None:
        """Record a change."""
        self.version += 1
        if self._next is not None:
            self._next.set()
            self._next = None

    async def newer_than(
        self,
        version: int | None,
        wait: timedelta,
        *,
        clock: Clock,
        settle: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        """Return as soon as the version differs from `version`, or after `wait` of this world's time.

        `settle` applies the changes that are due, and returns when to call it again (None: time alone
        changes nothing). With version None, return at once.
        """
        began = clock.now()
        while True:
            again = settle()
            now = clock.now()
            began = min(began, now)  # the clock may have been set back
            end = began + wait
            if version is None or self.version != version or now >= end:
                return
            until = end if again is None else min(end, again)
            # Taken now: a change before the wait begins must not be missed.
            coming = self._next = self._next or asyncio.Event()
            with suppress(TimeoutError):
                await clock.within((until - now).total_seconds(), coming.wait())
