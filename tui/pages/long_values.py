"""A value of very many letters, a portion at a time: a whole book takes seconds to be broken into lines."""

from unicodedata import combining

from msgspec.structs import replace

from tui.locale import Words
from tui.page.parts import Fact
from tui.pages.values import exact, written

MOST = 20_000
"""The most letters of a value that are shown at a time."""

Groups = tuple[tuple[Fact, ...], ...]


def portions(groups: Groups) -> int:
    """In how many portions the longest value is shown; 1 if all are shown whole."""
    longest = max((len(fact.value) for group in groups for fact in group), default=0)
    return max(1, -(-longest // MOST))


def portion(words: Words, groups: Groups, number: int) -> Groups:
    """The facts with portion `number` (from 1) of each value that is too long, and how much there is."""
    return tuple(tuple(_portion(words, fact, number) for fact in group) for group in groups)


def _portion(words: Words, fact: Fact, number: int) -> Fact:
    total = len(fact.value)
    if total <= MOST:
        return fact
    number = min(number, -(-total // MOST))
    first, last = _cut(fact.value, (number - 1) * MOST), _cut(fact.value, number * MOST)
    begins, ends, of = (written(words, exact(count)) for count in (first + 1, last, total))
    said = words("data.value.portion", first=begins, last=ends, total=of)
    return replace(fact, value=f"{fact.value[first:last]} {said}")


def _cut(text: str, at: int) -> int:
    """Where to cut, at this letter or after its accents."""
    while at < len(text) and combining(text[at]):
        at += 1
    return min(at, len(text))
