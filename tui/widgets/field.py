"""The label, hint and error around every field, and the fields that draw themselves: choices and ticks."""

from collections.abc import Callable

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Field, Option
from tui.widgets.buttons import FOCUSED, FOCUSED_HINT, GROUND, MARK
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, filled, hanging, joined, wrapped
from tui.widgets.interfaces import FieldControl
from tui.widgets.prose import GUTTER, LONGEST

CHOSEN = {True: "(•)", False: "( )"}
TICKED = {True: "[x]", False: "[ ]"}
YES = "yes"
"""The value of a ticked box; the value of an empty box is ""."""


class FieldHead(Canvas, can_focus=False):
    """The label and the hint above a field; the mark of the focus is before the label."""

    def __init__(self, field: Field, words: Words, *, optional: bool) -> None:
        super().__init__(classes="field-head")
        self._field = field
        self._optional = optional
        self._words = words
        self._marked = False

    def say(self, field: Field, marked: bool) -> None:
        """Show this field's label and hint."""
        layout = (field.label, field.hint) != (self._field.label, self._field.hint)
        if layout or marked != self._marked:
            self._field, self._marked = field, marked
            self.redraw(layout)

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
        hint = wrapped(self._field.hint, room - GUTTER, "$hint")
        return Drawing(lines + [joined(blank(GUTTER), line) for line in hint])


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
        lines: list[Content] = []
        stops: list[Stop] = []
        whole = [
            self._option(option, width, _stop(option.value) == mark)
            for option in self.field.options
        ]
        broad = max((line.cell_length for drawn in whole for line in drawn), default=0)
        for option, drawn in zip(self.field.options, whole, strict=True):
            if stops and min(len(drawn), stops[-1].height) == 1:
                lines.append(
                    as_content("")
                )  # targets of a single line are kept apart (WCAG 2.2, 2.5.8)
            stops.append(Stop(_stop(option.value), 0, len(lines), broad, len(drawn)))
            marked = _stop(option.value) == mark
            lines += filled(drawn, broad, GROUND) if marked else drawn
        return Drawing(lines or [as_content("")], tuple(stops))

    def _option(self, option: Option, width: int, marked: bool) -> list[Content]:
        style, hint = (FOCUSED, FOCUSED_HINT) if marked else ("", "$hint")
        first = as_content(
            f"{MARK if marked else ' '}{CHOSEN[option.value == self._value]} ", style
        )
        drawn = hanging(first, option.label, min(width, LONGEST), style)
        return drawn + [joined(blank(5), line) for line in wrapped(option.hint, width - 5, hint)]

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
