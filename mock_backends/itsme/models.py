"""Messages between itsme, its pages and its app, besides OpenID Connect itself: the simulator's own."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from mock_backends.people.loader import Localized
from mock_backends.shared.visits import Action, VisitState
from mock_backends.shared.wire import Message

Answer = Literal["approve", "refuse"]


class Waiting(Message, frozen=True):
    """A request waiting on a phone; `sent_to` shows enough of the number to recognise it.

    `control` is the number that the phone shows, too. `replaced`: an earlier request gave way to this one.
    `scanned`: the phone is the one that scanned the QR code.
    """

    request_id: str
    sent_to: str
    control: str
    replaced: bool = False
    scanned: bool = False


class QrCode(Message, frozen=True):
    """A QR code on the page: all that the picture says, and in it the `code`, which can be typed instead."""

    code: str
    content: str


class PageState(VisitState, frozen=True, kw_only=True):
    """The step of a sign-in at itsme's pages; `details` are of a request that waits, or a QR code."""

    service_name: Localized


class SendNumber(Action, frozen=True, tag="sendNumber"):
    """Send a request to the phone with this number, in any common notation."""

    phone_number: str


class ShowCode(Action, frozen=True, tag="showCode"):
    """Show a QR code, for the app to scan."""


class Scan(Message, frozen=True):
    """What the app has scanned, or its owner typed."""

    code: Annotated[str, Meta(max_length=100)]


class AppRequest(Message, frozen=True):
    """A request as the app shows it: who asks, for what, and what is shared.

    `program` is what the citizen signs in with, as it names itself ("" if it does not). `control` is the
    number that is shown there, too. `replaced`: an earlier request gave way to this one. `code_only`: the
    finger is not enough (`acr_advanced`).
    """

    request_id: str
    client_name: Localized
    service_name: Localized
    created_at: datetime
    shares: tuple[str, ...]
    program: str
    control: str
    replaced: bool = False
    code_only: bool = False
    expires_at: datetime | None = None


class AppState(Message, frozen=True):
    """What the app on a phone shows: the requests that wait, and how many wrong codes it still takes.

    Without `tries_left` the account is blocked.
    """

    version: int
    items: tuple[AppRequest, ...]
    tries_left: int = 0


class Answered(Message, frozen=True):
    """The citizen's answer on the phone: approved with the itsme code, or without one with the finger."""

    answer: Answer
    code: Annotated[str, Meta(max_length=40)] = ""


class Enrolment(Message, frozen=True):
    """The phone on which to set the app up."""

    phone_number: str


class Enrolled(Message, frozen=True):
    """The token by which the app shows whose it is, and the code that its owner has chosen."""

    app_token: str
    code: str
