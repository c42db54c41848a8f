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
WITHDRAW = "withdraw-"


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
            # Alone: two blank lines stand between a main button and the row below it.
            Actions(
                id="sign-out-actions",
                items=(Action(id=SIGN_OUT, label=words("sign-out.now"), kind="main"),),
            ),
            Facts(
                id="session-facts",
                title=words("sign-out.session"),
                groups=(
                    (
                        Fact(label=words("sign-out.name"), value=session.citizen.name),
                        Fact(
                            label=words("sign-out.with"),
                            value=words(
                                f"account.with.{session.level}",
                                way=words(f"sign-out.with.{method}"),
                            ),
                        ),
                        Fact(
                            label=words("account.device"), value=words(f"account.device.{method}")
                        ),
                        Fact(label=words("sign-out.since"), value=words.moment(session.started_at)),
                        *_ends(words, session),
                        *previous_sign_in(context),
                        *_photo(context),
                    ),
                ),
                photo=held.sizes if (held := context.holdings.photo) else (),
            ),
            *_consents(context),
            Actions(
                id="account-actions",
                items=(
                    *(
                        (Action(id=EXTEND, label=words("session.extend")),)
                        if not session.ending and can_be_extended(context.holdings)
                        else ()
                    ),
                    Action(id="to-profile", label=words("sign-out.profile")),
                    Action(id="to-messages", label=words("sign-out.messages")),
                    Action(id="to-home", label=words("sign-out.stay")),
                    Action(id="to-removal", label=words("removal.open"), kind="danger"),
                ),
            ),
            Text(id="elsewhere", text=words("sign-out.elsewhere"), role="hint"),
        ),
        help=words("sign-out.help"),
        # Not the button, which also destroys what was typed: a second Enter must not press it.
        focus=TITLE,
    )


def _consents(context: PageContext) -> tuple[Facts, ...]:
    """Each consent: since when, where it was given, and a button that leads to withdrawing it (R35, R59)."""
    words, profile = context.words, context.holdings.profile
    if profile is None:
        return ()
    given = profile.consents
    return (
        Facts(
            id="consents",
            title=words("account.consents"),
            groups=tuple(
                (
                    Fact(
                        label=words(f"function.{one.kind}"),
                        value=words("account.consent.since", moment=words.date(one.given_at)),
                        note=words(
                            f"account.consent.on.{'ebox' if one.kind == 'ebox' else 'profile'}"
                        ),
                    ),
                )
                for one in given
            ),
            state="here" if given else "empty",
            note=words("account.consents.note" if given else "account.consents.none"),
            own=tuple(
                (
                    Action(
                        id=f"{WITHDRAW}{one.kind}",
                        label=words("account.withdraw"),
                        spoken=words("account.withdraw.spoken", what=words(f"function.{one.kind}")),
                        kind="danger",
                    ),
                )
                for one in given
            ),
        ),
    )


async def _withdraw(_context: PageContext, action: str) -> str | None:
    """To where the consent was given, which is where it is withdrawn."""
    kind = action.removeprefix(WITHDRAW)
    return "ebox.consent" if kind == "ebox" else f"profile.remove/{kind}"


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
            "to-removal": go_to("profile.removal"),
            f"{WITHDRAW}*": _withdraw,
            "to-messages": go_to("messages"),
        },
    ),
)
