"""eID: the card in the reader signs the identity provider's challenge, after its PIN."""

from collections.abc import Iterator
from contextlib import suppress

from tui.devices.held import Devices
from tui.journey.context import PageBody, PageContext
from tui.journey.long_poll import WAIT
from tui.journey.sign_in_method import Answer, SignInMethod, SignInStep
from tui.page.parts import TITLE, Notice, Part, Text
from tui.pages.card_reader import (
    ACTIONS,
    ENTER,
    FILL_PIN,
    INSERT,
    PIN_FORM,
    READER,
    told_of,
    trouble,
    type_pin,
)
from tui.pages.devices import back_to_sign_in
from tui.pages.sign_in.parts import other_actions, step_number
from tui.portal.client import Portal
from tui.portal.errors import PortalError
from tui.portal.models import Interaction, Model

MINIMUM_AGE = 12
"""As the page that offers the method says."""


class Challenge(Model, frozen=True):
    """What the card must sign, and for which site."""

    challenge: str
    origin: str


def _draw_card(context: PageContext, _interaction: Interaction) -> PageBody:
    words, reader = context.words, context.devices.reader
    inside = reader.card is not None and reader.state != "otherCard"
    if reader.choosing or trouble(words, reader):
        focus = ACTIONS
    else:
        focus = f"{PIN_FORM}.pin" if reader.state in ("waitingForPin", "wrongPin") else TITLE
    return PageBody(
        title=words("sign-in.eid.title"),
        parts=(*_elsewhere(context), _instruction(context), other_actions(context)),
        step=step_number(context, 3 if inside else 2),
        help=words("sign-in.eid.help"),
        focus=focus,
    )


def _instruction(context: PageContext) -> Part:
    """What the citizen must do with the card."""
    words, card, reader = context.words, context.devices.card, context.devices.reader
    if reader.state == "blocked":
        # On a small screen the reader's own display is not in view.
        return Notice(
            id="blocked",
            kind="error",
            title=words("sign-in.eid.blocked"),
            body=words("sign-in.eid.blocked.way"),
        )
    if card is None:
        return Notice(
            id="no-card",
            kind="error",
            title=words("sign-in.eid.no-card"),
            body=words("sign-in.eid.no-card.way"),
        )
    if told := trouble(words, reader):
        way = words(f"sign-in.eid.{reader.state}.way")
        return Notice(id="reader-trouble", kind="warning", title=told, body=way)
    lead = words("sign-in.eid.lead" if reader.card is None else "sign-in.eid.pin")
    return Text(id="lead", text=lead, role="lead")


def _elsewhere(context: PageContext) -> Iterator[Part]:
    """What there is to say of readers in other terminals, while the one here is empty."""
    words, elsewhere = context.words, context.devices.elsewhere
    if elsewhere is None or context.devices.reader.state not in ("empty", "pulledOut"):
        return
    if elsewhere.gone:
        yield Notice(
            id="reader-gone",
            kind="warning",
            title=words("sign-in.eid.gone"),
            body=words("sign-in.eid.gone.way"),
        )
    elif elsewhere.readers:
        told = told_of(words, elsewhere.shows, elsewhere.tries_left)
        yield Notice(
            id="reader-elsewhere",
            kind="info",
            title=words.count("sign-in.eid.elsewhere", elsewhere.readers),
            body=words("sign-in.eid.elsewhere.says", told=told) if told else "",
        )


async def _look_elsewhere(devices: Devices, portal: Portal) -> bool:
    """A long poll for what a reader in another terminal shows, or has signed: that goes to the provider."""
    elsewhere, (challenge, origin) = devices.elsewhere, devices.reader.question
    if elsewhere is None or not challenge:
        return False
    token = await elsewhere.look(portal, challenge, origin, WAIT)
    if token is not None:
        # The long poll for the sign-in brings what the provider made of it.
        await portal.interact("presentCard", token=token)
        await elsewhere.leave(portal)
    return True


async def _leave_elsewhere(devices: Devices, portal: Portal) -> None:
    if devices.elsewhere is not None:
        with suppress(PortalError):
            await devices.elsewhere.leave(portal)


def _ask_reader(devices: Devices, interaction: Interaction) -> None:
    asked = interaction.details_as(Challenge)
    devices.reader.ask(asked.challenge, asked.origin)


async def _enter(context: PageContext, action: str) -> str | None:
    """Enter the PIN; if the card signs, its token goes to the identity provider."""
    token = type_pin(context, action)
    if token is None:
        return None
    try:
        await context.sign_in.act("presentCard", token=token)
    except PortalError:
        context.devices.reader.ask_no_more()
        raise
    return back_to_sign_in(context)


def _pin(devices: Devices) -> dict[str, str]:
    return {"pin": devices.card.pin if devices.card else ""}


def _told_as(devices: Devices, code: str) -> str:
    """A failure as the card knows it: the provider sees certificates, which can end before the card does."""
    card = devices.reader.card
    if code == "cardExpired" and card is not None and card.certificates_until < card.valid_until:
        return "certificatesExpired"
    return code


METHOD = SignInMethod(
    id="eid",
    level=500,
    steps={
        "eidCard": SignInStep(
            draw=_draw_card,
            details=Challenge,
            device=READER,
            ask=_ask_reader,
            poll=_look_elsewhere,
            left=_leave_elsewhere,
        )
    },
    acts={ENTER: _enter, FILL_PIN: _enter},
    failures=(
        "cardNotTrusted",
        "wrongCertificate",
        "cardRevoked",
        "cardReportedLost",
        "statusUnavailable",
        "cardNotYetValid",
        "cardExpired",
        "certificatesExpired",
        "signatureInvalid",
        "personUnknown",
        "underAge",
    ),
    told_as=_told_as,
    answers=(
        Answer(action=INSERT, on_device=True, told="demo.insert"),
        Answer(action=ENTER, form=PIN_FORM, secrets=_pin, on_device=True, told="demo.pin"),
    ),
    usable=lambda person: person.identity_card is not None and person.is_at_least(MINIMUM_AGE),
)
