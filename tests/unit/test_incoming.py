"""What a terminal sends: no answer is ever typed, keys are keys, and each paste ends."""

import pytest
from textual import events

from tui.textual_fixes import keyboard
from tui.textual_fixes.ground import GroundTold
from tui.textual_fixes.incoming import CUT, HELD, PASTE_CUT
from tui.textual_fixes.keyboard import AnyLayoutParser

DARK, LIGHT = "\x1b]11;rgb:1515/1818/1d1d", "\x1b]11;rgb:ff/ff/f0"
END, BELL = "\x1b\\", "\x07"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"


class Terminal:
    """What is read of what a terminal sends, by a clock that the test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(keyboard, "monotonic", lambda: self.now)
        self.parser = AnyLayoutParser()

    def send(self, *pieces: str) -> list[str]:
        """These pieces, one after another."""
        return [
            said for piece in pieces for said in map(described, self.parser.feed(piece)) if said
        ]

    def silence(self, seconds: float) -> list[str]:
        """Nothing for so long."""
        self.now += seconds
        return [said for said in map(described, self.parser.tick()) if said]


def described(message: object) -> str:
    match message:
        case events.Paste():
            return f"paste {message.text!r}"
        case events.Key():
            return message.key
        case GroundTold():
            return "dark" if message.dark else "light"
    return ""


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(monkeypatch)


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        # The background, in one piece or in many, with either end.
        ((DARK + END,), "dark"),
        ((LIGHT + BELL,), "light"),
        (("\x1b]11;rgba:0000/0000/0000/ffff" + END,), "dark"),
        ((f"ab{DARK}{END}cd",), "a b dark c d"),
        (tuple(DARK + END), "dark"),
        (tuple(f"x{LIGHT}{BELL}y"), "x light y"),
        ((DARK + END, "ja", LIGHT + BELL), "dark j a light"),
        # Cut off for good: nobody typed what came, and what is typed then is typed.
        (("\x1b]11;rgb:ff", "ha"), "h a"),
        (("\x1b]11;rgb:ff", "\x1b[A"), "up"),
        (("\x1bP1$r0", "\x1b[A"), "up"),
        (("\x1bP1$r0", "\r"), "enter"),
        (("\x1b[?1;", "\x1b[A"), "up"),
        # Answers to others: OSC, DCS, APC, PM and SOS, and control sequences that are no key.
        (("a\x1b]10;rgb:0/0/0\x1b\\\x1b]52;c;aGFsbG8=\x07\x1b]lx\x1b\\b",), "a b"),
        (("a\x1bP1$r0m\x1b\\\x1bP>|foot(1.16)\x1b\\\x1bP!|7E565445\x1b\\\x1bP1+r544e\x1b\\b",), "a b"),
        (("a\x1b_Gi=31;OK\x1b\\\x1b_anders\x1b\\\x1b^geheim\x1b\\\x1bXnummer\x1b\\b",), "a b"),
        (tuple("a\x1bP>|x(1)\x1b\\\x1b[?62;22c\x1b^x\x1b\\b"), "a b"),
        (("a\x1b[?62;22c\x1b[>1;95;0c\x1b[0n\x1b[?997;1n\x1b[8;24;80t\x1b[?29u\x1b[?2004;1$yb",), "a b"),
        (("a\x1b[M !!\x1b[32;5;5M\x1b[<35;5;5Mb",), "a b"),
        # Keys of every manner.
        (("\x1b[A\x1bOP\x1b[[A\x1b[3$\x1b[1;5D\x1b[97;5u",), "up f1 f1 shift+delete ctrl+left ctrl+a"),
        (("\x1bx\x1b[A\x1bé\x1bb",), "alt+x up alt+é ctrl+left"),
        (("\x1b\x1b[B\x1b]x\x1bPx\r",), "escape down right_square_bracket x alt+shift+p x enter"),
        (("\x1b_y\r\x1bXy\x1bOé\x1b\r",), "underscore y enter alt+shift+x y alt+shift+o é enter"),
        # A paste holds no keys, and no answer that comes in between.
        ((PASTE, f"op {DARK}{END}\x1b[31mrood\x1b[?1;2c\r\n", PASTED + "x"), "dark paste 'op rood\\r\\n' x"),
        (("a" + PASTE + "b\x1bc\x1b" + "d" * 40 + PASTED + "e",), f"a paste 'bc{'d' * 40}' e"),
        ((PASTE + PASTED + PASTED + "e",), "e"),
    ],
)  # fmt: skip
def test_keys_are_read_and_no_answer_is_typed(
    pieces: tuple[str, ...], read: str, terminal: Terminal
) -> None:
    assert " ".join(terminal.send(*pieces)) == read


@pytest.mark.parametrize(
    ("begun", "seconds", "read"),
    [
        ("\x1b", HELD, "escape"),
        ("\x1b]", HELD, "right_square_bracket"),
        ("\x1bP", HELD, "alt+shift+p"),
        ("\x1b[", HELD, "left_square_bracket"),
        ("\x1bXyz", HELD, "alt+shift+x y z"),
        ("\x1bP1$r0", CUT, ""),
        ("\x1b[?1;", CUT, ""),
        ("\x1b]11;rgb:15", CUT, ""),
        (f"{PASTE}een\rtwee", PASTE_CUT, "paste 'een\\rtwee'"),
    ],
)
def test_what_has_only_begun_is_what_it_was_once_nothing_follows(
    begun: str, seconds: float, read: str, terminal: Terminal
) -> None:
    assert terminal.send(begun) == []
    assert terminal.silence(seconds * 0.9) == []
    assert " ".join(terminal.silence(seconds * 0.2)) == read
    assert terminal.send("x", "\x1b[A") == ["x", "up"]
