"""The ways on from the pages that stand still: a few words each, and the place that they lead to."""

from msgspec import Struct

from tui.journey.context import Act, PageContext
from tui.locale import Words
from tui.page.parts import Action, Actions

TARGETS: dict[str, str] = {
    "agreement": "privacy.agreement",
    "app": "privacy.app",
    "complaint": "complaint",
    "contact": "contact",
    "controllers": "controllers",
    "cookies": "cookies",
    "data": "data",
    "disagree": "contact?kind=complaint",
    "ebox": "ebox",
    "faq": "faq",
    "glossary": "glossary",
    "messages": "messages",
    "privacy": "privacy",
    "profile": "profile",
    "request": "contact?kind=rights",
    "rights": "rights",
    "signin": "sign-in",
}
"""Where a link of these pages leads, by the last word of its action's id."""


class Link(Struct, frozen=True):
    """A way on: a key of TARGETS, and the key of the words on it."""

    target: str
    label: str


def draw_links(words: Words, links: tuple[Link, ...], owner: str) -> Actions:
    """A row of ways on; `owner` keeps their ids apart where a page holds several rows."""
    return Actions(
        id=f"{owner}-links",
        items=tuple(
            Action(id=f"open-{owner}-{link.target}", label=words(link.label)) for link in links
        ),
    )


def leads_to(place: str) -> Act:
    """The act of a link to `place`."""

    async def lead(_context: PageContext, _action: str) -> str | None:
        return place

    return lead


async def follow(_visit: PageContext, action: str) -> str | None:
    """Go where a link leads: its action's id ends in a key of TARGETS."""
    return TARGETS[action.rpartition("-")[2]]
