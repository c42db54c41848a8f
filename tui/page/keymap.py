"""The citizen's own keys for the commands: which key names are valid, and which choices are refused."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from tui.page.commands import COMMANDS, Command, is_letter

MOVING = ("tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown")
FIXED = frozenset((*MOVING, "enter", "space", "backspace", "delete"))
"""Keys for moving, choosing and typing: they mean the same everywhere, and no command may have them."""

SAME_AS_FIXED = frozenset(("ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"))
"""What a terminal sends as Backspace, Tab or Enter."""

KEY = re.compile(
    r"((ctrl|alt|shift)\+)*(f([1-9]|1[0-9]|2[0-4])|insert|escape)|((ctrl|alt)\+)?[a-z0-9]"
)
"""The names of keys that a command may have, as Textual writes them."""


class Wrong(NamedTuple):
    """A refused choice: why (a code), the command, and the key or ""."""

    reason: str
    command: str
    key: str = ""


def keymap(
    wishes: Mapping[str, object], *, single_letters: bool
) -> tuple[tuple[Command, ...], list[Wrong]]:
    """The table of commands with these keys, and the choices that are refused. `wishes` is by command id.

    A command keeps its usual keys if anything is wrong with its choice. Every command that has keys keeps
    at least one key, so that nothing is lost, least of all stopping and going back.
    """
    ids = {command.id for command in COMMANDS}
    wrong = [Wrong("unknown-command", name) for name in wishes if name not in ids]
    granted: dict[str, tuple[str, ...]] = {}
    for command in COMMANDS:
        if command.id in wishes:
            keys = wishes[command.id]
            found = _refused(command.id, keys, single_letters)
            if found is not None:
                wrong.append(found)
            elif isinstance(keys, list):
                granted[command.id] = tuple(dict.fromkeys(key.lower() for key in keys))
    while (clash := _clash(granted)) is not None:
        wrong.append(clash)
        del granted[clash.command]
    commands = tuple(
        replace(command, keys=granted.get(command.id, command.keys)) for command in COMMANDS
    )
    return commands, wrong


def _refused(command: str, keys: object, single_letters: bool) -> Wrong | None:
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        return Wrong("not-a-list", command)
    if not keys:
        return Wrong("no-key", command)
    for key in keys:
        name = key.lower()
        if name.rpartition("+")[2] in FIXED or name in SAME_AS_FIXED:
            return Wrong("fixed-key", command, key)
        if not KEY.fullmatch(name):
            return Wrong("unknown-key", command, key)
        if is_letter(name) and not single_letters:
            return Wrong("single-letter", command, key)
    return None


def _clash(granted: Mapping[str, tuple[str, ...]]) -> Wrong | None:
    """A choice of a key that another command has, chosen or usual; of two choices the later is refused."""
    owners: dict[str, str] = {}
    for command in COMMANDS:
        for key in granted.get(command.id, command.keys):
            if key in owners:
                loser = command.id if command.id in granted else owners[key]
                return Wrong("used-twice", loser, key)
            owners[key] = command.id
    return None
