"""What `make` says before it works for a while, and what it leaves when that fails."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PYTHON = """#!/bin/sh
case "$*" in
*version_info*) exit {old} ;;
"-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python && echo made; exit {fails} ;;
*pip*) echo installed; printf '#!/bin/sh\\necho portal\\n' >.venv/bin/burgerprofiel
    printf '#!/bin/sh\\necho tests\\n' >.venv/bin/pytest
    for tool in ruff mypy lint-imports; do cp .venv/bin/pytest .venv/bin/$tool; done
    chmod +x .venv/bin/* ;;
esac
"""
"""Stands where Python stands, and says what it is asked to do."""

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def checkout(folder: Path, *, old: int = 0, fails: int = 0) -> Path:
    """A checkout without `.venv`, and a Python that is too old or cannot make one where that is asked."""
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("pyproject.toml", "constraints.txt", "hatch_build.py"):
        (folder / name).touch()
    python = folder / "python"
    python.write_text(PYTHON.format(old=old, fails=fails))
    python.chmod(0o755)
    return folder


def make(folder: Path, target: str) -> tuple[list[str], int]:
    """What `make` says there, and its exit code."""
    done = subprocess.run(
        ["make", target, f"PYTHON={folder / 'python'}"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )
    return done.stdout.splitlines(), done.returncode


@pytest.mark.parametrize(
    ("target", "works"),
    [("run", ["portal"]), ("test", ["installed", "Checking everything", "tests"])],
)
def test_what_takes_long_is_told_before_it_begins_with_about_how_long(
    target: str, works: list[str], tmp_path: Path
) -> None:
    said, _ = make(checkout(tmp_path), target)
    begins = ["Making an environment", "made", "Installing Burgerprofiel", "installed", *works]
    for line, start in zip(said, begins, strict=False):
        assert line.startswith(start) or start == "tests", said
    for line in said:
        if line.startswith(("Making", "Installing", "Checking")):
            assert "second" in line or "minute" in line
    again, _ = make(tmp_path, target)
    assert not [line for line in again if line.startswith(("Making", "made", "Installing"))]


@pytest.mark.parametrize(
    ("old", "fails", "says"), [(1, 0, "Burgerprofiel needs Python 3.11 or newer"), (0, 1, "Making")]
)
def test_a_python_that_will_not_do_leaves_nothing_half_made(
    old: int, fails: int, says: str, tmp_path: Path
) -> None:
    said, code = make(checkout(tmp_path, old=old, fails=fails), "run")
    assert said[0].startswith(says)
    assert code != 0
    assert not (tmp_path / ".venv").exists()
