"""How easy the Dutch reads: the Flesch-Douma score, from words a sentence and syllables a word.

Douma fitted Flesch's formula to Dutch: 206.84 - 0.77 x syllables per 100 words - 0.93 x words per sentence.
About 100 is the easiest prose and 0 the hardest: 80 and more reads easily, 60 to 70 is ordinary, below 50 is hard.
It knows nothing of sense, layout or rare words: a bound under it catches a text that turns heavy, no more.
"""

import re
from dataclasses import dataclass

from tests.unit.test_words import NL, sentences, texts

STATEMENT = ("privacy.", "privacy-app.", "agreement.", "cookies.")
"""How the keys of the privacy statement begin, with what it leads to; every other key is interface."""

PLACE = "woorden"
"""What stands where a place is filled: two syllables, a little over an average word."""

VOWELS = re.compile("aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|[aeiouyáàâéèêíìóòôúùû]")
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
        """The mean."""
        return self.words / self.sentences

    @property
    def score(self) -> float:
        """Flesch-Douma."""
        return 206.84 - 77 * self.syllables / self.words - 0.93 * self.words_a_sentence


def syllables(word: str) -> int:
    """The syllables of a Dutch word, reckoned from its groups of vowels.

    An abbreviation in capitals is spelled out, and so is a number. Two vowels that Dutch usually says as one
    are one, also where a word says two ("museum"), and a mute vowel of a foreign word counts ("site"). Over a
    hand-counted sample it is right to within 1 in 100 (test_readability.py).
    """
    if len(word) > 1 and word.isupper() or word.isdecimal():
        return len(word)
    return max(1, len(VOWELS.findall(word.lower().translate(APART))))


def measure(running: list[str]) -> Readability:
    """Of these texts together."""
    words = [word for text in running for word in re.findall(r"[^\W_]+", re.sub(r"\{[^}]*\}", PLACE, text))]
    return Readability(
        sentences=sum(len(sentences(text)) for text in running),
        words=len(words),
        syllables=sum(map(syllables, words)),
    )


def running_texts(*, statement: bool) -> list[str]:
    """The Dutch texts of more than one sentence: a label is no prose, and would flatter the score."""
    return [
        text
        for key, message in NL.items()
        if key.startswith(STATEMENT) is statement
        for text in texts(message)
        if len(sentences(text)) > 1
    ]
