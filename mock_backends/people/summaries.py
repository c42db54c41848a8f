"""The templates by which a block is said in a line: what is wrong with one, in an author's words."""

import re
from collections.abc import Iterator

from mock_backends.people.finding import Path
from mock_backends.people.loader import DataBlockDefinition
from mock_backends.people.nearest import choice, unknown

COUNT = "#"
SUM = "+"
"""Before a field's name: the sum of what all records have there."""

_WHOLE = re.compile(r"(?:[^][{}]|\{[^][{}]+\}|\[(?:[^][{}]|\{[^][{}]+\})+\])*")
"""Text, places between braces, and both of them between square brackets, which do not stand in each other."""


def mistakes_in(block: DataBlockDefinition) -> Iterator[tuple[Path, str, str]]:
    """What is wrong with a block's summary: where in it, what, and what would be allowed."""
    if block.summary is None:
        return
    for name in ("one", "several"):
        for language, template in (getattr(block.summary, name) or {}).items():
            for what, allowed in _mistakes(template, block):
                yield (name, language), what, allowed


def _mistakes(template: str, block: DataBlockDefinition) -> Iterator[tuple[str, str]]:
    if not _WHOLE.fullmatch(template):
        yield "a bracket that has no other", "{field}, and [ ] around what may be missing"
        return
    fields = {field.name: field for field in block.fields}
    places: list[str] = re.findall(r"\{(.+?)\}", template)
    sums = [place for place in places if place.startswith(SUM)]
    if len(set(sums)) > 1:
        yield "more than one sum", f"one of {choice(sums)}"
    for place in places:
        if place == COUNT:
            continue
        field = fields.get(place.removeprefix(SUM))
        if field is None:
            name = place.removeprefix(SUM)
            yield unknown("field", name, fields), f"{choice(fields)}; or # for how many there are"
        elif field.type == "masked":
            yield f"{field.name} is masked, and stays so", "a field of another type"
        elif place.startswith(SUM) and (field.several or field.type != "amount"):
            yield f"{field.name} cannot be added up", "a field of type amount, with a single value"
