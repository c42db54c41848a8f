"""What a real terminal gets: a cursor on the focus, no colour where none is wanted, nothing moves."""

from tests.accessibility.terminal import colour_codes, terminal

TAB, SHIFT_TAB, DOWN, RIGHT = "\t", "\x1b[Z", "\x1b[B", "\x1b[C"


def test_the_cursor_follows_what_is_typed() -> None:
    with terminal("profile.address") as shown:
        shown.until("F9")
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
        shown.until("F9")
        for _ in range(12):
            shown.send(TAB)
            assert "▸" in shown.text() or "[" in shown.text()
        assert "(•)" not in shown.text()
        assert not colour_codes(shown.raw)
    with terminal("profile.address", NO_COLOR="") as shown:
        shown.until("F9")
        assert colour_codes(shown.raw), "an empty NO_COLOR asks for nothing (no-color.org)"


def test_nothing_moves_by_itself() -> None:
    with terminal("profile.address") as shown:
        shown.until("F9")
        shown.send(TAB)
        shown.read()
        assert shown.read(quiet=2.0) == b""


def test_the_window_is_named_after_the_page() -> None:
    with terminal("data") as shown:
        shown.until("F9")
        assert b"\x1b]2;Uw gegevens - Mijn Burgerprofiel\x07" in shown.raw
        shown.send(SHIFT_TAB)
        shown.send(RIGHT)
        shown.send("\r")
        assert b"\x1b]2;eBox - Mijn Burgerprofiel\x07" in shown.raw
    with terminal("profile.address") as shown:
        shown.until("F9")
        step = "\x1b]2;Een adres toevoegen, stap 1 van 2 - Mijn Burgerprofiel\x07"
        assert step.encode() in shown.raw
