"""The session's time in the full screen: warned wherever one looks, extended by one key; nothing is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.widget import Widget

from tests.journey.steps import choose_method, has, until
from tests.screens import pages, settled
from tests.screens.harness import SMALL, USUAL, staged
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.locale import LANGUAGES, Words
from tui.page.commands import COMMANDS
from tui.page.parts import Page
from tui.screens.menu_screen import MenuScreen
from tui.screens.page_screen import PageScreen
from tui.widgets.foot import draw_foot
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField
from tui.widgets.typed_field import TypedField

OBJECTION = "rights.new?right=object&function=nickname"
KEY = next(command.keys[0] for command in COMMANDS if command.id == "extend")
TIMES = 12
"""WCAG 2.2.1 asks that it can be done ten times at least."""

NEARLY = timedelta(minutes=13, seconds=1)
"""The warning comes at thirteen minutes: 120 seconds before the end."""


@asynccontextmanager
async def signed_in(
    home_folder: Path, place: str, size: tuple[int, int]
) -> AsyncIterator[tuple[Simulated, BurgerprofielApp]]:
    """The full screen on a place of a signed-in citizen."""
    simulated = Simulated(home_folder)
    try:
        await simulated.sign_in()
        await simulated.context(place)
        app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
        async with app.run_test(size=size):
            await settled.settled(app)
            yield simulated, app
    finally:
        await simulated.close()


def shown(app: BurgerprofielApp) -> str:
    """What stands on the screen, as one line of words."""
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    return " ".join(" ".join(lines).split())


def caret_in(field: Widget | None) -> Offset:
    """Where the caret stands in a field; the field itself moves when the warning above it goes."""
    assert isinstance(field, TextField | LongField)
    return field.cursor_screen_offset - field.region.offset


def warned(page: Page) -> bool:
    """Whether the page says that the session ends soon."""
    return has(page, "session")


async def near_the_end(simulated: Simulated, app: BurgerprofielApp) -> None:
    """Let time go on until the citizen is warned, 120 seconds before the end."""
    simulated.world.clock.move(NEARLY - timedelta(seconds=2))
    await settled.settled(app)
    assert not warned(simulated.navigator.page)
    simulated.world.clock.move(timedelta(seconds=2))
    await until(simulated.navigator, warned, "the warning")
    await settled.settled(app)


async def press(simulated: Simulated, app: BurgerprofielApp, key: str) -> None:
    """Press a key, and wait until the warning is gone."""
    await settled.press(app, key)
    await until(simulated.navigator, lambda page: not warned(page) and not page.busy, "more time")
    await settled.settled(app)


@pytest.mark.parametrize(
    ("place", "target", "size"),
    [
        (OBJECTION, "words-form.words", USUAL),
        ("profile.nickname", "nickname-form.nickname", SMALL),
    ],
    ids=["long", "line"],
)
async def test_one_key_extends_again_and_again_while_one_types(
    home_folder: Path, place: str, target: str, size: tuple[int, int]
) -> None:
    async with signed_in(home_folder, place, size) as (simulated, app):
        screen, (form, _, name) = app.screen, target.partition(".")
        assert isinstance(screen, PageScreen)
        assert screen.go_to(target)
        await settled.settled(app)
        field, typed = screen.focused, ""
        assert isinstance(field, TypedField)
        for letter in "abcdefghijkl"[:TIMES]:
            await near_the_end(simulated, app)
            assert "Uw sessie eindigt om " in shown(app), "in view, wherever one has scrolled"
            assert f"{KEY.upper()} Verlengen" in shown(app)
            assert f"U bent op: {simulated.navigator.page.title} " in shown(app)
            await settled.press(app, letter)
            typed += letter
            caret = caret_in(field)
            await press(simulated, app, KEY)
            assert screen.focused is field
            assert caret_in(field) == caret
            assert app.cursor_position == field.cursor_place
            assert field.read() == typed
            assert simulated.navigator.drafts.read(place, form, name) == typed
            assert "Uw sessie duurt nu minstens tot " in shown(app)
            assert f"{KEY.upper()} Verlengen" not in shown(app)
        session = await simulated.portal.session()
        assert session.now - session.started_at > timedelta(hours=2)


async def test_the_key_gives_more_time_to_sign_in(simulated: Simulated) -> None:
    await choose_method(simulated.navigator, "itsme")
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    async with app.run_test(size=SMALL):
        await settled.settled(app)
        for time in range(1, TIMES + 1):
            simulated.world.clock.move(timedelta(minutes=8))
            await until(simulated.navigator, warned, f"warning {time}")
            await settled.settled(app)
            assert "Let op: Uw tijd om u " in shown(app)
            assert f"{KEY.upper()} Verlengen" in shown(app)
            await press(simulated, app, KEY)
        assert simulated.navigator.page.title == "Aanmelden met itsme"


@pytest.mark.parametrize("opens", ["f9", "f6", "f11"])
async def test_the_key_works_over_a_menu_and_leaves_it_there(home_folder: Path, opens: str) -> None:
    async with signed_in(home_folder, "profile", USUAL) as (simulated, app):
        await settled.press(app, opens)
        menu = app.screen
        assert isinstance(menu, MenuScreen)
        await near_the_end(simulated, app)
        await press(simulated, app, KEY)
        assert app.screen is menu


async def test_the_button_of_the_warning_extends_too(home_folder: Path) -> None:
    async with signed_in(home_folder, "profile", USUAL) as (simulated, app):
        for _ in range(2):
            await near_the_end(simulated, app)
            screen = app.screen
            assert isinstance(screen, PageScreen)
            assert screen.go_to("session")
            await press(simulated, app, "enter")


async def test_what_was_typed_outlives_the_session_that_was_not_extended(home_folder: Path) -> None:
    async with signed_in(home_folder, OBJECTION, USUAL) as (simulated, app):
        assert isinstance(app.screen, PageScreen)
        assert app.screen.go_to("words-form.words")
        await settled.press(app, *"abc")
        simulated.world.clock.move(timedelta(minutes=16))
        await until(simulated.navigator, lambda page: page.place == "start", "the end")
        await simulated.sign_in()
        await settled.settled(app)
        assert simulated.navigator.page.place == OBJECTION
        assert "abc" in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_stands_on_the_narrowest_foot(language: str) -> None:
    words = Words(language)
    foot = draw_foot(COMMANDS, 40, words, "extend")
    assert f"{KEY.upper()} {words('command.extend')}" in foot.lines[0].plain
    assert {"extend", "back", "stop"} <= {stop.name for stop in foot.stops}
    assert foot.lines[0].cell_length <= 40


async def test_the_key_is_asked_of_the_journey_on_any_page() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press(KEY)
        assert stage.leading.asked == [("act", "extend-session")]
