"""Code by app: user name and password, and then what an authenticator app shows."""

from tui.devices.held import Devices
from tui.journey.context import PageBody, PageContext
from tui.journey.sign_in_method import Answer, SignInMethod, SignInStep
from tui.page.parts import Text
from tui.pages.devices import back_to_sign_in
from tui.pages.phone_codes import APP, FILL_CODE, FILL_PASSWORD, LOOK, PASSWORDS
from tui.pages.sign_in import password
from tui.pages.sign_in.parts import step_number
from tui.portal.client import Portal
from tui.portal.models import Interaction

PASSWORD, CODE = "appPassword", "appCode"


def _draw_code(context: PageContext, interaction: Interaction) -> PageBody:
    words = context.words
    used = interaction.failure is not None and interaction.failure.code == "codeUsed"
    hint = words("sign-in.app.hint.next" if used else "sign-in.app.hint")
    return PageBody(
        title=words("sign-in.app.title"),
        parts=(
            Text(id="lead", text=words("sign-in.app.lead"), role="lead"),
            password.code_form(context, hint),
        ),
        step=step_number(context, 3),
        help=words("sign-in.app.help"),
    )


async def _look_once(devices: Devices, portal: Portal) -> bool:
    """The app is open, with the code of the moment; it shows another when it is looked at again."""
    keys = devices.keys
    if keys is None or not keys.secret or keys.code:
        return False
    await keys.look_at_app(portal)
    return True


async def _look(context: PageContext, _action: str) -> str | None:
    if context.devices.keys is not None:
        await context.devices.keys.look_at_app(context.portal)
    return None


async def _next_code(devices: Devices, portal: Portal) -> float | None:
    """In how many seconds the app shows another code than the one that was sent; None: it never will."""
    clock, keys = await portal.clock(), devices.keys
    if keys is None or keys.code_until is None:
        return 0
    seconds = (keys.code_until - clock.now).total_seconds()
    return None if clock.frozen and seconds > 0 else seconds


async def _fill_password(context: PageContext, _action: str) -> str | None:
    await password.fill_password(context, PASSWORD)
    return back_to_sign_in(context)


async def _fill_code(context: PageContext, _action: str) -> str | None:
    """Fill in the code of this moment, whatever the display shows."""
    keys = context.devices.keys
    if keys is not None and keys.secret and password.is_at(context, CODE):
        await keys.look_at_app(context.portal)
        await password.give_code(context, keys.code)
    return back_to_sign_in(context)


METHOD = SignInMethod(
    id="app",
    level=400,
    steps={
        PASSWORD: SignInStep(
            draw=password.draw_password, details=password.PasswordAsked, device=PASSWORDS
        ),
        CODE: SignInStep(draw=_draw_code, device=APP, poll=_look_once),
    },
    acts={
        password.SEND_PASSWORD: password.send_password,
        password.SHOW: password.show_or_hide,
        password.SEND_CODE: password.send_code,
        FILL_PASSWORD: _fill_password,
        FILL_CODE: _fill_code,
        LOOK: _look,
    },
    failures=(*password.FAILURES, "noApp", "codeUsed"),
    fails_as="code",
    later={"codeUsed": _next_code},
    answers=(
        Answer(action=FILL_PASSWORD, on_device=True, told="demo.password"),
        Answer(action=FILL_CODE, on_device=True, told="demo.code"),
    ),
    usable=lambda person: (
        person.digital_keys is not None
        and person.digital_keys.app
        and password.is_old_enough(person)
    ),
)
