"""`--transcript`: refused before the talk where it cannot be, and without secrets in it."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.lines.session import Program
from tests.lines.test_program import SECRET, piped
from tests.screens.test_start import CRASHED, run


def test_the_talk_is_in_the_file_and_the_pin_is_not(home_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    with Program(home_folder, "--transcript", str(file)) as program:
        assert str(file) in program.prompt().replace("\n", "")
        said = program.answer(*SECRET)
        pin = re.search(r"oefenkaart: (\d+)", said)
        assert pin
        assert "Dag Noor" in program.answer(pin[1])
        program.answer("t")
        program.end_of_input()
        assert program.wait() == 0
    talk = json.loads(file.read_text())["talk"]
    answers = [said["text"] for said in talk if said["who"] == "citizen"]
    assert answers == [*SECRET, "(geheim, niet bewaard)", "t"]
    assert pin[1] not in file.read_text()
    assert talk[-1]["text"] == "Het programma stopt. Tot ziens."


def test_an_error_keeps_what_there_was(home_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "talk.html"
    said, code = run(CRASHED, str(home_folder), "--transcript", str(file))
    assert (code, "Er ging iets mis." in said, "Traceback" in said) == (1, True, False)
    assert "Regelmodus staat aan (door de optie --transcript)." in file.read_text()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("full.txt", "bestaat al en blijft zoals het is"),
        ("nowhere/talk.txt", "kan niet geschreven worden"),
        ("talk.pdf", "eindigt niet op .txt, .html of .json"),
    ],
)
def test_a_file_that_cannot_be_is_told_before_the_talk(
    home_folder: Path, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "full.txt").write_text("mine")
    done = piped(home_folder, "s\n", "--language", "nl", "--transcript", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "full.txt").read_text() == "mine"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
def test_a_full_disk_is_told_at_the_end(home_folder: Path, tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from tui.lines import transcript\n"
        "from tui.__main__ import main\n"
        "transcript._opened = lambda path: os.open('/dev/full', os.O_WRONLY)\n"
        "sys.exit(main(['--home', *sys.argv[1:]]))"
    )
    file = str(tmp_path / "talk.txt")
    said, code = run(program, str(home_folder), "--transcript", file, answer="s")
    assert code == 1
    assert "Het verslag kon niet geschreven worden" in said
    assert "Traceback" not in said
