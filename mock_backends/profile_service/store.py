"""A profile store: keeps one sealed record per citizen, under a pseudonym. It knows no keys and no names.

A store only stores; `sealed_profiles` seals what goes in. `store_sqlite` keeps records in a file,
`store_memory` in the process. Any other implementation must pass `tests/unit/test_profile_stores.py`.
"""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Literal, NewType, Protocol

from msgspec import Struct

Pseudonym = NewType("Pseudonym", str)
"""The store's name for a citizen; derived from the national number and a key (`profile_key`)."""

Reason = Literal[
    "keyMissing",
    "keyNoFile",
    "keyReadable",
    "keyUnreadable",
    "keyWrong",
    "storeCorrupt",
    "storeFull",
    "storeInUse",
    "storeMissing",
    "storeNewer",
    "storeOld",
    "storeReadOnly",
    "storeUnreadable",
]
"""The store is not what it should be, or its disk is full, or another program holds it, or what was kept
is not there any more or older than what was kept last, or a later build made it, or it may not be written
or read."""


class ProfileUnavailable(Exception):
    """The profiles cannot be read or changed; `reason` is a code from the service's contract."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class SealedField(Struct, frozen=True):
    """A value: the kind of its row ("contact"), the row's id, the field's name, and the sealed bytes."""

    kind: str
    row: str
    name: str
    sealed: bytes


class SealedRecord(Struct, frozen=True):
    """Everything that is kept about a citizen. `version` starts at 1 and grows with each change.

    `wrapped_key` is the sealed data key with which the fields were sealed. Fields keep their order.
    `by_machine` is the day of the last sign-in by the machine's own clock; None for a record of a build that
    did not note it, in which the two are taken for the same.
    """

    version: int
    wrapped_key: bytes
    last_sign_in: date
    fields: tuple[SealedField, ...]
    by_machine: date | None = None


class Due(Struct, frozen=True):
    """A record without its citizen: the last sign-in, and how many rows it has of each kind."""

    last_sign_in: date
    rows: Mapping[str, int]


class Snapshot(Struct, frozen=True):
    """A store and one citizen's record in it, at one moment.

    `in_use`: the store holds at least one record. `key_check` was sealed with the key that belongs to this
    store; None before the first change. `ledger` says what the store should hold (`ledger`), sealed.
    """

    in_use: bool = False
    key_check: bytes | None = None
    ledger: bytes | None = None
    record: SealedRecord | None = None


class Change:
    """A change of a citizen's record: `found` is the state before it, the other members the state after."""

    def __init__(self, found: Snapshot) -> None:
        self.found = found
        self.record = found.record
        self.key_check = found.key_check
        self.ledger = found.ledger

    def replace(self, record: SealedRecord | None) -> None:
        """Replace the record; None erases it. Raises ValueError if the version is not newer."""
        found = self.found.record
        if record is not None and found is not None and record.version <= found.version:
            raise ValueError(f"version {record.version} does not follow on {found.version}")
        self.record = record


class ProfileStore(Protocol):
    """Keeps sealed records. Every call may raise ProfileUnavailable, with a reason of the store's own."""

    async def persons(self) -> tuple[Pseudonym, ...]:
        """All citizens who have a record. Raises storeCorrupt if part of the store is gone."""

    async def read(self, person: Pseudonym) -> Snapshot:
        """What the store holds about a citizen."""

    def changing(self, person: Pseudonym) -> AbstractAsyncContextManager[Change]:
        """Change a citizen's record; no other change can happen from the read to the end of the block.

        The change is saved as a whole when the block ends, and not at all if the block raises, is cancelled
        or crashes. Replaced bytes are overwritten, so that they cannot be found anywhere afterwards. The
        block must not call the store, which may be waiting for it.
        """

    async def note_sign_in(
        self, person: Pseudonym, on: date, by_machine: date | None = None
    ) -> None:
        """Record the day of a sign-in, if the citizen has a record; otherwise record nothing."""

    async def holders(self, kind: str, name: str) -> tuple[Pseudonym, ...]:
        """All citizens who have a field of this kind and name."""

    async def erase_until(self, day: date, by_machine: date = date.max) -> tuple[Pseudonym, ...]:
        """Erase the records of citizens who last signed in on `day` or earlier; returns whose they were.

        But only if it was on `by_machine` or earlier by the machine's own clock as well.
        """

    async def due(self, day: date) -> tuple[Due, ...]:
        """The records of citizens who last signed in on `day` or earlier, the earliest first."""
