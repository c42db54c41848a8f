"""How the citizen can know that the privacy statement holds: what to look at, and where it is."""

from msgspec import Struct

from tui.journey.context import PageContext
from tui.locale import Words
from tui.page.parts import Item, Listing, Verb

OWNER = "proofs-"
"""With what the ids of these lists begin."""


class Proof(Struct, frozen=True):
    """A promise of a section, and the place where one sees it kept.

    Its sentence has the catalogue key "proof.<id>", what one sees there "proof.<id>.how".
    """

    id: str
    section: str
    place: str


PROOFS: tuple[Proof, ...] = (
    Proof("source", "data", "data"),
    Proof("mistake", "wrong", "rights"),
    Proof("only-shows", "processor", "controllers"),
    Proof("consent", "controller", "profile"),
    Proof("functional", "cookies", "cookies"),
    Proof("passed-on", "sharing", "rights"),
    Proof("fetched", "retention", "sign-out"),
    Proof("own", "retention", "profile"),
    Proof("sealed", "security", "sign-out"),
    Proof("answered", "rights", "rights"),
    Proof("card", "rights", "rights"),
    Proof("ways-on", "complaints", "complaint"),
)
"""In the order of the statement."""


def draw_proofs(words: Words, section: str) -> tuple[Listing, ...]:
    """How one can know that what a section promises is kept; none for a section that promises nothing."""
    proofs = [one for one in PROOFS if one.section == section]
    if not proofs:
        return ()
    items = tuple(
        Item(id=one.id, title=words(f"proof.{one.id}"), detail=words(f"proof.{one.id}.how"))
        for one in proofs
    )
    return (
        Listing(
            id=f"{OWNER}{section}",
            verb=Verb(words("foot.look"), words("foot.look")),
            title=words("proof.title"),
            items=items,
        ),
    )


async def look(_context: PageContext, item: str) -> str | None:
    """Go to where a promise is seen kept."""
    return next(one.place for one in PROOFS if one.id == item)
