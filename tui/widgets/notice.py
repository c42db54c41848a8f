"""Notices: what happened or must be known, with the kind of notice in words."""

from collections.abc import Callable

from tui.locale import Words
from tui.page.parts import Action, Notice
from tui.widgets.buttons import draw_buttons
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, blank, hanging, joined, outdented, wrapped
from tui.widgets.events import Act, GoTo
from tui.widgets.interfaces import PartView
from tui.widgets.prose import LONGEST

STYLES = {"info": "$main", "good": "$good", "warning": "$warning", "error": "$error"}
BAR = "▌"
NARROW = 60
"""Below this width, a title may continue under its kind: beside it there would be too little room."""
TO = "to:"
"""The prefix of the names of stops that lead to a field."""


def draw_notice(
    part: Notice, width: int, mark: str | None, kind: str, targets: tuple[Action, ...]
) -> Drawing:
    """The notice behind a bar: its kind ("Let op:") and title, its text, and where it leads."""
    style = STYLES[part.kind]
    room = min(width - 2, LONGEST)
    label = as_content(f"{kind} ", f"bold {style}")
    if width < NARROW:
        lines = outdented(label, part.title, room, 2, "bold")
    else:
        lines = hanging(label, part.title, room, "bold")
    for paragraph in part.body.split("\n\n"):
        lines += wrapped(paragraph, room)
    buttons = draw_buttons(targets + part.actions, room, mark)
    if any(stop.main for stop in buttons.stops):
        lines.append(as_content(""))  # belongs to a main button's target (WCAG 2.2, 2.5.5)
    stops = tuple(stop.moved(2, len(lines)) for stop in buttons.stops)
    lines += buttons.lines
    bar = joined(as_content(BAR, style), blank(1))
    return Drawing([joined(bar, line) for line in lines], stops)


class NoticeView(Canvas, PartView[Notice]):
    """A notice; it can have the focus only if it leads somewhere."""

    DEFAULT_CSS = "NoticeView { background: $surface; }"

    def __init__(self, part: Notice, words: Words, label: Callable[[str], str]) -> None:
        super().__init__(classes=f"notice -{part.kind}")
        self.part = part
        self._words = words
        self._label = label
        self.can_focus = bool(part.targets or part.actions)

    def show(self, part: Notice) -> None:
        self.remove_class(f"-{self.part.kind}").add_class(f"-{part.kind}")
        self.part = part
        self.can_focus = bool(part.targets or part.actions)
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        targets = tuple(
            Action(id=TO + target, label=self._words("screen.go-to", label=self._label(target)))
            for target in self.part.targets
        )
        kind = self._words(
            "screen.notice.label", kind=self._words(f"screen.notice.{self.part.kind}")
        )
        return draw_notice(self.part, width, mark, kind, targets)

    def press(self, stop: str) -> None:
        self.post_message(GoTo(stop.removeprefix(TO)) if stop.startswith(TO) else Act(stop))
