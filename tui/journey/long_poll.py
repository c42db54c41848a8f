"""What goes on beside the citizen: the services are asked to tell when something changes.

There are no timers here. Each loop keeps one question open (a long poll); the services answer when a
block has come, the phone was used, or time is up by the world's clock.
"""

import asyncio
from collections.abc import Awaitable, Callable

from tui.portal.errors import InteractionGone, NotSignedIn, PortalError

WAIT = 25.0
"""Seconds, by the world's clock, that a question may stay open; the most that services allow."""

PAUSE = 2.0
"""Seconds of real time before asking again a party that does not answer."""


class LongPolls:
    """Named background tasks, at most one of each name. An unforeseen failure goes to `crashed`."""

    def __init__(self, crashed: Callable[[BaseException], None]) -> None:
        self._crashed = crashed
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def follow(self, name: str, ask: Callable[[], Awaitable[bool]]) -> None:
        """Ask again and again until `ask` says False, or is stopped."""
        if name not in self._tasks:
            task = asyncio.get_running_loop().create_task(_again(ask), name=name)
            self._tasks[name] = task
            task.add_done_callback(lambda done: self._ended(name, done))

    def stop(self, *names: str) -> None:
        """Stop these, but never the one that is calling."""
        for name in names:
            task = self._tasks.pop(name, None)
            if task is not None and task is not asyncio.current_task():
                task.cancel()

    async def close(self) -> None:
        """Stop all, and wait until they have stopped."""
        tasks = list(self._tasks.values())
        self.stop(*list(self._tasks))
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(name) is task:
            del self._tasks[name]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._crashed(error)


async def _again(ask: Callable[[], Awaitable[bool]]) -> None:
    going_on = True
    while going_on:
        try:
            going_on = await ask()
        except (NotSignedIn, InteractionGone):
            return  # told by whoever asked
        except PortalError as error:
            # A question that nobody answered in time has waited long enough already.
            await asyncio.sleep(0 if error.reason == "noAnswer" else PAUSE)
