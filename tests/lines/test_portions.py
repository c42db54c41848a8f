"""Long lists in lines: a portion at a time, "more", and found by a word."""

import pytest
from msgspec.structs import replace

from tests.lines.journey import WrittenJourney, whole
from tests.lines.test_conversation import block, page
from tui.page.parts import Fact, Facts, Item, Listing, Page

MESSAGES = page(
    Listing(
        id="messages",
        title="Berichten",
        count="1000 berichten.",
        items=tuple(
            Item(id=f"m{n}", title=f"Brief {n}", detail="Geïnd" if n % 400 == 0 else "")
            for n in range(1, 1001)
        ),
    ),
    title="eBox",
)
CARS = Facts(
    id="cars",
    title="Voertuigen",
    groups=tuple((Fact(label="Plaat", value=f"1-ABC-{n:03}"),) for n in range(1, 401)),
)
ONE_BLOCK = page(CARS)
OUTLINE = page(block("identiteit"), block("woonplaats"), CARS, title="Uw gegevens")
HINT = "Typ ‘zoek’ en een woord om in de lijst te zoeken.\n"


async def said_to(shown: Page, *answers: str, per_page: int = 20) -> list[str]:
    """What is said before the first answer, and after each."""
    said = await whole(WrittenJourney(shown), *answers, per_page=per_page)
    return said.split("Uw keuze:")[:-1]


async def test_a_thousand_messages_come_in_pages_with_more_and_back() -> None:
    first, second, third, again = await said_to(MESSAGES, "meer", "meer", "eerder")
    assert "\n20. Brief 20\n21. Meer: Berichten (nog 980)\nOp deze pagina" not in first
    assert "Berichten, 1 tot 20 van 1000:\n1. Brief 1\n" in first
    assert "\n20. Brief 20\n21. Meer: Berichten (nog 980)\n" in first
    assert HINT in first
    assert "Berichten, 21 tot 40 van 1000:\n1. Brief 21\n" in second
    assert "\n21. Meer: Berichten (nog 960)\n22. Eerder: Berichten\n" in second
    assert "Berichten, 41 tot 60 van 1000:\n" in third
    assert "Berichten, 21 tot 40 van 1000:\n" in again
    assert max(text.count("\n") for text in (first, second, third, again)) < 45


async def test_an_item_of_a_later_page_is_opened_by_its_number_there() -> None:
    journey = WrittenJourney(MESSAGES)
    await whole(journey, "meer", "3")
    assert journey.calls == ["messages: m23"]


async def test_the_last_page_has_no_more_and_the_size_can_be_set() -> None:
    first, last = await said_to(MESSAGES, "meer", per_page=600)
    assert "Berichten, 1 tot 600 van 1000:\n" in first
    assert "\n400. Brief 1000\n401. Eerder: Berichten\n" in last
    (all_at_once,) = await said_to(MESSAGES, per_page=1000)
    assert "Berichten, 1000 keuzes:\n" in all_at_once
    assert HINT not in all_at_once


async def test_four_hundred_vehicles_come_in_pages_also_in_an_outline() -> None:
    for shown, answers in ((ONE_BLOCK, ("meer",)), (OUTLINE, ("voertuigen", "meer"))):
        *_, first, second = await said_to(shown, *answers)
        assert "Voertuigen\n400 delen.\nDeel 1 van 400:\nPlaat: 1-ABC-001\n" in first
        assert "Deel 20 van 400:\nPlaat: 1-ABC-020\n" in first
        assert "Deel 21 van 400" not in first
        assert ". Meer: Voertuigen (nog 380)\n" in first
        assert "Deel 21 van 400:\nPlaat: 1-ABC-021\n" in second
        assert "Deel 1 van 400" not in second
    outline, *_ = await said_to(OUTLINE, "s")
    assert "3. Voertuigen: 400 delen\n" in outline
    assert HINT not in outline


@pytest.mark.parametrize("answer", ["zoek 1-abc-37", "ZOEK  1-ABC-37"])
async def test_records_are_found_by_a_word_and_keep_their_numbers(answer: str) -> None:
    _, found, again = await said_to(ONE_BLOCK, answer, "alles")
    assert "Met ‘1-ABC-37’ zijn er 10 delen.\n".casefold() in found.casefold()
    assert "Deel 370 van 400:\nPlaat: 1-ABC-370\n" in found
    assert "Deel 379 van 400" in found
    assert "Deel 380 van 400" not in found
    assert "Deel 1 van 400" in again


async def test_items_are_found_by_a_word_without_its_accents() -> None:
    _, found, nothing = await said_to(MESSAGES, "zoek geind", "zoek xyz")
    assert "Berichten met ‘geind’, 1 tot 2 van 2:\n1. Brief 400. Geïnd\n2. Brief 800." in found
    assert "3. Alles: Berichten\n" in found
    assert nothing.strip().endswith("‘xyz’ staat niet in de lijst.")


async def test_a_choice_that_is_called_so_comes_first() -> None:
    named = replace(
        MESSAGES.parts[0], items=(Item(id="x", title="Zoek hier"), Item(id="y", title="B"))
    )
    journey = WrittenJourney(page(named))
    await whole(journey, "zoek hier")
    assert journey.calls == ["messages: x"]
