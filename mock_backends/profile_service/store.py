"""What a profile store keeps: one sealed record a citizen, under a pseudonym. It knows no key and no name.

A store is storage alone; `sealed_profiles` seals what goes into it. `store_sqlite` keeps a file,
`store_memory` keeps nothing beyond the process, and any other implementation must pass
`tests/unit/test_profile_stores.py`.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType, Protocol

Pseudonym = NewType("Pseudonym", str)
"""A citizen as the store names them; it follows from the national number and a key (`profile_key`)."""

Reason = Literal["keyMissing", "keyReadable", "keyWrong", "storeCorrupt", "storeReadOnly"]


class ProfileUnavailable(Exception):
    """The profiles cannot be read, or not be changed; `reason` is a code of the service's contract."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True)
class SealedField:
    """One value: the kind of row ("contact"), the row's id, the field's name, and the sealed bytes."""

    kind: str
    row: str
    name: str
    sealed: bytes


@dataclass(frozen=True)
class SealedRecord:
    """All that is kept of one citizen. `version` is 1 for the first record, and grows with each change.

    `wrapped_key` is the data key that sealed the fields, itself sealed. Fields keep their order.
    """

    version: int
    wrapped_key: bytes
    last_sign_in: date
    fields: tuple[SealedField, ...]


@dataclass(frozen=True)
class Snapshot:
    """What a store says at one moment about itself and about one citizen.

    `in_use` says whether it keeps anything of anybody. `key_check` is what was sealed under the key that
    serves this store; None before the first change.
    """

    in_use: bool = False
    key_check: bytes | None = None
    record: SealedRecord | None = None


class Change:
    """A change of one citizen's record: `found` is the state before it, the rest is the state after it."""

    def __init__(self, found: Snapshot) -> None:
        self.found = found
        self.record = found.record
        self.key_check = found.key_check

    def replace(self, record: SealedRecord | None) -> None:
        """Keep `record` in the place of what was found; None erases. Raises ValueError for an old version."""
        found = self.found.record
        if record is not None and found is not None and record.version <= found.version:
            raise ValueError(f"version {record.version} does not follow on {found.version}")
        self.record = record


class ProfileStore(Protocol):
    """Keeps sealed records. Every call may raise ProfileUnavailable: storeCorrupt or storeReadOnly."""

    async def in_use(self) -> bool:
        """Whether anything is kept of anybody."""

    async def read(self, person: Pseudonym) -> Snapshot:
        """What is kept of a citizen."""

    def changing(self, person: Pseudonym) -> AbstractAsyncContextManager[Change]:
        """Change a citizen's record: no other change comes between what was found and the end of the block.

        All of it is kept when the block ends, or nothing when the block raises, is cancelled or crashes.
        What is replaced is overwritten, so that its bytes are found nowhere afterwards. The block must not
        call the store, which may be waiting for it.
        """

    async def note_sign_in(self, person: Pseudonym, on: date) -> None:
        """Note the day of a sign-in of a citizen of whom something is kept; of any other note nothing."""

    async def holders(self, kind: str, name: str) -> tuple[Pseudonym, ...]:
        """All citizens who have a field of this kind and name."""

    async def erase_until(self, day: date) -> None:
        """Erase whatever is kept of citizens who last signed in on `day` or before."""
