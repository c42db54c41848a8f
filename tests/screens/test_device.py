"""The citizen's device where there is no room for it: one is called to it, and comes back by itself."""

import pytest
from msgspec.structs import replace

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, Stage, staged
from tui.page.parts import TITLE, Field, Form, Text
from tui.widgets.form import FormView
from tui.widgets.prose import Heading

CALL = "Uw telefoon vraagt iets. Druk op F2."
QUIET = replace(pages.SIGN_IN, device=(Text(id="phone-quiet", text="Er is niets."),))


def screen_text(stage: Stage) -> str:
    """What stands on the screen, as one line of words."""
    return " ".join(stage.text().split())


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_a_device_that_asks_is_told_with_its_key_and_is_the_first_stop(
    size: tuple[int, int],
) -> None:
    async with staged(pages.SIGN_IN, size=size) as stage:
        assert "Druk op F2." in screen_text(stage)
        assert stage.stop == "device"
        await stage.press("enter")
        assert "Dit is de telefoon" in stage.text()
        assert CALL not in screen_text(stage)
        await stage.focus("phone-asks")
        await stage.press("enter")
        assert stage.leading.asked == [("act", "phone-approve")]


async def test_a_page_that_begins_at_its_title_does_so_only_where_no_device_calls() -> None:
    """A second Enter must not take a button that leads away from the device that is asked."""
    page = replace(pages.SIGN_IN, focus=TITLE)
    async with staged(page, size=WIDE) as stage:
        assert isinstance(stage.focused, Heading)
    async with staged(page, size=USUAL) as stage:
        assert stage.stop == "device"


async def test_the_call_is_in_english_too() -> None:
    async with staged(pages.SIGN_IN, language="en") as stage:
        assert "Your phone asks you something. Press F2." in screen_text(stage)


async def test_no_call_where_the_device_stands_beside_the_page() -> None:
    async with staged(pages.SIGN_IN, size=WIDE) as stage:
        assert "F2." not in screen_text(stage)
        await stage.pilot.resize_terminal(*USUAL)
        await stage.settle()
        assert CALL in screen_text(stage)
        await stage.pilot.resize_terminal(*WIDE)
        await stage.settle()
        assert CALL not in screen_text(stage)


async def test_no_call_from_a_device_that_asks_nothing() -> None:
    async with staged(QUIET) as stage:
        assert "F2." not in screen_text(stage)
        assert stage.stop == "stop-sign-in"


async def test_what_the_device_asks_later_is_told_and_takes_the_focus_from_a_button() -> None:
    for before in (QUIET, replace(pages.SIGN_IN, device=())):
        async with staged(before) as stage:
            assert stage.stop == "stop-sign-in"
            await stage.give(pages.SIGN_IN)
            assert CALL in screen_text(stage)
            assert stage.stop == "device"


async def test_who_types_keeps_the_focus_when_the_device_asks() -> None:
    typing = replace(pages.FORM, device=())
    async with staged(typing) as stage:
        await stage.focus("address-form.street")
        field = stage.focused
        await stage.give(replace(typing, device=pages.PHONE, device_title="Uw telefoon"))
        assert CALL in screen_text(stage)
        assert stage.focused is field


async def test_an_answered_device_gives_way_to_the_page() -> None:
    for after in (QUIET, replace(pages.SIGN_IN, device=())):
        async with staged(pages.SIGN_IN) as stage:
            await stage.press("f2")
            await stage.give(after)
            assert "Niet aanmelden" in stage.text()
            assert CALL not in screen_text(stage)
            assert stage.stop == "stop-sign-in"


async def test_a_further_question_of_the_device_stays_in_view() -> None:
    pin = Form(
        id="reader-pin",
        fields=(Field(name="pin", label="Uw pincode", hint="", secret=True),),
        submit=pages.ADDRESS.submit,
    )
    reader = replace(pages.SIGN_IN, device=(Text(id="reader", text="Kaart"), pin))
    async with staged(pages.SIGN_IN) as stage:
        await stage.press("enter")
        await stage.give(reader)
        assert any(isinstance(one, FormView) for one in stage.screen.body.views())
        assert "Uw pincode" in stage.text()
        await stage.press("escape")
        assert "Uw kaartlezer wacht. Druk op F2." in screen_text(stage)


async def test_the_echo_of_enter_on_the_call_answers_nothing() -> None:
    async with staged(pages.SIGN_IN, settle=60) as stage:
        await stage.press("enter", "enter")
        assert "Dit is de telefoon" in stage.text()
        assert stage.leading.asked == []


async def test_a_click_on_the_foot_shows_the_device() -> None:
    async with staged(pages.SIGN_IN, size=USUAL) as stage:
        at = stage.lines()[-1].index("F2")
        await stage.pilot.click(offset=(at, 23))
        await stage.settle()
        assert "Dit is de telefoon" in stage.text()
