"""The citizen's device: a pane where there is room; elsewhere a key away, and called for when it asks."""

import pytest
from msgspec.structs import replace

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, staged
from tui.page.parts import TITLE, Field, Form, Page, Text

CALL = "Uw telefoon vraagt iets. Druk op F2."
QUIET = replace(pages.SIGN_IN, device=(Text(id="phone-quiet", text="Er is niets."),))
WITHOUT = replace(pages.SIGN_IN, device=())


async def test_the_device_is_a_pane_where_there_is_room() -> None:
    async with staged(pages.SIGN_IN, size=WIDE) as stage:
        assert "Uw telefoon" in stage.text()
        assert "Niet aanmelden" in stage.text()
        await stage.press("f2")
        assert stage.stop == "phone-approve"
        await stage.press("f2")
        assert stage.stop == "stop-sign-in"


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
@pytest.mark.parametrize("key", ["f2", "enter"])
async def test_a_device_that_asks_is_called_for_and_is_the_first_stop(
    key: str, size: tuple[int, int]
) -> None:
    async with staged(pages.SIGN_IN, size=size) as stage:
        assert "Druk op F2." in stage.said()
        assert "Dit is de telefoon" not in stage.text()
        assert stage.stop == "device"
        await stage.press(key)
        assert "Dit is de telefoon" in stage.text()
        assert "Niet aanmelden" not in stage.text()
        assert CALL not in stage.said()
        await stage.focus("phone-asks")
        await stage.press("enter", "escape")
        assert "Dit is de telefoon" not in stage.text()
        assert stage.asked == [("act", "phone-approve")]


async def test_a_page_that_begins_at_its_title_does_so_only_where_no_device_calls() -> None:
    """A second Enter must not take a button that leads away from the device that is asked."""
    page = replace(pages.SIGN_IN, focus=TITLE)
    async with staged(page, size=WIDE) as stage:
        assert stage.focused is stage.screen.body.heading
    async with staged(page, size=USUAL) as stage:
        assert stage.stop == "device"


async def test_no_call_where_the_device_stands_beside_the_page() -> None:
    async with staged(pages.SIGN_IN, size=WIDE) as stage:
        for size, calls in ((WIDE, False), (USUAL, True), (WIDE, False)):
            await stage.resize(*size)
            assert (CALL in stage.said()) is calls


@pytest.mark.parametrize("quiet", [QUIET, WITHOUT], ids=["quiet", "none"])
async def test_the_call_comes_with_a_question_and_goes_with_its_answer(quiet: Page) -> None:
    async with staged(quiet) as stage:
        assert "F2." not in stage.said()
        assert stage.stop == "stop-sign-in"
        await stage.give(pages.SIGN_IN)
        assert CALL in stage.said()
        assert stage.stop == "device", "it takes the focus from a button"
        await stage.press("f2")
        await stage.give(quiet)
        assert "Niet aanmelden" in stage.text()
        assert CALL not in stage.said()
        assert stage.stop == "stop-sign-in"


async def test_who_types_keeps_the_focus_when_the_device_asks() -> None:
    async with staged(pages.FORM, at="address-form.street") as stage:
        field = stage.focused
        await stage.give(replace(pages.FORM, device=pages.PHONE, device_title="Uw telefoon"))
        assert CALL in stage.said()
        assert stage.focused is field


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
        assert stage.field("reader-pin.pin").display
        assert "Uw pincode" in stage.text()
        await stage.press("escape")
        assert "Uw kaartlezer wacht. Druk op F2." in stage.said()


async def test_the_echo_of_enter_on_the_call_answers_nothing() -> None:
    async with staged(pages.SIGN_IN, settle=60) as stage:
        await stage.press("enter", "enter")
        assert "Dit is de telefoon" in stage.text()
        assert stage.asked == []


async def test_a_click_on_the_foot_shows_the_device() -> None:
    async with staged(pages.SIGN_IN, size=USUAL) as stage:
        await stage.click((stage.lines()[-1].index("F2"), 23))
        assert "Dit is de telefoon" in stage.text()


async def test_every_way_to_the_devices_leads_to_the_pane_that_shows_them() -> None:
    way = pages.buttons("way", {"go:devices": "Uw toestellen"})
    page = pages.with_parts(pages.SIGN_IN, *pages.SIGN_IN.parts, way)
    async with staged(page, size=WIDE, at="way") as stage:
        await stage.press("enter")
        assert stage.stop == "phone-approve"
        assert stage.asked == []
    async with staged(page, size=USUAL, at="way") as stage:
        await stage.press("enter")
        assert stage.asked == [("act", "go:devices")]
