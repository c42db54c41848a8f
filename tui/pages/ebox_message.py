"""A message of the eBox as parts: its row in a list, what it says, or why it is not there."""

from tui.journey.context import PageContext
from tui.journey.fetching import why_missing
from tui.page.parts import Action, Actions, Fact, Facts, Item, Notice, Part, Text
from tui.portal.models import Message


def message_item(context: PageContext, message: Message, *, is_open: bool = False) -> Item:
    """The message in a list, marked where it is open or not read yet."""
    words = context.words
    new = "" if message.read_status else words("ebox.new")
    return Item(
        id=message.message_id,
        title=words.local(message.subject),
        detail=words.local(message.sender_name),
        when=words.short_date(message.receipt_date),
        mark=words("ebox.open") if is_open else new,
    )


def draw_opened(
    context: PageContext, message: Message, actions: tuple[Action, ...]
) -> tuple[Part, ...]:
    """The message, with these actions: in full, or as far as the list has it while it is being opened."""
    words = context.words
    here = message.message_id in context.holdings.opened
    rows = (
        Fact(label=words("ebox.message.sender"), value=words.local(message.sender_name)),
        Fact(label=words("ebox.message.received"), value=words.moment(message.receipt_date)),
        Fact(label=words("ebox.message.until"), value=words.date(message.expiration_date)),
    )
    return (
        Facts(
            id="message",
            title=words.local(message.subject),
            groups=(rows,),
            state="here" if here else "loading",
            note=_foreign(context, message) if here else words("ebox.message.opening"),
            letter=_letter(context, message) if here else None,
            actions=actions,
        ),
    )


def _letter(context: PageContext, message: Message) -> Text:
    text = context.words.plain(message.body)
    return Text(id="body", text=text or context.words("ebox.message.no-text"), foreign=bool(text))


def _foreign(context: PageContext, message: Message) -> str:
    """The language of the body, if it is another than the page's (WCAG 3.1.2)."""
    language = context.words.foreign(message.body)
    return context.words("ebox.message.foreign", language=language) if language else ""


def draw_no_message(context: PageContext, actions: tuple[Action, ...]) -> tuple[Part, ...]:
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
        Actions(id="message-actions", items=actions),
    )
