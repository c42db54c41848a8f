"""A list that is no part of the portal, in both renderers."""

from msgspec.structs import replace

from tests.screens import pages
from tests.screens.harness import SIZES, staged
from tui.lines.menu import page_menu
from tui.locale import Words
from tui.page.parts import Item, Listing

PEOPLE = Listing(
    id="people",
    title="Wie speelt u?",
    items=(Item(id="noor", title="Noor", detail="39 jaar."), Item(id="amir", title="Amir")),
    outside=True,
)
PAGE = pages.with_parts(pages.START, *pages.START.parts[:1], PEOPLE)


async def test_it_says_that_it_is_outside_and_the_foot_follows() -> None:
    async with staged(PAGE, at="people") as stage:
        for size in SIZES:
            await stage.resize(*size)
            view = stage.view("people")
            said = " ".join(stage.said().split())
            assert "BUITEN HET PORTAAL" in said
            assert "Wie speelt u?" in said
            assert stage.screen.outside
            assert view.region.width >= stage.screen.body.main.region.width - 2
        await stage.press("enter")
        assert stage.asked == [("choose", "people", "noor")]


def test_lines_say_it_above_its_choices() -> None:
    headings = {
        choice.heading for choice in page_menu(PAGE, Words("nl")) if choice.part == "people"
    }
    assert headings == {"Buiten het portaal: Wie speelt u?, 2 keuzes:"}
    inside = replace(PAGE, parts=(replace(PEOPLE, outside=False),))
    assert not any("Buiten" in choice.heading for choice in page_menu(inside, Words("nl")))
