"""Contact details that are one's own: a code that comes by mail or text message; which one is preferred."""

from functools import partial

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_profile, unavailable_notice
from tui.page.parts import Action, Actions, Field, Form, Notice, Part, Text
from tui.pages.forms import error_words, field_errors, valid_values, with_errors
from tui.pages.links import go_to
from tui.pages.values import phone_number
from tui.portal.errors import InvalidInput
from tui.portal.models import ContactDetail

PLACE, FORM = "profile.verify", "verify-form"
CONFIRM, AGAIN, TAKE, LEAVE = "confirm", "send-again", "take-code", "leave"
BACK = "profile?at=contacts"

DEVICES = {"email": "mailbox", "phone": "phone"}
"""The page of the device on which a code arrives."""


def contact_name(contact: ContactDetail) -> str:
    """A contact in a single line."""
    return phone_number(contact.value) if contact.kind == "phone" else contact.value


def contact_note(context: PageContext, contact: ContactDetail, changed: str) -> str:
    """Whether it is verified, and whether it is the one that is used first; then when it was changed."""
    words = context.words
    state = "unverified"
    if contact.verified_at is not None:
        state = "preferred" if contact.preferred else "verified"
    return f"{words(f'profile.contact.{state}')} {changed}"


def contact_actions(context: PageContext, contact: ContactDetail) -> tuple[Action, ...]:
    """What can be done with it beside changing and removing."""
    words, name = context.words, contact_name(contact)
    verb = "verify" if contact.verified_at is None else "" if contact.preferred else "prefer"
    if not verb:
        return ()
    label = words(f"profile.{verb}")
    spoken = words("profile.action.spoken", action=label, name=name)
    return (Action(id=f"{verb}-contact-{contact.contact_id}", label=label, spoken=spoken),)


def draw_verify(context: PageContext) -> PageBody:
    """Where the code was sent, and the field for it."""
    words, contact = context.words, _contact(context)
    title, help_ = words("profile.verify.title"), words("page-help.verify")
    if contact is None or contact.verified_at is not None:
        return PageBody(title=title, parts=_nothing(context), help=help_)
    device = DEVICES[contact.kind]
    key = f"profile.verify.lead.{contact.kind}"
    return PageBody(
        title=title,
        parts=(
            Text(id="lead", text=words(key, to=contact_name(contact)), role="lead"),
            _form(context),
            Actions(
                id="verify-actions",
                items=(
                    Action(id=TAKE, label=words(f"profile.verify.take.{contact.kind}")),
                    Action(id=AGAIN, label=words("profile.verify.again")),
                    Action(id=f"to-{device}", label=words(f"profile.verify.open.{contact.kind}")),
                ),
            ),
        ),
        help=help_,
    )


def _nothing(context: PageContext) -> tuple[Part, ...]:
    """Instead of the form: why there is nothing to fill in."""
    words = context.words
    if context.holdings.profile is None:
        if "profile" in context.holdings.failures:
            return (unavailable_notice(context, "profile"),)
        return (Text(id="loading", text=words("profile.loading"), role="hint"),)
    leave = Action(id=LEAVE, label=words("profile.back"), kind="back")
    gone = words("profile.gone" if _contact(context) is None else "profile.verify.already")
    return (Notice(id="gone", kind="info", title=gone, actions=(leave,)),)


def _form(context: PageContext) -> Form:
    words = context.words
    code = Field(
        name="code",
        label=words("profile.verify.code"),
        hint=words("profile.verify.code.hint"),
        kind="digits",
        required=True,
        purpose="one-time-code",
        example="123 456",
    )
    return Form(
        id=FORM,
        fields=with_errors(context, FORM, (code,)),
        submit=Action(id=CONFIRM, label=words("profile.verify"), kind="main"),
        others=(Action(id=LEAVE, label=words("form.cancel")),),
    )


def _contact(context: PageContext) -> ContactDetail | None:
    profile, subject = context.holdings.profile, context.place.subject
    contacts = profile.contacts if profile else ()
    return next((one for one in contacts if one.contact_id == subject), None)


# --- acts -------------------------------------------------------------------------------------


async def begin(context: PageContext, action: str) -> str | None:
    """Have a code sent, and go to where it is asked for."""
    contact_id = action.removeprefix("verify-contact-")
    await context.portal.send_contact_code(contact_id)
    return f"{PLACE}/{contact_id}"


async def prefer(context: PageContext, action: str) -> str | None:
    """Prefer this one to the others of its kind."""
    contact_id = action.removeprefix("prefer-contact-")
    context.holdings.profile = await context.portal.prefer_contact(contact_id)
    context.done = context.words("profile.preferred")
    return None


async def _confirm(context: PageContext, _action: str) -> str | None:
    form = _form(context)
    values = valid_values(context, form, {})
    if values is None:
        return None
    try:
        profile = await context.portal.verify_contact(context.place.subject, values["code"])
    except InvalidInput as error:
        context.refuse(form.id, field_errors(error, form, {}))
        return None
    context.holdings.profile = profile
    context.done = context.words("profile.verified")
    return await _leave(context, _action)


async def _again(context: PageContext, _action: str) -> str | None:
    await context.portal.send_contact_code(context.place.subject)
    context.done = context.words("profile.verify.sent")
    return None


async def _take(context: PageContext, _action: str) -> str | None:
    """Let the mail program or the phone fill in what it received (WCAG 3.3.8)."""
    contact, mailbox = _contact(context), context.devices.mailbox
    code = ""
    if contact is not None and mailbox is not None:
        await mailbox.look(context.portal)
        code = mailbox.code_for(contact.value)
    if code:
        context.drafts.write(str(context.place), FORM, "code", code)
    else:
        error = partial(error_words, code="codeNotArrived")
        context.refuse(FORM, {"code": error})
    return None


async def _leave(context: PageContext, _action: str) -> str | None:
    context.errors.pop(FORM, None)
    context.drafts.forget(str(context.place))
    context.finished = True
    return BACK


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name=PLACE,
        draw=draw_verify,
        load=ask_profile,
        acts={
            RETRY: again(ask_profile),
            CONFIRM: _confirm,
            AGAIN: _again,
            TAKE: _take,
            LEAVE: _leave,
            "to-mailbox": go_to("mailbox"),
            "to-phone": go_to("phone"),
        },
        tab="profile",
    ),
)
