"""The privacy statement as data: its sections in reading order, and how one is drawn and searched.

Every section of the portal's own statement has one here, under the same subject; the facts and promises
are its, the sentences are ours.
"""

import unicodedata
from collections.abc import Callable

from msgspec import Struct

from tui.journey.page import Action, Actions, Fact, Facts, Part, Text
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


class Table(Struct, frozen=True):
    """A block of a section: the keys of its title and of its rows, each with a key that ends in "-value"."""

    id: str
    title: str
    rows: tuple[str, ...]


class Section(Struct, frozen=True, kw_only=True):
    """One section: the keys of its words, and the ways on from it.

    `hint` says what the simulator does otherwise. `facts` draws a table that hangs on what is held.
    """

    id: str
    title: str
    short: str
    paragraphs: tuple[str, ...]
    table: Table | None = None
    facts: Callable[[Visit], tuple[Facts, ...]] | None = None
    after: tuple[str, ...] = ()
    hint: str = ""
    links: tuple[Link, ...] = ()


def _categories(visit: Visit) -> tuple[Facts, ...]:
    """The categories of "Uw gegevens" with their blocks, as the overview of controllers tells them."""
    words, catalogue = visit.words, visit.holdings.catalogue
    if catalogue is None:
        note = words("privacy.data.unavailable")
        title = words("privacy.data.table")
        return (Facts(id="data-table", title=title, state="unavailable", note=note),)
    rows = tuple(
        Fact(
            label=words.local(category.label),
            value=", ".join(
                words.local(block.label)
                for controller in catalogue.items
                for block in controller.blocks
                if block.category == category.category_id
            ),
        )
        for category in catalogue.categories
    )
    return (
        Facts(
            id="data-table",
            title=words("privacy.data.table"),
            groups=(rows,),
            source=words("privacy.data.source"),
        ),
    )


SECTIONS: tuple[Section, ...] = (
    Section(
        id="general",
        title="privacy.general.title",
        short="privacy.general.short",
        paragraphs=(
            "privacy.general.owner",
            "privacy.general.aim",
            "privacy.general.levels",
            "privacy.general.personal-data",
            "privacy.general.law",
            "privacy.general.answers",
            "privacy.general.officer",
        ),
        links=(Link("contact", "privacy.link.contact"),),
    ),
    Section(
        id="access",
        title="privacy.access.title",
        short="privacy.access.short",
        paragraphs=(
            "privacy.access.where",
            "privacy.access.means",
            "privacy.access.name",
            "privacy.access.without",
        ),
        hint="privacy.access.simulator",
        links=(Link("signin", "privacy.link.sign-in"),),
    ),
    Section(
        id="data",
        title="privacy.data.title",
        short="privacy.data.short",
        paragraphs=("privacy.data.categories",),
        facts=_categories,
        hint="privacy.data.simulator",
        links=(Link("data", "privacy.link.data"),),
    ),
    Section(
        id="wrong",
        title="privacy.wrong.title",
        short="privacy.wrong.short",
        paragraphs=(
            "privacy.wrong.possible",
            "privacy.wrong.request",
            "privacy.wrong.authority",
            "privacy.wrong.where",
        ),
        links=(
            Link("data", "privacy.link.data"),
            Link("controllers", "privacy.link.controllers"),
        ),
    ),
    Section(
        id="processor",
        title="privacy.processor.title",
        short="privacy.processor.short",
        paragraphs=(
            "privacy.processor.most",
            "privacy.processor.purpose",
            "privacy.processor.agreement",
        ),
        table=Table(
            "processor-table",
            "privacy.processor.table",
            ("privacy.role.show", "privacy.role.forward"),
        ),
        links=(
            Link("agreement", "privacy.link.agreement"),
            Link("controllers", "privacy.link.controllers"),
        ),
    ),
    Section(
        id="controller",
        title="privacy.controller.title",
        short="privacy.controller.short",
        paragraphs=(
            "privacy.controller.own",
            "privacy.controller.optional",
            "privacy.controller.consent",
            "privacy.controller.ebox",
        ),
        table=Table(
            "controller-table",
            "privacy.controller.table",
            (
                "privacy.role.cookies",
                "privacy.role.nickname",
                "privacy.role.photo",
                "privacy.role.contacts",
                "privacy.role.addresses",
                "privacy.role.ebox",
            ),
        ),
        hint="privacy.controller.simulator",
        links=(Link("profile", "privacy.link.profile"), Link("ebox", "privacy.link.ebox")),
    ),
    Section(
        id="cookies",
        title="privacy.cookies.title",
        short="privacy.cookies.short",
        paragraphs=("privacy.cookies.what", "privacy.cookies.purpose"),
        links=(Link("cookies", "privacy.link.cookies"),),
    ),
    Section(
        id="sharing",
        title="privacy.sharing.title",
        short="privacy.sharing.short",
        paragraphs=(
            "privacy.sharing.never",
            "privacy.sharing.personal",
            "privacy.sharing.requests",
        ),
    ),
    Section(
        id="retention",
        title="privacy.retention.title",
        short="privacy.retention.short",
        paragraphs=(
            "privacy.retention.fetched",
            "privacy.retention.own",
            "privacy.retention.changed",
            "privacy.retention.kinds",
        ),
        table=Table(
            "retention-table",
            "privacy.retention.table",
            (
                "privacy.retention.from-others",
                "privacy.retention.from-you",
                "privacy.retention.old-value",
            ),
        ),
        links=(Link("profile", "privacy.link.profile"),),
    ),
    Section(
        id="security",
        title="privacy.security.title",
        short="privacy.security.short",
        paragraphs=("privacy.security.measures",),
        table=Table(
            "security-table",
            "privacy.security.table",
            (
                "privacy.security.sealed",
                "privacy.security.administrators",
                "privacy.security.transit",
                "privacy.security.monitoring",
                "privacy.security.privileged",
            ),
        ),
        after=("privacy.security.tests",),
        hint="privacy.security.simulator",
    ),
    Section(
        id="rights",
        title="privacy.rights.title",
        short="privacy.rights.short",
        paragraphs=("privacy.rights.list",),
        table=Table(
            "rights-table",
            "privacy.rights.table",
            (
                "privacy.rights.access",
                "privacy.rights.rectification",
                "privacy.rights.erasure",
                "privacy.rights.withdraw",
                "privacy.rights.object",
            ),
        ),
        after=(
            "privacy.rights.addressee",
            "privacy.rights.decides",
            "privacy.rights.forwarding",
            "privacy.rights.officer",
            "privacy.rights.card",
        ),
        hint="privacy.rights.simulator",
        links=(
            Link("rights", "privacy.link.rights"),
            Link("request", "privacy.link.request-by-mail"),
        ),
    ),
    Section(
        id="complaints",
        title="privacy.complaints.title",
        short="privacy.complaints.short",
        paragraphs=(
            "privacy.complaints.courses",
            "privacy.complaints.officer",
            "privacy.complaints.supervisor",
        ),
        links=(
            Link("disagree", "privacy.link.contact"),
            Link("complaint", "privacy.link.complaint"),
        ),
    ),
    Section(
        id="faq",
        title="privacy.faq.title",
        short="privacy.faq.short",
        paragraphs=("privacy.faq.where",),
        links=(Link("faq", "privacy.link.faq"),),
    ),
)
"""Reading order is the order of the statement."""


def draw_section(visit: Visit, section: Section) -> tuple[Part, ...]:
    """A section's heading, texts, tables, hint and ways on. Part and action ids begin with its id."""
    words = visit.words
    parts: list[Part] = [
        Text(id=f"{section.id}-heading", text=words(section.title), role="heading"),
        Text(id=f"{section.id}-text", text=_paragraphs(words, section.paragraphs)),
    ]
    if section.table is not None:
        parts.append(draw_table(words, section.table))
    if section.facts is not None:
        parts += section.facts(visit)
    if section.after:
        parts.append(Text(id=f"{section.id}-after", text=_paragraphs(words, section.after)))
    if section.hint:
        parts.append(Text(id=f"{section.id}-hint", text=words(section.hint), role="hint"))
    if section.links:
        parts.append(draw_links(words, section.links, section.id))
    return tuple(parts)


def as_running_text(part: Part) -> Part:
    """A table as paragraphs: where all sections follow each other, nothing is left to be opened."""
    if not isinstance(part, Facts):
        return part
    rows = [f"{fact.label}: {fact.value}" for group in part.groups for fact in group]
    return Text(id=part.id, text="\n\n".join(one for one in (*rows, part.note) if one))


def draw_table(words: Words, table: Table) -> Facts:
    """A table of a section as one group of facts."""
    rows = tuple(Fact(label=words(row), value=words(f"{row}-value")) for row in table.rows)
    return Facts(id=table.id, title=words(table.title), groups=(rows,))


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


def search(visit: Visit, sought: str) -> tuple[Section, ...]:
    """The sections that hold all the words of `sought`, whatever their case or accents."""
    wanted = _plain(sought).split()
    return tuple(
        section
        for section in SECTIONS
        if all(word in _plain(" ".join(texts(visit, section))) for word in wanted)
    )


def excerpt(visit: Visit, section: Section, sought: str) -> str:
    """The first sentence of a section that holds a word of `sought`, or its short description."""
    wanted = _plain(sought).split()
    for text in texts(visit, section)[1:]:
        for sentence in text.replace("\n", " ").split(". "):
            if any(word in _plain(sentence) for word in wanted):
                return sentence if sentence.endswith((".", "?", ":")) else f"{sentence}."
    return visit.words(section.short)


def texts(visit: Visit, section: Section) -> list[str]:
    """All that a section says, title first, without its ways on."""
    said = [visit.words(section.title), visit.words(section.short)]
    for part in draw_section(visit, section)[1:]:
        if isinstance(part, Text):
            said.append(part.text)
        elif isinstance(part, Facts):
            said += [part.title, part.note]
            said += [f"{fact.label}: {fact.value}" for group in part.groups for fact in group]
    return said


def _paragraphs(words: Words, keys: tuple[str, ...]) -> str:
    return "\n\n".join(words(key) for key in keys)


def _plain(text: str) -> str:
    """Lower case without accents, so that "verzoeken" is found by VERZOEKEN and "een" finds "één"."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parted if not unicodedata.combining(one))
