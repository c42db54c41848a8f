"""What the program remembers of how one likes it: language and theme, in `settings.toml`."""

import os
from pathlib import Path

from msgspec import Struct

from tui.catalogue import LANGUAGES
from tui.looks import THEMES

FILE_NAME = "settings.toml"


class Settings(Struct, frozen=True):
    """What was chosen; "" where nothing was. `problem` is what of the file could not be used, or ""."""

    language: str = ""
    theme: str = ""
    problem: str = ""


def load(config: Path) -> Settings:
    """The settings kept in this folder. What cannot be used counts as not chosen, and is named."""
    path = config / FILE_NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
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
    """Keep these settings; a crash leaves the old file or the new one. Raises OSError."""
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
