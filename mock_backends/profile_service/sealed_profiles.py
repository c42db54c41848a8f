"""What citizens chose to keep, sealed field by field before it goes into a store.

There are three levels. The key-encryption key is in the configuration folder, apart from the store. It wraps
one data key per citizen. The data key seals each field, bound to its kind, row, name, citizen and version, so
that no sealed value can be moved to another's place. Every change makes a new data key and seals all fields
of that citizen again; the old key and the old bytes then exist nowhere (R47, R49, R50). A ledger notes what
the store should hold (`ledger`): what is gone or old is told, and never written over unasked.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import date

from msgspec import Struct

from mock_backends.profile_service.ledger import (
    Ledger,
    LedgerFile,
    ledger_of,
    newest,
    opened,
    sealed,
)
from mock_backends.profile_service.profile_key import NationalNumber, ProfileKey, ProfileKeyFile
from mock_backends.profile_service.store import (
    Change,
    Due,
    ProfileStore,
    ProfileUnavailable,
    Pseudonym,
    SealedField,
    SealedRecord,
    Snapshot,
)
from mock_backends.shared.in_thread import in_thread
from mock_backends.shared.sealing import SealBroken, new_key, seal, unseal

SIGN_IN = "signIn"
NOTICE = "notice"
"""The kinds of rows that are kept beside others, and go with the last of them (`sign_ins`, `notices`)."""

CHANNEL = "channel"
"""The kind of the rows that say by which channel which notices are sent (`channels`)."""

SEND = "send"
"""The field of a notice that is still to be sent (`notice_sending`)."""

Row = dict[str, bytes]
Rows = dict[str, dict[str, Row]]
"""A citizen's fields: kind ("contact") -> row id -> field name -> value. Rows keep their order."""


def in_bytes(texts: Mapping[str, str]) -> Row:
    """A row of texts in the form in which it is kept (UTF-8)."""
    return {name: text.encode() for name, text in texts.items()}


def in_text(row: Row) -> dict[str, str]:
    """The texts of a row; the reverse of `in_bytes`."""
    return {name: value.decode() for name, value in row.items()}


class OpenRecord(Struct):
    """A citizen's SealedRecord, unsealed; `last_sign_in` is None for a citizen who is not in the store.

    `by_machine` is the same day by the machine's own clock, where it was noted.
    """

    rows: Rows
    last_sign_in: date | None = None
    by_machine: date | None = None


class SealedProfiles:
    """Reads and changes citizens' fields, always all fields of a citizen together.

    Every call may raise ProfileUnavailable. `today` is the day by the machine's own clock, however the
    world's was moved.
    """

    def __init__(
        self,
        store: ProfileStore,
        key: ProfileKeyFile,
        ledger: LedgerFile,
        today: Callable[[], date],
    ) -> None:
        self._store = store
        self._today = today
        self._key = key
        self._ledger = ledger
        self._beginnings = 0
        self._noting = asyncio.Lock()

    async def read(self, person: NationalNumber) -> OpenRecord:
        """Everything that is kept about a citizen."""
        key = await self._existing_key()
        return OpenRecord({}) if key is None else await self._read(key, key.pseudonym(person))

    @asynccontextmanager
    async def changing(self, person: NationalNumber, on: date) -> AsyncIterator[OpenRecord]:
        """Change a citizen's rows in place; at the end of the block all of them are saved, or none.

        `on` is the day on which the citizen signed in, from which the two years count. Nothing may be awaited
        in the block, because the store waits for it.
        """
        began = self._beginnings
        key = await self._existing_key()
        if key is None:
            key = await asyncio.to_thread(self._key.make)
        async with self._changing(key, key.pseudonym(person), on, began) as kept:
            yield kept

    async def begin_afresh(self, person: NationalNumber) -> bool:
        """Drop what is left of a record that is missing or old; False if it is neither, and stays.

        What is put back later is told as old: this is for good.
        """
        began = self._beginnings
        key = await self._existing_key()
        if key is None:
            return False
        known = key.pseudonym(person)
        try:
            await self._read(key, known)
        except ProfileUnavailable as error:
            if error.reason not in ("storeMissing", "storeOld"):
                raise
        else:
            return False
        await self._drop(key, known, began)
        return True

    async def erase(self, person: NationalNumber) -> OpenRecord:
        """Erase everything about a citizen, the key that opens it too; returns what that was."""
        began = self._beginnings
        key = await self._existing_key()
        if key is None:
            return OpenRecord({})
        known = key.pseudonym(person)
        await self._read(key, known)  # what is missing or old is told, and not given up like this
        async with self._changing_noted(key, known, began) as (change, ledger):
            before = _opened(key, known, change.record)
            ledger.check(known, change.record)
            change.replace(None)
        return before

    @asynccontextmanager
    async def changing_by_mail(self, person: NationalNumber, on: date) -> AsyncIterator[OpenRecord]:
        """As `changing`, for a citizen who is not signed in: they wrote on this day.

        Of one of whom something is kept, the two years go on as they did; of another they begin.
        """
        began = self._beginnings
        key = await self._existing_key()
        if key is None:
            key = await asyncio.to_thread(self._key.make)
        known = key.pseudonym(person)
        kept_already = (await self._read(key, known)).rows
        async with self._changing(key, known, None if kept_already else on, began) as kept:
            yield kept

    @asynccontextmanager
    async def changing_known(self, person: Pseudonym) -> AsyncIterator[OpenRecord]:
        """As `changing`, for a citizen who is not signed in.

        If everything has been erased meanwhile, there are no rows, and none are saved.
        """
        began = self._beginnings
        key = await self._existing_key()
        if key is None:
            yield OpenRecord({})
            return
        async with self._changing(key, person, None, began) as kept:
            yield kept

    async def signed_in(
        self,
        person: NationalNumber,
        on: date,
        note: Callable[[Rows], object],
        unless_until: date = date.min,
    ) -> None:
        """Record a sign-in, if anything is kept about this citizen; otherwise nothing is recorded.

        `note` adds it to the citizen's rows. Nor is it recorded for one who last signed in on `unless_until`
        or earlier: what is due to be erased stays due.
        """
        began = self._beginnings
        key = await self._existing_key()
        if key is None:
            return
        known = key.pseudonym(person)
        record = (await self._store.read(known)).record
        if record is not None and record.last_sign_in > unless_until:
            # First of all the day, from which the term counts, whatever comes of the rest.
            await self._store.note_sign_in(known, on, self._today())
            async with self._changing(key, known, on, began) as kept:
                if kept.rows:
                    note(kept.rows)

    async def note(self, person: NationalNumber, note: Callable[[Rows], object]) -> bool:
        """Have `note` add to the rows of a citizen who need not be signed in; False if there are none.

        The two years go on as they did.
        """
        began = self._beginnings
        key = await self._existing_key()
        if key is None:
            return False
        async with self._changing(key, key.pseudonym(person), None, began) as kept:
            known = bool(kept.rows)
            if known:
                note(kept.rows)
        return known

    async def due(self, day: date) -> tuple[Due, ...]:
        """What is kept about citizens who last signed in on `day` or earlier, without saying whose it is."""
        return await self._store.due(day)

    async def having(self, kind: str, name: str) -> dict[Pseudonym, Rows]:
        """All citizens who have a field of this kind and name, with their rows."""
        persons = await self._store.holders(kind, name)
        key = await self._existing_key() if persons else None
        found: dict[Pseudonym, Rows] = {}
        for person in persons if key else ():
            assert key is not None
            with suppress(ProfileUnavailable):  # one citizen's trouble is not another's
                found[person] = (await self._read(key, person)).rows
        return found

    async def erase_until(self, day: date, by_machine: date = date.max) -> None:
        """Erase everything about citizens who last signed in on `day` or earlier.

        But only of those for whom it was on `by_machine` or earlier by the machine's clock as well. Works
        without the key: a lost key must not break the promise to erase. Of a record that is missing the entry
        in the ledger goes, two years after the sign-in in which it was last saved.
        """
        began, in_use = self._beginnings, bool(await self._store.persons())
        erased = await self._store.erase_until(day, by_machine)
        day = min(day, by_machine)  # a ledger knows of one clock alone
        try:
            key = await asyncio.to_thread(self._key.load)
        except ProfileUnavailable:
            if in_use and not await self._store.persons():
                await asyncio.to_thread(self._ledger.forget)
            return
        for person, entry in (await self._noted(key)).entries.items():
            over = person in erased or entry.last_sign_in <= day
            if over and (await self._store.read(person)).record is None:
                await self._drop(key, person, began)

    async def break_off(self) -> None:
        """Keep changes that have begun from reaching the store, which may be about to be emptied.

        Such a change raises ProfileUnavailable; this call raises nothing.
        """
        self._beginnings += 1
        async with self._noting:  # waits for what is being noted
            with suppress(ProfileUnavailable):
                await self._store.persons()  # and for a change that has already reached the store

    def _still(self, began: int) -> None:
        if began != self._beginnings:
            raise ProfileUnavailable("storeReadOnly")

    async def _existing_key(self) -> ProfileKey | None:
        """The key; None if it cannot be used, but nothing has been sealed under it either."""
        try:
            return await asyncio.to_thread(self._key.load)
        except ProfileUnavailable:
            # A new key beside existing records would hide for good that the old key is lost.
            if self._ledger.is_there or await self._store.persons():
                raise
            return None

    async def _noted(self, key: ProfileKey) -> Ledger:
        """The ledger beside the key. Call it before the store, which is never behind what was noted before.

        Where there is none (earlier builds made none) or it is spoiled, it is made from the store; an empty
        one if nothing is in the store.
        """
        began, spoiled = self._beginnings, False
        try:
            ledger = await asyncio.to_thread(self._ledger.read, key)
        except SealBroken:
            ledger, spoiled = None, True
        if ledger is not None:
            return ledger
        records: dict[Pseudonym, SealedRecord] = {}
        of_store: Ledger | None = None
        for person in await self._store.persons():
            found = await self._store.read(person)
            _fitting(key, found)
            of_store = _ledger_in(key, found)
            if found.record is not None:
                records[person] = found.record
        if not records:
            if spoiled:
                raise ProfileUnavailable("keyWrong")
            return Ledger()
        ledger = of_store or ledger_of(records)
        await self._note(ledger, key, began)
        return ledger

    async def _read(self, key: ProfileKey, person: Pseudonym) -> OpenRecord:
        noted = await self._noted(key)
        found = await self._store.read(person)
        _fitting(key, found)
        kept = _opened(key, person, found.record)
        newest(_ledger_in(key, found), noted).check(person, found.record)
        return kept

    @asynccontextmanager
    async def _changing(
        self, key: ProfileKey, person: Pseudonym, on: date | None, began: int
    ) -> AsyncIterator[OpenRecord]:
        self._still(began)
        await self._read(key, person)  # so that nothing is made where something is missing
        async with self._changing_noted(key, person, began) as (change, ledger):
            before = _opened(key, person, change.record)
            ledger.check(person, change.record)
            kept = OpenRecord(
                {
                    kind: {row: dict(fields) for row, fields in table.items()}
                    for kind, table in before.rows.items()
                },
                before.last_sign_in,
                before.by_machine,
            )
            yield kept
            kept.rows = {kind: table for kind, table in kept.rows.items() if table}
            if kept.rows.keys() <= {SIGN_IN, NOTICE}:
                kept.rows = {}
            if kept.rows != before.rows:
                # A session that began the day before may write after a later sign-in was recorded.
                days = [day for day in (on, before.last_sign_in) if day is not None]
                kept.last_sign_in = max(days, default=None) if kept.rows else None
                if on is not None:
                    kept.by_machine = self._today()
                highest = max(ledger.revision, change.record.version if change.record else 0)
                change.replace(_sealed(key, person, kept, version=highest + 1))

    async def _drop(self, key: ProfileKey, person: Pseudonym, began: int) -> None:
        """Erase a citizen's record, whichever it is, and its entry in the ledger."""
        async with self._changing_noted(key, person, began) as (change, _):
            change.replace(None)

    @asynccontextmanager
    async def _changing_noted(
        self, key: ProfileKey, person: Pseudonym, began: int
    ) -> AsyncIterator[tuple[Change, Ledger]]:
        """A change, with the ledger before it; what the change leaves is noted."""
        noted = await self._noted(key)
        after: Ledger | None = None
        self._still(began)
        async with self._store.changing(person) as change:
            self._still(began)
            if not _fitting(key, change.found):
                change.key_check = key.check()
            ledger = newest(_ledger_in(key, change.found), noted)
            yield change, ledger
            if not ledger.notes(person, change.record):
                after = ledger.after(person, change.record)
                change.ledger = sealed(after, key)
        if after is not None:
            await self._note(after, key, began)

    async def _note(self, ledger: Ledger, key: ProfileKey, began: int) -> None:
        async with self._noting:
            if (
                began == self._beginnings
            ):  # or else it would say of an emptied store what it should hold
                await in_thread(lambda: self._ledger.note(ledger, key))


def _fitting(key: ProfileKey, found: Snapshot) -> bool:
    """Whether the store was made with this key. Raises ProfileUnavailable if another key is in use."""
    fits = key.fits(found.key_check)
    if found.in_use and not fits:
        raise ProfileUnavailable("keyWrong")
    return fits


def _ledger_in(key: ProfileKey, found: Snapshot) -> Ledger | None:
    try:
        return opened(found.ledger, key)
    except SealBroken as error:
        if not found.in_use:
            return None  # of a key that is lost, as is all that was sealed with it
        raise ProfileUnavailable("storeCorrupt") from error


def _opened(key: ProfileKey, person: Pseudonym, record: SealedRecord | None) -> OpenRecord:
    if record is None:
        return OpenRecord({})
    rows: Rows = {}
    try:
        data_key = key.unwrap(record.wrapped_key, person, record.version)
        for field in record.fields:
            place = _place(field.kind, field.row, field.name, person, record.version)
            row = rows.setdefault(field.kind, {}).setdefault(field.row, {})
            row[field.name] = unseal(data_key, field.sealed, *place)
    except SealBroken as error:
        # The key has been checked and fits the store, so these bytes were changed or moved.
        raise ProfileUnavailable("storeCorrupt") from error
    return OpenRecord(rows, record.last_sign_in, record.by_machine)


def _sealed(
    key: ProfileKey, person: Pseudonym, kept: OpenRecord, version: int
) -> SealedRecord | None:
    if kept.last_sign_in is None:
        return None
    data_key = new_key()
    return SealedRecord(
        version,
        key.wrap(data_key, person, version),
        kept.last_sign_in,
        tuple(
            SealedField(
                kind, row, name, seal(data_key, value, *_place(kind, row, name, person, version))
            )
            for kind, table in kept.rows.items()
            for row, values in table.items()
            for name, value in values.items()
        ),
        kept.by_machine,
    )


def _place(kind: str, row: str, name: str, person: Pseudonym, version: int) -> tuple[str, ...]:
    return "fields", kind, name, row, person, str(version)
