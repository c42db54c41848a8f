"""Reads the invented people, controllers and messages from TOML into frozen, checked values."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from mock_backends.people.dates import DATE, age_on, as_text, is_date, parts_of
from mock_backends.people.numbers import is_secret

INSTALLED = Path(__file__).parent / "data"
OURS = INSTALLED if INSTALLED.is_dir() else Path(__file__).parents[2] / "fixtures"
"""Our own people and authorities: inside this package in a wheel, at the root of a checkout."""

LANGUAGES = ("nl", "en", "fr", "de")

Language = Annotated[
    str, Meta(pattern=rf"^({'|'.join(LANGUAGES)})\Z", description=", ".join(LANGUAGES))
]
Localized = dict[Language, str]
"""A text by language code: in all LANGUAGES, or a message in just one of them."""

Level = Literal["federal", "flemish", "local"]
Function = Literal["nickname", "photo", "contacts", "addresses", "ebox", "cookies"]
FieldType = Literal[
    "text",
    "code",
    "date",
    "period",
    "dateTime",
    "year",
    "number",
    "amount",
    "yesNo",
    "address",
    "postCode",
    "nationalNumber",
    "masked",
    "link",
]
Value = str | int | float | bool | dict[str, Any] | tuple[Any, ...]
"""A field's value as it travels: a date is the text "2026-11-23", as in JSON. Tables and lists have the
forms that `mock_backends.people.values` tells."""

Records = dict[str, tuple[dict[str, Value], ...]]
"""The records of each block, by block id."""


Id = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_-]{1,64}\Z",
        description="1 to 64 letters A to Z, digits, hyphens and underscores",
    ),
]
"""An id, as used in addresses and in the names of widgets: no dot, no space, no slash, no é."""

BirthDate = Annotated[
    str,
    Meta(
        pattern=DATE,
        description='a day, as 1950-06-01; or "1950-06" or 1950 where the rest is not known',
        extra={"fits": is_date},
    ),
]
NationalNumber = Annotated[str, Meta(pattern=r"^[0-9]{11}\Z", description="11 digits, as a text")]
CardNumber = Annotated[str, Meta(pattern=r"^[0-9]{12}\Z", description="12 digits, as a text")]
CompanyNumber = Annotated[
    str, Meta(pattern=r"^[01][0-9]{9}\Z", description="10 digits, 0 or 1 first, as a text")
]
PhoneNumber = Annotated[
    str, Meta(pattern=r"^\+32400000[0-9]{3}\Z", description="an invented number: +32400000NNN")
]
"""No operator hands out numbers that begin with +32 400."""
Pin = Annotated[str, Meta(pattern=r"^[0-9]{4,12}\Z", description="4 to 12 digits, as a text")]

UserName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9._@-]{2,63}\Z",
        description="3 to 64 small letters, digits and . _ @ -, a letter or digit first",
    ),
]
Password = Annotated[
    str,
    Meta(
        pattern=r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{6,126}[^\s\x00-\x1f\x7f])\Z",
        description="8 to 128 signs, no space at either end",
    ),
]
AppSecret = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z2-7 -]{26,200}=*\Z",
        description="26 letters A to Z and digits 2 to 7 or more (base32), in groups or not",
        extra={"fits": is_secret},
    ),
]
"""At least 128 bits (RFC 4226 section 4, R6)."""

CardState = Literal["active", "revoked", "lost", "unanswered"]

Part = Literal["authorities", "devices", "records", "messages"]
"""What `Fixtures.only` can leave out: authorities, and each person's devices, records and messages."""

PARTS: tuple[Part, ...] = ("authorities", "devices", "records", "messages")

FARTHEST = 100_000
"""Days from the start of a world to a message's, at most: no calendar reaches much further."""

LAST = 1000
"""The `order` of a person or controller that states none; the same order is sorted by id."""


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything in a file: an unknown name is an error."""


class FieldDefinition(Entry, frozen=True, kw_only=True):
    """A field of a data block. A `code` field's values are keys of `codes`.

    `several`: its value is a list of values of its type. `language` is what a `text` field's values are
    written in; "" where they are names.
    """

    name: Id
    label: Localized
    type: FieldType = "text"
    several: bool = False
    language: Literal["", "nl", "fr", "de", "en"] = ""
    codes: dict[str, Localized] = {}


Template = dict[
    Language,
    Annotated[
        str,
        Meta(
            description="a line: {name} is a field of the first record, {#} how many records there are, "
            "{+name} the sum of an amount; what stands in [ ] is left out where something in it is missing"
        ),
    ],
]
"""A line that is made from a block's records, by language; `mock_backends.people.summaries` checks it."""


class Summary(Entry, frozen=True, kw_only=True):
    """How a block is said in a line where it has one record, and where it has several."""

    one: Template | None = None
    several: Template | None = None


class DataBlockDefinition(Entry, frozen=True, kw_only=True):
    """A block of "Uw gegevens": its fields, and how it is shown.

    `title_field` names the field with which a record begins where there are several; each record has it.
    Without a `summary`, what is said of a block in a line is its first value, or how many records it has.
    """

    id: Id
    category: Id
    label: Localized
    description: Localized
    fields: tuple[FieldDefinition, ...]
    title_field: str = ""
    summary: Summary | None = None


class Contact(Entry, frozen=True, kw_only=True):
    """How a citizen reaches an authority. All invented, or the authority's public front door."""

    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""


Right = Literal["access", "rectification", "erasure", "object", "restriction", "portability"]
"""A right that a controller decides about; consent is withdrawn where it was given."""

Days = Annotated[int, Meta(ge=0, le=1000, description="days after the request came")]


class DeskAnswer(Entry, frozen=True, kw_only=True):
    """What a controller's desk answers to requests of a right, about some of its blocks or all, and when.

    `outcome` "checked": it looks whether its register is wrong, and then corrects it or refuses. All days
    count from the one on which the request came. `extended` is the day on which the desk says that it needs
    two months more (GDPR art. 12(3)), and why: `extension`. `reason` is why it refuses, or grants a part.
    `card`: it wants a copy of both sides of the identity card first; then days count from when it has that.
    """

    right: Right
    outcome: Literal["granted", "partlyGranted", "refused", "checked"]
    after: Annotated[int, Meta(ge=1, le=1000, description="days after the request came")]
    blocks: tuple[Id, ...] = ()
    extended: Annotated[int, Meta(ge=0, le=28, description="within the first month")] = 0
    extension: Localized | None = None
    reason: Localized | None = None
    card: bool = False


class Desk(Entry, frozen=True, kw_only=True):
    """How a controller's desk works: when it checks who asks, when it begins, and what it answers.

    The first of `answers` that fits a request applies; without one, the desk's usual answer does.
    """

    identity: Days = 1
    treatment: Days = 3
    answers: tuple[DeskAnswer, ...] = ()


class Controller(Entry, frozen=True, kw_only=True):
    """An authority that is responsible for data: the controller, in the GDPR's sense (art. 4(7)).

    `register` is the source it keeps; `supervisor` takes complaints about it ("VTC" or "GBA").
    `functions` are processings of the portal itself (only Digitaal Vlaanderen has them).
    """

    id: Id
    name: Localized
    level: Level
    authority: Localized
    register: Localized
    contact: Contact
    correction: Localized
    supervisor: Literal["VTC", "GBA"]
    blocks: tuple[DataBlockDefinition, ...] = ()
    functions: tuple[Function, ...] = ()
    desk: Desk = Desk()
    order: int = LAST


class Category(Entry, frozen=True, kw_only=True):
    """A category of "Uw gegevens"; every block belongs to exactly one (R16)."""

    id: Id
    label: Localized


class Categories(Entry, frozen=True, kw_only=True):
    """What a file `categories.toml` says."""

    category: tuple[Category, ...] = ()


class PhoneFixture(Entry, frozen=True, kw_only=True):
    """A person's phone. `number` is E.164; `itsme` says whether the app is set up on it."""

    number: PhoneNumber
    itsme: bool = True


class CardFixture(Entry, frozen=True, kw_only=True):
    """A person's identity card: 12-digit number, PIN of 4-12 digits, validity, place of issue.

    `tries` is how many wrong PINs are left when a home first meets the card (0: blocked). `state` is what the
    status service says of its certificates: they are active, revoked, or suspended since the card was
    reported lost; or it has no answer now. Of a card of more than ten years the certificates are `renewed`
    every ten years, or never were.
    """

    number: CardNumber
    pin: Pin
    valid_from: date
    valid_until: date
    municipality: str
    tries: Annotated[int, Meta(ge=0, le=3, description="0 to 3")] = 3
    state: CardState = "active"
    renewed: bool = True


class KeysFixture(Entry, frozen=True, kw_only=True):
    """A person's digital keys: user name and password, and what a code comes by.

    `app` is the secret of the authenticator app, as people write it. `sms` is the number to which codes are
    sent: that of the phone, unless the person has a new one.
    """

    user_name: UserName
    password: Password
    app: AppSecret | None = None
    sms: PhoneNumber | None = None


class MessageFixture(Entry, frozen=True, kw_only=True):
    """An eBox message; its dates are days before (received) and after (expires) the world's start."""

    id: Id
    subject: Localized
    body: Localized
    sender: Localized
    sender_number: CompanyNumber
    received_days_ago: Annotated[int, Meta(ge=0, le=FARTHEST)]
    expires_in_days: Annotated[int, Meta(ge=1, le=FARTHEST)]
    read: bool = False
    type: str = "general"


class KnownError(Entry, frozen=True, kw_only=True):
    """Where a register is wrong about a person, which its controller finds when it is asked to check (R18).

    `record` counts from 1. Without a `field` the whole record should not be there; without `right` the field
    should be empty.
    """

    block: Id
    record: Annotated[int, Meta(ge=1, description="1 for the first record")] = 1
    field: str = ""
    right: Value | None = None


class Persona(Entry, frozen=True, kw_only=True):
    """An invented citizen, with what they hold and what each authority knows of them.

    Somebody with a single name has an empty `given_names`, or an empty `family_name`.
    `birth_date` is "1950-06-01" or, where the day or the month is unknown, "1950-06" or "1950".
    `national_number` is a TST number (month + 60, valid modulo 97), which no real person can have.
    `data` gives the records of each block, by block id, as its controller has them: right or wrong; `errors`
    is what of it is wrong.
    """

    id: Id
    given_names: tuple[str, ...]
    family_name: str
    birth_date: BirthDate
    sex: Literal["F", "M", "X"]
    national_number: NationalNumber
    language: Literal["nl", "fr", "de", "en"]
    summary: Localized
    phone: PhoneFixture | None = None
    card: CardFixture | None = None
    keys: KeysFixture | None = None
    data: Records = {}
    errors: tuple[KnownError, ...] = ()
    messages: tuple[MessageFixture, ...] = ()
    order: int = LAST

    def __post_init__(self) -> None:
        """Raises ValueError for a birth date that is none."""
        parts_of(self.birth_date)

    @property
    def given_name(self) -> str:
        """The first given name; "" for a person without one."""
        return self.given_names[0] if self.given_names else ""

    @property
    def full_name(self) -> str:
        """First given name and family name, or the only one of the two."""
        return f"{self.given_name} {self.family_name}".strip()

    def age_on(self, day: date) -> int:
        """Age in whole years on `day`."""
        return age_on(self.birth_date, day)


class Fixtures(Struct, frozen=True, kw_only=True):
    """Everything invented, in display order: a demonstration starts with the first person."""

    categories: tuple[Category, ...] = ()
    controllers: tuple[Controller, ...] = ()
    personas: tuple[Persona, ...] = ()

    def only(self, parts: Iterable[str]) -> "Fixtures":
        """These fixtures reduced to the given PARTS; with none of them, no people either."""
        kept = set(parts)
        without: dict[str, Any] = {}
        if "devices" not in kept:
            without |= {"phone": None, "card": None, "keys": None}
        if "records" not in kept:
            without |= {"data": {}, "errors": ()}
        if "messages" not in kept:
            without["messages"] = ()
        return Fixtures(
            categories=self.categories if "authorities" in kept else (),
            controllers=self.controllers if "authorities" in kept else (),
            personas=tuple(
                msgspec.structs.replace(persona, **without)
                for persona in (self.personas if kept else ())
            ),
        )

    def person(self, national_number: str) -> Persona | None:
        """The person with this national number."""
        found = (each for each in self.personas if each.national_number == national_number)
        return next(found, None)

    def persona(self, id: str) -> Persona | None:  # noqa: A002
        """The person with this persona id."""
        return next((persona for persona in self.personas if persona.id == id), None)

    def block(self, id: str) -> tuple[Controller, DataBlockDefinition] | None:  # noqa: A002
        """A block and the controller that answers for it."""
        return next(
            (
                (controller, block)
                for controller in self.controllers
                for block in controller.blocks
                if block.id == id
            ),
            None,
        )


class FixtureError(Exception):
    """People and authorities cannot be used; the message names the file or folder."""


File = type[Categories] | type[Controller] | type[Persona]

FILES: Mapping[str, File] = {
    "categories.toml": Categories,
    "controllers/*.toml": Controller,
    "personas/*.toml": Persona,
}
"""What is looked for in a folder, and what each file that is found says."""


def files_in(folder: Path) -> Iterator[tuple[Path, File]]:
    """The files of people and authorities in a folder, in order. Hidden ones are an editor's own."""
    for pattern, kind in FILES.items():
        for path in sorted(folder.glob(pattern)):
            if not path.name.startswith("."):
                yield path, kind


def load() -> Fixtures:
    """Our own people and authorities, which are known to be right."""
    entries: list[Category | Controller | Persona] = []
    for path, kind in files_in(OURS):
        read = msgspec.convert(prepared(tomllib.loads(path.read_text("utf-8")), path, kind), kind)
        entries += read.category if isinstance(read, Categories) else [read]
    return in_order(entries)


def in_order(entries: Iterable[Category | Controller | Persona]) -> Fixtures:
    """These entries, people and controllers in their order of display."""
    entries = list(entries)
    return Fixtures(
        categories=tuple(one for one in entries if isinstance(one, Category)),
        controllers=tuple(
            sorted((one for one in entries if isinstance(one, Controller)), key=_place)
        ),
        personas=tuple(sorted((one for one in entries if isinstance(one, Persona)), key=_place)),
    )


def prepared(raw: dict[str, Any], path: Path, kind: File) -> dict[str, Any]:
    """A file's content as its struct is read from it.

    An id is the file's name where the file says no other. Dates and times in records, and a birth date,
    become text, as JSON has them.
    """
    if kind is Categories:
        return raw
    raw = {"id": path.stem, **raw}
    if kind is Persona:
        raw |= {name: as_text(raw[name]) for name in ("data", "errors") if name in raw}
        if "birth_date" in raw:
            born = as_text(raw["birth_date"])
            raw["birth_date"] = str(born) if type(born) is int else born
    return raw


def _place(entry: Controller | Persona) -> tuple[int, str]:
    return entry.order, entry.id
