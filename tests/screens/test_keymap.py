"""Keys of the citizen's own in the full screen: they work, they are shown, and letters give way to typing."""

import pytest

from tests.screens import pages
from tests.screens.harness import staged
from tests.unit.pages import context as looking_at
from tui.page.commands import Command
from tui.page.keymap import keymap
from tui.page.parts import Facts
from tui.pages.help import draw_help

TARGETS = ("address-form.street", "address-form.words", "address-form.pin")


def mapped(**wishes: list[str]) -> tuple[Command, ...]:
    """The table of commands with these keys, letters among them."""
    commands, wrong = keymap(dict(wishes), single_letters=True)
    assert not wrong
    return commands


async def test_the_new_keys_work_and_the_old_ones_do_not() -> None:
    commands = mapped(help=["ctrl+b", "f20"], palette=["alt+m"])
    async with staged(pages.DATA, commands=commands) as stage:
        await stage.press("f1", "f9")
        assert stage.asked == []
        await stage.press("ctrl+b", "f20")
        assert stage.asked == [("act", "go:help")] * 2
        await stage.press("alt+m")
        assert not stage.on_page


async def test_shown_keys_follow_the_map() -> None:
    commands = mapped(help=["f20"], device=["ctrl+t"], palette=["alt+m"])
    async with staged(pages.SIGN_IN, commands=commands) as stage:
        foot = stage.lines()[-1]
        assert "F20 Hulp" in foot
        assert "Ctrl+T Toestel" in foot
        assert "Ctrl+T wisselt." in stage.screen.body.call.said
        await stage.press("alt+m", *"uitleg")
        assert "F20 " in next(line for line in stage.lines() if "Lees uitleg" in line)


def test_the_help_page_follows_the_map() -> None:
    context = looking_at("help")
    context.commands = mapped(help=["f20", "alt+h"])
    block = next(part for part in draw_help(context).parts if part.id == "keys")
    assert isinstance(block, Facts)
    assert block.groups[0][0].label == "F20 of Alt+H"


@pytest.mark.parametrize("target", TARGETS)
async def test_a_letter_is_a_letter_while_one_types(target: str) -> None:
    commands = mapped(help=["h"], stop=["q", "f10"], where=["7"])
    async with staged(pages.FORM, commands=commands, at=target) as stage:
        before = stage.field(target).read()
        await stage.press("h", "q", "7")
        assert stage.asked == []
        assert stage.app.is_running
        assert stage.field(target).read() == f"{before}hq7"


async def test_a_letter_does_nothing_on_a_choice_and_narrows_a_menu() -> None:
    commands = mapped(help=["h"], stop=["q", "f10"])
    async with staged(pages.FORM, commands=commands, at="address-form.kind") as stage:
        await stage.press("h", "q")
        assert stage.asked == []
        await stage.press("f9", "h", "q")
        assert "┃ hq█" in stage.text()


async def test_a_letter_is_a_command_where_nothing_is_typed() -> None:
    async with staged(pages.DATA, commands=mapped(help=["h"], stop=["q"])) as stage:
        await stage.press("h")
        assert stage.asked == [("act", "go:help")]
        await stage.press("q")
        assert stage.app.return_value == "stop"


@pytest.mark.parametrize("key", ["ctrl+e", "ctrl+u", "ctrl+k", "ctrl+a", "f20"])
@pytest.mark.parametrize("target", TARGETS)
async def test_a_key_of_ones_own_is_a_command_in_every_field(target: str, key: str) -> None:
    """Fields have keys of their own, which select or wipe: a command's key means the command."""
    async with staged(pages.FORM, commands=mapped(help=[key]), at=target) as stage:
        await stage.press(*"ab")
        before = stage.field(target).read()
        await stage.press(key)
        assert stage.asked == [("act", "go:help")]
        assert stage.field(target).read() == before


async def test_a_key_that_is_no_command_any_more_selects_nothing() -> None:
    commands = mapped(overview=["f20"], lines=["f19"])
    async with staged(pages.FORM, commands=commands, at="address-form.words") as stage:
        await stage.press("a", "f6", "f7", "x")
        assert stage.field("address-form.words").read() == "ax"
