"""Each key does its command, on the page and over a menu; F12 says where in the menu the mark is."""

from collections.abc import Iterator

import pytest

from tests.accessibility.contrast import faint
from tests.accessibility.menus import HALF_FILLED, OPENED_BY
from tests.accessibility.walk import segments, strips
from tests.pictured import LONGEST_LANGUAGE
from tests.screens import pages
from tests.screens.harness import SIZES, SMALL, WIDE, Stage, staged
from tui.locale import Words
from tui.page.commands import COMMANDS, Command
from tui.page.keymap import keymap
from tui.page.parts import Page, Text
from tui.widgets.status import MORE

TITLE = Words("nl")("menu.title")

OPENS = {
    "palette": ("f9", TITLE),
    "overview": ("f6", pages.DATA.title),
    "review": ("f11", "Controle van deze pagina"),
}
"""The commands that open a menu: their key and its title."""

ASKED: dict[str, tuple[str, ...]] = {
    "help": ("act", "go:help"),
    "privacy": ("act", "go:privacy"),
    "controllers": ("act", "go:controllers"),
    "extend": ("act", "extend-session"),
    "account": ("act", "go:profile"),
    "device": ("open", "devices"),
}


# F10 opens its question only over a form that is half filled in (test_stopping.py).
MENUS = [key for key in OPENED_BY if key != "f10"]


def over() -> Iterator[tuple[Command, str]]:
    """Each command on the page and over a menu, by turns; what opens a menu over that and another."""
    for at, command in enumerate(COMMANDS):
        own = OPENS.get(command.do, ("", ""))[0]
        menu = MENUS[at % len(MENUS)]
        other = MENUS[(MENUS.index(own) + 1) % len(MENUS)] if own else menu
        yield from ((command, opener) for opener in dict.fromkeys(("", own, other)))


@pytest.mark.parametrize(("command", "opener"), over(), ids=lambda one: getattr(one, "id", one))
async def test_each_key_does_its_command_on_the_page_and_over_a_menu(
    command: Command, opener: str
) -> None:
    for key in command.keys[: 1 if opener else None]:
        async with staged(pages.DATA) as stage:
            await stage.press(*filter(None, (opener, key)))
            own, title = OPENS.get(command.do, ("", ""))
            if command.do in ("stop", "lines"):
                assert stage.app.return_value == command.do
            elif command.do == "where":
                assert (stage.menu.answer if opener else stage.screen.status).answering
            elif title and own != opener:
                assert stage.menu.listing.part.title == title
            else:
                assert stage.on_page is not (command.do == "extend" and bool(opener))
            asked = ASKED.get(command.id)
            if command.do == "back" and not opener:
                asked = ("back",)  # over a menu it leaves that
            assert stage.asked == ([asked] if asked else [])


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
        assert stage.asked == []
        assert "U zoekt: h. Keuze " in stage.said()
        await stage.press("ctrl+r")
        assert stage.menu.listing.part.title == "Controle van deze pagina"
        await stage.press("f1", "f12")
        assert not stage.on_page, "they are no keys any more"
        await stage.press("f19")
        assert stage.on_page
        await stage.press("f6", "alt+h")
        assert stage.asked == [("act", "go:help")]
        assert stage.on_page


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_where_one_is_in_a_menu_is_said_until_the_next_key(size: tuple[int, int]) -> None:
    answer = (
        f"Menu {TITLE}. Dit is een lijst om uit te kiezen. U zoekt: cont. "
        "Keuze Contact, Stel een vraag over het portaal, regel 1 van 5."
    )
    async with staged(pages.DATA, size=size) as stage:
        await stage.press("f9", *"cont", "f12")
        assert answer in stage.said()
        assert stage.cursor_line[stage.app.cursor_position.x :].startswith("Menu zoek een pagina, ")
        assert stage.menu.listing.parent.region.contains_point(stage.at)  # type: ignore[union-attr]
        assert "Hulp" in stage.lines()[-1], "the keys are still told"
        assert not faint(segments(strips(stage)), 4.5, 3.0)
        await stage.press("f12")
        assert answer in stage.said(), "asked again, it is said again"
        await stage.press("down")
        assert "Dit is een lijst" not in stage.said()
        assert stage.app.cursor_position == stage.at
        await stage.press("f12")
        assert "regel 2 van 5." in stage.said()
        await stage.press("escape")
        assert not stage.screen.status.answering


async def test_where_nothing_was_found_that_is_said() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f6", *"xyz", "f12")
        assert "U zoekt: xyz. Niets gevonden bij ‘xyz’." in stage.said()


async def test_an_overview_that_is_empty_has_the_cursor_on_what_it_says() -> None:
    async with staged(pages.page("none", "Mededelingen", Text(id="none", text="Geen."))) as stage:
        await stage.press("f9", "end", "f6")
        assert stage.cursor_line[stage.app.cursor_position.x :].startswith("Er is niets ")
        await stage.press("f12")
        assert "Menu Mededelingen. Dit is een lijst om uit te kiezen. Er is niets " in stage.said()


async def whole_answer(stage: Stage) -> str:
    """All that F12 says, pressed until nothing more is to come."""
    answer = ""
    while not answer or answer.endswith(MORE):
        await stage.press("f12")
        said = stage.menu.answer.said
        assert " ".join(said.split()) in stage.said()
        answer = answer.removesuffix(MORE) + " " * bool(answer) + said
    return " ".join(answer.split())


@pytest.mark.parametrize("opener", OPENED_BY)
async def test_the_answer_is_whole_on_the_smallest_screen(opener: str) -> None:
    """In the language that is longest."""
    language = LONGEST_LANGUAGE
    words = Words(language)
    at = "address-form.postCode"
    async with staged(pages.FORM, size=SMALL, language=language, at=at, typed=HALF_FILLED) as stage:
        await stage.press(opener)
        menu = words("where.menu", title=stage.menu.listing.part.title)
        for number, item in enumerate(stage.offered, start=1):
            answer = await whole_answer(stage)
            place = words("where.place.item", number=number, total=len(stage.offered))
            for said in (menu, item.title, item.detail.rstrip(".")):
                assert " ".join(said.split()) in answer
            assert answer.count(f", {place}.") == 1
            await stage.press("down")


@pytest.mark.parametrize(
    ("setting", "shown", "at", "down"),
    [
        ("donker", pages.EBOX, "messages", 2),
        ("deutsch", pages.EBOX, "messages", 2),
        ("beweging", pages.FORM, "address-form.street", 0),
        ("muis", pages.EBOX, "withdraw", 0),
    ],
)
async def test_a_change_of_setting_leaves_the_focus_where_it_was(
    setting: str, shown: Page, at: str, down: int
) -> None:
    """In all but the colours by what is begun again, in another language too."""

    def where(stage: Stage) -> tuple[str, str | None, str]:
        return type(stage.focused).__name__, stage.focused.id, stage.stop

    async with staged(shown, size=WIDE, at=at) as stage:
        await stage.press(*["down"] * down)
        before = where(stage)
        await stage.press("f9", *setting, "enter")
        if setting == "donker":
            assert where(stage) == before
            return
        left_at = stage.app.left_at
        assert stage.app.return_value == "again"
    language = "de" if setting == "deutsch" else "nl"
    async with staged(shown, size=WIDE, left_at=left_at, language=language) as stage:
        assert where(stage) == before
    async with staged(pages.DATA, size=WIDE, left_at=left_at) as stage:
        assert where(stage) != before, "it is another page"
        assert (stage.app.left_at, stage.screen._left_at) == (None, None), "nothing of it is kept"
