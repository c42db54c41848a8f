"""Signing out: who is signed in, and until when; then a receipt of what was removed and what is kept."""

from collections.abc import Iterable

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import ask_catalogue
from tui.journey.time_left import EXTEND, can_be_extended
from tui.locale import Words
from tui.page.parts import TITLE, Action, Actions, Fact, Facts, Notice, Part, Text
from tui.pages.authority import within_sentence
from tui.pages.links import go_to
from tui.portal.models import Kept, Receipt, Removed, Session

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
    receipt = await context.portal.sign_out()
    context.holdings.receipt = _with_messages(receipt, context.holdings.held_messages)
    return "receipt"


def _with_messages(receipt: Receipt, count: int) -> Receipt:
    """The portal's receipt, with the messages that only this program held."""
    if not count:
        return receipt
    blocks = tuple(removed for removed in receipt.removed if removed.kind == "block")
    rest = tuple(removed for removed in receipt.removed if removed.kind != "block")
    messages = Removed(kind="ebox", count=count)
    return replace(receipt, removed=(*blocks, messages, *rest))


# --- the receipt ------------------------------------------------------------------------------


def draw_receipt(context: PageContext) -> PageBody:
    """What was removed, what is kept, and until when (R43-R46)."""
    words, receipt = context.words, context.holdings.receipt
    again = Actions(
        id="receipt-actions",
        items=(
            Action(id="to-start", label=words("receipt.start"), kind="main"),
            Action(id="to-sign-in", label=words("receipt.sign-in")),
        ),
    )
    if receipt is None:
        nothing = Text(id="lead", text=words("receipt.none"), role="lead")
        return PageBody(
            title=words("receipt.title"), parts=(nothing, again), help=words("receipt.help")
        )
    parts: list[Part] = [
        Text(
            id="lead",
            text=words("receipt.lead", moment=words.moment(receipt.signed_out_at)),
            role="lead",
        )
    ]
    if receipt.end_session_url:
        parts.append(
            Notice(
                id="provider",
                kind="warning",
                title=words("receipt.provider"),
                body=words("receipt.provider.way"),
            )
        )
    parts += [_removed(context, receipt), _kept(context, receipt), again]
    return PageBody(title=words("receipt.title"), parts=tuple(parts), help=words("receipt.help"))


def _removed(context: PageContext, receipt: Receipt) -> Facts:
    words = context.words
    facts = tuple(_removed_fact(context, removed) for removed in receipt.removed)
    return Facts(
        id="removed",
        title=words("receipt.removed"),
        groups=(facts,) if facts else (),
        state="here" if facts else "empty",
        note=words("receipt.removed.note") if facts else words("receipt.removed.nothing"),
    )


def _removed_fact(context: PageContext, removed: Removed) -> Fact:
    words, catalogue = context.words, context.holdings.catalogue
    if removed.kind != "block":
        value = words.count(f"receipt.removed.{removed.kind}.value", removed.count)
        return Fact(label=words(f"receipt.removed.{removed.kind}"), value=value)
    found = catalogue.block(removed.id) if catalogue else None
    label = words.local(found[1].label) if found else removed.id
    authority = within_sentence(words, found[0].authority) if found else removed.controller_id
    return Fact(
        label=label, value=words.count("receipt.removed.block", removed.bytes, authority=authority)
    )


def _kept(context: PageContext, receipt: Receipt) -> Facts:
    words = context.words
    if receipt.kept is None:
        note = words("receipt.kept.unknown")
        return Facts(id="kept", title=words("receipt.kept"), state="unavailable", note=note)
    kept = tuple(entry for entry in receipt.kept if entry.count)
    facts = tuple(_kept_fact(context, entry) for entry in kept)
    # The profile can be removed and consent withdrawn; a request cannot be taken back.
    notes = dict.fromkeys(
        entry.kind if entry.kind in ("requests", "eboxConsent") else "profile" for entry in kept
    )
    return Facts(
        id="kept",
        title=words("receipt.kept"),
        groups=(facts,) if facts else (),
        state="here" if facts else "empty",
        note=" ".join(words(f"receipt.kept.note.{note}") for note in notes)
        or words("receipt.kept.nothing"),
    )


def _kept_fact(context: PageContext, kept: Kept) -> Fact:
    words = context.words
    value = words.count(f"receipt.kept.{kept.kind}.value", kept.count)
    if kept.until is not None:
        value = f"{value} {words('receipt.kept.until', date=words.date(kept.until))}"
    return Fact(label=words(f"receipt.kept.{kept.kind}"), value=value)


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="sign-out",
        draw=draw_sign_out,
        load=ask_catalogue,
        acts={
            SIGN_OUT: _sign_out,
            "to-home": go_to("home"),
            "to-profile": go_to("profile"),
        },
    ),
    PageDefinition(
        name="receipt",
        draw=draw_receipt,
        acts={"to-start": go_to("start"), "to-sign-in": go_to("sign-in")},
        public=True,
    ),
)
