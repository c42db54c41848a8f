"""The start page: what this is when signed out, an overview when signed in."""

from collections import Counter

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import ask, ask_catalogue, ask_profile
from tui.journey.frame import called
from tui.page.parts import Action, Actions, Item, Listing, Part, Text
from tui.pages.links import go_to
from tui.portal.models import Citizen

OVERVIEW = "overview"


def draw_start(context: PageContext) -> PageBody:
    """Signed out: what this is, and signing in (R13, R15)."""
    words = context.words
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
                    Action(id="to-persons", label=words("start.persons")),
                ),
            ),
            Text(id="what-heading", text=words("start.what"), role="heading"),
            Text(id="what", text=words("start.what.text")),
            Text(id="simulator-heading", text=words("start.simulator"), role="heading"),
            Text(id="simulator", text=words("start.simulator.text")),
            Actions(
                id="start-links",
                items=(
                    Action(id="to-privacy", label=words("start.privacy")),
                    Action(id="to-help", label=words("start.help")),
                ),
            ),
        ),
        help=words("start.page-help"),
    )


def draw_home(context: PageContext) -> PageBody:
    """Signed in: a greeting, and what each main page has."""
    words, holdings = context.words, context.holdings
    session = holdings.session
    name = called(context.holdings) or (_first_name(session.citizen) if session else "")
    parts: tuple[Part, ...] = (
        Text(id="lead", text=words("home.lead"), role="lead"),
        Listing(
            id=OVERVIEW,
            title=words("home.overview"),
            items=(
                Item(id="data", title=words("tab.data"), detail=_data(context)),
                Item(id="ebox", title=words("tab.ebox"), detail=_ebox(context)),
                Item(id="profile", title=words("tab.profile"), detail=_profile(context)),
                Item(id="rights", title=words("tab.rights"), detail=_rights(context)),
            ),
        ),
        Actions(
            id="home-actions",
            items=(
                Action(id="to-controllers", label=words("home.controllers")),
                Action(id="to-privacy", label=words("start.privacy")),
                Action(id="to-sign-out", label=words("home.sign-out")),
            ),
        ),
    )
    return PageBody(
        title=words("home.title", name=name) if name else words("tab.start"),
        window=words("tab.start"),
        parts=parts,
        help=words("home.help"),
    )


def _first_name(citizen: Citizen) -> str:
    """By which name to greet; the only one of somebody who has one name."""
    return citizen.given_name or citizen.name


def _data(context: PageContext) -> str:
    words, holdings = context.words, context.holdings
    states = Counter(status.state for status in holdings.blocks.values())
    if not states:
        late = holdings.catalogue_state == "unavailable"
        return words("unavailable.catalogue.title" if late else "home.data.loading")
    said = [words.count("home.data.here", states["here"])]
    if states["loading"]:
        said.append(words.count("home.data.coming", states["loading"]))
    if missing := states["unavailable"] + states["refused"]:
        said.append(words.count("home.data.missing", missing))
    return " ".join(said)


def _ebox(context: PageContext) -> str:
    words, holdings = context.words, context.holdings
    if holdings.messages is not None:
        return words.count("home.ebox.unread", holdings.messages.unread)
    if holdings.profile is not None and holdings.profile.consent("ebox") is None:
        return words("home.ebox.no-consent")
    return words("home.ebox.what")


def _profile(context: PageContext) -> str:
    words, profile = context.words, context.holdings.profile
    if profile is None:
        gone = "profile" in context.holdings.failures
        return words("home.profile.unavailable" if gone else "home.profile.what")
    kept = (profile.nickname is not None) + len(profile.contacts) + len(profile.addresses)
    return words.count("home.profile.kept", kept) if kept else words("home.profile.empty")


def _rights(context: PageContext) -> str:
    words, requests = context.words, context.holdings.requests
    if not requests:
        return words("home.rights.what")
    return words.count("home.rights.requests", len(requests))


async def load_home(context: PageContext) -> None:
    """Fetch what the overview shows; what cannot be fetched is shown as missing."""
    await ask_catalogue(context)
    await ask_profile(context)
    if context.holdings.requests is None:
        context.holdings.requests = await ask(context, "requests", context.portal.rights_requests())
    # With consent, the number of unread messages is shown at once, here and next to the name (R17).
    profile = context.holdings.profile
    if profile is not None and profile.consent("ebox") and context.holdings.messages is None:
        context.holdings.messages = await ask(context, "ebox", context.portal.messages())


async def _open(context: PageContext, place: str) -> str | None:
    return place if place in ("data", "ebox", "profile", "rights") else None


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="start",
        draw=draw_start,
        acts={
            "to-sign-in": go_to("sign-in"),
            "to-persons": go_to("persons"),
            "to-privacy": go_to("privacy"),
            "to-help": go_to("help"),
        },
        tab="start",
        public=True,
    ),
    PageDefinition(
        name="home",
        draw=draw_home,
        load=load_home,
        acts={
            OVERVIEW: _open,
            "to-controllers": go_to("controllers"),
            "to-privacy": go_to("privacy"),
            "to-sign-out": go_to("sign-out"),
        },
        tab="home",
    ),
)
