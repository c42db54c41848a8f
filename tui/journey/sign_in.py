"""Signing in: choose how, then prove it with the phone or with the card."""

from msgspec.structs import replace

from tui.journey.asking import again
from tui.journey.devices import PIN_FORM
from tui.journey.forms import checked, field_errors, with_example
from tui.journey.page import TITLE, Action, Actions, Field, Form, Item, Listing, Notice, Part, Text
from tui.journey.persons import load_persons
from tui.journey.values import international
from tui.journey.visit import Drawn, PageDefinition, Visit
from tui.journey.ways import leads_to
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


def draw_sign_in(visit: Visit) -> Drawn:
    """The step where the identity provider says that the citizen is."""
    words, interaction = visit.words, visit.holdings.interaction
    help_ = words("sign-in.help")
    if interaction is None:
        return Drawn(title=words("sign-in.title"), parts=_nothing_yet(visit), help=help_)
    failure = _failure(visit, interaction)
    match interaction.step:
        case "itsmeNumber":
            return Drawn(
                title=words("sign-in.itsme.title"),
                parts=(*failure, *_number(visit)),
                step=_step(visit, 2),
                help=words("sign-in.itsme.help"),
            )
        case "itsmeWaiting":
            return Drawn(
                title=words("sign-in.waiting.title"),
                parts=(*failure, *_waiting(visit, interaction)),
                step=_step(visit, 3),
                help=words("sign-in.waiting.help"),
                # The device is asked, not the buttons: a second Enter must not take one back.
                focus=TITLE,
            )
        case "eidCard":
            inside = visit.hand.reader.card is not None
            return Drawn(
                title=words("sign-in.eid.title"),
                parts=(*failure, *_card(visit)),
                step=_step(visit, 3 if inside else 2),
                help=words("sign-in.eid.help"),
                focus=f"{PIN_FORM}.pin" if inside else TITLE,
            )
        case _:
            return Drawn(
                title=words("sign-in.title"),
                parts=(*failure, *_methods(visit, interaction)),
                step=_step(visit, 1),
                help=help_,
            )


def _tried(visit: Visit) -> str:
    return visit.pending.get(NOTED, {}).get("tried", "")


def _step(visit: Visit, number: int) -> str:
    return visit.words("sign-in.step", number=number, total=_STEPS)


def _failure(visit: Visit, interaction: Interaction) -> tuple[Part, ...]:
    """Why the citizen is here again, and the way on."""
    if interaction.failure is None:
        return ()
    key = _key(visit, interaction)
    return (
        Notice(
            id="failure",
            kind="error",
            title=visit.words(f"sign-in.failure.{key}"),
            body=visit.words(f"sign-in.failure.{key}.way"),
        ),
    )


def _key(visit: Visit, interaction: Interaction) -> str:
    code = interaction.failure.code if interaction.failure else ""
    # The age limits differ: itsme from 16, the card from 12 (domain 2.3).
    if code == "underAge":
        return "underAge.eid" if _tried(visit) == "eid" else code
    return code if code in _FAILURES else "other"


def _nothing_yet(visit: Visit) -> tuple[Part, ...]:
    words = visit.words
    if NOTED not in visit.pending:
        return (Text(id="lead", text=words("sign-in.starting"), role="lead"),)
    return (
        Text(id="lead", text=words("sign-in.none"), role="lead"),
        Actions(
            id="sign-in-actions",
            items=(Action(id=AGAIN, label=words("sign-in.again"), kind="main"),),
        ),
    )


# --- choosing how -----------------------------------------------------------------------------


def _methods(visit: Visit, interaction: Interaction) -> tuple[Part, ...]:
    words, person = visit.words, visit.hand.person
    later = next(
        (one for one in interaction.methods if one.id == _tried(visit) and not one.available), None
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


async def _choose(visit: Visit, method: str) -> str | None:
    interaction = visit.holdings.interaction
    if interaction is None:
        return None
    known = next((one for one in interaction.methods if one.id == method), None)
    visit.pending[NOTED] = {"tried": method}
    if known is None or not known.available:
        return None
    visit.holdings.interaction = await visit.portal.interact("chooseMethod", method=method)
    return None


# --- itsme ------------------------------------------------------------------------------------


def _number(visit: Visit) -> tuple[Part, ...]:
    words = visit.words
    return (
        Text(id="lead", text=words("sign-in.itsme.lead"), role="lead"),
        number_form(visit),
    )


def number_form(visit: Visit) -> Form:
    """The mobile number that itsme knows the citizen by; filled in with the phone in the hand."""
    words, phone = visit.words, visit.hand.phone
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
                error=visit.error(NUMBER_FORM, "number"),
            ),
        ),
        submit=Action(id=SEND, label=words("sign-in.itsme.send"), kind="main"),
        others=(
            Action(id=BACK, label=words("sign-in.back"), kind="back"),
            Action(id=STOP, label=words("sign-in.stop")),
        ),
    )


async def _send(visit: Visit, _action: str) -> str | None:
    form = number_form(visit)
    values = checked(visit, form, {})
    if values is None:
        return None
    try:
        interaction = await visit.portal.interact(
            "sendNumber", phoneNumber=international(values["number"])
        )
    except InvalidInput as error:
        visit.refuse(NUMBER_FORM, field_errors(visit, error, form, {}))
        return None
    visit.holdings.interaction = interaction
    if interaction.failure is not None:
        # What was typed stays, to be put right; a notice says what else one can do.
        said = visit.words(f"sign-in.failure.{_key(visit, interaction)}")
        visit.refuse(NUMBER_FORM, {"number": with_example(visit.words, form.fields[0], said)})
    return None


def _waiting(visit: Visit, interaction: Interaction) -> tuple[Part, ...]:
    words, itsme = visit.words, interaction.itsme
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
        _way_on(visit),
    )


# --- the card ---------------------------------------------------------------------------------


def _card(visit: Visit) -> tuple[Part, ...]:
    words, card, reader = visit.words, visit.hand.card, visit.hand.reader
    if reader.state == "blocked":
        # Where there is no room for the reader, what it shows is not in sight.
        blocked = Notice(
            id="blocked",
            kind="error",
            title=words("sign-in.eid.blocked"),
            body=words("sign-in.eid.blocked.way"),
        )
        return (blocked, _way_on(visit))
    if card is None:
        lead = words("sign-in.eid.no-card")
    elif reader.card is None:
        lead = words("sign-in.eid.lead")
    else:
        lead = words("sign-in.eid.pin")
    return (Text(id="lead", text=lead, role="lead"), _way_on(visit))


def _way_on(visit: Visit) -> Part:
    """Another way than the device that is asked."""
    words = visit.words
    return Actions(
        id="sign-in-actions",
        items=(
            Action(id=BACK, label=words("sign-in.back"), kind="back"),
            Action(id=STOP, label=words("sign-in.stop")),
        ),
    )


# --- beginning, going back, stopping ----------------------------------------------------------


async def begin(visit: Visit) -> None:
    """Start signing in, unless it was started; as the first invented person, unless one was chosen."""
    if visit.holdings.interaction is not None or visit.holdings.session is not None:
        return
    visit.pending[NOTED] = {}
    if visit.hand.person is None:
        await load_persons(visit)
        if visit.holdings.persons:
            await visit.hand.take(visit.holdings.persons[0], visit.portal)
    visit.holdings.interaction = await visit.portal.begin_sign_in()


async def _back(visit: Visit, _action: str) -> str | None:
    visit.hand.reader.remove()
    visit.pending[NOTED] = {}
    before = visit.holdings.interaction
    interaction = await visit.portal.interact("back")
    if before is not None and before.step == "itsmeWaiting":
        visit.done = visit.words("sign-in.waiting.withdrawn")
    visit.holdings.interaction = replace(interaction, failure=None)
    return None


async def _stop(visit: Visit, _action: str) -> str | None:
    visit.holdings.interaction = await visit.portal.interact("abort")
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
