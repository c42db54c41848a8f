"""Over a menu the page's keys do what they do on the page, and F12 says where in the menu one is."""

import pytest

from tests.accessibility.contrast import faint
from tests.accessibility.menus import OPENED_BY, menu_of
from tests.accessibility.walk import segments, strips
from tests.screens import pages
from tests.screens.harness import SIZES, SMALL, Stage, staged
from tests.screens.test_keys import ASKED
from tests.screens.test_where import flat
from tui.locale import LANGUAGES, Words
from tui.page.commands import COMMANDS, Command
from tui.page.keymap import keymap
from tui.page.parts import Text
from tui.screens.menu_screen import MenuScreen
from tui.screens.page_screen import PageScreen
from tui.widgets.status import MORE

LEAVES = ("stop", "lines")
STAYS = ("where", "extend")
OPENS = {"palette": "f9", "overview": "f6", "review": "f11"}


def open_menu(stage: Stage) -> str:
    """What the menu that stands over the page is called, "" where there is none."""
    return menu_of(stage).listing.part.title if isinstance(stage.app.screen, MenuScreen) else ""


@pytest.mark.parametrize("opener", OPENED_BY)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.id)
async def test_each_key_does_over_a_menu_what_it_does_on_the_page(
    command: Command, opener: str
) -> None:
    for key in command.keys:
        async with staged(pages.DATA) as stage:
            await stage.press(key)
            opened = open_menu(stage)
            if opened:
                await stage.press("escape")
            await stage.press(opener, key)
            if command.do in LEAVES:
                assert stage.app.return_value == command.do
                continue
            if command.do in STAYS:
                assert open_menu(stage)
                assert menu_of(stage).answer.answering is (command.do == "where")
            elif OPENS.get(command.do) == opener or not opened:
                assert isinstance(stage.app.screen, PageScreen)
            else:
                assert open_menu(stage) == opened
            wanted = [ASKED[command.id]] * 2 if command.id in ASKED else []
            if command.do == "back":
                wanted = [("back",)]  # over a menu it leaves that
            assert stage.leading.asked == wanted


async def test_a_key_of_ones_own_works_there_and_a_letter_is_typed() -> None:
    wishes: dict[str, object] = {
        "help": ["alt+h", "h"],
        "where": ["f20", "7"],
        "back": ["f19"],
        "review": ["ctrl+r"],
    }
    commands, wrong = keymap(wishes, single_letters=True)
    assert not wrong
    async with staged(pages.DATA, commands=commands) as stage:
        await stage.press("f9", "h", "7", "backspace", "f20")
        assert stage.leading.asked == []
        assert "U zoekt: h. Keuze " in flat(stage.text())
        await stage.press("ctrl+r")
        assert open_menu(stage) == "Nazicht van deze pagina"
        await stage.press("f1", "f12")
        assert open_menu(stage), "they are no keys any more"
        await stage.press("f19")
        assert isinstance(stage.app.screen, PageScreen)
        await stage.press("f6", "alt+h")
        assert stage.leading.asked == [("act", "go:help")]
        assert isinstance(stage.app.screen, PageScreen)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_where_one_is_in_a_menu_is_said_until_the_next_key(size: tuple[int, int]) -> None:
    asked = (
        "Menu Wat wilt u doen? Dit is een lijst om uit te kiezen. U zoekt: cont. "
        "Keuze Contact, Stel een vraag over het portaal, regel 1 van 4."
    )
    async with staged(pages.DATA, size=size) as stage:
        await stage.press("f9", *"cont", "f12")
        menu, at = menu_of(stage), stage.app.cursor_position
        assert asked in flat(stage.text())
        assert stage.lines()[at.y][at.x :].startswith("Menu Wat wilt u doen?")
        assert menu.listing.parent.region.contains_point(stage.at)  # type: ignore[union-attr]
        assert "Hulp" in stage.lines()[-1], "the keys are still told"
        assert not faint(segments(strips(stage)), 4.5, 3.0)
        await stage.press("f12")
        assert asked in flat(stage.text()), "asked again, it is said again"
        await stage.press("down")
        assert "Dit is een lijst" not in flat(stage.text())
        assert stage.app.cursor_position == stage.at
        await stage.press("f12")
        assert "regel 2 van 4." in flat(stage.text())
        await stage.press("escape")
        assert not stage.screen.status.answering


async def test_where_nothing_was_found_that_is_said() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f6", *"xyz", "f12")
        assert "U zoekt: xyz. Niets gevonden. Typ een ander woord." in flat(stage.text())


async def test_an_overview_that_is_empty_has_the_cursor_on_what_it_says() -> None:
    async with staged(pages.page("none", "Meldingen", Text(id="none", text="Geen."))) as stage:
        await stage.press("f9", "end", "f6")
        at = stage.app.cursor_position
        assert stage.lines()[at.y][at.x :].startswith("Meldingen ")
        await stage.press("f12")
        assert "Menu Meldingen. Dit is een lijst om uit te kiezen. Niets " in flat(stage.text())


async def told_whole(stage: Stage) -> str:
    """All that F12 says, pressed until nothing more is to come."""
    told = ""
    while not told or told.endswith(MORE):
        await stage.press("f12")
        menu = stage.app.screen
        assert isinstance(menu, MenuScreen)
        told = told.removesuffix(MORE) + " " * bool(told) + menu.answer.said
        assert flat(menu.answer.said) in flat(stage.text())
    return flat(told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("opener", OPENED_BY)
async def test_the_answer_is_whole_on_the_smallest_screen(opener: str, language: str) -> None:
    words = Words(language)
    async with staged(pages.FORM, size=SMALL, language=language) as stage:
        await stage.focus("address-form.postCode")
        await stage.press(opener)
        part = menu_of(stage).listing.part
        for number, item in enumerate(part.items, start=1):
            told = await told_whole(stage)
            place = words("where.place.item", number=number, total=len(part.items))
            for said in (
                words("where.menu", title=part.title),
                item.title,
                item.detail.rstrip("."),
            ):
                assert flat(said) in told
            assert told.count(f", {place}.") == 1
            await stage.press("down")
