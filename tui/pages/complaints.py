"""How to complain (R69-R71): the officer, the competent supervisor, the ombudsman; and a form for each.

A complaint goes from the citizen's own mailbox to the office. The portal keeps nothing of it.
"""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from msgspec import Struct

from tui.devices.mailbox import new_mail_id
from tui.journey.context import PageBody, PageContext, PageDefinition, Place
from tui.journey.fetching import RETRY, again, ask, ask_catalogue, ask_requests, unavailable_notice
from tui.page.parts import (
    Action,
    Actions,
    Fact,
    Facts,
    Field,
    Form,
    Item,
    Listing,
    Notice,
    Option,
    Part,
    Text,
)
from tui.pages.authority import within_sentence
from tui.pages.contact import be_somebody, send_from
from tui.pages.conversations import (
    LIST,
    OWN,
    controller_of,
    conversations_list,
    mail_facts,
    supervisor_of,
)
from tui.pages.forms import CANCEL, CHECK, CheckedForm, with_errors
from tui.pages.links import Link, draw_links, follow, go_to
from tui.pages.mailbox import open_conversation
from tui.pages.rights_request import is_late
from tui.portal.models import Conversation, Mail, OfficeId, RightsRequest

OFFICES: tuple[OfficeId, ...] = ("officer", "vtc", "gba", "ombudsman")

SUPERVISORS: tuple[str, ...] = ("VTC", "GBA")
"""The supervisory authorities: of Flemish and local authorities, and of federal authorities (R71)."""

STEPS = {"VTC": 2, "GBA": 3}
"""How many steps a complaint to each takes, without the conditions."""

LONGEST = 2000
WRITE = "complaint.write"


class About(Struct, frozen=True):
    """What a complaint is about, as far as that is known: an authority, a request, an earlier complaint."""

    controller_id: str = ""
    reference: str = ""
    ground: str = ""
    due: date | None = None
    words: str = ""


def draw_complaint(context: PageContext) -> PageBody:
    """What a citizen who disagrees can do: the officer, a supervisory authority, the ombudsman.

    R69-R71. At "?controller=ID" or "?request=ID" each way leads to a form, and only the supervisory
    authority of that controller is explained.
    """
    words, catalogue = context.words, context.holdings.catalogue
    chosen = context.place.query.get("controller", "") or _known(context).controller_id
    controller = catalogue.controller(chosen) if catalogue else None
    competent = SUPERVISORS if controller is None else (controller.supervisor,)
    parts: list[Part] = [
        Text(id="lead", text=words("complaint.lead"), role="lead"),
        Text(id="simulator", text=words("complaint.simulator"), role="hint"),
        *_made(context),
        Text(id="officer-heading", text=words("complaint.officer"), role="heading"),
        Text(id="officer", text=words("complaint.officer-body")),
        _write(context, "officer"),
        Text(id="supervisor-heading", text=words("complaint.supervisor"), role="heading"),
        Text(id="supervisor", text=words("complaint.supervisor-body")),
    ]
    if catalogue is not None:
        items = tuple(
            Item(
                id=listed.controller_id,
                title=words.local(listed.authority),
                mark=words(f"complaint.{listed.supervisor}.short"),
            )
            for listed in catalogue.items
        )
        parts.append(
            Listing(
                id="about",
                title=words("complaint.controllers"),
                items=items,
                count=words.count("complaint.controllers-count", len(items)),
                chosen=chosen,
            )
        )
    parts += (
        Text(id="ombudsman-heading", text=words("complaint.ombudsman"), role="heading"),
        Text(id="ombudsman", text=words("complaint.ombudsman-body")),
        _write(context, "ombudsman"),
    )
    aside: list[Part] = []
    if controller is not None:
        answer = words(
            "complaint.answer",
            controller=within_sentence(words, controller.authority),
            supervisor=words(f"complaint.{controller.supervisor}.name"),
        )
        aside.append(Text(id="answer", text=answer, role="lead"))
        aside.append(_write(context, supervisor_of(context, chosen), chosen))
    for supervisor in competent:
        aside += _supervisor(context, supervisor)
    aside.append(draw_links(words, (Link("privacy", "complaint.back"),), "end"))
    return PageBody(
        title=words("complaint.title"),
        help=words("page-help.complaint"),
        parts=tuple(parts),
        aside=tuple(aside),
        focus="answer" if controller is not None else "",
    )


def _made(context: PageContext) -> tuple[Part, ...]:
    """The complaints that this citizen made already."""
    mailbox = context.devices.mailbox
    made = [one for one in mailbox.conversations if one.kind == "complaint"] if mailbox else []
    return (conversations_list(context.words, made, title="complaint.made"),) if made else ()


def _write(context: PageContext, office: OfficeId, controller: str = "") -> Actions:
    label = context.words(f"complaint.write.{office}")
    items = (Action(id=f"write-{office}", label=label),)
    return Actions(id=f"{office}-acts", items=items)


def _supervisor(context: PageContext, supervisor: str) -> tuple[Part, ...]:
    words, stem = context.words, f"complaint.{supervisor}"
    rows = tuple(
        Fact(label=words(f"complaint.{row}"), value=words(f"{stem}.{row}"))
        for row in ("for", "needs", "address", "mail")
    )
    steps = tuple(
        Fact(label=words("complaint.step", n=number), value=words(f"{stem}.step-{number}"))
        for number in range(1, STEPS[supervisor] + 1)
    )
    name = supervisor.lower()
    return (
        Facts(id=name, title=words(f"{stem}.name"), groups=(rows,)),
        Facts(id=f"{name}-steps", title=words(f"{stem}.steps"), groups=(steps,)),
    )


# --- what is known already --------------------------------------------------------------------


def _known(context: PageContext) -> About:
    """What the place says of the complaint: nothing of that is asked again."""
    query = context.place.query
    earlier = _earlier(context, query.get("after", ""))
    if earlier is not None:
        return About(
            controller_id=earlier.controller_id or OWN,
            reference=earlier.reference,
            ground=earlier.ground,
            due=earlier.due,
            words=earlier.text,
        )
    request = _request(context, query.get("request", ""))
    if request is not None:
        ground = ground_of(context, request)
        return About(
            controller_id=request.controller_id,
            reference=request.reference,
            ground=ground,
            due=request.due,
            words=context.words(
                f"complaint.words.{ground}",
                reference=request.reference,
                received=context.words.day(request.received),
                due=context.words.date(request.due),
            ),
        )
    return About(controller_id=query.get("controller", ""))


def ground_of(context: PageContext, request: RightsRequest) -> str:
    """Why somebody would complain about a request."""
    if is_late(context, request):
        return "late"
    answer = request.answer
    return "refused" if answer is not None and answer.what != "granted" else "other"


def _request(context: PageContext, request_id: str) -> RightsRequest | None:
    held = context.holdings.requests or ()
    return next((one for one in held if one.request_id == request_id), None)


def _earlier(context: PageContext, mail_id: str) -> Conversation | None:
    mailbox = context.devices.mailbox
    return mailbox.conversation(mail_id) if mailbox is not None and mail_id else None


def _to(context: PageContext) -> OfficeId:
    """The office that the place names; of a supervisor, the one that is competent."""
    named = context.place.query.get("to", "")
    asked: OfficeId = next((one for one in OFFICES if one == named), "officer")
    controller_id = _known(context).controller_id
    if asked in ("vtc", "gba") and controller_id:
        return supervisor_of(context, controller_id)
    return asked


# --- the form ---------------------------------------------------------------------------------


def complaint_form(context: PageContext) -> Form:
    """The citizen's words; and which authority it is about, where that is not known."""
    words, known = context.words, _known(context)
    fields: list[Field] = []
    if controller_of(context, known.controller_id) is None or not known.controller_id:
        fields.append(_which(context))
    fields.append(
        Field(
            name="words",
            label=words("complaint.words"),
            hint=words("complaint.words.hint"),
            kind="long",
            required=True,
            stored=known.words,
            example=words("complaint.words.example"),
            longest=LONGEST,
        )
    )
    return Form(
        id="complaint-form",
        fields=with_errors(context, "complaint-form", tuple(fields)),
        submit=Action(id=CHECK, label=words("form.check"), kind="main"),
        others=(Action(id=CANCEL, label=words("form.cancel")),),
        note=words("form.note.sent", last=2),
    )


def _which(context: PageContext) -> Field:
    words, catalogue, asked = context.words, context.holdings.catalogue, context.place.query
    office = asked.get("to", "")
    return Field(
        name="controller",
        label=words("complaint.controllers"),
        hint=words("complaint.controllers.hint"),
        kind="choice",
        options=tuple(
            Option(value=one.controller_id, label=words.local(one.authority))
            for one in (catalogue.items if catalogue else ())
            if office not in ("vtc", "gba") or one.supervisor.lower() == office
        ),
        required=True,
    )


def _mail(context: PageContext, values: Mapping[str, str]) -> Mail:
    words, known, office = context.words, _known(context), _to(context)
    controller_id = values.get("controller") or known.controller_id
    controller = controller_of(context, controller_id)
    about = known.reference or (words.local(controller.name) if controller else "")
    key = f"complaint-id {context.place}"
    return Mail(
        # The same until it has arrived: however often it is sent, it becomes one case.
        mail_id=context.noted.setdefault(key, new_mail_id()),
        office=office,
        kind="complaint",
        subject=words("complaint.subject", about=about),
        text=values["words"],
        controller_id=controller_id,
        ground=known.ground,
        reference=known.reference,
        due=known.due,
    )


def _review(context: PageContext, _form: Form, values: Mapping[str, str]) -> Facts:
    """What is sent, and to whom."""
    words, mail = context.words, _mail(context, values)
    controller = controller_of(context, mail.controller_id)
    more = [
        Fact(
            label=words("mail.about"), value=words.local(controller.authority) if controller else ""
        )
    ]
    if mail.reference:
        more.append(Fact(label=words("mail.request"), value=mail.reference))
    person = context.devices.person
    return mail_facts(words, mail, person.name if person else "", tuple(more))


def _before(context: PageContext) -> tuple[Part, ...]:
    """What the office will not take, told before it is sent; and that it does not go to the portal."""
    words, office = context.words, _to(context)
    values = context.pending.get(str(context.place), {})
    controller_id = values.get("controller") or _known(context).controller_id
    parts: list[Part] = []
    if not admissible(context, office, controller_id):
        parts.append(
            Notice(
                id="not-yet",
                kind="warning",
                title=words("complaint.not-yet", who=words(f"mail.office.{office}")),
                body=words(f"complaint.not-yet.{office}"),
                actions=(Action(id="write-officer", label=words("complaint.write.officer")),),
            )
        )
    if office == "gba":
        parts.append(Text(id="signed", text=words("complaint.signed")))
    parts.append(Text(id="outside", text=words("complaint.outside"), role="hint"))
    return tuple(parts)


def admissible(context: PageContext, office: OfficeId, controller_id: str) -> bool:
    """Whether what has to come before a complaint to this office is there, as far as is known here."""
    mailbox = context.devices.mailbox
    told = any(
        one.office == "officer"
        and one.kind == "complaint"
        and (one.controller_id or OWN) == controller_id
        for one in (mailbox.conversations if mailbox else ())
    )
    if office in ("gba", "ombudsman"):
        return told or bool(_known(context).reference)
    return told or office == "officer"


async def _send(context: PageContext, values: Mapping[str, str]) -> str:
    mailbox = context.devices.mailbox
    if mailbox is None:
        return "persons"
    mail = _mail(context, values)
    place = await send_from(context, mailbox, mail)
    context.noted.pop(f"complaint-id {context.place}", None)
    return place


_FORM = CheckedForm(
    form=complaint_form,
    save=_send,
    leave="complaint",
    names={"text": "words", "controllerId": "controller"},
    review=_review,
    before=_before,
    save_label="complaint.send",
)


def draw_write(context: PageContext) -> PageBody:
    """The form of a complaint to the office that the place names; nothing that is known is asked."""
    words, office = context.words, _to(context)
    title = words(f"complaint.write.{office}")
    if context.holdings.catalogue is None:
        missing = "catalogue" in context.holdings.failures
        loading = Text(id="loading", text=words("rights.loading"), role="hint")
        part = unavailable_notice(context, "catalogue") if missing else loading
        return PageBody(title=title, parts=(part,), help=words("page-help.complaint"))
    return PageBody(
        title=title,
        parts=_FORM.parts(context),
        aside=() if _FORM.reviewing(context) else _aside(context, office),
        step=_FORM.step(context),
        focus=_FORM.focus(context),
        help=words("page-help.complaint"),
        begin="complaint-form.words",
    )


def _aside(context: PageContext, office: OfficeId) -> tuple[Part, ...]:
    """To whom it goes, what it is about, and the other ways."""
    words, known = context.words, _known(context)
    controller = controller_of(context, known.controller_id) if known.controller_id else None
    rows = [Fact(label=words("mail.to"), value=words(f"mail.office.{office}"))]
    if controller is not None:
        rows.append(Fact(label=words("mail.about"), value=words.local(controller.authority)))
    if known.reference:
        rows.append(Fact(label=words("mail.request"), value=known.reference))
    other = Action(id="other-ways", label=words("complaint.other-ways"))
    first = () if "controller" in _names(context) else _before(context)
    return (
        *first,
        Facts(id="goes", title=words("complaint.goes"), groups=(tuple(rows),), actions=(other,)),
    )


def _names(context: PageContext) -> tuple[str, ...]:
    return tuple(field.name for field in complaint_form(context).fields)


# --- acts -------------------------------------------------------------------------------------


async def _about(_context: PageContext, controller: str) -> str | None:
    return str(Place("complaint", query={"controller": controller}))


async def _to_form(context: PageContext, action: str) -> str | None:
    """To the form of an office, with what is known of the complaint."""
    query = {name: text for name, text in context.place.query.items() if name != "to"}
    return f"{WRITE}?{urlencode({'to': action.removeprefix('write-'), **query})}"


async def _other_ways(context: PageContext, _action: str) -> str | None:
    query = {name: text for name, text in context.place.query.items() if name != "to"}
    return f"complaint?{urlencode(query)}" if query else "complaint"


async def complain(context: PageContext, _action: str) -> str | None:
    """From a request: to the form of the first office that has no complaint about it yet."""
    request_id = context.place.subject
    request = _request(context, request_id)
    if request is None:
        return "complaint"
    await _look(context)
    mailbox = context.devices.mailbox
    made = {
        one.office
        for one in (mailbox.conversations if mailbox else ())
        if one.kind == "complaint" and one.reference == request.reference
    }
    ways = ("officer", supervisor_of(context, request.controller_id), "ombudsman")
    office = next((one for one in ways if one not in made), "ombudsman")
    return f"{WRITE}?{urlencode({'to': office, 'request': request_id})}"


async def _look(context: PageContext) -> None:
    """Who one is, and what one complained of before."""
    await ask(context, "persons", be_somebody(context))
    mailbox = context.devices.mailbox
    if mailbox is not None:
        await ask(context, "mailbox", mailbox.look(context.portal))


async def _load(context: PageContext) -> None:
    await ask_catalogue(context)
    if context.holdings.session is not None and "request" in context.place.query:
        await ask_requests(context)
    mailbox = context.devices.mailbox
    if mailbox is not None:
        await ask(context, "mailbox", mailbox.look(context.portal))


async def _load_form(context: PageContext) -> None:
    await ask(context, "persons", be_somebody(context))
    await _load(context)
    await _FORM.opened(context)


_WAYS = {f"write-{office}": _to_form for office in OFFICES}

PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="complaint",
        title="complaint.title",
        draw=draw_complaint,
        load=_load,
        acts={"about": _about, "open-*": follow, LIST: open_conversation, **_WAYS},
        public=True,
    ),
    PageDefinition(
        name=WRITE,
        draw=draw_write,
        load=_load_form,
        acts={
            RETRY: again(_load_form),
            **_WAYS,
            "other-ways": _other_ways,
            "to-persons": go_to("persons"),
            **_FORM.acts,
        },
        public=True,
    ),
)
