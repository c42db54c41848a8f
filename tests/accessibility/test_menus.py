"""Menus, the answer of F12 and the screen that asks for room: held to what the gates ask of pages."""

import pytest

from tests.accessibility.contrast import faint
from tests.accessibility.gates import BORDER, least
from tests.accessibility.manners import SIZES, THEMES
from tests.accessibility.menus import OPENED_BY, complaints, walk_menu
from tests.accessibility.walk import Manner, segments, strips
from tests.by_turns import crossed
from tests.screens import pages
from tests.screens.harness import SMALL, Stage, staged
from tui.locale import LANGUAGES
from tui.screens.where_am_i import where_am_i


@pytest.mark.parametrize(("key", "language"), crossed(OPENED_BY, LANGUAGES))
async def test_every_menu_passes_the_gates_that_hold_of_it(key: str, language: str) -> None:
    """Each in two of the sizes, in two of the languages by turns; in the long form in all four."""
    found: list[str] = []
    first = LANGUAGES.index(language)
    for number in (first, first + 1):
        size = SIZES[number % len(SIZES)]
        theme = THEMES[(number + OPENED_BY.index(key)) % len(THEMES)]
        found += complaints(await walk_menu(key, Manner(size, language, theme)))
    assert not found, "\n".join(found)


def faint_on(stage: Stage, theme: str) -> list[tuple[int, int, str, float]]:
    """What on the screen has too little contrast for its theme."""
    return faint(segments(strips(stage)), least(theme), BORDER)


@pytest.mark.parametrize(("theme", "language"), crossed(THEMES[:-1], LANGUAGES))
async def test_what_the_key_of_where_answers_is_whole_and_has_contrast(
    theme: str, language: str
) -> None:
    async with staged(pages.FORM, size=SMALL, theme=theme, language=language) as stage:
        for _ in range(3):
            await stage.press("tab", "f12")
            assert stage.screen.status.answering
            assert faint_on(stage, theme) == []
            assert where_am_i(stage.screen) in " ".join(" ".join(stage.lines()).split())


@pytest.mark.parametrize("theme", THEMES[:-1])
async def test_what_asks_for_more_room_has_contrast(theme: str) -> None:
    async with staged(pages.DATA, size=(30, 8), theme=theme) as stage:
        assert stage.app.screen is not stage.screen
        assert faint_on(stage, theme) == []
