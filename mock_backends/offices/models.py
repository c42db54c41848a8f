"""The offices' messages: what a citizen writes, and what becomes of it."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from mock_backends.offices.case_states import State
from mock_backends.shared.wire import Message

Localized = dict[str, str]

OfficeId = Literal["officer", "vtc", "gba", "ombudsman"]
Kind = Literal["question", "remark", "suggestion", "rights", "complaint"]
Ground = Literal["late", "refused", "other"]


class NewMail(Message, frozen=True):
    """What a citizen writes; `mail_id` tells it from the same words sent twice.

    `controller_id` is the authority that it is about. Of a request, `right`, and `block_id` or `function`; of
    a complaint, its `ground`, and of the request that it is about the reference and the last day for an
    answer.
    """

    mail_id: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{16,64}$")]
    office: OfficeId
    kind: Kind
    subject: str
    text: str
    controller_id: str = ""
    right: str = ""
    block_id: str = ""
    function: str = ""
    ground: Ground | Literal[""] = ""
    reference: str = ""
    due: date | UnsetType = UNSET


class Registered(Message, frozen=True):
    """A rights request as Digitaal Vlaanderen registered it, and when its controller got it."""

    reference: str
    controller_id: str
    controller_name: Localized
    due: date
    forwarded_at: datetime | None = None
    receipt: str = ""


class Step(Message, frozen=True):
    """A move of a case to a state."""

    at: datetime
    state: State


class Reply(Message, frozen=True):
    """A mail of the office, in every language; `about` says which: a state, or what became of a request.

    `receipt` is that of the controller to which a request went.
    """

    at: datetime
    about: str
    text: Localized
    receipt: str = ""


class Conversation(Message, frozen=True):
    """What a citizen wrote, with its number, how far it is, and what the office answered."""

    number: str
    mail_id: str
    office: OfficeId
    kind: Kind
    subject: str
    text: str
    sent_at: datetime
    state: State
    steps: tuple[Step, ...]
    replies: tuple[Reply, ...]
    controller_id: str = ""
    ground: str = ""
    reference: str = ""
    due: date | None = None
    request: Registered | None = None


class Correspondence(Message, frozen=True, omit_defaults=False):
    """All of a citizen's, oldest first."""

    items: tuple[Conversation, ...]
