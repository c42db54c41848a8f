"""Reads the invented people, controllers and messages from TOML into frozen, checked values."""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from mock_backends.people.dates import age_on, parts_of
from mock_backends.people.finding import shown

INSTALLED = Path(__file__).parent / "data"
OURS = INSTALLED if INSTALLED.is_dir() else Path(__file__).parents[2] / "fixtures"
"""Our own people and authorities: inside this package in a wheel, at the root of a checkout."""

Localized = dict[str, str]
"""A text by language code: in all of `lint.LANGUAGES`, or a message in just one of them."""

Level = Literal["federal", "flemish", "local"]
FieldType = Literal[
    "text", "date", "year", "number", "amount", "nationalNumber", "postCode", "yesNo", "code"
]
Value = str | int | float | bool
"""A field's value as it travels: a date is the text "2026-11-23", as in JSON."""


Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
"""An id, as used in addresses and in the names of widgets: no dot, no space, no slash, no é."""

Part = Literal["authorities", "devices", "records", "messages"]
"""What `Fixtures.only` can leave out: authorities, and each person's devices, records and messages."""

PARTS: tuple[Part, ...] = ("authorities", "devices", "records", "messages")

LAST = 1000
"""The `order` of a person or controller that states none; the same order is sorted by id."""


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything in a file: an unknown name is an error."""


class FieldDefinition(Entry, frozen=True, kw_only=True):
    """A field of a data block. A `code` field's values are keys of `codes`.

    `language` is what a `text` field's values are written in; "" where they are names.
    """

    name: Id
    label: Localized
    type: FieldType = "text"
    language: Literal["", "nl", "fr", "de", "en"] = ""
    codes: dict[str, Localized] = {}


class DataBlockDefinition(Entry, frozen=True, kw_only=True):
    """A block of "Uw gegevens": its fields, and how a record is shown.

    `title_field` names the field whose value titles a record; a block with several records needs it.
    """

    id: Id
    category: Id
    label: Localized
    description: Localized
    fields: tuple[FieldDefinition, ...]
    title_field: str = ""


class Contact(Entry, frozen=True, kw_only=True):
    """How a citizen reaches an authority. All invented, or the authority's public front door."""

    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""


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
    functions: tuple[str, ...] = ()
    order: int = LAST


class Category(Entry, frozen=True, kw_only=True):
    """A category of "Uw gegevens"; every block belongs to exactly one (R16)."""

    id: Id
    label: Localized


class _Categories(Entry, frozen=True, kw_only=True):
    category: tuple[Category, ...] = ()


class PhoneFixture(Entry, frozen=True, kw_only=True):
    """A person's phone. `number` is E.164; `itsme` says whether the app is set up on it."""

    number: str
    itsme: bool = True


class CardFixture(Entry, frozen=True, kw_only=True):
    """A person's identity card: 12-digit number, PIN of 4-12 digits, validity, place of issue."""

    number: str
    pin: str
    valid_from: date
    valid_until: date
    municipality: str


class MessageFixture(Entry, frozen=True, kw_only=True):
    """An eBox message; its dates are days before (received) and after (expires) the world's start."""

    id: Id
    subject: Localized
    body: Localized
    sender: Localized
    sender_number: str
    received_days_ago: int
    expires_in_days: int
    read: bool = False
    type: str = "general"


class Persona(Entry, frozen=True, kw_only=True):
    """An invented citizen, with what they hold and what each authority knows of them.

    Somebody with a single name has an empty `given_names`, or an empty `family_name`.
    `birth_date` is "1950-06-01" or, where the day or the month is unknown, "1950-06" or "1950".
    `national_number` is a TST number (month + 60, valid modulo 97), which no real person can have.
    `data` gives the records of each block, by block id, as its controller has them: right or wrong.
    """

    id: Id
    given_names: tuple[str, ...]
    family_name: str
    birth_date: str
    sex: Literal["F", "M", "X"]
    national_number: str
    language: Literal["nl", "fr", "de", "en"]
    summary: Localized
    phone: PhoneFixture | None = None
    card: CardFixture | None = None
    data: dict[str, tuple[dict[str, Value], ...]] = {}
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
            without |= {"phone": None, "card": None}
        if "records" not in kept:
            without["data"] = {}
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


E = TypeVar("E", Category, Controller, Persona)


class FixtureError(Exception):
    """A fixture file cannot be used; the message names the file and the place."""

    def __init__(self, message: str) -> None:
        super().__init__(shown(message))


def load(extra: tuple[Path, ...] = ()) -> Fixtures:
    """Read our fixtures and those in `extra` folders (same layout; the same id replaces ours).

    The id of a person or controller is the name of its file, unless the file says another.
    Raises FixtureError, naming the file, when a folder is missing or a file is invalid.
    """
    fixtures, errors = read(extra)
    if errors:
        raise errors[0]
    return fixtures


def read(extra: tuple[Path, ...] = ()) -> tuple[Fixtures, list[FixtureError]]:
    """As `load`, but skips each file or folder that cannot be read and returns its error."""
    categories: dict[str, Category] = {}
    controllers: dict[str, Controller] = {}
    personas: dict[str, Persona] = {}
    errors: list[FixtureError] = []

    def take(
        paths: Iterable[Path], parse: Callable[[Path], tuple[E, ...]], into: dict[str, E]
    ) -> None:
        for path in sorted(paths):
            try:
                into.update((entry.id, entry) for entry in parse(path))
            except FixtureError as error:
                errors.append(error)

    for folder in (OURS, *extra):
        if not folder.is_dir():
            errors.append(FixtureError(f"{folder}: no such folder"))
        take(folder.glob("categories.toml"), _categories, categories)
        take(folder.glob("controllers/*.toml"), _controller, controllers)
        take(folder.glob("personas/*.toml"), _persona, personas)
    fixtures = Fixtures(
        categories=tuple(categories.values()),
        controllers=tuple(sorted(controllers.values(), key=_place)),
        personas=tuple(sorted(personas.values(), key=_place)),
    )
    return fixtures, errors


def _categories(path: Path) -> tuple[Category, ...]:
    categories: _Categories = _fit(path, _toml(path), _Categories)
    return categories.category


def _controller(path: Path) -> tuple[Controller, ...]:
    return (_fit(path, {"id": path.stem, **_toml(path)}, Controller),)


def _persona(path: Path) -> tuple[Persona, ...]:
    raw = _toml(path)
    raw["data"] = _dates_as_text(raw.get("data", {}))
    if "birth_date" in raw:
        born = _dates_as_text(raw["birth_date"])
        raw["birth_date"] = str(born) if type(born) is int else born
    return (_fit(path, {"id": path.stem, **raw}, Persona),)


def _place(entry: Controller | Persona) -> tuple[int, str]:
    return entry.order, entry.id


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise FixtureError(f"{path}: {error}") from error


def _dates_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _dates_as_text(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(member) for member in value]
    # A datetime is a date too, but no field has a time: left as it is, it fails validation.
    return value.isoformat() if type(value) is date else value


def _fit(path: Path, raw: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise FixtureError(f"{path}: {error}") from error
