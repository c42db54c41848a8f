"""A block of data in a line, as its controller says it: for lists, where nothing is opened yet.

It is made here, from what the citizen's program has opened: no service knows a value, or how many there are.
"""

import re
from decimal import Decimal, InvalidOperation

from tui.locale import Words
from tui.pages.values import exact, fact, is_filled_in
from tui.portal.checking import fits, is_protected
from tui.portal.models import BlockContent, CatalogueBlock, CatalogueField

LONGEST = 80
"""Letters of a summary; what is longer is cut, and can be read in the block."""

COUNT, SUM = "#", "+"


def summary_of(words: Words, block: CatalogueBlock, content: BlockContent) -> str:
    """The block in a line: what its controller makes of it, or else its only value, or how many there are.

    A value that is masked or protected is never in it, nor one that does not fit its type.
    """
    records = content.records
    if not records:
        return ""
    template = block.summary.one if len(records) == 1 else block.summary.several
    said = _filled_in(words, block, records, words.local(template))
    if not said and len(records) == 1:
        said = _first_value(words, block, records[0])
    return _short(said or words.count("data.summary.records", len(records)))


def _filled_in(
    words: Words, block: CatalogueBlock, records: tuple[dict[str, object], ...], template: str
) -> str:
    """The template with values in its places; "" where one that it needs is missing."""

    def value(place: str) -> str:
        if place == COUNT:
            return str(len(records))
        field = fields.get(place.removeprefix(SUM))
        if field is None:
            return ""
        if place.startswith(SUM):
            return _sum(words, field, records)
        return _value(words, field, records[0])

    def with_values(text: str) -> str:
        found = {place: value(place) for place in set(_PLACE.findall(text))}
        return _PLACE.sub(lambda place: found[place[1]], text) if all(found.values()) else ""

    fields = {field.name: field for field in block.fields}
    said = ""
    for number, text in enumerate(_OPTIONAL.split(template)):
        filled = with_values(text)
        if text and not filled and number % 2 == 0:
            return ""
        said += filled
    return said.strip()


_PLACE = re.compile(r"\{([^{}]+)\}")
_OPTIONAL = re.compile(r"\[([^][]*)\]")


def _can_be_said(field: CatalogueField, value: object) -> bool:
    return field.type != "masked" and not is_protected(value) and fits(value, field)


def _value(words: Words, field: CatalogueField, record: dict[str, object]) -> str:
    value = record.get(field.name)
    if not is_filled_in(record, field.name) or not _can_be_said(field, value):
        return ""
    return fact(words, field, value).value


def _sum(words: Words, field: CatalogueField, records: tuple[dict[str, object], ...]) -> str:
    """The sum of an amount; "" where one of them is not known: the rest would be less than there is."""
    values = [record.get(field.name) for record in records]
    if field.type != "amount" or not all(_can_be_said(field, value) for value in values):
        return ""
    try:
        return fact(words, field, sum(map(exact, values), Decimal(0))).value
    except (ValueError, InvalidOperation):
        return ""


def _first_value(words: Words, block: CatalogueBlock, record: dict[str, object]) -> str:
    """The value with which a record begins, or else the first of it that can be said."""
    fields = sorted(block.fields, key=lambda field: field.name != block.title_field)
    return next((said for field in fields if (said := _value(words, field, record))), "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    words, _, _ = line[: LONGEST - 1].rpartition(" ")
    return f"{words or line[: LONGEST - 1]}…"
