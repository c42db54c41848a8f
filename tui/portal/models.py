"""What the services say, as frozen values. Member names are those of the services' own documents.

Every text in them has been cleaned (`tui.portal.http.clean`): it holds no control, escape or
bidirectional characters.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from msgspec import Meta, Struct, ValidationError, convert

from tui.portal.errors import ContractViolation

T = TypeVar("T")

LanguageTag = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")]
"""A language by its tag (BCP 47): "fr", "nl-BE"; "zxx" where there is none."""

Localized = dict[LanguageTag, str]
"""One text by the language that it is in."""

BlockStateName = Literal["loading", "here", "empty", "unavailable", "refused"]
Right = Literal["access", "rectification", "erasure", "withdrawConsent", "object"]


class Model(Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of all messages: lowerCamelCase on the wire, unknown members ignored."""


# --- simulation -------------------------------------------------------------------------------


class PersonPhone(Model, frozen=True):
    """A phone that a person has; `itsme` says whether the app is set up."""

    number: str
    itsme: bool


class PersonCard(Model, frozen=True):
    """An identity card that a person has."""

    number: str
    valid_until: date


class Person(Model, frozen=True):
    """An invented person that the tester can be."""

    person_id: str
    name: str
    age: int
    language: str
    summary: Localized
    phone: PersonPhone | None = None
    identity_card: PersonCard | None = None
    blocks: tuple[str, ...] = ()
    messages: int = 0


class Fault(Model, frozen=True, omit_defaults=True):
    """A way for a party to fail: members as in the simulation's document."""

    party: str
    kind: str
    target: str = ""
    method: str = ""
    after: int = 0
    times: int | None = None
    parameters: Mapping[str, float | str] = {}


class Persons(Model, frozen=True):
    """The invented persons that the tester can be."""

    items: tuple[Person, ...]


class IssuedPhone(Model, frozen=True):
    """A phone as handed over, with the token of its itsme app."""

    number: str
    app_token: str


class IssuedCard(Model, frozen=True):
    """A card as handed over by the municipality: its key never leaves the chip in reality."""

    card_number: str
    pin: str
    holder: str
    valid_from: date
    valid_until: date
    private_key_pem: str
    certificates: tuple[str, ...]


# --- identity provider ------------------------------------------------------------------------


class Started(Model, frozen=True):
    """Where a sign-in that has been started goes on: at the identity provider."""

    authorization_url: str


class Method(Model, frozen=True):
    """One way to sign in; `level` is CSAM's."""

    id: str
    level: int
    available: bool


class Failure(Model, frozen=True):
    """Why the citizen is back where they were."""

    code: str


class Interaction(Model, frozen=True):
    """Where the citizen stands with the identity provider: at which step of which method.

    `method` is "" while one is being chosen, and after the end. `details` is what the step needs to show,
    in a shape of the method's own. The step may end before the sign-in does. Times are None where the
    provider keeps no time limits. `ending`: the citizen is to be told.
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
        """When this step ends if nothing more happens."""
        return _first(self.expires_at, self.step_expires_at)

    def details_as(self, kind: type[T]) -> T:
        """The details in the method's own shape. Raises ContractViolation where they do not fit it."""
        try:
            return convert(self.details, kind)
        except ValidationError as error:
            raise ContractViolation("schema", f"step {self.step}: {error}") from error


class ItsmeRequest(Model, frozen=True):
    """What the itsme app shows on the phone."""

    request_id: str
    client_name: Localized
    created_at: datetime
    expires_at: datetime | None = None
    shares: tuple[str, ...] = ()


class ItsmeRequests(Model, frozen=True):
    """All that waits on one phone."""

    version: int
    items: tuple[ItsmeRequest, ...]


# --- profile service --------------------------------------------------------------------------


class Citizen(Model, frozen=True):
    """Who is signed in."""

    given_name: str
    family_name: str

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}"


class Session(Model, frozen=True):
    """The citizen's session; times are the world's.

    It ends when the citizen does nothing (`idle_expires_at`), does not extend it (`expires_at`), or has
    extended it for as long as one can (`latest_at`). None where the service keeps no time limits.
    """

    citizen: Citizen
    method: str
    started_at: datetime
    now: datetime
    state: Literal["active", "ending"]
    idle_expires_at: datetime | None = None
    expires_at: datetime | None = None
    latest_at: datetime | None = None
    seconds_left: int | None = None
    nickname: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """When it ends if nothing more happens."""
        return _first(self.idle_expires_at, self.expires_at)

    @property
    def ending(self) -> bool:
        """Whether the citizen is to be told that the end is near."""
        return self.state == "ending"


class BlockStatus(Model, frozen=True):
    """How far the fetching of one block is."""

    block_id: str
    controller_id: str
    state: BlockStateName
    fetched_at: datetime | None = None
    since: datetime | None = None
    reason: str = ""
    bytes: int = 0


CatalogueState = Literal["loading", "here", "unavailable"]


class Changes(Model, frozen=True):
    """What is new since a version.

    `catalogue` says whether the portal knows yet which blocks there are; before that there are none.
    """

    version: int
    session: Session
    catalogue: CatalogueState
    blocks: tuple[BlockStatus, ...]


class BlockContent(Model, frozen=True):
    """One block as its register gave it: records of field values, checked against the catalogue."""

    block_id: str
    records: tuple[dict[str, Any], ...]
    as_of: datetime


class CatalogueField(Model, frozen=True):
    """One field of a block; a code's values are keys of `codes`.

    `language` is what a text's values are written in; "" where they are names, in no language.
    """

    name: str
    label: Localized
    type: Literal[
        "text", "date", "year", "number", "amount", "nationalNumber", "postCode", "yesNo", "code"
    ] = "text"
    codes: dict[str, Localized] = {}
    language: LanguageTag | Literal[""] = ""


class CatalogueBlock(Model, frozen=True):
    """One block of "Uw gegevens" as its controller describes it."""

    block_id: str
    category: str
    label: Localized
    description: Localized
    fields: tuple[CatalogueField, ...]
    title_field: str = ""


class ControllerContact(Model, frozen=True):
    """How to reach a controller; what it does not have is empty."""

    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""


class CatalogueController(Model, frozen=True):
    """A controller: who answers for which data."""

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
    """One category of "Uw gegevens"."""

    category_id: str
    label: Localized


class Catalogue(Model, frozen=True):
    """All controllers and their blocks: the overview of controllers (R23)."""

    categories: tuple[CatalogueCategory, ...]
    items: tuple[CatalogueController, ...]

    def block(self, block_id: str) -> tuple[CatalogueController, CatalogueBlock] | None:
        """A block and the controller that answers for it."""
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
        return next((one for one in self.items if one.controller_id == controller_id), None)


class Nickname(Model, frozen=True):
    """What the citizen wants to be called."""

    value: str
    changed_at: datetime


class ContactDetail(Model, frozen=True):
    """An e-mail address or a phone number (E.164)."""

    contact_id: str
    kind: Literal["email", "phone"]
    value: str
    changed_at: datetime
    label: str = ""


class SavedAddress(Model, frozen=True):
    """An address that the citizen keeps."""

    address_id: str
    street: str
    house_number: str
    post_code: str
    municipality: str
    changed_at: datetime
    box: str = ""
    label: str = ""


class ConsentRecord(Model, frozen=True):
    """That the citizen consented to a kind being kept or shown, and when."""

    kind: Literal["nickname", "photo", "contacts", "addresses", "ebox"]
    given_at: datetime


class Profile(Model, frozen=True):
    """The citizen's own profile. `kept_until` is two years after the last sign-in."""

    kept_until: date
    nickname: Nickname | None = None
    contacts: tuple[ContactDetail, ...] = ()
    addresses: tuple[SavedAddress, ...] = ()
    consents: tuple[ConsentRecord, ...] = ()

    def consent(self, kind: str) -> ConsentRecord | None:
        """The consent to this kind, if it was given."""
        return next((one for one in self.consents if one.kind == kind), None)


class Withdrawn(Model, frozen=True):
    """What the portal removed when the eBox consent was withdrawn."""

    removed_messages: int = 0


class Message(Model, frozen=True):
    """An eBox message; `body` is there once it was opened."""

    message_id: str
    subject: Localized
    sender_name: Localized
    receipt_date: datetime
    expiration_date: datetime
    read_status: bool
    body: Localized = {}


class Messages(Model, frozen=True):
    """The citizen's messages, newest first."""

    items: tuple[Message, ...]
    total_items: int
    unread: int


class RequestStep(Model, frozen=True):
    """One thing that happened to a rights request."""

    at: datetime
    what: Literal["received", "forwarded", "acknowledged", "done"]
    receipt: str = ""


class RightsRequest(Model, frozen=True):
    """A request under the GDPR, as the portal keeps it."""

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
    state: Literal["inProgress", "forwarded", "done"]
    steps: tuple[RequestStep, ...]
    block_id: str = ""
    function: str = ""
    field: str = ""


class RightsRequests(Model, frozen=True):
    """The citizen's requests, newest first."""

    items: tuple[RightsRequest, ...]


class Removed(Model, frozen=True):
    """One thing that signing out removed."""

    kind: Literal["block", "ebox", "key", "identity"]
    id: str = ""
    controller_id: str = ""
    bytes: int = 0
    count: int = 0


class Kept(Model, frozen=True):
    """One thing that stays, and until when."""

    kind: Literal["nickname", "contacts", "addresses", "requests", "eboxConsent"]
    count: int
    until: date | None = None


class Receipt(Model, frozen=True):
    """What signing out did. `kept` is None where the own profile could not be opened to count it."""

    signed_out_at: datetime
    removed: tuple[Removed, ...]
    end_session_url: str
    kept: tuple[Kept, ...] | None = None


def _first(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)
