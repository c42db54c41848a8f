"""The mailbox of the person who is being played: outside the portal, with the mail that they got and sent."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import (
    RETRY,
    again,
    ask,
    ask_catalogue,
    first_message,
    unavailable_notice,
)
from tui.locale import Words
from tui.page.parts import Action, Actions, Fact, Facts, Notice, Pane, Part, Text
from tui.pages.conversations import LIST, conversation_parts, conversations_list, next_office
from tui.pages.links import go_to
from tui.pages.neighbours import neighbours, opened_page, ways_on
from tui.pages.nobody import draw_nobody
from tui.pages.phone_codes import in_groups
from tui.portal.models import Conversation, Delivery, SentNotice

LOOK = "mailbox-look"
WITHDRAW = "withdraw-mail"
GO_ON = "go-on"


def draw_mailbox(context: PageContext) -> PageBody:
    """What was sent and answered, and the mail of the portal; the newest first."""
    words, mailbox, person = context.words, context.devices.mailbox, context.devices.person
    title, help_ = words("mailbox.title"), words("mailbox.help")
    if mailbox is None or person is None:
        return draw_nobody(words, title, help_)
    items = mailbox.conversations
    return PageBody(
        title=title,
        parts=_list_parts(context, ""),
        count=_count(context),
        opened=_opened(context, items[-1]) if items else None,
        help=help_,
        begin=LIST if items else "",
    )


def _opened(context: PageContext, one: Conversation) -> Pane:
    return Pane(title=one.subject, parts=conversation_parts(context, one, ()), item=one.mail_id)


def _count(context: PageContext) -> str:
    mailbox = context.devices.mailbox
    count = len(mailbox.of("email")) + len(mailbox.conversations) if mailbox else 0
    return context.words.count("mailbox.count", count) if count else ""


def _list_parts(context: PageContext, chosen: str) -> tuple[Part, ...]:
    words, mailbox, person = context.words, context.devices.mailbox, context.devices.person
    assert mailbox is not None
    mail = mailbox.of("email")[::-1]
    parts: list[Part] = []
    if "mailbox" in context.holdings.failures:
        parts.append(unavailable_notice(context, "mailbox"))
    if mailbox.unsent:
        parts.append(
            Notice(
                id="unsent",
                kind="warning",
                title=words("mail.unsent"),
                body=words.count("mail.unsent.body", len(mailbox.unsent)),
            )
        )
    name = person.name if person is not None else ""
    parts.append(Text(id="lead", text=words("mailbox.lead", name=name), role="lead"))
    parts.append(conversations_list(words, mailbox.conversations, chosen))
    if mail:
        parts.append(Text(id="codes", text=words("mailbox.codes"), role="heading"))
    parts += (delivery_facts(words, one, "mail") for one in mail)
    ways = (
        Action(id=LOOK, label=words("mailbox.look")),
        Action(id="to-contact", label=words("mailbox.write")),
    )
    parts.append(Actions(id="mailbox-actions", items=ways))
    return tuple(parts)


def delivery_facts(words: Words, one: Delivery, part: str) -> Facts:
    """A mail or a text message: to whom, when, and the code and until when it is taken, or the notice."""
    if one.notice is not None:
        return _notice_facts(words, one, one.notice, part)
    facts = [
        Fact(label=words("mailbox.to"), value=one.to),
        Fact(label=words("phone.codes.code"), value=in_groups(one.code)),
        Fact(label=words("phone.messages.sent"), value=words.second(one.sent_at)),
    ]
    if one.expires_at is not None:
        facts.append(Fact(label=words("phone.until"), value=words.time(one.expires_at)))
    return Facts(
        id=f"{part}-{one.delivery_id}",
        title=words("mailbox.about.code"),
        groups=(tuple(facts),),
        note=words("mailbox.about.code.why"),
    )


def _notice_facts(words: Words, one: Delivery, notice: SentNotice, part: str) -> Facts:
    """What a notice is about, and that the rest is read in the portal."""
    title = first_message(
        words,
        f"mailbox.notice.{notice.kind}.{notice.what}",
        f"notices.{notice.kind}.{notice.what}",
        f"notices.{notice.kind}.other",
        "notices.other",
        block=words.local(notice.about) if notice.about else "",
    )
    facts = [
        Fact(label=words("mailbox.to"), value=one.to),
        Fact(label=words("mailbox.notice"), value=title),
    ]
    if notice.day is not None:
        label = "notices.day.term" if notice.kind == "term" else "notices.day"
        facts.append(Fact(label=words(label), value=words.date(notice.day)))
    facts.append(Fact(label=words("phone.messages.sent"), value=words.second(one.sent_at)))
    return Facts(
        id=f"{part}-{one.delivery_id}",
        title=words("mailbox.about.notice"),
        groups=(tuple(facts),),
        note=words("mailbox.about.notice.why"),
    )


def draw_conversation(context: PageContext) -> PageBody:
    """What was written to an office, and the answers."""
    words, mailbox, chosen = context.words, context.devices.mailbox, context.place.subject
    if mailbox is None:
        return draw_nobody(words, words("mail.title"), words("mail.help"))
    there = {one.mail_id: one for one in reversed(mailbox.conversations)}
    one = there.get(chosen)
    back = Action(id="to-mailbox", label=words("mail.back"), kind="back")
    ways = (
        *(_acts(context, one) if one is not None else ()),
        *ways_on([*there], chosen, lambda way: words(f"mail.{way}"), back),
    )
    return opened_page(
        words,
        Pane(
            title=words("mailbox.title"),
            count=_count(context),
            parts=_list_parts(context, chosen),
            item=chosen,
        ),
        [*there],
        (one.subject, conversation_parts(context, one, ways)) if one is not None else None,
        ways,
        stem="mail",
        position="mail.position",
        begin="about",
    )


def _acts(context: PageContext, one: Conversation) -> tuple[Action, ...]:
    """Go on to the next office, or withdraw what has no answer yet."""
    words, following = context.words, next_office(context, one)
    acts = []
    if following is not None:
        label = words(f"mail.go-on.{following}")
        acts.append(Action(id=GO_ON, label=label, kind="main"))
    if not one.over and one.kind != "rights":
        acts.append(Action(id=WITHDRAW, label=words("mail.withdraw"), kind="danger"))
    if one.request is not None and context.holdings.session is not None:
        acts.append(Action(id="to-rights", label=words("mail.to-rights")))
    return tuple(acts)


# --- acts -------------------------------------------------------------------------------------


async def load_mailbox(context: PageContext) -> None:
    """Have the mail program fetch what has come, and send what waits."""
    await ask_catalogue(context)
    if context.devices.mailbox is not None:
        await ask(context, "mailbox", context.devices.mailbox.look(context.portal))


async def open_conversation(_context: PageContext, mail_id: str) -> str | None:
    """Open what the list names."""
    return f"mailbox.mail/{mail_id}"


async def _turn(context: PageContext, action: str) -> str | None:
    mailbox = context.devices.mailbox
    ids = [one.mail_id for one in reversed(mailbox.conversations)] if mailbox else []
    to = neighbours(ids, context.place.subject).get(action)
    return f"mailbox.mail/{to}" if to else None


async def _withdraw(context: PageContext, _action: str) -> str | None:
    mailbox = context.devices.mailbox
    one = mailbox.conversation(context.place.subject) if mailbox else None
    if mailbox is None or one is None:
        return None
    await mailbox.withdraw(context.portal, one.number)
    context.done = context.words("mail.withdrawn", number=one.number)
    return None


async def _go_on(context: PageContext, _action: str) -> str | None:
    mailbox = context.devices.mailbox
    one = mailbox.conversation(context.place.subject) if mailbox else None
    following = next_office(context, one) if one is not None else None
    return f"complaint.write?to={following}&after={one.mail_id}" if one and following else None


_ACTS = {
    LOOK: again(load_mailbox),
    RETRY: again(load_mailbox),
    LIST: open_conversation,
    "to-persons": go_to("persons"),
    "to-contact": go_to("contact"),
}

PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="mailbox",
        title="mailbox.title",
        group="outside",
        draw=draw_mailbox,
        load=load_mailbox,
        acts=_ACTS,
        public=True,
    ),
    PageDefinition(
        name="mailbox.mail",
        draw=draw_conversation,
        load=load_mailbox,
        acts={
            **_ACTS,
            WITHDRAW: _withdraw,
            GO_ON: _go_on,
            "to-mailbox": go_to("mailbox"),
            "to-rights": go_to("rights"),
            "next": _turn,
            "previous": _turn,
        },
        public=True,
    ),
)
