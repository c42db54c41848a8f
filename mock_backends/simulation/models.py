"""What the tester asks of a world, and gets."""

from collections.abc import Mapping
from datetime import date, datetime

from mock_backends.shared.faults import Fault
from mock_backends.shared.wire import Message

Localized = dict[str, str]


class PersonPhone(Message, frozen=True):
    """A phone that a person has; `itsme` says whether the app is set up on it."""

    number: str
    itsme: bool


class PersonCard(Message, frozen=True):
    """An identity card that a person has."""

    number: str
    valid_until: date


class PersonEntry(Message, frozen=True):
    """An invented person that the tester can be; `messages` counts those in the eBox."""

    person_id: str
    name: str
    age: int
    language: str
    summary: Localized
    blocks: tuple[str, ...]
    messages: int
    phone: PersonPhone | None = None
    identity_card: PersonCard | None = None


class Persons(Message, frozen=True):
    """Everybody in this world; the first is the one that a demonstration starts with."""

    items: tuple[PersonEntry, ...]


class IssuedPhone(Message, frozen=True):
    """A phone as a shop hands it over; `app_token` is what its itsme app signs on with."""

    number: str
    app_token: str


class EidCertificates(Message, frozen=True):
    """What identity cards are held against: the root and the citizen CA, in PEM. Anybody may have them."""

    root: str
    citizen_ca: str


class IssuedCard(Message, frozen=True):
    """A card as a municipality hands it over. In reality its key never leaves the chip.

    The private key is PKCS #8 PEM; the certificates are PEM: the card's, the citizen CA's, the root's.
    """

    card_number: str
    pin: str
    holder: str
    valid_from: date
    valid_until: date
    private_key_pem: str
    certificates: tuple[str, str, str]


class ClockState(Message, frozen=True, omit_defaults=False):
    """The time in this world, and how its clock is set.

    `started` is when the world began, by its own time. A clock that is not `frozen` runs `offset` seconds
    ahead of the machine's UTC.
    """

    now: datetime
    started: datetime
    frozen: bool
    offset: float


class State(Message, frozen=True, omit_defaults=False):
    """What all processes of a world share.

    `world` is another one after each start of the simulation; `beginnings` grows whenever the world begins
    again, and `version` with every change. `followers` counts the other processes that have taken this
    version over.
    """

    world: str
    version: int
    beginnings: int
    clock: ClockState
    faults: Mapping[str, Fault]
    followers: int


class Advance(Message, frozen=True):
    """How far to move this world's time on."""

    seconds: float


class FaultEntry(Message, frozen=True):
    """A fault in force, with the id that the tester gave it."""

    fault_id: str
    fault: Fault


class FaultList(Message, frozen=True):
    """All faults in force; the first one that fits a request hits it."""

    items: tuple[FaultEntry, ...]
