"""Contradictions: between registers about a person, or between two people about each other.

A register may be wrong about a person (R18), but a contradiction is an author's mistake: a deliberate error
is in a field that only one register holds. It harms nothing, so all is used as it stands.
"""

from collections import defaultdict
from collections.abc import Iterator

from mock_backends.people.finding import Mistake
from mock_backends.people.loader import Fixtures, Persona
from mock_backends.people.nearest import written


def families(fixtures: Fixtures) -> Iterator[Mistake]:
    """Every contradiction between registers about a person, or between two people about each other."""
    by_name: dict[tuple[object, object], list[tuple[int, Persona]]] = defaultdict(list)
    for place, persona in enumerate(fixtures.personas):
        by_name[persona.full_name, persona.birth_date].append((place, persona))
    for place, persona in enumerate(fixtures.personas):
        yield from _identity(persona)
        yield from _household(persona)
        for member in _records(persona, "household"):
            for other_place, other in by_name[member.get("name"), member.get("birthDate")]:
                if other is not persona:
                    # Of the two, the one that was read later is told.
                    later = persona if place > other_place else other
                    yield from _together(persona, other, later)


def _contradiction(persona: Persona, block: str, what: str, *names: str | int) -> Mistake:
    entry = f"personas/{persona.id}"
    return Mistake(
        entry=entry, path=("data", block, *names), what=what, harmless=True, rests_on=(entry,)
    )


def _identity(persona: Persona) -> Iterator[Mistake]:
    known = {
        "familyName": persona.family_name,
        "givenNames": " ".join(persona.given_names),
        "birthDate": persona.birth_date,
        "sex": persona.sex,
        "nationalNumber": persona.national_number,
    }
    for index, record in enumerate(_records(persona, "identity")):
        for name, value in known.items():
            if name in record and record[name] != value:
                what = f"{written(record[name])} is not {written(value)}, as the person has it"
                yield _contradiction(persona, "identity", what, index, name)


def _household(persona: Persona) -> Iterator[Mistake]:
    members = _records(persona, "household")

    def wrong(what: str, *names: str | int) -> Mistake:
        return _contradiction(persona, "household", what, *names)

    if members:
        own = [place for place, member in enumerate(members) if member.get("relation") == "self"]
        if len(own) != 1:
            yield wrong("not exactly one member is the person")
        for place in own:
            for name, value in (("name", persona.full_name), ("birthDate", persona.birth_date)):
                if members[place].get(name) != value:
                    found = written(members[place].get(name, ""))
                    yield wrong(
                        f"{found} is not {written(value)}, as the person has it", place, name
                    )
        if not persona.data.get("residence"):
            yield wrong("a household without a residence")
        if sum(member.get("referencePerson") is True for member in members) != 1:
            yield wrong("not exactly one member is the reference person")
    children = {member.get("name") for member in members if member.get("relation") == "child"}
    for index, record in enumerate(_records(persona, "growth-package")):
        # With no child in the household, theirs may well live elsewhere.
        if children and record.get("child") not in children:
            what = f"{written(record.get('child', ''))} is no child of the household"
            yield _contradiction(persona, "growth-package", what, index, "child")
    partners = {member.get("name") for member in members if member.get("relation") == "partner"}
    for index, record in enumerate(_records(persona, "civil-status")):
        if record.get("status") == "married" and partners - {record.get("partner")}:
            what = f"{written(record.get('partner', ''))} is not the household's partner"
            yield _contradiction(persona, "civil-status", what, index, "partner")


def _together(persona: Persona, other: Persona, later: Persona) -> Iterator[Mistake]:
    """What is wrong where `other` stands in the household of `persona`."""
    rests_on = (f"personas/{persona.id}", f"personas/{other.id}")

    def wrong(block: str, what: str) -> Mistake:
        return Mistake(
            entry=f"personas/{later.id}",
            path=("data", block),
            what=what,
            harmless=True,
            rests_on=rests_on,
        )

    listed = {(one.get("name"), one.get("birthDate")) for one in _records(other, "household")}
    if (persona.full_name, persona.birth_date) not in listed:
        yield wrong(
            "household",
            f"{other.id} is a member of the household of {persona.id}, but not the other way round",
        )
    if _address(persona) != _address(other):
        yield wrong(
            "residence",
            f"{other.id} is a member of the household of {persona.id}, but lives elsewhere",
        )


def _address(persona: Persona) -> list[tuple[object, ...]]:
    parts = ("street", "houseNumber", "box", "postCode", "municipality")
    return [tuple(record.get(part) for part in parts) for record in _records(persona, "residence")]


def _records(persona: Persona, block: str) -> list[dict[str, str | int | float | bool]]:
    """A person's records, with values that can be compared: a table or a list as it is written."""
    return [
        {
            name: written(value) if isinstance(value, dict | tuple) else value
            for name, value in record.items()
        }
        for record in persona.data.get(block, ())
    ]
