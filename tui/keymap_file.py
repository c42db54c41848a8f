"""The citizen's own keys: `keymap.toml` in the configuration folder, or the file that an option names."""

from pathlib import Path

from tui.locale import Words
from tui.page.commands import COMMANDS, Command
from tui.page.keymap import keymap

FILE_NAME = "keymap.toml"

LETTERS, KEYS = "single-letters", "keys"
"""The names in the file: whether single letters may be keys, and the table of keys by command."""


def load(path: Path, words: Words) -> tuple[tuple[Command, ...], list[str]]:
    """The commands with the keys from this file, and a sentence for each mistake in it.

    A command that the file gets wrong keeps its usual keys; if the file cannot be read, all of them do.
    """
    import tomllib

    try:
        content = tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        return COMMANDS, [words("keymap.unreadable", path=path, problem=error.strerror)]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return COMMANDS, [words("keymap.unreadable", path=path, problem=error)]
    mistakes = [
        words("keymap.unknown-setting", path=path, name=name)
        for name in content
        if name not in (LETTERS, KEYS)
    ]
    letters, wishes = content.get(LETTERS, False), content.get(KEYS, {})
    if not isinstance(letters, bool):
        mistakes.append(words("keymap.not-a-choice", path=path, name=LETTERS))
    if not isinstance(wishes, dict):
        return COMMANDS, [*mistakes, words("keymap.not-a-table", path=path, name=KEYS)]
    commands, wrong = keymap(wishes, single_letters=letters is True)
    mistakes += [
        words(f"keymap.{refused.reason}", path=path, command=refused.command, name=refused.key)
        for refused in wrong
    ]
    return commands, mistakes
