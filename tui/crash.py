"""The crash report: which code was running, and none of the data that it was working on."""

import contextlib
import os
import traceback
from pathlib import Path

FILE_NAME = "crash.log"


def report(error: BaseException, folder: Path) -> Path | None:
    """Write where `error` was raised to a file that only its owner can read; None if that fails.

    Messages and values are left out: they may contain a citizen's data.
    """
    path = folder / FILE_NAME
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(_traceback(error)) + "\n")
        return path
    return None


def _traceback(error: BaseException, depth: int = 0) -> list[str]:
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    lines += [
        f"  {frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__, limit=100)
    ]
    inner = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    cause = error.__cause__ or error.__context__
    for nested in [*inner, *([cause] if cause else [])]:
        if depth < 10:
            lines += ["", *_traceback(nested, depth + 1)]
    return lines
