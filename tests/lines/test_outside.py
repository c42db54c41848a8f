"""What is outside the portal is said to be so, in lines, once."""

import pytest
from msgspec.structs import replace

from tests.lines.journey import WrittenJourney, whole
from tests.screens import pages
from tui.page.parts import Page, Text

SAID = "Buiten het portaal:"


@pytest.mark.parametrize("page", [pages.SIGN_IN, pages.DEVICES], ids=lambda page: page.id)
async def test_what_is_outside_is_said_to_be_so_once_and_before_it(page: Page) -> None:
    heard = await whole(WrittenJourney(page), "s")
    before, _, after = heard.partition(SAID)
    assert "telefoon, van Noor" not in before
    assert after.lstrip().startswith("Uw telefoon, van Noor Peeters.")
    assert SAID not in after
    assert "De telefoon vraagt of u zich nu aanmeldt." in after


async def test_of_a_page_that_changes_only_what_is_outside_is_said_to_be_so() -> None:
    quiet = replace(pages.PHONE, parts=(Text(id="phone-quiet", text="Er is niets."),))
    journey = WrittenJourney(replace(pages.SIGN_IN, device=quiet))
    journey.leads["stop-sign-in"] = replace(
        pages.SIGN_IN, parts=(*pages.SIGN_IN.parts, Text(id="more", text="Nog iets."))
    )
    heard = await whole(journey, "niet aanmelden", "s")
    news = heard.partition("Gekozen: Niet aanmelden")[2]
    assert news.index("Nog iets.") < news.index(SAID) < news.index("itsme vraagt een bevestiging")
    assert news.count(SAID) == 1
