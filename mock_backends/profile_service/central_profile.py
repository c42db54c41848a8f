"""The central profile: what a citizen chose to enter, and the consents to keep it or show it."""

from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from hashlib import sha256

import msgspec

from mock_backends.profile_service import channels, notices, sign_ins
from mock_backends.profile_service.dates import stamp
from mock_backends.profile_service.entries import MOST, NICKNAME_LENGTH, Entries
from mock_backends.profile_service.models import (
    AddressInput,
    ChannelsInput,
    ConsentKind,
    ConsentRecord,
    ContactDetail,
    ContactInput,
    DueProfile,
    Function,
    Nickname,
    NicknameInput,
    NoticeKind,
    OwnKind,
    Photo,
    PhotoFile,
    PhotoInput,
    Profile,
    SavedAddress,
)
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.sealed_profiles import (
    OpenRecord,
    Row,
    Rows,
    SealedProfiles,
    in_bytes,
    in_text,
)
from mock_backends.profile_service.store import Due
from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.conditions import Condition
from mock_backends.shared.days import day_of
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input
from mock_backends.shared.retention import erased_on

TABLES: dict[Function, str] = {
    "nickname": "nickname",
    "photo": "photo",
    "contacts": "contact",
    "addresses": "address",
}
"""The store's kind for each kind of entry in the profile."""

_CONSENT = "consent"

_SHOWN = ("verifiedAt", "preferred")
"""What a contact detail keeps as long as its value does."""

_MAIN = "main"
"""What the one main address has."""

_IMAGE = "image"
"""The one field that is no text: of a photo."""


class Changed(msgspec.Struct, frozen=True):
    """An entry that is to be changed or removed, and what the citizen's program takes it to be."""

    row: str
    condition: Condition


class CentralProfile:
    """Reads and changes citizens' own profiles. Every call may raise ProfileUnavailable.

    Entering something is consent to keep it (R35): the consent is recorded with the first entry of a kind,
    and removed with the last.
    """

    def __init__(self, profiles: SealedProfiles, clock: Clock) -> None:
        self._profiles = profiles
        self._clock = clock

    async def read(self, person: NationalNumber, signed_in: datetime) -> Profile:
        """The whole profile. `signed_in` is the start of the current session."""
        return _profile(await self._profiles.read(person), signed_in)

    async def begin_afresh(self, person: NationalNumber) -> None:
        """Give up a profile that is missing or old, for an empty one. Raises Problem 409 for any other."""
        if not await self._profiles.begin_afresh(person):
            raise Problem(
                409, SIMULATOR + "profileHere", "The profile is here: remove its entries."
            )

    async def by_the_name(self, person: NationalNumber) -> tuple[str, int]:
        """What stands by the name on every page: the nickname, or "", and how many notices are new."""
        rows = (await self._profiles.read(person)).rows
        row = rows.get("nickname", {}).get("", {})
        return in_text(row).get("value", ""), notices.unread(rows, self._clock.now())

    async def entry(
        self, person: NationalNumber, signed_in: datetime, kind: OwnKind, row: str
    ) -> Nickname | PhotoFile | ContactDetail | SavedAddress:
        """One entry of the profile (the row of nickname and photo is ""). Raises Problem 404."""
        kept = await self._profiles.read(person)
        found = _profile(kept, signed_in)
        entries: dict[str, Nickname | PhotoFile | ContactDetail | SavedAddress] = {
            "photo": {"": _photo_file(found.photo, kept.rows)} if found.photo else {},
            "nickname": {"": found.nickname} if found.nickname else {},
            "contacts": {one.contact_id: one for one in found.contacts},
            "addresses": {one.address_id: one for one in found.addresses},
        }[kind]  # type: ignore[assignment]
        if row not in entries:
            raise Problem(404)
        return entries[row]

    async def set_nickname(
        self,
        person: NationalNumber,
        signed_in: datetime,
        typed: NicknameInput,
        condition: Condition,
    ) -> Profile:
        """Set or replace the nickname. Raises Problem 400, 412 or 428."""
        entries = Entries()
        value = entries.text("value", typed.value, NICKNAME_LENGTH)
        entries.done()
        async with self._changing(person, signed_in) as kept:
            condition.check(_version(kept.rows.get("nickname", {}).get("")))
            self._note(
                kept.rows,
                "profile",
                "changed" if kept.rows.get("nickname") else "added",
                "nickname",
            )
            kept.rows["nickname"] = {"": self._stamped({"value": value})}
        return _profile(kept, signed_in)

    async def set_photo(
        self,
        person: NationalNumber,
        signed_in: datetime,
        typed: PhotoInput,
        condition: Condition,
    ) -> Profile:
        """Set or replace the photo, or its description alone. Raises Problem 400, 412 or 428."""
        fields = Entries().photo(typed)
        async with self._changing(person, signed_in) as kept:
            before = kept.rows.get("photo", {}).get("")
            condition.check(_version(before))
            if before is not None:
                fields.setdefault(_IMAGE, before[_IMAGE])
            elif _IMAGE not in fields:
                raise invalid_input((_IMAGE, "required", "must be given: there is none yet"))
            self._note(kept.rows, "profile", "changed" if before else "added", "photo")
            kept.rows["photo"] = {"": {**fields, **in_bytes({"changedAt": self._now()})}}
        return _profile(kept, signed_in)

    async def save_contact(
        self,
        person: NationalNumber,
        signed_in: datetime,
        typed: ContactInput,
        changed: Changed | None = None,
    ) -> Profile:
        """Add a contact detail, or replace the one that is changed. Raises Problem 400, 404, 412 or 428.

        One that is to be reached elsewhere from then on is to be verified anew.
        """
        return await self._save(person, signed_in, "contacts", Entries().contact(typed), changed)

    async def contact(self, person: NationalNumber, row: str) -> tuple[str, str]:
        """Kind and value of a contact detail. Raises Problem 404."""
        kept = (await self._profiles.read(person)).rows.get("contact", {}).get(row)
        if kept is None:
            raise Problem(404)
        fields = in_text(kept)
        return fields["kind"], fields["value"]

    async def verified(
        self, person: NationalNumber, signed_in: datetime, row: str, value: str
    ) -> Profile:
        """Note that a contact detail with this value is theirs. Raises Problem 404 if it has another now."""
        async with self._changing(person, signed_in) as kept:
            table = kept.rows.get("contact", {})
            fields = table.get(row)
            if fields is None or fields["value"] != value.encode():
                raise Problem(404)
            alike = [other for other in table.values() if other["kind"] == fields["kind"]]
            if not any("preferred" in other for other in alike):
                fields["preferred"] = b"yes"
            fields["verifiedAt"] = self._now().encode()
        return _profile(kept, signed_in)

    async def prefer(self, person: NationalNumber, signed_in: datetime, row: str) -> Profile:
        """Prefer this verified detail to the others of its kind. Raises Problem 400 or 404."""
        async with self._changing(person, signed_in) as kept:
            table = kept.rows.get("contact", {})
            if row not in table:
                raise Problem(404)
            if "verifiedAt" not in table[row]:
                raise invalid_input(("", "contactUnverified", "must be verified first"))
            for other, fields in table.items():
                if fields["kind"] == table[row]["kind"]:
                    fields.pop("preferred", None)
                    if other == row:
                        fields["preferred"] = b"yes"
        return _profile(kept, signed_in)

    async def choose_channels(
        self, person: NationalNumber, signed_in: datetime, typed: ChannelsInput
    ) -> Profile:
        """Have these kinds of notices sent, and no others. Raises Problem 400."""
        async with self._changing(person, signed_in) as kept:
            channels.choose(kept.rows, person, typed, self._clock.now())
        return _profile(kept, signed_in)

    async def save_address(
        self,
        person: NationalNumber,
        signed_in: datetime,
        typed: AddressInput,
        changed: Changed | None = None,
    ) -> Profile:
        """Add an address, or replace the one that is changed. Raises Problem 400, 404, 412 or 428."""
        return await self._save(person, signed_in, "addresses", Entries().address(typed), changed)

    async def main_address(self, person: NationalNumber, signed_in: datetime, row: str) -> Profile:
        """Make this address the main one instead of the one that was. Raises Problem 404."""
        async with self._changing(person, signed_in) as kept:
            table = kept.rows.get("address", {})
            if row not in table:
                raise Problem(404)
            for other, fields in table.items():
                fields.pop(_MAIN, None)
                if other == row:
                    fields[_MAIN] = b"yes"
        return _profile(kept, signed_in)

    async def remove(
        self, person: NationalNumber, signed_in: datetime, kind: OwnKind, changed: Changed
    ) -> Profile:
        """Remove an entry (the row of nickname and photo is ""). Raises Problem 404, 412 or 428."""
        async with self._changing(person, signed_in) as kept:
            removed = kept.rows.get(TABLES[kind], {}).pop(changed.row, None)
            # Removing the one that is not there does no harm; an unknown id is a mistake.
            if removed is None and changed.row:
                raise Problem(404)
            if removed is not None:
                changed.condition.check(_version(removed))
                self._note(kept.rows, "profile", "removed", kind)
        return _profile(kept, signed_in)

    async def ebox_consent(self, person: NationalNumber) -> str:
        """When the citizen consented to showing the eBox, as RFC 3339 text; "" if they did not."""
        rows = (await self._profiles.read(person)).rows
        return in_text(rows.get(_CONSENT, {}).get("ebox", {})).get("givenAt", "")

    async def give_ebox_consent(self, person: NationalNumber, signed_in: datetime) -> str:
        """Record the consent, unless it is there already; returns when it was given."""
        async with self._profiles.changing(person, day_of(signed_in)) as kept:
            consents = kept.rows.setdefault(_CONSENT, {})
            if "ebox" not in consents:
                self._note(kept.rows, "consent", "given", "ebox")
            given = consents.setdefault("ebox", self._given())
        return in_text(given)["givenAt"]

    async def withdraw_ebox_consent(self, person: NationalNumber, signed_in: datetime) -> None:
        """Remove the consent."""
        async with self._profiles.changing(person, day_of(signed_in)) as kept:
            if "ebox" in kept.rows.get(_CONSENT, {}):
                self._note(kept.rows, "consent", "withdrawn", "ebox")
            withdraw("ebox", kept.rows)

    async def _save(
        self,
        person: NationalNumber,
        signed_in: datetime,
        kind: OwnKind,
        fields: dict[str, str],
        changed: Changed | None,
    ) -> Profile:
        async with self._changing(person, signed_in) as kept:
            table = kept.rows.setdefault(TABLES[kind], {})
            if changed is not None:
                if changed.row not in table:
                    raise Problem(404)
                changed.condition.check(_version(table[changed.row]))
            elif len(table) >= MOST:
                entries = Entries()
                entries.refuse("", "tooMany", f"no more than {MOST} are kept")
                entries.done()
            entry = self._stamped({name: text for name, text in fields.items() if text})
            if changed and kind == "contacts" and table[changed.row]["value"] == entry["value"]:
                entry |= {
                    name: value for name, value in table[changed.row].items() if name in _SHOWN
                }
            table[changed.row if changed else unguessable.identifier()] = entry
            self._note(kept.rows, "profile", "changed" if changed else "added", kind)
        return _profile(kept, signed_in)

    @asynccontextmanager
    async def _changing(
        self, person: NationalNumber, signed_in: datetime
    ) -> AsyncIterator[OpenRecord]:
        """Change a citizen's rows. A kind's consent is given with its first row and removed with its last.

        The first address is the main one, and stays it when it is changed; when it goes, the one that was
        saved first of the others is.
        """
        async with self._profiles.changing(person, day_of(signed_in)) as kept:
            main = _main(kept.rows.get("address", {}))
            yield kept
            channels.prune(kept.rows)
            addresses = kept.rows.get("address", {})
            if addresses and not any(_MAIN in fields for fields in addresses.values()):
                # Earlier builds marked none: the one that was shown as the main one stays it.
                addresses[main if main in addresses else _main(addresses)][_MAIN] = b"yes"
            consents = kept.rows.setdefault(_CONSENT, {})
            for kind, table in TABLES.items():
                if not kept.rows.get(table):
                    consents.pop(kind, None)
                else:
                    consents.setdefault(kind, self._given())

    def _note(self, rows: Rows, kind: NoticeKind, what: str, subject: str) -> None:
        """Note what the citizen has just done themselves, and so is not new to them."""
        notices.note(rows, self._clock.now(), kind, what, subject, read=True)

    def _stamped(self, texts: dict[str, str]) -> Row:
        return in_bytes({**texts, "changedAt": self._now()})

    def _given(self) -> Row:
        return in_bytes({"givenAt": self._now()})

    def _now(self) -> str:
        return stamp(self._clock.now())


def withdraw(function: Function, rows: Rows) -> None:
    """Withdraw a consent, and remove everything that was kept because of it (R59)."""
    rows.get(_CONSENT, {}).pop(function, None)
    rows.pop(TABLES.get(function, ""), None)
    channels.prune(rows)


def _profile(kept: OpenRecord, began: datetime) -> Profile:
    signed_in = day_of(began)
    rows = {
        kind: {row: in_text(_without_image(values)) for row, values in table.items()}
        for kind, table in kept.rows.items()
    }
    versions = {
        kind: {row: _hash(values) for row, values in table.items()}
        for kind, table in kept.rows.items()
    }
    nickname, photo = rows.get("nickname", {}).get(""), rows.get("photo", {}).get("")
    preferred = set(channels.preferred(kept.rows).values())
    main = _main(kept.rows.get("address", {}))
    return Profile(
        nickname=Nickname(
            version=versions["nickname"][""],
            value=nickname["value"],
            changed_at=_instant(nickname["changedAt"]),
        )
        if nickname
        else None,
        photo=Photo(
            version=versions["photo"][""],
            bytes=len(kept.rows["photo"][""][_IMAGE]),
            description=photo.get("description", ""),
            changed_at=_instant(photo["changedAt"]),
        )
        if photo
        else None,
        contacts=tuple(
            ContactDetail(
                contact_id=row,
                version=versions["contact"][row],
                kind="email" if fields["kind"] == "email" else "phone",
                value=fields["value"],
                label=fields.get("label", ""),
                changed_at=_instant(fields["changedAt"]),
                verified_at=_instant(fields["verifiedAt"]) if "verifiedAt" in fields else None,
                preferred=row in preferred,
            )
            for row, fields in rows.get("contact", {}).items()
        ),
        addresses=tuple(
            SavedAddress(
                address_id=row,
                version=versions["address"][row],
                label=fields.get("label", ""),
                street=fields["street"],
                house_number=fields.get("houseNumber", ""),
                box=fields.get("box", ""),
                post_code=fields["postCode"],
                municipality=fields["municipality"],
                changed_at=_instant(fields["changedAt"]),
                main=row == main,
            )
            for row, fields in rows.get("address", {}).items()
        ),
        consents=tuple(
            ConsentRecord(kind=kind, given_at=_instant(rows[_CONSENT][kind]["givenAt"]))
            for kind in _CONSENT_KINDS
            if kind in rows.get(_CONSENT, {})
        ),
        channels=channels.choices(kept.rows),
        kept_until=erased_on(max(signed_in, kept.last_sign_in or signed_in)),
        due_since=_due_since(kept.last_sign_in, signed_in),
        previous_sign_in=sign_ins.previous(kept.rows, began),
    )


def _main(addresses: Mapping[str, Row]) -> str:
    """The address that was chosen as the main one, or else the first; "" if there is none."""
    chosen = (row for row, fields in addresses.items() if _MAIN in fields)
    return next(chosen, next(iter(addresses), ""))


def _photo_file(photo: Photo, rows: Rows) -> PhotoFile:
    return PhotoFile(**msgspec.structs.asdict(photo), image=rows["photo"][""][_IMAGE])


def _without_image(row: Row) -> Row:
    """The fields of a row that are texts."""
    return {name: value for name, value in row.items() if name != _IMAGE}


def _due_since(last_sign_in: date | None, today: date) -> date | None:
    """Since when a profile is due to be erased; None if it is not."""
    if last_sign_in is None or (due := erased_on(last_sign_in)) > today:
        return None
    return due


def due_profile(due: Due) -> DueProfile:
    """What is said of a profile that is due to be erased: nothing of whose it is."""
    return DueProfile(
        last_sign_in=due.last_sign_in,
        due_since=erased_on(due.last_sign_in),
        entries={kind: due.rows[table] for kind, table in _COUNTED.items() if due.rows.get(table)},
    )


_COUNTED: Mapping[str, str] = {
    "nickname": "nickname",
    "photo": "photo",
    "contacts": "contact",
    "addresses": "address",
    "requests": "request",
}

_CONSENT_KINDS: tuple[ConsentKind, ...] = ("nickname", "photo", "contacts", "addresses", "ebox")


def _version(row: Row | None) -> str | None:
    return None if row is None else _hash(row)


def _hash(row: Row) -> str:
    """A version of an entry: the same for the same content, and for no other. Earlier builds kept none.

    Whether an address is the main one is no part of what is edited.
    """
    content = sorted((name, value) for name, value in row.items() if name != _MAIN)
    digest = sha256(msgspec.msgpack.encode(content)).digest()
    return urlsafe_b64encode(digest[:15]).decode()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
