"""The services' messages as frozen values. Member names are those of the services' OpenAPI documents.

Every text has been cleaned (`tui.portal.cleaning`): it contains no control, escape or bidirectional
characters.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from msgspec import DecodeError, Meta, Struct, ValidationError, convert
from msgspec.json import decode

from tui.portal.cleaning import TooDeep, clean_all
from tui.portal.errors import ContractViolation

T = TypeVar("T")

LanguageTag = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")]
"""A language tag (BCP 47): "fr", "nl-BE"; "zxx" for no language."""

Localized = dict[LanguageTag, str]
"""A text in one or more languages, by tag."""

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
"""An id in the catalogue. It names a part of a page, and so a widget: no dot, no space, no é."""

BlockStateName = Literal["loading", "here", "unavailable", "refused"]
"""How a block stands at the portal, which cannot tell whether a block that is here is empty."""
Right = Literal[
    "access",
    "rectification",
    "erasure",
    "withdrawConsent",
    "object",
    "restriction",
    "portability",
]


class Model(Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of all messages: lowerCamelCase on the wire; unknown members are ignored."""


# --- simulation -------------------------------------------------------------------------------


class PersonPhone(Model, frozen=True):
    """A person's phone; `itsme`: the app is set up on it."""

    number: str
    itsme: bool


class PersonCard(Model, frozen=True):
    """A person's identity card."""

    number: str
    valid_until: date


class PersonKeys(Model, frozen=True):
    """A person's digital keys: whether an authenticator app has the secret, and where text messages go."""

    app: bool = False
    sms: str = ""


class Person(Model, frozen=True):
    """An invented person whose part a tester can play; without `age`, one who is not born yet."""

    person_id: str
    name: str
    language: str
    summary: Localized
    age: int | None = None
    phone: PersonPhone | None = None
    identity_card: PersonCard | None = None
    digital_keys: PersonKeys | None = None
    blocks: tuple[str, ...] = ()
    messages: int = 0

    def is_at_least(self, years: int) -> bool:
        """Whether this person has this age already."""
        return self.age is not None and self.age >= years


class SentNotice(Model, frozen=True):
    """What a message tells of a notice: what happened, about which block, on which day; never a value."""

    kind: str
    what: str
    about: Localized = {}
    day: date | None = None


class Delivery(Model, frozen=True):
    """A mail or a text message of the portal's: a code, or what a notice is about."""

    delivery_id: str
    kind: Literal["email", "phone"]
    to: str
    sent_at: datetime
    code: str = ""
    notice: SentNotice | None = None
    expires_at: datetime | None = None


class Deliveries(Model, frozen=True):
    """All of a person's, the newest last."""

    items: tuple[Delivery, ...]


OfficeId = Literal["officer", "vtc", "gba", "ombudsman"]
"""Whom a citizen writes to outside the portal."""

MailState = Literal[
    "received",
    "registered",
    "inTreatment",
    "heard",
    "answered",
    "upheld",
    "dismissed",
    "inadmissible",
    "withdrawn",
]
"""What becomes of a mail to an office (`docs/complaints.md`)."""


class Mail(Model, frozen=True, omit_defaults=True):
    """A mail to an office; `mail_id` tells it from the same words sent twice.

    Members as in the offices' OpenAPI document.
    """

    mail_id: str
    office: OfficeId
    kind: str
    subject: str
    text: str
    controller_id: str = ""
    right: str = ""
    block_id: str = ""
    function: str = ""
    ground: str = ""
    reference: str = ""
    due: date | None = None


class MailStep(Model, frozen=True):
    """A step in what an office does with a mail."""

    at: datetime
    state: MailState


class Reply(Model, frozen=True):
    """A mail of an office; `receipt` is that of the controller to which a request went."""

    at: datetime
    about: str
    text: Localized
    receipt: str = ""


class Registered(Model, frozen=True):
    """A rights request that came by mail, as Digitaal Vlaanderen registered it."""

    reference: str
    controller_id: str
    controller_name: Localized
    due: date
    forwarded_at: datetime | None = None
    receipt: str = ""


class Conversation(Model, frozen=True):
    """A mail that an office has, with its number, how far it is, and the replies, oldest first."""

    number: Id
    mail_id: str
    office: OfficeId
    kind: str
    subject: str
    text: str
    sent_at: datetime
    state: MailState
    steps: tuple[MailStep, ...]
    replies: tuple[Reply, ...]
    controller_id: str = ""
    ground: str = ""
    reference: str = ""
    due: date | None = None
    request: Registered | None = None

    @property
    def over(self) -> bool:
        """Whether the office does nothing more."""
        return self.state not in ("received", "inTreatment", "heard")


class Correspondence(Model, frozen=True):
    """All of a person's, oldest first."""

    items: tuple[Conversation, ...]


class ChairInformation(Model, frozen=True):
    """What a citizen added to a request."""

    words: str


class ChairCase(Model, frozen=True):
    """A request at its controller's desk, as a tester in the controller's chair sees it.

    `may_become` are the states that they can give it now.
    """

    controller_id: str
    reference: str
    state: str
    due: date
    right: Right
    words: str
    block_id: str = ""
    postal_address: str = ""
    information: tuple[ChairInformation, ...] = ()
    may_become: tuple[str, ...] = ()


class ChairCases(Model, frozen=True):
    """Every case at every desk, oldest first; `damaged` are the rows of their store that cannot be read."""

    items: tuple[ChairCase, ...]
    damaged: tuple[int, ...] = ()


class Clock(Model, frozen=True):
    """The world's time; `frozen`: it stands still until it is moved. `started`: when this world began."""

    now: datetime
    started: datetime
    frozen: bool


class DueProfile(Model, frozen=True):
    """A profile that is due to be erased, and waits: how many entries of each kind it has, not whose."""

    last_sign_in: date
    due_since: date
    entries: dict[str, int]


class DueProfiles(Model, frozen=True):
    """All of these."""

    items: tuple[DueProfile, ...]


class Fault(Model, frozen=True, omit_defaults=True):
    """A way in which a party fails; members as in the simulation's OpenAPI document."""

    party: str
    kind: str
    target: str = ""
    method: str = ""
    after: int = 0
    times: int | None = None
    parameters: Mapping[str, float | str] = {}


class Persons(Model, frozen=True):
    """The invented people whose part a tester can play."""

    items: tuple[Person, ...]


class IssuedPhone(Model, frozen=True):
    """A phone as it is issued, with the token of its itsme app, and the code that its owner chose there."""

    number: str
    app_token: str
    itsme_code: str = ""


class CardFiles(Model, frozen=True):
    """The files on a card, in base64: two of TLV, the National Register's signatures, and a JPEG."""

    identity: str
    identity_signature: str
    address: str
    address_signature: str
    photo: str


class IssuedCard(Model, frozen=True):
    """A card as the municipality issues it. In reality its keys never leave the chip.

    `certificates` are its own, the citizen CA's and the root's, in PEM; `certificates_until` is the last day
    of its own. A minor's card has no key for signatures. `tries` is how many wrong PINs are left on it at
    first. `register_certificate` is that of the National Register, which signed `files`.
    """

    card_number: str
    pin: str
    holder: str
    valid_from: date
    valid_until: date
    private_key_pem: str
    certificates: tuple[str, ...]
    certificates_until: date
    register_certificate: str
    files: CardFiles
    signature_key_pem: str = ""
    signature_certificate: str = ""
    tries: Annotated[int, Meta(ge=0, le=3)] = 3


class IssuedKeys(Model, frozen=True):
    """A person's digital keys, as they would keep them.

    `app_secret` is base32 in capitals. By `phone_token` their phone reads its text messages.
    """

    user_name: str
    password: str
    app_secret: Annotated[str, Meta(pattern=r"^([A-Z2-7]{26,})?\Z")] = ""
    sms: str = ""
    phone_token: str = ""


# --- identity provider ------------------------------------------------------------------------


class Started(Model, frozen=True):
    """A sign-in that was started: the identity provider's address, where it continues."""

    authorization_url: str


class Method(Model, frozen=True):
    """A way to sign in; `level` is CSAM's level of assurance."""

    id: str
    level: int
    available: bool


class Failure(Model, frozen=True):
    """Why the last step failed."""

    code: str


class Interaction(Model, frozen=True):
    """The state of a sign-in at the identity provider: its method and its step.

    `method` is "" while it is being chosen, and at the end. `details` is what the step has to show, in a
    shape of the method's own. A step may expire (`step_expires_at`) before the sign-in does (`expires_at`).
    Times are None if the provider sets no time limits. `ending`: the citizen must be warned.
    """

    interaction_id: str
    version: int
    step: str
    client_name: Localized
    methods: tuple[Method, ...]
    method: str = ""
    details: dict[str, Any] = {}
    expires_at: datetime | None = None
    step_expires_at: datetime | None = None
    latest_at: datetime | None = None
    ending: bool = False
    failure: Failure | None = None
    redirect_to: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """When this step ends unless something happens."""
        return _first(self.expires_at, self.step_expires_at)

    def details_as(self, kind: type[T]) -> T:
        """The details as a `kind`, the method's own shape. Raises ContractViolation if they do not fit."""
        try:
            return convert(self.details, kind)
        except ValidationError as error:
            raise ContractViolation("schema", f"step {self.step}: {error}") from error


class ItsmePage(Model, frozen=True):
    """The state of a sign-in at itsme's own pages, as `Interaction` has it; `redirect_to` leads back."""

    version: int
    step: str
    interaction_id: str
    details: dict[str, Any] = {}
    expires_at: datetime | None = None
    step_expires_at: datetime | None = None
    latest_at: datetime | None = None
    ending: bool = False
    failure: Failure | None = None
    redirect_to: str = ""


class ItsmeRequest(Model, frozen=True):
    """A request that the itsme app shows on the phone: who asks, for which of their services.

    `control` is the number that stands where the citizen signs in, too, and `program` what that is.
    `replaced`: an earlier request gave way to this one.
    """

    request_id: str
    client_name: Localized
    service_name: Localized
    created_at: datetime
    program: str
    control: str
    replaced: bool = False
    code_only: bool = False
    expires_at: datetime | None = None
    shares: tuple[str, ...] = ()


class ItsmeRequests(Model, frozen=True):
    """What the app shows: the requests waiting on a phone, and how many wrong codes it still takes."""

    version: int
    items: tuple[ItsmeRequest, ...]
    tries_left: int = 0


class TextMessage(Model, frozen=True):
    """A text message with a code; without `expires_at`, time does not end it."""

    message_id: str
    client_name: Localized
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}\Z")]
    sent_at: datetime
    expires_at: datetime | None = None


class TextMessages(Model, frozen=True):
    """The messages on a phone, in the order in which they arrived."""

    version: int
    items: tuple[TextMessage, ...]


# --- profile service --------------------------------------------------------------------------


class Citizen(Struct, frozen=True, kw_only=True):
    """Who is signed in; the names are those of the claims (OpenID Connect Core 5.1).

    Some people have only one of the two; the other is "".
    """

    given_name: str = ""
    family_name: str = ""

    @property
    def name(self) -> str:
        """Given name and family name, or the only one of the two."""
        return f"{self.given_name} {self.family_name}".strip()


def citizen_of(opened: bytes) -> Citizen:
    """Who is signed in, as the identity provider sealed it for this program. Raises ContractViolation."""
    try:
        return convert(clean_all(decode(opened)), Citizen)
    except (DecodeError, ValidationError, UnicodeDecodeError, TooDeep) as error:
        raise ContractViolation("schema", "the citizen's name") from error


class Session(Model, frozen=True):
    """The citizen's session; times are those of the world's clock.

    `citizen` is opened from `sealed_name` by the client, as soon as it has the answer. `level` is the level
    of assurance at which they signed in, on the scale of eIDAS.
    It ends when the citizen is idle (`idle_expires_at`), does not extend it (`expires_at`), or cannot extend
    it any further (`latest_at`). Times are None if the service sets no time limits.
    """

    sealed_name: str
    method: str
    level: Literal["low", "substantial", "high"]
    started_at: datetime
    now: datetime
    state: Literal["active", "ending"]
    idle_expires_at: datetime | None = None
    expires_at: datetime | None = None
    latest_at: datetime | None = None
    seconds_left: int | None = None
    nickname: str = ""
    unread_notices: int = 0
    citizen: Citizen = Citizen()

    @property
    def ends_at(self) -> datetime | None:
        """When the session ends unless something happens."""
        return _first(self.idle_expires_at, self.expires_at)

    @property
    def ending(self) -> bool:
        """Whether the citizen must be warned that the session is about to end."""
        return self.state == "ending"


class BlockStatus(Model, frozen=True):
    """The state of fetching a block."""

    block_id: str
    controller_id: str
    state: BlockStateName
    fetched_at: datetime | None = None
    since: datetime | None = None
    reason: str = ""
    bytes: int = 0


CatalogueState = Literal["loading", "here", "unavailable"]


class Changes(Model, frozen=True):
    """The state of the session and its blocks, with its version.

    `catalogue`: whether the portal knows yet which blocks there are; until then `blocks` is empty.
    """

    version: int
    session: Session
    catalogue: CatalogueState
    blocks: tuple[BlockStatus, ...]


class Restriction(Model, frozen=True):
    """Since when, and until which day, the authority only keeps the data, and does not use them."""

    since: datetime
    until: date


class BlockContent(Model, frozen=True):
    """A block as its register sent it: records of field values, checked against the catalogue.

    `corrections_missing`: its authority cannot read all its cases, so that a correction may not be in it.
    """

    block_id: str
    records: tuple[dict[str, Any], ...]
    as_of: datetime
    corrections_missing: bool = False
    restricted: Restriction | None = None


FieldType = Literal[
    "text",
    "code",
    "date",
    "period",
    "dateTime",
    "year",
    "number",
    "amount",
    "yesNo",
    "address",
    "postCode",
    "nationalNumber",
    "masked",
    "link",
]


class CatalogueField(Model, frozen=True):
    """A field of a block. The values of a code are keys of `codes`.

    `several`: its value is a list of values of its type. `language` is the language of a text's values; ""
    if they are names, and so in none.
    """

    name: str
    label: Localized
    type: FieldType = "text"
    several: bool = False
    codes: dict[str, Localized] = {}
    language: LanguageTag | Literal[""] = ""


class BlockSummary(Model, frozen=True):
    """How a block is said in a line, where it has one record and where it has several.

    `tui.pages.summaries` fills these templates in.
    """

    one: Localized = {}
    several: Localized = {}


class CatalogueBlock(Model, frozen=True):
    """A block of "Uw gegevens" as its controller describes it."""

    block_id: Id
    category: Id
    label: Localized
    description: Localized
    fields: tuple[CatalogueField, ...]
    title_field: str = ""
    summary: BlockSummary = BlockSummary()


class ControllerContact(Model, frozen=True):
    """How to reach a controller; "" for what it does not have."""

    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""


class CatalogueController(Model, frozen=True):
    """A controller, which is responsible for its blocks of data."""

    controller_id: str
    name: Localized
    level: Literal["federal", "flemish", "local"]
    authority: Localized
    register: Localized
    contact: ControllerContact
    correction: Localized
    supervisor: Literal["VTC", "GBA"]
    blocks: tuple[CatalogueBlock, ...] = ()
    functions: tuple[str, ...] = ()


class CatalogueCategory(Model, frozen=True):
    """A category of "Uw gegevens"."""

    category_id: Id
    label: Localized


class Catalogue(Model, frozen=True):
    """All controllers and their blocks (R23)."""

    categories: tuple[CatalogueCategory, ...]
    items: tuple[CatalogueController, ...]

    def block(self, block_id: str) -> tuple[CatalogueController, CatalogueBlock] | None:
        """The block with this id, and its controller."""
        return next(
            (
                (controller, block)
                for controller in self.items
                for block in controller.blocks
                if block.block_id == block_id
            ),
            None,
        )

    def controller(self, controller_id: str) -> CatalogueController | None:
        """The controller with this id."""
        return next((item for item in self.items if item.controller_id == controller_id), None)


class Nickname(Model, frozen=True):
    """The name by which the citizen wants to be addressed."""

    version: str
    value: str
    changed_at: datetime


class Photo(Model, frozen=True):
    """That there is a profile photo, of so many bytes; the photo itself comes by itself."""

    version: str
    bytes: int
    changed_at: datetime
    description: str = ""


class PhotoFile(Model, frozen=True):
    """The photo itself, as JPEG."""

    version: str
    image: bytes


class ContactDetail(Model, frozen=True):
    """An e-mail address or a phone number (E.164).

    `verified_at`: when the citizen showed by a code that it is theirs; one of each kind is then `preferred`.
    """

    contact_id: str
    version: str
    kind: Literal["email", "phone"]
    value: str
    changed_at: datetime
    label: str = ""
    verified_at: datetime | None = None
    preferred: bool = False


class CodeSent(Model, frozen=True):
    """That a code was sent, and until when it is taken."""

    sent_at: datetime
    expires_at: datetime | None = None


class SavedAddress(Model, frozen=True):
    """An address in the citizen's profile; one of them is the `main` one."""

    address_id: str
    version: str
    street: str
    post_code: str
    municipality: str
    changed_at: datetime
    house_number: str = ""
    box: str = ""
    label: str = ""
    main: bool = False


class FoundAddress(Model, frozen=True):
    """An address of the address register; a street, where it has no number."""

    street: str
    municipality: str
    house_number: str = ""
    box: str = ""
    post_code: str = ""


class FoundAddresses(Model, frozen=True):
    """What is most like what was typed, best first."""

    items: tuple[FoundAddress, ...]


class ConsentRecord(Model, frozen=True):
    """A consent to keeping or showing a kind of data, and when it was given."""

    kind: Literal["nickname", "photo", "contacts", "addresses", "ebox"]
    given_at: datetime


class ChosenChannel(Model, frozen=True):
    """A consent to send notices of a kind as mail or text message, and when it was given."""

    kind: str
    channel: Literal["email", "phone"]
    given_at: datetime


class EarlierSignIn(Model, frozen=True):
    """When and how the citizen signed in before this session."""

    at: datetime
    method: str


class Profile(Model, frozen=True):
    """The citizen's central profile. It is erased on `kept_until`, two years after the last sign-in.

    `due_since`: it should have been erased on this day, and waits, because the clock was moved past it.
    `previous_sign_in` is None if nothing was kept about the citizen then.
    """

    kept_until: date
    due_since: date | None = None
    previous_sign_in: EarlierSignIn | None = None
    nickname: Nickname | None = None
    photo: Photo | None = None
    contacts: tuple[ContactDetail, ...] = ()
    addresses: tuple[SavedAddress, ...] = ()
    consents: tuple[ConsentRecord, ...] = ()
    channels: tuple[ChosenChannel, ...] = ()

    def consent(self, kind: str) -> ConsentRecord | None:
        """The consent for this kind, if it was given."""
        return next((consent for consent in self.consents if consent.kind == kind), None)

    @property
    def main_address(self) -> SavedAddress | None:
        """The main one of the addresses; None if there are none."""
        return next((address for address in self.addresses if address.main), None)


class Message(Model, frozen=True):
    """An eBox message; `body` is empty until the message is opened."""

    message_id: str
    subject: Localized
    sender_name: Localized
    receipt_date: datetime
    expiration_date: datetime
    read_status: bool
    body: Localized = {}


class Messages(Model, frozen=True):
    """The citizen's messages, newest first. `more`: there are older ones, too many to be asked for.

    Without `read_status_complete` some that were opened may be listed as unread: what the eBox kept of them
    is gone or an old copy.
    """

    items: tuple[Message, ...]
    total_items: int
    unread: int
    more: bool = False
    read_status_complete: bool = True


DeskState = Literal[
    "identityChecked",
    "identityMissing",
    "inTreatment",
    "extended",
    "granted",
    "partlyGranted",
    "refused",
    "withdrawn",
    "closed",
]
"""What a request becomes at the desk of its controller (`docs/requests.md`)."""


ANSWERS = ("granted", "partlyGranted", "refused")
"""The states in which a request has an answer."""

ENDED = (*ANSWERS, "done", "withdrawn", "closed", "notTaken")
"""The states of a request that nobody has to answer any more."""


class RequestStep(Model, frozen=True):
    """A step in the handling of a rights request."""

    at: datetime
    what: (
        Literal["received", "forwarded", "acknowledged", "resumed", "added", "done", "notTaken"]
        | DeskState
    )
    receipt: str = ""


class RequestAddition(Model, frozen=True):
    """What the citizen added to a request; `sent`: its controller has it."""

    at: datetime
    words: str
    sent: bool = False


class CardCopyState(Model, frozen=True):
    """Of the copy of the identity card that a controller asks for: the sides it has, and what became of it.

    `matches`, once it has compared both with whoever asks; `seal_to` is its key while it waits for one.
    """

    sides: tuple[Literal["front", "back"], ...] = ()
    matches: bool | None = None
    erased_at: datetime | None = None
    seal_to: str = ""


class RightsRequest(Model, frozen=True):
    """A request under the GDPR, as the portal keeps it; of its letters only how many there are.

    `mailed`: it came by mail, to the data protection officer.
    """

    request_id: str
    reference: str
    right: Right
    words: str
    controller_id: str
    controller_name: Localized
    addressed_to: Literal["controller", "digitaalVlaanderen"]
    forwarded: bool
    received: datetime
    due: date
    state: Literal["inProgress", "forwarded", "done", "notTaken"] | DeskState
    steps: tuple[RequestStep, ...]
    block_id: str = ""
    function: str = ""
    field: str = ""
    postal_address: str = ""
    letters: int = 0
    additions: tuple[RequestAddition, ...] = ()
    mailed: bool = False
    copy: CardCopyState | None = None

    @property
    def wants_copy(self) -> bool:
        """Whether its controller waits for a copy of the identity card."""
        return self.copy is not None and bool(self.copy.seal_to) and not self.over

    @property
    def over(self) -> bool:
        """Whether nobody has to answer it any more."""
        return self.state in ENDED

    @property
    def is_answered(self) -> bool:
        """Whether its controller answered it, and has not closed it yet."""
        return self.state in ANSWERS

    @property
    def answer(self) -> RequestStep | None:
        """The step by which its controller answered it."""
        return next((step for step in self.steps if step.what in ANSWERS), None)


class RightsRequests(Model, frozen=True):
    """The citizen's requests, newest first. `current`: their controllers said how far they are now."""

    items: tuple[RightsRequest, ...]
    current: bool = True


class OwnData(Model, frozen=True):
    """Everything that Digitaal Vlaanderen holds of the citizen for its own processings."""

    as_of: datetime
    kept: dict[str, dict[str, dict[str, Any]]]
    session: dict[str, Any]
    blocks: tuple[BlockStatus, ...]


class Letter(Model, frozen=True):
    """A letter of a controller's desk, about the step `state` of a request."""

    at: datetime
    state: DeskState
    text: Localized


class Letters(Model, frozen=True):
    """A desk's letters about a request, oldest first; `copy` is of the data that access was given to."""

    reference: str
    letters: tuple[Letter, ...]
    copy: BlockContent | None = None


class KeptNotice(Model, frozen=True):
    """What happened, as the portal keeps it: to `subject`, which `kind` says what it is; never a value.

    `day` is that on which an authority changed a block, or a term's last.
    """

    notice_id: Id
    at: datetime
    kind: str
    what: str
    subject: str = ""
    day: date | None = None
    read: bool = False


class KeptNotices(Model, frozen=True):
    """The citizen's notices, newest first; the newest `most` are kept, for `days` days."""

    items: tuple[KeptNotice, ...]
    most: int
    days: int

    @property
    def unread(self) -> int:
        """How many are new."""
        return sum(not one.read for one in self.items)


class Removed(Model, frozen=True, omit_defaults=True):
    """What signing out removed; of a block also from whom, its size as sealed, and since when."""

    kind: Literal["block", "key", "identity"]
    id: str = ""
    controller_id: str = ""
    bytes: int | None = None
    fetched_at: datetime | None = None


class Kept(Model, frozen=True, omit_defaults=True):
    """Data that is kept after signing out, and until when."""

    kind: Literal[
        "nickname",
        "photo",
        "contacts",
        "addresses",
        "requests",
        "eboxConsent",
        "signIns",
        "notices",
    ]
    count: int
    until: date | None = None


class Count(Model, frozen=True):
    """How many of a kind are kept."""

    kind: str
    count: int


class CaseElsewhere(Model, frozen=True):
    """A request as its controller has it; not `delivered`: it could not be given it, and is gone."""

    reference: str
    controller_id: str
    controller_name: dict[str, str]
    delivered: bool


class RemovedProfile(Model, frozen=True):
    """That all that the portal kept of the citizen is gone: how much it was, and how much is there now."""

    removed_at: datetime
    before: tuple[Count, ...]
    after: tuple[Count, ...]
    key_destroyed: bool
    cases: tuple[CaseElsewhere, ...]


class Receipt(Model, frozen=True, omit_defaults=True):
    """What signing out did, as the portal signs it.

    `kept` is None if the central profile could not be opened to count it.
    """

    started_at: datetime
    signed_out_at: datetime
    removed: tuple[Removed, ...]
    kept: tuple[Kept, ...] | None = None


class SignedOut(Receipt, frozen=True, kw_only=True):
    """The receipt with its `proof` (`tui.portal.receipts`), and what is known here alone.

    `end_session_url` is empty if the identity provider's session has ended too. `messages` is how many eBox
    messages this program held; the portal does not know.
    """

    end_session_url: str
    proof: str
    messages: int = 0


class PublishedKeys(Model, frozen=True):
    """The keys that the portal publishes (JWK set, RFC 7517 section 5)."""

    keys: tuple[dict[str, Any], ...]


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
