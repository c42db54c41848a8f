"""`burgerprofiel reset`: removes what the program has stored on this machine, after asking."""

import contextlib
import shutil
import sys
from pathlib import Path

from tui.backends import Folders, stores
from tui.locale import Words
from tui.options import tell

Kept = tuple[str, str, tuple[str, ...]]
"""The end of its catalogue key, the folder that it is in, and patterns of its files."""


def kept() -> tuple[Kept, ...]:
    """All that the program and its services store. Nothing else in those folders is touched."""
    return (
        ("settings", "config", ("settings.toml", ".settings.toml.*")),
        ("keys", "config", ("keys", "eid", ".eid.*", "tls", ".tls*")),
        *((name, "data", patterns) for name, patterns in stores().items()),
        ("cards", "data", ("cards.*",)),
        ("log", "data", ("crash.log",)),
    )


def kept_files(folders: Folders) -> dict[str, list[Path]]:
    """The files that exist now, by the names in `kept`."""
    roots = {"config": folders.config, "data": folders.data}
    found: dict[str, list[Path]] = {}
    for name, root, patterns in kept():
        paths = [path for pattern in patterns for path in sorted(roots[root].glob(pattern))]
        if paths:
            found[name] = paths
    return found


def reset(folders: Folders, words: Words, *, sure: bool) -> int:
    """Remove all that is stored, after a "yes" (or at once when `sure`), and say what was removed.

    Returns the exit code: 0 when nothing is left, 1 when the answer was no or something could not be removed.
    """
    found = kept_files(folders)
    if not found:
        print(words("cli.reset.nothing"))
        return 0
    print(words("cli.reset.there", config=folders.config, data=folders.data))
    for name in found:
        print(words(f"cli.reset.{name}"))
    if not sure and not _agreed(words):
        print(words("cli.reset.kept"))
        return 1
    failed = 0
    for name, paths in found.items():
        try:
            for path in paths:
                _remove(path)
        except OSError as error:
            failed = 1
            tell(words("cli.reset.failed", path=error.filename))
        else:
            print(words("cli.reset.removed", what=words(f"cli.reset.{name}")))
    for folder in (folders.config, folders.data):
        with contextlib.suppress(OSError):  # it contains files that are not ours
            folder.rmdir()
    return failed


def _agreed(words: Words) -> bool:
    yes = words("cli.reset.yes")
    print(words("cli.reset.ask", yes=yes), end=" ", flush=True)
    try:
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        answer = ""
    if not answer.endswith("\n") or not sys.stdin.isatty():
        print()
    return answer.strip().casefold() == yes


def _remove(path: Path) -> None:
    # A link is removed, never its target.
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
