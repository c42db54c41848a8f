"""The phones with the itsme app, the requests that wait on them, and the codes of their owners.

Three wrong codes block an account, as support.itsme-id.com says; then the app has to be set up anew. The
time limit of a request and the control number are our own: none is published.
"""

from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac

from msgspec import Struct, field

from mock_backends.itsme.visits import PageVisit
from mock_backends.people.loader import Persona
from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input
from mock_backends.shared.sealed_file import SealedFile
from mock_backends.shared.service_tokens import refused
from mock_backends.shared.turns import Turns

ACCOUNTS = "itsme-accounts"
"""The name of the file with the tries left, and of its key."""

REQUEST_LIFE = timedelta(minutes=5)
TRIES = 3
REMEMBERED = 20
"""How many past requests a phone can still be told are over; older ones are unknown."""


class Line(Struct, kw_only=True, eq=False):
    """The app on a phone: its owner, its open requests by id, the ids of recent ones, how many there were.

    `tries` are how many wrong codes it still takes; without any it is blocked.
    """

    number: str
    persona: Persona
    open: dict[str, "Sent"] = field(default_factory=dict)
    over: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    sent: int = 0
    tries: int = TRIES
    changes: Changes = field(default_factory=Changes)

    @property
    def code(self) -> str:
        """The five digits that its owner has chosen: always the same, so that they can be learnt."""
        return f"{int.from_bytes(sha256(f'itsme {self.number}'.encode()).digest()) % 100_000:05}"


class Sent(Struct, kw_only=True, eq=False):
    """An open request: its visit, its phone, until when it waits, and what both sides show of it."""

    request_id: str
    created_at: datetime
    ends_at: datetime
    visit: PageVisit
    line: Line
    control: str
    replaced: bool


class Phones:
    """Every phone of this world, by number and by the token of its app, and the requests by their visit.

    `file` keeps the tries left of the accounts that have lost one, also over a restart.
    """

    def __init__(
        self,
        people: Iterable[Persona],
        key: bytes,
        file: SealedFile[dict[str, int]],
        clock: Clock,
        turns: Turns,
        *,
        time_limits: bool,
    ) -> None:
        self._key = key
        self._file = file
        self._clock = clock
        self._turns = turns
        self._time_limits = time_limits
        self._lines: dict[str, Line] = {}
        self._by_token: dict[bytes, Line] = {}
        for persona in people:
            if persona.phone is not None:
                number = persona.phone.number
                line = self._lines[number] = Line(number=number, persona=persona)
                # By digest, so that the time of a lookup does not reveal a nearly correct token.
                self._by_token[sha256(self._token(number).encode()).digest()] = line
        self._sent: dict[str, Sent] = {}
        self._strangers: dict[str, int] = {}
        """What is kept of numbers that nobody in this world has."""
        for number, left in (file.read() or {}).items():
            if (line_ := self._lines.get(number)) is not None:
                line_.tries = max(0, min(left, TRIES))
            else:
                self._strangers[number] = left

    def find(self, number: str) -> Line | None:
        """The phone with this number, with or without the app."""
        return self._lines.get(number)

    def enrol(self, number: str) -> tuple[str, str]:
        """The token of the app on the phone with this number, and its owner's code. Raises Problem 404."""
        line = self._lines.get(number)
        if line is None:
            raise Problem(404)
        return self._token(number), line.code

    def line(self, app_token: str) -> Line:
        """The phone with this app token. Raises Problem 401."""
        presented = sha256(app_token.rstrip("=").encode(errors="surrogateescape")).digest()
        line = self._by_token.get(presented)
        if line is None:
            raise refused("invalidAccessToken" if app_token else "noAccessToken")
        return line

    def send(self, line: Line, visit: PageVisit) -> Sent:
        """Send this visit's request to a phone."""
        sent = Sent(
            request_id=unguessable.token(16),
            created_at=self._clock.now(),
            ends_at=self._ends_at(visit),
            visit=visit,
            line=line,
            control=self._control(line),
            replaced=bool(self.waiting_of(line, visit)),
        )
        self._sent[visit.id] = sent
        line.open[sent.request_id] = sent
        line.changes.announce()
        return sent

    def waiting_of(self, line: Line, visit: PageVisit) -> list[PageVisit]:
        """The visits, other than this one, whose requests wait on a phone for the same partner."""
        partner = visit.asked.partner.client_id
        return [
            sent.visit
            for sent in line.open.values()
            if sent.visit is not visit and sent.visit.asked.partner.client_id == partner
        ]

    def of(self, visit: PageVisit) -> Sent | None:
        """This visit's open request."""
        return self._sent.get(visit.id)

    def extend(self, visit: PageVisit) -> None:
        """Give the request its full time again, which the phone shows."""
        sent = self._sent.get(visit.id)
        if sent is not None:
            sent.ends_at = self._ends_at(visit)
            sent.line.changes.announce()

    def take_off(self, visit: PageVisit) -> None:
        """Take this visit's request off the phone."""
        sent = self._sent.pop(visit.id, None)
        if sent is not None:
            del sent.line.open[sent.request_id]
            sent.line.over.append(sent.request_id)
            sent.line.changes.announce()

    def check(self, line: Line, code: str) -> None:
        """Take the owner's code. Raises Problem 400 for a wrong one, and 409 for a blocked account."""
        if line.tries and compare_digest(code.encode(), line.code.encode()):
            self._leave(line, TRIES)
            return
        self._leave(line, max(line.tries - 1, 0))
        line.changes.announce()
        if not line.tries:
            raise Problem(409, SIMULATOR + "accountBlocked", "The account is blocked")
        raise invalid_input(("code", "wrongCode", "The code is wrong"))

    def set_up_anew(self, line: Line) -> None:
        """Set the app up anew, as with the identity card: the account works again."""
        self._leave(line, TRIES)
        line.changes.announce()

    def _leave(self, line: Line, tries: int) -> None:
        """So many tries are left from now on."""
        if line.tries == tries:
            return
        line.tries = tries
        fewer = {one.number: one.tries for one in self._lines.values() if one.tries < TRIES}
        self._file.write(self._strangers | fewer)

    def clear(self) -> None:
        """Begin anew, as a world of this seed does."""
        for line in self._lines.values():
            line.sent, line.tries = 0, TRIES
            line.changes.announce()

    def _ends_at(self, visit: PageVisit) -> datetime:
        return min(self._clock.after(REQUEST_LIFE, limited=self._time_limits), visit.expires_at)

    def _control(self, line: Line) -> str:
        """The number that tells the next request on this phone from those that wait there."""
        line.sent += 1
        chance = self._turns.chance("itsme", line.number, line.sent)
        waiting = {sent.control for sent in line.open.values()}
        return str(chance.choice([n for n in range(10, 100) if str(n) not in waiting] or [99]))

    def _token(self, number: str) -> str:
        mac = hmac(self._key, f"itsme:{number}".encode(), sha256).digest()
        return urlsafe_b64encode(mac).decode().rstrip("=")
