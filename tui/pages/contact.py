"""A mail to the data protection officer, sent from the citizen's own mailbox (R11, R12, R66)."""

from msgspec.structs import replace

from tui.devices.mailbox import Mailbox, new_mail_id
from tui.journey.context import FieldError, PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask, ask_catalogue, unavailable_notice
from tui.page.parts import Action, Actions, Fact, Field, Form, Notice, Option, Part, Text
from tui.pages.conversations import mail_facts
from tui.pages.forms import field_errors, valid_values, with_errors
from tui.pages.links import Link, draw_links, follow, go_to
from tui.pages.persons import load_persons
from tui.pages.rights_subject import BY_ONESELF, RIGHTS, choice, rights_for, subject_name, subjects
from tui.portal.errors import InvalidInput, PortalError
from tui.portal.models import Mail

OFFICER = "privacy@digitaal.vlaanderen.be"
"""The data protection officer's address, as the statement gives it (R11, R66)."""

KINDS: tuple[str, ...] = ("question", "remark", "suggestion", "rights", "complaint")
"""What a citizen can write about (R12, R70)."""

LONGEST_SUBJECT, LONGEST_MESSAGE = 100, 2000

MAIL = "contact.mail"
"""The page of the composed mail, and its name among what is pending."""

REQUEST = "contact.request"
"""The page that asks what a request is about."""

SEND = "send-mail"


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
                    Link("mailbox", "contact.link.mailbox"),
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
    before = context.pending.get(MAIL, {})
    # The same mail, however often it is changed and sent, until it has arrived: it becomes one case.
    written = {"id": new_mail_id(), **before, **values}
    context.pending[MAIL] = written
    return REQUEST if values["kind"] == "rights" and "right" not in written else MAIL


# --- what a request is about ------------------------------------------------------------------


def draw_request(context: PageContext) -> PageBody:
    """Which right, and about which data: so that the request goes to whom decides about it (R61, R64)."""
    words = context.words
    title, help_ = words("contact.request.title"), words("page-help.contact")
    parts: tuple[Part, ...]
    if context.holdings.catalogue is None:
        missing = "catalogue" in context.holdings.failures
        loading = Text(id="loading", text=words("rights.loading"), role="hint")
        parts = (unavailable_notice(context, "catalogue") if missing else loading,)
    else:
        lead = Text(id="lead", text=words("contact.request.lead"), role="lead")
        parts = (lead, _request_form(context))
    return PageBody(title=title, parts=parts, help=help_)


def _request_form(context: PageContext) -> Form:
    words, written = context.words, context.pending.get(MAIL, {})
    rights = tuple(
        Option(value=one, label=words(f"right.{one}"), hint=words(f"right.{one}.detail"))
        for one in RIGHTS
    )
    fields = (
        choice(words, "right", rights, written.get("right", "")),
        choice(words, "about", subjects(context, ""), written.get("about", "")),
    )
    return Form(
        id="request-form",
        fields=with_errors(context, "request-form", fields),
        submit=Action(id="next", label=words("rights.next"), kind="main"),
        others=(Action(id="change", label=words("contact.mail.change")),),
    )


async def _next(context: PageContext, _action: str) -> str | None:
    written = context.pending.get(MAIL)
    if written is None:
        return "contact"
    form = _request_form(context)
    values = valid_values(context, form, {})
    if values is None:
        return None
    right, about = values["right"], values["about"]
    if right not in rights_for(about):
        function = about.startswith("function:")
        own = "own-change" if right == "rectification" else "own-restrict"
        why = own if function and right in BY_ONESELF else "no-consent"
        error: FieldError = lambda words, _: words(f"rights.about.{why}")  # noqa: E731
        context.refuse(form.id, {"about": error})
        return None
    context.pending[MAIL] = {**written, **values}
    return MAIL


# --- the mail ---------------------------------------------------------------------------------


def draw_mail(context: PageContext) -> PageBody:
    """The composed mail, before it is sent (R66)."""
    words = context.words
    mail = _composed(context)
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
    person = context.devices.person
    if person is None:
        send = Action(id="to-persons", label=words("device.choose"), kind="main")
        before: Notice | Text = Notice(
            id="nobody",
            kind="info",
            title=words("contact.mail.nobody"),
            body=words("contact.mail.nobody.body"),
        )
    else:
        send = Action(id=SEND, label=words("contact.mail.send"), kind="main")
        before = Text(id="not-sent", text=words("contact.mail.not-sent"), role="lead")
    more = (
        Fact(label=words("mail.address"), value=OFFICER),
        Fact(label=words("mail.kind"), value=words(f"contact.kind.{mail.kind}")),
        *_about_request(context, mail),
        Fact(label=words("contact.mail.attachments"), value=_attached(context, mail)),
    )
    return PageBody(
        title=words("contact.mail.title"),
        help=words("page-help.contact"),
        parts=(
            before,
            mail_facts(words, mail, person.name if person else "", more),
            Actions(
                id="ways",
                bar=True,
                items=(
                    send,
                    Action(id="change", label=words("contact.mail.change"), kind="back"),
                    Action(id="another", label=words("contact.mail.new")),
                ),
            ),
        ),
        begin="not-sent",
    )


def _about_request(context: PageContext, mail: Mail) -> tuple[Fact, ...]:
    if not mail.right:
        return ()
    words, catalogue = context.words, context.holdings.catalogue
    subject = subject_name(context, mail.block_id, mail.function)
    found = catalogue.block(mail.block_id) if catalogue else None
    decides = (
        (Fact(label=words("mail.decides"), value=words.local(found[0].authority)),) if found else ()
    )
    return (
        Fact(label=words("rights.right"), value=words(f"right.{mail.right}")),
        Fact(label=words("rights.about"), value=subject),
        *decides,
    )


def _attached(context: PageContext, mail: Mail) -> str:
    return context.words("contact.mail.card" if mail.right else "contact.mail.no-attachments")


def _composed(context: PageContext) -> Mail | None:
    """The mail that was written, if one was."""
    written = context.pending.get(MAIL)
    if written is None:
        return None
    kind, _, about = written.get("about", "").partition(":")
    request = written["kind"] == "rights"
    return Mail(
        mail_id=written["id"],
        office="officer",
        kind=written["kind"],
        subject=written["subject"],
        text=written["message"],
        right=written.get("right", "") if request else "",
        block_id=about if request and kind == "block" else "",
        function=about if request and kind == "function" else "",
    )


async def _send(context: PageContext, _action: str) -> str | None:
    mail, mailbox = _composed(context), context.devices.mailbox
    if mail is None or mailbox is None:
        return None
    if mail.kind == "rights" and not mail.right:
        return REQUEST
    try:
        place = await send_from(context, mailbox, mail)
    except InvalidInput as error:
        form = _form(replace(context, place=replace(context.place, name="contact")))
        context.refuse(form.id, field_errors(error, form, {"text": "message"}))
        return "contact"
    context.pending.pop(MAIL, None)
    return place


async def send_from(context: PageContext, mailbox: Mailbox, mail: Mail) -> str:
    """Send a mail, and return where its case is. Raises InvalidInput, and PortalError if there are too many.

    What cannot be delivered now stays in the mailbox, which sends it again; nothing of it is lost.
    """
    context.finished = True
    try:
        sent = await mailbox.send(context.portal, mail)
    except PortalError:
        if mail.mail_id not in mailbox.unsent:
            raise
        return "mailbox"
    context.holdings.requests = None if mail.right else context.holdings.requests
    context.done = context.words("mail.sent", number=sent.number)
    return f"mailbox.mail/{sent.mail_id}"


async def _another(context: PageContext, _action: str) -> str | None:
    context.pending.pop(MAIL, None)
    return "contact"


async def be_somebody(context: PageContext) -> None:
    """Be the first of the invented people, as for signing in, unless somebody else was chosen."""
    if context.devices.person is not None or context.holdings.session is not None:
        return
    await load_persons(context)
    if context.holdings.persons:
        await context.devices.take(context.holdings.persons[0], context.portal)


async def _load_mail(context: PageContext) -> None:
    await ask_catalogue(context)
    if _composed(context) is not None:
        await ask(context, "persons", be_somebody(context))


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="contact",
        draw=draw_contact,
        title="contact.title",
        acts={"compose": _compose, "open-*": follow},
        public=True,
    ),
    PageDefinition(
        name=REQUEST,
        draw=draw_request,
        load=ask_catalogue,
        acts={RETRY: again(ask_catalogue), "next": _next, "change": go_to("contact")},
        public=True,
    ),
    PageDefinition(
        name=MAIL,
        draw=draw_mail,
        load=_load_mail,
        acts={
            SEND: _send,
            "change": go_to("contact"),
            "another": _another,
            "to-persons": go_to("persons"),
        },
        public=True,
    ),
)
