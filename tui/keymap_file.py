"""The file of other keys: `keymap.toml` in the folder of settings, or the one that an option names."""

from pathlib import Path

from tui.locale import Words
from tui.page.commands import COMMANDS, Command
from tui.page.keymap import keymap

FILE_NAME = "keymap.toml"

LETTERS, KEYS = "single-letters", "keys"
"""The names in the file: whether bare letters may be keys, and the table of commands."""


def load(path: Path, words: Words) -> tuple[tuple[Command, ...], list[str]]:
    """The commands with the keys of this file, and a sentence for each thing in it that is wrong.

    What is wrong keeps its usual keys; of a file that cannot be read, that is everything.
    """
    import tomllib

    try:
        content = tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        return COMMANDS, [words("keymap.unreadable", path=path, problem=error.strerror)]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return COMMANDS, [words("keymap.unreadable", path=path, problem=error)]
    told = [
        words("keymap.unknown-setting", path=path, name=name)
        for name in content
        if name not in (LETTERS, KEYS)
    ]
    letters, wishes = content.get(LETTERS, False), content.get(KEYS, {})
    if not isinstance(letters, bool):
        told.append(words("keymap.not-a-choice", path=path, name=LETTERS))
    if not isinstance(wishes, dict):
        return COMMANDS, [*told, words("keymap.not-a-table", path=path, name=KEYS)]
    commands, wrong = keymap(wishes, single_letters=letters is True)
    told += [
        words(f"keymap.{one.reason}", path=path, command=one.command, name=one.key) for one in wrong
    ]
    return commands, told
