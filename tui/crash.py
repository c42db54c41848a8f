"""What is kept of a crash: which code was running, and nothing of what it was working on."""

import contextlib
import os
import traceback
from pathlib import Path

FILE_NAME = "crash.log"


def report(error: BaseException, folder: Path) -> Path | None:
    """Write where `error` arose to a file that only its owner may read; None where that fails.

    Messages and values are left out: a citizen's data may stand in them.
    """
    path = folder / FILE_NAME
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(_told(error)) + "\n")
        return path
    return None


def _told(error: BaseException, depth: int = 0) -> list[str]:
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    lines += [
        f"  {frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__, limit=100)
    ]
    inner = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    cause = error.__cause__ or error.__context__
    for one in [*inner, *([cause] if cause else [])]:
        if depth < 10:
            lines += ["", *_told(one, depth + 1)]
    return lines
