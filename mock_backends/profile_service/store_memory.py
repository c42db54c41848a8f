"""A profile store in memory: for tests, and for a world that must leave nothing behind."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from msgspec.structs import replace

from mock_backends.profile_service.store import Change, Due, Pseudonym, SealedRecord, Snapshot


class MemoryProfileStore:
    """A ProfileStore whose records end with the process."""

    def __init__(self) -> None:
        self._records: dict[Pseudonym, SealedRecord] = {}
        self._key_check: bytes | None = None
        self._ledger: bytes | None = None
        self._turn = asyncio.Lock()

    async def persons(self) -> tuple[Pseudonym, ...]:
        """All citizens who have a record."""
        return tuple(self._records)

    async def read(self, person: Pseudonym) -> Snapshot:
        """What the store holds about a citizen."""
        return Snapshot(
            bool(self._records), self._key_check, self._ledger, self._records.get(person)
        )

    @asynccontextmanager
    async def changing(self, person: Pseudonym) -> AsyncIterator[Change]:
        """Change a citizen's record; the change takes effect as a whole at the end of the block."""
        async with self._turn:
            change = Change(await self.read(person))
            yield change
            self._key_check, self._ledger = change.key_check, change.ledger
            if change.record is None:
                self._records.pop(person, None)
            else:
                self._records[person] = change.record

    async def note_sign_in(
        self, person: Pseudonym, on: date, by_machine: date | None = None
    ) -> None:
        """Record the day of a sign-in, if the citizen has a record."""
        async with self._turn:
            if person in self._records:
                self._records[person] = replace(
                    self._records[person], last_sign_in=on, by_machine=by_machine
                )

    async def holders(self, kind: str, name: str) -> tuple[Pseudonym, ...]:
        """All citizens who have a field of this kind and name."""
        return tuple(
            person
            for person, record in self._records.items()
            if any((field.kind, field.name) == (kind, name) for field in record.fields)
        )

    async def due(self, day: date) -> tuple[Due, ...]:
        """The records of citizens who last signed in on `day` or earlier, the earliest first."""
        found = [record for record in self._records.values() if record.last_sign_in <= day]
        return tuple(
            Due(record.last_sign_in, Counter(kind for kind, _ in _rows(record)))
            for record in sorted(found, key=lambda record: record.last_sign_in)
        )

    async def erase_until(self, day: date, by_machine: date = date.max) -> tuple[Pseudonym, ...]:
        """Erase the records of citizens who last signed in on `day` or earlier, by both clocks."""
        async with self._turn:
            erased = tuple(
                person
                for person, record in self._records.items()
                if record.last_sign_in <= day
                and (record.by_machine or record.last_sign_in) <= by_machine
            )
            for person in erased:
                del self._records[person]
        return erased


def _rows(record: SealedRecord) -> set[tuple[str, str]]:
    return {(field.kind, field.row) for field in record.fields}
