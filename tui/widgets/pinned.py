"""The line that is not scrolled with the page: the session is about to end, or the portal out of reach."""

from textual import events

from tui.locale import Words
from tui.page.commands import Command
from tui.page.parts import Notice
from tui.widgets.buttons import MARK
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, fitted, joined
from tui.widgets.events import Run
from tui.widgets.foot import key_sign

COMMAND = "extend"
"""The command that puts the end off, or tries again to reach the portal."""

ROOMY = 60
"""Columns from which on a cell stays free at the right."""

BAR = "▌ "
FOCUSED = "bold $warnband on $on-warnband"
"""The other way round: in high contrast the line has the colour that the focus has elsewhere."""


def draw_pinned(notice: Notice, width: int, mark: str | None, kind: str, key: str) -> Drawing:
    """The notice in one line, in as many words as fit, and at the right the key and what it does."""
    margin = 1 if width >= ROOMY else 0
    name = notice.actions[0].short if notice.actions else ""
    button = f" {key} {name}" if notice.actions else ""
    room = width - len(BAR) - as_content(button).cell_length - margin
    whole = f"{kind} {notice.title}"
    said = [f"{whole} {notice.body}".strip(), whole, notice.title, notice.short]
    text = next((one for one in said if one and as_content(one).cell_length <= room), "")
    text = text or fitted(notice.short or notice.title, room)
    line = joined(as_content(BAR, "bold"), as_content(text, "bold"))
    if not button:
        return Drawing([line])
    style = "bold underline" if mark is None else FOCUSED
    at = width - as_content(button).cell_length - margin
    marked = as_content(" " if mark is None else MARK, "" if mark is None else FOCUSED)
    line = joined(line, blank(at - line.cell_length), marked, as_content(f"{key} {name}", style))
    return Drawing([line], (Stop(COMMAND, at, 0, as_content(button).cell_length),))


class Pinned(Canvas):
    """The pinned line; its key, Enter and a click anywhere on it do what stands at its right."""

    DEFAULT_CSS = "Pinned { height: 1; background: $warnband; color: $on-warnband; }"

    def __init__(self, notice: Notice, words: Words, commands: tuple[Command, ...]) -> None:
        super().__init__(id="pinned")
        self._notice = notice
        self._words = words
        extend = next(command for command in commands if command.id == COMMAND)
        self._key = key_sign(extend.keys[0])
        self.can_focus = bool(notice.actions)

    @property
    def does(self) -> str:
        """What its key does, in a word; "" if it does nothing."""
        return self._notice.actions[0].short if self._notice.actions else ""

    def show(self, notice: Notice) -> None:
        """Show a newer notice."""
        if notice != self._notice:
            self._notice = notice
            self.can_focus = bool(notice.actions)
            self.redraw(layout=False)

    def draw(self, width: int, mark: str | None) -> Drawing:
        kind = self._words(
            "screen.notice.label", kind=self._words(f"screen.notice.{self._notice.kind}")
        )
        return draw_pinned(self._notice, width, mark, kind, self._key)

    def press(self, stop: str) -> None:
        self.post_message(Run(COMMAND))

    def on_click(self, event: events.Click) -> None:
        """Press it from anywhere on the line."""
        if self._notice.actions:
            event.stop()
            self.press(COMMAND)
