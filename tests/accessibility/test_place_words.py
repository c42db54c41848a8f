"""No text points at anything by its side, its form or its colour alone (1.3.3, 1.4.1)."""

import re

import pytest

from tests.unit.test_words import ALL, texts
from tui.locale import LANGUAGES

WORDS = {
    "nl": r"links\w*|rechts(?!treeks)\w*|linker\w+|rechter(kant|knop|kolom)|onderaan|groene?|ro[o]?de?"
    r"|blauwe?|gele?|oranje|ronde?|vierkante?|vak(je)?",
    "en": r"left(?! the form| without| out|\.)|right(-hand| side|most)|top right|bottom (left|right)|green"
    r"|red|blue|yellow|orange|round|square",
    "fr": r"gauche|droite|verte?s?|rouges?|bleue?s?|jaunes?|orange|rond|carré",
    "de": r"links|rechts|grün\w*|rot(e|en|er|es)?|blau\w*|gelb\w*|orange|quadratisch\w*",
}
"""Words of place, form and colour."""

NAMED = {
    "card.special_status.4": "a yellow cane is what it is called",
    "card.special_status.5": "a yellow cane is what it is called",
    "privacy.access.where": "the button is called by its name, too",
    "privacy.access.name": "what stands there is said, and is the citizen's own name",
    "privacy.wrong.where": "the button is called by its name; its colour is that of the real portal",
}
"""Texts of the privacy statement that have such a word and do not depend on it."""


def pointing(language: str, text: str) -> bool:
    said = re.sub(r"\{\w+\}", "", text)
    return bool(re.search(rf"\b({WORDS[language]})\b", said, re.IGNORECASE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_pointed_at_by_side_form_or_colour(language: str) -> None:
    found = {
        key
        for key, message in ALL[language].items()
        if any(pointing(language, text) for text in texts(message))
    }
    assert found - NAMED.keys() == set()


def test_each_exception_still_has_such_a_word() -> None:
    for key in NAMED:
        assert any(pointing("nl", text) for text in texts(ALL["nl"][key])), key


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Klik op de knop rechts onderaan."),
        ("nl", "Klik op het groene vak."),
        ("en", "Press the green button."),
        ("en", "Choose it at the top right."),
        ("fr", "Choisissez le bouton en haut à droite."),
        ("de", "Wählen Sie oben rechts."),
    ],
)
def test_a_text_that_points_is_found(language: str, text: str) -> None:
    assert pointing(language, text)
