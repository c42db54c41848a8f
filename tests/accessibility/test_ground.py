"""On a real terminal: the background is asked once, kept, and used from the next start."""

from pathlib import Path

import pytest

from tests.accessibility.terminal import NICKNAME, program
from tui.settings import Settings, load, save
from tui.textual_fixes.ground import ASK
from tui.widgets.tokens import TABLE

QUESTION = ASK.encode()
COLOURS = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""}


def ground(theme: int) -> bytes:
    """What sets the ground of a theme, by its place in the table."""
    red, green, blue = bytes.fromhex(TABLE["ground"][theme].removeprefix("#"))
    return f"48;2;{red};{green};{blue}".encode()


def test_the_background_is_asked_once_kept_and_used_from_the_next_start(home_folder: Path) -> None:
    with program(home_folder, *NICKNAME, env=COLOURS) as shown:
        shown.until("Stap 1 van 2")
        assert shown.raw.count(QUESTION) == 1
        for piece in ("\x1b]11;rg", "b:1515/18", "18/1d1d\x1b", "\\"):
            shown.send(piece)
        assert "rgb" not in shown.text()
        assert "Stap 1 van 2" in shown.text(), "its Escape is no key"
        assert ground(1) not in shown.raw, "the colours do not change while one reads"
        shown.send("Nono")
        assert "Nono" in shown.text()
    assert load(home_folder / "config") == Settings(background="dark")
    with program(home_folder, env=COLOURS) as shown:
        shown.until("Gedaan met laden")
        assert ground(1) in shown.raw
        assert ground(0) not in shown.raw


@pytest.mark.parametrize(
    ("options", "env", "theme"),
    [
        ((), {}, "light"),
        ((), {"NO_COLOR": "1"}, ""),
        ((), {"TERM": "linux"}, ""),
        (("--lines",), {}, ""),
    ],
    ids=["chosen", "no-color", "console", "lines"],
)
def test_nothing_is_asked_where_the_answer_would_not_count(
    options: tuple[str, ...], env: dict[str, str], theme: str, home_folder: Path
) -> None:
    save(home_folder / "config", Settings(theme=theme))
    with program(home_folder, *options, rows=60, env=COLOURS | env) as shown:
        shown.until("Gedaan met laden")
        assert b"\x1b]11" not in shown.raw
