"""Long lists a portion at a time: so many items or records of each, of all or of those with a word."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import asdict, replace

from tui.lines.spelling import spelled
from tui.page.parts import Facts, Item, Listing, Page, Part

PER_PAGE = 20
"""How many items or records of a list are read out at a time, unless the citizen wants more or fewer."""


class Portion(NamedTuple):
    """Which part of a list is read out: from the item at `start` on, of those with this word, or of all."""

    start: int = 0
    word: str = ""


class SomeItems(Listing, frozen=True, kw_only=True):
    """A portion of a listing: `items` are those from number `first` on, of `total`, with `word` in them."""

    first: int
    total: int
    word: str = ""


class SomeFacts(Facts, frozen=True, kw_only=True):
    """A portion of a block: `groups` are its records of these `numbers`, of `records` in all.

    `first` and `total` are the place of the portion among the records with `word` in them.
    """

    first: int
    total: int
    word: str = ""
    numbers: tuple[int, ...]
    records: int


def portioned(page: Page, portions: Mapping[str, Portion], size: int) -> Page:
    """The page with a portion in place of each longer list, and of each in which a word was sought."""

    def some(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(
            _portion(part, portions.get(part.id, Portion()), size, page.title) for part in parts
        )

    parts, aside = some(page.parts), some(page.aside)
    if parts == page.parts and aside == page.aside:
        return page
    return replace(page, parts=parts, aside=aside)


def found(part: Part, word: str) -> int | None:
    """How many items or records of this list have the word in them; None if it is no list."""
    if isinstance(part, Listing) and len(part.items) > 1:
        return len(_items(part, word))
    if isinstance(part, Facts) and len(part.groups) > 1:
        return len(_numbers(part, word))
    return None


def folded(text: str) -> str:
    """`text` for comparing: "een" finds "één" too, for keyboards without accents."""
    return spelled(" ".join(text.split()).rstrip(".").casefold(), "ascii")


def _portion(part: Part, portion: Portion, size: int, title: str) -> Part:
    """The portion, which has the page's title where its list has none: the list is the page, then."""
    start, word = portion
    if isinstance(part, Listing) and (word or len(part.items) > size):
        items = _items(part, word)
        start = start if start < len(items) else 0  # there were more before
        shown = tuple(items[start : start + size])
        fields = {**asdict(part), "items": shown, "title": part.title or title}
        return SomeItems(**fields, first=start + 1, total=len(items), word=word)
    if isinstance(part, Facts) and (word or len(part.groups) > size):
        numbers = _numbers(part, word)
        start = start if start < len(numbers) else 0
        here = tuple(numbers[start : start + size])
        groups = tuple(part.groups[number - 1] for number in here)
        fields = {**asdict(part), "groups": groups, "title": part.title or title}
        return SomeFacts(
            **fields,
            first=start + 1,
            total=len(numbers),
            word=word,
            numbers=here,
            records=len(part.groups),
        )
    return part


def _items(listing: Listing, word: str) -> list[Item]:
    return [item for item in listing.items if _has(word, (item.title, item.mark, item.said))]


def _numbers(facts: Facts, word: str) -> list[int]:
    return [
        number
        for number, group in enumerate(facts.groups, start=1)
        if _has(word, (fact.value for fact in group))
    ]


def _has(word: str, texts: Iterable[str]) -> bool:
    return not word or any(folded(word) in folded(text) for text in texts)
