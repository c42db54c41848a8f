"""Reading a small file of our own, which may have become something else."""

import errno
from pathlib import Path


def content_of(path: Path) -> bytes:
    """Everything in this file. Raises OSError, also for what is no file: a pipe is never waited for."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "Not a file", str(path))
    return path.read_bytes()
