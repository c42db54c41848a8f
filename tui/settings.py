"""The citizen's preferences, language and theme, in `settings.toml`."""

import os
from pathlib import Path

from msgspec import Struct

from tui.catalogue import LANGUAGES
from tui.looks import THEMES

FILE_NAME = "settings.toml"


class Settings(Struct, frozen=True):
    """The stored choices; "" for none. `problem` says what in the file could not be used; "" if nothing."""

    language: str = ""
    theme: str = ""
    problem: str = ""


def load(config: Path) -> Settings:
    """The settings stored in this folder. What cannot be used counts as not chosen; `problem` names it."""
    path = config / FILE_NAME
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        return Settings(problem=f"{path}: {error.strerror}")
    import tomllib

    try:
        values = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return Settings(problem=f"{path}: {error}")
    known = {"language": LANGUAGES, "theme": THEMES}
    usable = {name: values[name] for name in known if values.get(name) in known[name]}
    wrong = [name for name in known if name in values and name not in usable]
    return Settings(**usable, problem=f"{path}: {', '.join(wrong)}" if wrong else "")


def save(config: Path, settings: Settings) -> None:
    """Store these settings atomically: a crash leaves the old file or the new. Raises OSError."""
    lines = [
        f'{name} = "{_quoted(value)}"\n'
        for name, value in (("language", settings.language), ("theme", settings.theme))
        if value
    ]
    config.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = config / f".{FILE_NAME}.{os.getpid()}"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(lines)
        draft.replace(config / FILE_NAME)
    finally:
        draft.unlink(missing_ok=True)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
