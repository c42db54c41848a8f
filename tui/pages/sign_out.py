"""Signing out: who is signed in, and until when. What follows is the receipt (`tui.pages.receipt`)."""

from collections.abc import Iterable

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import ask_catalogue
from tui.journey.time_left import EXTEND, can_be_extended
from tui.locale import Words
from tui.page.parts import TITLE, Action, Actions, Fact, Facts, Notice, Part, Text
from tui.pages.links import go_to
from tui.portal.models import Session

SIGN_OUT = "sign-out-now"


def draw_sign_out(context: PageContext) -> PageBody:
    """The session, and the button that ends it (R44)."""
    words, session = context.words, context.holdings.session
    if session is None:
        return PageBody(title=words("sign-out.title"), parts=(), help=words("sign-out.help"))
    method = session.method if f"sign-out.with.{session.method}" in words else "other"
    return PageBody(
        title=words("sign-out.title"),
        parts=(
            Text(id="lead", text=words("sign-out.lead"), role="lead"),
            *_unsent(context),
            Actions(
                id="sign-out-actions",
                items=(
                    Action(id=SIGN_OUT, label=words("sign-out.now"), kind="main"),
                    Action(id=EXTEND, label=words("session.extend"))
                    if not session.ending and can_be_extended(context.holdings)
                    else Action(id="to-profile", label=words("sign-out.profile")),
                    Action(id="to-home", label=words("sign-out.stay")),
                ),
            ),
            Facts(
                id="session-facts",
                title=words("sign-out.session"),
                groups=(
                    (
                        Fact(label=words("sign-out.name"), value=session.citizen.name),
                        Fact(label=words("sign-out.with"), value=words(f"sign-out.with.{method}")),
                        Fact(label=words("sign-out.since"), value=words.moment(session.started_at)),
                        *_ends(words, session),
                    ),
                ),
            ),
            Text(id="elsewhere", text=words("sign-out.elsewhere"), role="hint"),
        ),
        help=words("sign-out.help"),
        # Not the button, which also destroys what was typed: a second Enter must not press it.
        focus=TITLE,
    )


def _unsent(context: PageContext) -> Iterable[Part]:
    """A warning, if something was filled in that signing out destroys."""
    words = context.words
    if context.pending or context.drafts.unsent():
        title, body = words("form.unsent"), words("sign-out.unsent")
        yield Notice(id="unsent", kind="warning", title=title, body=body)


def _ends(words: Words, session: Session) -> Iterable[Fact]:
    """The times at which the session may end; it ends at the earliest of them."""
    ends = (
        ("idle", session.idle_expires_at),
        ("until", session.expires_at),
        ("latest", session.latest_at),
    )
    for name, moment in ends:
        if moment is not None:
            yield Fact(label=words(f"sign-out.{name}"), value=words.moment(moment))


async def _sign_out(context: PageContext, _action: str) -> str | None:
    signed_out = await context.portal.sign_out()
    # Only this program held messages, so only it can tell how many.
    messages = context.holdings.held_messages
    context.holdings.receipt = replace(signed_out, messages=messages)
    return "receipt"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="sign-out",
        title="sign-out.title",
        draw=draw_sign_out,
        load=ask_catalogue,
        acts={
            SIGN_OUT: _sign_out,
            "to-home": go_to("home"),
            "to-profile": go_to("profile"),
        },
    ),
)
