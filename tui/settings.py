"""The citizen's preferences in `settings.toml`: language, looks, and how line mode parts long texts."""

import os
from collections.abc import Container
from pathlib import Path

from msgspec import Struct

from tui.catalogue import LANGUAGES
from tui.looks import THEMES
from tui.plain_file import content_of

FILE_NAME = "settings.toml"

_USABLE: dict[str, tuple[type, Container[object]]] = {
    "language": (str, LANGUAGES),
    "theme": (str, THEMES),
    "background": (str, ("dark", "light")),
    "motion": (str, ("on", "off")),
    "mouse": (str, ("on", "off")),
    "pauses": (str, ("on", "off")),
    "per-page": (int, range(1, 10**9)),
}
"""What each setting can be."""


class Settings(Struct, frozen=True):
    """The stored choices; "" or 0 for none. `motion` and `mouse` are "on" or "off".

    `background` is no choice, but what the terminal told last: "dark" or "light".

    `problem` says what in the file could not be used, if any.
    """

    language: str = ""
    theme: str = ""
    background: str = ""
    motion: str = ""
    mouse: str = ""
    pauses: str = ""
    per_page: int = 0
    problem: str = ""


def load(config: Path) -> Settings:
    """The settings stored in this folder. What cannot be used counts as not chosen; `problem` names it."""
    path = config / FILE_NAME
    try:
        content = content_of(path)
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        return Settings(problem=f"{path}: {error.strerror}")
    import tomllib

    try:
        values = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return Settings(problem=f"{path}: {error}")
    usable = {name: values[name] for name in _USABLE if _usable(name, values.get(name))}
    wrong = [name for name in _USABLE if name in values and name not in usable]
    chosen = {name.replace("-", "_"): value for name, value in usable.items()}
    return Settings(**chosen, problem=f"{path}: {', '.join(wrong)}" if wrong else "")


def save(config: Path, settings: Settings) -> None:
    """Store these settings atomically: a crash leaves the old file or the new. Raises OSError."""
    chosen = {name: getattr(settings, name.replace("-", "_")) for name in _USABLE}
    lines = [
        f"{name} = {value}\n" if isinstance(value, int) else f'{name} = "{_quoted(value)}"\n'
        for name, value in chosen.items()
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


def _usable(name: str, value: object) -> bool:
    kind, known = _USABLE[name]
    return type(value) is kind and value in known  # True is an int, too
