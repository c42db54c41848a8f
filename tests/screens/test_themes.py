"""The colours that the citizen chooses: at once, and kept; the terminal's own where it has no others."""

from pathlib import Path

import pytest

from tests.accessibility import gates
from tests.accessibility.walk import Manner, Walk, frame, strips
from tests.screens import pages
from tests.screens.harness import staged
from tui.looks import THEMES as IDS
from tui.settings import Settings, load, save
from tui.widgets.theme import TERMINAL, THEMES

OTHERS = [theme.name for theme in THEMES[1:]]


@pytest.mark.parametrize("theme", OTHERS)
async def test_a_theme_chosen_in_the_menu_is_there_at_once_and_wholly(theme: str) -> None:
    at = "address-form.street"
    async with staged(pages.FORM, theme=theme, at=at) as stage:
        wanted = strips(stage)
    kept: list[str] = []
    async with staged(pages.FORM, at=at) as stage:
        stage.app._remember = lambda _, name: not kept.append(name)  # type: ignore[func-returns-value]
        name = stage.app._words(f"colours.{theme}")
        await stage.press("f9", *"kleuren", *["down"] * IDS.index(theme), "enter")
        assert stage.app.theme == theme
        assert kept == [theme]
        assert f"De kleuren zijn nu: {name}." in stage.lines()[-2]
        # All but the status, which told it, and the foot below.
        assert [list(strip) for strip in strips(stage)[:-2]] == list(map(list, wanted[:-2]))


async def test_the_menu_marks_the_theme_that_is_used() -> None:
    async with staged(pages.DATA, theme="high-contrast-light") as stage:
        await stage.press("f9", *"kleuren")
        (marked,) = (line for line in stage.lines() if " nu  Instellingen" in line)
        assert "Kleuren: hoog contrast, licht" in marked


async def test_no_color_wins_and_the_menu_says_why() -> None:
    async with staged(pages.DATA, theme="high-contrast-dark", no_color=True) as stage:
        assert stage.app.theme == TERMINAL.name
        stage.app._remember = lambda _, __: pytest.fail("it was not chosen")
        await stage.press("f9", *"kleuren")
        assert stage.text().count("Kleuren: ") == 1
        assert "NO_COLOR staat aan." in stage.text()
        await stage.press("enter")
        assert stage.app.theme == TERMINAL.name
        assert "NO_COLOR staat aan." in stage.text()


async def test_few_colours_are_only_a_guess_over_which_a_choice_wins() -> None:
    async with staged(pages.DATA, theme="high-contrast-dark", few_colours=True) as stage:
        assert stage.app.theme == TERMINAL.name
        assert stage.app.why_no_colours.startswith("Uw terminal meldt maar 16 kleuren.")
        await stage.press("f9", *"contrast, donker", "enter")
        assert stage.app.theme == "high-contrast-dark"


@pytest.mark.parametrize("theme", IDS)
async def test_what_is_selected_has_contrast(theme: str) -> None:
    for field in ("street", "words"):
        async with staged(pages.FORM, theme=theme, at=f"address-form.{field}") as stage:
            await stage.press(*"abc", "shift+left", "shift+left")
            seen = frame(stage)
        assert len({style.bgcolor or style.reverse for *_, style in seen.segments()}) > 1
        walk = Walk(pages.FORM, Manner(theme=theme), seen, [seen])
        for gate in (gates.contrast, gates.no_colours, gates.contrast_of_256):
            assert gate(walk) == []


def test_unknown_colours_in_the_settings_are_named_and_the_rest_holds(tmp_path: Path) -> None:
    save(tmp_path, Settings(language="en", theme="pink"))
    settings = load(tmp_path)
    assert (settings.language, settings.theme) == ("en", "")
    assert "settings.toml: theme" in settings.problem
