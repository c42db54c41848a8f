"""A world's folders on disk, and files in them that only their owner may read."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from threading import get_ident

from msgspec import Struct


class Home(Struct, frozen=True):
    """`config` holds keys and settings, `data` the sealed stores: apart on purpose."""

    config: Path
    data: Path

    @classmethod
    def of(cls, folder: Path) -> "Home":
        """The home below a single folder."""
        return cls(folder / "config", folder / "data")

    @property
    def keys(self) -> Path:
        """Where key files live: never beside the data that they open."""
        return self.config / "keys"

    def prepare(self) -> None:
        """Make the folders, accessible to their owner only; those of a wider umask become so."""
        for folder in (self.config, self.keys, self.data):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if readable_by_others(folder) and folder.stat().st_uid == os.geteuid():
                # A file system without modes refuses this, and is opened all the same.
                with suppress(OSError):
                    folder.chmod(0o700)


def write_private(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file atomically, readable by its owner only.

    What is not `durable` outlives the program, but perhaps no power failure.
    """
    draft = draft_of(path)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    if not durable:
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def draft_of(path: Path) -> Path:
    """The file beside `path` on which it is prepared: one for each thread of each program."""
    return path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """`folder` with the files that `make` writes into it; created at first use.

    It appears complete or not at all, accessible to its owner only. When two programs create it at the
    same moment, both get the first.
    """
    if folder.exists():
        return folder
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        make(draft)
        draft.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def readable_by_others(path: Path) -> bool:
    """Whether anyone but the owner may read `path` (group or world bits)."""
    return bool(path.stat().st_mode & 0o077)
