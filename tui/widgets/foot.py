"""The foot line: the commands that every page has, with their keys."""

from textual.content import Content

from tui.journey.time_left import warns
from tui.locale import Words
from tui.page.commands import Command
from tui.page.offered import asking_device
from tui.page.parts import Page
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, joined
from tui.widgets.events import Run

SIGNS = {"escape": "Esc", "ctrl": "Ctrl"}
LAST_OUT = ("help", "palette", "back", "stop")
"""The commands that stay if not all of them fit."""

DEVICE, EXTEND = "device", "extend"
FIRST_OUT = ("help", "palette")
"""Those of them that go first where the page asks for a command: their keys are the best known."""

GAP = 3


def key_sign(key: str) -> str:
    """A Textual key name as it is written on a keyboard: "Esc", "F1", "Ctrl+P"."""
    return "+".join(SIGNS.get(name, name.upper()) for name in key.split("+"))


def draw_foot(
    commands: tuple[Command, ...], width: int, words: Words, wanted_now: str = ""
) -> Drawing:
    """As many commands as fit, in the table's order, each with its whole word.

    The command `wanted_now` stays, whatever has to go.
    """

    def said(command: Command) -> Content:
        key = as_content(key_sign(command.keys[0]), "bold $key")
        return joined(key, blank(1), as_content(words(f"command.{command.id}")))

    def room(gap: int) -> int:
        return width - 2 - sum(said(command).cell_length + gap for command in shown) + gap

    shown = [
        command
        for command in commands
        if command.keys and (command.foot or command.id == wanted_now)
    ]
    gap = GAP
    while shown and room(gap) < 0:
        if gap > 1:
            gap -= 1
        else:
            shown.remove(_next_out(shown, wanted_now))
            gap = GAP
    pieces: list[Content] = [blank(1)]
    stops = []
    x = 1
    for command in shown:
        piece = said(command)
        stops.append(Stop(command.id, x, 0, piece.cell_length))
        pieces += [piece, blank(gap)]
        x += piece.cell_length + gap
    return Drawing([joined(*pieces[:-1])], tuple(stops))


def _next_out(shown: list[Command], wanted_now: str) -> Command:
    """Which of these goes next where they do not fit."""
    others = [command for command in shown if command.id != wanted_now]
    by_choice = [command for command in others if command.id not in LAST_OUT]
    if wanted_now and not by_choice:
        by_choice = [command for command in reversed(others) if command.id in FIRST_OUT]
    return (by_choice or others or shown)[-1]


class Foot(Canvas, can_focus=False):
    """The foot line, in a single widget; a click runs a command."""

    def __init__(self, page: Page, words: Words, commands: tuple[Command, ...]) -> None:
        super().__init__(id="foot")
        self._commands = commands
        self._words = words
        self._wanted = _wanted(page)

    def show(self, page: Page) -> None:
        """Show a newer page."""
        wanted = _wanted(page)
        if wanted != self._wanted:
            self._wanted = wanted
            self.redraw(layout=False)

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_foot(self._commands, width, self._words, self._wanted)

    def press(self, stop: str) -> None:
        self.post_message(Run(stop))


def _wanted(page: Page) -> str:
    """The command that the page asks for now: a session about to end comes before a device that waits."""
    if warns(page):
        return EXTEND
    return DEVICE if asking_device(page) else ""
