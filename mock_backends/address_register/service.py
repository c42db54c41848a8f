"""Finds addresses as the register's `GET /v2/adresmatch` does: municipality, then street, then number.

After the register's published source (Informatievlaanderen/address-registry, `AddressMatch/V2`): each step is
asked of what the one before it found, and what the last step found that found anything is the answer. The
limits and the errors are those of its `AddressMatchRequestValidator`, in its words.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator

import msgspec

from mock_backends.address_register.models import (
    AddressMatch,
    AddressMatches,
    GeographicName,
    Identifier,
    MunicipalityPart,
    PostPart,
    Spelling,
    StreetPart,
    Warned,
)
from mock_backends.address_register.register import Municipality, Register, Street
from mock_backends.address_register.similarity import THRESHOLD, similarity
from mock_backends.shared.problems import Problem

MOST = 10
"""How many matches are given, the best (`maxNumberOfResults`)."""

CONTEXT = "https://docs.basisregisters.vlaanderen.be/context/adres/2023-10-16/adresmatch.jsonld"
DATA = "https://data.vlaanderen.be/id/"
SPACE = f"{DATA}adres"
VERSION = "2026-01-01T00:00:00+01:00"
"""Since when an invented address stands as it does."""

LONGEST = {
    "Niscode": 5,
    "Postcode": 4,
    "Straatnaam": 80,
    "Huisnummer": 40,
    "Busnummer": 40,
    "Gemeentenaam": 40,
}
"""The most characters of each parameter (error 18)."""

_PROBLEM = "urn:be.vlaanderen.basisregisters.api:validation"


class Asked(msgspec.Struct, frozen=True):
    """What is asked for; "" where nothing is given. The names are those of the parameters."""

    gemeentenaam: str = ""
    niscode: str = ""
    postcode: str = ""
    straatnaam: str = ""
    huisnummer: str = ""
    busnummer: str = ""

    def check(self) -> None:
        """Raise Problem 400 with everything that the register refuses."""
        given = {name: getattr(self, name.casefold()) for name in LONGEST}
        wrong: dict[str, list[dict[str, str]]] = {}

        def refuse(name: str, code: str, reason: str) -> None:
            wrong.setdefault(name, []).append({"code": code, "reason": reason})

        for name, code in (("Postcode", "11"), ("Niscode", "12")):
            if given[name] and not _is_number(given[name]):
                refuse(name, code, f"'{name}' hoort numeriek te zijn.")
        if not any(given[name] for name in ("Gemeentenaam", "Niscode", "Postcode")):
            names = "'Gemeentenaam', 'Niscode', 'Postcode'"
            refuse("", "15", f"Gelieve minstens één van de volgende velden op te geven: {names}.")
        if not given["Straatnaam"]:
            refuse("", "16", "Gelieve het veld 'Straatnaam' mee te geven.")
        for name, longest in LONGEST.items():
            if len(given[name]) > longest:
                length = len(given[name])
                refuse(
                    name,
                    "18",
                    f"'{name}' mag maximaal {longest} karakters lang zijn."
                    f" U gaf {length} karakters op.",
                )
        if wrong:
            raise Problem(
                400,
                _PROBLEM,
                "Validatie mislukt!",
                title="Er heeft zich een fout voorgedaan!",
                validationErrors=wrong,
            )


class AddressRegister:
    """The register. Public: whoever asks is not asked who they are."""

    def __init__(self, register: Register, base: str) -> None:
        self._register = register
        self._base = base

    def match(self, asked: Asked) -> AddressMatches:
        """The best matches, and what of the question was not known. Raises Problem 400."""
        asked.check()
        warnings: list[Warned] = []
        municipalities = self._municipalities(asked, warnings)
        streets = _streets(self._register, municipalities, asked.straatnaam)
        if municipalities and not streets:
            warnings.append(Warned(code="10", message="'Straatnaam' niet interpreteerbaar."))
        found = [
            self._address(street, *one) for street in streets for one in _numbers(street, asked)
        ]
        found = found or [self._street(street) for street in streets]
        found = found or [self._municipality(one) for one in municipalities]
        scored = [msgspec.structs.replace(one, score=_score(one, asked)) for one in found]
        best = sorted(scored, key=lambda one: (-one.score, _name_of(one)))
        return AddressMatches(
            context=CONTEXT, adres_matches=tuple(best[:MOST]), warnings=tuple(warnings)
        )

    def _municipalities(self, asked: Asked, warnings: list[Warned]) -> list[Municipality]:
        """By name and NIS code, by post code, or else by a part of one, or by a name that is like it."""

        def warn(code: str, message: str) -> None:
            warnings.append(Warned(code=code, message=message))

        every = self._register.municipalities
        named = [one for one in every if _folded(one.name) == _folded(asked.gemeentenaam)]
        if asked.gemeentenaam and not named:
            warn("6", "Onbekende 'Gemeentenaam'.")
        coded = [one for one in every if one.nis == asked.niscode]
        if asked.niscode and not coded:
            warn("5", "Onbekende 'Niscode'.")
        found = _once(named, coded)
        if len(found) > 1:
            warn("9", "Geen overeenkomst tussen 'Niscode' en 'Gemeentenaam'.")
        if asked.postcode:
            posted = [one for one in every if asked.postcode in one.post_codes]
            if not posted:
                warn("4", "Onbekende 'Postcode'.")
            elif found and not any(one in found for one in posted):
                warn("8", "Geen overeenkomst tussen 'Postcode' en 'Gemeentenaam'/'Niscode'.")
            found = _once(found, posted)
        if found or not asked.gemeentenaam:
            return found
        wanted = _folded(asked.gemeentenaam)
        parts = [one for one in every if wanted in map(_folded, _places(one))]
        return parts or [one for one in every if similarity(_folded(one.name), wanted) >= THRESHOLD]

    def _municipality(self, one: Municipality) -> AddressMatch:
        return AddressMatch(type="Adres", gemeente=self._part(one), score=0)

    def _street(self, street: Street) -> AddressMatch:
        return msgspec.structs.replace(
            self._municipality(street.municipality),
            straatnaam=StreetPart(
                object_id=str(street.object_id),
                detail=f"{self._base}/v2/straatnamen/{street.object_id}",
                straatnaam=_name(street.name),
            ),
        )

    def _address(self, street: Street, at: int, number: str, box: str) -> AddressMatch:
        object_id = str(street.object_id + at)
        code = street.municipality.main_post_code
        box_text = f" bus {box}" if box else ""
        whole = f"{street.name} {number}{box_text}, {code} {street.municipality.name}"
        return msgspec.structs.replace(
            self._street(street),
            identificator=Identifier(
                id=f"{SPACE}/{object_id}",
                naamruimte=SPACE,
                object_id=object_id,
                versie_id=VERSION,
            ),
            detail=f"{self._base}/v2/adressen/{object_id}",
            postinfo=PostPart(object_id=code, detail=f"{self._base}/v2/postinfo/{code}"),
            huisnummer=number,
            busnummer=box,
            volledig_adres=_name(whole),
            adres_status="inGebruik",
            officieel_toegekend=True,
        )

    def _part(self, one: Municipality) -> MunicipalityPart:
        return MunicipalityPart(
            object_id=one.nis,
            detail=f"{self._base}/v2/gemeenten/{one.nis}",
            gemeentenaam=_name(one.name),
        )


def _streets(register: Register, places: Iterable[Municipality], name: str) -> list[Street]:
    """The streets of these municipalities with this name, or else the next best way of being like it."""
    there = [street for street in register.streets if street.municipality in places]
    wanted = _folded(name)
    ways: list[Callable[[str], bool]] = [
        lambda known: known == wanted,
        lambda known: similarity(known, wanted) >= THRESHOLD,
    ]
    if len(name) > 3:
        ways += [lambda known: wanted in known, lambda known: known in wanted]
    for way in ways:
        found = [street for street in there if way(_folded(street.name))]
        if found:
            return found
    return []


def _numbers(street: Street, asked: Asked) -> Iterator[tuple[int, str, str]]:
    """The addresses of a street that were asked for: where they stand in it, their number and box.

    Without a box, the house itself and every box in it.
    """
    at = 0
    for number, boxes in street.numbers.items():
        for box in ("", *boxes):
            at += 1
            if _folded(number) == _folded(asked.huisnummer) and asked.busnummer in ("", box):
                yield at, number, box


def _score(one: AddressMatch, asked: Asked) -> float:
    """How alike what was found is to what was asked, both written as an address."""
    number = f"{asked.huisnummer} bus {asked.busnummer}" if asked.busnummer else asked.huisnummer
    municipality = one.gemeente.gemeentenaam.geografische_naam.spelling if one.gemeente else ""
    place = f"{asked.postcode} {asked.gemeentenaam or municipality}".strip()
    wanted = f"{asked.straatnaam} {number}".strip() + f", {place}"
    if not asked.postcode and one.postinfo is not None:
        wanted = wanted.replace(", ", f", {one.postinfo.object_id} ", 1)
    name = _name_of(one)
    return round(similarity(_folded(name), _folded(wanted)), 2)


def _name_of(one: AddressMatch) -> str:
    """What is compared: the whole address, or the street and its municipality, or this alone."""
    if one.volledig_adres is not None:
        return one.volledig_adres.geografische_naam.spelling
    parts = (
        one.straatnaam.straatnaam if one.straatnaam else None,
        one.gemeente.gemeentenaam if one.gemeente else None,
    )
    return ", ".join(part.geografische_naam.spelling for part in parts if part is not None)


def _name(text: str) -> GeographicName:
    return GeographicName(geografische_naam=Spelling(spelling=text))


def _places(one: Municipality) -> Iterator[str]:
    for names in one.post_codes.values():
        yield from names


def _once(*several: Iterable[Municipality]) -> list[Municipality]:
    return list({one.nis: one for found in several for one in found}.values())


def _folded(text: str) -> str:
    """Without the case and the accents of its letters."""
    apart = unicodedata.normalize("NFKD", text.casefold().strip())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
