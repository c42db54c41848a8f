"""Background tasks: long polls, by which services report that something has changed.

There are no timers here. A long poll stays open until a block has arrived, the phone has been used, or time
is up by the world's clock.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

from tui.portal.errors import InteractionGone, NotSignedIn, PortalError

WAIT = 25.0
"""Seconds by the world's clock that a long poll may stay open; the maximum that services allow."""

PAUSE = 2.0
"""Seconds of real time before a party that did not answer is asked again."""


class LongPolls:
    """Background tasks by name, each name once.

    `crashed` is called with any unforeseen error, and `heard` after each poll, with the error that it ended
    with, or None.
    """

    def __init__(
        self,
        crashed: Callable[[BaseException], None],
        heard: Callable[[str, PortalError | None], None] = lambda _name, _error: None,
    ) -> None:
        self._crashed = crashed
        self._heard = heard
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def repeat(self, name: str, ask: Callable[[], Awaitable[bool]]) -> None:
        """Call `ask` again and again until it returns False or is stopped."""
        if name not in self._tasks:
            self._start(name, self._repeat(name, ask))

    def run(self, name: str, work: Callable[[], Coroutine[None, None, None]]) -> asyncio.Task[None]:
        """Do `work` once, in a task that outlives its caller; `close` still stops it."""
        return self._start(name, work())

    def stop(self, *names: str) -> None:
        """Stop these tasks; the calling task, if it is among them, finishes its round and does not repeat."""
        for name in names:
            task = self._tasks.pop(name, None)
            if task is not None and task is not asyncio.current_task():
                task.cancel()

    async def close(self) -> None:
        """Stop all tasks, and wait until they have stopped."""
        tasks = list(self._tasks.values())
        self.stop(*list(self._tasks))
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, name: str, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks[name] = task
        task.add_done_callback(lambda done: self._ended(name, done))
        return task

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(name) is task:
            del self._tasks[name]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._crashed(error)

    async def _repeat(self, name: str, ask: Callable[[], Awaitable[bool]]) -> None:
        going_on = True
        while going_on and self._tasks.get(name) is asyncio.current_task():
            try:
                going_on = await ask()
                self._heard(name, None)
            except (NotSignedIn, InteractionGone):
                return  # `ask` has reported it
            except PortalError as error:
                self._heard(name, error)
                # A poll that timed out has waited long enough already.
                await asyncio.sleep(0 if error.reason == "noAnswer" else PAUSE)
