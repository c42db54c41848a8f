"""The citizen's picture files: those in a folder of their computer, to pick one from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.portal.photos import in_own_process

if TYPE_CHECKING:
    from collections.abc import Callable

ENDINGS = (".png", ".jpg", ".jpeg", ".webp")

MOST = 200
"""How many folders and files are listed at most."""


class PictureFile(Struct, frozen=True):
    """A file to pick, with its size in bytes; or a folder to look into, without one."""

    path: Path
    size: int | None = None


class PictureFiles:
    """Where the citizen is looking, and what was found there: folders first, then the newest pictures."""

    def __init__(self, folder: Path) -> None:
        self._begin = folder
        self.program: Callable[[bytes], bytes] = in_own_process
        """What makes the photo of a file's bytes. Raises PhotoRefused."""
        self.forget()

    def forget(self) -> None:
        """Begin anew: where somebody has looked, and what they picked, is not for who comes after them."""
        self.folder = self._begin
        self.found: tuple[PictureFile, ...] | None = None
        """None: this folder was not looked into yet, or cannot be."""
        self.picked: tuple[Path, ...] = ()
        """The files that were picked last, the newest first: no field keeps every letter of a path."""

    def look_into(self, folder: Path) -> None:
        """Look into another folder. Raises OSError; then nothing changes. Waits for the disk."""
        found = listed(folder)
        self.folder, self.found = folder, found


def listed(folder: Path) -> tuple[PictureFile, ...]:
    """The folders and pictures in a folder, without hidden ones. Raises OSError."""
    folders: list[PictureFile] = []
    files: list[tuple[float, PictureFile]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir():
                    folders.append(PictureFile(Path(entry.path)))
                elif entry.is_file() and entry.name.lower().endswith(ENDINGS):
                    state = entry.stat()
                    files.append((state.st_mtime, PictureFile(Path(entry.path), state.st_size)))
            except OSError:
                continue  # gone meanwhile, or a link to nowhere
    folders.sort(key=lambda one: one.path.name.casefold())
    files.sort(key=lambda one: (-one[0], one[1].path.name))
    return (*folders, *(one for _, one in files))[:MOST]


def typed_path(text: str) -> Path:
    """The file that somebody means: typed, with `~` for their own folder, or dropped on their terminal.

    A terminal quotes such a file, or gives its address. Raises ValueError for what can be no path.
    """
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    elif text.startswith("file://"):
        from urllib.parse import unquote, urlsplit

        text = unquote(urlsplit(text).path)
    elif os.sep == "/" and not os.path.lexists(text):
        text = text.replace("\\ ", " ")
    if not text or "\0" in text:
        raise ValueError("no path")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:  # "~nobody"
        raise ValueError(str(error)) from error
