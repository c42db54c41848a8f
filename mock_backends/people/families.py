"""Contradictions: between registers about a person, or between two people about each other.

A register may be wrong about a person (R18), but a contradiction is an author's mistake: a deliberate error
is in a field that only one register holds.
"""

from collections.abc import Iterator

from mock_backends.people.finding import Finding
from mock_backends.people.loader import Fixtures, Persona


def families(fixtures: Fixtures) -> Iterator[Finding]:
    """Every contradiction between registers about a person, or between two people about each other."""
    for persona in fixtures.personas:
        where = f"personas/{persona.id}"
        yield from _identity(where, persona)
        yield from _household(where, persona)
        for other in fixtures.personas:
            if other.id != persona.id:
                yield from _together(where, persona, other)


def _identity(where: str, persona: Persona) -> Iterator[Finding]:
    known = {
        "familyName": persona.family_name,
        "givenNames": " ".join(persona.given_names),
        "birthDate": persona.birth_date,
        "sex": persona.sex,
        "nationalNumber": persona.national_number,
    }
    for record in persona.data.get("identity", ()):
        for name, value in known.items():
            if name in record and record[name] != value:
                yield Finding(
                    f"{where}: data.identity.{name}", f"{record[name]!r} is not {value!r}"
                )


def _household(where: str, persona: Persona) -> Iterator[Finding]:
    members = persona.data.get("household", ())
    path = f"{where}: data.household"
    if members:
        own = [member for member in members if member.get("relation") == "self"]
        if len(own) != 1:
            yield Finding(path, "not exactly one member is the person")
        for member in own:
            if member.get("name") != persona.full_name:
                yield Finding(path, f"{member.get('name')!r} is not {persona.full_name!r}")
            if member.get("birthDate") != persona.birth_date:
                yield Finding(path, f"{member.get('birthDate')!r} is not the person's birth date")
        if not persona.data.get("residence"):
            yield Finding(path, "a household without a residence")
        if sum(member.get("referencePerson") is True for member in members) != 1:
            yield Finding(path, "not exactly one member is the reference person")
    children = {member.get("name") for member in members if member.get("relation") == "child"}
    for record in persona.data.get("growth-package", ()):
        if record.get("child") not in children:
            yield Finding(
                f"{where}: data.growth-package",
                f"{record.get('child')!r} is no child of the household",
            )
    partners = {member.get("name") for member in members if member.get("relation") == "partner"}
    for record in persona.data.get("civil-status", ()):
        if record.get("status") == "married" and partners - {record.get("partner")}:
            yield Finding(
                f"{where}: data.civil-status",
                f"{record.get('partner')!r} is not the household's partner",
            )


def _together(where: str, persona: Persona, other: Persona) -> Iterator[Finding]:
    def lists(owner: Persona, member: Persona) -> bool:
        return any(
            record.get("name") == member.full_name and record.get("birthDate") == member.birth_date
            for record in owner.data.get("household", ())
        )

    if not lists(persona, other):
        return
    if not lists(other, persona):
        yield Finding(
            f"{where}: data.household", f"{other.id} is a member, but not the other way round"
        )
    if _address(persona) != _address(other):
        yield Finding(f"{where}: data.residence", f"{other.id} is a member, but lives elsewhere")


def _address(persona: Persona) -> list[tuple[object, ...]]:
    parts = ("street", "houseNumber", "box", "postCode", "municipality")
    return [
        tuple(record.get(part) for part in parts) for record in persona.data.get("residence", ())
    ]
