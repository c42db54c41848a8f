"""What is outside the portal: the citizen's device beside the page or in its place, a key away everywhere."""

import pytest
from msgspec.structs import replace

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, Stage, staged
from tui.page.parts import TITLE, Actions, Device, Field, Form, Page, Text
from tui.widgets.device_drawing import CARD_LOW, CARD_TALL, KEYS_LOW, KEYS_TALL, Plan, plan

CALL = "Uw telefoon wacht op u. F2 wisselt."


def is_called(stage: Stage) -> bool:
    """Whether the page says that the device waits, with the key that goes there."""
    call = stage.screen.body.call
    return call.display and call.region.height > 0 and call.said == CALL


def outside(stage: Stage) -> str:
    """What stands outside the portal, as one line."""
    pane = stage.screen.query_one(".outside").region
    rows = stage.lines()[pane.y : pane.bottom]
    return " ".join(" ".join(row[pane.x + 1 :] for row in rows).split())


OUTSIDE = "BUITEN HET PORTAAL"
QUIET = replace(
    pages.SIGN_IN, device=replace(pages.PHONE, parts=(Text(id="phone-quiet", text="Er is niets."),))
)
WITHOUT = replace(pages.SIGN_IN, device=None)
PIN = Form(
    id="reader-pin",
    fields=(Field(name="pin", label="Uw pincode", hint="", kind="digits", secret=True),),
    submit=pages.ADDRESS.submit,
)
READER = replace(
    pages.SIGN_IN,
    device=Device(
        id="reader",
        kind="reader",
        title="Uw kaartlezer, van Noor Peeters",
        sentence="De kaartlezer vraagt uw PIN.",
        card=("Identiteitskaart", "Noor Peeters", "592-0000001-82", "tot 2031"),
        parts=(PIN,),
    ),
)


async def test_the_device_stands_at_the_right_wherever_there_is_room() -> None:
    async with staged(pages.SIGN_IN) as stage:
        for size in ((200, 60), WIDE, (100, 30), USUAL, (76, 20)):
            await stage.resize(*size)
            await stands_at_the_right(stage, size)
            await stage.press("escape")


async def stands_at_the_right(stage: Stage, size: tuple[int, int]) -> None:
    """Judges the pane in a window of this size, and the keys that go there and back."""
    # From below the tabs to the status, so it does not move as the page does.
    pane = stage.screen.query_one(".outside").region
    wide = 46 if size[0] >= 100 else 36
    assert (pane.x, pane.y, pane.width) == (size[0] - wide, stage.screen.page_top, wide)
    assert pane.bottom == stage.screen.status.region.y
    assert OUTSIDE in stage.lines()[pane.y]
    assert "F2" in stage.lines()[pane.y]
    assert is_called(stage)
    assert stage.stop == "stop-sign-in"
    await stage.press("f2")
    assert stage.screen.outside
    assert stage.stop == "phone-approve"
    assert "F2 Naar het portaal" in stage.lines()[-1]
    for key in ("f2", "escape"):
        await stage.press(key)
        assert not stage.screen.outside
        assert stage.stop == "stop-sign-in"
        await stage.press("f2")
    assert stage.asked == []


@pytest.mark.parametrize("key", ["f2", "enter"])
async def test_without_room_a_device_that_asks_is_called_for_and_is_the_first_stop(
    key: str,
) -> None:
    async with staged(pages.SIGN_IN, size=SMALL) as stage:
        assert is_called(stage)
        assert "Dit is de telefoon" not in stage.text()
        assert stage.stop == "device"
        await stage.press(key)
        assert "BUITEN: uw telefoon" in stage.text()
        assert "F2 Portaal" in stage.text()
        assert "Dit is de telefoon" in stage.text()
        assert "Niet aanmelden" not in stage.text()
        assert not is_called(stage)
        assert stage.screen.outside
        await stage.focus("phone-asks")
        await stage.press("enter", "escape")
        assert "Dit is de telefoon" not in stage.text()
        assert stage.asked == [("act", "phone-approve")]


async def test_a_page_that_begins_at_its_title_does_so_only_where_no_device_calls() -> None:
    """A second Enter must not take a button that leads away from the device that is asked."""
    page = replace(pages.SIGN_IN, focus=TITLE)
    async with staged(page, size=USUAL) as stage:
        assert stage.focused is stage.screen.body.heading
    async with staged(page, size=SMALL) as stage:
        assert stage.stop == "device"


async def test_a_window_that_changes_while_the_device_is_used_keeps_all_of_it() -> None:
    async with staged(READER, at="reader-pin.pin") as stage:
        await stage.press("1", "2")
        for size in ((76, 20), SMALL, (200, 60), SMALL, USUAL):
            await stage.resize(*size)
            if size == SMALL and not stage.screen.outside:
                await stage.press("f2")
            assert stage.screen.outside
            assert stage.field("reader-pin.pin").read() == "12"


@pytest.mark.parametrize("quiet", [QUIET, WITHOUT], ids=["quiet", "none"])
async def test_the_call_comes_with_a_question_and_goes_with_its_answer(quiet: Page) -> None:
    async with staged(quiet, size=SMALL) as stage:
        assert not is_called(stage)
        assert stage.stop == "stop-sign-in"
        await stage.give(pages.SIGN_IN)
        assert is_called(stage)
        assert stage.stop == "device", "it takes the focus from a button"
        await stage.press("f2")
        await stage.give(quiet)
        assert "Niet aanmelden" in stage.text()
        assert not is_called(stage)
        assert stage.stop == "stop-sign-in"


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_who_types_keeps_the_focus_when_the_device_asks(size: tuple[int, int]) -> None:
    async with staged(pages.FORM, at="address-form.street", size=size) as stage:
        field = stage.focused
        await stage.give(replace(pages.FORM, device=pages.PHONE))
        assert is_called(stage)
        assert stage.focused is field


async def test_a_further_question_of_the_device_stays_in_view() -> None:
    async with staged(pages.SIGN_IN, size=SMALL) as stage:
        await stage.press("enter")
        await stage.give(READER)
        assert stage.field("reader-pin.pin").display
        assert "Uw pincode" in stage.text()
        await stage.press("escape")
        assert "Uw kaartlezer wacht op u." in stage.said()


async def test_the_echo_of_enter_on_the_call_answers_nothing() -> None:
    async with staged(pages.SIGN_IN, settle=60, size=SMALL) as stage:
        await stage.press("enter", "enter")
        assert "Dit is de telefoon" in stage.text()
        assert stage.asked == []


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_the_mouse_goes_there_and_back(size: tuple[int, int]) -> None:
    def row(stage: Stage, text: str) -> tuple[int, int]:
        return next((line.index(text), y) for y, line in enumerate(stage.lines()) if text in line)

    async with staged(pages.SIGN_IN, size=size) as stage:
        await stage.click(row(stage, "Uw telefoon wacht"))
        assert stage.screen.outside
        await stage.click(row(stage, "BUITEN"))
        assert not stage.screen.outside


async def test_every_way_to_the_devices_leads_to_the_pane_that_shows_them() -> None:
    way = pages.buttons("way", {"go:devices": "Uw toestellen"})
    page = pages.with_parts(pages.SIGN_IN, *pages.SIGN_IN.parts, way)
    async with staged(page, size=USUAL, at="way") as stage:
        await stage.press("enter")
        assert stage.stop == "phone-approve"
        assert stage.asked == []
    async with staged(page, size=SMALL, at="way") as stage:
        await stage.press("enter")
        assert stage.asked == [("act", "go:devices")]


async def test_the_reader_says_how_many_digits_are_typed_and_never_which() -> None:
    async with staged(READER, size=WIDE, at="reader-pin.pin") as stage:
        assert "De kaartlezer vraagt uw PIN. U typte" not in outside(stage)
        await stage.press(*"97")
        assert "De kaartlezer vraagt uw PIN. U typte 2 cijfers." in outside(stage)
        assert "97" not in stage.text()
        await stage.press("backspace")
        assert "U typte 1 cijfer." in outside(stage)


@pytest.mark.parametrize("size", [(200, 60), WIDE, USUAL, SMALL], ids=str)
async def test_a_long_name_and_a_long_question_leave_the_answers_in_reach(
    size: tuple[int, int],
) -> None:
    asked = (Text(id="phone-long", text="Heel veel uitleg. " * 40), *pages.PHONE.parts)
    device = replace(pages.PHONE, title=f"Uw telefoon, van {'Noor ' * 40}", parts=asked)
    async with staged(replace(pages.SIGN_IN, device=device), size=size) as stage:
        await stage.press("f2", *(["tab"] if size == SMALL else []))
        assert stage.stop == "phone-approve"
        assert "Bevestigen" in stage.text()


PHONE = Device(id="phone", kind="phone", title="", app="itsme", parts=(Actions(id="a", items=()),))
CARD = Device(id="reader", kind="reader", title="", card=("", "", "", ""), parts=())
EMPTY = replace(CARD, card=())


@pytest.mark.parametrize(
    ("device", "room", "glass", "expected"),
    [
        (PHONE, 33, 10, Plan(gap=1, ends=True, app=3, fill=11, sentence=True)),
        (PHONE, 60, 10, Plan(gap=1, ends=True, app=3, fill=11, sentence=True)),
        (PHONE, 18, 12, Plan(ends=True, app=1)),
        (PHONE, 6, 12, Plan(app=1)),
        (CARD, 34, 8, Plan(gap=1, keys=KEYS_TALL, card=CARD_TALL, sentence=True)),
        (CARD, 18, 8, Plan(keys=KEYS_LOW, card=CARD_LOW, sentence=True)),
        (CARD, 17, 10, Plan(keys=KEYS_LOW, card=CARD_LOW)),
        (CARD, 8, 8, Plan()),
        (EMPTY, 34, 8, Plan(gap=1, keys=KEYS_TALL, sentence=True)),
    ],
)
def test_what_says_most_of_a_device_is_drawn_first(
    device: Device, room: int, glass: int, expected: Plan
) -> None:
    assert plan(device, room, glass, sentence=3) == expected
