"""The start page while nobody is signed in: what this is, the ways in, and who one can be."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import ask
from tui.page.parts import Action, Actions, Part, Text
from tui.pages.links import go_to
from tui.pages.sign_in import METHOD_IDS

HAS = ("data", "ebox", "profile", "rights")
"""The main pages, in the order of their tabs."""


def draw_start(context: PageContext) -> PageBody:
    """What this is, and signing in (R13, R15)."""
    words = context.words
    what = (
        words("start.has", name=words(f"tab.{tab}"), what=words(f"start.has.{tab}")) for tab in HAS
    )
    ways = (
        words(
            "start.way",
            name=words(f"sign-in.method.{way}"),
            how=words(f"sign-in.method.{way}.detail"),
        )
        for way in METHOD_IDS
        if f"sign-in.method.{way}" in words
    )
    return PageBody(
        title=words("start.title"),
        parts=(
            Text(id="lead", text=words("start.lead"), role="lead"),
            Actions(
                id="start-actions",
                items=(
                    Action(
                        id="to-sign-in",
                        label=words("who.sign-in"),
                        help=words("start.sign-in.help"),
                        kind="main",
                    ),
                    Action(id="to-help", label=words("start.how")),
                ),
            ),
            Text(id="what", text="\n".join(what)),
            Text(id="ways-heading", text=words("start.ways"), role="heading"),
            Text(id="ways", text="\n".join(ways)),
            Actions(
                id="start-links",
                items=(
                    Action(id="to-controllers", label=words("home.controllers")),
                    Action(id="to-privacy", label=words("start.privacy")),
                ),
            ),
            Text(id="simulator", text=words("start.simulator.text"), role="hint"),
            *_persons(context),
        ),
        help=words("start.page-help"),
    )


def _persons(context: PageContext) -> tuple[Part, ...]:
    """Who one can be, once it is known: the portal itself is whole without it."""
    if not context.holdings.persons:
        return ()
    from tui.pages.persons import persons_listing  # not on the first page

    return (persons_listing(context, context.words("start.persons")),)


async def load_start(context: PageContext) -> None:
    """Fetch the invented people, once; what cannot be fetched is left out."""
    if not context.holdings.persons:
        persons = await ask(context, "persons", context.portal.persons())
        context.holdings.persons = persons or ()


async def _take(context: PageContext, person_id: str) -> str | None:
    from tui.pages.persons import take

    return await take(context, person_id)


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="start",
        draw=draw_start,
        load=load_start,
        acts={
            "to-sign-in": go_to("sign-in"),
            "to-controllers": go_to("controllers"),
            "to-privacy": go_to("privacy"),
            "to-help": go_to("help"),
            "persons": _take,
        },
        tab="start",
        public=True,
    ),
)
