"""What a store should hold, so that a lost one is not taken for an empty one, nor an old one for today's.

A store that was emptied, or exchanged for an old copy of itself, looks as good as any. So each change also
notes which record each citizen has since: within the store, in the same transaction, and then in a file
beside the key, apart from the store. The newer of the two says what the store should hold. After a crash in
between, the file lags behind by one change, which the next makes good.

Versions never go back: a record's version is higher than any that this store ever had. Who puts back an old
copy of both, store and file, cannot be told from somebody who never changed anything since.
"""

from datetime import date
from hashlib import sha256

import msgspec

from mock_backends.profile_service.profile_key import KEY_NAME, ProfileKey
from mock_backends.profile_service.store import ProfileUnavailable, Pseudonym, SealedRecord
from mock_backends.shared.home import Home, write_private
from mock_backends.shared.sealing import SealBroken

FILE_NAME = f"{KEY_NAME}.ledger"
"""In the folder of the keys."""


class Entry(msgspec.Struct, frozen=True):
    """A citizen's record: its version, a hash of what is sealed in it, and the last sign-in at that time."""

    version: int
    mark: bytes
    last_sign_in: date


class Ledger(msgspec.Struct, frozen=True):
    """The entry of each citizen who has a record; `revision` is the highest version there ever was."""

    revision: int = 0
    entries: dict[Pseudonym, Entry] = {}

    def check(self, person: Pseudonym, record: SealedRecord | None) -> None:
        """Raise ProfileUnavailable if this is not the citizen's newest record: storeMissing or storeOld.

        `record` can be unsealed: so of one whose version is right and whose mark is not, fields are missing.
        One that is newer than its entry was saved by a program that kept no ledger.
        """
        entry = self.entries.get(person)
        if record is None:
            if entry is not None:
                raise ProfileUnavailable("storeMissing")
        elif entry is None or record.version < entry.version:
            raise ProfileUnavailable("storeOld")
        elif record.version == entry.version and not self.notes(person, record):
            raise ProfileUnavailable("storeMissing")

    def notes(self, person: Pseudonym, record: SealedRecord | None) -> bool:
        """Whether exactly this record is noted; None: that there is none."""
        entry = self.entries.get(person)
        if entry is None or record is None:
            return entry is None and record is None
        return (entry.version, entry.mark) == (record.version, entry_of(record).mark)

    def after(self, person: Pseudonym, record: SealedRecord | None) -> "Ledger":
        """The ledger once the citizen's record is this one; None: there is none any more."""
        entries = {one: entry for one, entry in self.entries.items() if one != person}
        revision = self.revision + 1
        if record is not None:
            entries[person] = entry_of(record)
            revision = max(revision, record.version)
        return Ledger(revision, entries)


def newest(*ledgers: Ledger | None) -> Ledger:
    """The ledger with the highest revision; of two that are equal the first. Without any, an empty one."""
    found = [ledger for ledger in ledgers if ledger is not None]
    return max(found, key=lambda ledger: ledger.revision, default=Ledger())


def ledger_of(records: dict[Pseudonym, SealedRecord]) -> Ledger:
    """The ledger of a store that has none yet, as earlier builds left it."""
    return Ledger(
        max((record.version for record in records.values()), default=0),
        {person: entry_of(record) for person, record in records.items()},
    )


def entry_of(record: SealedRecord) -> Entry:
    """What a ledger notes of a record."""
    sealed = (record.version, record.wrapped_key, record.fields)
    return Entry(
        record.version, sha256(msgspec.msgpack.encode(sealed)).digest(), record.last_sign_in
    )


def sealed(ledger: Ledger, key: ProfileKey) -> bytes:
    """The ledger as it is kept."""
    return key.seal_ledger(msgspec.msgpack.encode(ledger))


def opened(content: bytes | None, key: ProfileKey) -> Ledger | None:
    """What `sealed` made; None of None. Raises SealBroken."""
    if content is None:
        return None
    return msgspec.msgpack.decode(key.open_ledger(content), type=Ledger)


class LedgerFile:
    """The ledger that lies beside the key."""

    def __init__(self, home: Home) -> None:
        self._path = home.keys / FILE_NAME

    @property
    def is_there(self) -> bool:
        """Whether anything was ever noted."""
        return self._path.exists()

    def read(self, key: ProfileKey) -> Ledger | None:
        """The ledger, or None. Raises SealBroken for what was not made with this key."""
        try:
            return opened(self._path.read_bytes(), key)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SealBroken(FILE_NAME) from error

    def note(self, ledger: Ledger, key: ProfileKey) -> None:
        """Keep this ledger, unless a newer one is there: of two programs the later may be the slower.

        Where it cannot be written, the store's own is newer, and holds.
        """
        try:
            there = self.read(key)
        except SealBroken:
            there = None
        if there is None or there.revision < ledger.revision:
            try:
                write_private(self._path, sealed(ledger, key))
            except OSError:
                return

    def forget(self) -> None:
        """Remove it: nothing is kept any more."""
        self._path.unlink(missing_ok=True)
