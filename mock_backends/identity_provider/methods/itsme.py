"""itsme: the citizen enters a phone number, and approves the sign-in on that phone.

The phone's channel is `itsme_app`. The simulated phone asks for the code, as the real app does, and sends
only the answer. The time limit of a request is our own (none is published).
"""

from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import new as hmac
from typing import Literal

from starlette.routing import BaseRoute

from mock_backends.identity_provider.interactions import CHOOSE, Interaction
from mock_backends.identity_provider.method import Desk, Method
from mock_backends.identity_provider.methods.itsme_app import PhoneAnswer, itsme_app_routes
from mock_backends.identity_provider.models import Action, Shared
from mock_backends.people.loader import Localized, Persona
from mock_backends.shared import unguessable
from mock_backends.shared.clock import limit
from mock_backends.shared.environment import Environment
from mock_backends.shared.keys import secret
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.phone_numbers import e164
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input
from mock_backends.shared.service_tokens import ServiceTokenCheck, refused
from mock_backends.shared.wire import Message

REQUEST_LIFE = timedelta(minutes=5)
REMEMBERED = 20
"""How many past requests a phone can still be told are over; older ones are unknown."""
MINIMUM_AGE = 16
NUMBER, WAITING = "itsmeNumber", "itsmeWaiting"

Failure = Literal["phoneNumberUnknown", "noItsme", "refused", "replaced", "timedOut", "underAge"]


class SendNumber(Action, frozen=True, tag="sendNumber"):
    """Send a request to the phone with this number, in any common notation."""

    phone_number: str


class ItsmeWaiting(Message, frozen=True):
    """A request waiting on a phone; `sent_to` shows enough of the number to recognise it.

    `control` is the number that the phone shows, too. `replaced`: an earlier request gave way to this one.
    """

    request_id: str
    sent_to: str
    control: str
    replaced: bool = False


class ItsmeRequest(Message, frozen=True):
    """A request as the app shows it: the client, and what is shared with it.

    `program` is what the citizen signs in with, as it names itself ("" if it does not). `control` is the
    number that is shown there, too. `replaced`: an earlier request gave way to this one.
    """

    request_id: str
    client_name: Localized
    created_at: datetime
    shares: tuple[Shared, ...]
    program: str
    control: str
    replaced: bool = False
    expires_at: datetime | None = None


class ItsmeRequests(Message, frozen=True):
    """All requests waiting on a phone."""

    version: int
    items: tuple[ItsmeRequest, ...]


@dataclass(kw_only=True, eq=False)
class Line:
    """The app on a phone: its owner, its open requests by id, the ids of recent ones, how many there were."""

    number: str
    persona: Persona
    open: dict[str, "Sent"] = field(default_factory=dict)
    over: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    sent: int = 0
    changes: Changes = field(default_factory=Changes)


@dataclass(kw_only=True, eq=False)
class Sent:
    """An open request: its interaction, its phone, until when it waits, and what both sides show of it."""

    request_id: str
    created_at: datetime
    ends_at: datetime
    interaction: Interaction
    line: Line
    control: str
    replaced: bool


class Itsme(Method):
    """Approval in the itsme app."""

    id = "itsme"
    level = 450
    acr = "urn:be:vlaanderen:authmech:itsme"
    actions = (SendNumber,)

    def __init__(self, environment: Environment, desk: Desk) -> None:
        super().__init__(environment, desk)
        self._key = secret(environment.home, "enrolment")
        self._lines: dict[str, Line] = {}
        self._by_token: dict[bytes, Line] = {}
        for persona in environment.fixtures.personas:
            if persona.phone is not None:
                number = persona.phone.number
                line = self._lines[number] = Line(number=number, persona=persona)
                # By digest, so that the time of a lookup does not reveal a nearly correct token.
                self._by_token[sha256(self._token(number).encode()).digest()] = line
        self._sent: dict[str, Sent] = {}
        self.issuer = ServiceTokenCheck(
            audience="identity_provider",
            issuer="simulation",
            keys_url=environment.addresses["simulation"] + "/v1/keys",
            http=environment.http,
            clock=self.clock,
        )
        """Checks that only the issuer of phones enrols an app."""

    # The citizen's side

    def begin(self, interaction: Interaction) -> None:
        """Ask for the phone number."""
        interaction.move(NUMBER)

    def act(self, interaction: Interaction, action: Action) -> None:
        """Send a request to the phone. Raises Problem 400 for an invalid number.

        A client has one open request on a phone: an earlier one gives way, and its citizen is told.
        """
        assert isinstance(action, SendNumber)
        interaction.require(NUMBER)
        number = e164(action.phone_number)
        if not number:
            raise invalid_input(("phoneNumber", "phoneInvalid", "Not a phone number"))
        line = self._lines.get(number)
        if line is None:
            return self._fail(interaction, "phoneNumberUnknown")
        if self.age_of(line.persona) < MINIMUM_AGE:
            return self._fail(interaction, "underAge")
        if line.persona.phone is None or not line.persona.phone.itsme:
            return self._fail(interaction, "noItsme")
        control = self._control(line)
        replaced = [
            earlier.interaction
            for earlier in tuple(line.open.values())
            if earlier.interaction.client.client_id == interaction.client.client_id
        ]
        for earlier in replaced:
            self._fail(earlier, "replaced")
        sent = Sent(
            request_id=unguessable.token(16),
            created_at=self.clock.now(),
            ends_at=self._ends_at(interaction),
            interaction=interaction,
            line=line,
            control=control,
            replaced=bool(replaced),
        )
        self._sent[interaction.id] = sent
        line.open[sent.request_id] = sent
        line.changes.announce()
        return interaction.move(WAITING)

    def settle(self, interaction: Interaction) -> datetime | None:
        """End a request that was not answered in time."""
        sent = self._sent.get(interaction.id)
        if sent is None:
            return None
        if self.clock.now() < sent.ends_at:
            return sent.ends_at
        self._fail(interaction, "timedOut")
        return None

    def details(self, interaction: Interaction) -> ItsmeWaiting | None:
        """The waiting request."""
        sent = self._sent.get(interaction.id)
        if sent is None:
            return None
        return ItsmeWaiting(
            request_id=sent.request_id,
            sent_to=masked(sent.line.number),
            control=sent.control,
            replaced=sent.replaced,
        )

    def extend(self, interaction: Interaction) -> None:
        """Give the request its full time again, which the phone shows."""
        sent = self._sent.get(interaction.id)
        if sent is not None:
            sent.ends_at = self._ends_at(interaction)
            sent.line.changes.announce()

    def leave(self, interaction: Interaction) -> None:
        """Take the request off the phone."""
        sent = self._sent.pop(interaction.id, None)
        if sent is not None:
            del sent.line.open[sent.request_id]
            sent.line.over.append(sent.request_id)
            sent.line.changes.announce()

    def clear(self) -> None:
        """Begin to count anew, so that the next requests are those of a world of this seed."""
        for line in self._lines.values():
            line.sent = 0

    def _ends_at(self, interaction: Interaction) -> datetime:
        limited = self.environment.time_limits
        return min(self.clock.after(REQUEST_LIFE, limited=limited), interaction.expires_at)

    def _control(self, line: Line) -> str:
        """The number that tells the next request on this phone from those that wait there."""
        line.sent += 1
        chance = self.environment.turns.chance("itsme", line.number, line.sent)
        waiting = {sent.control for sent in line.open.values()}
        return str(chance.choice([n for n in range(10, 100) if str(n) not in waiting] or [99]))

    def _fail(self, interaction: Interaction, code: Failure) -> None:
        self.leave(interaction)
        if code in ("refused", "underAge"):
            # Another number would not help; another method might.
            interaction.method = None
            interaction.move(CHOOSE, code)
        else:
            interaction.move(NUMBER, code)

    # The phone's side

    def enrol(self, number: str) -> str:
        """The token of the app on the phone with this number. Raises Problem 404 when nobody has it."""
        if number not in self._lines:
            raise Problem(404)
        return self._token(number)

    def _token(self, number: str) -> str:
        mac = hmac(self._key, f"itsme:{number}".encode(), sha256).digest()
        return urlsafe_b64encode(mac).decode().rstrip("=")

    def line(self, app_token: str) -> Line:
        """The phone with this app token. Raises Problem 401."""
        presented = sha256(app_token.rstrip("=").encode(errors="surrogateescape")).digest()
        line = self._by_token.get(presented)
        if line is None:
            raise refused("invalidAccessToken" if app_token else "noAccessToken")
        return line

    async def waiting(self, line: Line, after: int | None, wait: timedelta) -> ItsmeRequests:
        """The requests on this phone, as soon as their version differs from `after`, or after `wait`."""

        def settle() -> datetime | None:
            ends = [self.settle(sent.interaction) for sent in tuple(line.open.values())]
            return min((end for end in ends if end is not None), default=None)

        await line.changes.newer_than(after, wait, clock=self.clock, settle=settle)
        return ItsmeRequests(
            version=line.changes.version,
            items=tuple(_shown(sent) for sent in line.open.values()),
        )

    def answer(self, line: Line, request_id: str, answer: PhoneAnswer) -> None:
        """The citizen's answer on the phone. Raises Problem 409 when too late, 404 when unknown."""
        sent = line.open.get(request_id)
        if sent is None and request_id not in line.over:
            raise Problem(404)
        if sent is None or self.settle(sent.interaction) is None:
            raise Problem(409, SIMULATOR + "requestOver", "This request is over")
        if answer == "refuse":
            return self._fail(sent.interaction, "refused")
        return self.desk.identified(sent.interaction, line.persona)

    def routes(self) -> Sequence[BaseRoute]:
        """The app's channel."""
        return itsme_app_routes(self)


def _shown(sent: Sent) -> ItsmeRequest:
    return ItsmeRequest(
        request_id=sent.request_id,
        client_name=sent.interaction.client.name,
        created_at=sent.created_at,
        expires_at=limit(sent.ends_at),
        shares=sent.interaction.shares,
        program=sent.interaction.program,
        control=sent.control,
        replaced=sent.replaced,
    )


def masked(number: str) -> str:
    """A number with its middle masked: "+32 400 ** ** 01"."""
    hidden = len(number) - 8
    groups = ["*" * min(2, hidden - start) for start in range(0, hidden, 2)]
    return " ".join((number[:3], number[3:6], *groups, number[-2:]))
