"""What the program remembers of how one likes it: language and theme, in `settings.toml`."""

import os
from pathlib import Path
from typing import NamedTuple

from tui.catalogue import LANGUAGES

FILE_NAME = "settings.toml"


class Settings(NamedTuple):
    """What was chosen; "" where nothing was. `problem` is why the file could not be read, or ""."""

    language: str = ""
    theme: str = ""
    problem: str = ""


def load(config: Path) -> Settings:
    """The settings kept in this folder. A file that cannot be read counts as empty, and is named."""
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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Settings(problem=f"{path}: {error}")
    known = {name: values[name] for name in ("language", "theme") if name in values}
    for name, value in known.items():
        if not isinstance(value, str):
            return Settings(problem=f"{path}: {name}")
    if known.get("language", "nl") not in LANGUAGES:
        return Settings(theme=known.get("theme", ""), problem=f"{path}: language")
    return Settings(**known)


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
