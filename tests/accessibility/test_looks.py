"""What the program sends to a real terminal of any kind, in any of its looks."""

from pathlib import Path

import pytest

from tests.accessibility.terminal import NICKNAME, colour_codes, program
from tests.by_turns import by_turns
from tests.people import folder_with
from tui.settings import load


@pytest.mark.parametrize(
    ("options", "env"),
    [
        pytest.param(("--theme", "terminal"), {}, id="asked", marks=pytest.mark.nightly),
        pytest.param((), {"TERM": "xterm-16color", "COLORTERM": ""}, id="16-colours"),
        pytest.param(
            (),
            {"TERM": "strange", "COLORTERM": ""},
            id="unknown-terminal",
            marks=pytest.mark.nightly,
        ),
        pytest.param(("--theme", "high-contrast-dark"), {"NO_COLOR": "1"}, id="no-color-wins"),
    ],
)
def test_the_terminals_own_colours_send_no_colour(
    options: tuple[str, ...], env: dict[str, str], home_folder: Path
) -> None:
    with program(home_folder, "--page", "contact", *options, env=env) as shown:
        shown.until("F9")
        shown.send("\t\t", 2)
        shown.until("▸")
        assert colour_codes(shown.raw) == []


F7 = "\x1b[18~"


@pytest.mark.parametrize("term", ["xterm-16color", "xterm-256color"])
def test_the_help_says_why_there_are_no_colours(term: str, home_folder: Path) -> None:
    why = "Uw terminal meldt maar 16 kleuren."
    env = {"TERM": term, "COLORTERM": ""}
    with program(home_folder, "--page", "help", rows=120, env=env) as shown:
        shown.until("Gedaan met laden")
        assert (why in shown.text()) is (term == "xterm-16color")
        before = len(shown.raw)
        shown.send(F7)
        shown.until_written(b"Uw keuze:", before)
        assert why.encode() not in shown.raw[before:], "lines have no colours to explain"


@pytest.mark.parametrize(
    ("term", "options", "shades"),
    by_turns(
        (
            ("xterm-ghostty", (), b"48;2;"),
            ("alacritty", (), b"48;2;"),
            ("foot", (), b"48;2;"),
            ("screen-256color", (), b"48;5;"),
            ("xterm-direct", (), b"48;2;"),
            ("linux", ("--theme", "high-contrast-dark"), b"48;5;"),
            ("strange", ("--theme", "high-contrast-dark"), b"48;5;"),
        ),
        every=3,
    ),
)
def test_known_terminals_have_colours_and_a_theme_that_is_asked_for_wins(
    term: str, options: tuple[str, ...], shades: bytes, home_folder: Path
) -> None:
    """As through ssh, which hands on TERM but not COLORTERM. Terminfo may know more, such as any colour."""
    env = {"TERM": term, "COLORTERM": "", "TERMINFO_DIRS": ""}
    with program(home_folder, *options, env=env) as shown:
        shown.until("F9")
        assert shades in shown.raw or b"48;2;" in shown.raw


def test_256_colours_send_no_others(home_folder: Path) -> None:
    with program(home_folder, env={"TERM": "xterm-256color", "COLORTERM": ""}) as shown:
        shown.until("F9")
        codes = colour_codes(shown.raw)
        assert codes
        assert not [one for one in codes if b"38;2;" in one or b"48;2;" in one]


def test_colours_chosen_in_the_menu_are_there_the_next_time(home_folder: Path) -> None:
    with program(home_folder) as shown:
        shown.until("Gedaan met laden")
        shown.choose("contrast, donker")
        shown.until("De kleuren zijn nu: hoog contrast, donker.")
        shown.send("\x03")
        assert shown.wait() == 0
    assert load(home_folder / "config").theme == "high-contrast-dark"
    with program(home_folder) as shown:
        shown.until("F9")
        assert b"48;2;0;0;0" in shown.raw
        assert b"48;2;247;249;252" not in shown.raw


def test_settings_that_cannot_be_kept_are_told_and_nothing_falls(home_folder: Path) -> None:
    (home_folder / "config" / "settings.toml").mkdir()
    with program(home_folder, "--theme", "terminal", "--remember", columns=120) as shown:
        shown.until("Gedaan met laden")
        assert b"De instellingen zijn niet te bewaren: " in shown.raw
        shown.until("Let op: Er is iets mis met uw instellingen, toetsen of eigen mensen.")
        shown.choose("contrast, donker")
        shown.until(
            "De kleuren zijn nu: hoog contrast, donker. Het programma kan die keuze niet onthouden."
        )
        shown.send("\x03")
        assert shown.wait() == 0


def test_what_is_wrong_with_people_of_ones_own_can_be_read_on_the_screen(home_folder: Path) -> None:
    own = folder_with(home_folder / "own", number="85041200209")
    with program(home_folder, "--fixtures", str(own), columns=120, rows=40) as shown:
        shown.until("Let op: Er is iets mis met uw instellingen, toetsen of eigen mensen.")
        shown.choose("mededelingen")
        shown.until("2 mededelingen")
        assert "national_number: 85041200209" in shown.text()
        shown.send("\x03")
        assert shown.wait() == 0


def test_what_the_program_tells_by_itself_can_be_read_again(home_folder: Path) -> None:
    (home_folder / "config" / "keymap.toml").write_text('[keys]\nstop = []\nhelp = ["h"]\n')
    with program(home_folder, columns=120, rows=40) as shown:
        # The usual screen, on which it was told, was covered at once.
        shown.until("Let op: Er is iets mis met uw instellingen, toetsen of eigen mensen.")
        for words, told in (
            ("contrast, donker", "De kleuren zijn nu"),
            ("mededelingen", "3 mededelingen"),
        ):
            shown.choose(words)
            shown.until(told)
        assert "1 van 3. De kleuren zijn nu: hoog contrast, donker." in shown.text()
        assert "krijgt help de letter h" in shown.text()
        assert "houdt stop geen toets over" in shown.text()
        shown.send("\x03")
        assert shown.wait() == 0


MOUSE = (b"\x1b[?1000h", b"\x1b[?1003h", b"\x1b[?1006h", b"\x1b[?1015h", b"\x1b[?1016h")
"""What asks a terminal to tell of its mouse."""


@pytest.mark.parametrize(
    "asked", by_turns([((),), (("--mouse", "on"),), (("--mouse", "off"),)], every=2)
)
def test_without_a_mouse_the_terminal_is_not_asked_for_it(
    asked: tuple[str, ...], home_folder: Path
) -> None:
    with program(home_folder, *asked) as shown:
        shown.until("F9")
        shown.send("\t")
        tracked = [one for one in MOUSE if one in shown.raw]
        assert bool(tracked) is (asked[1:] != ("off",)), tracked


@pytest.mark.parametrize(
    "env",
    by_turns(
        (
            {"PYTHONIOENCODING": "latin-1", "LC_ALL": "C.UTF-8"},
            {"LANG": "C"},
            {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "LC_ALL": "POSIX"},
            {"LC_ALL": "C"},
        ),
        every=2,
    ),
)
def test_a_terminal_without_utf_8_gets_ascii_alone(env: dict[str, str], home_folder: Path) -> None:
    with program(home_folder, *NICKNAME, env=env) as shown:
        shown.until("Stap 1 van 2")
        shown.send("Zoë")
        shown.until("Zoe")
        shown.send("\x1b[20~")
        shown.until("Menu: zoek een pagina")
        assert shown.raw.isascii()
        assert "#===" in shown.text() or "+---" in shown.text()


def test_a_letter_that_is_no_utf_8_does_not_end_the_program(home_folder: Path) -> None:
    with program(home_folder, *NICKNAME) as shown:
        shown.until("Stap 1 van 2")
        shown.send_raw(b"\xe9")
        shown.read()
        shown.send("Zon")
        shown.until("\N{REPLACEMENT CHARACTER}Zon")
        shown.send("\x03")
        shown.until("niet verstuurd")
        shown.send("\x03")
        assert shown.wait() == 0


def test_what_stood_on_the_full_screen_is_wiped_before_it_is_left(home_folder: Path) -> None:
    """Some terminals take a line of it along to the ordinary screen where the window has changed."""
    with program(home_folder) as shown:
        shown.until("Stoppen")
        shown.send("\x1b[21~")
        assert shown.wait() == 0
        drawn = shown.raw.rfind(b"Stoppen")
        assert drawn < shown.raw.rfind(b"\x1b[2J") < shown.raw.rfind(b"\x1b[?1049l")
