"""The full screen where only ASCII can be shown."""

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from tests.screens import pages
from tests.screens.harness import staged
from tui.alphabet import SPELLINGS, UNKNOWN
from tui.app import BurgerprofielApp
from tui.page.parts import Page
from tui.widgets.ascii import in_ascii


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_a_page_in_ascii_has_the_same_words_at_the_same_places(page: Page) -> None:
    drawn = []
    for ascii_only in (False, True):
        async with staged(page, size=(120, 60), ascii_only=ascii_only) as stage:
            await stage.press("tab")
            drawn.append(stage.lines())
    usual, lines = drawn
    assert "".join(lines).isascii()
    assert [len(line) for line in lines] == [cell_len(line) for line in usual]
    assert [line.count("?") for line in lines] == [line.count("?") for line in usual]
    for line, before in zip(lines, usual, strict=True):
        assert all(a == b for a, b in zip(line, before, strict=True) if b.isascii() and b != "(")


@pytest.mark.parametrize(
    ("at", "signs"),
    [
        ("address-form.kind", [">(x) Voor brieven", "[x] Bewaar dit adres", "*Profiel"]),
        ("address-form.street", ["> Straat", "#====", "+----"]),
        ("wrong", ["[>"]),
    ],
)
async def test_states_and_the_focus_are_told_in_ascii_too(at: str, signs: list[str]) -> None:
    typed = {"address-form.kind": "post", "address-form.agree": "yes"}
    async with staged(pages.FORM, size=(80, 60), ascii_only=True, at=at, typed=typed) as stage:
        assert [sign for sign in signs if sign not in stage.text()] == []


@pytest.mark.parametrize("sign", SPELLINGS)
def test_a_sign_that_lines_can_spell_is_known_here_too(sign: str) -> None:
    assert in_ascii(sign) != UNKNOWN
    assert len(in_ascii(sign)) == cell_len(sign)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Gefeliciteerd, Zoë Çelik", "Gefeliciteerd, Zoe Celik"),
        ("‘Ja’ – “nee” … € 5", "'Ja' - \"nee\" . E 5"),
        ("( )(•)●◆○", "( )(x)*+o"),
        ("日本", "????"),
        ("e\u0301te\u0301", "ete"),
        ("ω", "?"),
        ("→←©®£", "><crG"),
    ],
)
def test_each_cell_stays_a_cell(text: str, drawn: str) -> None:
    assert in_ascii(text) == drawn
    assert cell_len(in_ascii(text)) == cell_len(text)


async def test_the_windows_name_is_ascii_too(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    async with staged(pages.START, ascii_only=True) as stage:
        with monkeypatch.context() as real:
            real.setattr(BurgerprofielApp, "is_headless", False)
            real.setattr(stage.app._driver, "write", written.append)
            stage.app.announce(replace(pages.START, title="Bekijk één plaats"))
    assert written == ["\x1b]2;Bekijk een plaats - Mijn Burgerprofiel\x07"]
