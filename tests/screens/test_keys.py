"""Everything by keyboard: arrows, the menu, Enter that counts once."""

import pytest
from msgspec.structs import replace
from textual.binding import Binding

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, Stage, staged
from tui.page.offered import actions_of
from tui.page.parts import Action, Actions, Item, Page
from tui.screens.menu_screen import MenuScreen
from tui.screens.page_screen import PageScreen
from tui.widgets.field import DrawnField
from tui.widgets.typed_field import TypedField


async def test_arrows_on_tabs_move_and_enter_opens() -> None:
    async with staged(pages.DATA, pages.EBOX) as stage:
        await stage.focus(stage.screen.tabs)
        assert "[Uw gegevens]" in stage.text()
        await stage.press("right")
        assert "[eBox]" in stage.text()
        assert "•Uw gegevens" in stage.text()
        assert stage.asked == []
        await stage.press("enter")
        assert stage.asked == [("act", "go:ebox")]
        assert stage.screen.page == pages.EBOX
        assert stage.focused is stage.screen.tabs


async def test_moving_in_a_list_is_not_choosing() -> None:
    async with staged(pages.EBOX, pages.MESSAGE, size=WIDE, at="messages") as stage:
        await stage.press("down", "up")
        assert stage.asked == []
        await stage.press("enter")
        assert stage.asked == [("choose", "messages", "m-1")]
        assert stage.screen.page == pages.MESSAGE
        assert stage.focused is stage.view("messages"), "it keeps the focus beside what it opens"


async def test_the_head_opens_the_citizen_s_profile() -> None:
    async with staged(pages.DATA) as stage:
        await stage.focus(stage.screen.head)
        assert "[Noor Peeters]" in stage.lines()[0]
        await stage.press("enter")
        assert stage.asked == [("act", "go:profile")]


async def test_a_page_opens_with_its_title_in_view() -> None:
    items = tuple(Item(id=f"m-{n}", title=f"Bericht {n}", detail="Stad") for n in range(8))
    ebox = replace(pages.EBOX, parts=(replace(pages.MESSAGES, items=items),))
    async with staged(ebox) as stage:
        assert stage.focused is stage.view("messages")
        assert ebox.title in stage.lines()[2]


@pytest.mark.parametrize(
    ("page", "target", "steps", "stop"),
    [(pages.DATA, "identity", 1, "about-identity"), (pages.FORM, "address-form.words", 0, "")],
)
async def test_coming_back_leads_to_where_the_focus_was(
    page: Page, target: str, steps: int, stop: str
) -> None:
    async with staged(page, at=target) as stage:
        await stage.press(*["tab"] * steps)
        before = stage.focused
        assert stage.stop == stop
        await stage.give(pages.REQUEST)
        await stage.press("escape")
        await stage.give(page)
        assert stage.focused is not before
        assert (type(stage.focused), stage.stop) == (type(before), stop)
        assert stage.focused.has_class(*before.classes)


async def test_going_to_a_page_again_begins_at_its_beginning() -> None:
    async with staged(pages.DATA) as stage:
        began = stage.focused.id, stage.stop
        await stage.focus("vehicles")
        await stage.give(pages.REQUEST)
        await stage.give(pages.DATA)
        assert (stage.focused.id, stage.stop) == began


@pytest.mark.parametrize("screen", [PageScreen, MenuScreen])
def test_every_binding_has_an_id_and_a_tooltip_and_none_is_a_letter(
    screen: type[PageScreen | MenuScreen],
) -> None:
    """Those of the commands, tests/architecture/test_interfaces.py finds."""
    for binding in screen.BINDINGS:
        assert isinstance(binding, Binding)
        assert (bool(binding.id), bool(binding.tooltip)) == (True, True), binding
        assert all(len(key) > 1 for key in binding.key.split(",")), binding


# --- the menu ---------------------------------------------------------------------------------


def buttons(stage: Stage) -> list[str]:
    """What the menu offers of the page itself."""
    return [item.title for item in stage.offered if item.id.startswith("act:")]


@pytest.mark.parametrize(
    ("page", "typed", "asked"),
    [
        (pages.DATA, "privacy", ("act", "go:privacy")),
        (pages.DATA, "ebox", ("act", "go:ebox")),
        (pages.DATA, "een fout, voertuigen", ("act", "report-vehicles")),
        (pages.FORM, "controleren", ("submit", "address-form")),
        (pages.SIGN_IN, "bevestigen", ("act", "phone-approve")),
    ],
    ids=["command", "page", "button", "form", "device"],
)
async def test_the_menu_narrows_and_does_what_it_found(
    page: Page, typed: str, asked: tuple[str, str]
) -> None:
    async with staged(page) as stage:
        if page is pages.FORM:
            await stage.focus("address-form.pin")
            await stage.press(*"4711")
        await stage.press("f9")
        assert buttons(stage) == [action.name for action in actions_of(page)]
        await stage.press(*typed)
        assert f"┃ {typed}█" in stage.text()
        await stage.press("enter")
        assert stage.asked == [asked]
        assert stage.leading.secrets == ({"pin": "4711"} if page is pages.FORM else {})


async def test_what_is_dictated_narrows_the_menu_too() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9")
        await stage.paste("fout,\nvoertuigen\x1b[31m")
        assert buttons(stage) == []
        await stage.press(*["backspace"] * 4)
        assert buttons(stage) == ["Meld een fout, Voertuigen"]


async def test_what_is_called_as_it_was_typed_comes_first() -> None:
    items = (
        Action(id="more", label="Voeg een e-mailadres toe"),
        Action(id="other", label="Voeg een adres toe aan de lijst"),
        Action(id="own", label="Voeg een adres toe"),
    )
    async with staged(replace(pages.START, parts=(Actions(id="acts", items=items),))) as stage:
        await stage.press("f9", *"Voeg een adres toe")
        # "e-mailadres" has no word that begins as "adres".
        assert buttons(stage) == ["Voeg een adres toe", "Voeg een adres toe aan de lijst"]
        await stage.press("enter")
        assert stage.asked == [("act", "own")]


@pytest.mark.parametrize("keys", [("pagedown",), ("end",), ("end", "pageup"), ("end", "home")])
async def test_a_leap_in_the_menu_takes_the_mark_along(keys: tuple[str, ...]) -> None:
    async with staged(pages.DATA, size=SMALL) as stage:
        await stage.press("f9")
        listing = stage.menu.listing
        first = listing.stop
        await stage.press(*keys)
        assert (listing.stop == first) == (keys[-1] == "home")
        assert "▸" in stage.text()
        assert listing.parent.region.contains_point(stage.app.cursor_position)  # type: ignore[union-attr]


async def test_a_menu_that_finds_nothing_says_so_and_chooses_nothing() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9", *"xyzzy")
        assert "Niets gevonden" in stage.text()
        await stage.press("enter")
        assert not stage.on_page
        await stage.press(*["backspace"] * 5, "escape")
        assert stage.asked == []
        assert stage.on_page


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_the_overview_is_empty_on_no_page(page: Page) -> None:
    async with staged(page) as stage:
        await stage.press("f6")
        assert stage.offered


async def test_the_overview_goes_to_a_part_of_the_page() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f6", *"voertuigen", "enter")
        assert stage.focused.has_class("part-vehicles")


# --- Enter and Escape -------------------------------------------------------------------------


@pytest.mark.parametrize(("settle", "times"), [(60.0, 1), (0.0, 2)])
async def test_a_second_enter_in_the_same_moment_is_the_first_ones_echo(
    settle: float, times: int
) -> None:
    async with staged(pages.START, settle=settle, at="choices") as stage:
        await stage.pilot.press("enter", "enter")
        await stage.settle()
        assert stage.asked == [("act", "go-sign-in")] * times


async def test_an_echo_does_not_reach_the_page_that_opens() -> None:
    opened = replace(pages.SIGN_IN, place="go-sign-in")
    async with staged(pages.START, opened, settle=60.0, at="choices") as stage:
        await stage.press("enter")
        assert stage.screen.page == opened
        await stage.press("enter")
        assert stage.asked == [("act", "go-sign-in")]


async def test_an_echo_at_a_list_presses_nothing_in_what_stands_beside_it() -> None:
    async with staged(pages.OPENED, settle=60.0, size=WIDE, at="blocks.vehicles") as stage:
        await stage.press("enter")
        assert stage.focused is stage.view("vehicles")
        await stage.press("enter")
        assert stage.asked == []


async def test_escape_everywhere_goes_back_and_loses_nothing() -> None:
    async with staged(pages.FORM, at="address-form.street") as stage:
        await stage.press("x")
        been = []
        for _ in range(12):
            been.append(stage.focused)
            await stage.press("escape", "tab")
        assert stage.asked == [("back",)] * 12
        fields = [widget.field for widget in been if isinstance(widget, TypedField | DrawnField)]
        assert {field.kind for field in fields} == {"text", "digits", "choice", "tick", "long"}
        assert any(field.secret for field in fields)
        assert stage.field("address-form.street").read() == "Molenstraatx"


# --- what stands where ------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "beside"), [(WIDE, True), (USUAL, False), (SMALL, False)])
async def test_a_message_stands_beside_its_list_or_in_its_place(
    size: tuple[int, int], beside: bool
) -> None:
    async with staged(pages.MESSAGE, size=size) as stage:
        assert ("Uw berichten" in stage.text()) is beside
        assert "Uw Groeipakket verandert" in stage.text()


async def test_an_aside_that_no_list_opened_follows_the_parts() -> None:
    async with staged(replace(pages.EBOX, aside=(pages.MESSAGE.aside[1],))) as stage:
        assert "Uw berichten" in stage.text()
        assert "Van Opgroeien, op 20" in stage.text()


async def test_up_and_down_scroll_wherever_the_focus_is() -> None:
    async with staged(pages.DATA) as stage:
        for target in (stage.screen.head, stage.screen.tabs, stage.view("identity")):
            await stage.focus(target)
            await stage.press("home")
            for keys, moved in ((["down"] * 3, 3), (["up"] * 2, 1)):
                await stage.press(*keys)
                assert stage.screen.body.scroll_y == moved
            await stage.press("end")
            assert stage.screen.body.scroll_y == stage.screen.body.max_scroll_y
