"""The profile service's own messages: what the citizen's side sends and is sent (openapi.yaml)."""

from datetime import date, datetime
from typing import Literal

from mock_backends.shared.wire import Message

BlockState = Literal["loading", "here", "empty", "unavailable", "refused"]
CatalogueState = Literal["loading", "here", "unavailable"]
BlockReason = Literal["noAnswer", "error", "notTheirs", "tooLarge"]
OwnKind = Literal["nickname", "contacts", "addresses"]
ConsentKind = Literal["nickname", "contacts", "addresses", "ebox"]
Right = Literal["access", "rectification", "erasure", "withdrawConsent", "object"]
Function = Literal["nickname", "photo", "contacts", "addresses", "ebox", "cookies"]
Addressee = Literal["controller", "digitaalVlaanderen"]
Localized = dict[str, str]


class Citizen(Message, frozen=True):
    """Who is signed in."""

    given_name: str
    family_name: str


class Session(Message, frozen=True):
    """The citizen's session; times are the world's, in UTC. Without time limits it has no end to tell.

    `method` is the identity provider's name for how the citizen signed in, or its `acr` where it has none.
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


class BlockStatus(Message, frozen=True):
    """How far the fetching of one block is. `since` is when its present state began."""

    block_id: str
    controller_id: str
    state: BlockState
    fetched_at: datetime | None = None
    since: datetime | None = None
    bytes: int | None = None
    reason: BlockReason | None = None


class Changes(Message, frozen=True):
    """Where session and blocks stand at `version`.

    `catalogue` says whether the registers have told which blocks there are; before that there are none.
    """

    version: int
    session: Session
    catalogue: CatalogueState
    blocks: tuple[BlockStatus, ...]


class Nickname(Message, frozen=True):
    """What the citizen wants to be called."""

    value: str
    changed_at: datetime


class ContactDetail(Message, frozen=True):
    """An e-mail address, or a phone number in E.164."""

    contact_id: str
    kind: Literal["email", "phone"]
    value: str
    changed_at: datetime
    label: str = ""


class SavedAddress(Message, frozen=True):
    """An address that the citizen keeps."""

    address_id: str
    street: str
    house_number: str
    post_code: str
    municipality: str
    changed_at: datetime
    box: str = ""
    label: str = ""


class ConsentRecord(Message, frozen=True):
    """That the citizen consented to a kind being kept or shown, and when (R35, R36)."""

    kind: ConsentKind
    given_at: datetime


class Profile(Message, frozen=True):
    """The citizen's own profile. On `kept_until` it is erased, unless they sign in before."""

    contacts: tuple[ContactDetail, ...]
    addresses: tuple[SavedAddress, ...]
    consents: tuple[ConsentRecord, ...]
    kept_until: date
    nickname: Nickname | None = None


class NicknameInput(Message, frozen=True):
    """A nickname as typed."""

    value: str = ""


class ContactInput(Message, frozen=True):
    """A contact detail as typed."""

    kind: Literal["email", "phone"]
    value: str = ""
    label: str = ""


class AddressInput(Message, frozen=True):
    """An address as typed."""

    street: str = ""
    house_number: str = ""
    post_code: str = ""
    municipality: str = ""
    box: str = ""
    label: str = ""


class ConsentInput(Message, frozen=True):
    """Consent is given, never assumed: only true is taken."""

    given: Literal[True] | bool


class EboxMessage(Message, frozen=True):
    """An eBox message; `body` only where it was opened."""

    message_id: str
    subject: Localized
    sender_name: Localized
    receipt_date: datetime
    expiration_date: datetime
    read_status: bool
    body: Localized | None = None


class EboxMessages(Message, frozen=True):
    """The citizen's messages, newest first."""

    items: tuple[EboxMessage, ...]
    total_items: int
    unread: int


class RequestInput(Message, frozen=True):
    """A rights request as filed: about a block or about a function of the portal."""

    right: Right
    words: str = ""
    block_id: str = ""
    function: Function | Literal[""] = ""
    field: str = ""
    addressed_to: Addressee | Literal[""] = ""


class RequestStep(Message, frozen=True):
    """One thing that happened to a rights request; `receipt` is the controller's."""

    at: datetime
    what: Literal["received", "forwarded", "acknowledged", "done"]
    receipt: str = ""


class RightsRequest(Message, frozen=True):
    """A request under the GDPR as the portal keeps it. It never holds a fetched value."""

    request_id: str
    reference: str
    right: Right
    words: str
    controller_id: str
    controller_name: Localized
    addressed_to: Addressee
    forwarded: bool
    received: datetime
    due: date
    state: Literal["inProgress", "forwarded", "done"]
    steps: tuple[RequestStep, ...]
    block_id: str = ""
    function: str = ""
    field: str = ""


class Removed(Message, frozen=True):
    """One thing that signing out removed."""

    kind: Literal["block", "ebox", "key", "identity"]
    id: str = ""
    controller_id: str = ""
    bytes: int | None = None
    count: int | None = None


class Kept(Message, frozen=True):
    """One thing that stays, how many of it, and until when."""

    kind: Literal["nickname", "contacts", "addresses", "requests", "eboxConsent"]
    count: int
    until: date | None = None


class Receipt(Message, frozen=True):
    """What signing out did, and where the identity provider's session ends.

    Without `kept` the citizen's own profile could not be opened: what is in it stays, uncounted.
    """

    signed_out_at: datetime
    removed: tuple[Removed, ...]
    end_session_url: str
    kept: tuple[Kept, ...] | None = None
