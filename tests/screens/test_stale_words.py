"""A catalogue that was compiled before the program had these words: told like one that is not there."""

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

TO_HELP = """
from tui.opening import Opening

painted = Opening._painted

def to_help(self, app):
    painted(self, app)
    app.run_command("help")

Opening._painted = to_help
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
    ("key", "before", "options"),
    [
        ("cli.help.lines", "", ["--help"]),
        ("start.lead", "", ["--lines"]),
        ("start.lead", "", []),
        ("help.title", TO_HELP, []),
        ("talk.menu", "", ["--lines"]),
    ],
    ids=["help", "lines", "screen", "later", "count"],
)
def test_words_that_are_missing_are_told_and_how_to_make_them(
    tmp_path: Path, home_folder: Path, key: str, before: str, options: list[str]
) -> None:
    folder = without(key, tmp_path)
    said, code = run(PROGRAM + before + RUN, folder, "--home", str(home_folder), *options)
    assert code == 1
    assert f"'{key}' is missing" in " ".join(said.split())
    assert "`make words` makes them" in " ".join(said.split())
    assert "Traceback" not in said
    assert not (home_folder / "data" / "crash.log").exists()
