"""The one table of commands: it feeds bindings, foot line, palette, help and the letters of line mode."""

from msgspec import Struct


class Command(Struct, frozen=True, kw_only=True):
    """A thing that can be done from every page.

    `keys` are Textual key names, the first one is shown; none where the menu is the way there, or where only
    lines have the command. `letter` is what a citizen types in line mode ("" where lines do not need it).
    `do` is what `Navigator.act` is given: "go:PLACE" opens a place; other words are the renderer's own
    ("lines", "palette", "time", "extend"). The words are `command.<id>` (its name) and `command.<id>.help`
    (what it does, one sentence). `foot` says whether the foot line shows it at all times.
    """

    id: str
    keys: tuple[str, ...]
    do: str
    letter: str = ""
    foot: bool = False


COMMANDS: tuple[Command, ...] = (
    Command(id="help", keys=("f1",), do="go:help", letter="h", foot=True),
    Command(id="device", keys=("f2",), do="device", foot=True),
    Command(id="privacy", keys=("f3",), do="go:privacy"),
    Command(id="controllers", keys=("f4",), do="go:controllers"),
    Command(id="contact", keys=(), do="go:contact"),
    Command(id="overview", keys=("f6",), do="overview", letter="o"),
    Command(id="time", keys=(), do="time", letter="t"),
    # A key of its own, held down with no other: time is short when it is wanted (WCAG 2.2.1).
    Command(id="extend", keys=("f5",), do="extend", letter="l"),
    Command(id="lines", keys=("f7",), do="lines"),
    Command(id="screen", keys=(), do="screen", letter="w"),
    Command(id="account", keys=("f8",), do="account", foot=True),
    Command(id="palette", keys=("f9", "ctrl+p"), do="palette", foot=True),
    Command(id="back", keys=("escape",), do="back", letter="v", foot=True),
    Command(id="messages", keys=(), do="go:messages"),
    Command(id="glossary", keys=(), do="go:glossary"),
    Command(id="review", keys=("f11",), do="review"),
    Command(id="where", keys=("f12",), do="where"),
    Command(id="stop", keys=("f10", "ctrl+q", "ctrl+c"), do="stop", letter="s", foot=True),
)
"""Reading order is display order."""


def in_full_screen(command: Command) -> bool:
    """Whether the full screen has this command: by a key, or as a place in its menu."""
    return bool(command.keys) or command.do.startswith("go:")


def is_letter(key: str) -> bool:
    """Whether a key is a bare letter or digit, which one also types with (WCAG 2.1.4)."""
    return len(key) == 1
