"""What is pasted or typed in the full screen is kept as it is, and shown as text that no terminal obeys.

What becomes of it once it is sent, tests/journey/test_hostile_input.py shows.
"""

import unicodedata

import pytest
from textual import events

from tests.by_turns import crossed
from tests.journey.test_hostile_input import HOSTILE
from tests.screens import pages
from tests.screens.harness import Stage, staged
from tui.page.typed import pasted
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField


def check_shown(stage: Stage) -> str:
    """No cell of the screen holds what a terminal obeys; gives what is shown."""
    shown = "".join(stage.lines())
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in shown)
    assert not {"\u202e", "\u2066"} & set(shown)
    return shown


@pytest.mark.parametrize(
    ("name", "what"),
    crossed(["street", "words", "pin"], ["long", "escape", "markup", "link", "emoji", "turned"]),
)
async def test_any_text_can_be_pasted_into_any_field(name: str, what: str) -> None:
    target = f"address-form.{name}"
    async with staged(pages.FORM, at=target) as stage:
        field = stage.field(target)
        assert isinstance(field, TextField | LongField)
        field.select_all()
        await stage.press("backspace")
        await stage.paste(HOSTILE[what])
        kept = HOSTILE[what] if name == "words" else pasted(HOSTILE[what])
        assert field.read() == kept
        assert stage.draft(target) == (None if name == "pin" else kept)
        check_shown(stage)


@pytest.mark.parametrize("key", ["paste", "ctrl+v"])
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\n0400 00 00 01\n", "0400 00 00 01"),
        (" \r\n\r\nKerkstraat 12\r\n  9000 Gent\r\n", "Kerkstraat 12 9000 Gent"),
        ("een\u2028twee\x0bdrie\x85vier\tvijf", "een twee drie vier vijf"),
        (" en ", " en "),  # into the middle of a text
        ("\u202a+32\u200b 400\u202c", "+32 400"),
        ("\n \n", ""),
        ("a" * 500, "a" * 500),  # more than may be saved is told, and nothing is cut
    ],
)
async def test_all_that_is_pasted_into_one_line_is_there(text: str, kept: str, key: str) -> None:
    async with staged(
        pages.FORM, typed={"address-form.street": ""}, at="address-form.street"
    ) as stage:
        if key == "paste":
            await stage.paste(text)
        else:
            stage.app.copy_to_clipboard(text)
            await stage.press(key)
        assert stage.field("address-form.street").read() == kept
        check_shown(stage)


@pytest.mark.parametrize("what", ["escape", "c1", "markup", "link", "emoji", "turned"])
async def test_what_is_typed_in_the_menu_is_shown_as_it_is_and_obeyed_by_nobody(what: str) -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9")
        await stage.paste(HOSTILE[what])
        await stage.send(*(events.Key("x", sign) for sign in HOSTILE[what]))
        assert HOSTILE[what] in check_shown(stage) or not HOSTILE[what].isprintable()
        await stage.press("escape")
        assert stage.on_page


async def test_hostile_pages_are_drawn_and_can_be_walked() -> None:
    async with staged(pages.HOSTILE) as stage:
        for _ in range(14):
            check_shown(stage)
            await stage.press("tab")
        assert stage.app.is_running
