"""Follows everybody's requests: what happens with them is told whether or not somebody looks (R17, D1).

The desks are asked by reference: who asked what, the portal need not say, and does not keep. That a term
nears or is over follows from the calendar, once the desks have said that there is no answer yet.
"""

from datetime import date, datetime, timedelta

from mock_backends.profile_service import notices
from mock_backends.profile_service.rights_outbox import Outbox
from mock_backends.profile_service.rights_rows import (
    DECIDED,
    KIND,
    Progress,
    Row,
    has_it,
    heard,
    put,
    requests_in,
    state_of,
)
from mock_backends.profile_service.sealed_profiles import Rows, SealedProfiles, in_bytes
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of

OWN = "digitaal-vlaanderen"
"""The controller of this service itself, even if no register says so."""

NEARS = timedelta(days=7)
"""How long before the last day for an answer the citizen is told of it; the simulator's own."""

TOLD = "termTold"
"""The field that says what of the term, and of which last day, the citizen was told."""

Key = tuple[str, str]
"""Controller and reference, by which a desk knows a request."""


class RightsWatch:
    """Follows the requests of citizens who need not be signed in. Every call may raise ProfileUnavailable."""

    def __init__(self, profiles: SealedProfiles, outbox: Outbox, clock: Clock) -> None:
        self._profiles = profiles
        self._outbox = outbox
        self._clock = clock

    async def look(self) -> bool:
        """Note what is new with any request; False if nothing is."""
        found = {
            person: requests_in(rows)
            for person, rows in (await self._profiles.having(KIND, "due")).items()
        }
        wanted = [_key(row) for rows in found.values() for row in rows.values() if is_followed(row)]
        told = await self._outbox.progress_of(wanted) if wanted else {}
        now, news = self._clock.now(), False
        for person, rows in found.items():
            if not any(_has_news(row, told, now) for row in rows.values()):
                continue
            async with self._profiles.changing_known(person) as kept:
                for name, row in requests_in(kept.rows).items():
                    if row == rows.get(name):  # or something else has come meanwhile
                        put(kept.rows, name, _followed(row, told or {}))
                note_terms(kept.rows, now, set(told or ()))
            news = True
        return news


def is_followed(row: Row) -> bool:
    """Whether the desk may have news of a request: it has it, and it may still go on."""
    ended = row.get("deskState") in ("withdrawn", "closed") or row["state"] in ("done", "notTaken")
    return row["controllerId"] != OWN and has_it(row) and not ended


def term_news(row: Row, today: date) -> str:
    """What the citizen is to be told of a request's term that they were not yet: "nears", "late" or ""."""
    if state_of(row) in DECIDED:
        return ""
    due = date.fromisoformat(row["due"])
    what = "late" if today > due else "nears" if today + NEARS >= due else ""
    return what if what and row.get(TOLD) != f"{what} {due}" else ""


def note_terms(rows: Rows, now: datetime, current: set[Key]) -> None:
    """Note of which requests the term nears or is over.

    `current` are those of which is known how far they are at their desk: another may have been answered.
    """
    for name, row in requests_in(rows).items():
        what = term_news(row, day_of(now))
        if what and (not is_followed(row) or _key(row) in current):
            row[TOLD] = f"{what} {row['due']}"
            rows[KIND][name] = in_bytes(row)
            notices.note(rows, now, "term", what, name, more={"day": row["due"]})


def _key(row: Row) -> Key:
    return row["controllerId"], row["reference"]


def _followed(row: Row, told: dict[Key, Progress]) -> Row:
    progress = told.get(_key(row)) if is_followed(row) else None
    return row if progress is None else heard(row, progress)


def _has_news(row: Row, told: dict[Key, Progress] | None, now: datetime) -> bool:
    followed = _followed(row, told or {})
    known = not is_followed(row) or _key(row) in (told or {})
    return followed != row or bool(known and term_news(followed, day_of(now)))
