"""Profile photos: read from a file of the citizen's, made small in another process; and as points to draw."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.portal.photo_decoding import PhotoRefused

if TYPE_CHECKING:
    from collections.abc import Callable

Points = tuple[bytes, ...]
"""A square picture in rows of points from the top, each three bytes: red, green, blue."""

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a picture file: looked at before it is read."""

SIDES = (22, 14)
"""The sizes in which a photo is drawn, in points."""

_DEADLINE = 30
"""Seconds of real time that the other process has."""

_REASONS = ("fileNoPicture", "fileTooManyPoints", "fileBroken")


class DrawnPhoto(Struct, frozen=True):
    """A photo of the profile with its version, in the sizes in which it is drawn; () if it cannot be."""

    version: str
    sizes: tuple[Points, ...]


class ChosenPhoto(Struct, frozen=True):
    """A photo made of a file, which is not saved yet; `side` is its width and height in points."""

    image: bytes
    side: int
    sizes: tuple[Points, ...]


async def chosen(path: Path, program: Callable[[bytes], bytes]) -> ChosenPhoto:
    """The photo in a file of the citizen's. Raises PhotoRefused.

    `program` makes the photo of the file's bytes: `in_own_process`, unless it takes no time to do it here.
    """
    content = await asyncio.to_thread(content_of, path)
    image = await asyncio.to_thread(program, content)
    return ChosenPhoto(image, side_of(image), await drawn(image))


def content_of(path: Path) -> bytes:
    """The bytes of a picture file. Raises PhotoRefused; what is no file is never waited for."""
    try:
        with open(path, "rb", opener=_at_once) as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise PhotoRefused("fileNoFile")
            if state.st_size > LARGEST_FILE:
                raise PhotoRefused("fileTooLarge")
            content = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PhotoRefused("fileMissing") from error
    except IsADirectoryError as error:
        raise PhotoRefused("fileNoFile") from error
    except (OSError, ValueError) as error:
        raise PhotoRefused("fileUnreadable") from error
    if len(content) > LARGEST_FILE:
        raise PhotoRefused("fileTooLarge")
    if not content:
        raise PhotoRefused("fileNoPicture")
    return content


def _at_once(path: str, flags: int) -> int:
    """Open without waiting: opening a pipe would wait until somebody writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def in_own_process(content: bytes) -> bytes:
    """The photo out of these bytes (`photo_decoding`). Raises PhotoRefused."""
    paths = [str(Path(one).resolve()) for one in sys.path if one]
    try:
        done = subprocess.run(
            # Not from the folder that the citizen happens to be in (-P).
            [sys.executable, "-P", "-m", "tui.portal.photo_decoding"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            timeout=_DEADLINE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PhotoRefused("fileNotMade") from error
    if done.returncode == 0:
        return done.stdout
    said = done.stdout.decode("ascii", "replace").strip()
    # Without a word of its own it was stopped: out of memory, or of time, or by what broke it.
    raise PhotoRefused(said if said in _REASONS else "fileBroken")


def side_of(image: bytes) -> int:
    """The width of a photo that `photo_decoding` made: a baseline JPEG (ITU-T T.81 section B.2.2)."""
    frame = image.index(b"\xff\xc0")
    return int.from_bytes(image[frame + 7 : frame + 9], "big")


async def drawn(image: bytes) -> tuple[Points, ...]:
    """A photo of the profile as points, largest first; () if it cannot be shown here."""
    return await asyncio.to_thread(_points, image)


def _points(image: bytes) -> tuple[Points, ...]:
    try:
        from PIL import Image
    except ImportError:  # none for this system: the words say what is to be seen
        return ()
    try:
        with Image.open(BytesIO(image), formats=("JPEG",)) as photo:
            if max(photo.size) > 240:
                return ()
            square = photo.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ()
    return tuple(
        tuple(
            data[at : at + 3 * side]
            for data in (square.resize((side, side)).tobytes(),)
            for at in range(0, 3 * side * side, 3 * side)
        )
        for side in SIDES
    )
