"""A catalogue that was compiled before the program had these words: the keys are shown, and reported."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo, write_mo

from tests.screens.test_start import run
from tui.locale import HERE

PROGRAM = """
import sys
from tui import catalogue
from tui.__main__ import main

catalogue.FOLDER = sys.argv[1]
"""
RUN = 'sys.exit(main(["--language", "nl", *sys.argv[2:]]))'

TO_HELP_AND_OUT = """
from tui.opening import Opening

painted = Opening._painted

def out(self, app):
    painted(self, app)
    app.run_command("help")
    app.call_after_refresh(lambda: app.call_after_refresh(app.exit, "stop"))

Opening._painted = out
"""


def without(key: str, folder: Path) -> str:
    """A folder with the Dutch catalogue, which lacks this key."""
    with (HERE / "nl.mo").open("rb") as file:
        catalogue = read_mo(file)
    del catalogue[key]
    with (folder / "nl.mo").open("wb") as file:
        write_mo(file, catalogue)
    return str(folder)


@pytest.mark.parametrize(
    ("key", "before", "options", "answer"),
    [
        ("cli.help.lines", "", ["--help"], ""),
        ("start.lead", "", ["--lines"], "s"),
        ("talk.menu", "", ["--lines"], "s"),
        ("help.title", TO_HELP_AND_OUT, [], ""),
    ],
    ids=["help", "lines", "count", "screen"],
)
def test_words_that_are_missing_are_shown_as_their_key_and_told_once_at_the_end(
    tmp_path: Path, home_folder: Path, key: str, before: str, options: list[str], answer: str
) -> None:
    folder = without(key, tmp_path)
    said, code = run(
        PROGRAM + before + RUN, folder, "--home", str(home_folder), *options, answer=answer
    )
    shown, told, _ = said.rpartition(f"burgerprofiel: language 'nl' has no words for '{key}'; ")
    assert code == 0, said
    assert told
    assert key in shown
    assert "has no words" not in shown
    if not options:
        assert "\x1b[?1049l" in shown  # after the full screen, which would have covered it
    assert not (home_folder / "data" / "crash.log").exists()
