"""What can be seen of a process from outside: its memory, its files, its arguments, a core file (Linux)."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROC = Path("/proc")
KERNELS_OWN = ("[vvar]", "[vvar_vclock]", "[vsyscall]")


def unreadable(pid: int) -> str:
    """Why the memory of this process may not be read; "" where it may."""
    if sys.platform != "linux":
        return "the memory of a process is read on Linux only"
    try:
        with (PROC / f"{pid}/mem").open("rb", buffering=0):
            return ""
    except OSError as error:
        return f"the memory of a process may not be read here: {error.strerror}"


@contextmanager
def held_still(pid: int) -> Iterator[None]:
    """Stop a child of this process while it is looked at, and let it go on."""
    os.kill(pid, signal.SIGSTOP)
    os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def memory(pid: int) -> Iterator[bytes]:
    """Each part of the memory that the process can write, but for what it gives back meanwhile."""
    maps = (PROC / f"{pid}/maps").read_text(encoding="utf-8")
    with (PROC / f"{pid}/mem").open("rb", buffering=0) as file:
        for line in maps.splitlines():
            addresses, access, *_ = line.split()
            if not access.startswith("rw") or line.endswith(KERNELS_OWN):
                continue
            start, end = (int(one, 16) for one in addresses.split("-"))
            try:
                file.seek(start)
                content = file.read(end - start)
            except OSError:
                continue
            yield content


def told(pid: int) -> Iterator[bytes]:
    """What everybody on the machine may see: arguments and name; and the environment."""
    for name in ("cmdline", "comm", "environ"):
        yield (PROC / f"{pid}/{name}").read_bytes()


def unlinked(pid: int) -> Iterator[bytes]:
    """Each file that the process has open and that has no name any more."""
    for link in (PROC / f"{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            if os.readlink(link).endswith(" (deleted)"):
                yield link.read_bytes()


def files(folders: Iterable[Path]) -> Iterator[bytes]:
    """Name and content of each file below the folders."""
    for path in sorted(file for folder in folders for file in folder.rglob("*")):
        yield os.fsencode(path.name)
        if path.is_file():
            yield path.read_bytes()


def core(pid: int, folder: Path) -> Path | str:
    """A core file of a running process, made in `folder` by a debugger; or why there is none."""
    gcore = shutil.which("gcore")
    if gcore is None:
        return "no debugger here (gcore)"
    made = subprocess.run(
        [gcore, "-o", str(folder / "core"), str(pid)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    path = folder / f"core.{pid}"
    return path if path.is_file() else f"the debugger made none: {made.stderr.strip()[-80:]}"


def left(folder: Path) -> Path | str:
    """The core file that the system wrote below `folder` when a program broke down; or why there is none."""
    found = [path for path in folder.rglob("core*") if path.is_file()]
    if found:
        return found[0]
    pattern = (PROC / "sys/kernel/core_pattern").read_text(encoding="utf-8").strip()
    if pattern.startswith(("|", "/")):
        return f"the system puts core files elsewhere: {pattern}"
    return "the program left none"
