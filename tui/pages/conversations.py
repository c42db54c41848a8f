"""What the citizen wrote to an office outside the portal, as parts: how far it is, and what was answered."""

from collections.abc import Sequence
from datetime import datetime

from tui.journey.context import PageContext
from tui.locale import Words
from tui.page.parts import (
    Action,
    Actions,
    Fact,
    Facts,
    Item,
    Listing,
    Part,
    Step,
    Text,
    Timeline,
    Verb,
)
from tui.portal.models import CatalogueController, Conversation, Mail, OfficeId, Reply

LIST = "conversations"
"""The list of them, by its part's id."""

OWN = "digitaal-vlaanderen"
"""Whom a complaint is about that names no authority: the portal itself."""


def conversations_list(
    words: Words, items: Sequence[Conversation], chosen: str = "", title: str = "mail.list"
) -> Listing:
    """These, the newest first."""
    return Listing(
        id=LIST,
        verb=Verb(words("foot.look"), words("foot.look")),
        title=words(title),
        items=tuple(
            Item(
                id=one.mail_id,
                title=one.subject,
                detail=words(f"mail.office.{one.office}"),
                mark=words(f"mail.state.{one.state}"),
                when=words.short_date(_last(one)),
            )
            for one in reversed(items)
        ),
        empty=words("mail.none"),
        chosen=chosen,
    )


def conversation_parts(
    context: PageContext, one: Conversation, actions: tuple[Action, ...]
) -> tuple[Part, ...]:
    """Number and state, the replies with the newest first, what the citizen wrote, and what happened when."""
    words = context.words
    numbered = tuple(enumerate(one.replies, 1))
    return (
        _about(context, one),
        *(_reply(words, one, reply, number) for number, reply in reversed(numbered)),
        _own(words, one),
        _timeline(words, one),
        Text(id="invented", text=words("mail.invented"), role="hint"),
        *((Actions(id="mail-actions", items=actions),) if actions else ()),
    )


def next_office(context: PageContext, one: Conversation) -> OfficeId | None:
    """With whom a complaint can go on after this answer; None where there is no other way left.

    The officer comes first, then the authority that is competent for the controller, then the ombudsman.
    """
    if one.kind != "complaint" or not one.over or one.state in ("withdrawn", "upheld"):
        return None
    if one.office == "officer":
        return supervisor_of(context, one.controller_id)
    if one.state == "inadmissible":
        return "officer"
    return "ombudsman" if one.office != "ombudsman" else None


def supervisor_of(context: PageContext, controller_id: str) -> OfficeId:
    """The supervisory authority that is competent for a controller (R71)."""
    controller = controller_of(context, controller_id)
    return "gba" if controller is not None and controller.supervisor == "GBA" else "vtc"


def controller_of(context: PageContext, controller_id: str) -> CatalogueController | None:
    """The controller that a mail is about, if the catalogue is there."""
    catalogue = context.holdings.catalogue
    return catalogue.controller(controller_id or OWN) if catalogue else None


def mail_facts(words: Words, mail: Mail, sender: str, more: tuple[Fact, ...] = ()) -> Facts:
    """A mail before it is sent: from whom, to whom, about what."""
    rows = (
        Fact(label=words("mail.from"), value=sender),
        Fact(label=words("mail.to"), value=words(f"mail.office.{mail.office}")),
        Fact(label=words("mail.subject"), value=mail.subject),
        *more,
    )
    return Facts(
        id="mail",
        title=words("mail.new"),
        groups=(rows,),
        letter=Text(id="body", text=mail.text),
    )


def _about(context: PageContext, one: Conversation) -> Facts:
    words = context.words
    rows = [
        Fact(label=words("mail.number"), value=one.number),
        Fact(label=words("mail.state"), value=words(f"mail.state.{one.state}")),
        Fact(label=words("mail.to"), value=words(f"mail.office.{one.office}")),
        Fact(label=words("mail.kind"), value=words(f"contact.kind.{one.kind}")),
    ]
    controller = controller_of(context, one.controller_id)
    if one.kind == "complaint" and controller is not None:
        rows.append(Fact(label=words("mail.about"), value=words.local(controller.authority)))
    if one.reference:
        rows.append(Fact(label=words("mail.request"), value=one.reference))
    known = one.request
    if known is not None:
        rows += (
            Fact(label=words("mail.request"), value=known.reference),
            Fact(label=words("mail.decides"), value=words.local(known.controller_name)),
            Fact(label=words("mail.due"), value=words.date(known.due)),
        )
    return Facts(id="about", title=one.subject, groups=(tuple(rows),))


def _reply(words: Words, one: Conversation, reply: Reply, number: int) -> Facts:
    rows = [
        Fact(label=words("mail.from"), value=words(f"mail.office.{one.office}")),
        Fact(label=words("mail.at"), value=words.moment(reply.at)),
    ]
    if reply.receipt:
        rows.append(Fact(label=words("mail.receipt"), value=reply.receipt))
    return Facts(
        id=f"reply-{number}",
        title=words(f"mail.reply.{reply.about}"),
        groups=(tuple(rows),),
        letter=Text(id=f"reply-text-{number}", text=words.plain(reply.text), foreign=True),
    )


def _own(words: Words, one: Conversation) -> Facts:
    return Facts(
        id="own",
        title=words("mail.own"),
        groups=((Fact(label=words("mail.at"), value=words.moment(one.sent_at)),),),
        letter=Text(id="own-text", text=one.text),
    )


def _timeline(words: Words, one: Conversation) -> Timeline:
    """What happened, and who has it now."""
    who = words(f"mail.office.{one.office}")
    happened = [(step.at, words(f"mail.step.{step.state}", who=who), "") for step in one.steps]
    known = one.request
    if known is not None and known.forwarded_at is not None:
        to = words("mail.step.forwarded", who=words.local(known.controller_name))
        note = words("rights.step.receipt", receipt=known.receipt) if known.receipt else ""
        happened.append((known.forwarded_at, to, note))
    steps = [
        Step(
            when=words("rights.step.when", day=words.short_date(at), time=words.time(at)),
            what=what,
            note=note,
        )
        for at, what, note in happened
    ]
    if not one.over:
        now = words("rights.step.today")
        steps.append(Step(when=now, what=words("mail.step.now", who=who), state="now"))
    return Timeline(id="timeline", title=words("rights.request.timeline"), steps=tuple(steps))


def _last(one: Conversation) -> datetime:
    """When something last happened."""
    return max(one.sent_at, *(step.at for step in one.steps), *(reply.at for reply in one.replies))
