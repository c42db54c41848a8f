"""What a command prints where its letters cannot be shown: plain ones, in every language."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.by_turns import crossed
from tui.catalogue import LANGUAGES
from tui.lines.spelling import spelled

ROOT = Path(__file__).parents[2]
PLAIN = {"LC_ALL": "C"}
LATIN = {"PYTHONIOENCODING": "latin-1"}

COMMANDS = {
    "help": (("--help",), 0),
    "statement": (("accessibility",), 0),
    "reset": (("reset", "--yes"), 0),
    "wrong use": (("--page", "é", "--seed", "„é”"), 2),
}


def run(
    home: Path, *arguments: str, settings: str = "", **environment: str
) -> tuple[int, bytes, bytes]:
    """The exit code, and what was written: results and messages."""
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "settings.toml").write_text(settings)  # something to remove
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--home", str(home), *arguments],
        cwd=ROOT,
        capture_output=True,
        timeout=30,
        check=False,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(("name", "language"), crossed(COMMANDS, LANGUAGES))
def test_what_a_terminal_cannot_show_is_spelled(tmp_path: Path, name: str, language: str) -> None:
    command, code = COMMANDS[name]
    asked = (*command, "--language", language)
    usual = run(tmp_path, *asked)
    assert usual[0] == code, usual
    plain = tuple(spelled(one.decode(), "ascii", language).encode() for one in usual[1:])
    assert run(tmp_path, *asked, **PLAIN) == (code, *plain)
    # What this alphabet has stays: German umlauts, French accents.
    seen = run(tmp_path, *asked, **LATIN)
    latin = tuple(spelled(one.decode(), "latin-1", language).encode("latin-1") for one in usual[1:])
    assert seen == (code, *latin)


def test_a_kept_language_is_spelled_as_itself(tmp_path: Path) -> None:
    _, said, _ = run(tmp_path, "accessibility", settings='language = "de"\n', **PLAIN)
    assert said.startswith(b"Erklaerung zur Barrierefreiheit\n")


def test_a_name_that_is_no_text_is_told_all_the_same(tmp_path: Path) -> None:
    home = tmp_path / "a\udcff"  # a byte that is no UTF-8, as Python hands it on
    home.mkdir()
    code, said, _ = run(home, "reset", "--yes")
    assert code == 0
    assert b"a?" in said
