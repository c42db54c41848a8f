"""The foot: the commands that every page has, and their keys."""

from textual.content import Content

from tui.journey.commands import COMMANDS, Command
from tui.locale import Words
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, joined
from tui.widgets.messages import Run

SIGNS = {"escape": "Esc", "ctrl": "Ctrl"}
LAST_OUT = ("help", "palette", "back", "stop")
"""What stays where not all commands fit."""


def key_sign(key: str) -> str:
    """A Textual key name as it stands on a keyboard: "Esc", "F1", "Ctrl+P"."""
    return "+".join(SIGNS.get(one, one.upper()) for one in key.split("+"))


def draw_foot(commands: tuple[Command, ...], width: int, words: Words) -> Drawing:
    """As many commands as fit, in the table's order."""

    def said(command: Command) -> Content:
        name = as_content(words(f"command.{command.id}"))
        return joined(as_content(key_sign(command.keys[0]), "bold"), blank(1), name)

    shown = [command for command in commands if command.foot]
    gap = 3
    while sum(said(one).cell_length + gap for one in shown) - gap > width - 2:
        if gap > 1:
            gap -= 1
            continue
        rest = [one for one in shown if one.id not in LAST_OUT] or shown
        shown.remove(rest[-1])
        gap = 3
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

    def __init__(self, words: Words) -> None:
        super().__init__(id="foot")
        self._words = words

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_foot(COMMANDS, width, self._words)

    def press(self, stop: str) -> None:
        self.post_message(Run(stop))
