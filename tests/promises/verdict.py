"""What a run must show: that the search finds what is there, and that nothing is where it may not be."""

from collections.abc import Iterable, Iterator

from tests.promises.canaries import EBOX, KINDS, NAME, NUMBER, PIECE, REGISTERS, Planted
from tests.promises.cast import AUTHORITIES, CITIZEN, SERVICE
from tests.promises.scenes import CONTROL, CORE, FILES, Seen

FETCHED = (REGISTERS, EBOX, PIECE)

NOWHERE = {FILES: KINDS, SERVICE: FETCHED, CORE: FETCHED}
"""What may be in none of these places, in no scene. Name and national number the service has by right."""

THERE = {
    AUTHORITIES: (REGISTERS, EBOX, NAME, NUMBER),
    CITIZEN: (REGISTERS, EBOX, NAME),
}
"""The control: of what must everything be found here while the citizen reads it."""


def void(seen: Iterable[Seen], planted: Planted) -> list[str]:
    """Why a run shows nothing: what should have been found, and was not."""
    looked = {one.place: one for one in seen if one.scene == CONTROL}
    return [
        f"{place}: {looked[place].values(kind) if place in looked else 0} of {planted.counts[kind]} "
        f"({kind}) found in the control"
        for place, kinds in THERE.items()
        for kind in kinds
        if place not in looked or looked[place].values(kind) < planted.counts[kind]
    ]


def broken(seen: Iterable[Seen], places: Iterable[str] = tuple(NOWHERE)) -> list[str]:
    """What was found in one of these places, and may not be there."""
    return [f"{one.scene}: {one.place}: {what}" for one in seen for what in _wrong(one, places)]


def _wrong(seen: Seen, places: Iterable[str]) -> Iterator[str]:
    for kind in NOWHERE.get(seen.place, ()) if seen.place in places else ():
        if copies := seen.copies(kind):
            yield f"{kind}: {seen.values(kind)} different ones, {copies} copies"
