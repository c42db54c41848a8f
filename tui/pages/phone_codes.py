"""The citizen's phone while a code is asked for: its passwords, its authenticator app, its messages."""

from msgspec.structs import replace

from tui.devices.digital_keys import DigitalKeys
from tui.journey.context import PageContext
from tui.journey.sign_in_method import DeviceDefinition
from tui.locale import Words
from tui.page.parts import Action, Actions, Device, Fact, Facts, Text
from tui.pages.devices import holder
from tui.portal.models import TextMessage

FILL_PASSWORD, FILL_CODE, LOOK = "phone-fill-password", "phone-fill-code", "phone-look"

MOST_MESSAGES = 2
"""How many messages the display shows, the newest last: enough for one that comes after a newer one."""


def in_groups(code: str) -> str:
    """A code as it is read: "123 456"."""
    return f"{code[:3]} {code[3:]}"


def _phone(context: PageContext, app: str) -> Device:
    return Device(
        id="phone",
        kind="phone",
        title=context.words("phone.title", name=holder(context)),
        parts=(),
        app=context.words(app),
    )


def _bare(context: PageContext, key: str) -> Device:
    return replace(
        _phone(context, "phone.keys.app"), parts=(Text(id="phone-none", text=context.words(key)),)
    )


def draw_passwords(context: PageContext) -> Device:
    """The phone, with the user name and the password that it keeps."""
    words, keys = context.words, context.devices.keys
    if context.devices.phone is None:
        return _bare(context, "phone.none")
    if keys is None:
        return _bare(context, "phone.keys.none")
    facts = (
        Fact(label=words("sign-in.user-name"), value=keys.user_name),
        Fact(label=words("sign-in.password"), value=keys.password),
    )
    return replace(
        _phone(context, "phone.keys.app"),
        parts=(
            Facts(id="phone-password", title=words("phone.keys.title"), groups=(facts,)),
            _fill(context, FILL_PASSWORD),
        ),
        sentence=words("phone.keys.says", fill=words("phone.fill")),
    )


def draw_app(context: PageContext) -> Device:
    """The phone, with the code in its authenticator app."""
    words, keys = context.words, context.devices.keys
    if context.devices.phone is None:
        return _bare(context, "phone.none")
    if keys is None or not keys.secret:
        return _bare(context, "phone.codes.none")
    device = _phone(context, "phone.codes.app")
    look = Action(id=LOOK, label=words("phone.codes.look"))
    if keys.code_until is None:
        return replace(device, parts=(Actions(id="phone-actions", items=(look,)),))
    return replace(
        device,
        parts=(code_facts(words, keys), _fill(context, FILL_CODE, look)),
        sentence=words("phone.codes.says", fill=words("phone.fill")),
    )


def draw_messages(context: PageContext) -> Device:
    """The phone, with the messages that have come."""
    words, keys, phone = context.words, context.devices.keys, context.devices.phone
    if phone is None:
        return _bare(context, "phone.none")
    device = _phone(context, "phone.messages.app")
    number = Text(id="phone-number", text=words("phone.number", number=phone.number), role="hint")
    messages = keys.messages[-MOST_MESSAGES:] if keys else ()
    if not messages:
        quiet = Text(id="phone-quiet", text=words("phone.messages.none"))
        return replace(device, parts=(quiet, number))
    parts = message_facts(words, messages)
    return replace(
        device,
        parts=(*parts, _fill(context, FILL_CODE)),
        sentence=words("phone.messages.says", fill=words("phone.fill")),
        clock=words.clock(messages[-1].sent_at),
    )


def code_facts(words: Words, keys: DigitalKeys) -> Facts:
    """The code that the authenticator app shows, since it was last looked at."""
    facts = [Fact(label=words("phone.codes.code"), value=in_groups(keys.code))]
    if keys.code_until is not None:
        facts.append(Fact(label=words("phone.until"), value=words.second(keys.code_until)))
    return Facts(id="phone-code", title=keys.user_name, groups=(tuple(facts),))


def message_facts(words: Words, messages: tuple[TextMessage, ...]) -> tuple[Facts, ...]:
    """Text messages with a code, in the order in which they came."""
    parts = []
    for at, message in enumerate(messages, start=1):
        facts = [
            Fact(label=words("phone.codes.code"), value=in_groups(message.code)),
            Fact(label=words("phone.messages.sent"), value=words.second(message.sent_at)),
        ]
        if message.expires_at is not None:
            facts.append(Fact(label=words("phone.until"), value=words.time(message.expires_at)))
        title = words("phone.messages.for", client=words.local(message.client_name))
        parts.append(Facts(id=f"phone-message-{at}", title=title, groups=(tuple(facts),)))
    return tuple(parts)


def _fill(context: PageContext, action: str, *others: Action) -> Actions:
    """To let the phone fill in what it shows (WCAG 3.3.8)."""
    fill = Action(id=action, label=context.words("phone.fill"), kind="main")
    return Actions(id="phone-actions", items=(fill, *others))


PASSWORDS = DeviceDefinition(draw=draw_passwords, acts={})
APP = DeviceDefinition(draw=draw_app, acts={})
MESSAGES = DeviceDefinition(draw=draw_messages, acts={})
"""What can be done with them belongs to the sign-in method that asks."""
