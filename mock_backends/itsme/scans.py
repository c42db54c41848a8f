"""QR codes on itsme's pages: the app that scans one has its request sent there, without a phone number.

That there are such codes is published (the claim `identification_mode`); what one says, how long it is shown
and what a second scan comes to is the simulator's own.
"""

import re
from collections import deque
from datetime import datetime, timedelta

from msgspec import Struct

from mock_backends.itsme.visits import PageVisit
from mock_backends.shared.clock import Clock
from mock_backends.shared.problems import invalid_input
from mock_backends.shared.turns import Turns

LIFE = timedelta(minutes=5)
CONTENT = "ITSMESIM:"
"""What the picture says before the code: in capitals, which take less room (ISO/IEC 18004, 7.3.4)."""

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""None that is taken for another."""

LENGTH = 8
REMEMBERED = 1000
"""How many past codes can still be told apart from those that never were."""


class Shown(Struct, kw_only=True, eq=False):
    """A code that stands on the page of a visit until `ends_at`."""

    code: str
    ends_at: datetime
    visit: PageVisit

    @property
    def grouped(self) -> str:
        """The code as it is read: "ABCD-EFGH"."""
        return f"{self.code[:4]}-{self.code[4:]}"


class Scans:
    """Every code that is shown, by its visit and by itself, and what became of those before."""

    def __init__(self, clock: Clock, turns: Turns, *, time_limits: bool) -> None:
        self._clock = clock
        self._turns = turns
        self._time_limits = time_limits
        self._by_visit: dict[str, Shown] = {}
        self._by_code: dict[str, Shown] = {}
        self._over: deque[tuple[str, str]] = deque(maxlen=REMEMBERED)
        self._count = 0

    def show(self, visit: PageVisit) -> None:
        """Show a code on this visit's page, in the place of any other."""
        self.take_down(visit)
        shown = Shown(code=self._new_code(), ends_at=self._ends_at(visit), visit=visit)
        self._by_visit[visit.id] = self._by_code[shown.code] = shown

    def of(self, visit: PageVisit) -> Shown | None:
        """The code on this visit's page."""
        return self._by_visit.get(visit.id)

    def extend(self, visit: PageVisit) -> None:
        """Show it as long again."""
        if (shown := self.of(visit)) is not None:
            shown.ends_at = self._ends_at(visit)

    def take_down(self, visit: PageVisit, why: str = "codeExpired") -> None:
        """Show it no more; `why` is told to whoever scans it later."""
        shown = self._by_visit.pop(visit.id, None)
        if shown is not None:
            del self._by_code[shown.code]
            self._over.append((shown.code, why))

    def find(self, scanned: str) -> PageVisit:
        """The visit whose page shows what was scanned, or typed in any grouping. Raises Problem 400."""
        code = re.sub("[ -]", "", scanned.upper().removeprefix(CONTENT))
        shown = self._by_code.get(code)
        if shown is None:
            raise refusal(dict(self._over).get(code, "codeUnknown"))
        return shown.visit

    def clear(self) -> None:
        """Begin anew, as a world of this seed does."""
        self._by_visit.clear()
        self._by_code.clear()
        self._over.clear()
        self._count = 0

    def _new_code(self) -> str:
        self._count += 1
        chance = self._turns.chance("itsme QR code", self._count)
        return "".join(chance.choices(LETTERS, k=LENGTH))

    def _ends_at(self, visit: PageVisit) -> datetime:
        return min(self._clock.after(LIFE, limited=self._time_limits), visit.expires_at)


def refusal(code: str) -> Exception:
    """Why a scan comes to nothing: codeUnknown, codeExpired, codeScanned or underAge."""
    return invalid_input(("code", code, "Nothing was sent to this phone"))
