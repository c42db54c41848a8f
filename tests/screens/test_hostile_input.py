"""What is pasted or typed in the full screen is kept as it is, and shown as text that no terminal obeys.

What becomes of it once it is sent, tests/journey/test_hostile_input.py shows.
"""

import unicodedata

import pytest
from textual import events

from tests.journey.test_hostile_input import HOSTILE
from tests.screens import pages
from tests.screens.harness import Stage, staged
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField


def check_shown(stage: Stage) -> str:
    """No cell of the screen holds what a terminal obeys; gives what is shown."""
    shown = "".join(stage.lines())
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in shown)
    assert not {"\u202e", "\u2066"} & set(shown)
    return shown


@pytest.mark.parametrize("what", ["long", "escape", "markup", "link", "emoji", "turned"])
@pytest.mark.parametrize("name", ["street", "words", "pin"])
async def test_any_text_can_be_pasted_into_any_field(name: str, what: str) -> None:
    target = f"address-form.{name}"
    async with staged(pages.FORM, at=target) as stage:
        field = stage.field(target)
        assert isinstance(field, TextField | LongField)
        field.select_all()
        await stage.press("backspace")
        await stage.paste(HOSTILE[what])
        assert field.read() == HOSTILE[what]
        assert stage.draft(target) == (None if name == "pin" else HOSTILE[what])
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
