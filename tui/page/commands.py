"""The table of commands, from which bindings, footer, palette, help and line mode's letters are made."""

from msgspec import Struct


class Command(Struct, frozen=True, kw_only=True):
    """Something that can be done on every page.

    `keys` are Textual key names, of which the first is shown; none if the command is only in the menu or in
    line mode. `letter` is what a citizen types in line mode, or "".
    `do` is what `Navigator.act` gets: "go:PLACE" opens a place; other values are for the renderer itself
    ("lines", "palette", "time", "extend"). The words are `command.<id>` (its name) and `command.<id>.help`
    (what it does, in a sentence). `foot`: the foot line always shows it.
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
    Command(id="controllers", keys=(), do="go:controllers"),
    Command(id="contact", keys=(), do="go:contact"),
    Command(id="overview", keys=("f6",), do="overview", letter="o"),
    Command(id="time", keys=(), do="time", letter="t"),
    # A single key, without Ctrl: when it is needed, there is little time (WCAG 2.2.1).
    Command(id="extend", keys=("f5",), do="extend", letter="l"),
    Command(id="lines", keys=("f7",), do="lines"),
    Command(id="screen", keys=(), do="screen", letter="w"),
    Command(id="account", keys=("f8",), do="account", foot=True),
    Command(id="palette", keys=("f9", "ctrl+p"), do="palette", foot=True),
    # In lines, the same as the menu of the full screen.
    Command(id="find", keys=(), do="find", letter="z"),
    Command(id="back", keys=("escape",), do="back", letter="v", foot=True),
    Command(id="messages", keys=(), do="go:messages"),
    Command(id="glossary", keys=(), do="go:glossary"),
    Command(id="review", keys=("f11",), do="review"),
    Command(id="where", keys=("f12",), do="where"),
    Command(id="stop", keys=("f10", "ctrl+q", "ctrl+c"), do="stop", letter="s", foot=True),
)
"""Reading order is display order."""


def in_full_screen(command: Command) -> bool:
    """Whether the full screen has this command, by a key or as a page in its menu."""
    return bool(command.keys) or command.do.startswith("go:")


def is_letter(key: str) -> bool:
    """Whether a key is a bare letter or digit, which is also used for typing (WCAG 2.1.4)."""
    return len(key) == 1
