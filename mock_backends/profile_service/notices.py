"""Notices: what happened with a citizen's requests, profile, sign-ins and data (R17).

They are rows of the citizen's own record, sealed and erased with all of it: of who keeps nothing in the
portal nothing is noted. A notice says what happened, when and to what; it holds no value, neither one that
the citizen entered nor one of an authority, for the portal has nothing to compare it with (R42, R43, R47).
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta

from mock_backends.profile_service.dates import stamp
from mock_backends.profile_service.models import BlockChange, Notice, NoticeKind, NoticeList
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.sealed_profiles import (
    CHANNEL,
    NOTICE,
    SEND,
    Rows,
    SealedProfiles,
    in_bytes,
    in_text,
)
from mock_backends.profile_service.store import ProfileUnavailable
from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of, next_midnight
from mock_backends.shared.problems import Problem, invalid_input

MOST = 50
"""How many are kept: the newest."""

DAYS = 90
"""For how many days each is kept."""


def note(
    rows: Rows,
    at: datetime,
    kind: NoticeKind,
    what: str,
    subject: str = "",
    *,
    read: bool = False,
    more: Mapping[str, str] | None = None,
) -> None:
    """Add a notice that at `at` this happened to `subject`; the oldest give way to it.

    `read`: it is not new to the citizen, who did it. `more` are further fields of the row.
    """
    noted = rows.setdefault(NOTICE, {})
    fields = {"at": stamp(at), "kind": kind, "what": what, "subject": subject, **(more or {})}
    if read:
        fields["read"] = "yes"
    elif rows.get(CHANNEL, {}).get(kind):
        fields[SEND] = "yes"
    # The id of a row is not sealed, and so says nothing of what or when.
    noted[unguessable.identifier()] = in_bytes(
        {name: text for name, text in fields.items() if text}
    )
    drop_old(rows, at)
    rows[NOTICE] = dict([*rows[NOTICE].items()][-MOST:])


def note_sign_in(rows: Rows, at: datetime, method: str, *, elsewhere: bool = False) -> None:
    """Add that the citizen signed in; it is new to them where they always did so in other ways.

    So it is if they did so `elsewhere`: while another session of theirs was open.
    """
    known = {one["subject"] for one in _texts(rows).values() if one["kind"] == "signIn"}
    if elsewhere:
        note(rows, at, "signIn", "elsewhere", method)
    else:
        note(rows, at, "signIn", "signedIn", method, read=not known or method in known)


def unread(rows: Rows, now: datetime) -> int:
    """How many there are that the citizen has not read."""
    return sum(not one.read for one in _current(rows, now))


def erased_on(rows: Rows) -> date | None:
    """The day on which the last of the present notices is erased; None if there is none."""
    return max((_ends(one["at"]) for one in _texts(rows).values()), default=None)


def drop_old(rows: Rows, now: datetime) -> None:
    """Erase those whose days are over."""
    today, texts = day_of(now), _texts(rows)
    rows[NOTICE] = {
        name: row for name, row in rows.get(NOTICE, {}).items() if _ends(texts[name]["at"]) > today
    }


class Notices:
    """A citizen's notices. Every call may raise ProfileUnavailable.

    `tell` wakes those who wait for news, each of whom then asks for their own.
    """

    def __init__(
        self,
        profiles: SealedProfiles,
        clock: Clock,
        *,
        is_block: Callable[[str], Awaitable[bool]],
        tell: Callable[[], None],
    ) -> None:
        self._profiles = profiles
        self._clock = clock
        self._is_block = is_block
        self._tell = tell

    async def all(self, person: NationalNumber) -> NoticeList:
        """The notices, newest first."""
        return self._listed((await self._profiles.read(person)).rows)

    async def read(
        self, person: NationalNumber, signed_in: datetime, notice_id: str = ""
    ) -> NoticeList:
        """Count one as read, or all of them. Raises Problem 404."""
        there = (await self.all(person)).items
        if notice_id and notice_id not in {one.notice_id for one in there}:
            raise Problem(404)
        if not any(not one.read for one in there if notice_id in ("", one.notice_id)):
            return self._listed_as(there)
        async with self._profiles.changing(person, day_of(signed_in)) as kept:
            for name, row in kept.rows.get(NOTICE, {}).items():
                if notice_id in ("", name):
                    row["read"] = b"yes"
        return self._listed(kept.rows)

    async def remove_read(self, person: NationalNumber, signed_in: datetime) -> NoticeList:
        """Erase those that have been read."""
        there = (await self.all(person)).items
        if not any(one.read for one in there):
            return self._listed_as(there)
        async with self._profiles.changing(person, day_of(signed_in)) as kept:
            kept.rows[NOTICE] = {
                name: row for name, row in kept.rows.get(NOTICE, {}).items() if "read" not in row
            }
        return self._listed(kept.rows)

    async def block_changed(self, person: NationalNumber, change: BlockChange) -> None:
        """Note that an authority changed a block of data; nothing of whom nothing is kept.

        Whoever tells it cannot know which of both it was. What was told before is not noted again. Raises
        Problem 400 for a block that there is not, or a day that is still to come.
        """
        now = self._clock.now()
        if change.changed_on > day_of(now):
            raise invalid_input(("changedOn", "schemaViolation", "a day that has been"))
        if not await self._is_block(change.block_id):
            raise invalid_input(("blockId", "unknown", "there is no such block"))

        def add(rows: Rows) -> None:
            if change.change_id not in {one.get("change") for one in _texts(rows).values()}:
                more = {"day": change.changed_on.isoformat(), "change": change.change_id}
                note(rows, now, "block", "changed", change.block_id, more=more)

        if await self._profiles.note(person, add):
            self._tell()

    async def sweep(self) -> None:
        """Erase everybody's whose days are over."""
        now = self._clock.now()
        today = day_of(now)
        for person, rows in (await self._profiles.having(NOTICE, "at")).items():
            if any(_ends(one["at"]) <= today for one in _texts(rows).values()):
                async with self._profiles.changing_known(person) as kept:
                    drop_old(kept.rows, now)

    async def run(self) -> None:
        """Sweep at every midnight in Belgium on the world's clock, for ever."""
        while True:
            with suppress(ProfileUnavailable):
                await self.sweep()
            await self._clock.sleep_until(next_midnight(self._clock.now()))

    def _listed(self, rows: Rows) -> NoticeList:
        return self._listed_as(_current(rows, self._clock.now()))

    def _listed_as(self, items: tuple[Notice, ...]) -> NoticeList:
        return NoticeList(items=items, most=MOST, days=DAYS)


def _current(rows: Rows, now: datetime) -> tuple[Notice, ...]:
    """Those whose days are not over, newest first; erasing the others may wait for the next sweep."""
    today, texts = day_of(now), _texts(rows)
    # A sign-in may be noted at the end of its session, after what was done in it.
    oldest_first = sorted(texts.items(), key=lambda one: _at(one[1]))
    return tuple(
        Notice(
            notice_id=name,
            at=_at(one),
            kind=one["kind"],  # type: ignore[arg-type] # as it was noted
            what=one["what"],
            subject=one.get("subject", ""),
            day=date.fromisoformat(one["day"]) if "day" in one else None,
            read="read" in one,
        )
        for name, one in reversed(oldest_first)
        if _ends(one["at"]) > today
    )


def _texts(rows: Rows) -> dict[str, dict[str, str]]:
    return {name: in_text(row) for name, row in rows.get(NOTICE, {}).items()}


def _at(one: dict[str, str]) -> datetime:
    return datetime.fromisoformat(one["at"])


def _ends(at: str) -> date:
    return day_of(datetime.fromisoformat(at)) + timedelta(days=DAYS)
