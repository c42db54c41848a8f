"""How easy the Dutch reads: the Flesch-Douma score, from words a sentence and syllables a word.

Douma fitted Flesch's formula to Dutch: 206.84 - 0.77 x syllables per 100 words - 0.93 x words a sentence. The
higher the easier: 80 and more reads easily, 60 to 70 is ordinary prose, below 50 is hard. It knows nothing
of sense, layout or rare words: a bound under it catches a text that turns heavy, no more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.unit.test_words import NL, sentences, texts
from tui.locale import LANGUAGES
from tui.pages.glossary import TERMS

STATEMENT = ("privacy.", "privacy-app.", "agreement.", "cookies.")
"""How the keys of the privacy statement begin, with what it leads to; every other key is interface."""

HARD = 50.0
"""A score under this is hard to read."""

PLACE = "woorden"
"""What stands where a place is filled: two syllables, a little over an average word."""

VOWELS = re.compile(
    "aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|[aeiouyáàâéèêíìóòôúùû]"
)
APART = str.maketrans({"ä": "-a", "ë": "-e", "ï": "-i", "ö": "-o", "ü": "-u"})
"""A vowel with two dots begins a syllable of its own."""


@dataclass(frozen=True)
class Readability:
    """What a set of texts adds up to."""

    sentences: int
    words: int
    syllables: int

    @property
    def words_a_sentence(self) -> float:
        return self.words / self.sentences

    @property
    def score(self) -> float:
        """Flesch-Douma."""
        return 206.84 - 77 * self.syllables / self.words - 0.93 * self.words_a_sentence


def syllables(word: str) -> int:
    """The syllables of a Dutch word, reckoned from its groups of vowels.

    An abbreviation of up to four capitals is spelled out, and so is a number. Two vowels that Dutch usually
    says as one are one, also where a word says two ("museum"), and a mute vowel of a foreign word counts
    ("site"). Over a sample parted by hand it is right to within 3 in 100 (test_readability.py).
    """
    if word.isdecimal() or (word.isupper() and 1 < len(word) <= 4):
        return len(word)
    return max(1, len(VOWELS.findall(word.lower().translate(APART))))


def measure(running: list[str]) -> Readability:
    words = [
        word
        for text in running
        for word in re.findall(r"[^\W_]+", re.sub(r"\{[^}]*\}", PLACE, text))
    ]
    return Readability(
        sentences=sum(len(sentences(text)) for text in running),
        words=len(words),
        syllables=sum(map(syllables, words)),
    )


def all_texts(*, statement: bool) -> list[str]:
    return [
        text
        for key, message in NL.items()
        if key.startswith(STATEMENT) is statement
        for text in texts(message)
    ]


def running_texts(*, statement: bool) -> list[str]:
    """Those of more than one sentence: a label is no prose, and would flatter the score."""
    return [
        text
        for text in all_texts(statement=statement)
        if len(sentences(text)) > 1 and not text[0].isdecimal()  # "1. Opdracht" is a label, too
    ]


def hard_share(running: list[str]) -> float:
    """Which part of these texts is hard, each scored by itself."""
    return sum(measure([text]).score < HARD for text in running) / len(running)


def plain_dutch() -> Iterator[str]:
    """The figures of plain language in sentences, for the report."""
    for name, statement in (("Interface texts", False), ("The privacy statement", True)):
        counts = [n for text in all_texts(statement=statement) for n in sentences(text)]
        yield (
            f"{name}: {len(counts)} sentences and labels, {sum(counts) / len(counts):.1f} words on average,"
            f" {max(counts)} at most."
        )
        running = running_texts(statement=statement)
        found = measure(running)
        yield (
            f"{name}, the {len(running)} that run over more than one sentence: Flesch-Douma"
            f" {found.score:.1f}, {found.words_a_sentence:.1f} words a sentence,"
            f" {found.syllables / found.words:.2f} syllables a word;"
            f" {hard_share(running):.0%} of them score under {HARD:.0f}."
        )
    yield (
        "Flesch-Douma is 206.84 - 0.77 x syllables per 100 words - 0.93 x words a sentence; 80 and more"
        " reads easily, 60 to 70 is ordinary, under 50 is hard. Syllables are reckoned, to within 3 in 100."
    )
    yield (
        f"The glossary explains {sum(len(terms) for _, terms in TERMS)} words and abbreviations,"
        f" in {len(LANGUAGES)} languages."
    )
