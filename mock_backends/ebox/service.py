"""The eBox itself: keeps citizens' messages until they expire, and knows which were opened."""

from datetime import UTC, datetime, time, timedelta

from mock_backends.ebox.models import (
    Attachments,
    Ebox,
    EboxMessage,
    SenderOrganization,
    TranslatedString,
)
from mock_backends.ebox.query import Filters
from mock_backends.ebox.store import OpenedMessages
from mock_backends.people.loader import Fixtures, MessageFixture
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of
from mock_backends.shared.problems import Problem


class Eboxes:
    """The eBoxes of all citizens in this world; a person without messages has an empty eBox.

    Days in the fixtures count from the world's start, even if the eBox itself starts later.
    """

    def __init__(self, fixtures: Fixtures, clock: Clock, opened: OpenedMessages) -> None:
        self._clock = clock
        self._opened = opened
        self._by_number = {person.national_number: person.messages for person in fixtures.personas}
        self._senders = {
            message.sender_number: message.sender
            for person in fixtures.personas
            for message in person.messages
        }

    async def summary(self, national_number: str) -> Ebox:
        """How many messages there are, and how many are unread."""
        messages = await self.messages(national_number, Filters())
        return Ebox(
            number_of_messages=len(messages),
            number_of_unread_messages=sum(not message.read_status for message in messages),
            ebox_size=0.0,
            last_receipt_date=messages[0].receipt_date if messages else None,
        )

    async def messages(self, national_number: str, filters: Filters) -> list[EboxMessage]:
        """A citizen's messages that have not expired, newest first. Raises StoreUnavailable."""
        kept = self._by_number.get(national_number, ())
        now = self._clock.now()
        opened = await self._opened.among([message.id for message in kept], day_of(now))
        found = [
            message
            for message in (self._message(fixture, opened) for fixture in kept)
            if message.expiration_date > now
            and filters.match(message, self._senders[message.sender_organization_id])
        ]
        return sorted(found, key=lambda message: message.receipt_date, reverse=True)

    async def message(self, national_number: str, message_id: str) -> EboxMessage:
        """A message of this citizen. Raises Problem 404, also for another citizen's message."""
        for message in await self.messages(national_number, Filters()):
            if message.message_id == message_id:
                return message
        raise Problem(404)

    async def open(self, national_number: str, message_id: str, beginning: int) -> TranslatedString:
        """The body of a message; marks it as read. `beginning` is that of the request (`OpenedMessages`)."""
        await self.message(national_number, message_id)
        await self._opened.add(message_id, day_of(self._clock.now()), beginning)
        kept = self._by_number[national_number]
        return next(message.body for message in kept if message.id == message_id)

    def senders(self) -> list[SenderOrganization]:
        """Every organisation that sends messages, by number."""
        return [
            SenderOrganization(
                organization_id=number, organization_short_name=name, organization_long_name=name
            )
            for number, name in sorted(self._senders.items())
        ]

    def sender(self, organization_id: str) -> SenderOrganization:
        """A sender. Raises Problem 404."""
        for sender in self.senders():
            if sender.organization_id == organization_id:
                return sender
        raise Problem(404)

    def _message(self, fixture: MessageFixture, opened: set[str]) -> EboxMessage:
        start = self._clock.started.replace(microsecond=0)
        # A message keeps its time of day across restarts.
        nine = datetime.combine(day_of(start), time(9), UTC)
        return EboxMessage(
            message_id=fixture.id,
            subject=fixture.subject,
            receipt_date=min(start, nine - timedelta(days=fixture.received_days_ago)),
            expiration_date=nine + timedelta(days=fixture.expires_in_days),
            read_status=fixture.read or fixture.id in opened,
            visible=True,
            registered_mail=False,
            message_type_id=fixture.type,
            sender_organization_id=fixture.sender_number,
            attachments=Attachments(items=(), total_items=0),
            body_main_content=True,
            reply_authorized=False,
        )
