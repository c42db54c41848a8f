"""Words in another language are announced in words before them, on the screen and in lines (3.1.2)."""

from pathlib import Path

import pytest

from tests.accessibility.reader import Reader
from tests.pictured import newcomer_with_consent
from tests.screens.harness import WIDE
from tests.screens.settled import until
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.widgets.listing import ListingView

SUBJECT = "Votre rendez-vous à la clinique"


@pytest.mark.parametrize(
    ("language", "before", "told"),
    [
        ("nl", "(in het Frans) ", "Dit bericht is in het Frans."),
        ("en", "(in French) ", "This message is in French."),
        ("fr", "", ""),
    ],
)
async def test_a_reader_hears_the_language_of_a_message_before_its_words(
    language: str, before: str, told: str, home_folder: Path
) -> None:
    simulated = Simulated(home_folder, language)
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    reader = Reader(simulated, app)
    try:
        async with app.run_test(size=WIDE):
            await until(app, lambda: app.screen.focused is not None)
            await newcomer_with_consent(simulated)
            await reader.arrive("ebox")
            await reader.go(lambda one: isinstance(one, ListingView))
            # The line of the cursor says it too, in the same breath as the subject.
            assert f"{before}{SUBJECT}" in reader.heard[-1].cursor
            await reader.press("enter")
            opened = reader.recording().rpartition("[enter]")[2]
    finally:
        await simulated.close()
    assert f"{before}{SUBJECT}" in opened
    assert "Bonjour Monsieur Haddad" in opened
    if told:
        assert opened.index(told) < opened.index("Bonjour Monsieur Haddad")
    else:
        assert "français" not in opened
