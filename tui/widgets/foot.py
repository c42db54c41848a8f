"""The foot line: what the keys do where the focus is, then the commands that every page has."""

from collections.abc import Iterator

from textual.content import Content

from tui.locale import Words
from tui.page.commands import Command
from tui.page.hints import LEFT_RIGHT, UP_DOWN, Hint
from tui.page.offered import asking_device
from tui.page.parts import Page
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, joined
from tui.widgets.events import Run

SIGNS = {"escape": "Esc", "ctrl": "Ctrl", "enter": "Enter", "tab": "Tab", "down": "↓"}
ARROWS = {UP_DOWN: "↑↓", LEFT_RIGHT: "←→"}

DEVICE = "device"
OUT = ("account", DEVICE, "stop")
"""The commands that go where not all fit, in this order, after all others."""

STAY = ("back", "palette", "help")
"""Those that stay longer than the hints; if even they do not fit, they go in this order."""

Said = tuple[str, str]
"""A key and what it does, as they are drawn."""

HERE, OUTSIDE = "$on-here on $here", "$on-outside-accent on $outside-accent"
"""The colours of the hints: in the portal, and on a device of the citizen's."""


def key_sign(key: str) -> str:
    """A Textual key name as it is written on a keyboard: "Esc", "F1", "Ctrl+P"."""
    return "+".join(SIGNS.get(name, name.upper()) for name in key.split("+"))


def gap_of(width: int) -> int:
    """How many cells stand between two keys in a window of this width."""
    return 3 if width >= 100 else 2 if width >= 60 else 1


def draw_foot(
    commands: tuple[Command, ...],
    width: int,
    words: Words,
    hints: tuple[Hint, ...] = (),
    wanted: str = "",
    *,
    outside: bool = False,
) -> Drawing:
    """The hints at the left, on a ground of their own, and at the right the commands, in the table's order.

    Where not all fit, commands go first, then the later hints, and last the first hint is said in a short
    word. The command `wanted` stays as long as the hints. A key that is named at the left is not named again.
    """
    gap = gap_of(width)
    for here, there in _fewer(commands, words, hints, wanted):
        right = [(command, _said(command, words, hints)) for command in there]
        taken = _length(here, gap) + _length([said for _, said in right], gap)
        for pad in (1, 0) if gap == 1 else (1,):
            if 2 * pad + taken + (gap if here and there else 0) <= width:
                return _drawing(here, right, width, pad, gap, OUTSIDE if outside else HERE)
    return Drawing([as_content("")])


def _length(said: list[Said], gap: int) -> int:
    return max(0, sum(as_content(f"{key} {does}").cell_length + gap for key, does in said) - gap)


def _fewer(
    commands: tuple[Command, ...], words: Words, hints: tuple[Hint, ...], wanted: str
) -> Iterator[tuple[list[Said], list[Command]]]:
    """What to say, and ever less of it."""
    named = [hint.key for hint in hints]
    here = [(_key(hint.key, words), hint.does) for hint in hints]

    def shown(left: list[str]) -> list[Command]:
        return [
            command
            for command in commands
            if command.keys
            and (command.foot or command.id == wanted)
            and not set(command.keys) & set(left)
        ]

    there = shown(named)
    yield here, there
    rest = [command for command in there if command.id not in (*OUT, *STAY, wanted)]
    by_choice = [one for name in OUT for one in there if one.id == name != wanted]
    going = rest[::-1] + by_choice
    for command in going:
        there.remove(command)
        yield here, there
    while len(here) > 1:
        here.pop()
        named.pop()
        there = [command for command in shown(named) if command not in going]
        yield here, there
    if here and hints[0].short:
        # A long name gives room back to the commands that had to go for it.
        here = [(_key(hints[0].brief or hints[0].key, words), hints[0].short)]
        for gone in range(len(going) + 1):
            there = [command for command in shown(named) if command not in going[:gone]]
            yield here, there
    for name in (wanted, *STAY):
        there = [command for command in there if command.id != name]
        yield here, there


def _drawing(
    here: list[Said],
    there: list[tuple[Command, Said]],
    width: int,
    pad: int,
    gap: int,
    style: str,
) -> Drawing:
    left: list[Content] = []
    for number, (key, does) in enumerate(here):
        before = pad if number == 0 else gap
        left += [blank(before, style), as_content(key, f"bold {style}")]
        left.append(as_content(f" {does}", style))
    line = joined(*left, blank(1, style)) if left else blank(pad)
    pieces = [
        joined(as_content(key, "bold $key"), as_content(f" {does}")) for _, (key, does) in there
    ]
    # At the right, so that they keep their place while the hints change.
    x = width - pad - _length([said for _, said in there], gap)
    stops = []
    for (command, _), piece in zip(there, pieces, strict=True):
        line = joined(line, blank(x - line.cell_length), piece)
        stops.append(Stop(command.id, x, 0, piece.cell_length))
        x += piece.cell_length + gap
    return Drawing([line], tuple(stops))


def _said(command: Command, words: Words, hints: tuple[Hint, ...]) -> Said:
    """The command's word, or that of a hint for its key that has no room of its own."""
    here = (hint.short for hint in hints if hint.short and hint.key in command.keys)
    return key_sign(command.keys[0]), next(here, "") or words(f"command.{command.id}")


def _key(key: str, words: Words) -> str:
    if key == "space":
        return words("foot.space")
    return ARROWS.get(key) or key_sign(key)


class Foot(Canvas, can_focus=False):
    """The foot line, in a single widget; a click runs a command."""

    def __init__(
        self,
        words: Words,
        commands: tuple[Command, ...],
        *,
        wanted: str = "",
        hints: tuple[Hint, ...] = (),
    ) -> None:
        super().__init__(id="foot")
        self._commands = commands
        self._words = words
        self._wanted = wanted
        self._hints = hints
        self._outside = False

    def show(self, page: Page) -> None:
        """Show what a newer page asks for."""
        wanted = wanted_of(page)
        if wanted != self._wanted:
            self._wanted = wanted
            self.redraw(layout=False)

    def follow(self, hints: tuple[Hint, ...], *, outside: bool = False) -> bool:
        """Show what the keys do where the focus now is; returns whether that is something else.

        `outside`: it is on a device, which is no part of the portal.
        """
        if (hints, outside) == (self._hints, self._outside):
            return False
        self._hints, self._outside = hints, outside
        self.redraw(layout=False)
        return True

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_foot(
            self._commands, width, self._words, self._hints, self._wanted, outside=self._outside
        )

    def press(self, stop: str) -> None:
        self.post_message(Run(stop))


def wanted_of(page: Page) -> str:
    """The command that the page asks for now, because a device waits for an answer; "" if none."""
    return DEVICE if asking_device(page) else ""
