"""The colours that one chooses: at once, kept, and told where that cannot be."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.style import Style
from textual.theme import Theme

from tests.accessibility import gates
from tests.accessibility.walk import Manner, Walk, frame, strips
from tests.screens import pages
from tests.screens.harness import staged
from tui.looks import THEMES as IDS
from tui.screens.contrast import contrast
from tui.settings import Settings, load, save
from tui.widgets.theme import LIGHT, TERMINAL, THEMES

OTHERS = [theme.name for theme in THEMES[1:]]


def test_the_command_line_knows_every_theme() -> None:
    assert tuple(theme.name for theme in THEMES) == IDS


@pytest.mark.parametrize("theme", OTHERS)
async def test_a_theme_chosen_in_the_menu_is_there_at_once_and_wholly(theme: str) -> None:
    async with staged(pages.FORM, theme=theme, at="address-form.street") as stage:
        wanted = frame(stage).strips[:-2]
    kept: list[str] = []

    def keep(name: str) -> bool:
        kept.append(name)
        return True

    async with staged(pages.FORM) as stage:
        stage.app._remember_theme = keep
        await stage.focus("address-form.street")
        name = stage.app._words(f"colours.{theme}")
        await stage.press("f9", *"kleuren", *["down"] * IDS.index(theme), "enter")
        assert stage.app.theme == theme
        assert kept == [theme]
        assert f"De kleuren zijn nu: {name}." in stage.lines()[-2]
        # All but the status, which told it, and the foot below.
        assert [strip._segments for strip in frame(stage).strips[:-2]] == [
            strip._segments for strip in wanted
        ]


async def test_colours_that_cannot_be_kept_hold_and_that_is_told() -> None:
    async with staged(pages.DATA, size=(120, 24)) as stage:
        stage.app._remember_theme = lambda _: False
        await stage.press("f9", *"donker", "enter")
        assert stage.app.theme == "high-contrast-dark"
        assert "Het programma kan dat niet onthouden." in stage.text()


async def test_the_menu_marks_the_theme_that_is_used() -> None:
    async with staged(pages.DATA, theme="high-contrast-light") as stage:
        await stage.press("f9", *"kleuren")
        marked = [line for line in stage.lines() if " nu  │" in line]
        assert len(marked) == 1
        assert "Kleuren: hoog contrast, licht" in marked[0]


async def test_no_color_wins_and_the_menu_says_why() -> None:
    async with staged(pages.DATA, theme="high-contrast-dark", no_color=True) as stage:
        assert stage.app.theme == TERMINAL.name
        stage.app._remember_theme = lambda _: pytest.fail("it was not chosen")
        await stage.press("f9", *"kleuren")
        assert stage.text().count("Kleuren: ") == 1
        assert "NO_COLOR staat aan." in stage.text()
        await stage.press("enter")
        assert stage.app.theme == TERMINAL.name
        assert "NO_COLOR staat aan." in stage.text()


@pytest.mark.parametrize("term", ["xterm", "xterm-16color", "strange"])
async def test_sixteen_colours_are_the_terminals_own(
    term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("COLORTERM")
    async with staged(pages.DATA) as stage:
        assert stage.app.theme == TERMINAL.name
        await stage.press("f9", *"kleuren")
        assert "Uw terminal meldt maar 16 kleuren." in stage.text()
    monkeypatch.setenv("TERM", "xterm-256color")
    async with staged(pages.DATA) as stage:
        assert stage.app.theme == LIGHT.name


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_what_is_selected_and_what_a_menu_offers_has_contrast(theme: str) -> None:
    async with staged(pages.FORM, theme=theme, size=(80, 50)) as stage:
        seen = []
        for field in ("street", "words"):
            await stage.focus(f"address-form.{field}")
            await stage.press(*"abc", "shift+left", "shift+left")
            seen.append(frame(stage))
            selected = {style.bgcolor or style.reverse for *_, style in seen[-1].segments()}
            assert len(selected) > 1
        await stage.press("f9", "down")
        seen.append(replace(seen[-1], strips=strips(stage)))
    walk = Walk(pages.FORM, Manner((80, 50), "nl", theme), seen[0], seen[1:])
    assert gates.contrast(walk) == []
    assert gates.no_colours(walk) == []
    assert gates.contrast_of_256(walk) == []


@pytest.mark.parametrize("theme", [one for one in THEMES if one.name.startswith("high")])
def test_high_contrast_stays_high_in_256_colours(theme: Theme) -> None:
    ground = theme.variables["background"]
    for name in ("foreground", "hint", "primary", "success", "warning", "error"):
        style = gates.downgraded(Style(color=theme.variables[name], bgcolor=ground))
        assert contrast(style) >= gates.HIGH_TEXT, name


def test_unknown_colours_in_the_settings_are_named_and_the_rest_holds(tmp_path: Path) -> None:
    save(tmp_path, Settings(language="en", theme="pink"))
    settings = load(tmp_path)
    assert (settings.language, settings.theme) == ("en", "")
    assert "settings.toml: theme" in settings.problem
