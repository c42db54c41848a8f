"""Shortcuts on any keyboard layout, with the kitty keyboard protocol and without."""

from pathlib import Path

import pytest
from textual import events

from tests.accessibility.terminal import NICKNAME, program
from tui.textual_fixes.keyboard import AnyLayoutParser


def pressed(sequence: str) -> list[tuple[str, str | None]]:
    """The keys and characters that these bytes of a terminal are."""
    parser = AnyLayoutParser()
    found = [*parser.feed(sequence), *parser.feed("")]
    return [(event.key, event.character) for event in found if isinstance(event, events.Key)]


@pytest.mark.parametrize(
    ("sequence", "key", "character"),
    [
        ("\x1b[1089;5u", "ctrl+c", None),  # Cyrillic: Ctrl and the key that types es
        ("\x1b[1089::99;5u", "ctrl+c", None),
        ("\x1b[1089:1057:99;69u", "ctrl+c", None),  # with Caps Lock
        ("\x1b[1079;5u", "ctrl+p", None),
        ("\x1b[968;5u", "ctrl+c", None),  # Greek psi
        ("\x1b[1489;5u", "ctrl+c", None),  # Hebrew bet
        ("\x1b[1572;5u", "ctrl+c", None),  # Arabic waw with hamza
        ("\x1b[4330::99;5u", "ctrl+c", None),  # Georgian: only the terminal knows where it stands
        ("\x1b[99;5u", "ctrl+c", None),
        ("\x1b[113::97;5u", "ctrl+q", None),  # AZERTY: the letter counts, not its place
        ("\x1b[97::113;5u", "ctrl+a", None),
        ("\x1b[38::49;5u", "ctrl+1", None),  # AZERTY: the digit above
        ("\x1b[1092::97;3u", "alt+a", None),
        ("\x1b\u0444", "alt+a", "\u0444"),
        ("\x1b[1081::113;;1081u", "q", "\u0439"),  # typed as it is
        ("\x1b[1081:1049:113;2;1049u", "Q", "\u0419"),
        ("\u0439", "q", "\u0439"),
        ("\x1b[97:65;2;65u", "A", "A"),
        ("\x1b[233::50;;233u", "\u00e9", "\u00e9"),  # AZERTY
        ("\x1b[99;5:1u", "ctrl+c", None),
        ("\x1b[1;5P", "ctrl+f1", None),
        ("\x1b[3~", "delete", None),
        ("\x1b[27u", "escape", None),
    ],
)
def test_a_key_is_a_shortcut_by_its_place_where_it_types_no_latin_letter(
    sequence: str, key: str, character: str | None
) -> None:
    assert pressed(sequence) == [(key, character)]


@pytest.mark.parametrize("code", [9999999, 55296, 0])
def test_a_code_of_no_character_is_no_key_and_ends_nothing(code: int) -> None:
    assert pressed(f"\x1b[{code};5ua")[-1:] == [("a", "a")]


def test_ctrl_c_and_a_letter_work_in_a_terminal_with_a_cyrillic_layout(home_folder: Path) -> None:
    keys = home_folder / "keys.toml"
    keys.write_text('single-letters = true\n[keys]\ncontact = ["k"]\n')
    with program(home_folder, "--page", "help", "--keymap", str(keys)) as shown:
        shown.until("Gedaan met laden")
        assert b"\x1b[>29u" in shown.raw, "the terminal is asked for places, too"
        shown.send("\x1b[1083::107;;1083u")
        shown.until("U bent op: Contact")
        shown.send("\x1b[1079;5u")
        shown.until("Menu: ")
        shown.send("\x1b[27u")
        shown.send("\x1b[1089;5u")
        assert shown.wait() == 0


def test_what_is_typed_on_another_layout_stays_what_it_is(home_folder: Path) -> None:
    with program(home_folder, *NICKNAME) as shown:
        shown.until("Stap 1 van 2")
        for letter in "\u0438\u0440\u0430":
            shown.send(f"\x1b[{ord(letter)};;{ord(letter)}u")
        shown.until("\u0438\u0440\u0430")
