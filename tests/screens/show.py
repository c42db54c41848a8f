"""The full screen over a page made by hand, in a real terminal: `python -m tests.screens.show ID`.

After each key, and whatever came of it, it tells the terminal how many it has taken so far: whoever reads
need not guess when all is drawn.
"""

import asyncio
import os
import sys

from textual import events

from tests.screens import pages
from tests.screens.leading import Leading
from tests.screens.settled import settled
from tui.app import BurgerprofielApp
from tui.locale import Words
from tui.widgets.theme import no_color

TOLD = "\x1b]7777;{}\x07"
"""An operating system command that no terminal knows: so many keys are taken, and all is drawn."""


class Telling(BurgerprofielApp):
    """The full screen, and a word after each key."""

    taken = 0
    _telling: asyncio.Task[None] | None = None

    def on_ready(self) -> None:
        super().on_ready()
        self._tell_soon()

    async def on_event(self, event: events.Event) -> None:
        fresh = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        await super().on_event(event)
        if fresh:
            self.taken += 1
            self._tell_soon()

    def _tell_soon(self) -> None:
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        told = -1
        while told != self.taken:
            told = self.taken
            await settled(self)
        self._write(TOLD.format(told))


def main(name: str) -> None:
    """Show the page with this id until it is stopped; then print why it was left."""
    first = next(page for page in (*pages.ALL, pages.HOSTILE) if page.id == name)
    app = Telling(Leading(first, *pages.ALL), Words("nl"), no_color=no_color(os.environ), settle=0)
    print(f"left: {asyncio.run(app.run_async())}")


if __name__ == "__main__":
    main(sys.argv[1])
