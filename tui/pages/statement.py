"""The privacy statement as data: its sections in reading order.

Each section of the portal's own statement has a section here on the same subject. The facts and promises
are the portal's, the sentences are ours.
"""

from collections.abc import Callable

from msgspec import Struct

from tui.journey.context import PageContext
from tui.page.parts import Fact, Facts
from tui.pages.links import Link


class Table(Struct, frozen=True):
    """A table of a section: the catalogue keys of title and rows; a row's value has the key "<row>-value"."""

    id: str
    title: str
    rows: tuple[str, ...]


class Section(Struct, frozen=True, kw_only=True):
    """A section: the catalogue keys of its texts, and its links.

    `hint` says where the simulator differs. `facts` draws a table that depends on the holdings.
    """

    id: str
    title: str
    short: str
    paragraphs: tuple[str, ...]
    table: Table | None = None
    facts: Callable[[PageContext], tuple[Facts, ...]] | None = None
    after: tuple[str, ...] = ()
    hint: str = ""
    links: tuple[Link, ...] = ()


def _categories(context: PageContext) -> tuple[Facts, ...]:
    """The categories of "Uw gegevens" with their blocks, from the catalogue of controllers."""
    words, catalogue = context.words, context.holdings.catalogue
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
                "privacy.retention.notices",
            ),
        ),
        hint="privacy.retention.simulator",
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
"""In the order of the portal's own statement."""
