"""The citizen's devices: beside the portal while a sign-in method needs them, and as a page."""

from tui.devices.card_reader import CardReader
from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.sign_in_method import Device
from tui.page.parts import Action, Actions, Field, Form, Notice, Part, Text
from tui.pages.links import go_to
from tui.portal.models import ItsmeRequest

APPROVE, REFUSE = "phone-approve", "phone-refuse"
INSERT, REMOVE, ENTER = "reader-insert", "reader-remove", "reader-enter"
NEW_CARD = "reader-new-card"
PIN_FORM = "reader-pin"


# --- the phone --------------------------------------------------------------------------------


def phone_parts(context: PageContext) -> tuple[Part, ...]:
    """What the phone's display shows."""
    words, phone = context.words, context.devices.phone
    heading = Text(id="phone", text=words("phone.title"), role="heading")
    if phone is None:
        return (heading, Text(id="phone-none", text=words("phone.none")))
    number = Text(id="phone-number", text=words("phone.number", number=phone.number), role="hint")
    if not phone.itsme:
        return (heading, number, Text(id="phone-quiet", text=words("phone.no-itsme")))
    request, ours = _request(context)
    if request is None:
        return (heading, number, Text(id="phone-quiet", text=words("phone.quiet")))
    mine = "" if ours else f"-{request.control}"
    shares = ", ".join(
        words(f"phone.shares.{share}") for share in request.shares if share in _SHARES
    )
    about = [
        words("phone.request.control", control=request.control),
        words("phone.request.about", client=words.local(request.client_name), shares=shares),
        words(
            "phone.request.from",
            program=request.program or words("phone.request.from.unknown"),
            time=words.time(request.created_at),
        ),
    ]
    if request.replaced:
        about.append(words("phone.request.replaced"))
    if request.expires_at is not None:
        about.append(words("sign-in.waiting.until", time=words.time(request.expires_at)))
    return (
        heading,
        number,
        Notice(
            id="phone-request",
            kind="info",
            title=words("phone.request"),
            body=" ".join(about),
        ),
        Actions(
            id="phone-actions",
            items=(
                Action(id=f"{APPROVE}{mine}", label=words("phone.approve"), kind="main"),
                Action(id=f"{REFUSE}{mine}", label=words("phone.refuse"), kind="danger"),
            ),
        ),
    )


_SHARES = ("name", "nationalNumber")


def _request(context: PageContext) -> tuple[ItsmeRequest | None, bool]:
    """The request on the display, and whether it is that of the sign-in under way here.

    While that one waits no other is shown: whoever approves means what they have begun. Otherwise it is the
    newest, of another program.
    """
    phone = context.devices.phone
    requests = phone.requests if phone is not None else ()
    if own := _own(context):
        return next((one for one in requests if one.request_id == own), None), True
    return (requests[-1] if requests else None), False


def _own(context: PageContext) -> str:
    """The id of the request that this sign-in waits for; "" if it waits for none."""
    interaction = context.holdings.interaction
    details = interaction.details if interaction is not None else None
    return str(details.get("requestId", "")) if details else ""


async def _answer(context: PageContext, action: str) -> str | None:
    """Answer the request that this action stood with, and no other that has come since."""
    phone = context.devices.phone
    kind, _, control = action.removeprefix("phone-").partition("-")
    if phone is None:
        return None
    others = (one.request_id for one in phone.requests if one.control == control)
    request_id = next(others, "") if control else _own(context)
    if not request_id:
        return None
    own = request_id == _own(context)
    await phone.answer(context.portal, request_id, kind)
    if own:
        await context.sign_in.refresh()
    return back_to_sign_in(context)


def back_to_sign_in(context: PageContext) -> str | None:
    """From the page of the devices back to the sign-in, which shows how the answer was taken."""
    return "sign-in" if context.place.name == "devices" and context.holdings.interaction else None


# --- the card reader --------------------------------------------------------------------------


def reader_parts(context: PageContext) -> tuple[Part, ...]:
    """The card reader's display, and the field for the PIN."""
    words, reader, card = context.words, context.devices.reader, context.devices.card
    heading = Text(id="reader", text=words("reader.title"), role="heading")
    if card is None:
        return (heading, Text(id="reader-none", text=words("reader.no-card")))
    parts: list[Part] = [heading, _shows(context, reader)]
    if reader.card is not None:
        about = words(
            "reader.card",
            holder=card.holder,
            number=card.number,
            date=words.date(card.valid_until),
        )
        parts.append(Text(id="reader-card", text=about, role="hint"))
    if reader.state in ("waitingForPin", "wrongPin"):
        parts.append(_pin_form(context, card.pin))
    elif reader.state == "empty":
        insert = Action(id=INSERT, label=words("reader.insert"), kind="main")
        parts.append(Actions(id="reader-actions", items=(insert,)))
    elif reader.state == "blocked":
        parts.append(Text(id="reader-new-card-lead", text=words("reader.new-card.lead")))
        renew = Action(id=NEW_CARD, label=words("reader.new-card"))
        remove = Action(id=REMOVE, label=words("reader.remove"))
        parts.append(Actions(id="reader-actions", items=(renew, remove)))
    else:
        remove = Action(id=REMOVE, label=words("reader.remove"))
        parts.append(Actions(id="reader-actions", items=(remove,)))
    return tuple(parts)


def _shows(context: PageContext, reader: CardReader) -> Part:
    words = context.words
    if reader.state == "blocked":
        return Notice(
            id="reader-shows",
            kind="error",
            title=words("reader.blocked"),
            body=words("reader.blocked.way"),
        )
    if reader.state == "wrongPin":
        return Notice(
            id="reader-shows",
            kind="error" if reader.tries_left == 1 else "warning",
            title=words.count("reader.wrong-pin", reader.tries_left),
            body=words("reader.wrong-pin.last") if reader.tries_left == 1 else "",
        )
    return Text(id="reader-shows", text=words(f"reader.{_STATE_WORDS[reader.state]}"))


_STATE_WORDS = {
    "empty": "empty",
    "ready": "ready",
    "waitingForPin": "waiting-for-pin",
    "done": "done",
}


def _pin_form(context: PageContext, pin: str) -> Form:
    words = context.words
    return Form(
        id=PIN_FORM,
        fields=(
            Field(
                name="pin",
                label=words("reader.pin"),
                hint=words("reader.pin.hint", pin=pin),
                kind="digits",
                required=True,
                secret=True,
                error=context.error(PIN_FORM, "pin"),
            ),
        ),
        submit=Action(id=ENTER, label=words("reader.enter"), kind="main"),
        others=(Action(id=REMOVE, label=words("reader.remove")),),
    )


async def _insert(context: PageContext, _action: str) -> str | None:
    if context.devices.card is not None:
        context.devices.reader.insert(context.devices.card)
    return None


async def _remove(context: PageContext, _action: str) -> str | None:
    context.devices.reader.remove()
    return None


async def _renew(context: PageContext, _action: str) -> str | None:
    await context.devices.renew_card(context.portal)
    context.done = context.words("reader.new-card.done")
    return None


PHONE = Device(
    id="phone",
    parts=phone_parts,
    acts={APPROVE: _answer, REFUSE: _answer, f"{APPROVE}-*": _answer, f"{REFUSE}-*": _answer},
)
READER = Device(
    id="reader", parts=reader_parts, acts={INSERT: _insert, REMOVE: _remove, NEW_CARD: _renew}
)
DEVICES = (PHONE, READER)
"""In reading order. A PIN goes to the sign-in method that asked for it."""


# --- the page ---------------------------------------------------------------------------------


def draw_devices(context: PageContext) -> PageBody:
    """Both devices, and their holder."""
    words, person = context.words, context.devices.person
    if person is None:
        return PageBody(
            title=words("device.title"),
            parts=(
                Text(id="lead", text=words("device.nobody"), role="lead"),
                Actions(
                    id="device-actions",
                    items=(Action(id="to-persons", label=words("device.choose"), kind="main"),),
                ),
            ),
            help=words("device.help"),
        )
    return PageBody(
        title=words("device.title"),
        parts=(
            Text(id="lead", text=words("device.lead", name=person.name), role="lead"),
            *(part for device in DEVICES for part in device.parts(context)),
        ),
        help=words("device.help"),
    )


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="devices",
        title="device.title",
        group="outside",
        draw=draw_devices,
        acts={"to-persons": go_to("persons")},
        public=True,
    ),
)
