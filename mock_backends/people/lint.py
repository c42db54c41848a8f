"""Checks invented people and controllers: numbers, references, languages, contradictions.

It checks only what must hold: no fixture can pass as a real person, the services can rely on the data,
and no two registers contradict each other (`mock_backends.people.families`). What the type of a value says
by itself is checked when it is read (`mock_backends.people.form`).
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from mock_backends.people.dates import years_on
from mock_backends.people.families import families
from mock_backends.people.finding import Mistake, Path
from mock_backends.people.from_start import FORMS, dated
from mock_backends.people.loader import (
    LANGUAGES,
    CardFixture,
    Controller,
    DataBlockDefinition,
    DeskAnswer,
    Fixtures,
    Persona,
    Records,
)
from mock_backends.people.nearest import choice, unknown, written
from mock_backends.people.numbers import is_card_number, is_company_number, is_tst_number
from mock_backends.people.summaries import mistakes_in
from mock_backends.people.values import URL, backwards, misfits

CARD_FROM = 12
"""From this age on one has an identity card; a younger child has a kids-ID."""

CARD_YEARS = {0: 3, CARD_FROM: 6, 18: 10, 75: 30}
"""Age at issue to the years that a card may be valid from that age on."""

LARGEST = 1_000_000
"""Bytes of the records of a block, or of a message: the portal passes on no larger answer."""

EMAIL = r"[^@\s]+@[^@\s.]+([.][^@\s.]+)+"
"""Something, an @ and a domain with a dot: what is written to by nobody need not be more."""

_CONTACTS = (
    ("email", EMAIL, "e-mail address", 'as "info@stad.example"'),
    ("website", URL, "web address", "a text that begins with https://"),
)
"""What of a contact has a form: its name, the form, what that is called, and what is allowed."""

_NOTHING_SHOWN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that draw nothing: the Hangul fillers and the empty braille cell."""


def lint(fixtures: Fixtures) -> list[Mistake]:
    """Every mistake, in a fixed order.

    The entries stand in the order in which they were read: of two that do not go together, the later one is
    wrong.
    """
    return [mistake for check in CHECKS for mistake in check(fixtures)]


def catalogue(fixtures: Fixtures) -> Iterator[Mistake]:
    """Blocks and controllers that the catalogue cannot show."""
    categories = [category.id for category in fixtures.categories]
    blocks = [
        (f"controllers/{controller.id}", ("blocks", index), block.id)
        for controller in fixtures.controllers
        for index, block in enumerate(controller.blocks)
    ]
    yield from _twice("block", blocks)
    for controller in fixtures.controllers:
        entry = f"controllers/{controller.id}"
        expected = "GBA" if controller.level == "federal" else "VTC"
        if controller.supervisor != expected:
            yield Mistake(
                entry=entry,
                path=("supervisor",),
                what=f"{controller.level} controllers come under the {expected}",
            )
        if not controller.blocks and not controller.functions:
            yield Mistake(entry=entry, what="neither blocks nor functions", rests_on=(entry,))
        for name, form, what, allowed in _CONTACTS:
            given = getattr(controller.contact, name)
            if given and not re.fullmatch(form, given):
                yield Mistake(
                    entry=entry,
                    path=("contact", name),
                    what=f"{written(given)} is no {what}",
                    allowed=allowed,
                )
        for index, block in enumerate(controller.blocks):
            yield from _block(entry, ("blocks", index), block, categories)
        for index, answer in enumerate(controller.desk.answers):
            yield from _answer(entry, ("desk", "answers", index), answer, controller)


def texts(fixtures: Fixtures) -> Iterator[Mistake]:
    """Texts that are empty, or missing in a language."""
    entries: list[tuple[str, object]] = [
        (f"{folder}/{entry.id}", entry)
        for folder in ("categories", "controllers", "personas")
        for entry in getattr(fixtures, folder)
    ]
    for name, entry in entries:
        single = _in_one_language(entry) if isinstance(entry, Persona) else {}
        for path, text in localized(entry):
            languages = single.get(path, LANGUAGES)
            missing = [one for one in languages if not text.get(one, "").strip()]
            if missing:
                yield Mistake(
                    entry=name,
                    path=path,
                    what=f"no text in {choice(missing)}",
                    harmless=languages[0] not in missing,  # that is what the citizen reads, then
                )


def identities(fixtures: Fixtures) -> Iterator[Mistake]:
    """People who could pass as real, or for each other."""
    for persona in fixtures.personas:
        entry = f"personas/{persona.id}"
        if not all(map(_visible, persona.given_names)):
            yield Mistake(
                entry=entry,
                path=("given_names",),
                what="an empty name",
                allowed="[] for somebody without a given name",
            )
        elif not persona.given_names and not _visible(persona.family_name):
            yield Mistake(
                entry=entry, path=("family_name",), what="neither a given name nor a family name"
            )
        if not is_tst_number(persona.national_number, persona.birth_date, persona.sex):
            yield Mistake(
                entry=entry,
                path=("national_number",),
                what=f"{persona.national_number} is no TST number of this birth date and sex",
                allowed="month + 60; odd for M, even for F; last two right modulo 97: "
                "`burgerprofiel people new` makes one",
            )
        if persona.card is not None:
            yield from _card(entry, persona, persona.card)
    people = [(f"personas/{persona.id}", persona) for persona in fixtures.personas]
    yield from _twice(
        "national number", [(one, ("national_number",), two.national_number) for one, two in people]
    )
    yield from _twice(
        "phone number",
        [(one, ("phone", "number"), two.phone.number) for one, two in people if two.phone],
    )
    yield from _twice(
        "card number",
        [(one, ("card", "number"), two.card.number) for one, two in people if two.card],
    )
    yield from _twice(
        "user name",
        [(one, ("keys", "user_name"), two.keys.user_name) for one, two in people if two.keys],
    )
    yield from _twice(
        "message id",
        [
            (one, ("messages", index), message.id)
            for one, two in people
            for index, message in enumerate(two.messages)
        ],
    )


def records(fixtures: Fixtures) -> Iterator[Mistake]:
    """Records that no register could hold."""
    for persona in fixtures.personas:
        yield from records_of(f"personas/{persona.id}", persona.data, fixtures)


def records_of(entry: str, data: Records, fixtures: Fixtures) -> Iterator[Mistake]:
    """What is wrong with the records of one person."""
    known = [block.id for controller in fixtures.controllers for block in controller.blocks]

    def wrong(path: Path, what: str, allowed: str = "") -> Mistake:
        rests_on = ("controllers",)
        return Mistake(
            entry=entry, path=("data", *path), what=what, allowed=allowed, rests_on=rests_on
        )

    for block_id, kept in data.items():
        found = fixtures.block(block_id)
        if found is None:
            what = f"no controller has such a block: {unknown('block', block_id, known)}"
            yield wrong((block_id,), what, ", ".join(known))
            continue
        block = found[1]
        if (size := len(msgspec.json.encode(kept))) > LARGEST:
            yield wrong((block_id,), f"{size} bytes", f"{LARGEST} at most, in one answer")
        fields = {field.name: field.type for field in block.fields}
        # Whatever the day on which a world starts, the form of what counts from it is the same.
        for index, record in enumerate(dated(kept, block, date(2000, 1, 1))):
            for misfit in misfits(record, block):
                from_start = FORMS.get(fields.get(misfit.name, "text"), "")
                allowed = "; ".join(filter(None, (misfit.allowed, from_start)))
                yield wrong((block_id, index, misfit.name), misfit.what, allowed)
        for index, name in backwards(kept, block):
            yield replace(wrong((block_id, index, name), "ends before it begins"), harmless=True)


def errors(fixtures: Fixtures) -> Iterator[Mistake]:
    """Errors of a register that are none: there is no such record, or what would be right does not fit."""
    for persona in fixtures.personas:
        for index, error in enumerate(persona.errors):

            def wrong(
                name: str, what: str, allowed: str = "", at: str = persona.id, place: int = index
            ) -> Mistake:
                return Mistake(
                    entry=f"personas/{at}",
                    path=("errors", place, name),
                    what=what,
                    allowed=allowed,
                    rests_on=("controllers",),
                )

            kept = persona.data.get(error.block, ())
            found = fixtures.block(error.block)
            if found is None or not kept:
                what = unknown("block", error.block, persona.data)
                yield wrong("block", f"no records there: {what}", ", ".join(persona.data))
            elif error.record > len(kept):
                yield wrong("record", f"there is no record {error.record}", f"1 to {len(kept)}")
            elif error.field:
                record = dict(kept[error.record - 1])
                if error.right is None:
                    record.pop(error.field, None)
                else:
                    record[error.field] = error.right
                for misfit in misfits(record, found[1]):
                    name = "right" if misfit.name == error.field else "field"
                    yield wrong(name, misfit.what, misfit.allowed)


def messages(fixtures: Fixtures) -> Iterator[Mistake]:
    """Messages that the eBox could not hold."""
    names: dict[str, dict[str, str]] = {}
    for persona in fixtures.personas:
        for index, message in enumerate(persona.messages):
            entry, path = f"personas/{persona.id}", ("messages", index, "sender_number")
            number = message.sender_number
            if not is_company_number(number):
                yield Mistake(
                    entry=entry,
                    path=path,
                    what=f"{number} is no company number",
                    allowed="10 digits, the last two right modulo 97: "
                    "`burgerprofiel people new --company` makes one",
                )
            if (size := len(msgspec.json.encode(message))) > LARGEST:
                yield Mistake(
                    entry=entry,
                    path=("messages", index),
                    what=f"{size} bytes",
                    allowed=f"{LARGEST} at most",
                )
            if names.setdefault(number, message.sender) != message.sender:
                yield Mistake(
                    entry=entry,
                    path=path,
                    what=f"{number} has another name elsewhere",
                    allowed=written(names[number]),
                )


CHECKS: tuple[Callable[[Fixtures], Iterator[Mistake]], ...] = (
    catalogue,
    texts,
    identities,
    records,
    errors,
    messages,
    families,
)


def _block(
    entry: str, path: Path, block: DataBlockDefinition, categories: list[str]
) -> Iterator[Mistake]:
    names = [field.name for field in block.fields]
    if block.category not in categories:
        yield Mistake(
            entry=entry,
            path=(*path, "category"),
            what=unknown("category", block.category, categories),
            allowed=choice(categories),
            harmless=True,  # such a block stands under "other data"
            rests_on=("categories",),
        )
    if not names:
        yield Mistake(entry=entry, path=(*path, "fields"), what="no fields")
    if block.title_field and block.title_field not in names:
        yield Mistake(
            entry=entry,
            path=(*path, "title_field"),
            what=unknown("title_field", block.title_field, names),
            allowed=choice(names),
        )
    for where, what, allowed in mistakes_in(block):
        yield Mistake(entry=entry, path=(*path, "summary", *where), what=what, allowed=allowed)
    yield from _twice(
        "field", [(entry, (*path, "fields", index), name) for index, name in enumerate(names)]
    )
    for index, field in enumerate(block.fields):
        if (field.type == "code") != bool(field.codes):
            yield Mistake(
                entry=entry,
                path=(*path, "fields", index, "codes"),
                what="codes belong to a field of type code",
            )
        if field.language and field.type != "text":
            yield Mistake(
                entry=entry,
                path=(*path, "fields", index, "language"),
                what="a language belongs to a field of type text",
            )


def _answer(
    entry: str, path: Path, answer: DeskAnswer, controller: Controller
) -> Iterator[Mistake]:
    known = [block.id for block in controller.blocks]
    for place, block_id in enumerate(answer.blocks):
        if block_id not in known:
            what = unknown("block", block_id, known)
            yield Mistake(entry=entry, path=(*path, "blocks", place), what=what)
    if answer.extended >= answer.after:
        what = f"extended on day {answer.extended}, answered on day {answer.after}"
        yield Mistake(entry=entry, path=(*path, "extended"), what=what)
    if bool(answer.extended) != bool(answer.extension):
        what = "an extension has a day and a reason (GDPR art. 12(3))"
        yield Mistake(entry=entry, path=(*path, "extension"), what=what)
    if (answer.right, answer.outcome) == ("erasure", "partlyGranted"):
        what = "an answer to erasure is granted or refused: a rule cannot say which part is erased"
        yield Mistake(entry=entry, path=(*path, "outcome"), what=what)
    if answer.outcome in ("refused", "partlyGranted") and not answer.reason:
        what = "the reason for what is not granted (GDPR art. 12(4))"
        yield Mistake(entry=entry, path=(*path, "reason"), what=what)


def _card(entry: str, persona: Persona, card: CardFixture) -> Iterator[Mistake]:
    def wrong(name: str, what: str, allowed: str = "") -> Mistake:
        return Mistake(entry=entry, path=("card", name), what=what, allowed=allowed)

    if not is_card_number(card.number):
        yield wrong(
            "number",
            f"{card.number} is no card number",
            "12 digits, the last two the first ten modulo 97: `burgerprofiel people new --card` makes one",
        )
    if card.valid_until <= card.valid_from:
        yield wrong("valid_until", f"ends on {card.valid_until}, begins on {card.valid_from}")
        return
    age = persona.age_on(card.valid_from)
    if age < 0:
        yield wrong("valid_from", f"{card.valid_from} is before the birth ({persona.birth_date})")
    else:
        last = last_day(age, card.valid_from)
        if card.valid_until > last:
            yield wrong(
                "valid_until",
                f"{card.valid_until} is too late for a card given at {age}",
                f"{last} at the latest",
            )


def last_day(age: int, given_on: date) -> date:
    """Until when a card can be valid that somebody of this age gets on that day."""
    return years_on(given_on, max(years for start, years in CARD_YEARS.items() if start <= age))


def localized(entry: object, path: Path = ()) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every text of an entry in its languages, with the path to it; a record has none."""
    if isinstance(entry, Struct):
        for name in entry.__struct_fields__:
            member = getattr(entry, name)
            if name == "codes":
                for code, text in member.items():
                    yield (*path, name, code), text
            elif name not in ("data", "errors"):
                yield from localized(member, (*path, name))
    elif isinstance(entry, tuple):
        for index, member in enumerate(entry):
            yield from localized(member, (*path, index))
    elif isinstance(entry, dict):
        # Any other dictionary here is a text: words by language.
        yield path, entry


def _in_one_language(persona: Persona) -> dict[Path, tuple[str, ...]]:
    """The paths of texts in messages that are in a single language, and that language."""
    return {
        ("messages", index, part): tuple(message.subject)
        for index, message in enumerate(persona.messages)
        if len(message.subject) == 1 and message.subject.keys() == message.body.keys()
        for part in ("subject", "body")
    }


def _twice(kind: str, values: Iterable[tuple[str, Path, Hashable]]) -> Iterator[Mistake]:
    """What stands in a second place as well: (entry, path, value), in the order of reading."""
    first: dict[Hashable, str] = {}
    for entry, path, value in values:
        if value in first:
            yield Mistake(
                entry=entry, path=path, what=f"the {kind} {value} stands in {first[value]} as well"
            )
        first.setdefault(value, entry)


def _visible(name: str) -> bool:
    """Whether anything of a name can be seen."""
    return any(
        sign.isprintable() and not sign.isspace() and sign not in _NOTHING_SHOWN for sign in name
    )
