"""The terminal's background: what it answers is told once, and no sign of it is ever a key."""

import pytest

from tui.textual_fixes import ground
from tui.textual_fixes.ground import Answers

DARK, LIGHT = "\x1b]11;rgb:1515/1818/1d1d", "\x1b]11;rgb:ff/ff/f0"
END, BELL = "\x1b\\", "\x07"


def read(*pieces: str) -> tuple[str, list[bool]]:
    """The keys and what was told, of what a terminal sends in these pieces."""
    answers, keys, told = Answers(), "", []
    for piece in pieces:
        more, found = answers.read(piece)
        keys += more
        told += [one.dark for one in found]
    return keys, told


@pytest.mark.parametrize(
    ("pieces", "keys", "told"),
    [
        ((DARK + END,), "", [True]),
        ((LIGHT + BELL,), "", [False]),
        (("\x1b]11;rgba:0000/0000/0000/ffff" + END,), "", [True]),
        ((f"ab{DARK}{END}cd",), "abcd", [True]),
        (tuple(DARK + END), "", [True]),
        (tuple(f"x{LIGHT}{BELL}y"), "xy", [False]),
        ((DARK + END, "later", LIGHT + BELL), "later", [True, False]),
        # Cut off for good: nobody typed what came, and what is typed then is typed.
        (("\x1b]11;rgb:ff", "hallo"), "hallo", []),
        (("\x1b]11;rgb:ff", "\x1b[A"), "\x1b[A", []),
        # Keys, and answers to other questions
        (("\x1b[A", "\x1b[?2026;2$y", "abc"), "\x1b[A\x1b[?2026;2$yabc", []),
        (("\x1bb", "\x1b\x1b[B", "\x1b]x"), "\x1bb\x1b\x1b[B\x1b]x", []),
        (("\x1b[200~", f"op {DARK}{END}", "\x1b[201~"), "\x1b[200~op \x1b[201~", [True]),
    ],
)
def test_an_answer_is_told_and_no_key(pieces: tuple[str, ...], keys: str, told: list[bool]) -> None:
    assert read(*pieces) == (keys, told)


def test_escape_and_alt_are_keys_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(ground, "monotonic", lambda: now)
    answers = Answers()
    for key in ("\x1b", "\x1b]"):
        assert answers.read(key) == ("", [])
        assert answers.overdue() == ""
        now += ground.HELD
        assert answers.overdue() == key
    now += ground.SPLIT
    assert answers.read("\x1b") == ("\x1b", []), "no answer is awaited: Escape is not held up"
    answers.read(DARK)
    now += 60
    assert answers.overdue() == "", "what has begun like this is no key, however late the rest"
