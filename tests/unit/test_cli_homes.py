"""A machine without a home for this user, or with one in which nothing can be kept."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from tui.__main__ import main

ROOT = Path(__file__).parents[2]

WITHOUT_ENTRY = """
import pwd, sys

def unknown(uid):
    raise KeyError(uid)

pwd.getpwuid = unknown
from tui.__main__ import main
sys.exit(main())
"""
"""The program of a user that the machine does not know."""

HOMES: dict[str, str | None] = {
    "none": None,
    "empty": "",
    "relative": "here",
    "a file": str(ROOT / "README.md"),
    "not to be written in": "/proc",
}
"""Values of HOME."""

NEEDS_NONE = (
    ("accessibility",),
    ("pages",),
    ("people", "check", str(ROOT / "fixtures")),
    ("reset", "--yes"),
    ("--demo", "--lines"),
)

SOMEWHERE_ELSE = {"not to be written in": "In de map /proc", "a file": "In de map "}
"""What is said of a home that there is; of any other that the system knows none."""


def environment(home: str | None) -> dict[str, str]:
    """The environment with this HOME, or without one."""
    other = {name: value for name, value in os.environ.items() if name != "HOME"}
    return {**other, "LANG": "nl_BE.UTF-8", **({} if home is None else {"HOME": home})}


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("command", NEEDS_NONE[:-1], ids=lambda command: command[0])
def test_what_keeps_nothing_needs_no_folder(
    command: tuple[str, ...],
    home: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.delenv("HOME", raising=False)
    if (value := HOMES[home]) is not None:
        monkeypatch.setenv("HOME", value)
    monkeypatch.chdir(tmp_path)
    assert main([*command, "--language", "nl"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out
    assert list(tmp_path.iterdir()) == [], "nothing is made where the program was started"


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("option", ["--demo", "--mouse=on"], ids=["demo", "kept"])
def test_the_portal_names_the_way_out_and_a_demonstration_needs_none(
    option: str, home: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_ENTRY, "--lines", option],
        cwd=tmp_path,
        input="s\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**environment(HOMES[home]), "PYTHONPATH": str(ROOT)},
    )
    if option == "--demo":
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert done.returncode == 1
        assert done.stderr.startswith(SOMEWHERE_ELSE.get(home, "Het systeem kent geen map van u."))
        assert "--home" in done.stderr
        assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_without_a_temporary_folder_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(**_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.TemporaryDirectory", none)
    monkeypatch.setenv("TMPDIR", "/nowhere")
    assert main(["--demo", "--lines", "--language", "nl"]) == 1
    assert capsys.readouterr().err.startswith("In de map /nowhere kan het programma niets bewaren.")
