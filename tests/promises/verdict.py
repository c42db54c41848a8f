"""What a run must show: that the search finds what is there, and that nothing is where it may not be."""

from collections.abc import Iterable, Iterator

from tests.promises.canaries import EBOX, KINDS, NAME, NUMBER, PIECE, REGISTERS, Planted
from tests.promises.cast import AUTHORITIES, CITIZEN, FRONT, PROGRAM, SERVICE
from tests.promises.program import MANNERS
from tests.promises.scenes import CONTROL, CORE, FILES, READ, Seen

FETCHED = (REGISTERS, EBOX, PIECE)

SEALED = (*FETCHED, NAME)
NOWHERE = {FILES: KINDS, SERVICE: SEALED, CORE: SEALED, FRONT: FETCHED}
"""What may be in none of these places, in no scene: those that carry what others sent to the citizen. The
national number the service has by right. The front also carries the tester's list of people, by name."""

THERE = {
    (CONTROL, AUTHORITIES): (REGISTERS, EBOX, NAME, NUMBER),
    (CONTROL, CITIZEN): (REGISTERS, EBOX),
}
"""The control: of what must everything be found here while the citizen reads it."""

PROGRAM_THERE = {(f"{name}: {READ}", PROGRAM): (REGISTERS,) for name in MANNERS}
"""The same where the program was played."""


def void(seen: Iterable[Seen], planted: Planted) -> list[str]:
    """Why a run shows nothing: what should have been found, and was not."""
    looked = {(one.scene, one.place): one for one in seen}
    played = any(place == PROGRAM for _, place in looked)
    nothing = Seen("", "")
    return [
        f"{scene}: {place}: {kind}: {found} of {planted.counts[kind]} found in the control"
        for (scene, place), kinds in (THERE | (PROGRAM_THERE if played else {})).items()
        for kind in kinds
        if (found := looked.get((scene, place), nothing).values(kind)) < planted.counts[kind]
    ]


def broken(seen: Iterable[Seen], places: Iterable[str] = tuple(NOWHERE)) -> list[str]:
    """What was found in one of these places, and may not be there."""
    return [f"{one.scene}: {one.place}: {what}" for one in seen for what in _wrong(one, places)]


def _wrong(seen: Seen, places: Iterable[str]) -> Iterator[str]:
    for kind in NOWHERE.get(seen.place, ()) if seen.place in places else ():
        if copies := seen.copies(kind):
            yield f"{kind}: {seen.values(kind)} different ones, {copies} copies"
