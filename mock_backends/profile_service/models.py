"""The messages between the citizen's side and the profile service (openapi.yaml)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from mock_backends.profile_service.levels import Level
from mock_backends.shared.wire import Message

BlockState = Literal["loading", "here", "unavailable", "refused"]
CatalogueState = Literal["loading", "here", "unavailable"]
BlockReason = Literal[
    "noAnswer", "error", "cutOff", "notAccepted", "notTheirs", "notSealed", "tooLarge"
]
OwnKind = Literal["nickname", "photo", "contacts", "addresses"]
ConsentKind = Literal["nickname", "photo", "contacts", "addresses", "ebox"]
Right = Literal[
    "access",
    "rectification",
    "erasure",
    "withdrawConsent",
    "object",
    "restriction",
    "portability",
]
Function = Literal["nickname", "photo", "contacts", "addresses", "ebox", "cookies"]
Addressee = Literal["controller", "digitaalVlaanderen"]
NoticeKind = Literal["signIn", "profile", "consent", "request", "term", "block"]
SentKind = Literal["request", "term", "block", "signIn"]
"""The kinds of notices that can be sent: what citizens do themselves is not told to them."""
Channel = Literal["email", "phone"]
Localized = dict[str, str]


class SignInInput(Message, frozen=True):
    """The beginning of a sign-in: the X25519 key to which all is sealed that the citizen is sent.

    `level`: the citizen signs in anew, because what they want to do wants this level of assurance.
    """

    seal_to: str = ""
    level: Literal["high"] | UnsetType = UNSET


class Session(Message, frozen=True):
    """The citizen's session; times are the world's, in UTC. Without time limits, the ends are absent.

    `sealed_name` is what the identity provider sealed of their name for their own program (base64url).
    `method` is the identity provider's name for how the citizen signed in, or its `acr` where it has none;
    `level` its level of assurance.
    """

    sealed_name: str
    method: str
    level: Level
    started_at: datetime
    now: datetime
    state: Literal["active", "ending"]
    idle_expires_at: datetime | None = None
    expires_at: datetime | None = None
    latest_at: datetime | None = None
    seconds_left: int | None = None
    nickname: str = ""
    unread_notices: int = 0


class BlockStatus(Message, frozen=True):
    """The state of fetching a block, and since when; `bytes` is its size as it is sealed."""

    block_id: str
    controller_id: str
    state: BlockState
    fetched_at: datetime | None = None
    since: datetime | None = None
    bytes: int | None = None
    reason: BlockReason | None = None


class Changes(Message, frozen=True):
    """The session and its blocks at `version`.

    `catalogue`: whether the registers have said which blocks there are; until then `blocks` is empty.
    """

    version: int
    session: Session
    catalogue: CatalogueState
    blocks: tuple[BlockStatus, ...]


class Nickname(Message, frozen=True):
    """The name by which the citizen wants to be addressed. `version` is that of its entity tag, as below."""

    version: str
    value: str
    changed_at: datetime


class Photo(Message, frozen=True):
    """That there is a profile photo, of so many bytes; and what is to be seen on it, in their own words."""

    version: str
    bytes: int
    changed_at: datetime
    description: str = ""


class PhotoFile(Photo, frozen=True, kw_only=True):
    """The photo itself, as JPEG (`photo`)."""

    image: bytes


class ContactDetail(Message, frozen=True):
    """An e-mail address, or a phone number in E.164.

    `verified_at`: when the citizen showed by a code that it is theirs. Of each kind one that is verified is
    `preferred`: the one that they chose, or else the first.
    """

    contact_id: str
    version: str
    kind: Literal["email", "phone"]
    value: str
    changed_at: datetime
    label: str = ""
    verified_at: datetime | None = None
    preferred: bool = False


class SavedAddress(Message, frozen=True):
    """An address that the citizen keeps; one is the `main` one."""

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


class ConsentRecord(Message, frozen=True):
    """A consent to keeping or showing a kind of data, and when it was given (R35, R36)."""

    kind: ConsentKind
    given_at: datetime


class ChosenChannel(Message, frozen=True):
    """A consent to send notices of a kind to the contact detail that is preferred, and when it was given."""

    kind: SentKind
    channel: Channel
    given_at: datetime


class EarlierSignIn(Message, frozen=True):
    """When and how the citizen signed in before this session; `method` as in `Session`."""

    at: datetime
    method: str


class Profile(Message, frozen=True):
    """The citizen's own profile. It is erased on `kept_until`, unless they sign in before then.

    `due_since`: it should have been erased on this day, and waits, because the clock was moved past it.
    `previous_sign_in` is None if it is not known: nothing was kept about this citizen then.
    """

    contacts: tuple[ContactDetail, ...]
    addresses: tuple[SavedAddress, ...]
    consents: tuple[ConsentRecord, ...]
    kept_until: date
    channels: tuple[ChosenChannel, ...] = ()
    nickname: Nickname | None = None
    photo: Photo | None = None
    due_since: date | None = None
    previous_sign_in: EarlierSignIn | None = None


class DueProfile(Message, frozen=True):
    """A profile that is due to be erased, and waits: how many entries of each kind it has, not whose."""

    last_sign_in: date
    due_since: date
    entries: Mapping[str, int]


class DueProfiles(Message, frozen=True):
    """All of these, the longest due first."""

    items: tuple[DueProfile, ...]


class NicknameInput(Message, frozen=True):
    """A nickname as typed."""

    value: str = ""


class PhotoInput(Message, frozen=True):
    """A photo as JPEG and what is to be seen on it; without an image, the one that is there stays."""

    image: bytes = b""
    description: str = ""


class ContactInput(Message, frozen=True):
    """A contact detail as typed."""

    kind: Literal["email", "phone"]
    value: str = ""
    label: str = ""


class WantedChannel(Message, frozen=True):
    """That notices of a kind are to be sent, and how."""

    kind: SentKind
    channel: Channel


class ChannelsInput(Message, frozen=True):
    """All kinds that are to be sent; the consent to any other is withdrawn."""

    items: Annotated[tuple[WantedChannel, ...], Meta(max_length=10)]


class CodeSent(Message, frozen=True):
    """That a code was sent; without `expires_at`, time does not end it."""

    sent_at: datetime
    expires_at: datetime | None = None


class CodeInput(Message, frozen=True):
    """The code that was received, as typed."""

    code: str = ""


class AddressInput(Message, frozen=True):
    """An address as typed."""

    street: str = ""
    house_number: str = ""
    post_code: str = ""
    municipality: str = ""
    box: str = ""
    label: str = ""


class AddressQuery(Message, frozen=True):
    """What a citizen has typed of an address that is looked for."""

    street: str = ""
    house_number: str = ""
    post_code: str = ""
    municipality: str = ""
    box: str = ""


class FoundAddress(Message, frozen=True):
    """An address of the address register; a street, where it has no number."""

    street: str
    municipality: str
    house_number: str = ""
    box: str = ""
    post_code: str = ""


class FoundAddresses(Message, frozen=True, omit_defaults=False):
    """What is most like what was typed, best first; ten at most."""

    items: tuple[FoundAddress, ...]


class ConsentInput(Message, frozen=True):
    """A consent. It must be given and is never assumed: only true is accepted."""

    given: Literal[True] | bool


class RequestInput(Message, frozen=True):
    """A rights request as filed: about a block, or about a function of the portal.

    `postal_address` is what the controller puts on its letters, if the citizen wants that.
    """

    right: Right
    words: str = ""
    block_id: str = ""
    function: Function | Literal[""] = ""
    field: str = ""
    addressed_to: Addressee | Literal[""] = ""
    postal_address: str = ""


class MailedRequest(Message, frozen=True):
    """A rights request that came by mail, as the data protection officer hands it over.

    `mail_id` tells it from the same mail handed over twice; `received_at` is when the mail came, from which
    the term counts.
    """

    mail_id: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{16,64}$")]
    received_at: datetime
    right: Right
    words: str = ""
    block_id: str = ""
    function: Function | Literal[""] = ""


class InformationInput(Message, frozen=True):
    """What the citizen adds to a request."""

    words: str = ""


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


class RequestStep(Message, frozen=True):
    """A step in the handling of a rights request; `receipt` is the controller's."""

    at: datetime
    what: (
        Literal["received", "forwarded", "acknowledged", "resumed", "added", "done", "notTaken"]
        | DeskState
    )
    receipt: str = ""


class RequestAddition(Message, frozen=True):
    """What the citizen added; `sent`: the controller's desk has it."""

    at: datetime
    words: str
    sent: bool = False


class CardSideInput(Message, frozen=True):
    """A side of the identity card, which the citizen's program sealed to the desk that asks for it."""

    sealed: bytes


class CardCopy(Message, frozen=True):
    """What a controller's desk says of the copy of the identity card that it asks for; no picture.

    `sides` are those that it has, `seal_to` is its key while it waits for one; `matches`, once it compared.
    """

    sides: tuple[Literal["front", "back"], ...] = ()
    matches: bool | None = None
    erased_at: datetime | None = None
    seal_to: str = ""


class RightsRequest(Message, frozen=True):
    """A request under the GDPR, as the portal keeps it. It never contains a fetched value.

    `letters` is how many the controller has written; they stay with it until the citizen opens them.
    `mailed`: it came by mail, to the data protection officer.
    `copy` is there where the controller asks for a copy of the identity card.
    """

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
    state: Literal["inProgress", "forwarded", "done", "notTaken"] | DeskState
    steps: tuple[RequestStep, ...]
    block_id: str = ""
    function: str = ""
    field: str = ""
    postal_address: str = ""
    letters: int = 0
    additions: tuple[RequestAddition, ...] = ()
    mailed: bool = False
    copy: CardCopy | None = None


class RightsRequests(Message, frozen=True, omit_defaults=False):
    """The citizen's requests, newest first. `current`: the controllers have said how far they are now."""

    items: tuple[RightsRequest, ...]
    current: bool


class OwnData(Message, frozen=True, omit_defaults=False):
    """Everything that is held of a citizen: what is kept, by kind and row, and what their session holds.

    Blocks are sealed to the citizen: of each only the size is known here.
    """

    as_of: datetime
    kept: dict[str, dict[str, dict[str, Any]]]
    session: dict[str, Any]
    blocks: tuple[BlockStatus, ...]


class Notice(Message, frozen=True):
    """What happened (`notices`): to `subject`, which `kind` says what it is; `day`: of a change, a term.

    The subject is a method of signing in, an entry of the profile, a consent, the id of a request or a block.
    """

    notice_id: str
    at: datetime
    kind: NoticeKind
    what: str
    subject: str = ""
    day: date | None = None
    read: bool = False


class NoticeList(Message, frozen=True):
    """A citizen's notices, newest first; the newest `most` are kept, for `days` days."""

    items: tuple[Notice, ...]
    most: int
    days: int


class BlockChange(Message, frozen=True, forbid_unknown_fields=True):
    """What an authority tells the portal about a citizen: that it changed a block, and on which day.

    Never how: a member more is refused. `change_id` is the same when it is told again.
    """

    change_id: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{16,64}$")]
    block_id: Annotated[str, Meta(pattern="^[a-z0-9-]{1,64}$")]
    changed_on: date


class Removed(Message, frozen=True):
    """What signing out removed; of a block also from whom, its size as sealed, and since when it was here."""

    kind: Literal["block", "key", "identity"]
    id: str = ""
    controller_id: str = ""
    bytes: int | None = None
    fetched_at: datetime | None = None


class Kept(Message, frozen=True):
    """Data that is kept after signing out: how many items, and until when."""

    kind: Literal[
        "nickname",
        "photo",
        "contacts",
        "addresses",
        "requests",
        "eboxConsent",
        "signIns",
        "notices",
        "consents",
    ]
    count: int
    until: date | None = None


class Case(Message, frozen=True):
    """A request as its controller has it; not `delivered`: it could not be given it, and is gone."""

    reference: str
    controller_id: str
    controller_name: Localized
    delivered: bool


class RemovedProfile(Message, frozen=True, omit_defaults=False):
    """That all that was kept of a citizen is gone: how much it was, and how much is there now.

    `key_destroyed`: the key that opened it is in the store no more. `cases` stay with their controllers.
    """

    removed_at: datetime
    before: tuple[Kept, ...]
    after: tuple[Kept, ...]
    key_destroyed: bool
    cases: tuple[Case, ...]


class Receipt(Message, frozen=True):
    """What signing out did, of a session that began at `started_at`: all of this is signed.

    `kept` is None if the citizen's profile could not be opened: it is kept, but could not be counted.
    """

    started_at: datetime
    signed_out_at: datetime
    removed: tuple[Removed, ...]
    kept: tuple[Kept, ...] | None = None


class SignedOut(Receipt, frozen=True, kw_only=True):
    """The receipt with its `proof`, and the address at which the identity provider's session is ended."""

    end_session_url: str
    proof: str
