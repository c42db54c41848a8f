"""What a real terminal gets: a cursor on the focus, no colour where none is wanted, nothing hostile."""

import re

import pytest

from tests.accessibility.terminal import MARKS, colour_codes, terminal
from tests.screens import pages

TAB, SHIFT_TAB, DOWN, RIGHT = "\t", "\x1b[Z", "\x1b[B", "\x1b[C"


def test_the_cursor_follows_the_mark_in_a_list_and_in_the_menu() -> None:
    with terminal("ebox") as shown:
        shown.until("F10")
        for keys in (TAB, DOWN, DOWN, "\x1b[20~", DOWN, DOWN):
            shown.send(keys)
            column, row = shown.cursor
            assert shown.screen.display[row][column] in MARKS


def test_the_cursor_follows_what_is_typed() -> None:
    with terminal("profile.address") as shown:
        shown.until("F10")
        while shown.screen.display[shown.cursor[1]][3:60].strip("│┃ ") != "Molenstraat":
            shown.send(TAB)
        column, row = shown.cursor
        for number, letter in enumerate("12b"):
            shown.send(letter)
            assert shown.cursor == (column + number + 1, row)
        shown.send("\x1b[D")
        assert shown.cursor == (column + 2, row)
        assert "Molenstraat12b" in shown.text()


def test_no_color_sends_no_colour_and_keeps_every_state_visible() -> None:
    with terminal("profile.address", NO_COLOR="1") as shown:
        shown.until("F10")
        for _ in range(12):
            shown.send(TAB)
            assert "▸" in shown.text() or "[" in shown.text()
        assert "(•)" not in shown.text()
        assert not colour_codes(shown.raw)
    with terminal("profile.address", NO_COLOR="") as shown:
        shown.until("F10")
        assert colour_codes(shown.raw), "an empty NO_COLOR asks for nothing (no-color.org)"


def test_nothing_moves_by_itself() -> None:
    with terminal("profile.address") as shown:
        shown.until("F10")
        shown.send(TAB)
        shown.read()
        assert shown.read(quiet=2.0) == b""


def test_the_window_is_named_after_the_page() -> None:
    with terminal("data") as shown:
        shown.until("F10")
        assert b"\x1b]2;Uw gegevens - Mijn Burgerprofiel\x07" in shown.raw
        shown.send(SHIFT_TAB)
        shown.send(RIGHT)
        shown.send("\r")
        assert b"\x1b]2;eBox - Mijn Burgerprofiel\x07" in shown.raw
    with terminal("profile.address") as shown:
        shown.until("F10")
        step = "\x1b]2;Een adres toevoegen, stap 1 van 2 - Mijn Burgerprofiel\x07"
        assert step.encode() in shown.raw


@pytest.mark.parametrize("columns", [120, 40])
def test_hostile_text_reaches_no_terminal(columns: int) -> None:
    forbidden = ("\x1b]52", "\x9b", "\x00", "\x7f", "\x1b[31m", "\u202e", "\u2066")
    with terminal("hostile", columns=columns, rows=60) as shown:
        shown.until("F10")
        for _ in range(14):
            shown.send(TAB)
        for _ in range(8):
            shown.send("\x1b[6~")
        shown.send("\x1bOQ")
        text = shown.text()
        written = shown.raw.decode()
        for sign in forbidden:
            assert sign not in written
        assert "[/red][@click=app.quit]klik[/]" in text.replace("\n", "") or columns == 40
        # Textual itself asks for the usual mouse pointer (OSC 22); nothing else is an OSC of ours.
        assert set(re.findall(r"\x1b\](\d+);", written)) == {"2", "22"}


def test_pasted_control_characters_are_shown_as_signs() -> None:
    with terminal("profile.address") as shown:
        shown.until("F10")
        shown.send(TAB + TAB, count=2)
        shown.send("\x1b[200~" + pages.ATTACK.replace("\x1b", "").replace("\r", "") + "\x1b[201~")
        assert "\u202e".encode() not in shown.raw
        assert b"\xc2\x9b" not in shown.raw
