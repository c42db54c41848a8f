"""A simulated screen reader: what it would say after each key, from what stands on the screen.

Two sorts, as they are in use: one speaks the lines that have changed, one the line of the cursor.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

from textual import events
from textual.widget import Widget

from tests.journey.steps import until
from tests.screens import settled
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.page.description import Description
from tui.page.offered import is_settled
from tui.page.parts import Page
from tui.screens.menu_screen import MenuScreen
from tui.screens.page_screen import PageScreen
from tui.screens.where_am_i import describe_item, describe_widget
from tui.widgets.canvas import Canvas
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField

FRAMES = re.compile(r"[\u2500-\u259f]+")
LONGEST_WAY = 80
"""Presses of a key after which the target is taken not to come."""


@dataclass(frozen=True)
class Heard:
    """What is said after one key, and what it should tell of."""

    key: str
    changed: tuple[str, ...]
    """The lines that were not on the screen before, from the top, without the foot line.

    That is drawn before the cursor goes to the focus (`test_cursor`), which ends what is being said of it.
    """
    cursor: str
    """The line in which the cursor stands; "" where nothing stands in it."""
    pointed: str
    """That line from the cursor on: what a braille display shows under the finger."""
    focus: Description
    """What has the focus, as "Waar ben ik?" calls it."""
    value: str
    """What stands in a field that has the focus."""
    typing: bool
    """Whether a field has the focus."""
    page: Page
    """The page, also where a menu stands over it."""
    menu: bool
    """Whether a menu stands over the page."""
    answer: str
    """What "Waar ben ik?" answers, "" where it was not asked."""

    def lines(self) -> list[str]:
        """As it stands in a recording."""
        said = [f"  changed: {line}" for line in self.changed] or ["  changed: nothing"]
        return [f"[{self.key}]", f"  cursor:  {self.cursor or 'blank'}", *said]

    @property
    def told(self) -> str:
        """All that has changed, in one line."""
        return " ".join(self.changed)


def spoken(line: str) -> str:
    """A line of the screen without frames and with single spaces."""
    return " ".join(FRAMES.sub(" ", line).split())


def _new(now: list[str], before: list[str]) -> Iterator[str]:
    """The lines that stand there more often than before; what has only moved is not spoken."""
    spare = Counter(before)
    for line in now:
        if line and not spare[line]:
            yield line
        spare[line] -= 1


def _is_field(widget: Widget) -> TypeGuard[TextField | LongField]:
    return isinstance(widget, TextField | LongField)


def _stops(widget: Widget) -> list[str]:
    return [stop.name for stop in widget.stops] if isinstance(widget, Canvas) else []


class Reader:
    """Presses keys in the full screen, and notes what is heard."""

    def __init__(self, simulated: Simulated, app: BurgerprofielApp) -> None:
        self.simulated = simulated
        self._app = app
        self._before: list[str] = []
        self.heard: list[Heard] = []

    async def listen(self, key: str) -> Heard:
        """Hear the screen as it now is, once all is there."""
        await until(self.simulated.navigator, is_settled)
        await settled.settled(self._app)
        rows = [strip.text for strip in self._app.screen._compositor.render_strips()]
        now = [spoken(row) for row in rows]
        changed = tuple(_new(now[:-1], self._before))
        self._before = now[:-1]
        at = self._app.cursor_position
        screen, focused = self._app.screen, self._app.screen.focused
        assert isinstance(screen, PageScreen | MenuScreen)
        self.heard.append(
            Heard(
                key=key,
                changed=changed,
                cursor=now[at.y],
                pointed=spoken(rows[at.y][at.x :]),
                focus=self._focus(focused),
                value=focused.read() if focused and _is_field(focused) else "",
                typing=focused is not None and _is_field(focused),
                page=self.simulated.navigator.page,
                menu=isinstance(self._app.screen, MenuScreen),
                answer=screen.answer.said if screen.answer.answering else "",
            )
        )
        return self.heard[-1]

    def _focus(self, focused: Widget | None) -> Description:
        screen = self._app.screen
        if isinstance(screen, PageScreen) and focused is not None:
            return describe_widget(screen, focused)
        assert isinstance(screen, MenuScreen)
        return describe_item(screen.listing.part, self.simulated.words, screen.listing.stop)

    async def arrive(self, place: str) -> None:
        """Hear the page that comes by itself."""
        await until(self.simulated.navigator, lambda page: page.place == place, place)
        await self.listen(place)

    async def press(self, *keys: str) -> None:
        """Press these, hearing what comes of each."""
        for key in keys:
            await settled.press(self._app, key)
            await self.listen(key)

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal does."""
        driver = self._app._driver
        assert driver is not None
        event = events.Paste(text)
        event.set_sender(self._app)
        driver.send_message(event)
        await settled.settled(self._app)
        await self.listen("paste")

    async def go(self, there: Callable[[Widget], bool], key: str = "tab") -> None:
        """Press one key until the focus stands there."""
        for _ in range(LONGEST_WAY):
            focused = self._app.screen.focused
            if focused is not None and there(focused):
                return
            await self.press(key)
        raise AssertionError(f"never there; the focus is on {self._app.screen.focused}")

    async def stand(self, stop: str, key: str = "tab") -> None:
        """Go to a stop by its name."""
        await self.go(lambda one: isinstance(one, Canvas) and one.stop == stop, key)

    async def choose(self, stop: str, key: str = "tab") -> None:
        """Go to a stop by its name, and press Enter."""
        await self.stand(stop, key)
        await self.press("enter")

    async def do(self, *steps: str) -> None:
        """Follow steps by their names: press a button or item, make a choice ("option:…"), fill a field.

        A field is filled with what stands behind its name and "=".
        """
        for step in steps:
            name, fills, text = step.partition("=")
            if fills:
                await self._fill(name, text)
            else:
                await self._take(name)

    async def _fill(self, name: str, text: str) -> None:
        await self.go(lambda one: _is_field(one) and one.field.name == name)
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def _take(self, name: str) -> None:
        await self.go(lambda one: name in _stops(one))
        among = self._app.screen.focused
        one_by_one = isinstance(among, Canvas) and among.TAB_STOPS
        await self.stand(name, "tab" if one_by_one else "down")
        if not name.startswith("option:"):
            await self.press("enter")

    async def field(self) -> None:
        """Go to the next field to type in."""
        await self.go(_is_field)

    async def menu(self, item: str, typed: str) -> None:
        """Ask for the menu, type until this item is marked, and take it."""
        await self.press("f9")
        for letter in typed:
            screen = self._app.screen
            assert isinstance(screen, MenuScreen)
            if screen.listing.stop == item:
                break
            await self.press("space" if letter == " " else letter)
        await self.choose(item, "down")

    def recording(self) -> str:
        return "\n".join(line for one in self.heard for line in one.lines()) + "\n"
