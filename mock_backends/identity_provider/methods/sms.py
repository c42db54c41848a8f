"""Code by text message: after the password, a code that was sent to the person's phone.

The channel to the phone is `text_messages`. How long a code is taken, and how many are sent, is the
simulator's own: nothing is published.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac

from msgspec import Struct, field
from starlette.routing import BaseRoute

from mock_backends.identity_provider.accounts import Tries
from mock_backends.identity_provider.interactions import Interaction
from mock_backends.identity_provider.method import Desk
from mock_backends.identity_provider.methods.password_first import (
    PasswordFirst,
    SendCode,
    SendPassword,
)
from mock_backends.identity_provider.methods.text_messages import (
    TextMessage,
    TextMessages,
    text_message_routes,
)
from mock_backends.identity_provider.totp import DIGITS
from mock_backends.people.loader import Persona
from mock_backends.shared import unguessable
from mock_backends.shared.clock import limit
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import MESSAGE
from mock_backends.shared.keys import secret
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.phone_numbers import masked
from mock_backends.shared.problems import Problem
from mock_backends.shared.service_tokens import ServiceTokenCheck, refused
from mock_backends.shared.visits import Action
from mock_backends.shared.wire import Message

CODE_LIFE = timedelta(minutes=5)


class SendAgain(Action, frozen=True, tag="sendAgain"):
    """Send another message; its code takes the place of the last one's."""


class CodeSent(Message, frozen=True):
    """The last message: the only one whose code is taken.

    `sent_to` shows enough of the number to recognise it.
    """

    message_id: str
    sent_to: str
    sent_at: datetime


class Inbox(Struct, kw_only=True, eq=False):
    """What a phone with this number has received and will receive, and how many messages there were."""

    number: str
    messages: list["Sent"] = field(default_factory=list)
    count: int = 0
    changes: Changes = field(default_factory=Changes)


class Sent(Struct, kw_only=True, eq=False):
    """A message: until when its code is taken, and when it arrives (None: never).

    `lapsed`: the citizen has been told that the time is over.
    """

    message_id: str
    code: str
    sent_at: datetime
    ends_at: datetime
    arrives_at: datetime | None
    interaction: Interaction
    inbox: Inbox
    arrived: bool = False
    lapsed: bool = False


class TextMessageCode(PasswordFirst):
    """A code sent by text message. Its URN is not published: the `acr` is our own."""

    id = "sms"
    level = 400
    acr = "urn:be:vlaanderen:authmech:csamsms"
    password_step = "smsPassword"
    code_step = "smsCode"
    not_enrolled = "noNumber"
    actions = (SendPassword, SendCode, SendAgain)

    def __init__(self, environment: Environment, desk: Desk) -> None:
        super().__init__(environment, desk)
        self._key = secret(environment.home, "enrolment")
        self._inboxes: dict[str, Inbox] = {}
        self._by_token: dict[bytes, Inbox] = {}
        for persona in environment.fixtures.personas:
            if persona.phone is not None:
                inbox = self._inbox(persona.phone.number)
                # By digest, so that the time of a lookup does not reveal a nearly correct token.
                self._by_token[sha256(self._token(inbox.number).encode()).digest()] = inbox
        self._sent: dict[str, list[Sent]] = {}
        self._flood = Tries(self.clock)
        self.issuer = ServiceTokenCheck(
            audience="identity_provider",
            issuer="simulation",
            keys_url=environment.addresses["simulation"] + "/v1/keys",
            http=environment.http,
            clock=self.clock,
        )
        """Checks that only the issuer of phones hands their tokens out."""

    # The citizen's side

    def is_enrolled(self, persona: Persona) -> bool:
        """Whether a number of this person is known."""
        return persona.keys is not None and bool(persona.keys.sms)

    def ask(self, interaction: Interaction, persona: Persona) -> None:
        """Send the first message."""
        self._send(interaction, persona)

    def act(self, interaction: Interaction, action: Action) -> None:
        """Take the password or the code, or send again."""
        if not isinstance(action, SendAgain):
            return super().act(interaction, action)
        interaction.require(self.code_step)
        return self._send(interaction, self.person(interaction))

    def _send(self, interaction: Interaction, persona: Persona) -> None:
        assert persona.keys is not None
        assert persona.keys.sms is not None
        if until := self._flood.paused_until(persona.id):
            return self.pause(interaction, until, "tooManyMessages")
        self._flood.count(persona.id)
        inbox, now = self._inbox(persona.keys.sms), self.clock.now()
        earlier = self._sent.setdefault(interaction.id, [])
        sent = Sent(
            message_id=unguessable.token(16),
            code=self._code(inbox, {one.code for one in earlier}),
            sent_at=now,
            ends_at=self._ends_at(interaction),
            arrives_at=self._arrives_at(now),
            interaction=interaction,
            inbox=inbox,
        )
        earlier.append(sent)
        inbox.messages.append(sent)
        inbox.changes.announce()
        return interaction.move(self.code_step)

    def _code(self, inbox: Inbox, not_these: set[str]) -> str:
        while True:
            inbox.count += 1
            chance = self.environment.turns.chance("text message", inbox.number, inbox.count)
            code = str(chance.randrange(10**DIGITS)).zfill(DIGITS)
            if code not in not_these:
                return code

    def _arrives_at(self, now: datetime) -> datetime | None:
        fault = self.environment.faults.strike("identity_provider", (MESSAGE,), "POST")
        if fault is None:
            return now
        late = fault.parameters.get("seconds")
        return None if late is None else now + timedelta(seconds=float(late))

    def check(self, interaction: Interaction, persona: Persona, code: str) -> str:
        """Whether it is the code of the last message, in time."""
        *earlier, last = self._sent[interaction.id]
        if compare_digest(last.code.encode(), code.encode()):
            return "codeExpired" if last.lapsed else ""
        return "codeReplaced" if code in {one.code for one in earlier} else "wrongCode"

    def settle(self, interaction: Interaction) -> datetime | None:
        """Say that the code is not taken any more, once its time is over."""
        sent = self._sent.get(interaction.id)
        if not sent or sent[-1].lapsed:
            return None
        if self.clock.now() < sent[-1].ends_at:
            return sent[-1].ends_at
        sent[-1].lapsed = True
        interaction.move(self.code_step, "codeExpired")
        return None

    def details(self, interaction: Interaction) -> Message | None:
        """The last message, or until when the citizen has to wait."""
        sent = self._sent.get(interaction.id)
        if not sent:
            return super().details(interaction)
        last = sent[-1]
        return CodeSent(
            message_id=last.message_id, sent_to=masked(last.inbox.number), sent_at=last.sent_at
        )

    def extend(self, interaction: Interaction) -> None:
        """Take the code as long again."""
        sent = self._sent.get(interaction.id)
        if sent and not sent[-1].lapsed:
            sent[-1].ends_at = self._ends_at(interaction)
            sent[-1].inbox.changes.announce()

    def leave(self, interaction: Interaction) -> None:
        """Forget the codes, and take them off the phone."""
        super().leave(interaction)
        for sent in self._sent.pop(interaction.id, ()):
            sent.inbox.messages.remove(sent)
            sent.inbox.changes.announce()

    def clear(self) -> None:
        """Begin to count anew, so that the next codes are those of a world of this seed."""
        self._flood.clear()
        for inbox in self._inboxes.values():
            inbox.count = 0

    def _ends_at(self, interaction: Interaction) -> datetime:
        limited = self.environment.time_limits
        return min(self.clock.after(CODE_LIFE, limited=limited), interaction.expires_at)

    # The phone's side

    def _inbox(self, number: str) -> Inbox:
        return self._inboxes.setdefault(number, Inbox(number=number))

    def enrol(self, number: str) -> str:
        """The token by which the phone with this number reads its messages. Raises Problem 404."""
        if not any(inbox.number == number for inbox in self._by_token.values()):
            raise Problem(404)
        return self._token(number)

    def _token(self, number: str) -> str:
        mac = hmac(self._key, f"sms:{number}".encode(), sha256).digest()
        return urlsafe_b64encode(mac).decode().rstrip("=")

    def inbox(self, phone_token: str) -> Inbox:
        """The messages of the phone with this token. Raises Problem 401."""
        presented = sha256(phone_token.rstrip("=").encode(errors="surrogateescape")).digest()
        inbox = self._by_token.get(presented)
        if inbox is None:
            raise refused("invalidAccessToken" if phone_token else "noAccessToken")
        return inbox

    async def arrived(self, inbox: Inbox, after: int | None, wait: timedelta) -> TextMessages:
        """The messages that have arrived, as soon as their version differs, or after `wait`."""

        def settle() -> datetime | None:
            now = self.clock.now()
            for sent in inbox.messages:
                if not sent.arrived and sent.arrives_at is not None and sent.arrives_at <= now:
                    sent.arrived = True
                    inbox.changes.announce()
            coming = (sent.arrives_at for sent in inbox.messages if not sent.arrived)
            return min((at for at in coming if at is not None), default=None)

        await inbox.changes.newer_than(after, wait, clock=self.clock, settle=settle)
        here = [sent for sent in inbox.messages if sent.arrived]
        here.sort(key=lambda sent: sent.arrives_at or sent.sent_at)
        return TextMessages(version=inbox.changes.version, items=tuple(map(_shown, here)))

    def routes(self) -> Sequence[BaseRoute]:
        """The phone's channel."""
        return text_message_routes(self)


def _shown(sent: Sent) -> TextMessage:
    return TextMessage(
        message_id=sent.message_id,
        client_name=sent.interaction.client.name,
        code=sent.code,
        sent_at=sent.sent_at,
        expires_at=limit(sent.ends_at),
    )
