"""Signing in: choose how, then prove it with the phone or with the card."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import again
from tui.page.parts import TITLE, Action, Actions, Field, Form, Item, Listing, Notice, Part, Text
from tui.pages.devices import PIN_FORM
from tui.pages.forms import checked, field_errors, with_example
from tui.pages.links import leads_to
from tui.pages.persons import load_persons
from tui.pages.values import international
from tui.portal.errors import InvalidInput
from tui.portal.models import Interaction

METHODS, NUMBER_FORM = "methods", "itsme-form"
NOTED = "sign-in"
"""What is remembered between the steps: the method that was tried."""
SEND, BACK, STOP, AGAIN = "itsme-send", "other-method", "stop-sign-in", "sign-in-again"

_STEPS = 3
_FAILURES = (
    "phoneNumberUnknown",
    "noItsme",
    "refused",
    "timedOut",
    "underAge",
    "cardNotTrusted",
    "cardExpired",
    "signatureInvalid",
    "personUnknown",
)


def draw_sign_in(context: PageContext) -> PageBody:
    """The step where the identity provider says that the citizen is."""
    words, interaction = context.words, context.holdings.interaction
    help_ = words("sign-in.help")
    if interaction is None:
        return PageBody(title=words("sign-in.title"), parts=_nothing_yet(context), help=help_)
    failure = _failure(context, interaction)
    match interaction.step:
        case "itsmeNumber":
            return PageBody(
                title=words("sign-in.itsme.title"),
                parts=(*failure, *_number(context)),
                step=_step(context, 2),
                help=words("sign-in.itsme.help"),
            )
        case "itsmeWaiting":
            return PageBody(
                title=words("sign-in.waiting.title"),
                parts=(*failure, *_waiting(context, interaction)),
                step=_step(context, 3),
                help=words("sign-in.waiting.help"),
                # The device is asked, not the buttons: a second Enter must not take one back.
                focus=TITLE,
            )
        case "eidCard":
            inside = context.devices.reader.card is not None
            return PageBody(
                title=words("sign-in.eid.title"),
                parts=(*failure, *_card(context)),
                step=_step(context, 3 if inside else 2),
                help=words("sign-in.eid.help"),
                focus=f"{PIN_FORM}.pin" if inside else TITLE,
            )
        case _:
            return PageBody(
                title=words("sign-in.title"),
                parts=(*failure, *_methods(context, interaction)),
                step=_step(context, 1),
                help=help_,
            )


def _tried(context: PageContext) -> str:
    return context.pending.get(NOTED, {}).get("tried", "")


def _step(context: PageContext, number: int) -> str:
    return context.words("sign-in.step", number=number, total=_STEPS)


def _failure(context: PageContext, interaction: Interaction) -> tuple[Part, ...]:
    """Why the citizen is here again, and the way on."""
    if interaction.failure is None:
        return ()
    key = _key(context, interaction)
    return (
        Notice(
            id="failure",
            kind="error",
            title=context.words(f"sign-in.failure.{key}"),
            body=context.words(f"sign-in.failure.{key}.way"),
        ),
    )


def _key(context: PageContext, interaction: Interaction) -> str:
    code = interaction.failure.code if interaction.failure else ""
    # The age limits differ: itsme from 16, the card from 12 (domain 2.3).
    if code == "underAge":
        return "underAge.eid" if _tried(context) == "eid" else code
    return code if code in _FAILURES else "other"


def _nothing_yet(context: PageContext) -> tuple[Part, ...]:
    words = context.words
    if NOTED not in context.pending or context.sign_in.finishing:
        return (Text(id="lead", text=words("sign-in.starting"), role="lead"),)
    return (
        Text(id="lead", text=words("sign-in.none"), role="lead"),
        Actions(
            id="sign-in-actions",
            items=(Action(id=AGAIN, label=words("sign-in.again"), kind="main"),),
        ),
    )


# --- choosing how -----------------------------------------------------------------------------


def _methods(context: PageContext, interaction: Interaction) -> tuple[Part, ...]:
    words, person = context.words, context.devices.person
    later = next(
        (one for one in interaction.methods if one.id == _tried(context) and not one.available),
        None,
    )
    notice = Notice(
        id="later",
        kind="info",
        title=words("sign-in.method.later.title"),
        body=words("sign-in.method.later.way"),
    )
    return (
        *((notice,) if later else ()),
        Text(
            id="lead",
            text=words("sign-in.lead", client=words.local(interaction.client_name)),
            role="lead",
        ),
        Listing(
            id=METHODS,
            title=words("sign-in.methods"),
            items=tuple(
                Item(
                    id=method.id,
                    title=words(f"sign-in.method.{method.id}"),
                    detail=words(f"sign-in.method.{method.id}.detail"),
                    mark="" if method.available else words("sign-in.method.later"),
                )
                for method in interaction.methods
                if method.id in ("itsme", "eid", "app", "sms")
            ),
        ),
        Text(
            id="playing",
            text=words("sign-in.playing", name=person.name) if person else words("sign-in.nobody"),
            role="hint",
        ),
        Actions(
            id="sign-in-actions",
            items=(
                Action(id="to-persons", label=words("sign-in.other-person")),
                Action(id=STOP, label=words("sign-in.stop")),
            ),
        ),
    )


async def _choose(context: PageContext, method: str) -> str | None:
    interaction = context.holdings.interaction
    if interaction is None:
        return None
    known = next((one for one in interaction.methods if one.id == method), None)
    context.pending[NOTED] = {"tried": method}
    if known is None or not known.available:
        return None
    await context.sign_in.act("chooseMethod", method=method)
    return None


# --- itsme ------------------------------------------------------------------------------------


def _number(context: PageContext) -> tuple[Part, ...]:
    words = context.words
    return (
        Text(id="lead", text=words("sign-in.itsme.lead"), role="lead"),
        number_form(context),
    )


def number_form(context: PageContext) -> Form:
    """The mobile number that itsme knows the citizen by; filled in with the phone in the hand."""
    words, phone = context.words, context.devices.phone
    return Form(
        id=NUMBER_FORM,
        fields=(
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
                error=context.error(NUMBER_FORM, "number"),
            ),
        ),
        submit=Action(id=SEND, label=words("sign-in.itsme.send"), kind="main"),
        others=(
            Action(id=BACK, label=words("sign-in.back"), kind="back"),
            Action(id=STOP, label=words("sign-in.stop")),
        ),
    )


async def _send(context: PageContext, _action: str) -> str | None:
    form = number_form(context)
    values = checked(context, form, {})
    if values is None:
        return None
    try:
        interaction = await context.sign_in.act(
            "sendNumber", phoneNumber=international(values["number"])
        )
    except InvalidInput as error:
        context.refuse(NUMBER_FORM, field_errors(context, error, form, {}))
        return None
    if interaction.failure is not None:
        # What was typed stays, to be put right; a notice says what else one can do.
        said = context.words(f"sign-in.failure.{_key(context, interaction)}")
        context.refuse(NUMBER_FORM, {"number": with_example(context.words, form.fields[0], said)})
    return None


def _waiting(context: PageContext, interaction: Interaction) -> tuple[Part, ...]:
    words, itsme = context.words, interaction.itsme
    return (
        Text(
            id="lead",
            text=words("sign-in.waiting.lead", number=itsme.sent_to if itsme else ""),
            role="lead",
        ),
        *(
            (
                Text(
                    id="until",
                    text=words("sign-in.waiting.until", time=words.time(itsme.expires_at)),
                    role="hint",
                ),
            )
            if itsme and itsme.expires_at
            else ()
        ),
        _way_on(context),
    )


# --- the card ---------------------------------------------------------------------------------


def _card(context: PageContext) -> tuple[Part, ...]:
    words, card, reader = context.words, context.devices.card, context.devices.reader
    if reader.state == "blocked":
        # Where there is no room for the reader, what it shows is not in sight.
        blocked = Notice(
            id="blocked",
            kind="error",
            title=words("sign-in.eid.blocked"),
            body=words("sign-in.eid.blocked.way"),
        )
        return (blocked, _way_on(context))
    if card is None:
        lead = words("sign-in.eid.no-card")
    elif reader.card is None:
        lead = words("sign-in.eid.lead")
    else:
        lead = words("sign-in.eid.pin")
    return (Text(id="lead", text=lead, role="lead"), _way_on(context))


def _way_on(context: PageContext) -> Part:
    """Another way than the device that is asked."""
    words = context.words
    return Actions(
        id="sign-in-actions",
        items=(
            Action(id=BACK, label=words("sign-in.back"), kind="back"),
            Action(id=STOP, label=words("sign-in.stop")),
        ),
    )


# --- beginning, going back, stopping ----------------------------------------------------------


async def begin(context: PageContext) -> None:
    """Start signing in, unless it was started; as the first invented person, unless one was chosen."""
    if context.holdings.interaction is not None or context.holdings.session is not None:
        return
    context.pending[NOTED] = {}
    if context.devices.person is None:
        await load_persons(context)
        if context.holdings.persons:
            await context.devices.take(context.holdings.persons[0], context.portal)
    await context.sign_in.begin()


async def _back(context: PageContext, _action: str) -> str | None:
    context.devices.reader.remove()
    context.pending[NOTED] = {}
    before = context.holdings.interaction
    await context.sign_in.act("back")
    if before is not None and before.step == "itsmeWaiting":
        context.done = context.words("sign-in.waiting.withdrawn")
    return None


async def _stop(context: PageContext, _action: str) -> str | None:
    await context.sign_in.act("abort")
    return None


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="sign-in",
        draw=draw_sign_in,
        load=begin,
        acts={
            METHODS: _choose,
            SEND: _send,
            BACK: _back,
            STOP: _stop,
            AGAIN: again(begin),
            "to-persons": leads_to("persons"),
        },
        public=True,
    ),
)
