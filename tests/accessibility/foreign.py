"""Words of the interface that are not of the language they stand in, found with a dictionary (3.1.2).

A terminal cannot mark the language of a part, so the interface has none in another language: a word that the
dictionary of its language lacks, or that another language uses far more, is strange, and each strange word
was judged and stands in foreign.toml. The dictionaries are those of pyspellchecker, counted from subtitles.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from spellchecker import SpellChecker

from mock_backends.people.finding import in_words
from mock_backends.people.lint import localized
from mock_backends.people.loader import load
from tests.unit.test_words import ALL, texts
from tui.locale import LANGUAGES

FILE = Path(__file__).with_name("foreign.toml")

WORD = re.compile(r"[^\W\d_]{2,}")
NO_LANGUAGE = re.compile(r"\{[^}]*\}|%\(\w+\)s|--[\w-]+|\S+@\S+|\bhttps?://\S+|\w+(?:[./_]\w+)+")
"""Places to fill, options, addresses, files and names of settings."""

FAR_MORE = {"nl": 8.0, "en": 8.0, "fr": 8.0, "de": 100.0}
"""How many times as often another language uses a word that is taken for its own.

The German counts lost most of what is written with a capital, so its nouns look rare.
"""

SELDOM = 0.05
"""Times in a million words: what is used less in a language is no sign that it is its own."""

NOT_SAID = {"authority.articles"}
"""What is looked for in the names of authorities, in their languages."""

COMPOUNDS = {"nl": 3, "de": 3}
"""Languages that write words together: how many a compound is parted into at most."""

SHORTEST = 3
"""Letters of a word in a compound."""


@cache
def judged() -> dict[str, set[str]]:
    """All of foreign.toml: the strange words of each language, and under "" those that stand in any.

    WCAG 2.2, 3.1.2 exempts names, technical terms and words of the vernacular.
    """
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    anywhere = {*raw["names"].split(), *raw["typed"].split()}
    own = {one: set(" ".join(raw[one].values()).split()) for one in LANGUAGES}
    return {"": anywhere, **own}


@cache
def usage(language: str) -> dict[str, float]:
    """How often a language uses each of its words, in a million."""
    counted = SpellChecker(language).word_frequency
    million = counted.total_words / 1_000_000
    return {word: count / million for word, count in counted.items()}


def words_of(text: str) -> Iterator[str]:
    """The words of a text, in lower case; "l'adresse" is two, of which one letter is none."""
    for word in WORD.findall(NO_LANGUAGE.sub(" ", text)):
        yield word.lower()


def is_strange(word: str, language: str) -> bool:
    """Whether a word is not known to be of a language, or is far more used in another."""
    own = usage(language)
    elsewhere = max(usage(one).get(word, 0.0) for one in LANGUAGES if one != language)
    if elsewhere > max(FAR_MORE[language] * own.get(word, 0.0), SELDOM):
        return True
    return not _known(word, own, COMPOUNDS.get(language, 1))


def _known(word: str, own: dict[str, float], most: int) -> bool:
    """Whether a word, or each word that it is made of, with an "s" between them or not, is known."""
    if word in own:
        return True
    if most > 1:
        for at in range(SHORTEST, len(word) - SHORTEST + 1):
            if own.get(word[:at], 0.0) > SELDOM:
                rest = word[at:]
                if _known(rest, own, most - 1):
                    return True
                if rest[0] == "s" and len(rest) > SHORTEST and _known(rest[1:], own, most - 1):
                    return True
    return False


def said(language: str) -> Iterator[tuple[str, str]]:
    """Every text of the interface in a language, and where it stands."""
    for key, message in ALL[language].items():
        if key not in NOT_SAID:
            for text in texts(message):
                yield key, text
    fixtures = load()
    for entry in (*fixtures.categories, *fixtures.controllers):
        for where, local in localized(entry):
            if language in local:
                yield in_words(where), local[language]


def strange(language: str, told: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The strange words of these texts, each with a place where it stands."""
    places: dict[str, str] = {}
    for where, text in told:
        for word in words_of(text):
            places.setdefault(word, where)
    return {word: where for word, where in sorted(places.items()) if is_strange(word, language)}


def unjudged(language: str) -> dict[str, str]:
    """The words of the interface that seem to be of another language, and that nobody has judged."""
    allowed = judged()[""] | judged()[language]
    found = strange(language, said(language))
    return {word: where for word, where in found.items() if word not in allowed}


def other_languages() -> Iterator[str]:
    """The figures of words of another language in sentences, for the report."""
    for language in LANGUAGES:
        words = {word for _, text in said(language) for word in words_of(text)}
        judged = len(strange(language, said(language)))
        yield (
            f"{language}: {len(words)} different words; {judged} of them seemed to be of another language"
            f" and were judged one by one; {len(unjudged(language))} are left."
        )
    yield (
        "A word seems so where a dictionary of its language lacks it or another language uses it far more:"
        " names, what is typed, and words that were taken over (tests/accessibility/foreign.toml)."
    )
