"""Foreign text: what no terminal may be sent is taken out, what people write stays."""

import msgspec
import pytest

from tui.portal.cleaning import DEEPEST, TooDeep, clean, clean_all


@pytest.mark.parametrize(
    ("foreign", "cleaned"),
    [
        ("\x1b[2Jweg", "[2Jweg"),
        ("\x1b]52;c;cm0=\x07na", "]52;c;cm0=na"),
        ("\x9b31mrood", "31mrood"),
        ("\x9d0;titel\x9c", "0;titel"),
        ("\x90q\x1b\\", "q\\"),
        ("bel\x07", "bel"),
        ("terug\x08\x08", "terug"),
        ("een\rtwee\r\ndrie", "eentwee\ndrie"),
        ("nul\x00", "nul"),
        ("wis\x7f", "wis"),
        ("nel\x85", "nel"),
        ("\u202eomgekeerd\u202c", "omgekeerd"),
        ("\u202a\u202b\u202d", ""),
        ("\u2066\u2067\u2068\u2069ver", "ver"),
        ("\u200e\u200f\u061cmerk", "merk"),
        ("pay\u200bpal", "paypal"),
        ("pay\u200cpal", "paypal"),
        ("pay\u200dpal", "paypal"),
        ("\ufeffbegin", "begin"),
        ("zacht\u00adstreepje", "zachtstreepje"),
        ("\U000e0041\U000e0042tag", "tag"),
        ("\u2028regel\u2029", "regel"),
        ("\ufff9a\ufffab\ufffb", "ab"),
    ],
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
