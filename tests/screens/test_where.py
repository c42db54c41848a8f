"""F12 says on the status line where one is; F11 lists what a reviewer asks of a page."""

import pytest

from tests.screens import pages
from tests.screens.harness import SIZES, SMALL, staged
from tui.journey.page import Page

ASKED = (
    "Pagina Een adres toevoegen, stap 1 van 2. "
    "Invoerveld Straat, verplicht, waarde Molenstraatx, veld 2 van 8."
)


def flat(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_where_one_is_stands_on_the_status_line_until_the_next_key(
    size: tuple[int, int],
) -> None:
    async with staged(pages.FORM, size=size) as stage:
        await stage.focus("address-form.street")
        await stage.press("x", "f12")
        held = stage.focused
        assert ASKED in flat(stage.text())
        assert held is stage.text_field("address-form", "street")
        assert stage.at.y in range(size[1])
        assert held.region in stage.screen.body.region
        await stage.press("f12")
        assert ASKED in flat(stage.text()), "asked again, it is said again"
        await stage.press("left")
        assert ASKED not in flat(stage.text())
        assert flat(pages.FORM.status) in flat(stage.text())
        assert stage.focused is held


async def test_another_page_ends_it_and_what_comes_on_the_same_page_does_not() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f12")
        assert "Pagina Uw gegevens. " in stage.text()
        await stage.give(pages.page("data", "Uw gegevens", *pages.DATA.parts[:2]))
        assert "Pagina Uw gegevens. " in stage.text()
        await stage.give(pages.EBOX)
        assert "Pagina" not in stage.lines()[-2]


async def test_a_secret_is_counted_and_never_said() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.pin")
        await stage.press(*"8153", "f12")
        assert "4 tekens getypt" in flat(stage.text())
        assert "8153" not in stage.text()


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_every_stop_of_every_page_can_be_told(page: Page) -> None:
    async with staged(page, size=SMALL) as stage:
        stage.screen.set_focus(stage.screen.head)
        told = set()
        for _ in range(24):
            await stage.press("f12")
            assert stage.screen.status.has_class("-answer")
            told.add(stage.screen.status._asked)
            await stage.press("tab")
        assert len(told) > 1
