"""Stopping in a half-filled form: asked once, and nothing is lost."""

import pytest

from tests.screens import pages
from tests.screens.harness import SMALL, Stage, staged

UNSENT = "U vulde iets in dat nog niet verstuurd of bewaard is."
TYPED = {"address-form.street": "Kerkstra"}


def stopped(stage: Stage) -> bool:
    return stage.app.return_value == "stop"


@pytest.mark.parametrize("key", ["ctrl+c", "f10", "ctrl+q"])
async def test_it_is_asked_once_and_a_second_time_stops(key: str) -> None:
    async with staged(pages.FORM, typed=TYPED, at="address-form.street", size=SMALL) as stage:
        await stage.press(key)
        assert not stopped(stage)
        assert UNSENT in stage.menu.listing.part.title
        assert stage.stop == "stay", "Enter loses nothing"
        await stage.press(key)
        assert stopped(stage)


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_who_stays_goes_on_typing_and_is_asked_again(key: str) -> None:
    async with staged(pages.FORM, typed=TYPED, at="address-form.street") as stage:
        await stage.press("ctrl+c", key)
        assert stage.on_page
        await stage.press("a")
        assert stage.draft("address-form.street") == "Kerkstraa"
        await stage.press("ctrl+c")
        assert not stopped(stage)
        await stage.press("down", "enter")
        assert stopped(stage)


async def test_it_is_asked_over_a_menu_too() -> None:
    async with staged(pages.FORM, typed=TYPED) as stage:
        await stage.press("f9", "ctrl+c")
        assert UNSENT in stage.menu.listing.part.title
        await stage.press("escape", "escape")
        assert stage.on_page
        assert not stopped(stage)


async def test_a_window_that_is_too_small_says_it() -> None:
    async with staged(pages.FORM, typed=TYPED) as stage:
        await stage.resize(20, 6)
        await stage.press("ctrl+c")
        assert UNSENT in stage.said()
        assert not stopped(stage)
        await stage.press("ctrl+c")
        assert stopped(stage)


async def test_where_nothing_would_be_lost_it_stops_at_once() -> None:
    async with staged(pages.FORM) as stage:
        await stage.press("ctrl+c")
        assert stopped(stage)
