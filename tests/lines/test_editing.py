"""Editing a line, without a terminal: what the keys make of it, and that a screen shows just that."""

import pyte
import pytest

from tui.lines.cells import width
from tui.lines.drawing import Drawn, in_view, left, redrawn, rows
from tui.lines.editing import Line, pressed
from tui.lines.keys import ALONE, LONGEST, PASTE_CUT, Key, Keys

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
HOME, END, DELETE, BACK = "\x1b[H", "\x1b[F", "\x1b[3~", "\x7f"
FAMILY, FLAG, HEART = "👩\u200d👩\u200d👧", "🇧🇪", "❤\ufe0f"
ACUTE = "\u0301"

TYPED = {
    # The bytes that keys send, and the line with "|" at the cursor.
    f"Noro{LEFT}{BACK}{BACK}or": "Nor|o",
    f"Noro{LEFT}{BACK}{END}r": "Noor|",
    f"bc{HOME}a{END}d": "abcd|",
    f"abc{LEFT}{LEFT}{DELETE}": "a|c",
    f"abc{LEFT}{RIGHT}{RIGHT}{UP}{DOWN}d": "abcd|",
    f"{BACK}{DELETE}{LEFT}{HOME}": "|",
    # Other terminals' Home and End, in application mode, of rxvt and of the Linux console.
    "bc\x1bOHa\x1bOFd\x1b[1~x\x1b[4~y\x1b[7~1\x1b[8~2": "1xabcdy2|",
    "abc\x1bOD\x1bODx\x1bOCy": "axby|c",
    # Words: Ctrl and Alt with the arrows, in each manner; Alt+B, F, D, Backspace; Ctrl+W.
    "een twee\x1b[1;5Dx": "een x|twee",
    "een twee\x1b[1;3D\x1b[1;3Dx\x1b[1;5C": "xeen| twee",
    "een twee\x1b\x1b[D\x1bOd\x1bOcx": "eenx| twee",
    "een twee\x1bb\x1bB\x1bfx": "eenx| twee",
    "een twee\x1bb\x1bb\x1bd": "| twee",
    "een twee\x1b[1;5D\x1b[1;5D\x1b[3;5~": "| twee",
    "een twee-drie\x1b\x7f": "een twee-|",
    "een twee-drie\x17": "een |",
    "été à Liège\x1bb\x1bbx": "été x|à Liège",
    # The keys of readline; what was cut out of this line can be put back.
    "abc\x01x\x05y\x02\x02\x06z": "xabcz|y",
    "een twee\x15": "|",
    "een twee\x1bb\x0b\x01\x19 ": "twee |een ",
    "abc\x02\x04": "ab|",
    "abc\x08": "ab|",
    # Letters as a person sees them go at once.
    f"日本{BACK}": "日|",
    f"日本{LEFT}{LEFT}a": "a|日本",
    f"e{ACUTE}x{LEFT}{BACK}": "|x",
    f"a{FAMILY}b{LEFT}{BACK}": "a|b",
    f"a{FLAG}{FLAG}{BACK}": f"a{FLAG}|",
    f"{HEART}{LEFT}{DELETE}": "|",
    f"각{BACK}": "|",
    # Keys without a meaning here are no letters: F1 to F12, Page up, Tab, Shift+Tab, the mouse.
    "a\x1bOP\x1b[[A\x1b[[D\x1b[15~\x1b[24~\x1b[5~\t\x1b[Z\x1b[<0;5;5M\x1b[I\x1b[?1;2c": "a|",
    "a\x00\x03\x16\x1c\x9b": "a|",
    # What a terminal answers to a program that asked it, maybe one before; not so after Alt and a letter.
    "a\x1b]11;rgb:ffff/0\x07b\x1b]10;?\x1b\\c\x1bP1$r0m\x1b\\d\x1bP>|x(1)\x1b\\e\x1b_Gi=1;OK\x1b\\": "abcde|",
    "a\x1b]een\x1bPx\x1b_y": "aeenxy|",
    # A paste of several lines is one line, and no key within it has an effect.
    "x\x1b[200~\r\neen\r\n  twee\tdrie\n\n\x1b[201~y": "xeen twee driey|",
    "\x1b[200~a\x1b[D\x7f\x04b\x1b[201~": "a[Db|",
    "\x1b[200~\x1b[201~": "|",
}


def played(typed: str, several: bool = False) -> list[Line]:
    """The line after each key that these bytes are."""
    keys, line = Keys(), Line()
    lines = [line]
    for byte in typed.encode():
        for key in keys.feed(bytes([byte])):
            does = "delete-right" if key.does == "end-of-input" else key.does
            line = pressed(line, Key(does, key.text), several=several)
            lines.append(line)
    return lines


@pytest.mark.parametrize(("typed", "line"), TYPED.items(), ids=map(repr, TYPED))
def test_keys_edit(typed: str, line: str) -> None:
    last = played(typed)[-1]
    assert f"{last.before}|{last.after}" == line


@pytest.mark.parametrize("columns", [12, 80])
@pytest.mark.parametrize("typed", [*TYPED, f"{'lang ' * 9}{LEFT * 30}日{BACK}x{HOME}y{END}z"])
def test_after_each_key_the_screen_is_as_if_drawn_anew(typed: str, columns: int) -> None:
    drawn = Drawn("> ")
    shown = screen(columns, drawn.prompt)
    for line in played(typed):
        now = Drawn(drawn.prompt, line.before, line.after)
        feed(shown, redrawn(drawn, now, columns))
        drawn = now
        assert shown.display == screen(columns, now.whole).display, line
        before = screen(columns, now.prompt + now.before).cursor
        # Behind a full line the cursor is at the next.
        full = before.x == columns
        place = (0, before.y + 1) if full else (before.x, before.y)
        assert (shown.cursor.x, shown.cursor.y) == place, line


def screen(columns: int, text: str) -> pyte.Screen:
    """What a screen shows of a text, and where its cursor is then."""
    shown = pyte.Screen(columns, 24)
    feed(shown, text)
    return shown


def feed(shown: pyte.Screen, text: str) -> None:
    """Send this to a screen, sign by sign: pyte drops what follows a joiner."""
    stream = pyte.Stream(shown)
    for sign in text:
        stream.feed(sign)


def test_what_is_typed_at_the_end_is_sent_as_it_is_and_else_only_what_follows() -> None:
    noor = Drawn("Uw antwoord: ", "Noor")
    assert redrawn(noor, Drawn(noor.prompt, "Noora"), 80) == "a"
    assert redrawn(noor, Drawn(noor.prompt, "Noo"), 80) == "\b\x1b[J"
    assert redrawn(noor, Drawn(noor.prompt, "Noo", "r"), 80) == "\b"
    assert redrawn(Drawn(noor.prompt, "No", "r"), Drawn(noor.prompt, "Noo", "r"), 80) == "or\b"
    assert left(Drawn(noor.prompt, "No", "or"), 80) == "\x1b[2C\n"


def test_a_text_of_several_lines_is_drawn_in_lines_and_cut_to_a_window() -> None:
    text = "\x1b[200~een\ntwee\n\x1b[201~\x1b\rdrie"
    last = played(text, several=True)[-1]
    assert last.text == "een\ntwee\ndrie"
    drawn = Drawn("> ", last.before, last.after)
    assert rows(drawn, 80) == 3
    assert in_view(drawn, 80, 24) is drawn
    for at in (0, 4, 999, 5000):
        text = "日a\n" * 3000
        part = in_view(Drawn("> ", text[:at], text[at:]), 40, 12)
        assert rows(part, 40) < 12
        assert part.whole.startswith("> …" if at > 400 else "> 日a 日a")
        assert part.after.endswith("…")


def test_a_letter_may_come_in_pieces_or_in_another_encoding() -> None:
    def read(content: bytes, encoding: str) -> str:
        keys = Keys(encoding)
        return "".join(key.text for byte in content for key in keys.feed(bytes([byte])))

    assert read("één 日 😀".encode(), "utf-8") == "één 日 😀"
    assert read("één!".encode("latin-1"), "latin-1") == "één!"
    assert read(b"a\xffb\xe9c", "utf-8") == "a\ufffdb\ufffdc"


def test_escape_alone_is_no_part_of_the_next_key() -> None:
    keys = Keys()
    assert keys.feed(b"\x1b", 1.0) == []
    assert keys.feed(b"b", 1.1 + ALONE) == [Key("text", "b")]
    assert keys.feed(b"\x1b", 3.0) == []
    assert keys.feed(b"b", 3.1) == [Key("word-left")]


def test_an_endless_line_or_paste_is_cut() -> None:
    line = Line("x" * (LONGEST - 1))
    assert len(pressed(line, Key("text", "yy")).text) == LONGEST
    keys = Keys()
    for byte in b"\x1b[200~" + b"x" * (2 * LONGEST) + b"\x1b[201":
        keys.feed(bytes([byte]))
    (paste,) = keys.feed(b"~")
    assert paste.text == "x" * LONGEST


def test_letters_take_as_many_cells_as_a_terminal_gives_them() -> None:
    assert [width(text) for text in ("abc", "été", "日本", f"e{ACUTE}", FAMILY, FLAG)] == [
        3,
        3,
        4,
        1,
        2,
        2,
    ]


@pytest.mark.parametrize("next_key", ["", "\r"])
def test_a_paste_whose_end_never_comes_ends_after_a_silence(next_key: str) -> None:
    keys = Keys()
    for byte in b"\x1b[200~een\rtwee":
        assert keys.feed(bytes([byte]), 1.0) == []
    assert keys.overdue(1.0 + PASTE_CUT / 2) == []
    assert keys.pasting
    later = 1.0 + PASTE_CUT
    found = keys.feed(next_key.encode(), later) if next_key else keys.overdue(later)
    assert found == [Key("paste", "een\rtwee"), Key("enter")][: 1 + len(next_key)]
    assert not keys.pasting
    assert [key for byte in b"\x1b[201~x" for key in keys.feed(bytes([byte]), later)] == [
        Key("text", "x")
    ]
