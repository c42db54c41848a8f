"""The card reader: its display, the field for the PIN, and what can be done with card and reader."""

from collections.abc import Iterator

from msgspec.structs import replace

from tui.devices.card_reader import CardReader
from tui.devices.identity_card import IdentityCard, Purpose, WebEidToken
from tui.journey.context import PageContext
from tui.journey.sign_in_method import DeviceDefinition
from tui.locale import Words
from tui.page.parts import Action, Actions, Device, Field, Form, Notice, Part, Text
from tui.pages.forms import with_errors
from tui.pages.sign_in.parts import failure_key

INSERT, REMOVE, ENTER = "reader-insert", "reader-remove", "reader-enter"
FILL_PIN = "reader-fill"
"""To let the reader enter the PIN by itself (WCAG 3.3.8)."""
NEW_CARD = "reader-new-card"
ELSE, NOTHING = "reader-else", "reader-nothing"
TURN, HALFWAY, UNPLUG, PLUG = "reader-turn", "reader-halfway", "reader-unplug", "reader-plug"
SWAP, CERTIFICATE = "reader-swap", "reader-certificate"
PIN_FORM = "reader-pin"
ACTIONS = "reader-actions"
"""The part with what can be done."""

CHILD = 12
"""Below this age a card is a kids-ID."""

TROUBLES = ("absent", "upsideDown", "reading", "pulledOut", "otherCard")
"""The states in which something must be done before a PIN can be typed."""


def draw_reader(context: PageContext) -> Device:
    """The card reader, with what its display shows, and the card in its slot."""
    words, reader, card = context.words, context.devices.reader, context.devices.card
    name = context.devices.person.name if context.devices.person else ""
    device = Device(id="reader", kind="reader", title=words("reader.title", name=name), parts=())
    if card is None:
        return replace(device, parts=(Text(id="reader-none", text=words("reader.no-card")),))
    if reader.card is not None:
        device = replace(device, card=_printed(context, reader.card))
    if reader.choosing:
        return replace(device, parts=_choices(words, reader))
    if reader.state in ("waitingForPin", "wrongPin"):
        asked = "reader.says.again" if reader.state == "wrongPin" else "reader.says"
        return replace(device, parts=tuple(_asking(context, card)), sentence=words(asked))
    if reader.state == "blocked":
        return replace(device, parts=_blocked(words))
    items = tuple(_offered(words, reader))
    actions = Actions(id=ACTIONS, items=items)
    return replace(device, parts=(_shown(words, reader), actions))


def trouble(words: Words, reader: CardReader) -> str:
    """What is wrong with card or reader, in a sentence; "" if nothing is."""
    name = reader.card.holder if reader.card is not None else ""
    return words(f"reader.{reader.state}", name=name) if reader.state in TROUBLES else ""


def told_of(words: Words, state: str, tries_left: int) -> str:
    """What a reader elsewhere reports, in a sentence; "" of a state that needs none, or is unknown."""
    if state == "wrongPin":
        return words.count("reader.wrong-pin", tries_left)
    if state == "waitingForPin":
        return words("reader.says")
    key = "reader.otherCard.elsewhere" if state == "otherCard" else f"reader.{state}"
    return words(key) if state and key in words else ""


def _shown(words: Words, reader: CardReader) -> Part:
    if told := trouble(words, reader):
        return Notice(id="reader-shows", kind="warning", title=told)
    return Text(id="reader-shows", text=words(f"reader.{reader.state}"))


def _offered(words: Words, reader: CardReader) -> Iterator[Action]:
    """What can be done where no PIN is asked for."""
    main = {
        "absent": (PLUG, "plug"),
        "empty": (INSERT, "insert"),
        "upsideDown": (INSERT, "upright"),
        "reading": (INSERT, "push"),
        "pulledOut": (INSERT, "insert"),
        "otherCard": (INSERT, "own"),
    }
    if reader.state in main:
        action, key = main[reader.state]
        yield Action(id=action, label=words(f"reader.{key}"), kind="main")
    if reader.state not in ("absent", "empty", "pulledOut"):
        yield _remove_action(words)
    if reader.state in ("empty", "pulledOut", "ready"):
        yield _else_action(words)


def _choices(words: Words, reader: CardReader) -> tuple[Part, ...]:
    """What else can be done: most of it is what goes wrong with cards and readers."""
    ids: list[tuple[str, str]] = []
    if reader.card is None:
        ids += [(TURN, "turn"), (HALFWAY, "halfway")]
    elif reader.asked:
        ids += [(SWAP, "swap")]
        if reader.card.signs:
            other = _other_purpose(reader)
            ids += [(CERTIFICATE, f"certificate.{other}")]
    ids += [(UNPLUG, "unplug")]
    items = (
        *(Action(id=action, label=words(f"reader.{key}")) for action, key in ids),
        # The reader goes on waiting for the citizen.
        Action(id=NOTHING, label=words("reader.nothing"), kind="main"),
    )
    return (
        Text(id="reader-shows", text=words("reader.else.lead")),
        Actions(id=ACTIONS, items=items),
    )


def _asking(context: PageContext, card: IdentityCard) -> Iterator[Part]:
    """The question for the PIN, under what there is to say of the last one, or of the card."""
    words, reader = context.words, context.devices.reader
    last = reader.tries_left == 1
    interaction = context.holdings.interaction
    if reader.state == "waitingForPin" and interaction is not None and interaction.failure:
        # On a small screen the page, which says it too, is not in view.
        told = words(failure_key(context, interaction), date=words.date(card.valid_from))
        yield Notice(id="reader-failure", kind="error", title=told)
    if reader.state == "wrongPin" or reader.tries_left < 3:
        key = "reader.wrong-pin" if reader.state == "wrongPin" else "reader.tries"
        yield Notice(
            id="reader-shows",
            kind="error" if last else "warning",
            title=words.count(key, reader.tries_left),
            body=words("reader.wrong-pin.last") if last else "",
        )
    if reader.purpose == "signature":
        yield Text(id="reader-chosen", text=words("reader.chosen.signature"))
    yield _pin_form(context, card.pin)


def _blocked(words: Words) -> tuple[Part, ...]:
    renew = Action(id=NEW_CARD, label=words("reader.new-card"))
    return (
        Notice(
            id="reader-shows",
            kind="error",
            title=words("reader.blocked"),
            body=words("reader.blocked.way"),
        ),
        Text(id="reader-new-card-lead", text=words("reader.new-card.lead")),
        Actions(id=ACTIONS, items=(renew, _remove_action(words))),
    )


def _printed(context: PageContext, card: IdentityCard) -> tuple[str, ...]:
    """What stands on a card; its number as "592-0000001-82"."""
    words, person, number = context.words, context.devices.person, card.number
    child = card is context.devices.card and person is not None and not person.is_at_least(CHILD)
    return (
        words("reader.card.child" if child else "reader.card"),
        card.holder,
        f"{number[:3]}-{number[3:10]}-{number[10:]}",
        words("reader.card.until", date=words.date(card.valid_until)),
    )


def _pin_form(context: PageContext, pin: str) -> Form:
    words = context.words
    return Form(
        id=PIN_FORM,
        fields=with_errors(
            context,
            PIN_FORM,
            (
                Field(
                    name="pin",
                    label=words("reader.pin"),
                    hint=words("reader.pin.hint", pin=pin),
                    kind="digits",
                    required=True,
                    secret=True,
                ),
            ),
        ),
        submit=Action(
            id=ENTER, label=words("reader.enter"), spoken=words("reader.enter.spoken"), kind="main"
        ),
        others=(
            Action(id=FILL_PIN, label=words("reader.fill")),
            _remove_action(words),
            _else_action(words),
        ),
    )


def _remove_action(words: Words) -> Action:
    return Action(id=REMOVE, label=words("reader.remove"), spoken=words("reader.remove.spoken"))


def _else_action(words: Words) -> Action:
    return Action(id=ELSE, label=words("reader.else"), spoken=words("reader.else.spoken"))


def _other_purpose(reader: CardReader) -> Purpose:
    return "signature" if reader.purpose == "authentication" else "authentication"


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


async def _choose(context: PageContext, action: str) -> str | None:
    context.devices.reader.choosing = action == ELSE
    return None


async def _insert_badly(context: PageContext, action: str) -> str | None:
    context.devices.reader.insert_badly("upsideDown" if action == TURN else "reading")
    return None


async def _plug(context: PageContext, action: str) -> str | None:
    reader = context.devices.reader
    if action == UNPLUG:
        reader.unplug()
    else:
        reader.empty()
    return None


async def _swap(context: PageContext, _action: str) -> str | None:
    card = await context.devices.another_card(context.portal)
    if card is None:
        context.done = context.words("reader.swap.none")
    else:
        context.devices.reader.swap(card)
    return None


async def _choose_certificate(context: PageContext, _action: str) -> str | None:
    reader = context.devices.reader
    reader.choose(_other_purpose(reader))
    return None


def type_pin(context: PageContext, action: str) -> WebEidToken | None:
    """Type the PIN that was filled in, or let the reader enter that of the card.

    Returns the token that the card signed, or None: the reader says why.
    """
    reader = context.devices.reader
    card = reader.card if action == FILL_PIN else None
    token = reader.enter(card.pin if card is not None else context.secrets.get("pin", ""))
    if reason := reader.malformed:
        context.refuse(PIN_FORM, {"pin": lambda words, _: words(f"reader.pin.{reason}")})
    return token


READER = DeviceDefinition(
    draw=draw_reader,
    acts={
        INSERT: _insert,
        REMOVE: _remove,
        NEW_CARD: _renew,
        ELSE: _choose,
        NOTHING: _choose,
        TURN: _insert_badly,
        HALFWAY: _insert_badly,
        UNPLUG: _plug,
        PLUG: _plug,
        SWAP: _swap,
        CERTIFICATE: _choose_certificate,
    },
)
