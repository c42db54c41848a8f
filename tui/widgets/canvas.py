"""A widget that draws one part as lines of text, with places in it where the citizen can stop and choose.

One widget a part, not one a word: mounting costs by the widget. Tab, arrows, Enter, the mouse and the
hardware cursor work the same in all of them.
"""

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.reactive import Reactive
from textual.widget import Widget

from tui.widgets.content import stacked
from tui.widgets.interfaces import READING_KEYS, Focusable, is_scrolled_away, reveal_soon


class Stop(Struct, frozen=True):
    """A place in a drawing where one can stop: `width` cells and `height` lines from (x, y).

    `main` is what the page is for: the mouse may also press the blank line above or below it.
    """

    name: str
    x: int
    y: int
    width: int
    height: int = 1
    main: bool = False

    def moved(self, x: int, y: int) -> "Stop":
        """The same stop elsewhere."""
        return Stop(self.name, self.x + x, self.y + y, self.width, self.height, self.main)


class Drawing(Struct, frozen=True):
    """Lines, none wider than was asked, and the stops in them in reading order."""

    lines: list[Content]
    stops: tuple[Stop, ...] = ()


class Canvas(Focusable, Widget, can_focus=True):
    """Draws itself from a pure function of its part, the width and which stop is marked."""

    DEFAULT_CSS = """
    Canvas { width: 1fr; height: auto; text-wrap: nowrap; text-overflow: clip; }
    """

    auto_links = Reactive(False)

    BACKWARD: tuple[str, ...] = ("left",)
    FORWARD: tuple[str, ...] = ("right",)
    """Keys that move between stops."""

    PRESSES: tuple[str, ...] = ("enter", "space")
    """Keys that press the marked stop."""

    TAB_STOPS = True
    """Whether Tab visits each stop, or the whole is one stop to it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._stop = ""
        self._drawings: dict[tuple[int, str | None], Drawing] = {}

    # What a kind of part says of itself

    def draw(self, width: int, mark: str | None) -> Drawing:
        """The part at this width; `mark` names the stop that has the focus, None where the widget has not."""
        raise NotImplementedError

    def press(self, stop: str) -> None:
        """Enter, Space or a click on a stop."""

    def reach(self, stop: str) -> None:
        """The focus has come to a stop by an arrow key."""

    # The drawing

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops as they are drawn now."""
        return self._drawing().stops

    @property
    def stop(self) -> str:
        """The name of the stop that is marked, or is when the focus comes; "" where there is none."""
        names = [one.name for one in self.stops]
        if self._stop in names:
            return self._stop
        return self.resting(names) if names else ""

    def resting(self, names: list[str]) -> str:
        """Which stop the focus comes to first."""
        return names[0]

    def _drawing(self, width: int | None = None) -> Drawing:
        width = self.content_size.width if width is None else width
        plain = self._drawings.get((width, None))
        if plain is None:
            plain = self._drawings[width, None] = self.draw(max(8, width), None)
        if not self.has_focus:
            return plain
        names = [one.name for one in plain.stops]
        mark = self._stop if self._stop in names else (self.resting(names) if names else "")
        marked = self._drawings.get((width, mark))
        if marked is None:
            if len(self._drawings) > 4:
                self._drawings = {(width, None): plain}
            marked = self._drawings[width, mark] = self.draw(max(8, width), mark)
        return marked

    def redraw(self, layout: bool = True) -> None:
        """Draw anew: what is drawn has changed."""
        self._drawings.clear()
        self.refresh(layout=layout)

    def render(self) -> Content:
        return stacked(self._drawing().lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if (width, None) not in self._drawings:
            self._drawings[width, None] = self.draw(max(8, width), None)
        return len(self._drawings[width, None].lines)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    # Where the focus is

    def marked(self) -> Stop | None:
        """The stop that has, or would have, the focus."""
        name = self.stop
        return next((one for one in self.stops if one.name == name), None)

    @property
    def cursor_place(self) -> Offset:
        """The marked stop, or where the part begins."""
        stop = self.marked()
        at = Offset(stop.x, stop.y) if stop else Offset(0, 0)
        return self.content_region.offset + at

    @property
    def focus_region(self) -> Region:
        """Where the focus is on the screen: the marked stop, or the part's first line."""
        stop = self.marked() or Stop("", 0, 0, 1)
        at = self.content_region.offset + Offset(stop.x, stop.y)
        return Region(at.x, at.y, stop.width, stop.height)

    @property
    def wanted_in_view(self) -> tuple[Region, ...]:
        """The whole part, or else the focus in it."""
        return self.region, self.focus_region

    def enter(self, backwards: bool) -> None:
        """The focus comes by Tab: to the first stop, or from behind to the last."""
        if self.TAB_STOPS and self.stops:
            self.go(self.stops[-1 if backwards else 0].name)

    def go(self, stop: str) -> None:
        """Move the mark."""
        if stop != self._stop:
            self._stop = stop
            self.refresh()
        reveal_soon(self)

    def step(self, by: int) -> bool:
        """Move the mark by so many stops. False, and nothing done, at the end."""
        names = [one.name for one in self.stops]
        if not names:
            return False
        to = names.index(self.stop) + by
        if not 0 <= to < len(names):
            return False
        self.go(names[to])
        return True

    # Keys and mouse

    def on_key(self, event: events.Key) -> None:
        handled = False
        if is_scrolled_away(self):
            # Keys that read go on, so does Tab; what any other would press or move is seen first.
            own = set(self.PRESSES + self.BACKWARD + self.FORWARD)
            if event.key in own - READING_KEYS.keys():
                reveal_soon(self)
                handled = True
        elif event.key in self.PRESSES:
            stop = self.stop
            if stop:
                self.press(stop)
                handled = True
        elif event.key in self.BACKWARD + self.FORWARD:
            handled = self.step(-1 if event.key in self.BACKWARD else 1)
            if handled:
                self.reach(self.stop)
        elif event.key in ("tab", "shift+tab") and self.TAB_STOPS:
            handled = self.step(-1 if event.key == "shift+tab" else 1)
        if handled:
            event.stop()
            event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        if self.press_at(event.screen_offset):
            event.stop()

    def reaches(self, at: Offset) -> bool:
        """Whether the mouse presses something from this place on the screen."""
        return self._stop_at(at) is not None

    def _stop_at(self, at: Offset) -> Stop | None:
        stop = next((one for one in self.stops if self.reach_of(one).contains_point(at)), None)
        if stop is None:
            return None
        # A stop that is scrolled out of view is not pressed, although a line next to it may be seen.
        own = Region(stop.x, stop.y, stop.width, stop.height).translate(self.content_region.offset)
        return stop if own.overlaps(self.screen.find_widget(self).visible_region) else None

    def press_at(self, at: Offset) -> bool:
        """Press the stop that the mouse reaches from this place on the screen. False where there is none."""
        stop = self._stop_at(at)
        if stop is None:
            return False
        self.go(stop.name)
        self.press(stop.name)
        return True

    def reach_of(self, stop: Stop) -> Region:
        """Where on the screen the mouse presses a stop: of a main button also a blank line above and below.

        Three lines are 48 px high: a target of 44 px and more (WCAG 2.2, 2.5.5). A line from which it is
        only one to another stop of this part is left alone (2.5.8).
        """
        at = self.content_region.offset
        first, last = stop.y, stop.y + stop.height
        if not stop.main:
            return Region(at.x + stop.x, at.y + first, stop.width, stop.height)
        lines = self._drawing().lines
        taken = {
            y for one in self.stops if one is not stop for y in range(one.y, one.y + one.height)
        }

        def free(line: int, beyond: int) -> bool:
            # What stands beside it takes no line away: a notice has its bar there.
            drawn = lines[line].plain if 0 <= line < len(lines) else ""
            return beyond not in taken and not drawn[stop.x : stop.x + stop.width].strip()

        above, below = free(first - 1, first - 2), free(last, last + 1)
        return Region(at.x + stop.x, at.y + first - above, stop.width, above + stop.height + below)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
