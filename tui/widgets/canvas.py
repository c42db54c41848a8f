"""A widget that draws a part as lines of text, with stops in it that the citizen can go to and press.

A widget per part, not per word: every widget costs time to mount. Tab, arrow keys, Enter, the mouse and the
hardware cursor work the same in all of them.
"""

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from tui.widgets.content import as_content, stacked
from tui.widgets.interfaces import READING_KEYS, Focusable, is_scrolled_away, reveal_soon

RULE = "─"
"""What a line is drawn with, which nobody presses for its own sake."""

EDGES = f"{RULE}━ "
"""What a main button may have above and below it: nothing, or the line of a frame."""

ROOMY = 80
"""Cells in which nearly every text takes one line."""


class Stop(Struct, frozen=True):
    """A place in a drawing that the focus can go to: `width` cells and `height` lines from (x, y).

    `main`: a main button, which the mouse can also press on the blank line above or below it.
    """

    name: str
    x: int
    y: int
    width: int
    height: int = 1
    main: bool = False

    def moved(self, x: int, y: int) -> "Stop":
        """The same stop, moved by `x` cells and `y` lines."""
        return Stop(self.name, self.x + x, self.y + y, self.width, self.height, self.main)


class Drawing(Struct, frozen=True):
    """Lines, none of them wider than requested, and their stops in reading order."""

    lines: list[Content]
    stops: tuple[Stop, ...] = ()


class Canvas(Focusable, Widget, can_focus=True):
    """Draws itself by a pure function of its part, the width and the marked stop."""

    DEFAULT_CSS = """
    Canvas { width: 1fr; height: auto; text-wrap: nowrap; text-overflow: clip; }
    """

    auto_links = Reactive(False)

    BACKWARD: tuple[str, ...] = ("left",)
    FORWARD: tuple[str, ...] = ("right",)
    """The keys that move between stops."""

    PRESSES: tuple[str, ...] = ("enter", "space")
    """The keys that press the marked stop."""

    BY_WINDOW = False
    """Whether the drawing depends on more of the window than its own width."""

    TAB_STOPS = True
    """Whether Tab visits each stop; otherwise the whole widget is a single stop for Tab."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._stop = ""
        self._drawings: dict[tuple[int, str | None], Drawing] = {}

    # What subclasses implement

    def draw(self, width: int, mark: str | None) -> Drawing:
        """The part at this width; `mark` names the focused stop, or is None if the widget has no focus."""
        raise NotImplementedError

    def press(self, stop: str) -> None:
        """Called for Enter, Space or a click on a stop."""

    def reach(self, stop: str) -> None:
        """Called when an arrow key has moved the focus to a stop."""

    # The drawing

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops in the current drawing."""
        return self._drawing().stops

    @property
    def stop(self) -> str:
        """The name of the stop that is marked, or will be when the focus comes; "" if there are no stops."""
        names = [stop.name for stop in self.stops]
        if self._stop in names:
            return self._stop
        return self.resting(names) if names else ""

    def resting(self, names: list[str]) -> str:
        """The stop that the focus goes to first."""
        return names[0]

    def _drawing(self, width: int | None = None) -> Drawing:
        width = self.content_size.width if width is None else width
        if width == 0:
            # Out of sight, where only the stops count: they are the same at any width, and in a narrow one a
            # list of thousands takes seconds to draw.
            width = next((drawn for drawn, _ in self._drawings), ROOMY)
        plain = self._drawings.get((width, None))
        if plain is None:
            plain = self._drawings[width, None] = self.draw(max(8, width), None)
        if not self.has_focus:
            return plain
        names = [stop.name for stop in plain.stops]
        mark = self._stop if self._stop in names else (self.resting(names) if names else "")
        marked = self._drawings.get((width, mark))
        if marked is None:
            if len(self._drawings) > 4:
                self._drawings = {(width, None): plain}
            marked = self._drawings[width, mark] = self.draw(max(8, width), mark)
        return marked

    def redraw(self, layout: bool = True) -> None:
        """Draw again, because something in the drawing has changed."""
        self._drawings.clear()
        self.refresh(layout=layout)

    def render(self) -> Content:
        return stacked(self._drawing().lines)

    def render_line(self, y: int) -> Strip:
        if self.text_selection is not None:
            return super().render_line(y)  # what is selected counts in the lines of the whole
        # Only what is in view: all lines of a list of thousands took most of a second a key.
        lines = self._drawing().lines
        line = lines[y] if y < len(lines) else as_content("")
        strips = Visual.to_strips(self, line, self.size.width, 1, self.visual_style)
        return strips[0] if strips else Strip([])  # no cell wide, as in a window that was made tiny

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if (width, None) not in self._drawings:
            self._drawings[width, None] = self.draw(max(8, width), None)
        return len(self._drawings[width, None].lines)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    # Where the focus is

    def marked(self) -> Stop | None:
        """The stop that has the focus, or would have it."""
        name = self.stop
        return next((stop for stop in self.stops if stop.name == name), None)

    @property
    def cursor_place(self) -> Offset:
        """The marked stop, or the start of the part."""
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
        """The whole part, or at least the focus in it."""
        return self.region, self.focus_region

    def enter(self, backwards: bool) -> None:
        """Take the focus from Tab: go to the first stop, or with Shift+Tab to the last."""
        if self.TAB_STOPS and self.stops:
            self.go(self.stops[-1 if backwards else 0].name)

    def go(self, stop: str) -> None:
        """Move the mark."""
        if stop != self._stop:
            self._stop = stop
            self.refresh()
        reveal_soon(self)

    def step(self, by: int) -> bool:
        """Move the mark by this many stops; False, without moving it, at either end."""
        names = [stop.name for stop in self.stops]
        if not names:
            return False
        to = names.index(self.stop) + by
        if not 0 <= to < len(names):
            return False
        self.go(names[to])
        return True

    def towards(self, key: str) -> bool:
        """Move the mark by a key of BACKWARD or FORWARD; False, without moving it, at either end."""
        return self.step(-1 if key in self.BACKWARD else 1)

    # Keys and mouse

    def on_key(self, event: events.Key) -> None:
        handled = False
        if is_scrolled_away(self):
            # Reading keys scroll and Tab moves on; any other key first brings its target into view.
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
            handled = self.towards(event.key)
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
        """Whether a click at this place on the screen would press something."""
        return self._stop_at(at) is not None

    def _stop_at(self, at: Offset) -> Stop | None:
        reaching = (stop for stop in self.stops if self.reach_of(stop).contains_point(at))
        stop = next(reaching, None)
        if stop is None:
            return None
        # A stop that is out of view is not pressed, even if a line next to it is in view.
        own = Region(stop.x, stop.y, stop.width, stop.height).translate(self.content_region.offset)
        return stop if own.overlaps(self.screen.find_widget(self).visible_region) else None

    def press_at(self, at: Offset) -> bool:
        """Press the stop that a click at this place on the screen reaches; False if there is none."""
        stop = self._stop_at(at)
        if stop is None:
            return False
        self.go(stop.name)
        self.press(stop.name)
        return True

    def reach_of(self, stop: Stop) -> Region:
        """The region of the screen where the mouse presses a stop: with a blank line around a main button.

        Three lines are 48 px high, so the target has at least 44 px (WCAG 2.2, 2.5.5). A blank line is left
        out if another stop of this part is right beyond it (2.5.8).
        """
        at = self.content_region.offset
        first, last = stop.y, stop.y + stop.height
        if not stop.main:
            return Region(at.x + stop.x, at.y + first, stop.width, stop.height)
        lines = self._drawing().lines
        taken = {
            y
            for other in self.stops
            if other is not stop
            for y in range(other.y, other.y + other.height)
        }

        def free(line: int, beyond: int) -> bool:
            # Only what is above or below the stop itself counts: a notice has its bar beside it.
            drawn = lines[line].plain if 0 <= line < len(lines) else ""
            under = drawn[stop.x : stop.x + stop.width]
            return beyond not in taken and not under.strip(EDGES)

        above, below = free(first - 1, first - 2), free(last, last + 1)
        return Region(at.x + stop.x, at.y + first - above, stop.width, above + stop.height + below)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
