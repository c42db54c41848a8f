"""A mail to the data protection officer, which is shown and never sent; and how to complain."""

from tui.journey.context import PageBody, PageContext, PageDefinition, Place
from tui.journey.fetching import ask_catalogue
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
from tui.pages.forms import valid_values, with_errors
from tui.pages.links import Link, draw_links, follow, go_to

OFFICER = "privacy@digitaal.vlaanderen.be"
"""The data protection officer's address, as the statement gives it (R11, R66)."""

KINDS: tuple[str, ...] = ("question", "remark", "suggestion", "rights", "complaint")
"""What a citizen can write about (R12, R70)."""

SUPERVISORS: tuple[str, ...] = ("VTC", "GBA")
"""The supervisory authorities: of Flemish and local authorities, and of federal authorities (R71)."""

STEPS = {"VTC": 2, "GBA": 3}
"""How many steps a complaint to each takes, without the conditions."""

LONGEST_SUBJECT, LONGEST_MESSAGE = 100, 2000

MAIL = "contact.mail"
"""The page of the composed mail, and its name among what is pending."""


def draw_contact(context: PageContext) -> PageBody:
    """The form: what it is about, a subject and a message."""
    words = context.words
    online = "contact.online.signed-in" if context.holdings.session else "contact.online"
    return PageBody(
        title=words("contact.title"),
        help=words("page-help.contact"),
        parts=(
            Text(id="lead", text=words("contact.lead"), role="lead"),
            Text(id="simulator", text=words("contact.simulator"), role="hint"),
            _form(context),
            Text(id="online", text=words(online), role="hint"),
            draw_links(
                words,
                (
                    Link("rights", "contact.link.rights"),
                    Link("complaint", "contact.link.complaint"),
                    Link("privacy", "contact.link.privacy"),
                ),
                "end",
            ),
        ),
    )


def _form(context: PageContext) -> Form:
    words = context.words
    written = context.pending.get(MAIL, {})
    asked = context.place.query.get("kind", "")
    fields = (
        Field(
            name="kind",
            label=words("contact.kind"),
            hint=words("contact.kind-hint"),
            kind="choice",
            options=tuple(
                Option(
                    value=kind,
                    label=words(f"contact.kind.{kind}"),
                    hint=words(f"contact.kind.{kind}-hint"),
                )
                for kind in KINDS
            ),
            required=True,
            stored=asked if asked in KINDS else written.get("kind", ""),
        ),
        Field(
            name="subject",
            label=words("contact.subject"),
            hint=words("contact.subject-hint"),
            required=True,
            stored=written.get("subject", ""),
            example=words("contact.subject-example"),
            longest=LONGEST_SUBJECT,
        ),
        Field(
            name="message",
            label=words("contact.message"),
            hint=words("contact.message-hint"),
            kind="long",
            required=True,
            stored=written.get("message", ""),
            example=words("contact.message-example"),
            longest=LONGEST_MESSAGE,
        ),
    )
    return Form(
        id="contact-form",
        title=words("contact.form"),
        fields=with_errors(context, "contact-form", fields),
        submit=Action(id="compose", label=words("contact.submit"), kind="main"),
    )


async def _compose(context: PageContext, _action: str) -> str | None:
    values = valid_values(context, _form(context), {})
    if values is None:
        return None
    context.pending[MAIL] = values
    return MAIL


def draw_mail(context: PageContext) -> PageBody:
    """The composed mail, and that it was not sent (R66)."""
    words = context.words
    mail = context.pending.get(MAIL)
    if mail is None:
        start = Action(id="change", label=words("contact.mail.start"), kind="main")
        return PageBody(
            title=words("contact.mail.title"),
            help=words("page-help.contact"),
            parts=(
                Text(id="none", text=words("contact.mail.none")),
                Actions(id="ways", items=(start,)),
            ),
        )
    copy = mail["kind"] == "rights"
    attached = words("contact.mail.card-copy" if copy else "contact.mail.no-attachments")
    subject = words(
        "contact.mail.subject-line",
        kind=words(f"contact.kind.{mail['kind']}"),
        subject=mail["subject"],
    )
    session = context.holdings.session
    signature = (session.citizen.name,) if session else ()
    body = (
        words("contact.mail.greeting"),
        mail["message"],
        "\n".join((words("contact.mail.closing"), *signature)),
    )
    return PageBody(
        title=words("contact.mail.title"),
        help=words("page-help.contact"),
        parts=(
            Notice(
                id="not-sent",
                kind="warning",
                title=words("contact.mail.not-sent"),
                body=words("contact.mail.not-sent-body"),
            ),
            Facts(
                id="mail",
                title=words("contact.mail.block"),
                groups=(
                    (
                        Fact(label=words("contact.mail.to"), value=OFFICER),
                        Fact(label=words("contact.mail.subject"), value=subject),
                        Fact(label=words("contact.mail.attachments"), value=attached),
                    ),
                ),
            ),
            Text(id="body", text="\n\n".join(body)),
            Actions(
                id="ways",
                items=(
                    Action(id="change", label=words("contact.mail.change"), kind="main"),
                    Action(id="another", label=words("contact.mail.new")),
                ),
            ),
        ),
    )


async def _another(context: PageContext, _action: str) -> str | None:
    context.pending.pop(MAIL, None)
    return "contact"


def draw_complaint(context: PageContext) -> PageBody:
    """What a citizen who disagrees can do: write to the officer, or complain to a supervisory authority.

    R69-R71. At "?controller=ID" only the supervisory authority of that controller is explained.
    """
    words, catalogue = context.words, context.holdings.catalogue
    chosen = context.place.query.get("controller", "")
    controller = catalogue.controller(chosen) if catalogue else None
    competent = SUPERVISORS if controller is None else (controller.supervisor,)
    parts: list[Part] = [
        Text(id="lead", text=words("complaint.lead"), role="lead"),
        Text(id="simulator", text=words("complaint.simulator"), role="hint"),
        Text(id="officer-heading", text=words("complaint.officer"), role="heading"),
        Text(id="officer", text=words("complaint.officer-body")),
        draw_links(words, (Link("disagree", "complaint.officer-link"),), "officer"),
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
    aside: list[Part] = []
    if controller is not None:
        answer = words(
            "complaint.answer",
            controller=within_sentence(words, controller.authority),
            supervisor=words(f"complaint.{controller.supervisor}.name"),
        )
        aside.append(Text(id="answer", text=answer, role="lead"))
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


async def _about(_context: PageContext, controller: str) -> str | None:
    return str(Place("complaint", query={"controller": controller}))


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="contact",
        draw=draw_contact,
        title="contact.title",
        acts={"compose": _compose, "open-*": follow},
        public=True,
    ),
    PageDefinition(
        name=MAIL,
        draw=draw_mail,
        acts={"change": go_to("contact"), "another": _another},
        public=True,
    ),
    PageDefinition(
        name="complaint",
        title="complaint.title",
        draw=draw_complaint,
        load=ask_catalogue,
        acts={"about": _about, "open-*": follow},
        public=True,
    ),
)
