"""What is outside the portal: the citizen's device, drawn as a thing around the parts on its display."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.locale import Words
from tui.page.commands import Command
from tui.page.parts import Device, DeviceKind, Form
from tui.textual_fixes.order import Last
from tui.widgets.buttons import MARK
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.column import Column
from tui.widgets.content import as_content, blank, hanging, joined, wrapped
from tui.widgets.device_call import COMMAND
from tui.widgets.device_drawing import (
    Plan,
    app_lines,
    draw_bottom,
    draw_signs,
    draw_top,
    plan,
)
from tui.widgets.events import Run
from tui.widgets.foot import key_sign
from tui.widgets.glass import on_glass
from tui.widgets.interfaces import PartScreen, PartView
from tui.widgets.prose import GUTTER, Heading
from tui.widgets.sheets import add_sheet
from tui.widgets.text_field import TextField
from tui.widgets.views import ViewContext

WIDE, NARROW = 46, 36
"""The width of a pane with a device: in a window of at least `WIDE_FROM` columns, and in a smaller one."""

WIDE_FROM, PANE_FROM = 100, 76
"""From which width of the window a pane is wide, and from which it stands beside the page at all.

Less would leave the page fewer than the 40 columns that each page can be read in.
"""

AROUND = 5
"""The lines of a window that no device can have: head, tabs, signs, status and foot."""

ABOVE = 6
"""The lines of a page above a device that stands among its parts: title, lead, and a line below."""

MANY = 12
"""As many digits as a PIN may have."""

BROAD = {"phone": 34, "reader": 36}
"""The width of the thing itself, where there is room."""


def pane_width(window: int) -> int:
    """The width of the pane in a window of so many columns; 0 where there is no room for one."""
    if window < PANE_FROM:
        return 0
    return WIDE if window >= WIDE_FROM else NARROW


class Signs(Canvas, can_focus=False):
    """The line over what is outside: signs, that it is outside, and the key that leads there and back.

    Without `commands` it names no key, and presses nothing.
    """

    def __init__(self, kind: DeviceKind, words: Words, commands: tuple[Command, ...] = ()) -> None:
        super().__init__(classes="signs")
        self._kind = kind
        self._words = words
        keys = (key for command in commands if command.id == COMMAND for key in command.keys)
        self._key = next(map(key_sign, keys), "")
        self._alone = False

    def show(self, kind: DeviceKind, *, alone: bool) -> None:
        """Show it for a device of this kind; `alone`: it has the page's place."""
        if (kind, alone) != (self._kind, self._alone):
            self._kind, self._alone = kind, alone
            self.redraw(layout=False)

    def draw(self, width: int, mark: str | None) -> Drawing:
        words, key = self._words, self._key
        name = words(f"screen.outside.{self._kind}" if self._alone else "screen.outside")
        what = "screen.outside.back" if self._alone else "screen.outside.swap"
        line = draw_signs(width, name, (words(what, command=key), key) if key else ())
        return Drawing([line], (Stop(COMMAND, 0, 0, width),) if key else ())

    def press(self, stop: str) -> None:
        self.post_message(Run(COMMAND))


class DeviceTitle(Heading):
    """What device this is, and whose."""

    def draw(self, width: int, mark: str | None) -> Drawing:
        style = "bold $outside-text" if mark is None else "bold $on-outside-focus on $outside-focus"
        sign = joined(as_content(" " if mark is None else MARK, style), blank(GUTTER - 1, style))
        return Drawing(hanging(sign, self._said[0], width, style))


class Piece(Canvas, can_focus=False):
    """Some of what is drawn around a display."""

    def __init__(self, name: str, drawn: Callable[[int], list[Content]]) -> None:
        super().__init__(classes=name)
        self._drawn = drawn

    def take(self, lines: int) -> None:
        """Be so many lines high, which are drawn anew."""
        self.styles.height = lines
        self._drawings.clear()

    def draw(self, width: int, mark: str | None) -> Drawing:
        return Drawing(self._drawn(width))


class Case(Widget):
    """The sides of the thing, beside its display."""


class DeviceView(PartView[Device], Widget):
    """A device: its title, its display between what is drawn around it, and in words what it shows.

    `signed`: it stands among the parts of a page, under signs of its own that it is outside the portal.
    """

    def __init__(self, part: Device, context: ViewContext, *, signed: bool = False) -> None:
        super().__init__(classes=f"device -{part.kind}{' -signed' if signed else ''}")
        self._signs = Signs(part.kind, context.words) if signed else None
        add_sheet(self.app, __file__)
        self.part = part
        self._words = context.words
        self._typed = 0
        self._alone = False
        self._room = 0
        self._plan = Plan()
        self._broad = 0
        self.heading = DeviceTitle(part.title)
        self._title = Piece("heading", self._draw_title) if signed else self.heading
        self.glass = Column(context, part.parts, part.kind, on_glass)
        self.glass.add_class("glass")
        self._case = Case(self.glass, classes="case")
        self._top = Piece("top", self._draw_top)
        self._bottom = Piece("bottom", self._draw_bottom)
        self._sentence = Piece("sentence", self._draw_sentence)
        self._pieces = (self._top, self._bottom, self._sentence)

    def compose(self) -> ComposeResult:
        if self._signs is not None:
            yield self._signs
        yield from (self._title, self._top, self._case, self._bottom, self._sentence)

    @property
    def leaves(self) -> tuple[Widget, ...]:
        return tuple(self.glass.views)

    def going(self, part: Device) -> list[Widget]:
        return self.glass.going(part.parts)

    def show(self, part: Device) -> None:
        self.part = part
        self.heading.say(part.title)
        self._title.redraw()
        self.glass.show(part.parts)
        self._plan_anew()

    def lay_out(self, width: int, window: Size, *, alone: bool) -> None:
        """Draw it for a pane of this width in such a window; `alone`: there is no room for pictures."""
        self._alone = alone
        self._room = window.height - AROUND
        self._broad = width if alone else min(BROAD[self.part.kind], width - 2)
        side = 0 if alone else (width - self._broad) // 2
        for one in (self._top, self._case, self._bottom):
            one.styles.width = "100%" if alone else self._broad
            one.styles.margin = (0, 0, 0, side)
        self.set_class(alone, "-alone")
        if self._signs is not None:
            self._signs.show(self.part.kind, alone=alone)
        self._plan_anew()

    def lay_out_on_page(self, window: Size) -> None:
        """The same where it stands among the parts of a page."""
        alone = not pane_width(window.width)
        self.styles.width = "100%" if alone else WIDE
        room = Size(window.width, window.height - ABOVE)
        self.lay_out(window.width if alone else WIDE - 1, room, alone=alone)

    def on_input_changed(self, event: TextField.Changed) -> None:
        """Say how many digits of a PIN are typed: they are seen as dots."""
        if event.input.password and len(event.value) != self._typed:
            self._typed = len(event.value)
            self._plan_anew()

    # The picture

    def _plan_anew(self) -> None:
        for piece in self._pieces:
            piece.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._fit(container, viewport, width)
        return super().get_content_height(container, viewport, width)

    def _fit(self, container: Size, viewport: Size, width: int) -> None:
        """Give each piece the lines that there is room for."""
        broad = width if self._alone else self._broad
        inside = width if self._alone else broad - 2
        glass = self.glass.get_content_height(container, viewport, inside)
        screen = self.screen
        pinned = isinstance(screen, PartScreen) and screen.page.pinned is not None
        room = self._room - self._title.get_content_height(container, viewport, width) - pinned
        says = self._sentence_lines(width - 2 * GUTTER)
        if self._alone:
            app = int(bool(self.part.app))
            self._plan = Plan(app=app, sentence=glass + app + says <= room)
        else:
            self._plan = plan(self.part, room, glass, says)
        lines = (
            len(self._draw_top(broad)),
            len(self._draw_bottom(broad)),
            says if self._plan.sentence else 0,
        )
        for piece, number in zip(self._pieces, lines, strict=True):
            if piece.styles.height is None or piece.styles.height.value != number:
                piece.take(number)

    def _draw_title(self, width: int) -> list[Content]:
        return self.heading.draw(width, None).lines

    def _draw_top(self, width: int) -> list[Content]:
        if self._alone:
            return app_lines(self.part.app, width, roomy=False) if self._plan.app else []
        return draw_top(self.part, self._plan, width)

    def _draw_bottom(self, width: int) -> list[Content]:
        return [] if self._alone else draw_bottom(self.part, self._plan, width)

    def _draw_sentence(self, width: int) -> list[Content]:
        return self._in_words(width, self._typed)

    def _sentence_lines(self, width: int) -> int:
        """How many lines the sentence takes, also once a PIN is typed: nothing moves while one types."""
        forms = (part for part in self.part.parts if isinstance(part, Form))
        secret = any(field.secret for form in forms for field in form.fields)
        return len(self._in_words(width, MANY if secret else 0))

    def _in_words(self, width: int, typed: int) -> list[Content]:
        """What the display shows, in words, below a blank line; with how many digits are typed."""
        said = self.part.sentence
        if said and typed:
            said = f"{said} {self._words.count('screen.outside.typed', typed)}"
        return [as_content(""), *wrapped(said, width, "$outside-hint")] if said else []


class DevicePane(Last, Widget):
    """A device beside the page or in its place, below the signs that it is outside the portal."""

    def __init__(self, part: Device, context: ViewContext) -> None:
        # Without an id: one may be mounted while another is still being removed.
        super().__init__(classes="outside")
        self._signs = Signs(part.kind, context.words, context.commands)
        self.view = DeviceView(part, context)
        self.scroller = ScrollableContainer(self.view, classes="outside-scroller", can_focus=False)

    def compose(self) -> ComposeResult:
        yield self._signs
        yield self.scroller

    def show(self, part: Device) -> None:
        """Show this device."""
        self._signs.show(part.kind, alone=self.has_class("-alone"))
        self.view.show(part)

    def lay_out(self, window: Size) -> None:
        """Draw it for a window of this size: as a pane, or where there is no room in the page's place."""
        pane = pane_width(window.width)
        self.set_class(not pane, "-alone")
        self.styles.width = pane or "100%"
        self._signs.show(self.view.part.kind, alone=not pane)
        edge = 1 if pane else 0
        self.view.lay_out((pane or window.width) - edge, window, alone=not pane)
