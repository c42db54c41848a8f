"""The messages of the simulation."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from mock_backends.shared.faults import Fault
from mock_backends.shared.wire import Message

Localized = dict[str, str]


class PersonPhone(Message, frozen=True):
    """A person's phone; `itsme` says whether the app is enrolled on it."""

    number: str
    itsme: bool


class PersonCard(Message, frozen=True):
    """A person's identity card."""

    number: str
    valid_until: date


class PersonKeys(Message, frozen=True):
    """A person's digital keys: whether an authenticator app has the secret, and where text messages go."""

    app: bool = False
    sms: str = ""


class PersonEntry(Message, frozen=True):
    """An invented person whom the tester can play; `messages` counts the messages in the eBox.

    Who is not born yet has no `age`: the clock can be set to an earlier time.
    """

    person_id: str
    name: str
    language: str
    summary: Localized
    blocks: tuple[str, ...]
    messages: int
    age: int | None = None
    phone: PersonPhone | None = None
    identity_card: PersonCard | None = None
    digital_keys: PersonKeys | None = None


class Persons(Message, frozen=True):
    """Everybody in this world; a demonstration starts with the first person."""

    items: tuple[PersonEntry, ...]


class IssuedPhone(Message, frozen=True):
    """A phone as a shop hands it over; its itsme app authenticates with `app_token`.

    `itsme_code` is the code that its owner has chosen.
    """

    number: str
    app_token: str
    itsme_code: str


class IssuedKeys(Message, frozen=True):
    """A person's digital keys, as they would keep them.

    `app_secret` is base32 in capitals, without spaces (RFC 4648 section 6). By `phone_token` their phone
    reads its text messages.
    """

    user_name: str
    password: str
    app_secret: str = ""
    sms: str = ""
    phone_token: str = ""


class SentNotice(Message, frozen=True, forbid_unknown_fields=True):
    """What a message tells of a notice: what happened, about which block, on which day; never a value."""

    kind: Annotated[str, Meta(pattern="^[A-Za-z]{1,40}$")]
    what: Annotated[str, Meta(pattern="^[A-Za-z]{1,40}$")]
    about: Mapping[str, str] = msgspec.field(default_factory=dict)
    day: date | None = None


class DeliveryInput(Message, frozen=True):
    """A mail or a text message with a code or a notice, as the portal hands it over.

    A message with a `message_id` is brought once, however often it is handed over.
    """

    kind: Literal["email", "phone"]
    to: str
    sent_at: datetime
    code: str = ""
    notice: SentNotice | None = None
    message_id: Annotated[str, Meta(max_length=64)] = ""
    expires_at: datetime | None = None


class Delivery(Message, frozen=True):
    """The same, as it lies in a mailbox or on a phone. Without `expires_at`, time does not end its code."""

    delivery_id: str
    kind: Literal["email", "phone"]
    to: str
    sent_at: datetime
    code: str = ""
    notice: SentNotice | None = None
    expires_at: datetime | None = None


class Deliveries(Message, frozen=True):
    """All of a person's, the newest last."""

    items: tuple[Delivery, ...]


class EidCertificates(Message, frozen=True):
    """The public certificates that issue identity cards: the root and the citizen CA, in PEM."""

    root: str
    citizen_ca: str


class CardFiles(Message, frozen=True):
    """The files on a card, each as base64, under the names that the middleware gives them.

    `identity` and `address` are TLV; each signature is the National Register's, a DER signature with zeros
    after it; `photo` is a JPEG.
    """

    identity: str
    identity_signature: str
    address: str
    address_signature: str
    photo: str


class IssuedCard(Message, frozen=True):
    """A card as a municipality hands it over. In reality its keys never leave the chip.

    Private keys are PKCS #8 PEM; the certificates are PEM: the card's, the citizen CA's, the root's.
    `certificates_until` is the last day of the card's own. `tries` is how many wrong PINs are left as it is
    handed over. The signature key and its certificate a minor's card has not. `register_certificate` is the
    National Register's, which signed `files`.
    """

    card_number: str
    pin: str
    holder: str
    valid_from: date
    valid_until: date
    certificates_until: date
    private_key_pem: str
    certificates: tuple[str, str, str]
    register_certificate: str
    files: CardFiles
    signature_key_pem: str = ""
    signature_certificate: str = ""
    tries: Annotated[int, Meta(ge=0, le=3)] = 3


class ClockState(Message, frozen=True, omit_defaults=False):
    """The time in this world, and the setting of its clock.

    `started` is when the world began, in its own time. Unless `frozen`, the clock runs `offset` seconds
    ahead of the machine's UTC.
    """

    now: datetime
    started: datetime
    frozen: bool
    offset: float


class State(Message, frozen=True, omit_defaults=False):
    """The state that all processes of a world share.

    `world` differs after each start of the simulation; `beginnings` grows with every reset, and `version`
    with every change. `followers` counts the other processes that have adopted this version.
    """

    world: str
    version: int
    beginnings: int
    clock: ClockState
    faults: Mapping[str, Fault]
    followers: int


class Advance(Message, frozen=True):
    """How far to move this world's time forward."""

    seconds: float


class NewTime(Message, frozen=True):
    """The time that it is in this world from now on, with its zone."""

    now: datetime


class FaultEntry(Message, frozen=True):
    """An active fault, with the tester's id."""

    fault_id: str
    fault: Fault


class FaultList(Message, frozen=True):
    """All active faults; the first that matches a request applies to it."""

    items: tuple[FaultEntry, ...]


class SignatureWanted(Message, frozen=True):
    """What a site asks a card to sign (Web eID): a challenge, for an origin.

    `reader` is the reader of whoever asks, which is not asked itself; "" for none.
    """

    challenge: Annotated[str, Meta(min_length=1, max_length=128)]
    origin: Annotated[str, Meta(min_length=1, max_length=200)]
    reader: Annotated[str, Meta(max_length=64)] = ""


class CardToken(Message, frozen=True):
    """A Web eID authentication token, format 1.0, as the card made it; nothing here checks it."""

    format: Annotated[str, Meta(max_length=64)]
    algorithm: Annotated[str, Meta(max_length=64)]
    unverified_certificate: Annotated[str, Meta(max_length=8192)]
    signature: Annotated[str, Meta(max_length=1024)]
    app_version: Annotated[str, Meta(max_length=200)] = ""


class CardRequestState(Message, frozen=True):
    """How a request stands: how many readers listen, what the one that took it up shows, what was signed.

    `shows` is "" until a reader shows something; `tries_left` counts where a PIN was wrong.
    """

    request_id: str
    version: int
    readers: int
    shows: str = ""
    tries_left: int = 0
    token: CardToken | None = None


class CardRequest(Message, frozen=True):
    """A request as a reader gets it; `program` is what it was sent with, as it names itself."""

    request_id: str
    challenge: str
    origin: str
    program: str = ""


class ReaderState(Message, frozen=True):
    """What waits for a reader, the newest last, and how many readers listen for this person."""

    version: int
    readers: int
    items: tuple[CardRequest, ...]


CardShows = Literal[
    "absent",
    "empty",
    "upsideDown",
    "reading",
    "pulledOut",
    "otherCard",
    "waitingForPin",
    "wrongPin",
    "blocked",
    "done",
]


class CardAnswer(Message, frozen=True):
    """What a reader shows for a request and, in the end, what its card has signed."""

    shows: CardShows
    tries_left: Annotated[int, Meta(ge=0, le=3)] = 0
    token: CardToken | None = None
