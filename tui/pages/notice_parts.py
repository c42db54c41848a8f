"""A notice as parts: its row in a list, and what it says in full, with the way to what it is about (R17).

The portal keeps no value with it: what it is about is called by the names that are held here.
"""

from datetime import date, datetime

from tui.journey.context import PageContext
from tui.journey.fetching import first_message
from tui.locale import in_brussels
from tui.page.parts import Action, Fact, Facts, Item, Part, Text
from tui.pages.rights_request import request_name
from tui.portal.models import KeptNotice

KINDS = ("request", "term", "block", "profile", "consent", "signIn")
"""What notices are about, in the order in which one chooses from them."""

TO_SUBJECT = "to-subject"
"""The action that leads to what a notice is about."""

COMPLAIN = "complain"
"""The action that leads to where to complain of an answer that is late."""


def notice_title(context: PageContext, notice: KeptNotice) -> str:
    """What happened, in a line."""
    words, kind = context.words, notice.kind
    method = f"sign-out.with.{notice.subject}"
    thing = f"notices.thing.{notice.subject}"
    return first_message(
        words,
        f"notices.{kind}.{notice.what}.{notice.subject}",
        f"notices.{kind}.{notice.what}",
        f"notices.{kind}.other",
        "notices.other",
        block=_block(context, notice)[0],
        thing=words(thing) if thing in words else words("notices.thing.other"),
        how=words(method if method in words else "sign-out.with.other"),
    )


def notice_detail(context: PageContext, notice: KeptNotice) -> str:
    """To what it happened, or who says it; "" where the title says all."""
    if notice.kind in ("request", "term"):
        return _request(context, notice)
    return _block(context, notice)[1] if notice.kind == "block" else ""


def _beside_the_day(context: PageContext, notice: KeptNotice) -> str:
    said = f"notices.detail.{notice.kind}"
    return context.words(said) if said in context.words else notice_detail(context, notice)


def notice_item(
    context: PageContext, notice: KeptNotice, heading: str = "", *, is_open: bool = False
) -> Item:
    """The notice in a list, marked where it is open or new."""
    words = context.words
    new = "" if notice.read else words("notices.new")
    return Item(
        id=notice.notice_id,
        title=notice_title(context, notice),
        detail=_beside_the_day(context, notice),
        when=_when(context, notice.at),
        mark=words("notices.open") if is_open else new,
        heading=heading,
    )


def notice_in_full(
    context: PageContext, notice: KeptNotice, actions: tuple[Action, ...]
) -> tuple[Part, ...]:
    """What happened, to what and when, with the way there before these actions."""
    words = context.words
    rows = [Fact(label=words("notices.when"), value=words.moment(notice.at))]
    if detail := notice_detail(context, notice):
        rows.append(Fact(label=words(f"notices.about.{notice.kind}"), value=detail))
    if notice.day is not None:
        label = words("notices.day.term" if notice.kind == "term" else "notices.day")
        rows.append(Fact(label=label, value=words.date(notice.day)))
    way = Action(id=TO_SUBJECT, label=words(f"notices.to.{_kind(notice)}"), kind="main")
    ways: tuple[Action, ...] = (way,)
    if (notice.kind, notice.what) == ("term", "late"):
        ways = (way, Action(id=COMPLAIN, label=words("rights.late.complain")))
    note = f"notices.note.{notice.kind}"
    return (
        Facts(
            id="notice",
            title=notice_title(context, notice),
            groups=(tuple(rows),),
            actions=(*ways, *actions) if place_of(notice) else actions,
        ),
        *((Text(id="note", text=words(note)),) if note in words else ()),
    )


def place_of(notice: KeptNotice) -> str:
    """The place of what a notice is about; "" if there is none."""
    if (notice.kind, notice.subject) == ("consent", "channels"):
        return "profile.channels"
    return {
        "request": f"rights.request/{notice.subject}",
        "term": f"rights.request/{notice.subject}",
        "block": f"data.{notice.subject}",
        "profile": "profile",
        "consent": "ebox",
        "signIn": "contact",
    }.get(notice.kind, "")


def _kind(notice: KeptNotice) -> str:
    if (notice.kind, notice.subject) == ("consent", "channels"):
        return "channels"
    return notice.kind if notice.kind in KINDS else "profile"


def _when(context: PageContext, at: datetime) -> str:
    words, today = context.words, _today(context)
    if in_brussels(at).date() == today:
        return words("notices.today", time=words.time(at))
    return words.short_date(at)


def _today(context: PageContext) -> date | None:
    session = context.holdings.session
    return in_brussels(session.now).date() if session else None


def _request(context: PageContext, notice: KeptNotice) -> str:
    """The name of the request, if it is held."""
    requests = context.holdings.requests or ()
    found = next((one for one in requests if one.request_id == notice.subject), None)
    return request_name(context, found) if found else ""


def _block(context: PageContext, notice: KeptNotice) -> tuple[str, str]:
    """The names of a block and its authority; its id and "" where the catalogue does not know it."""
    catalogue = context.holdings.catalogue
    found = catalogue.block(notice.subject) if catalogue else None
    if found is None:
        return notice.subject, ""
    return context.words.local(found[1].label), context.words.local(found[0].authority)
