"""The session's time in the full screen: a warning that is always in view, and a key that extends it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.journey.steps import choose_method, has, until
from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, Shown, played, staged
from tests.simulated import Simulated
from tui.page.commands import COMMANDS
from tui.page.parts import Action, Notice, Page

OBJECTION = "rights.new?right=object&function=nickname"
KEY = next(command.keys[0] for command in COMMANDS if command.id == "extend")
TIMES = 12
"""WCAG 2.2.1 asks that it can be done ten times at least."""

NEARLY = timedelta(minutes=13, seconds=1)
"""The warning comes at thirteen minutes: 120 seconds before the end."""


def warned(page: Page) -> bool:
    """Whether the page says that the session ends soon."""
    return has(page, "session")


async def near_the_end(simulated: Simulated, shown: Shown) -> None:
    """Let time go on until the citizen is warned, 120 seconds before the end."""
    simulated.world.clock.move(NEARLY - timedelta(seconds=2))
    await shown.settle()
    assert not warned(simulated.navigator.page)
    simulated.world.clock.move(timedelta(seconds=2))
    await until(simulated.navigator, warned, "the warning")
    await shown.settle()


async def press(simulated: Simulated, shown: Shown, key: str) -> None:
    """Press a key, and wait until the warning is gone."""
    await shown.press(key)
    await until(simulated.navigator, lambda page: not warned(page) and not page.busy, "more time")
    await shown.settle()


@pytest.mark.parametrize(
    ("place", "target", "size"),
    [
        (OBJECTION, "words-form.words", USUAL),
        ("profile.nickname", "nickname-form.nickname", SMALL),
    ],
    ids=["long", "line"],
)
async def test_one_key_extends_again_and_again_while_one_types(
    simulated: Simulated, place: str, target: str, size: tuple[int, int]
) -> None:
    await simulated.sign_in()
    await simulated.context(place)
    async with played(simulated, size) as shown:
        await shown.focus(target)
        field, typed = shown.field(target), "abcdefghijkl"[:TIMES]
        for number, letter in enumerate(typed, start=1):
            await near_the_end(simulated, shown)
            ends = "Sessie stopt om " if size == SMALL else "Let op: Uw sessie eindigt om "
            assert ends in shown.lines()[2], "in view, however the page is scrolled"
            assert f"{KEY.upper()} Verleng" in shown.lines()[2]
            assert f" {simulated.navigator.page.title}" in shown.said().rpartition("┛")[2]
            await shown.press(letter)
            caret = shown.at - field.region.offset
            await press(simulated, shown, KEY)
            assert shown.focused is field
            assert shown.at - field.region.offset == caret, "the field moves, as the warning goes"
            assert shown.app.cursor_position == shown.at
            assert field.read() == typed[:number]
            assert "Uw sessie duurt nu minstens tot " in shown.said()
            assert f"{KEY.upper()} Verleng" not in shown.said()
        session = await simulated.portal.session()
        assert session.now - session.started_at > timedelta(hours=2)


async def test_the_key_gives_more_time_to_sign_in(simulated: Simulated) -> None:
    await choose_method(simulated.navigator, "itsme")
    async with played(simulated, SMALL) as shown:
        for time in range(1, TIMES + 1):
            simulated.world.clock.move(timedelta(minutes=8))
            await until(simulated.navigator, warned, f"warning {time}")
            await shown.settle()
            assert "Aanmelden tot " in shown.lines()[2]
            assert f"{KEY.upper()} Verleng" in shown.lines()[2]
            await press(simulated, shown, KEY)
        assert simulated.navigator.page.title == "Aanmelden met itsme"


async def test_a_warning_that_can_no_longer_be_put_off_gives_the_focus_back() -> None:
    more = Action(id="extend-session", label="Verleng", short="Verleng")
    warning = Notice(id="session", kind="warning", title="Uw sessie eindigt", actions=(more,))
    warned_of = replace(pages.EBOX, pinned=warning)
    async with staged(warned_of) as stage:
        await stage.focus(stage.screen.pinned)
        await stage.give(replace(warned_of, pinned=replace(warning, actions=())))
        assert stage.focused is stage.view("messages")
        await stage.press("enter")
        assert ("act", "extend-session") not in stage.asked


async def test_over_a_menu_the_key_leaves_it_there_and_on_the_page_the_button_works_too(
    simulated: Simulated,
) -> None:
    await simulated.sign_in()
    await simulated.context("profile")
    async with played(simulated) as shown:
        await shown.press("f9")
        menu = shown.menu
        await near_the_end(simulated, shown)
        await press(simulated, shown, KEY)
        assert shown.app.screen is menu
        await shown.press("escape")
        await near_the_end(simulated, shown)
        await shown.focus(shown.screen.pinned)
        await press(simulated, shown, "enter")
        assert shown.screen.focused is not None, "the page has the focus again"
        await near_the_end(simulated, shown)
        await shown.click((3, 2))
        await until(simulated.navigator, lambda page: not warned(page), "more time")
