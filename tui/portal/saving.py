"""Files that the citizen asks for: new ones, readable by their owner alone, whole or not there."""

import errno
import os
from pathlib import Path

from tui.portal.errors import NotSaved

_REASONS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "refused",
    errno.EPERM: "refused",
    errno.EROFS: "refused",
    errno.EEXIST: "exists",
    errno.ENOENT: "folder",
    errno.ENOTDIR: "folder",
    errno.EISDIR: "exists",
    errno.ENAMETOOLONG: "name",
}


def save(content: bytes, path: Path) -> Path:
    """Write a new file at this path; returns its full path.

    Raises NotSaved with a `reason` (full, refused, exists, folder, name, other); then nothing has changed.
    """
    try:
        path = path.absolute()  # the folder one is in may be gone
        # A link at that name is not followed, wherever it leads (open(2), O_EXCL).
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        _write(path, descriptor, content)
    except OSError as error:
        raise NotSaved(_REASONS.get(error.errno or 0, "other"), str(error)) from error
    return path


def save_beside(content: bytes, folder: Path, name: str, suffix: str) -> Path:
    """Write a new file in this folder, with a number after its name if there is one; returns its path.

    Raises NotSaved as `save` does.
    """
    number = 1
    while True:
        try:
            return save(content, folder / f"{name}{'' if number == 1 else f'-{number}'}{suffix}")
        except NotSaved as error:
            if error.reason != "exists":
                raise
            number += 1


def _write(path: Path, descriptor: int, content: bytes) -> None:
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)  # a disk may be full only now
    except OSError:
        path.unlink(missing_ok=True)
        raise
