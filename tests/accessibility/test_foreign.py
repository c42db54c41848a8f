"""No word of the interface is of another language; what others wrote is announced first (3.1.2)."""

import pytest

from tests.accessibility.foreign import is_strange, judged, said, strange, unjudged, words_of
from tests.accessibility.reader import Reader
from tests.pictured import newcomer_with_consent
from tests.screens.harness import USUAL
from tests.screens.settled import until
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.locale import LANGUAGES
from tui.widgets.listing import ListingView

FOUND = 0.99
"""Which part of the texts of three words and more is found out where it stands in another language."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_interface_is_of_another_language(language: str) -> None:
    assert unjudged(language) == {}, "translate it, or say in foreign.toml why it stays"


def test_the_list_of_judged_words_has_none_that_is_no_longer_strange() -> None:
    found = {language: set(strange(language, said(language))) for language in LANGUAGES}
    found[""] = set().union(*found.values())
    assert {language: words - found[language] for language, words in judged().items()} == {
        language: set() for language in found
    }


@pytest.mark.parametrize(
    ("language", "text", "foreign"),
    [
        ("nl", "Open uw settings en kies Anmelden.", ["settings", "anmelden"]),
        ("en", "Choose one of your gegevens or réglages.", ["gegevens", "réglages"]),
        ("fr", "Choisissez le bericht ou les settings.", ["bericht", "settings"]),
        ("de", "Öffnen Sie die settings und die gegevens.", ["gegevens", "settings"]),
        ("nl", "{n} verwerkingsverantwoordelijken, --lines en wie@voorbeeld.example", []),
        ("de", "Die Verarbeitungstätigkeiten der Behörde", []),
    ],
)
def test_a_word_of_another_language_is_found(language: str, text: str, foreign: list[str]) -> None:
    assert sorted(set(strange(language, [("here", text)]))) == sorted(foreign)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_was_left_untranslated_is_found(language: str) -> None:
    """The interface's own texts as the trial: those of each language, taken for those of this one."""
    allowed = judged()[""] | judged()[language]
    for other in (one for one in LANGUAGES if one != language):
        texts = [set(words_of(text)) - allowed for _, text in said(other)]
        texts = [words for words in texts if len(words) > 2]
        found = sum(any(is_strange(word, language) for word in words) for words in texts)
        assert found / len(texts) >= FOUND, (other, found, len(texts))


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
    simulated: Simulated, before: str, told: str
) -> None:
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    reader = Reader(simulated, app)
    async with app.run_test(size=USUAL):
        await until(app, lambda: app.screen.focused is not None)
        await newcomer_with_consent(simulated)
        await reader.arrive("ebox")
        await reader.go(lambda one: isinstance(one, ListingView))
        # The line of the cursor says it too, in the same breath as the subject.
        assert f"{before}{SUBJECT}" in reader.heard[-1].cursor
        await reader.press("enter")
        opened = reader.recording().rpartition("[enter]")[2]
    assert f"{before}{SUBJECT}" in opened
    assert "Bonjour Monsieur Haddad" in opened
    if told:
        assert opened.index(told) < opened.index("Bonjour Monsieur Haddad")
    else:
        assert "français" not in opened
