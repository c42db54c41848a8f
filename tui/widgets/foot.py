"""The foot: the commands that every page has, and their keys."""

from textual.content import Content

from tui.journey.commands import COMMANDS, Command
from tui.journey.offers import asking_device
from tui.journey.page import Page
from tui.locale import Words
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, joined
from tui.widgets.messages import Run

SIGNS = {"escape": "Esc", "ctrl": "Ctrl"}
LAST_OUT = ("help", "palette", "back", "stop")
"""What stays where not all commands fit."""

DEVICE = "device"
WORDLESS = ("palette", "help")
"""Whose words give way to a device that asks: their keys are the best known."""

GAP = 3


def key_sign(key: str) -> str:
    """A Textual key name as it stands on a keyboard: "Esc", "F1", "Ctrl+P"."""
    return "+".join(SIGNS.get(one, one.upper()) for one in key.split("+"))


def draw_foot(
    commands: tuple[Command, ...], width: int, words: Words, asks: bool = False
) -> Drawing:
    """As many commands as fit, in the table's order.

    Where the device `asks`, its key and word stay; other words give way to it, if that is enough.
    """
    wordless: tuple[str, ...] = ()

    def said(command: Command) -> Content:
        key = as_content(key_sign(command.keys[0]), "bold")
        if command.id in wordless:
            return key
        return joined(key, blank(1), as_content(words(f"command.{command.id}")))

    def room(shown: list[Command], gap: int) -> int:
        return width - 2 - sum(said(one).cell_length + gap for one in shown) + gap

    offered = [command for command in commands if command.foot and command.keys]
    shown, gap = list(offered), GAP
    while room(shown, gap) < 0:
        if gap > 1:
            gap -= 1
            continue
        rest = [one for one in shown if one.id not in LAST_OUT] or shown
        shown.remove(rest[-1])
        gap = GAP
    if asks and not any(one.id == DEVICE for one in shown):
        wanted = [one for one in offered if one in shown or one.id == DEVICE]
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
    """One line, one widget; a click runs a command."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(id="foot")
        self._words = words
        self._asks = bool(asking_device(page))

    def show(self, page: Page) -> None:
        """Take a newer page."""
        asks = bool(asking_device(page))
        if asks != self._asks:
            self._asks = asks
            self.redraw(layout=False)

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_foot(COMMANDS, width, self._words, self._asks)

    def press(self, stop: str) -> None:
        self.post_message(Run(stop))
