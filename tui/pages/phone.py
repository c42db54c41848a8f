"""The whole phone on a page: what any program asks of its holder, the messages that came, and its codes."""

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.page.parts import Action, Actions, Device, Part, Text
from tui.pages.devices import code_in_focus, draw_phone, scan_link
from tui.pages.links import go_to
from tui.pages.mailbox import delivery_facts, load_mailbox
from tui.pages.nobody import draw_nobody
from tui.pages.phone_codes import LOOK, MOST_MESSAGES, code_facts, message_facts


def draw_page(context: PageContext) -> PageBody:
    """The phone of the person who is being played."""
    words, person = context.words, context.devices.person
    title, help_ = words("phone.page"), words("phone.page.help")
    if person is None:
        return draw_nobody(words, title, help_)
    return PageBody(
        title=title,
        parts=(
            Text(id="lead", text=words("phone.page.lead", name=person.name), role="lead"),
            draw_whole(context),
        ),
        help=help_,
        focus=code_in_focus(context),
    )


def draw_whole(context: PageContext) -> Device:
    """itsme as on the page of the devices, and below it the other apps that this phone has."""
    device = draw_phone(context)
    parts = (*device.parts, *scan_link(context), *_messages(context), *_codes(context))
    return replace(device, app="", parts=parts) if len(parts) > len(device.parts) else device


def _messages(context: PageContext) -> tuple[Part, ...]:
    words, phone, keys = context.words, context.devices.phone, context.devices.keys
    mailbox = context.devices.mailbox
    portal = mailbox.of("phone")[-MOST_MESSAGES:] if mailbox else ()
    has_keys = keys is not None and bool(keys.sms)
    if phone is None or not (has_keys or portal):
        return ()
    heading = Text(id="phone-messages", text=words("phone.messages.app"), role="heading")
    messages = keys.messages[-MOST_MESSAGES:] if keys is not None else ()
    shown = (
        *message_facts(words, messages),
        *(delivery_facts(words, one, "phone-text") for one in portal),
    )
    none = Text(id="phone-no-message", text=words("phone.messages.none"))
    return (heading, *(shown or (none,)))


def _codes(context: PageContext) -> tuple[Part, ...]:
    words, phone, keys = context.words, context.devices.phone, context.devices.keys
    if phone is None or keys is None or not keys.secret:
        return ()
    look = Action(id=LOOK, label=words("phone.codes.look"))
    return (
        Text(id="phone-codes", text=words("phone.codes.app"), role="heading"),
        *((code_facts(words, keys),) if keys.code else ()),
        Actions(id="phone-code-actions", items=(look,)),
    )


async def _look(context: PageContext, _action: str) -> str | None:
    if context.devices.keys is not None:
        await context.devices.keys.look_at_app(context.portal)
    return None


async def _load(context: PageContext) -> None:
    """Have the apps show what waits; from then on they show what comes by itself."""
    phone, keys = context.devices.phone, context.devices.keys
    if phone is not None and phone.itsme:
        await phone.look(context.portal)
    if phone is not None and keys is not None:
        await keys.look_for_messages(context.portal)
    if phone is not None:
        await load_mailbox(context)


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="phone",
        title="phone.page",
        group="outside",
        draw=draw_page,
        load=_load,
        acts={"to-persons": go_to("persons"), LOOK: _look},
        public=True,
    ),
)
