"""itsme: the citizen gives a phone number, and approves on that phone."""

from tui.devices.held import Devices
from tui.journey.context import PageBody, PageContext
from tui.journey.long_poll import WAIT
from tui.journey.sign_in_method import Answer, SignInMethod, SignInStep
from tui.locale import Words
from tui.page.parts import TITLE, Action, Field, Form, Notice, Part, Picture, Text
from tui.pages.devices import APPROVE, PHONE, SCAN, code_in_focus
from tui.pages.digital_keys import qr_code
from tui.pages.forms import field_errors, valid_values, with_errors, with_example
from tui.pages.rules import international
from tui.pages.sign_in.parts import failure_key, other_actions, step_number
from tui.portal.client import Portal
from tui.portal.errors import InvalidInput
from tui.portal.models import Interaction, Model

MINIMUM_AGE = 16
"""As the page that offers the method says."""

NUMBER_FORM, SEND, SHOW_CODE = "itsme-form", "itsme-send", "itsme-show-code"


class Waiting(Model, frozen=True):
    """A request that waits on the phone; `sent_to` is its number, masked but recognisable.

    `control` is the number that the phone shows, too. `replaced`: an earlier request gave way to this one.
    `scanned`: the phone is the one that scanned the QR code.
    """

    request_id: str
    sent_to: str
    control: str
    replaced: bool = False
    scanned: bool = False


class QrCode(Model, frozen=True):
    """A QR code on the page: its `code`, and all that the picture says; "" while none is shown."""

    code: str = ""
    content: str = ""


def _draw_number(context: PageContext, interaction: Interaction) -> PageBody:
    words = context.words
    shown = interaction.details_as(QrCode)
    return PageBody(
        title=words("sign-in.itsme.title"),
        parts=(
            *(_code_parts(context, interaction, shown) if shown.code else ()),
            Text(
                id="lead",
                text=words("sign-in.itsme.or-number" if shown.code else "sign-in.itsme.lead"),
                role="lead",
            ),
            number_form(context, can_scan=not shown.code),
        ),
        step=step_number(context, 2),
        # What was asked for is read, and answered on the phone.
        focus=code_in_focus(context) or (TITLE if shown.code else ""),
        help=words("sign-in.itsme.help"),
    )


def _code_parts(context: PageContext, interaction: Interaction, shown: QrCode) -> tuple[Part, ...]:
    """The QR code, what it says, and until when."""
    words, ends_at = context.words, interaction.step_expires_at
    until = words("sign-in.itsme.qr.until", time=words.time(ends_at)) if ends_at else ""
    return (
        Text(id="qr-title", text=words("sign-in.itsme.qr.title"), role="heading"),
        Picture(
            id="qr-code",
            rows=qr_code(shown.content),
            words=words("sign-in.itsme.qr.words", content=shown.content, code=shown.code),
        ),
        *((Text(id="qr-until", text=until, role="hint"),) if until else ()),
    )


async def _show_code(context: PageContext, _action: str) -> str | None:
    await context.sign_in.act("showCode")
    return None


def number_form(context: PageContext, *, can_scan: bool = False) -> Form:
    """The citizen's mobile number at itsme; the number of the phone in use is filled in.

    `can_scan`: a QR code can be shown instead.
    """
    words, phone = context.words, context.devices.phone
    show = Action(id=SHOW_CODE, label=words("sign-in.itsme.qr"))
    return Form(
        id=NUMBER_FORM,
        fields=with_errors(
            context,
            NUMBER_FORM,
            (
                Field(
                    name="number",
                    label=words("sign-in.itsme.number"),
                    hint=words("sign-in.itsme.number.hint"),
                    kind="phone",
                    required=True,
                    purpose="tel",
                    stored=phone.number if phone else "",
                    example="+32400000001",
                    longest=30,
                ),
            ),
        ),
        submit=Action(id=SEND, label=words("sign-in.itsme.send"), kind="main"),
        others=(*((show,) if can_scan else ()), *other_actions(context).items),
    )


async def _send(context: PageContext, _action: str) -> str | None:
    form = number_form(context)
    values = valid_values(context, form, {})
    if values is None:
        return None
    try:
        interaction = await context.sign_in.act(
            "sendNumber", phoneNumber=international(values["number"])
        )
    except InvalidInput as error:
        context.refuse(NUMBER_FORM, field_errors(error, form, {}))
        return None
    if interaction.failure is not None:
        # What was typed stays, to be corrected; a notice says what else the citizen can do.
        key = failure_key(context, interaction)
        context.refuse(
            NUMBER_FORM, {"number": lambda words, field: with_example(words, field, words(key))}
        )
    return None


def _draw_waiting(context: PageContext, interaction: Interaction) -> PageBody:
    words, ends_at = context.words, interaction.step_expires_at
    waiting = interaction.details_as(Waiting)
    until = words("sign-in.waiting.until", time=words.time(ends_at)) if ends_at else ""
    return PageBody(
        title=words("sign-in.waiting.title"),
        parts=(
            Text(
                id="lead", text=words("sign-in.waiting.lead", number=waiting.sent_to), role="lead"
            ),
            Text(id="control", text=words("sign-in.waiting.control", control=waiting.control)),
            *((_replaced(words),) if waiting.replaced else ()),
            *((_other_phone(words, waiting),) if _elsewhere(context, waiting) else ()),
            *((Text(id="until", text=until, role="hint"),) if until else ()),
            other_actions(context),
        ),
        step=step_number(context, 3),
        help=words("sign-in.waiting.help"),
        # Not a button: the citizen answers on the device, and a second Enter must not go back.
        focus=code_in_focus(context) or TITLE,
    )


def _elsewhere(context: PageContext, waiting: Waiting) -> bool:
    """Whether another phone scanned the code than the one in hand, as far as the masked number tells."""
    phone, shown = context.devices.phone, waiting.sent_to.replace(" ", "")
    if not waiting.scanned or phone is None:
        return waiting.scanned
    same = (seen in (sign, "*") for sign, seen in zip(phone.number, shown, strict=False))
    return len(phone.number) != len(shown) or not all(same)


def _other_phone(words: Words, waiting: Waiting) -> Notice:
    return Notice(
        id="other-phone",
        kind="warning",
        title=words("sign-in.waiting.other-phone", number=waiting.sent_to),
        body=words("sign-in.waiting.other-phone.way"),
    )


def _replaced(words: Words) -> Notice:
    return Notice(
        id="replaced",
        kind="info",
        title=words("sign-in.waiting.replaced"),
        body=words("sign-in.waiting.replaced.way"),
    )


async def _look_at_phone(devices: Devices, portal: Portal) -> bool:
    if devices.phone is None:
        return False
    await devices.phone.look(portal, WAIT)
    return True


METHOD = SignInMethod(
    id="itsme",
    level=450,
    steps={
        "itsmeNumber": SignInStep(draw=_draw_number, details=QrCode, device=PHONE),
        "itsmeWaiting": SignInStep(
            draw=_draw_waiting,
            details=Waiting,
            device=PHONE,
            poll=_look_at_phone,
            withdrawn="sign-in.waiting.withdrawn",
        ),
    },
    acts={SEND: _send, SHOW_CODE: _show_code},
    failures=(
        *("phoneNumberUnknown", "noItsme", "blocked", "replaced", "timedOut", "underAge"),
        *("refused", "unavailable", "untrusted", "personUnknown", "codeExpired"),
        *("notAccepted", "notIdentified"),
    ),
    answers=(
        Answer(action=SEND, form=NUMBER_FORM),
        Answer(action=SCAN, on_device=True, told="demo.scan", aside=True),
        Answer(action=APPROVE, on_device=True, told="demo.approve"),
    ),
    usable=lambda person: (
        person.phone is not None and person.phone.itsme and person.is_at_least(MINIMUM_AGE)
    ),
)
