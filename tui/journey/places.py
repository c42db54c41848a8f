"""Which places there are, and which of them a wrong name may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.journey.context import Place
from tui.journey.registry import page_of, pages

if TYPE_CHECKING:
    from tui.portal.models import Catalogue

MOST = 3
"""How many names are offered for a wrong one."""


def names(catalogue: Catalogue | None) -> tuple[str, ...]:
    """Every place that can be named without its query; without a catalogue those that need none."""
    found: list[str] = []
    for page in pages():
        if page.known is None:
            found.append(page.name)
        elif catalogue is not None:
            found += page.known(catalogue)
    return tuple(found)


def needs_catalogue(place: Place) -> bool:
    """Whether only the catalogue says if there is such a place."""
    definition = page_of(place.name)
    return definition is not None and definition.known is not None


def meant(place: Place, catalogue: Catalogue | None) -> tuple[str, ...] | None:
    """The names that are most like this place's, where there is no such place.

    None if there is, or if that cannot be known; () if no name is like it.
    """
    definition = page_of(place.name)
    if definition is None:
        return _nearest(place.name, names(catalogue))
    if definition.known is None or catalogue is None:
        return None
    whole = f"{place.name}/{place.subject}" if place.subject else place.name
    known = tuple(definition.known(catalogue))
    return None if whole in known else _nearest(whole, known)


def _nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    from difflib import get_close_matches  # only for who has mistyped something

    by_case = {one.casefold(): one for one in known}
    found = get_close_matches(name.casefold(), by_case, n=MOST, cutoff=0.5)
    return tuple(by_case[one] for one in found)
