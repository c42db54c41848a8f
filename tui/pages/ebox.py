"""The pages "eBox": nothing without consent; with consent the messages, an opened message beside the list."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import (
    RETRY,
    again,
    ask,
    ask_profile,
    unavailable_notice,
    why_missing,
)
from tui.page.finding import Finding, place_finding
from tui.page.parts import Action, Actions, Fact, Facts, Item, Listing, Notice, Part, Text, Verb
from tui.pages import ebox_consent
from tui.pages.ebox_consent import consent_in_force, consent_unknown
from tui.pages.links import go_to
from tui.portal.models import Message, Messages

# --- the list and a message -------------------------------------------------------------------


def draw_ebox(context: PageContext) -> PageBody:
    """The messages; without consent, what consent would mean (R36)."""
    words = context.words
    title = words("ebox.title")
    parts = consent_unknown(context)
    if not parts and consent_in_force(context) is None:
        parts = _without_consent(context)
    return PageBody(
        title=title,
        parts=parts or _with_consent(context, chosen=""),
        help=words("ebox.help"),
        focus=context.place.query.get("at", ""),
    )


def _without_consent(context: PageContext) -> tuple[Part, ...]:
    words = context.words
    return (
        Text(id="lead", text=words("ebox.off.lead"), role="lead"),
        Text(id="what", text=words("ebox.off.what")),
        Text(id="choice", text=words("ebox.off.choice")),
        Actions(
            id="consent-actions",
            items=(Action(id="to-consent", label=words("ebox.to-consent"), kind="main"),),
        ),
    )


def _with_consent(context: PageContext, *, chosen: str) -> tuple[Part, ...]:
    words = context.words
    messages = context.holdings.messages
    shown: Part
    if messages is not None:
        shown = _listing(context, messages, chosen)
    elif "ebox" in context.holdings.failures:
        shown = unavailable_notice(context, "ebox")
    else:
        shown = Text(id="loading", text=words("ebox.loading"), role="hint")
    more = words.count("ebox.more", len(messages.items)) if messages and messages.more else ""
    forgotten = messages is not None and not messages.read_status_complete
    return (
        *((Text(id="more", text=more),) if more else ()),
        *((Text(id="forgotten", text=words("ebox.forgotten")),) if forgotten else ()),
        shown,
        Text(id="role", text=words("ebox.role"), role="hint"),
        Actions(
            id="consent-actions",
            items=(Action(id="to-consent", label=words("ebox.to-withdraw")),),
        ),
    )


def _listing(context: PageContext, messages: Messages, chosen: str) -> Listing:
    words = context.words
    return Listing(
        id="messages",
        verb=Verb(words("foot.message"), words("foot.read")),
        title=words("ebox.messages"),
        items=tuple(
            Item(
                id=message.message_id,
                title=words.local(message.subject),
                detail=words(
                    "ebox.detail",
                    sender=words.local(message.sender_name),
                    day=words.date(message.receipt_date),
                ),
                mark="" if message.read_status else words("ebox.new"),
            )
            for message in messages.items
        ),
        count=_count(context, messages) if messages.items else "",
        empty=words("ebox.empty"),
        chosen=chosen,
    )


def _count(context: PageContext, messages: Messages) -> str:
    words = context.words
    return words(
        "ebox.count",
        messages=words.count("ebox.count.messages", messages.total_items),
        unread=words.count("ebox.count.unread", messages.unread),
    )


def draw_message(context: PageContext) -> PageBody:
    """A message in the aside, with the list still in the main column."""
    words = context.words
    chosen = context.place.subject
    parts = consent_unknown(context)
    if not parts and consent_in_force(context) is None:
        parts = _without_consent(context)
    if parts:
        return PageBody(title=words("ebox.title"), parts=parts, help=words("ebox.help"))
    message = context.holdings.opened.get(chosen)
    aside = _message(context, message) if message else _no_message(context)
    return PageBody(
        title=words("ebox.message.title"),
        parts=_with_consent(context, chosen=chosen),
        aside=aside,
        help=words("ebox.message.help"),
        begin=aside[0].id,
    )


def _message(context: PageContext, message: Message) -> tuple[Part, ...]:
    words = context.words
    return (
        Text(id="subject", text=words.local(message.subject), role="heading", foreign=True),
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
        *_foreign_body(context, message),
        _text(context, message),
        _back(context),
    )


def _text(context: PageContext, message: Message) -> Text:
    text = context.words.plain(message.body)
    return Text(id="body", text=text or context.words("ebox.message.no-text"), foreign=bool(text))


def _foreign_body(context: PageContext, message: Message) -> tuple[Part, ...]:
    """The language of the body, if it is another than the page's (WCAG 3.1.2)."""
    language = context.words.foreign(message.body)
    if not language:
        return ()
    note = context.words("ebox.message.foreign", language=language)
    return (Text(id="language", text=note, role="hint"),)


def _no_message(context: PageContext) -> tuple[Part, ...]:
    """Why the message is not shown: it is being opened, does not exist, or cannot be reached."""
    words = context.words
    reason = context.holdings.failures.get(f"message.{context.place.subject}")
    if reason is None:
        return (Text(id="opening", text=words("ebox.message.opening"), role="hint"),)
    gone = reason == "notFound"
    return (
        Notice(
            id="no-message",
            kind="error",
            title=words("ebox.message.gone" if gone else "ebox.message.unavailable"),
            body=words("ebox.message.gone.body")
            if gone
            else why_missing(context, f"message.{context.place.subject}", "ebox"),
            actions=(() if gone else (Action(id="open-again", label=words("unavailable.retry")),)),
        ),
        _back(context),
    )


def _back(context: PageContext) -> Actions:
    label = context.words("ebox.message.back")
    return Actions(id="message-actions", items=(Action(id="to-list", label=label, kind="back"),))


# --- acts -------------------------------------------------------------------------------------


async def _load_list(context: PageContext) -> None:
    await ask_profile(context)
    if consent_in_force(context) is not None and context.holdings.messages is None:
        context.holdings.messages = await ask(context, "ebox", context.portal.messages())


async def _load_message(context: PageContext) -> None:
    """Open the message, which marks it as read; then fetch the list again, so that it shows that too."""
    await ask_profile(context)
    if consent_in_force(context) is None:
        return
    holdings, chosen = context.holdings, context.place.subject
    if chosen not in holdings.opened:
        message = await ask(context, f"message.{chosen}", context.portal.message(chosen))
        if message is not None:
            holdings.opened[chosen] = message
            holdings.messages = None
    await _load_list(context)


async def _to_list(context: PageContext, _action: str) -> str | None:
    return "ebox?at=messages" if context.place.subject else "ebox"


async def _choose(context: PageContext, item: str) -> str | None:
    return f"ebox.message/{item}"


_CONSENT_ACTS = {
    RETRY: again(_load_list),
    "to-consent": go_to("ebox.consent"),
    "to-list": _to_list,
}


def find_messages(context: PageContext) -> tuple[Finding, ...]:
    """The messages that are held, newest first, as the list has them."""
    words, messages = context.words, context.holdings.messages
    if messages is None or consent_in_force(context) is None:
        return ()
    return tuple(
        place_finding(
            words,
            f"ebox.message/{message.message_id}",
            words.local(message.subject),
            group="post",
            detail=words(
                "ebox.detail",
                sender=words.local(message.sender_name),
                day=words.date(message.receipt_date),
            ),
            mark="" if message.read_status else words("ebox.new"),
        )
        for message in messages.items
    )


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="ebox",
        draw=draw_ebox,
        find=find_messages,
        load=_load_list,
        acts={**_CONSENT_ACTS, "messages": _choose},
        tab="ebox",
    ),
    PageDefinition(
        name="ebox.message",
        draw=draw_message,
        load=_load_message,
        acts={**_CONSENT_ACTS, "messages": _choose, "open-again": again(_load_message)},
        tab="ebox",
    ),
    *ebox_consent.PAGES,
)
