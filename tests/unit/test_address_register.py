"""What the address register finds, by its published rules, and what it refuses."""

import pytest

from mock_backends.address_register.register import register
from mock_backends.address_register.service import LONGEST, MOST, AddressRegister, Asked
from mock_backends.address_register.similarity import similarity
from mock_backends.shared.problems import Problem

REGISTER = AddressRegister(register(), "https://example.test")
GENT = {"postcode": "9000"}


def found(**asked: str) -> tuple[list[str], list[str]]:
    """The names of what is found, as the register writes them, and the codes of its warnings."""
    matches = REGISTER.match(Asked(**asked))
    names = []
    for one in matches.adres_matches:
        name = one.volledig_adres or (one.straatnaam.straatnaam if one.straatnaam else None)
        part = name or (one.gemeente.gemeentenaam if one.gemeente else None)
        assert part is not None
        names.append(part.geografische_naam.spelling)
    scores = [one.score for one in matches.adres_matches]
    assert scores == sorted(scores, reverse=True)
    assert len(names) <= MOST
    return names, [warning.code for warning in matches.warnings]


@pytest.mark.parametrize(
    ("asked", "first", "warnings"),
    [
        # The exact address; whatever the case; another spelling; a part of the name; its place's name.
        (
            {"straatnaam": "Fabelstraat", "huisnummer": "12A", **GENT},
            "Fabelstraat 12A, 9000 Gent",
            [],
        ),
        (
            {"straatnaam": "fabelSTRAAT", "huisnummer": "12a", **GENT},
            "Fabelstraat 12A, 9000 Gent",
            [],
        ),
        ({"straatnaam": "Fabelstraet", "huisnummer": "3", **GENT}, "Fabelstraat 3, 9000 Gent", []),
        ({"straatnaam": "luchtkas", "gemeentenaam": "Genk"}, "Luchtkasteelstraat", []),
        ({"straatnaam": "Wolkenlaan", "gemeentenaam": "Wondelgem"}, "Wolkenlaan", ["6"]),
        ({"straatnaam": "Wolkenlaan", "gemeentenaam": "Mechelem"}, "Wolkenlaan", ["6"]),
        # A box; a number that is not there: then the street; a street that is not: then its municipality.
        (
            {"straatnaam": "Denkbeeldlaan", "huisnummer": "14", "busnummer": "102", **GENT},
            "Denkbeeldlaan 14 bus 102, 9000 Gent",
            [],
        ),
        ({"straatnaam": "Fabelstraat", "huisnummer": "999", **GENT}, "Fabelstraat", []),
        ({"straatnaam": "xyz", **GENT}, "Gent", ["10"]),
        # What contradicts itself, and what is not known.
        ({"straatnaam": "Fabelpad", "niscode": "44021", "gemeentenaam": "Genk"}, "Fabelpad", ["9"]),
        ({"straatnaam": "Fabelpad", "gemeentenaam": "Gent", "postcode": "2800"}, "Fabelpad", ["8"]),
        ({"straatnaam": "Fabelpad", "gemeentenaam": "Gent", "postcode": "1234"}, "Fabelpad", ["4"]),
        ({"straatnaam": "Fabelpad", "gemeentenaam": "Gent", "niscode": "1"}, "Fabelpad", ["5"]),
    ],
)
def test_the_best_match_comes_first_with_a_warning_of_what_does_not_fit(
    asked: dict[str, str], first: str, warnings: list[str]
) -> None:
    names, warned = found(**asked)
    assert (names[0], warned) == (first, warnings)


def test_what_is_not_known_at_all_finds_nothing() -> None:
    assert found(straatnaam="Fabelpad", postcode="1234") == ([], ["4"])


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ({}, {("", "15"), ("", "16")}),
        ({"straatnaam": "a"}, {("", "15")}),
        ({"postcode": "9000"}, {("", "16")}),
        ({"straatnaam": "a", "postcode": "90x"}, {("Postcode", "11")}),
        ({"straatnaam": "a", "niscode": "x"}, {("Niscode", "12")}),
        *(
            (
                {"straatnaam": "a", "postcode": "1", name.casefold(): "1" * (longest + 1)},
                {(name, "18")},
            )
            for name, longest in LONGEST.items()
        ),
    ],
)
def test_what_it_refuses_has_the_published_code(
    asked: dict[str, str], refused: set[tuple[str, str]]
) -> None:
    with pytest.raises(Problem) as raised:
        REGISTER.match(Asked(**asked))
    errors = raised.value.extra["validationErrors"]
    assert {(name, one["code"]) for name, each in errors.items() for one in each} == refused


def test_how_alike_two_names_are() -> None:
    assert similarity("Fabelpad", "FABELPAD") == 100
    assert similarity("", "a") == 0
    assert 75 < similarity("Fabelstraat", "Fabelstraet") < 100
    assert similarity("Fabelpad", "Xyz") < 20
