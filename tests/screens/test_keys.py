"""Everything by keyboard: arrows, commands from one table, Enter that counts once."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.widget import Widget

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, Stage, staged
from tests.screens.leading import Leading
from tui.page.commands import COMMANDS, Command
from tui.page.offered import actions_of
from tui.page.parts import PART_KINDS, Action, Actions, Item, Page
from tui.screens.menu_screen import MenuScreen
from tui.screens.page_screen import PageScreen
from tui.widgets.field import DrawnField
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField
from tui.widgets.views import BUILDERS


def test_every_kind_of_part_is_drawn() -> None:
    assert set(BUILDERS) == set(PART_KINDS)


async def test_arrows_on_tabs_move_and_enter_opens() -> None:
    async with staged(pages.DATA, pages.EBOX) as stage:
        stage.screen.set_focus(stage.screen.tabs)
        await stage.settle()
        assert "[Uw gegevens]" in stage.text()
        await stage.press("right")
        assert "[eBox]" in stage.text()
        assert "•Uw gegevens" in stage.text()
        assert stage.leading.asked == []
        await stage.press("enter")
        assert stage.leading.asked == [("act", "go:ebox")]
        assert stage.screen.page == pages.EBOX
        assert stage.focused is stage.screen.tabs


async def test_moving_in_a_list_is_not_choosing() -> None:
    async with staged(pages.EBOX, pages.MESSAGE, size=WIDE) as stage:
        await stage.focus("messages")
        await stage.press("down", "up")
        assert stage.leading.asked == []
        await stage.press("enter")
        assert stage.leading.asked == [("choose", "messages", "m-1")]
        assert stage.screen.page == pages.MESSAGE
        assert stage.focused is stage.view("messages"), (
            "the list keeps the focus beside what it opens"
        )


@pytest.mark.parametrize(
    ("who", "said", "left"),
    [
        ("Noor Peeters", "Noor Peeters", "Mijn Burgerprofiel   SIMULATOR – verzonnen personen"),
        (
            "Noor Peeters, 3 nieuwe berichten",
            "Noor Peeters, 3 nieuwe berichten",
            "Mijn Burgerprofiel   SIMULATOR, verzonnen",
        ),
        (
            "Noor Peeters-Van den Broeck, 3 nieuwe berichten",
            "Noor Peeters-Van den Broeck",
            "Mijn Burgerprofiel   SIMULATOR, verzonnen",
        ),
    ],
)
async def test_the_head_names_the_portal_as_long_as_there_is_room(
    who: str, said: str, left: str
) -> None:
    async with staged(replace(pages.DATA, who=who)) as stage:
        head = stage.lines()[0].strip()
        assert (head.startswith(left), head.endswith(said)) == (True, True), head


async def test_a_page_opens_with_its_title_in_view() -> None:
    items = tuple(Item(id=f"m-{n}", title=f"Bericht {n}", detail="Stad") for n in range(8))
    ebox = replace(pages.EBOX, parts=(replace(pages.MESSAGES, items=items),))
    async with staged(ebox) as stage:
        assert stage.focused is stage.view("messages")
        assert ebox.title in stage.lines()[3]


async def test_the_head_opens_who_one_is() -> None:
    async with staged(pages.DATA) as stage:
        stage.screen.set_focus(stage.screen.head)
        await stage.settle()
        assert "[Noor Peeters]" in stage.lines()[0]
        await stage.press("enter")
        assert stage.leading.asked == [("act", "go:profile")]


@pytest.mark.parametrize(
    ("page", "target", "steps", "stop"),
    [(pages.DATA, "identity", 1, "about-identity"), (pages.FORM, "address-form.words", 0, "")],
)
async def test_coming_back_is_standing_where_one_stood(
    page: Page, target: str, steps: int, stop: str
) -> None:
    async with staged(page) as stage:
        await stage.focus(target)
        await stage.press(*["tab"] * steps)
        stood = stage.focused
        assert stage.stop == stop
        await stage.give(pages.REQUEST)
        await stage.press("escape")
        await stage.give(page)
        assert stage.focused is not stood
        assert (type(stage.focused), stage.stop) == (type(stood), stop)
        assert stage.focused.has_class(*stood.classes)


async def test_going_to_a_page_again_begins_at_its_beginning() -> None:
    async with staged(pages.DATA, pages.REQUEST) as stage:
        began = stage.stop, type(stage.focused)
        await stage.focus("vehicles")
        await stage.give(pages.REQUEST)
        await stage.give(pages.DATA)
        assert (stage.stop, type(stage.focused)) == began


ASKED = {
    "help": ("act", "go:help"),
    "privacy": ("act", "go:privacy"),
    "controllers": ("act", "go:controllers"),
    "contact": ("act", "go:contact"),
    "extend": ("act", "extend-session"),
    "account": ("act", "go:profile"),
    "device": ("open", "devices"),
    "back": ("back",),
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
async def test_each_key_of_the_table_does_its_command(command: Command) -> None:
    for key in command.keys:
        async with staged(pages.DATA) as stage:
            await stage.press(key)
            if command.do in ("stop", "lines"):
                assert stage.app.return_value == command.do
            elif command.do in ("palette", "overview", "review"):
                assert isinstance(stage.app.screen, MenuScreen)
                await stage.press("escape")
                assert isinstance(stage.app.screen, PageScreen)
            elif command.do == "where":
                assert stage.leading.asked == []
                assert stage.screen.status.has_class("-answer")
            else:
                assert stage.leading.asked == [ASKED[command.id]]


@pytest.mark.parametrize(
    "target", ["address-form.street", "address-form.words", "address-form.pin"]
)
async def test_keys_of_the_table_work_while_typing(target: str) -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus(target)
        await stage.press("f1", "escape")
        assert stage.leading.asked == [("act", "go:help"), ("back",)]
    for key in ("ctrl+c", "ctrl+q", "f10"):
        async with staged(pages.FORM) as stage:
            await stage.focus(target)
            await stage.press(key)
            assert stage.app.return_value == "stop"


async def test_the_menu_narrows_and_runs_a_command() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9", *"privacy")
        assert "U zoekt: privacy" in stage.text()
        await stage.press("enter")
        assert stage.leading.asked == [("act", "go:privacy")]


async def test_the_menu_finds_the_pages() -> None:
    async with staged(pages.DATA, pages.EBOX) as stage:
        await stage.press("f9", *"ebox", "enter")
        assert stage.leading.asked == [("act", "go:ebox")]
        assert stage.screen.page == pages.EBOX


def offered(stage: Stage) -> list[str]:
    """What the menu offers of the page itself."""
    assert isinstance(stage.app.screen, MenuScreen)
    items = stage.app.screen.listing.part.items
    return [item.title for item in items if item.id.startswith("act:")]


async def test_the_menu_presses_any_button_of_the_page_by_its_full_name() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9")
        names = [action.name for action in actions_of(pages.DATA)]
        assert offered(stage) == names
        assert len(set(names)) == len(names)
        await stage.press(*"een", "space", *"fout", "comma", "space", *"voertuigen")
        assert offered(stage) == ["Meld een fout, Voertuigen"]
        await stage.press("enter")
        assert stage.leading.asked == [("act", "report-vehicles")]


async def test_the_menu_sends_a_form_and_asks_the_device() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.pin")
        await stage.press(*"4711", "f9", *"controleren", "enter")
        assert stage.leading.asked == [("submit", "address-form")]
        assert stage.leading.secrets == {"pin": "4711"}
    async with staged(pages.SIGN_IN) as stage:
        await stage.press("f9", *"bevestigen", "enter")
        assert stage.leading.asked == [("act", "phone-approve")]


async def test_what_is_dictated_narrows_the_menu_too() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9")
        assert stage.app._driver is not None
        stage.app._driver.send_message(events.Paste("fout,\nvoertuigen\x1b[31m"))
        await stage.settle()
        assert offered(stage) == []
        await stage.press(*["backspace"] * 4)
        assert offered(stage) == ["Meld een fout, Voertuigen"]


async def test_what_is_called_as_it_was_typed_comes_first() -> None:
    items = (
        Action(id="more", label="Voeg een e-mailadres toe"),
        Action(id="other", label="Voeg een adres toe aan de lijst"),
        Action(id="own", label="Voeg een adres toe"),
    )
    async with staged(replace(pages.START, parts=(Actions(id="acts", items=items),))) as stage:
        await stage.press("f9", *"Voeg", "space", *"een", "space", *"adres", "space", *"toe")
        assert offered(stage) == [one.label for one in reversed(items)]
        await stage.press("enter")
        assert stage.leading.asked == [("act", "own")]


@pytest.mark.parametrize("keys", [("pagedown",), ("end",), ("end", "pageup"), ("end", "home")])
async def test_a_leap_in_the_menu_takes_the_mark_along(keys: tuple[str, ...]) -> None:
    async with staged(pages.DATA, size=SMALL) as stage:
        await stage.press("f9")
        menu = stage.app.screen
        assert isinstance(menu, MenuScreen)
        first = menu.listing.stop
        await stage.press(*keys)
        assert (menu.listing.stop == first) == (keys[-1] == "home")
        assert "▸" in stage.text()
        assert menu.listing.parent.region.contains_point(stage.app.cursor_position)  # type: ignore[union-attr]


async def test_a_menu_that_finds_nothing_says_so_and_chooses_nothing() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9", *"xyzzy")
        assert "Niets gevonden" in stage.text()
        await stage.press("enter")
        assert isinstance(stage.app.screen, MenuScreen)
        await stage.press(*["backspace"] * 5, "escape")
        assert stage.leading.asked == []
        assert isinstance(stage.app.screen, PageScreen)


async def test_the_overview_goes_to_a_part_of_the_page() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f6", *"voertuigen", "enter")
        assert stage.focused.has_class("part-vehicles")


def of_ours(app: App[Any]) -> Iterator[tuple[str, Binding]]:
    """The bindings of the app, and those that classes of ours on the screen declare, by their class."""
    yield from ((key, binding) for key, binding in app._bindings)
    for widget in (app.screen, *app.screen.walk_children(Widget)):
        for kind in type(widget).__mro__:
            if kind.__module__.startswith("tui."):
                for one in vars(kind).get("BINDINGS", ()):
                    assert isinstance(one, Binding), kind
                    yield kind.__name__, one


async def test_every_binding_has_an_id_and_a_tooltip_and_none_is_a_letter() -> None:
    for page in pages.ALL:
        async with staged(page) as stage:
            for keys in ("", "f9", "escape f6", "escape f11"):
                await stage.press(*keys.split())
                for where, binding in of_ours(stage.app):
                    assert binding.id, where
                    assert binding.tooltip, where
    async with staged(pages.FORM) as stage:
        for key, binding in stage.screen._bindings:
            assert binding.id, key
            assert binding.tooltip, key
        for target in ("address-form.street", "address-form.kind", "wrong"):
            await stage.focus(target)
            assert not [key for key in stage.app.screen.active_bindings if len(key) == 1]


async def test_a_second_enter_in_the_same_moment_is_the_first_ones_echo() -> None:
    for settle, times in ((60.0, 1), (0.0, 2)):
        async with staged(pages.START, settle=settle) as stage:
            await stage.focus("choices")
            await stage.pilot.press("enter", "enter")
            await stage.settle()
            assert stage.leading.asked == [("act", "go-sign-in")] * times


async def test_an_echo_does_not_reach_the_page_that_opens() -> None:
    leading = Leading(pages.START)
    leading._places["go-sign-in"] = pages.SIGN_IN
    async with staged(pages.START, leading=leading, settle=60.0) as stage:
        await stage.focus("choices")
        await stage.press("enter")
        assert stage.screen.page == pages.SIGN_IN
        await stage.press("enter")
        assert leading.asked == [("act", "go-sign-in")]


async def test_escape_everywhere_goes_back_and_loses_nothing() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.street")
        await stage.press("x")
        been = []
        for _ in range(12):
            been.append(stage.focused)
            await stage.press("escape", "tab")
        assert stage.leading.asked == [("back",)] * 12
        fields = [one.field for one in been if isinstance(one, TextField | LongField | DrawnField)]
        assert {one.kind for one in fields} == {"text", "digits", "choice", "tick", "long"}
        assert any(one.secret for one in fields)
        assert stage.text_field("address-form", "street").value == "Molenstraatx"


async def test_the_device_is_a_pane_where_there_is_room() -> None:
    async with staged(pages.SIGN_IN, size=WIDE) as stage:
        assert "Uw telefoon" in stage.text()
        assert "Niet aanmelden" in stage.text()
        await stage.press("f2")
        assert stage.stop == "phone-approve"
        await stage.press("f2")
        assert stage.stop == "stop-sign-in"


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_the_device_is_one_key_away_where_there_is_none(size: tuple[int, int]) -> None:
    async with staged(pages.SIGN_IN, size=size) as stage:
        assert "Dit is de telefoon" not in stage.text()
        await stage.press("f2")
        assert "Dit is de telefoon" in stage.text()
        assert "Niet aanmelden" not in stage.text()
        await stage.focus("phone-asks")
        await stage.press("enter")
        assert stage.leading.asked == [("act", "phone-approve")]
        await stage.press("escape")
        assert "Dit is de telefoon" not in stage.text()
        assert stage.leading.asked == [("act", "phone-approve")]


async def test_a_message_stands_beside_its_list_or_in_its_place() -> None:
    for size, beside in ((WIDE, True), (USUAL, False), (SMALL, False)):
        async with staged(pages.MESSAGE, size=size) as stage:
            assert ("Uw berichten" in stage.text()) is beside
            assert "Uw Groeipakket verandert" in stage.text()


async def test_an_aside_that_no_list_opened_follows_the_parts() -> None:
    page = replace(pages.EBOX, aside=(pages.MESSAGE.aside[1],))
    async with staged(page) as stage:
        assert "Uw berichten" in stage.text()
        assert "Van Opgroeien, op 20" in stage.text()


async def test_up_and_down_scroll_wherever_the_focus_is() -> None:
    async with staged(pages.DATA) as stage:
        for target in (stage.screen.head, stage.screen.tabs, stage.view("identity")):
            stage.screen.set_focus(target)
            await stage.settle()
            await stage.press("home")
            for keys, moved in ((["down"] * 3, 3), (["up"] * 2, 1)):
                await stage.press(*keys)
                assert stage.screen.body.scroll_y == moved
            await stage.press("end")
            assert stage.screen.body.scroll_y == stage.screen.body.max_scroll_y


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_the_overview_is_empty_on_no_page(page: Page) -> None:
    async with staged(page) as stage:
        await stage.press("f6")
        assert isinstance(stage.app.screen, MenuScreen)
        assert stage.app.screen.listing.part.items
