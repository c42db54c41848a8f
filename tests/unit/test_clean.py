"""Foreign text: what must not reach a terminal is removed, what people write stays."""

import msgspec
import pytest

from tui.portal.cleaning import DEEPEST, TooDeep, clean, clean_all, every_member

UNSAFE = (
    "\x00\x07\x08\x0e\x1b\x7f"  # C0 and DEL
    "\x80\x90\x9b\x9c\x9d\x9f"  # C1
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206f\u200e\u200f\u061c"  # direction
    "\u00ad\u180e\u200b\u200c\u200d\u2060\u2064\ufeff"  # not to be seen
    "\ufff9\ufffa\ufffb\U000e0000\U000e0041\U000e007f\ud800\udfff"
)

BREAKS = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
"""However a line ends."""


@pytest.mark.parametrize(
    ("foreign", "cleaned"),
    [
        *((f"pay{sign}pal{sign}", "paypal") for sign in UNSAFE),
        ("\x1b]52;c;cm0=\x07na", "]52;c;cm0=na"),
        *((f"een{end}twee", "een\ntwee") for end in BREAKS),
        ("a\u200b\u200dé", "aé"),
    ],
    ids=ascii,
)
def test_what_no_terminal_may_be_sent_is_taken_out(foreign: str, cleaned: str) -> None:
    assert clean(foreign) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gewoon",
        "regel\nregel\ttab",
        "Zoë Çelik, 's-Gravenhage, Łódź, 中文, עברית",
        "[/red] [@click=app.quit]weg[/] {naam} 100%",
        "👩‍👩‍👧 en 👨🏽‍💻",
        "می‌خواهم",
        "e\u0301",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(f"Uw aangifte{end}Vraag 1 van 1: PIN (verplicht)" for end in BREAKS),
        # So many spaces would push the rest to the beginning of a line.
        f"Uw aangifte \t{chr(0xA0) * 70}\u3000\u2800 Vraag 1 van 1: PIN (verplicht)",
        "\n Uw aangifte\n \nVraag 1 van 1: PIN (verplicht)\n",
    ],
    ids=ascii,
)
def test_a_text_of_one_line_holds_one_line(text: str) -> None:
    cleaned = clean_all({"subject": {"nl": text}, "items": [text], text: 1})
    line = "Uw aangifte Vraag 1 van 1: PIN (verplicht)"
    assert cleaned == {"subject": {"nl": line}, "items": [line], line: 1}


def test_only_what_is_named_has_several_lines() -> None:
    answer = {"words": "een\r\ntwee", "name": {"nl": "een\r\ntwee"}, "all": [{"words": "a\x85b"}]}
    cleaned = {"words": "een\ntwee", "name": {"nl": "een twee"}, "all": [{"words": "a\nb"}]}
    assert clean_all(answer, "words".__eq__) == cleaned
    assert clean_all({"nl": "een\n\ntwee"}, every_member) == {"nl": "een\n\ntwee"}


def test_cleaning_twice_changes_nothing_more() -> None:
    everything = "".join(chr(code) for code in range(0x3000)) + "a\u200d\u200db\U000e0061"
    assert clean(clean(everything)) == clean(everything)
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in clean(everything))


def test_every_text_of_an_answer_is_cleaned_names_too() -> None:
    rest = {"n": 1, "b": True, "x": None}
    answer = {"na\u200bam": ["\x1b[1mNoor", {"diep\x07er": "\u202ex"}], **rest}
    assert clean_all(answer) == {"naam": ["[1mNoor", {"dieper": "x"}], **rest}


def test_an_answer_that_is_too_deep_is_refused() -> None:
    deep = b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2)
    with pytest.raises(TooDeep):
        clean_all(msgspec.json.decode(deep))
