"""Checks invented people and controllers: numbers, references, languages, contradictions.

It checks only what must hold: no fixture can pass as a real person, the services can rely on the data,
and no two registers contradict each other (`mock_backends.people.families`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from msgspec import Struct

from mock_backends.people.families import families
from mock_backends.people.finding import Finding
from mock_backends.people.loader import (
    CardFixture,
    DataBlockDefinition,
    Fixtures,
    MessageFixture,
    Persona,
)
from mock_backends.people.numbers import is_card_number, is_company_number, is_tst_number
from mock_backends.people.values import misfits

LANGUAGES = ("nl", "en", "fr", "de")
"""Every text is in all of these; only a message may be in its sender's language alone."""

FUNCTIONS = ("nickname", "photo", "contacts", "addresses", "ebox", "cookies")
PHONE = "+3240000000"
"""The prefix of every invented phone number: no operator hands out numbers under it."""

CARD_FROM = 12
CARD_YEARS = {12: 6, 18: 10, 75: 30}
"""Age at issue to the years that a card may be valid from that age on."""


def lint(fixtures: Fixtures) -> list[Finding]:
    """Every mistake, in a fixed order."""
    found = [finding for check in CHECKS for finding in check(fixtures)]
    return sorted(set(found))


def catalogue(fixtures: Fixtures) -> Iterator[Finding]:
    """Blocks and controllers that the catalogue cannot show."""
    categories = {category.id for category in fixtures.categories}
    blocks = [block.id for controller in fixtures.controllers for block in controller.blocks]
    for block_id in _twice(blocks):
        yield Finding("controllers", f'the block "{block_id}" stands twice')
    for controller in fixtures.controllers:
        where = f"controllers/{controller.id}"
        for function in controller.functions:
            if function not in FUNCTIONS:
                yield Finding(where, f'unknown function "{function}"')
        expected = "GBA" if controller.level == "federal" else "VTC"
        if controller.supervisor != expected:
            yield Finding(where, f"{controller.level} controllers come under the {expected}")
        if not controller.blocks and not controller.functions:
            yield Finding(where, "neither blocks nor functions")
        for block in controller.blocks:
            yield from _block(f"{where}: {block.id}", block, categories)


def texts(fixtures: Fixtures) -> Iterator[Finding]:
    """Texts that are empty, or missing in a language."""
    entries: list[tuple[str, object]] = [
        (f"{folder}/{entry.id}", entry)
        for folder in ("categories", "controllers", "personas")
        for entry in getattr(fixtures, folder)
    ]
    for where, entry in entries:
        single = _in_one_language(entry) if isinstance(entry, Persona) else {}
        for path, text in localized(entry):
            for language in single.get(path, LANGUAGES):
                if not text.get(language, "").strip():
                    yield Finding(f"{where}: {path}", f'no text in "{language}"')


def identities(fixtures: Fixtures) -> Iterator[Finding]:
    """People who could pass as real, or for each other."""
    for persona in fixtures.personas:
        where = f"personas/{persona.id}"
        if any(not name.strip() for name in persona.given_names):
            yield Finding(f"{where}: given_names", "an empty name; nobody needs a given name: []")
        if not (persona.full_name or persona.given_names):
            yield Finding(where, "neither a given name nor a family name")
        if not is_tst_number(persona.national_number, persona.birth_date, persona.sex):
            yield Finding(
                f"{where}: national_number",
                f"{persona.national_number} is no TST number of this birth date and sex "
                "(month + 60; odd for M, even for F; last two right modulo 97)",
            )
        if persona.phone is not None and not (
            persona.phone.number.startswith(PHONE)
            and len(persona.phone.number) == len(PHONE) + 1
            and persona.phone.number[-1].isdecimal()
        ):
            yield Finding(f"{where}: phone", f"{persona.phone.number} is not {PHONE}N")
        if persona.card is not None:
            yield from _card(f"{where}: card", persona, persona.card)
    personas = fixtures.personas
    for name, values in {
        "national number": [persona.national_number for persona in personas],
        "phone number": [persona.phone.number for persona in personas if persona.phone],
        "card number": [persona.card.number for persona in personas if persona.card],
        "message id": [message.id for persona in personas for message in persona.messages],
    }.items():
        for value in _twice(values):
            yield Finding("personas", f"the {name} {value} stands twice")


def records(fixtures: Fixtures) -> Iterator[Finding]:
    """Records that no register could hold."""
    for persona in fixtures.personas:
        for block_id, kept in persona.data.items():
            where = f"personas/{persona.id}: data.{block_id}"
            block = fixtures.block(block_id)
            if block is None:
                yield Finding(where, "no controller has such a block")
                continue
            if len(kept) > 1 and not block[1].title_field:
                yield Finding(where, "several records, but the block has no title_field")
            for index, record in enumerate(kept):
                for name, wrong in misfits(record, block[1]):
                    yield Finding(f"{where}[{index}].{name}", wrong)


def messages(fixtures: Fixtures) -> Iterator[Finding]:
    """Messages that the eBox could not hold."""
    names: dict[str, dict[str, str]] = {}
    for persona in fixtures.personas:
        for message in persona.messages:
            where = f"personas/{persona.id}: messages.{message.id}"
            if not is_company_number(message.sender_number):
                yield Finding(where, f"{message.sender_number} is no company number")
            if names.setdefault(message.sender_number, message.sender) != message.sender:
                yield Finding(where, f"{message.sender_number} has another name elsewhere")
            yield from _dates(where, message)


CHECKS: tuple[Callable[[Fixtures], Iterator[Finding]], ...] = (
    catalogue,
    texts,
    identities,
    records,
    messages,
    families,
)


def _block(where: str, block: DataBlockDefinition, categories: set[str]) -> Iterator[Finding]:
    names = [field.name for field in block.fields]
    if block.category not in categories:
        yield Finding(where, f'unknown category "{block.category}"')
    if not names:
        yield Finding(where, "no fields")
    if block.title_field and block.title_field not in names:
        yield Finding(where, f'unknown title_field "{block.title_field}"')
    for name in _twice(names):
        yield Finding(where, f'the field "{name}" stands twice')
    for field in block.fields:
        if (field.type == "code") != bool(field.codes):
            yield Finding(f"{where}.{field.name}", "codes belong to a field of type code")
        if field.language and field.type != "text":
            yield Finding(f"{where}.{field.name}", "a language belongs to a field of type text")


def _card(where: str, persona: Persona, card: CardFixture) -> Iterator[Finding]:
    if not is_card_number(card.number):
        yield Finding(where, f"{card.number} is no card number (last two: the rest modulo 97)")
    if not (card.pin.isascii() and card.pin.isdecimal() and 4 <= len(card.pin) <= 12):
        yield Finding(where, "a PIN is 4 to 12 digits")
    age = persona.age_on(card.valid_from)
    if age < CARD_FROM:
        yield Finding(where, f"a card like this is given from {CARD_FROM} on, not at {age}")
        return
    years = max(years for start, years in CARD_YEARS.items() if start <= age)
    if not card.valid_from < card.valid_until <= _years_on(card.valid_from, years):
        yield Finding(where, f"a card given at {age} is valid for {years} years at most")


def _dates(where: str, message: MessageFixture) -> Iterator[Finding]:
    if message.received_days_ago < 0 or message.expires_in_days <= 0:
        yield Finding(where, "received in the future, or expired at the start")


def localized(entry: object, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of an entry in its languages, with the path to it; a record has none."""
    if isinstance(entry, Struct):
        for name in entry.__struct_fields__:
            member, place = getattr(entry, name), f"{path}.{name}".lstrip(".")
            if name == "codes":
                for code, text in member.items():
                    yield f"{place}.{code}", text
            elif name != "data":
                yield from localized(member, place)
    elif isinstance(entry, tuple):
        for index, member in enumerate(entry):
            known = getattr(member, "id", None) or getattr(member, "name", None) or index
            yield from localized(member, f"{path}.{known}")
    elif isinstance(entry, dict):
        # Any other dictionary here is a text: words by language.
        yield path, entry


def _in_one_language(persona: Persona) -> dict[str, tuple[str, ...]]:
    """The paths of texts in messages that are in a single language, and that language."""
    return {
        f"messages.{message.id}.{part}": tuple(message.subject)
        for message in persona.messages
        if len(message.subject) == 1
        and message.subject.keys() == message.body.keys() <= set(LANGUAGES)
        for part in ("subject", "body")
    }


def _twice(values: Iterable[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)
