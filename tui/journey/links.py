"""The ways on from the pages that stand still: a few words each, and the place that they lead to."""

from msgspec import Struct

from tui.journey.page import Action, Actions
from tui.journey.visit import Visit
from tui.locale import Words

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


async def follow(_visit: Visit, action: str) -> str | None:
    """Go where a link leads: its action's id ends in a key of TARGETS."""
    return TARGETS[action.rpartition("-")[2]]
