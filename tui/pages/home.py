"""The start page of who is signed in: what is new, quick ways to the data, the profile, the session."""

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import (
    ask,
    ask_catalogue,
    ask_notices,
    ask_profile,
    ask_requests,
    why_missing,
)
from tui.journey.frame import called
from tui.page.parts import Action, Actions, Fact, Facts, Item, Listing, Part, Text, Verb
from tui.pages.data_blocks import block_item
from tui.pages.ebox_message import message_item
from tui.pages.links import go_to
from tui.pages.notice_parts import notice_item
from tui.pages.profile_photo import photo_words
from tui.pages.rights_request import decides_elsewhere, request_item
from tui.portal.models import Citizen, Profile

POST, REQUESTS, NOTICES, QUICK = "post", "requests", "notices", "quick"
"""The lists."""

EBOX = "ebox"
"""The item that leads to the eBox, where the citizen has not let the portal show their post."""

MOST = 5
"""How many new messages and new notices stand here; all of them stand on their own pages."""


def draw_home(context: PageContext) -> PageBody:
    """A greeting, and what is new; beside it or below it what else there is."""
    words, holdings = context.words, context.holdings
    session = holdings.session
    name = called(context.holdings) or (_first_name(session.citizen) if session else "")
    return PageBody(
        title=words("home.title", name=name) if name else words("tab.start"),
        window=words("tab.start"),
        parts=(
            _post(context),
            _requests(context),
            _notices(context),
            *_session(context),
            *_previous(context),
            Actions(
                id="home-actions",
                items=(
                    Action(id="to-notices", label=words("home.notices.all")),
                    Action(id="to-sign-out", label=words("home.sign-out")),
                    Action(id="to-controllers", label=words("home.controllers")),
                    Action(id="to-privacy", label=words("start.privacy")),
                    Action(id="to-contact", label=words("home.contact")),
                ),
            ),
        ),
        aside=(_quick(context), _profile(context)),
        overview=True,
        help=words("home.help"),
    )


def _first_name(citizen: Citizen) -> str:
    """By which name to greet; the only one of somebody who has one name."""
    return citizen.given_name or citizen.name


def _previous(context: PageContext) -> tuple[Part, ...]:
    """When and how the citizen signed in before, if known: below, so that it moves nothing as it comes."""
    words, profile = context.words, context.holdings.profile
    before = profile.previous_sign_in if profile else None
    if before is None:
        return ()
    said = words("home.previous", moment=words.moment(before.at), how=_with(context, before.method))
    return (Text(id="previous-sign-in", text=said),)


def _with(context: PageContext, method: str) -> str:
    key = f"sign-out.with.{method}"
    return context.words(key if key in context.words else "sign-out.with.other")


# --- what is new ------------------------------------------------------------------------------


def _post(context: PageContext) -> Listing:
    """The new messages, if the citizen lets the portal show them; otherwise why there are none."""
    words, holdings = context.words, context.holdings
    title, messages = words("home.post"), holdings.messages
    if holdings.profile is not None and holdings.profile.consent("ebox") is None:
        way = Item(
            id=EBOX, title=words("home.ebox.no-consent"), detail=words("home.ebox.no-consent.way")
        )
        return Listing(id=POST, title=title, items=(way,))
    if messages is None:
        failed = "ebox" in holdings.failures
        empty = why_missing(context, "ebox") if failed else words("home.ebox.what")
        return Listing(id=POST, title=title, empty=empty)
    new = [message for message in messages.items if not message.read_status]
    return Listing(
        id=POST,
        verb=Verb(words("foot.message"), words("foot.read")),
        title=title,
        # That they are new, their number says.
        items=tuple(replace(message_item(context, message), mark="") for message in new[:MOST]),
        count=words.count("home.post.new", messages.unread) if messages.unread else "",
        empty=words("home.post.none"),
    )


def _requests(context: PageContext) -> Listing:
    """The requests that were answered lately, and those that wait for it, with the days that are left."""
    words, held = context.words, context.holdings.requests or ()
    running = [request for request in held if not request.over]
    # Until its controller closes it, an answer is news; what was answered at once has been read.
    answered = [one for one in held if one.is_answered and decides_elsewhere(one)]
    return Listing(
        id=REQUESTS,
        verb=Verb(words("foot.request"), words("foot.open")),
        title=words("home.requests"),
        items=tuple(request_item(context, request) for request in (*answered, *running)),
        count=words.count("home.requests.running", len(running)) if running else "",
        empty=words("home.rights.what" if not held else "home.requests.none"),
    )


def _notices(context: PageContext) -> Listing:
    """The new notices; all of them stand on a page of their own."""
    words, held = context.words, context.holdings.notices
    new = [one for one in held.items if not one.read] if held else []
    return Listing(
        id=NOTICES,
        verb=Verb(words("foot.notice"), words("foot.read")),
        title=words("home.notices"),
        # That they are new, their number says.
        items=tuple(replace(notice_item(context, one), mark="") for one in new[:MOST]),
        count=words.count("home.notices.new", len(new)) if new else "",
        empty=words("home.notices.none"),
    )


# --- what else there is -----------------------------------------------------------------------


def _quick(context: PageContext) -> Listing:
    """Each block, and what it says in a line."""
    words, holdings = context.words, context.holdings
    catalogue = holdings.catalogue
    items = tuple(
        block_item(context, block)
        for controller in (catalogue.items if catalogue and holdings.blocks else ())
        for block in controller.blocks
    )
    late = holdings.catalogue_state == "unavailable"
    return Listing(
        id=QUICK,
        title=words("home.quick"),
        items=items,
        empty=words("unavailable.catalogue.title" if late else "home.data.loading"),
    )


def _profile(context: PageContext) -> Facts:
    """What the citizen filled in, counted."""
    words, profile = context.words, context.holdings.profile
    actions = (Action(id="to-profile", label=words("home.profile.open")),)
    title = words("home.profile")
    if profile is None:
        gone = "profile" in context.holdings.failures
        note = words("home.profile.unavailable" if gone else "home.profile.what")
        return Facts(
            id="own-profile",
            title=title,
            state="unavailable" if gone else "loading",
            note=note,
            actions=actions,
        )
    rows = _rows(context, profile)
    return Facts(
        id="own-profile",
        title=title,
        groups=(rows,) if rows else (),
        state="here" if rows else "empty",
        note="" if rows else words("home.profile.empty"),
        actions=actions,
    )


def _rows(context: PageContext, profile: Profile) -> tuple[Fact, ...]:
    words = context.words
    told = {
        "nickname": profile.nickname.value if profile.nickname else "",
        "photo": photo_words(context, profile.photo) if profile.photo else "",
        "contacts": words.count("home.profile.contacts", len(profile.contacts))
        if profile.contacts
        else "",
        "addresses": words.count("home.profile.addresses", len(profile.addresses))
        if profile.addresses
        else "",
        "ebox": words("home.profile.consent") if profile.consent("ebox") else "",
    }
    return tuple(
        Fact(label=words(f"home.profile.{kind}.label"), value=value)
        for kind, value in told.items()
        if value
    )


def _session(context: PageContext) -> tuple[Part, ...]:
    words, session = context.words, context.holdings.session
    if session is None:
        return ()
    said = words(
        "home.session", how=_with(context, session.method), time=words.time(session.started_at)
    )
    return (
        Text(id="session-heading", text=words("home.session.title"), role="heading"),
        Text(id="this-session", text=said),
    )


# --- acts -------------------------------------------------------------------------------------


async def load_home(context: PageContext) -> None:
    """Fetch what is shown; what cannot be fetched is shown as missing."""
    await ask_catalogue(context)
    await ask_profile(context)
    await ask_requests(context)
    await ask_notices(context)
    # With consent, the number of unread messages is shown at once, here and next to the name (R17).
    profile = context.holdings.profile
    if profile is not None and profile.consent("ebox") and context.holdings.messages is None:
        context.holdings.messages = await ask(context, "ebox", context.portal.messages())


async def _read(_context: PageContext, message: str) -> str | None:
    return EBOX if message == EBOX else f"ebox.message/{message}"


async def _follow(_context: PageContext, request: str) -> str | None:
    return f"rights.request/{request}"


async def _notice(_context: PageContext, notice: str) -> str | None:
    return f"notices.notice/{notice}?new=yes"


async def _open(_context: PageContext, block: str) -> str | None:
    return f"data.{block}"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="home",
        draw=draw_home,
        load=load_home,
        acts={
            POST: _read,
            REQUESTS: _follow,
            NOTICES: _notice,
            QUICK: _open,
            "to-notices": go_to("notices"),
            "to-controllers": go_to("controllers"),
            "to-privacy": go_to("privacy"),
            "to-contact": go_to("contact"),
            "to-profile": go_to("profile"),
            "to-sign-out": go_to("sign-out"),
        },
        tab="home",
    ),
)
