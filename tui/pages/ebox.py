"""The pages "eBox": nothing without consent; with consent the messages, and beside them the one opened."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask, ask_profile, unavailable_notice
from tui.page.finding import Finding, place_finding
from tui.page.parts import Action, Actions, Listing, Pane, Part, Text, Verb
from tui.pages import ebox_consent, ebox_search
from tui.pages.ebox_consent import consent_in_force, consent_unknown
from tui.pages.ebox_message import draw_no_message, draw_opened, message_item
from tui.pages.ebox_search import SEARCH, found, here, search_form, searched
from tui.pages.links import go_to
from tui.pages.neighbours import neighbours
from tui.portal.models import Message

LIST = "messages"
"""The list of messages, by its part's id."""


# --- the list ---------------------------------------------------------------------------------


def draw_ebox(context: PageContext) -> PageBody:
    """The messages; without consent, what consent would mean (R36)."""
    words = context.words
    title, help_ = words("ebox.title"), words("ebox.help")
    without = _without_consent(context)
    if without:
        return PageBody(title=title, parts=without, help=help_)
    query = context.place.query
    at = f"{LIST}.{query['at']}" if "at" in query else ""
    return PageBody(
        title=title,
        count=_count(context),
        parts=_list_parts(context, ""),
        opened=_opened(context),
        help=help_,
        focus=at or _after_search(context),
        begin="" if at else LIST,
    )


def _without_consent(context: PageContext) -> tuple[Part, ...]:
    """What is shown while there is no consent, or while that is not known; () with consent."""
    words = context.words
    parts = consent_unknown(context)
    if parts or consent_in_force(context) is not None:
        return parts
    return (
        Text(id="lead", text=words("ebox.off.lead"), role="lead"),
        Text(id="what", text=words("ebox.off.what")),
        Text(id="choice", text=words("ebox.off.choice")),
        Actions(
            id="consent-actions",
            items=(Action(id="to-consent", label=words("ebox.to-consent"), kind="main"),),
        ),
    )


def _count(context: PageContext) -> str:
    words, messages = context.words, context.holdings.messages
    if messages is None or not messages.items:
        return ""
    counts = [words.count("ebox.count.messages", messages.total_items)]
    if messages.unread:
        counts.append(words.count("ebox.count.unread", messages.unread))
    return ", ".join(counts)


def _opened(context: PageContext) -> Pane | None:
    """Beside the list: the message one comes back from, and otherwise what opening one does."""
    words, holdings = context.words, context.holdings
    if holdings.messages is None or not holdings.messages.items:
        return None
    message = holdings.opened.get(context.place.query.get("at", ""))
    if message is None:
        return Pane(title="", parts=(Text(id="none-opened", text=words("ebox.none-opened")),))
    return Pane(
        title=words.local(message.subject),
        parts=draw_opened(context, message, ()),
        item=message.message_id,
    )


def _list_parts(context: PageContext, chosen: str) -> tuple[Part, ...]:
    words, messages = context.words, context.holdings.messages
    withdraw = Action(id="to-consent", label=words("ebox.to-withdraw"))
    if messages is None:
        failed = "ebox" in context.holdings.failures
        loading = Text(id="loading", text=words("ebox.loading"), role="hint")
        return (
            unavailable_notice(context, "ebox") if failed else loading,
            Actions(id="consent-actions", items=(withdraw,)),
        )
    more = words.count("ebox.more", len(messages.items)) if messages.more else ""
    forgotten = "" if messages.read_status_complete else words("ebox.forgotten")
    clear = Action(id="clear", label=words("ebox.search.clear"))
    return (
        *((Text(id="more", text=more),) if more else ()),
        *((Text(id="forgotten", text=forgotten),) if forgotten else ()),
        *((search_form(context),) if len(messages.items) > 1 else ()),
        _listing(context, chosen),
        Text(id="role", text=words("ebox.role"), role="hint"),
        Actions(
            id="consent-actions", items=(clear, withdraw) if searched(context) else (withdraw,)
        ),
    )


def _listing(context: PageContext, chosen: str) -> Listing:
    words, wanted, messages = context.words, searched(context), found(context)
    count = words.count("ebox.found", len(messages), words=wanted) if wanted and messages else ""
    return Listing(
        id=LIST,
        verb=Verb(words("foot.message"), words("foot.read")),
        title="",
        items=tuple(
            message_item(context, one, is_open=one.message_id == chosen) for one in messages
        ),
        count=count,
        empty=words("ebox.found-none", words=wanted) if wanted else words("ebox.empty"),
        chosen=chosen,
    )


def _after_search(context: PageContext) -> str:
    """To what is found; to the field if nothing is."""
    if not searched(context) or context.holdings.messages is None:
        return ""
    return LIST if found(context) else f"{SEARCH}.words"


# --- a message --------------------------------------------------------------------------------


def draw_message(context: PageContext) -> PageBody:
    """The message that is opened, and the list that it was opened from."""
    words = context.words
    without = _without_consent(context)
    if without:
        return PageBody(title=words("ebox.title"), parts=without, help=words("ebox.help"))
    chosen = context.place.subject
    message = _message(context, chosen)
    title = words("ebox.message.title")
    ways = _ways_on(context, chosen)
    parts = draw_opened(context, message, ways) if message else draw_no_message(context, ways)
    return PageBody(
        title=words.local(message.subject) if message else title,
        window=title,
        count=_position(context, chosen),
        parts=parts,
        list_of=Pane(
            title=words("ebox.title"),
            count=_count(context),
            parts=_list_parts(context, chosen),
            item=chosen,
        ),
        help=words("ebox.message.help"),
        begin="message" if message else "",
    )


def _message(context: PageContext, chosen: str) -> Message | None:
    """The message as it was opened, or as the list has it while it is; None if it cannot be shown."""
    holdings = context.holdings
    if chosen in holdings.opened or f"message.{chosen}" in holdings.failures:
        return holdings.opened.get(chosen)
    listed = holdings.messages.items if holdings.messages else ()
    return next((message for message in listed if message.message_id == chosen), None)


def _found_ids(context: PageContext) -> list[str]:
    return [message.message_id for message in found(context)]


def _position(context: PageContext, chosen: str) -> str:
    ids = _found_ids(context)
    if chosen not in ids:
        return ""
    return context.words("ebox.position", number=ids.index(chosen) + 1, total=len(ids))


def _ways_on(context: PageContext, chosen: str) -> tuple[Action, ...]:
    """To the messages after and before, and back to the list."""
    words = context.words
    back = Action(id="to-list", label=words("ebox.message.back"), kind="back")
    ways = neighbours(_found_ids(context), chosen)
    return (*(Action(id=way, label=words(f"ebox.message.{way}")) for way in ways), back)


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
            # The list stays as it is until it is there again.
            holdings.messages = await ask(context, "ebox", context.portal.messages())
            return
    await _load_list(context)


async def _to_list(context: PageContext, _action: str) -> str | None:
    return here(context, "ebox", at=context.place.subject)


async def _choose(context: PageContext, item: str) -> str | None:
    return here(context, "ebox.message", item)


async def _turn(context: PageContext, action: str) -> str | None:
    """To the message after or before."""
    to = neighbours(_found_ids(context), context.place.subject).get(action)
    return here(context, "ebox.message", to) if to else None


def find_messages(context: PageContext) -> tuple[Finding, ...]:
    """The messages that are held, newest first, as the list has them."""
    words, messages = context.words, context.holdings.messages
    if messages is None or consent_in_force(context) is None:
        return ()
    return tuple(
        place_finding(
            words,
            f"ebox.message/{item.id}",
            item.title,
            group="post",
            detail=item.said,
            mark=item.mark,
        )
        for item in (message_item(context, message) for message in messages.items)
    )


_ACTS = {
    RETRY: again(_load_list),
    "to-consent": go_to("ebox.consent"),
    LIST: _choose,
    **ebox_search.ACTS,
}

PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="ebox",
        draw=draw_ebox,
        find=find_messages,
        load=_load_list,
        acts=_ACTS,
        tab="ebox",
    ),
    PageDefinition(
        name="ebox.message",
        draw=draw_message,
        load=_load_message,
        acts={
            **_ACTS,
            "to-list": _to_list,
            "next": _turn,
            "previous": _turn,
            "open-again": again(_load_message),
        },
        tab="ebox",
    ),
    *ebox_consent.PAGES,
)
