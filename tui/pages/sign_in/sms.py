"""Code by text message: user name and password, and then the code that comes on the phone."""

from datetime import datetime

from tui.devices.held import Devices
from tui.journey.context import PageBody, PageContext
from tui.journey.long_poll import WAIT
from tui.journey.sign_in_method import Answer, SignInMethod, SignInStep
from tui.page.parts import Action, Text
from tui.pages.devices import back_to_sign_in
from tui.pages.phone_codes import FILL_CODE, FILL_PASSWORD, MESSAGES, PASSWORDS
from tui.pages.sign_in import password
from tui.pages.sign_in.parts import step_number
from tui.portal.client import Portal
from tui.portal.models import Interaction, Model, Person

PASSWORD, CODE = "smsPassword", "smsCode"
AGAIN = "code-again"


class CodeSent(Model, frozen=True):
    """The last message; `sent_to` is its number, masked but recognisable."""

    message_id: str
    sent_to: str
    sent_at: datetime


def _draw_code(context: PageContext, interaction: Interaction) -> PageBody:
    words, ends_at = context.words, interaction.step_expires_at
    sent = interaction.details_as(CodeSent)
    lead = words("sign-in.sms.lead", number=sent.sent_to, time=words.time(sent.sent_at))
    until = words("sign-in.sms.until", time=words.time(ends_at)) if ends_at else ""
    again = Action(id=AGAIN, label=words("sign-in.sms.again"))
    return PageBody(
        title=words("sign-in.sms.title"),
        parts=(
            Text(id="lead", text=lead, role="lead"),
            *((Text(id="until", text=until, role="hint"),) if until else ()),
            password.code_form(context, words("sign-in.sms.hint"), again),
        ),
        step=step_number(context, 3),
        help=words("sign-in.sms.help"),
    )


async def _look_at_phone(devices: Devices, portal: Portal) -> bool:
    return devices.keys is not None and await devices.keys.look_for_messages(portal, WAIT)


async def _send_again(context: PageContext, _action: str) -> str | None:
    interaction = await context.sign_in.act("sendAgain")
    context.refuse(password.CODE_FORM, {})
    if interaction.failure is None:
        context.done = context.words("sign-in.sms.sent-again")
    return None


async def _fill_password(context: PageContext, _action: str) -> str | None:
    await password.fill_password(context, PASSWORD)
    return back_to_sign_in(context)


async def _fill_code(context: PageContext, _action: str) -> str | None:
    """Fill in the code of the last message, once that is on the phone: an earlier one is not taken."""
    keys, interaction = context.devices.keys, context.holdings.interaction
    if keys is None or interaction is None or not password.is_at(context, CODE):
        return back_to_sign_in(context)
    await keys.look_for_messages(context.portal)
    last = interaction.details_as(CodeSent).message_id
    code = next((one.code for one in keys.messages if one.message_id == last), "")
    if code:
        await password.give_code(context, code)
    else:
        context.refuse(
            password.CODE_FORM, {"code": lambda words, field: words("sign-in.sms.not-yet")}
        )
    return back_to_sign_in(context)


def _is_usable(person: Person) -> bool:
    """Whether a message would come on the phone that this person has."""
    keys, phone = person.digital_keys, person.phone
    if keys is None or phone is None:
        return False
    return keys.sms == phone.number and password.is_old_enough(person)


METHOD = SignInMethod(
    id="sms",
    level=400,
    steps={
        PASSWORD: SignInStep(
            draw=password.draw_password, details=password.PasswordAsked, device=PASSWORDS
        ),
        CODE: SignInStep(draw=_draw_code, details=CodeSent, device=MESSAGES, poll=_look_at_phone),
    },
    acts={
        password.SEND_PASSWORD: password.send_password,
        password.SHOW: password.show_or_hide,
        password.SEND_CODE: password.send_code,
        AGAIN: _send_again,
        FILL_PASSWORD: _fill_password,
        FILL_CODE: _fill_code,
    },
    failures=(
        *password.FAILURES,
        "noNumber",
        "codeExpired",
        "codeReplaced",
        "tooManyMessages",
    ),
    fails_as="code",
    answers=(
        Answer(action=FILL_PASSWORD, on_device=True, told="demo.password"),
        Answer(action=FILL_CODE, on_device=True, told="demo.code"),
    ),
    usable=_is_usable,
)
