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
WORDLESS = ("palette", "help", "back")
"""The commands that lose their words first to make room: their keys are the best known."""

GAP = 3


def key_sign(key: str) -> str:
    """A Textual key name as it is written on a keyboard: "Esc", "F1", "Ctrl+P"."""
    return "+".join(SIGNS.get(name, name.upper()) for name in key.split("+"))


def draw_foot(
    commands: tuple[Command, ...], width: int, words: Words, wanted_now: str = ""
) -> Drawing:
    """As many commands as fit, in the table's order.

    The command `wanted_now` keeps its key and its word; other commands lose their words if that makes room.
    """
    wordless: tuple[str, ...] = ()

    def said(command: Command) -> Content:
        key = as_content(key_sign(command.keys[0]), "bold")
        if command.id in wordless:
            return key
        return joined(key, blank(1), as_content(words(f"command.{command.id}")))

    def room(shown: list[Command], gap: int) -> int:
        return width - 2 - sum(said(command).cell_length + gap for command in shown) + gap

    offered = [
        command
        for command in commands
        if command.keys and (command.foot or command.id == wanted_now)
    ]
    shown, gap = list(offered), GAP
    while room(shown, gap) < 0:
        if gap > 1:
            gap -= 1
            continue
        rest = [command for command in shown if command.id not in LAST_OUT] or shown
        shown.remove(rest[-1])
        gap = GAP
    if wanted_now and not any(command.id == wanted_now for command in shown):
        wanted = [command for command in offered if command in shown or command.id == wanted_now]
        for count in range(1, len(WORDLESS) + 1):
            wordless = WORDLESS[:count]
            fitting = [n for n in range(GAP, 0, -1) if room(wanted, n) >= 0]
            if fitting:
                shown, gap = wanted, fitting[0]
                break
        else:
            wordless = ()
    pieces: list[Content] = [blank(1)]
    stops = []
    x = 1
    for command in shown:
        piece = said(command)
        stops.append(Stop(command.id, x, 0, piece.cell_length))
        pieces += [piece, blank(gap)]
        x += piece.cell_length + gap
    return Drawing([joined(*pieces[:-1])], tuple(stops))


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
