"""The codes by which a citizen shows that a contact detail is theirs: in memory alone, each for one detail.

How long a code is taken, how many wrong ones and how many messages there may be is the simulator's own.
"""

from collections import deque
from datetime import datetime, timedelta
from hmac import compare_digest, digest

from msgspec import Struct

from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.problems import Problem
from mock_backends.shared.turns import Turns

DIGITS = 6
LIFE = timedelta(minutes=10)
MOST_WRONG = 5
"""Wrong answers after which a code is worth nothing, not even the right one."""

MOST_SENT, SPAN = 5, timedelta(hours=1)
"""How many messages one citizen has sent to one address or number within a span, and in which no more
mistakes count than these messages allow."""


class _Sent(Struct):
    whose: bytes
    value: str
    code: str
    ends_at: datetime
    wrong: int = 0


class ContactCodes:
    """The code that was sent last for each contact detail, by its id. Without `limited`, time ends none.

    Messages are counted by citizen and address, so that adding a detail anew counts nothing anew; what is
    kept for that is a digest under a key of this process.
    """

    def __init__(self, clock: Clock, turns: Turns, *, limited: bool) -> None:
        self._clock = clock
        self._turns = turns
        self._limited = limited
        self._made = 0
        self._sent: dict[str, _Sent] = {}
        self._moments: dict[bytes, deque[datetime]] = {}
        self._key = unguessable.token(32).encode()

    def make(self, person: str, row: str, value: str) -> tuple[str, datetime]:
        """A new code, in the place of the last one, and until when it is taken. Raises Problem 429."""
        whose = digest(self._key, f"{person} {value.casefold()}".encode(), "sha256")
        now, moments = self._clock.now(), self._moments.setdefault(whose, deque())
        while moments and moments[0] + SPAN <= now:
            moments.popleft()
        if len(moments) >= MOST_SENT:
            left = int((moments[0] + SPAN - now).total_seconds()) + 1
            raise Problem(429, headers={"Retry-After": str(left)})  # RFC 6585 section 4
        moments.append(now)
        self._made += 1
        chance = self._turns.chance("contact code", self._made)
        code = str(chance.randrange(10**DIGITS)).zfill(DIGITS)
        ends_at = self._clock.after(LIFE, limited=self._limited)
        self._sent[row] = _Sent(whose, value, code, ends_at)
        return code, ends_at

    def wrong(self, row: str, value: str, code: str) -> str:
        """Why this is not the code for that value, as the interface has it; "" if it is, and then no more."""
        sent = self._sent.get(row)
        if sent is None or sent.value not in (value, ""):
            return "codeNotSent"
        if sent.wrong >= MOST_WRONG:
            return "codeSpent"
        if self._clock.now() >= sent.ends_at:
            return "codeExpired"
        if not compare_digest(sent.code.encode(), code.encode()):
            sent.wrong += 1
            return "codeSpent" if sent.wrong >= MOST_WRONG else "codeWrong"
        del self._sent[row]
        return ""

    def forget(self, row: str) -> None:
        """Forget the code of a contact detail that is gone."""
        self._sent.pop(row, None)

    def sweep(self) -> None:
        """Forget codes whose time is over, and what they were sent to; when, once that does not count."""
        now = self._clock.now()
        for whose, moments in tuple(self._moments.items()):
            if all(moment + SPAN <= now for moment in moments):
                del self._moments[whose]
        for row, sent in tuple(self._sent.items()):
            if now >= sent.ends_at:
                sent.value = sent.code = ""  # but that there was one, for who is late
                if sent.whose not in self._moments:
                    del self._sent[row]

    def clear(self) -> None:
        """Begin anew, as a world of this seed does."""
        self._made = 0
        self._sent.clear()
        self._moments.clear()
