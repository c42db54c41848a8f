"""The label, hint and error around every field, and the fields that draw themselves: choices and ticks."""

from collections.abc import Callable

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Field, Option
from tui.widgets.buttons import FOCUSED, FOCUSED_HINT, GROUND, MARK
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, filled, hanging, joined, wrapped
from tui.widgets.grid import arranged, drawn
from tui.widgets.interfaces import FieldControl
from tui.widgets.prose import GUTTER, LONGEST

CHOSEN = {True: "(•)", False: "( )"}
TICKED = {True: "[x]", False: "[ ]"}
YES = "yes"
"""The value of a ticked box; the value of an empty box is ""."""


class FieldHead(Canvas, can_focus=False):
    """The label, the counter and the hint above a field; the mark of the focus is before the label."""

    def __init__(self, field: Field, words: Words, *, optional: bool) -> None:
        super().__init__(classes="field-head")
        self._field = field
        self._optional = optional
        self._words = words
        self._marked = False
        self._count = ""

    def say(self, field: Field, marked: bool) -> None:
        """Show this field's label and hint."""
        layout = (field.label, field.hint) != (self._field.label, self._field.hint)
        if layout or marked != self._marked:
            self._field, self._marked = field, marked
            self.redraw(layout)

    def count(self, written: int, *, typing: bool) -> None:
        """Show how many characters there are, of how many that there may be."""
        if not self._field.counts:
            return
        count = counted(self._words, written, self._field.longest, typing=typing)
        if count != self._count:
            self._count = count
            self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        room = min(width, LONGEST + GUTTER)
        sign = joined(as_content(MARK if self._marked else " ", "bold"), blank(GUTTER - 1))
        lines = hanging(sign, self._field.label, room, "bold")
        if self._optional:
            optional = as_content(self._words("screen.optional"), "$hint")
            if lines[-1].cell_length + 1 + optional.cell_length <= room:
                lines[-1] = joined(lines[-1], blank(1), optional)
            else:
                lines.append(joined(blank(GUTTER), optional))
        if self._count:
            count = as_content(self._count, "$hint")
            # To the end of the field below, which has a margin.
            gap = min(room, width - GUTTER) - lines[-1].cell_length - count.cell_length
            if gap >= GUTTER:
                lines[-1] = joined(lines[-1], blank(gap), count)
            else:
                lines.append(joined(blank(GUTTER), count))
        hint = wrapped(self._field.hint, room - GUTTER, "$hint")
        return Drawing(lines + [joined(blank(GUTTER), line) for line in hint])


EXACT, ABOUT = 100, 10
"""While one types, the counter is exact within so many characters of the limit, and before that in tens.

A screen reader that speaks each line that changes would say an exact one after every letter.
"""


def counted(words: Words, written: int, longest: int, *, typing: bool) -> str:
    """How many characters were written of how many that may be, in words."""
    about = typing and longest - written > EXACT
    if not written or (about and written < ABOUT):
        return words("screen.count.most", longest=longest)
    if about:
        return words("screen.count.about", count=written // ABOUT * ABOUT, longest=longest)
    return words("screen.count", count=written, longest=longest)


class FieldError(Canvas, can_focus=False):
    """The error under a field, in words; takes no line if there is no error."""

    def __init__(self, field: Field, words: Words) -> None:
        super().__init__(classes="field-error")
        self._error = field.error
        self._words = words
        self.display = bool(field.error)

    def say(self, error: str) -> None:
        """Show this error."""
        if error != self._error:
            self._error = error
            self.display = bool(error)
            self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        error = self._words("screen.error", error=self._error) if self._error else ""
        return Drawing(wrapped(error, min(width, LONGEST), "bold $error") or [as_content("")])


class DrawnField(FieldControl, Canvas):
    """A field that draws itself; `write` is called with each value that the citizen chooses."""

    def __init__(self, field: Field, value: str, write: Callable[[str], None], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes=field.kind)
        self.field = field
        self._value = value
        self._write = write

    def read(self) -> str:
        return self._value

    def put(self, value: str) -> None:
        self._value = value
        self.redraw(layout=False)

    @property
    def is_drawn(self) -> bool:
        return True

    def show(self, field: Field) -> None:
        if field != self.field:
            self.field = field
            self.redraw()

    def change(self, value: str) -> None:
        """The citizen has chosen."""
        if value != self._value:
            self.put(value)
            self._write(value)


class ChoiceField(DrawnField):
    """A choice of one option: the arrow keys move and choose at once; Space and Enter choose too."""

    BACKWARD = ("up", "left")
    FORWARD = ("down", "right")
    TAB_STOPS = False

    def resting(self, names: list[str]) -> str:
        chosen = _stop(self._value)
        return chosen if chosen in names else names[0]

    def draw(self, width: int, mark: str | None) -> Drawing:
        options = self.field.options
        at = next((n for n, one in enumerate(options) if _stop(one.value) == mark), -1)

        def block(number: int, room: int) -> list[Content]:
            marked = number == at
            lines = self._option(options[number], room, marked)
            broad = max(line.cell_length for line in lines)
            return filled(lines, broad, GROUND) if marked else lines

        rows = arranged([one.label for one in options], min(width, LONGEST), block)
        lines, stops = drawn(rows, lambda number: _stop(options[number].value))
        return Drawing(lines or [as_content("")], stops)

    def _option(self, option: Option, width: int, marked: bool) -> list[Content]:
        style, hint = (FOCUSED, FOCUSED_HINT) if marked else ("", "$hint")
        chosen = option.value == self._value
        first = as_content(f"{MARK if marked else ' '}{CHOSEN[chosen]} ", style)
        name = style if marked or not chosen else "bold"
        lines = hanging(first, option.label, width, name)
        return lines + [joined(blank(5), line) for line in wrapped(option.hint, width - 5, hint)]

    def press(self, stop: str) -> None:
        self.change(stop.removeprefix(OPTION))

    def reach(self, stop: str) -> None:
        self.press(stop)


class TickField(DrawnField):
    """A tick box: Space and Enter toggle it."""

    def draw(self, width: int, mark: str | None) -> Drawing:
        marked = mark is not None
        style = FOCUSED if marked else ""
        hint = wrapped(self.field.hint, min(width, LONGEST) - 1, "$hint")
        # The mark of the focus has a cell of its own.
        lines = [joined(blank(1), line) for line in hint]
        above = len(lines)
        first = as_content(f"{MARK if marked else ' '}{TICKED[self._value == YES]} ", style)
        drawn = hanging(first, self.field.label, min(width, LONGEST), style)
        broad = max(line.cell_length for line in drawn)
        drawn = filled(drawn, broad, GROUND) if marked else drawn
        return Drawing(lines + drawn, (Stop("tick", 0, above, broad, len(drawn)),))

    def press(self, stop: str) -> None:
        self.change("" if self._value == YES else YES)


OPTION = "option:"


def _stop(value: str) -> str:
    return OPTION + value
