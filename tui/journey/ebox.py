"""The pages "eBox": nothing without consent; with it the messages, each beside the list when it is opened."""

from tui.journey.asking import RETRY, ask, ask_profile, trouble
from tui.journey.page import Action, Actions, Fact, Facts, Item, Listing, Notice, Part, Text
from tui.journey.visit import Drawn, PageDefinition, Visit
from tui.portal.models import ConsentRecord, Message, Messages

# --- what is held -----------------------------------------------------------------------------


def _consent(visit: Visit) -> ConsentRecord | None:
    profile = visit.holdings.profile
    return profile.consent("ebox") if profile else None


def _not_yet(visit: Visit) -> tuple[Part, ...]:
    """What stands there while the consent, or its absence, is not known."""
    if visit.holdings.profile is not None:
        return ()
    if "profile" in visit.holdings.failures:
        return (trouble(visit, "profile"),)
    return (Text(id="loading", text=visit.words("ebox.loading"), role="hint"),)


# --- the list and a message -------------------------------------------------------------------


def draw_ebox(visit: Visit) -> Drawn:
    """Without consent what it is about; with consent the messages (R36)."""
    words = visit.words
    title = words("ebox.title")
    parts = _not_yet(visit)
    if not parts and _consent(visit) is None:
        parts = _without_consent(visit)
    return Drawn(
        title=title,
        parts=parts or _with_consent(visit, chosen=""),
        help=words("ebox.help"),
        focus=visit.place.query.get("at", ""),
    )


def _without_consent(visit: Visit) -> tuple[Part, ...]:
    words = visit.words
    return (
        Text(id="lead", text=words("ebox.off.lead"), role="lead"),
        Text(id="what", text=words("ebox.off.what")),
        Text(id="choice", text=words("ebox.off.choice")),
        Actions(
            id="consent-actions",
            items=(Action(id="to-consent", label=words("ebox.to-consent"), kind="main"),),
        ),
    )


def _with_consent(visit: Visit, *, chosen: str) -> tuple[Part, ...]:
    words = visit.words
    messages = visit.holdings.messages
    shown: Part
    if messages is not None:
        shown = _listing(visit, messages, chosen)
    elif "ebox" in visit.holdings.failures:
        shown = trouble(visit, "ebox")
    else:
        shown = Text(id="loading", text=words("ebox.loading"), role="hint")
    return (
        shown,
        Text(id="role", text=words("ebox.role"), role="hint"),
        Actions(
            id="consent-actions",
            items=(Action(id="to-consent", label=words("ebox.to-withdraw")),),
        ),
    )


def _listing(visit: Visit, messages: Messages, chosen: str) -> Listing:
    words = visit.words
    return Listing(
        id="messages",
        title=words("ebox.messages"),
        items=tuple(
            Item(
                id=one.message_id,
                title=words.local(one.subject),
                detail=words(
                    "ebox.detail",
                    sender=words.local(one.sender_name),
                    day=words.date(one.receipt_date),
                ),
                mark="" if one.read_status else words("ebox.new"),
            )
            for one in messages.items
        ),
        count=_count(visit, messages) if messages.items else "",
        empty=words("ebox.empty"),
        chosen=chosen,
    )


def _count(visit: Visit, messages: Messages) -> str:
    words = visit.words
    return words(
        "ebox.count",
        messages=words.count("ebox.count.messages", messages.total_items),
        unread=words.count("ebox.count.unread", messages.unread),
    )


def draw_message(visit: Visit) -> Drawn:
    """One message in the aside, with the list still in the main column."""
    words = visit.words
    chosen = visit.place.subject
    parts = _not_yet(visit)
    if not parts and _consent(visit) is None:
        parts = _without_consent(visit)
    if parts:
        return Drawn(title=words("ebox.title"), parts=parts)
    message = visit.holdings.opened.get(chosen)
    aside = _message(visit, message) if message else _no_message(visit)
    return Drawn(
        title=words("ebox.message.title"),
        parts=_with_consent(visit, chosen=chosen),
        aside=aside,
        help=words("ebox.message.help"),
        focus=aside[0].id,
    )


def _message(visit: Visit, message: Message) -> tuple[Part, ...]:
    words = visit.words
    return (
        Text(id="subject", text=words.local(message.subject), role="heading"),
        Facts(
            id="about",
            title=words("ebox.message.about"),
            groups=(
                (
                    Fact(
                        label=words("ebox.message.sender"), value=words.local(message.sender_name)
                    ),
                    Fact(
                        label=words("ebox.message.received"),
                        value=words.moment(message.receipt_date),
                    ),
                    Fact(
                        label=words("ebox.message.until"),
                        value=words.date(message.expiration_date),
                    ),
                ),
            ),
        ),
        Text(id="body", text=words.local(message.body) or words("ebox.message.no-text")),
        _back(visit),
    )


def _no_message(visit: Visit) -> tuple[Part, ...]:
    """Why the message is not there: still to come, gone, or out of reach."""
    words = visit.words
    reason = visit.holdings.failures.get(f"message.{visit.place.subject}")
    if reason is None:
        return (Text(id="opening", text=words("ebox.message.opening"), role="hint"),)
    gone = reason == "notFound"
    return (
        Notice(
            id="no-message",
            kind="error",
            title=words("ebox.message.gone" if gone else "ebox.message.unavailable"),
            body=words("ebox.message.gone.body" if gone else "unavailable.ebox.other"),
            actions=(() if gone else (Action(id="open-again", label=words("unavailable.retry")),)),
        ),
        _back(visit),
    )


def _back(visit: Visit) -> Actions:
    label = visit.words("ebox.message.back")
    return Actions(id="message-actions", items=(Action(id="to-list", label=label, kind="back"),))


# --- consent ----------------------------------------------------------------------------------


def draw_consent(visit: Visit) -> Drawn:
    """Give consent, warned that paper stops; or withdraw it, in as many steps (R36, R59, D2)."""
    words = visit.words
    parts = _not_yet(visit)
    if parts:
        return Drawn(title=words("ebox.consent.title"), parts=parts)
    consent = _consent(visit)
    if consent is None:
        return Drawn(
            title=words("ebox.consent.title"),
            parts=(
                Text(id="lead", text=words("ebox.consent.lead"), role="lead"),
                Notice(
                    id="paper-stops",
                    kind="warning",
                    title=words("ebox.consent.warning"),
                    body=words("ebox.consent.warning.body"),
                ),
                _roles(visit),
                Text(id="withdrawing", text=words("ebox.consent.withdrawing")),
                _yes_no(visit, "give"),
            ),
            help=words("ebox.consent.help"),
        )
    return Drawn(
        title=words("ebox.withdraw.title"),
        parts=(
            Text(
                id="lead",
                text=words("ebox.withdraw.lead", moment=words.moment(consent.given_at)),
                role="lead",
            ),
            Notice(
                id="at-once",
                kind="warning",
                title=words("ebox.withdraw.warning"),
                body=words("ebox.withdraw.warning.body"),
            ),
            _yes_no(visit, "withdraw"),
        ),
        help=words("ebox.withdraw.help"),
    )


def _roles(visit: Visit) -> Facts:
    """Who answers for what: the showing is Digitaal Vlaanderen's, the eBox itself is not."""
    words = visit.words
    rows = tuple(
        Fact(label=words(f"ebox.roles.{what}"), value=words(f"ebox.roles.{what}.who"))
        for what in ("showing", "service", "content")
    )
    return Facts(id="roles", title=words("ebox.roles.title"), groups=(rows,))


def _yes_no(visit: Visit, verb: str) -> Actions:
    """The answer. What takes something away does not come first: a key held too long must not do it."""
    words = visit.words
    no = Action(id="to-list", label=words(f"ebox.{verb}.no"), kind="back")
    if verb == "give":
        yes = Action(id=verb, label=words("ebox.give.yes"), kind="main")
        return Actions(id="answer", items=(yes, no))
    yes = Action(id=verb, label=words("ebox.withdraw.yes"), kind="danger")
    return Actions(id="answer", items=(no, yes))


# --- what they do -----------------------------------------------------------------------------


async def _load_list(visit: Visit) -> None:
    await ask_profile(visit)
    if _consent(visit) is not None and visit.holdings.messages is None:
        visit.holdings.messages = await ask(visit, "ebox", visit.portal.messages())


async def _load_message(visit: Visit) -> None:
    """Open the message, which makes it read; then the list says so too."""
    await ask_profile(visit)
    if _consent(visit) is None:
        return
    holdings, chosen = visit.holdings, visit.place.subject
    if chosen not in holdings.opened:
        message = await ask(visit, f"message.{chosen}", visit.portal.message(chosen))
        if message is not None:
            holdings.opened[chosen] = message
            holdings.messages = None
    await _load_list(visit)


async def _again(visit: Visit, _action: str) -> str | None:
    await _load_list(visit)
    return None


async def _open_again(visit: Visit, _action: str) -> str | None:
    await _load_message(visit)
    return None


async def _to_consent(visit: Visit, _action: str) -> str | None:
    return "ebox.consent"


async def _to_list(visit: Visit, _action: str) -> str | None:
    return "ebox?at=messages" if visit.place.subject else "ebox"


async def _choose(visit: Visit, item: str) -> str | None:
    return f"ebox.message/{item}"


async def _give(visit: Visit, _action: str) -> str | None:
    if _consent(visit) is None:
        await visit.portal.give_ebox_consent()
        visit.holdings.profile = None
        visit.done = visit.words("ebox.given")
    return "ebox"


async def _withdraw(visit: Visit, _action: str) -> str | None:
    """At once: what is held here goes too."""
    removed = await visit.portal.withdraw_ebox_consent()
    holdings = visit.holdings
    holdings.profile = holdings.messages = None
    holdings.opened.clear()
    visit.done = visit.words.count("ebox.withdrawn", removed)
    return "ebox"


_CONSENT_ACTS = {RETRY: _again, "to-consent": _to_consent, "to-list": _to_list}

PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="ebox",
        draw=draw_ebox,
        load=_load_list,
        acts={**_CONSENT_ACTS, "messages": _choose},
        tab="ebox",
    ),
    PageDefinition(
        name="ebox.message",
        draw=draw_message,
        load=_load_message,
        acts={**_CONSENT_ACTS, "messages": _choose, "open-again": _open_again},
        tab="ebox",
    ),
    PageDefinition(
        name="ebox.consent",
        draw=draw_consent,
        load=ask_profile,
        acts={**_CONSENT_ACTS, "give": _give, "withdraw": _withdraw},
        tab="ebox",
    ),
)
