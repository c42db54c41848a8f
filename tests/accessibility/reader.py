"""A screen reader that is not there: what one would say after each key, from what stands on the screen.

Two sorts, as they are in use: one speaks the lines that have changed, one the line of the cursor.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from textual.widget import Widget

from tests.journey.steps import until
from tests.screens import settled
from tests.simulated import Simulated, all_there
from tui.app import BurgerprofielApp
from tui.widgets.canvas import Canvas

FRAMES = re.compile(r"[\u2500-\u259f]+")
LONGEST_WAY = 80
"""Keys after which what one goes to is not coming."""


@dataclass(frozen=True)
class Heard:
    """What is said after one key."""

    key: str
    changed: tuple[str, ...]
    """The lines that were not on the screen before, from the top."""
    cursor: str
    """The line in which the cursor stands; "" in a field with nothing in it."""

    def lines(self) -> list[str]:
        """As it stands in a recording."""
        said = [f"  changed: {line}" for line in self.changed] or ["  changed: nothing"]
        return [f"[{self.key}]", f"  cursor:  {self.cursor or 'blank'}", *said]


def spoken(line: str) -> str:
    """A line of the screen without frames and with single spaces."""
    return " ".join(FRAMES.sub(" ", line).split())


class Reader:
    """Presses keys in the full screen, and notes what is heard."""

    def __init__(self, simulated: Simulated, app: BurgerprofielApp) -> None:
        self._simulated = simulated
        self._app = app
        self._before: list[str] = []
        self.heard: list[Heard] = []

    async def listen(self, key: str) -> Heard:
        """Hear the screen as it now is, once all is there."""
        await until(self._simulated.navigator, all_there)
        await settled.settled(self._app)
        strips = self._app.screen._compositor.render_strips()
        now = [spoken(strip.text) for strip in strips]
        changed = tuple(line for line in now if line and line not in self._before)
        self._before = now
        self.heard.append(Heard(key, changed, now[self._app.cursor_position.y]))
        return self.heard[-1]

    async def arrive(self, place: str) -> None:
        """Hear the page that comes by itself."""
        await until(self._simulated.navigator, lambda page: page.place == place, place)
        await self.listen(place)

    async def press(self, *keys: str) -> None:
        """Press these, hearing what comes of each."""
        for key in keys:
            await settled.press(self._app, key)
            await self.listen(key)

    async def go(self, there: Callable[[Widget], bool], key: str = "tab") -> None:
        """Press one key until the focus stands there."""
        for _ in range(LONGEST_WAY):
            focused = self._app.screen.focused
            if focused is not None and there(focused):
                return
            await self.press(key)
        raise AssertionError(f"never there; the focus is on {self._app.screen.focused}")

    async def choose(self, stop: str, key: str = "tab") -> None:
        """Go to a stop by its name, and press Enter."""
        await self.go(lambda one: isinstance(one, Canvas) and one.stop == stop, key)
        await self.press("enter")

    def recording(self) -> str:
        """All that was heard."""
        return "\n".join(line for one in self.heard for line in one.lines()) + "\n"
