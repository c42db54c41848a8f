"""The account: who is signed in, and until when; and signing out, which the receipt follows."""

from collections.abc import Iterable

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import ask_catalogue, ask_photo
from tui.journey.time_left import EXTEND, can_be_extended
from tui.locale import Words
from tui.page.parts import TITLE, Action, Actions, Fact, Facts, Notice, Part, Text
from tui.pages.links import go_to
from tui.pages.profile_photo import photo_words
from tui.portal.models import Session

SIGN_OUT = "sign-out-now"


def draw_sign_out(context: PageContext) -> PageBody:
    """The session, and the button that ends it (R44)."""
    words, session = context.words, context.holdings.session
    if session is None:
        return PageBody(title=words("sign-out.title"), parts=(), help=words("sign-out.help"))
    method = _known(words, session.method)
    return PageBody(
        title=words("sign-out.title"),
        parts=(
            Text(id="lead", text=words("sign-out.lead"), role="lead"),
            *_unsent(context),
            Actions(
                id="sign-out-actions",
                items=(
                    Action(id=SIGN_OUT, label=words("sign-out.now"), kind="main"),
                    *(
                        (Action(id=EXTEND, label=words("session.extend")),)
                        if not session.ending and can_be_extended(context.holdings)
                        else ()
                    ),
                    Action(id="to-profile", label=words("sign-out.profile")),
                    Action(id="to-messages", label=words("sign-out.messages")),
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
                        *previous_sign_in(context),
                        *_photo(context),
                    ),
                ),
                photo=held.sizes if (held := context.holdings.photo) else (),
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


def previous_sign_in(context: PageContext) -> Iterable[Fact]:
    """When and how the citizen signed in the last time before this, so that they see if it was not they."""
    words, profile = context.words, context.holdings.profile
    if profile is not None and (earlier := profile.previous_sign_in) is not None:
        moment, method = (
            words.moment(earlier.at),
            words(f"sign-out.with.{_known(words, earlier.method)}"),
        )
        said = words("sign-out.previous.value", moment=moment, method=method)
        yield Fact(label=words("sign-out.previous"), value=said)


def _photo(context: PageContext) -> Iterable[Fact]:
    """What is to be seen on the photo beside it."""
    profile = context.holdings.profile
    if profile is not None and profile.photo is not None:
        label, seen = context.words("profile.photo.title"), photo_words(context, profile.photo)
        yield Fact(label=label, value=seen)


def _known(words: Words, method: str) -> str:
    """The method, if there are words for it."""
    return method if f"sign-out.with.{method}" in words else "other"


async def load_account(context: PageContext) -> None:
    """Fetch what is told of earlier sign-ins, and what signing out will name."""
    await ask_catalogue(context)
    await ask_photo(context)


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
        load=load_account,
        acts={
            SIGN_OUT: _sign_out,
            "to-home": go_to("home"),
            "to-profile": go_to("profile"),
            "to-messages": go_to("messages"),
        },
    ),
)
