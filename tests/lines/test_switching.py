"""From line mode to the full screen and back, in one real terminal; and the hint that there is line mode."""

import sys
from pathlib import Path

import pytest

from tests.accessibility.terminal import Terminal, program
from tests.lines.test_program import piped
from tui.settings import load

HINT = {
    "nl": "Met een schermlezer? Druk op F7 voor regels, of start met --lines.",
    "en": "With a screen reader? Press F7 for plain lines, or start with --lines.",
}
OTHER_SCREEN = "\x1b[?1049h"
USUAL_SCREEN = "\x1b[?1049l"
F7 = "\x1b[18~"


def after(shown: Terminal, at: int, text: str) -> int:
    """Wait until this was written after position `at`; returns the position after it."""
    return shown.until_written(text.encode(), at) + len(text.encode())


def test_what_was_typed_goes_along_to_the_full_screen_and_back(home_folder: Path) -> None:
    with program(home_folder, "--lines", "--page", "contact") as shown:
        before = shown.attributes()
        at = after(shown, 0, "Uw keuze:")
        for answer in ("1", "een opmerking", "Zonnetje"):
            shown.send(f"{answer}\n")
            at = after(shown, at, "Uw antwoord:")
        shown.send("/w\n")
        at = after(shown, at, "U gaat verder in het volledige scherm.")
        at = after(shown, at, OTHER_SCREEN)
        shown.until("(•) Een opmerking")
        shown.send("\x1b[6~")
        shown.until("Zonnetje")
        assert HINT["nl"].encode() not in shown.raw, "it is no news after line mode"
        shown.send("\t\ts")  # past the choice, and into the field
        shown.until("Zonnetjes")
        shown.send(F7)
        at = after(shown, at, USUAL_SCREEN)
        came_back = at = after(shown, at, "want u koos ervoor")
        at = after(shown, at, "Uw keuze:")
        again = shown.raw[came_back:at].decode()
        assert "Soort bericht (verplicht): Een opmerking" in again
        assert "Onderwerp (verplicht): Zonnetjes\n" in again.replace("\r", "")
        # And once more, from the menu.
        shown.send("w\n")
        at = after(shown, at, OTHER_SCREEN)
        shown.until("(•) Een opmerking")
        shown.send("\x03")
        shown.until("Stop toch")
        shown.send("\x03")
        assert shown.wait() == 0
        assert shown.left == before


@pytest.mark.parametrize(
    ("language", "term"), [("nl", "xterm-256color"), ("en", "no-such-terminal")]
)
def test_one_line_tells_of_lines_before_the_full_screen(
    home_folder: Path, language: str, term: str
) -> None:
    with program(home_folder, "--language", language, env={"TERM": term}) as shown:
        at = after(shown, 0, OTHER_SCREEN)
        assert shown.raw.startswith(f"{HINT[language]}\r\n".encode())
        assert len(HINT[language]) <= 78
        shown.until("F9")
        shown.send("\x03")
        assert shown.wait() == 0
        assert HINT[language].encode() not in shown.raw[at:], "once is enough"


def test_line_mode_does_not_say_how_to_get_line_mode(home_folder: Path) -> None:
    assert "--lines." not in piped(home_folder, "s\n", "--language", "nl").stdout


def test_where_the_full_screen_could_not_be_seen_there_are_lines(home_folder: Path) -> None:
    """Textual draws on stderr: if that is redirected to a file, the full screen would not be seen."""
    command = f"{sys.executable} -m tui --language nl --pauses off --home {home_folder} 2>/dev/null"
    with Terminal(["sh", "-c", command], 80, 24, {}) as shown:
        at = after(shown, 0, "Uw keuze:")
        assert "Regelmodus staat aan (want dit is geen terminal)." in shown.raw[:at].decode()
        assert "Volledig scherm" not in shown.raw[:at].decode()
        shown.send("s\n")
        assert shown.wait() == 0


def test_the_language_changes_at_once_and_is_kept_with_the_place_and_what_was_typed(
    home_folder: Path,
) -> None:
    with program(home_folder, "--page", "contact") as shown:
        shown.until("F9")
        shown.send("\x1b[6~")
        shown.send("\t\t\tZon")
        shown.until("Zon")
        shown.choose("english")
        shown.until("3 of 2000 characters")  # the focus, and what is typed, stay where they were
        shown.until("F9 Menu")
        shown.send("\x1b[6~")
        shown.send("\x1b[6~")
        shown.until("Zon")
        shown.send(F7)
        at = after(shown, 0, "Your choice:")
        shown.send("z\n")
        at = after(shown, at, "goes back:")
        shown.send("nederlands\n")
        at = after(shown, at, "Your choice:")
        shown.send("2\n")
        at = after(shown, at, "De taal is nu: Nederlands.")
        at = after(shown, at, "Uw keuze:")
        assert b"Zon" in shown.raw[:at]
        assert load(home_folder / "config").language == "nl"
        shown.send("s\n")
        shown.send("s\n")
        assert shown.wait() == 0


def test_motion_and_the_mouse_are_changed_in_the_menu_and_kept(home_folder: Path) -> None:
    with program(home_folder) as shown:
        shown.until("F9")
        at = len(shown.raw)
        shown.choose("muis")
        shown.until("De muis staat uit.")
        assert b"\x1b[?1003h" not in shown.raw[at:]
        shown.choose("beweging")
        shown.until("Beweging staat aan.")
        shown.send("\x03")
        assert shown.wait() == 0
    kept = load(home_folder / "config")
    assert (kept.mouse, kept.motion) == ("off", "on")
    with program(home_folder) as shown:
        shown.until("F9")
        assert b"\x1b[?1003h" not in shown.raw
        shown.choose("muis")
        shown.until("De muis staat aan.")
        assert b"\x1b[?1003h" in shown.raw
        shown.send("\x03")
        assert shown.wait() == 0
