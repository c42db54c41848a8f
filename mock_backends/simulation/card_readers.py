"""Card readers in terminals of their own, and what they are asked to sign: the simulator's own channel.

In reality a site asks the browser, and that the reader at the same computer (Web eID). Here a reader listens
for whoever asks for its person, from wherever they sign in. All times are real, because the world's may stand
still.
"""

from datetime import datetime, timedelta

from msgspec import Struct, field

from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.problems import SIMULATOR, Problem
from mock_backends.simulation.models import (
    CardAnswer,
    CardRequest,
    CardRequestState,
    CardToken,
    ReaderState,
    SignatureWanted,
)

READER_AWAY = timedelta(seconds=5)
"""How long after its last question a reader still counts as listening: until it has asked again."""

ASKER_AWAY = timedelta(seconds=10)
"""How long after its last question a request is still shown."""

MOST_WAITING = 20
"""Requests at once for one person; the oldest gives way."""


class Attending(Struct, kw_only=True, eq=False):
    """Who asks again and again: how many questions are open, and when the last one ended."""

    open: int = 0
    last: datetime

    def there(self, now: datetime, patience: timedelta) -> bool:
        """Whether it still is."""
        return self.open > 0 or now < self.last + patience


class Asked(Struct, kw_only=True, eq=False):
    """A request: what is to be signed for which site, what the reader shows, and what the card signed."""

    id: str
    person: str
    wanted: SignatureWanted
    program: str
    asker: Attending
    shows: str = ""
    tries_left: int = 0
    token: CardToken | None = None
    changes: Changes = field(default_factory=Changes)


class Desk(Struct, eq=False):
    """The readers and the requests of one person."""

    readers: dict[str, Attending] = field(default_factory=dict)
    waiting: dict[str, Asked] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)

    def announce(self) -> None:
        """The readers of this person have changed, or what waits there: all are told."""
        self.changes.announce()
        for asked in self.waiting.values():
            asked.changes.announce()


class CardReaders:
    """Every reader that listens, and every request that waits, by person; `clock` shows the real time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._desks: dict[str, Desk] = {}
        self._asked: dict[str, Asked] = {}

    # The reader's side

    async def listen(
        self, person: str, reader: str, after: int | None, wait: timedelta
    ) -> ReaderState:
        """What waits for this reader, as soon as its version differs from `after`, or after `wait`."""
        desk = self._desk(person)
        attending = desk.readers.get(reader)
        if attending is None:
            attending = desk.readers[reader] = Attending(last=self._clock.now())
            desk.announce()
        attending.open += 1
        try:
            await desk.changes.newer_than(
                after, wait, clock=self._clock, settle=lambda: self._settle(desk)
            )
        finally:
            attending.open -= 1
            attending.last = self._clock.now()
        return ReaderState(
            version=desk.changes.version,
            readers=len(desk.readers),
            items=tuple(
                CardRequest(
                    request_id=asked.id,
                    challenge=asked.wanted.challenge,
                    origin=asked.wanted.origin,
                    program=asked.program,
                )
                for asked in desk.waiting.values()
                if asked.wanted.reader != reader
            ),
        )

    def put_away(self, person: str, reader: str) -> None:
        """This reader listens no more."""
        desk = self._desk(person)
        if desk.readers.pop(reader, None) is not None:
            desk.announce()

    def answer(self, request_id: str, answer: CardAnswer) -> None:
        """What a reader shows for a request, or what its card has signed. Raises Problem 404 or 409."""
        asked = self._request(request_id)
        if asked.token is not None or request_id not in self._desk(asked.person).waiting:
            raise Problem(409, SIMULATOR + "requestOver", "This request is over")
        asked.shows, asked.tries_left = answer.shows, answer.tries_left
        if answer.token is not None:
            asked.token = answer.token
            self._take_off(asked)
        asked.changes.announce()

    # The side of whoever asks

    def ask(self, person: str, wanted: SignatureWanted, program: str) -> CardRequestState:
        """Put a request to the readers of this person, which need not be there yet."""
        desk = self._desk(person)
        now = self._clock.now()
        asked = Asked(
            id=unguessable.token(16),
            person=person,
            wanted=wanted,
            program=program,
            asker=Attending(last=now),
        )
        self._settle(desk)
        if len(desk.waiting) >= MOST_WAITING:
            self.withdraw(next(iter(desk.waiting)))
        desk.waiting[asked.id] = self._asked[asked.id] = asked
        desk.announce()
        return self._shown(asked)

    async def state(self, request_id: str, after: int | None, wait: timedelta) -> CardRequestState:
        """How a request stands, as soon as its version differs from `after`, or after `wait`.

        Raises Problem 404 for one that nobody asked about for long, or that was withdrawn.
        """
        asked = self._request(request_id)
        desk = self._desk(asked.person)
        asked.asker.open += 1
        try:
            await asked.changes.newer_than(
                after, wait, clock=self._clock, settle=lambda: self._settle(desk)
            )
        finally:
            asked.asker.open -= 1
            asked.asker.last = self._clock.now()
        return self._shown(self._request(request_id))

    def withdraw(self, request_id: str) -> None:
        """Take a request back."""
        asked = self._asked.pop(request_id, None)
        if asked is not None:
            self._take_off(asked)
            asked.changes.announce()

    def clear(self) -> None:
        """Forget all requests; readers go on listening."""
        for request_id in tuple(self._asked):
            self.withdraw(request_id)

    def _settle(self, desk: Desk) -> datetime | None:
        """Drop whoever has not asked for too long; returns when the next one is due, if any is."""
        now = self._clock.now()
        for name, reader in tuple(desk.readers.items()):
            if not reader.there(now, READER_AWAY):
                del desk.readers[name]
                desk.announce()
        for asked in tuple(self._asked.values()):
            if not asked.asker.there(now, ASKER_AWAY):
                self.withdraw(asked.id)
        ends = [one.last + READER_AWAY for one in desk.readers.values() if not one.open]
        ends += [one.asker.last + ASKER_AWAY for one in desk.waiting.values() if not one.asker.open]
        return min(ends, default=None)

    def _take_off(self, asked: Asked) -> None:
        desk = self._desk(asked.person)
        if desk.waiting.pop(asked.id, None) is not None:
            desk.changes.announce()

    def _request(self, request_id: str) -> Asked:
        asked = self._asked.get(request_id)
        if asked is None:
            raise Problem(404)
        return asked

    def _desk(self, person: str) -> Desk:
        return self._desks.setdefault(person, Desk())

    def _shown(self, asked: Asked) -> CardRequestState:
        others = [name for name in self._desk(asked.person).readers if name != asked.wanted.reader]
        return CardRequestState(
            request_id=asked.id,
            version=asked.changes.version,
            readers=len(others),
            shows=asked.shows if others else "",
            tries_left=asked.tries_left if others else 0,
            token=asked.token,
        )
