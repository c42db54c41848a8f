"""A demonstration: the devices answer by themselves, and each step is told before it is taken."""

import asyncio
from collections.abc import Awaitable, Callable

PAUSE = 6.0
"""Seconds that a step stands to be read at the speed "normal"."""


class Demonstration:
    """The step that a demonstration is about to take, and what it waits for.

    `speed` is one of `tui.looks.SPEEDS`. With "normal" a step waits `PAUSE` seconds or for a key, with
    "stepped" for Enter alone, and with "fast" for nothing: it is not even told. `sleep` waits so many
    seconds.
    """

    def __init__(
        self, speed: str = "fast", sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.speed = speed
        self.step = ""
        """The key of the words that tell the step; "" while none waits."""
        self.on_change: Callable[[], None] = lambda: None
        """Called when a step is told, and when it is taken."""
        self._sleep = sleep
        self._go_on = asyncio.Event()

    @property
    def tells(self) -> bool:
        """Whether steps are told."""
        return self.speed != "fast"

    async def tell(self, step: str) -> None:
        """Tell a step, and wait as long as it may be read."""
        if not self.tells:
            return
        self.step = step
        self._go_on.clear()
        self.on_change()
        waits: list[asyncio.Future[object]] = [asyncio.ensure_future(self._go_on.wait())]
        if self.speed == "normal":
            waits.append(asyncio.ensure_future(self._sleep(PAUSE)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
            self.step = ""
            self.on_change()

    def go_on(self) -> None:
        """Take the step that waits."""
        self._go_on.set()

    def pressed(self, key: str) -> bool:
        """A key was pressed; returns whether it was for the demonstration, and means nothing else."""
        if not self.step:
            return False
        if key == "enter" or self.speed == "normal":
            self.go_on()
        return key == "enter"
