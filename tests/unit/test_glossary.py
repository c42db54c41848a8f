"""The glossary holds every abbreviation and hard word of the interface, and nothing that is not said."""

import re

import pytest

from tests.accessibility.readability import syllables
from tests.unit.pages import catalogue, page, rows
from tests.unit.test_words import ALL, texts
from tui.locale import LANGUAGES, Words
from tui.page.parts import Facts
from tui.pages.glossary import TERMS

HARD_WORDS = (
    "agentschap|authentieke bron|bemiddeling|beperking van de verwerking|beroep|bevoegd"
    "|bewindvoerder|bezwaar|brailleleesregel|certificaat|cookie|derden"
    "|functionaris voor gegevensbescherming|inzage|itsme|kaartlezer|omgevingsvariabele"
    "|ontvangstbewijs|openbaarheid|persoonsgegevens|pincode|rectificatie|regelmodus"
    "|rijksregisternummer|schermlezer|sessie|sms|terminal|toegangsbeheer|toestemming"
    "|toetredingsovereenkomst|toezichthouder|versleuteld|verwerker"
    "|verwerkingsverantwoordelijke|verzet|volmacht|wissing"
)
"""Words that a citizen may not know: wherever one is said, the glossary explains it."""

MANY_SYLLABLES = 6
"""A word of this many, or more, is taken for hard."""

EXPLAINED_ELSEWHERE = {
    "accessibility": "the name of a command and a file",
    "gegevensbeschermingsautoriteit": "GBA",
    "identiteitskaarten": "everyone holds one",
    "nationaliteit": "a label on every identity card",
    "ondernemingsnummer": "in the help of a command for authors",
    "privacyverklaring": "the title of a page that explains itself",
    "toegankelijkheidsverklaring": "the title of a text that explains itself",
}

NO_ABBREVIATION = {
    "BURGERPROFIEL_LINES NO_COLOR TERM": "the name of a setting",
    "GSM": "the everyday word for a mobile phone in Belgian French",
    "II": "a number in the name of a street",
    "JSON": "the name of a form of file, for who writes programs",
    "SIMULATEUR SIMULATOR": "a word, written large so as to be seen",
    "BUITEN HET PORTAAL OUTSIDE THE PORTAL HORS DU PORTAIL DEHORS AUSSERHALB DES PORTALS DRAUSSEN": (
        "the line over what is outside the portal, written large for the same"
    ),
}
"""Capitals that abbreviate nothing, or nothing that anybody must look up."""


def own(key: str) -> bool:
    """Whether a key is the glossary's own."""
    return key.startswith("glossary.")


def place_to_fill(key: str) -> bool:
    """Whether a key is that of a place to fill in a command, which --help writes in capitals."""
    return key.startswith("cli.value.")


def said(language: str) -> list[str]:
    """Every text that is read in a language, but the glossary's own."""
    return [
        re.sub(r"\{[^}]*\}", " ", text)
        for key, message in ALL[language].items()
        if not (own(key) or place_to_fill(key))
        for text in texts(message)
    ]


def explained(language: str) -> str:
    """All that the glossary says in a language."""
    return "\n".join(
        text for key, message in ALL[language].items() if own(key) for text in texts(message)
    )


def in_capitals(text: str) -> set[str]:
    """The words with two capitals or more; "eBox-E-Mail" is three words."""
    return {word for word in re.findall(r"\w+", text) if sum(map(str.isupper, word)) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_abbreviation_is_explained(language: str) -> None:
    used = in_capitals("\n".join(said(language)))
    exempt = set(" ".join(NO_ABBREVIATION).split())
    assert used - exempt - in_capitals(explained(language)) == set()


def test_no_exception_has_gone_stale() -> None:
    used = {word for language in LANGUAGES for word in in_capitals("\n".join(said(language)))}
    assert set(" ".join(NO_ABBREVIATION).split()) - used == set()
    assert {word for word in EXPLAINED_ELSEWHERE if word not in long_words()} == set()


def test_hard_words_that_are_said_are_explained() -> None:
    told = "\n".join(said("nl")).casefold()
    there = explained("nl").casefold()
    assert [word for word in HARD_WORDS.split("|") if word in told and word not in there] == []


def long_words() -> set[str]:
    """The Dutch words of many syllables; a plural counts as its singular where both are said."""
    words = {word for text in said("nl") for word in re.findall(r"[^\W\d_]+", text.casefold())}
    return {word for word in words if syllables(word) >= MANY_SYLLABLES} - {f"{w}n" for w in words}


def test_long_words_are_explained() -> None:
    there = explained("nl").casefold()
    missing = {word for word in long_words() if word not in there} - EXPLAINED_ELSEWHERE.keys()
    assert missing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_authority_that_is_called_by_its_letters_is_explained(language: str) -> None:
    """Their names come from the registers, not from the catalogue of words."""
    assert "AHOVOKS" in {one.authority[language] for one in catalogue().items}
    assert "AHOVOKS" in explained(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_is_said_is_explained_and_by_the_word_that_is_said(language: str) -> None:
    authorities = [one.authority[language] for one in catalogue().items]
    told = "\n".join((*said(language), *authorities)).casefold()
    terms = [term for _, group in TERMS for term in group]
    words = {term: texts(ALL[language][f"glossary.{term}.word"])[0].casefold() for term in terms}
    assert {word for word in words.values() if word not in told} == set()
    assert len(set(words.values())) == len(terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_meaning_is_one_sentence(language: str) -> None:
    meanings = [
        text
        for key, message in ALL[language].items()
        if own(key) and key.endswith(".meaning")
        for text in texts(message)
    ]
    assert len(meanings) == sum(len(group) for _, group in TERMS)
    assert [one for one in meanings if not one.endswith(".") or "." in one[:-1]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_term_in_the_order_of_its_language(language: str) -> None:
    drawn = page("glossary", language)
    groups = [part for part in drawn.parts if isinstance(part, Facts)]
    assert [part.id for part in groups] == [group for group, _ in TERMS]
    words = Words(language)
    for part, (_, terms) in zip(groups, TERMS, strict=True):
        assert rows(part).keys() == {words(f"glossary.{term}.word") for term in terms}
    first, last = {
        "nl": ("Agentschap", "Volmacht"),
        "en": ("Accession agreement", "Third parties"),
        "fr": ("Administrateur", "Traitement"),
        "de": ("Agentur", "Zuständig"),
    }[language]
    who = groups[2].groups[0]
    assert (who[0].label, who[-1].label) == (first, last)
