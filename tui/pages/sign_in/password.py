"""What the two codes have in common: user name and password, and the field for the code."""

from datetime import datetime

from tui.journey.context import PageBody, PageContext
from tui.page.parts import Action, Field, Form, Text
from tui.page.typed import line
from tui.pages.forms import field_errors, valid_values, with_errors, with_example
from tui.pages.sign_in.parts import failure_key, other_actions, step_number
from tui.portal.errors import InvalidInput
from tui.portal.models import Interaction, Model, Person

MINIMUM_AGE = 12
"""As the page that offers the methods says."""

PASSWORD_FORM, SEND_PASSWORD, SHOW = "password-form", "password-send", "password-show"
CODE_FORM, SEND_CODE = "code-form", "code-send"

SHOWN = "password-shown"
"""The name, among what is noted, of whether the password is shown as it is typed: "yes" or ""."""

AT_THE_CODE = ("wrongCode", "codeUsed", "codeExpired", "codeReplaced")
"""The failures after which another code can be typed."""

FAILURES = ("wrongPassword", "paused", "underAge", "wrongCode")


class PasswordAsked(Model, frozen=True):
    """Until when nothing is taken, after too many wrong answers."""

    paused_until: datetime | None = None


def is_old_enough(person: Person) -> bool:
    """Whether this person has the age for digital keys, and a phone to read a code on."""
    return person.phone is not None and person.is_at_least(MINIMUM_AGE)


def draw_password(context: PageContext, interaction: Interaction) -> PageBody:
    """User name and password, both filled in by the phone if the citizen likes."""
    words = context.words
    until = interaction.details_as(PasswordAsked).paused_until
    paused = words("sign-in.paused", time=words.time(until)) if until else ""
    return PageBody(
        title=words("sign-in.password.title"),
        parts=(
            Text(
                id="lead",
                text=words("sign-in.password.lead"),
                role="lead",
            ),
            *((Text(id="paused", text=paused),) if paused else ()),
            _password_form(context),
        ),
        step=step_number(context, 2),
        help=words("sign-in.password.help"),
    )


def _password_form(context: PageContext) -> Form:
    words, keys = context.words, context.devices.keys
    shown = context.noted.get(SHOWN) == "yes"
    fields = (
        Field(
            name="userName",
            label=words("sign-in.user-name"),
            hint=words("sign-in.user-name.hint") if keys else "",
            required=True,
            purpose="username",
            stored=keys.user_name if keys else "",
            example=words("sign-in.user-name.example"),
            longest=64,
        ),
        Field(
            name="password",
            label=words("sign-in.password"),
            hint=words("sign-in.password.hint"),
            required=True,
            secret=True,
            shown=shown,
            purpose="current-password",
        ),
    )
    show = Action(
        id=SHOW, label=words("sign-in.password.hide" if shown else "sign-in.password.show")
    )
    return Form(
        id=PASSWORD_FORM,
        fields=with_errors(context, PASSWORD_FORM, fields),
        submit=Action(id=SEND_PASSWORD, label=words("sign-in.password.send"), kind="main"),
        others=(show, *other_actions(context).items),
    )


async def show_or_hide(context: PageContext, _action: str) -> str | None:
    """Show the password as it is typed, or hide it again."""
    context.noted[SHOWN] = "" if context.noted.get(SHOWN) == "yes" else "yes"
    return None


async def send_password(context: PageContext, _action: str) -> str | None:
    """Send what was typed. A password is taken as it is: also with spaces in it."""
    form = _password_form(context)
    values = valid_values(context, form, {})
    if values is not None:
        await _log_in(context, values["userName"], context.secrets.get("password", ""))
    return None


def is_at(context: PageContext, step: str) -> bool:
    """Whether the sign-in waits at this step: a device may be pressed at another."""
    interaction = context.holdings.interaction
    return interaction is not None and interaction.step == step


async def fill_password(context: PageContext, step: str) -> None:
    """Send what the phone keeps, if it is asked for."""
    keys = context.devices.keys
    if keys is not None and is_at(context, step):
        await _log_in(context, keys.user_name, keys.password)


async def _log_in(context: PageContext, user_name: str, password: str) -> None:
    interaction = await context.sign_in.act("sendPassword", userName=user_name, password=password)
    if interaction.failure is not None and interaction.failure.code == "wrongPassword":
        key = failure_key(context, interaction)
        # Which of the two is wrong is not told; both can be corrected.
        context.refuse(
            PASSWORD_FORM,
            dict.fromkeys(
                ("userName", "password"),
                lambda words, field: with_example(words, field, words(key)),
            ),
        )
    else:
        context.refuse(PASSWORD_FORM, {})
        context.noted[SHOWN] = ""


def code_form(context: PageContext, hint: str, *others: Action) -> Form:
    """The field for six digits, with what else can be done."""
    words = context.words
    field = Field(
        name="code",
        label=words("sign-in.code"),
        hint=hint,
        kind="digits",
        required=True,
        purpose="one-time-code",
        example="123 456",
        longest=20,
    )
    return Form(
        id=CODE_FORM,
        fields=with_errors(context, CODE_FORM, (field,)),
        submit=Action(id=SEND_CODE, label=words("sign-in.code.send"), kind="main"),
        others=(*others, *other_actions(context).items),
    )


def six_digits(text: str) -> str:
    """The rule for a code, in groups or not."""
    digits = text.replace(" ", "").replace("-", "")
    return "" if len(digits) == 6 and digits.isascii() and digits.isdigit() else "codeInvalid"


async def send_code(context: PageContext, _action: str) -> str | None:
    """Send the code that was typed."""
    form = code_form(context, "")
    values = valid_values(context, form, {"code": six_digits})
    if values is not None:
        await give_code(context, values["code"])
    return None


async def give_code(context: PageContext, code: str) -> None:
    """Send a code; what is wrong with it stands under the field."""
    try:
        interaction = await context.sign_in.act("sendCode", code=line(code))
    except InvalidInput as error:
        context.refuse(CODE_FORM, field_errors(error, code_form(context, ""), {}))
        return
    failure = interaction.failure
    if failure is not None and failure.code in AT_THE_CODE and not context.devices.waits:
        key = failure_key(context, interaction)
        context.refuse(
            CODE_FORM, {"code": lambda words, field: with_example(words, field, words(key))}
        )
