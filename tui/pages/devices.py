"""The citizen's devices: beside the portal while a sign-in method needs them, and as a page."""

import re

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.registry import step_of
from tui.journey.sign_in_method import DeviceDefinition
from tui.locale import Words
from tui.page.parts import Action, Actions, Device, Fact, Facts, Field, Form, Notice, Part, Text
from tui.pages.card_reader import READER, draw_reader
from tui.pages.digital_keys import SEE, TO_CARD, TO_MAILBOX, TO_PHONE, device_links
from tui.pages.forms import valid_values, with_errors
from tui.pages.links import go_to
from tui.pages.nobody import draw_nobody
from tui.portal.errors import InvalidInput, PortalError
from tui.portal.models import ItsmeRequest

APPROVE, REFUSE = "phone-approve", "phone-refuse"
USE_CODE, ENTER_CODE, CODE_FORM = "phone-use-code", "phone-code", "phone-code-form"
RENEW = "phone-renew"
SCAN, SCAN_TYPE, SCAN_NOT = "phone-scan", "phone-scan-type", "phone-scan-not"
SCAN_TYPED, SCAN_FORM = "phone-scan-typed", "phone-scan-form"


def holder(context: PageContext) -> str:
    """Whose the devices are."""
    return context.devices.person.name if context.devices.person else ""


# --- the phone --------------------------------------------------------------------------------


def draw_phone(context: PageContext) -> Device:
    """The phone, with what its display shows."""
    words, phone = context.words, context.devices.phone
    request, ours = _request(context)
    device = Device(
        id="phone", kind="phone", title=words("phone.title", name=holder(context)), parts=()
    )
    if phone is None:
        return replace(device, parts=(Text(id="phone-none", text=words("phone.none")),))
    number = Text(id="phone-number", text=words("phone.number", number=phone.number), role="hint")
    if not phone.itsme:
        quiet = Text(id="phone-quiet", text=words("phone.no-itsme"))
        return replace(device, parts=(quiet, number))
    if phone.tries_left == 0:
        return replace(device, parts=_blocked(words), app=words("phone.app"))
    if request is None:
        quiet = Text(id="phone-quiet", text=words("phone.quiet"))
        parts = (quiet, number, *_scanning(context))
        return replace(device, parts=parts, app=words("phone.app"))
    return replace(
        device,
        parts=_question(context, request, "" if ours else f"-{request.control}"),
        sentence=words("phone.says", approve=words("phone.approve"), refuse=words("phone.refuse")),
        clock=words.clock(request.created_at),
        app=words("phone.app"),
    )


def _question(context: PageContext, request: ItsmeRequest, mine: str) -> tuple[Part, ...]:
    """What itsme asks, and the answers; `mine` tells the request from that of the sign-in under way."""
    words = context.words
    shares = ", ".join(
        words(f"phone.shares.{share}") for share in request.shares if share in _SHARES
    )
    program = request.program or words("phone.program.unknown")
    facts = [
        Fact(label=words("phone.control"), value=request.control),
        Fact(label=words("phone.shares"), value=shares),
        Fact(label=words("phone.asked"), value=words.time(request.created_at)),
        Fact(label=words("phone.asked-by"), value=words.local(request.client_name)),
        Fact(label=words("phone.program"), value=program),
    ]
    if request.expires_at is not None:
        facts.append(Fact(label=words("phone.until"), value=words.time(request.expires_at)))
    return (
        Facts(
            id="phone-request",
            title=words("phone.request", client=words.local(request.service_name)),
            groups=(tuple(fact for fact in facts if fact.value),),
            note=words("phone.request.replaced") if request.replaced else "",
        ),
        *_answers(context, request, mine),
    )


def _answers(context: PageContext, request: ItsmeRequest, mine: str) -> tuple[Part, ...]:
    """Approving with the finger or with the code, and refusing."""
    words, phone = context.words, context.devices.phone
    assert phone is not None
    approve, refuse = words("phone.approve"), words("phone.refuse")
    refusing = Action(id=f"{REFUSE}{mine}", label=refuse, kind="danger")
    if not (request.code_only or phone.types_code):
        items = (
            Action(id=f"{APPROVE}{mine}", label=approve, kind="main"),
            refusing,
            Action(id=USE_CODE, label=words("phone.use-code")),
        )
        return (Actions(id="phone-actions", items=items),)
    code = Field(
        name="code",
        label=words("phone.code"),
        hint=words("phone.code.hint", code=phone.code),
        kind="digits",
        required=True,
        secret=True,
    )
    return (
        Form(
            id=CODE_FORM,
            fields=with_errors(context, CODE_FORM, (code,)),
            submit=Action(id=f"{ENTER_CODE}{mine}", label=approve, kind="main"),
            others=(refusing,),
        ),
    )


def _scanning(context: PageContext) -> tuple[Part, ...]:
    """Scanning the QR code of the sign-in here, or typing one that stands elsewhere."""
    words, phone, here = context.words, context.devices.phone, _code_here(context)
    if phone is None or not phone.scans:
        scan = Action(id=SCAN, label=words("phone.scan"), kind="main")
        return (Actions(id="phone-actions", items=(scan,)),) if here else ()
    field = Field(
        name="code",
        label=words("phone.scan.code"),
        hint=words("phone.scan.code.hint"),
        required=True,
        stored=here,
        example="ABCD-EFGH",
        longest=100,
    )
    stop = Action(id=SCAN_NOT, label=words("phone.scan.not"))
    return (
        Form(
            id=SCAN_FORM,
            fields=with_errors(context, SCAN_FORM, (field,)),
            submit=Action(id=SCAN_TYPED, label=words("phone.scan.typed"), kind="main"),
            others=(stop,),
        ),
    )


def scan_link(context: PageContext) -> tuple[Part, ...]:
    """To scan a code that stands elsewhere, on a phone whose itsme has nothing else to show."""
    phone, (request, _) = context.devices.phone, _request(context)
    if phone is None or not phone.itsme or phone.scans or request or phone.tries_left == 0:
        return ()
    if _code_here(context):
        return ()
    type_ = Action(id=SCAN_TYPE, label=context.words("phone.scan.type"))
    return (Actions(id="phone-scan-actions", items=(type_,)),)


def _code_here(context: PageContext) -> str:
    """The code that the sign-in under way here shows; "" if it shows none."""
    interaction = context.holdings.interaction
    return "" if interaction is None else str(interaction.details.get("code", ""))


async def _scan(context: PageContext, action: str) -> str | None:
    """Scan the code that is shown here, or take the one that was typed."""
    phone = context.devices.phone
    if phone is None:
        return None
    code = _code_here(context)
    if action == SCAN_TYPED:
        (form,) = (one for one in _scanning(context) if isinstance(one, Form))
        values = valid_values(context, form, {})
        if values is None:
            return None
        code = values["code"]
    try:
        await phone.scan(context.portal, code)
    except InvalidInput as error:
        phone.scans = True  # there is room to say why
        why = next((one for _, one in error.issues), "")
        key = f"phone.scan.{why}" if why in _UNSCANNED else "phone.scan.codeUnknown"
        context.refuse(SCAN_FORM, {"code": lambda words, _: words(key)})
        return None
    except PortalError as error:
        if error.reason != "accountBlocked":
            raise
        await phone.look(context.portal)
        return None
    if context.holdings.interaction is not None:
        await context.sign_in.refresh()
    return back_to_sign_in(context)


_UNSCANNED = ("codeUnknown", "codeExpired", "codeScanned", "underAge")


async def _type_scan(context: PageContext, action: str) -> str | None:
    if context.devices.phone is not None:
        context.devices.phone.scans = action == SCAN_TYPE
    return None


def code_in_focus(context: PageContext) -> str:
    """Where to go while the itsme code is asked for on the phone; "" if it is not."""
    phone = context.devices.phone
    request, _ = _request(context)
    if phone is not None and phone.scans and request is None:
        return f"{SCAN_FORM}.code"
    asked = phone is not None and request is not None and bool(phone.tries_left)
    return f"{CODE_FORM}.code" if asked and phone and phone.types_code else ""


def _blocked(words: Words) -> tuple[Part, ...]:
    """What the app shows after three wrong codes."""
    blocked = Notice(
        id="phone-blocked",
        kind="error",
        title=words("phone.blocked"),
        body=words("phone.blocked.way"),
    )
    renew = Action(id=RENEW, label=words("phone.renew"))
    return (blocked, Actions(id="phone-actions", items=(renew,)))


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
    own, code = request_id == _own(context), context.secrets.get("code", "")
    if kind == "code" and not re.fullmatch("[0-9]{5}", code):
        context.refuse(CODE_FORM, {"code": lambda words, _: words("phone.code.malformed")})
        return None
    try:
        if kind == "code":
            await phone.answer(context.portal, request_id, "approve", code)
        else:
            await phone.answer(context.portal, request_id, kind)
    except InvalidInput:
        left = phone.tries_left or 0
        context.refuse(CODE_FORM, {"code": lambda words, _: words.count("phone.code.wrong", left)})
        return None
    except PortalError as error:
        if error.reason != "accountBlocked":
            raise
    if own:
        await context.sign_in.refresh()
    return back_to_sign_in(context)


async def _use_code(context: PageContext, _action: str) -> str | None:
    if context.devices.phone is not None:
        context.devices.phone.types_code = True
    return None


async def _renew_itsme(context: PageContext, _action: str) -> str | None:
    if context.devices.phone is not None:
        await context.devices.phone.renew(context.portal)
        context.done = context.words("phone.renew.done")
    return None


def back_to_sign_in(context: PageContext) -> str | None:
    """From the page of the devices back to the sign-in, which shows how the answer was taken."""
    on_device = context.place.name in ("devices", "card")
    return "sign-in" if on_device and context.holdings.interaction else None


PHONE = DeviceDefinition(
    draw=draw_phone,
    acts={
        **dict.fromkeys((APPROVE, REFUSE, ENTER_CODE), _answer),
        **dict.fromkeys((f"{APPROVE}-*", f"{REFUSE}-*", f"{ENTER_CODE}-*"), _answer),
        USE_CODE: _use_code,
        RENEW: _renew_itsme,
        **dict.fromkeys((SCAN, SCAN_TYPED), _scan),
        **dict.fromkeys((SCAN_TYPE, SCAN_NOT), _type_scan),
    },
)
DEVICES = (PHONE, READER)
"""In reading order. A PIN goes to the sign-in method that asked for it."""


# --- the page ---------------------------------------------------------------------------------


def draw_devices(context: PageContext) -> PageBody:
    """Both devices, and their holder."""
    words, person = context.words, context.devices.person
    if person is None:
        return draw_nobody(words, words("device.title"), words("device.help"))
    return PageBody(
        title=words("device.title"),
        parts=(
            Text(id="lead", text=words("device.lead", name=person.name), role="lead"),
            *device_links(context),
            _phone_in_hand(context),
        ),
        aside=(draw_reader(context),),
        help=words("device.help"),
        focus=code_in_focus(context),
    )


def _phone_in_hand(context: PageContext) -> Device:
    """The phone as the sign-in under way needs it, or else with itsme."""
    interaction = context.holdings.interaction
    step = step_of(interaction) if interaction is not None else None
    shown = step.device.draw(context) if step is not None and step.device is not None else None
    return shown if shown is not None and shown.kind == "phone" else draw_phone(context)


async def _look_at_phone(context: PageContext) -> None:
    """Have itsme show what waits on the phone, whoever asks; from then on it shows what comes by itself."""
    phone = context.devices.phone
    if phone is not None and phone.itsme:
        await phone.look(context.portal)


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="devices",
        title="device.title",
        group="outside",
        draw=draw_devices,
        load=_look_at_phone,
        acts={
            "to-persons": go_to("persons"),
            TO_PHONE: go_to("phone"),
            TO_CARD: go_to("card"),
            TO_MAILBOX: go_to("mailbox"),
            SEE: go_to("digital-keys"),
        },
        public=True,
    ),
)
