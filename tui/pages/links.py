"""Links between pages."""

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
    "mailbox": "mailbox",
    "messages": "messages",
    "notices": "notices",
    "privacy": "privacy",
    "profile": "profile",
    "request": "contact?kind=rights",
    "rights": "rights",
    "signin": "sign-in",
}
"""Where a link leads, by the last word of its action's id."""


class Link(Struct, frozen=True):
    """A link: a key of TARGETS, and the catalogue key of its label."""

    target: str
    label: str


def draw_links(words: Words, links: tuple[Link, ...], owner: str) -> Actions:
    """A row of links. `owner` makes their ids unique if a page has several rows."""
    return Actions(
        id=f"{owner}-links",
        items=tuple(
            Action(id=f"open-{owner}-{link.target}", label=words(link.label)) for link in links
        ),
    )


def go_to(place: str) -> Act:
    """An act that opens `place`."""

    async def go(_context: PageContext, _action: str) -> str | None:
        return place

    return go


async def follow(_context: PageContext, action: str) -> str | None:
    """Open the target of a link: its action's id ends in a key of TARGETS."""
    return TARGETS[action.rpartition("-")[2]]
