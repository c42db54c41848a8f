"""Where registers contradict each other about somebody, or two people about each other.

A register may be wrong about somebody (R18), but a contradiction is a slip of whoever wrote the fixture:
a wrong record is made wrong on purpose in a field that stands in one register alone.
"""

from collections.abc import Iterator

from mock_backends.people.finding import Finding
from mock_backends.people.loader import Fixtures, Persona


def families(fixtures: Fixtures) -> Iterator[Finding]:
    """Registers that contradict each other about somebody, or two people about each other."""
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
        "birthDate": persona.birth_date.isoformat(),
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
        own = [one for one in members if one.get("relation") == "self"]
        if len(own) != 1:
            yield Finding(path, "not exactly one member is the person")
        for one in own:
            if one.get("name") != persona.full_name:
                yield Finding(path, f"{one.get('name')!r} is not {persona.full_name!r}")
            if one.get("birthDate") != persona.birth_date.isoformat():
                yield Finding(path, f"{one.get('birthDate')!r} is not the person's birth date")
        if not persona.data.get("residence"):
            yield Finding(path, "a household without a residence")
        if sum(one.get("referencePerson") is True for one in members) != 1:
            yield Finding(path, "not exactly one member is the reference person")
    children = {one.get("name") for one in members if one.get("relation") == "child"}
    for record in persona.data.get("growth-package", ()):
        if record.get("child") not in children:
            yield Finding(
                f"{where}: data.growth-package",
                f"{record.get('child')!r} is no child of the household",
            )
    partners = {one.get("name") for one in members if one.get("relation") == "partner"}
    for record in persona.data.get("civil-status", ()):
        if record.get("status") == "married" and partners - {record.get("partner")}:
            yield Finding(
                f"{where}: data.civil-status",
                f"{record.get('partner')!r} is not the household's partner",
            )


def _together(where: str, persona: Persona, other: Persona) -> Iterator[Finding]:
    def has(one: Persona, member: Persona) -> bool:
        return any(
            record.get("name") == member.full_name
            and record.get("birthDate") == member.birth_date.isoformat()
            for record in one.data.get("household", ())
        )

    if not has(persona, other):
        return
    if not has(other, persona):
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
