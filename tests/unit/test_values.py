"""Values in the words of their type."""

from typing import Any

import pytest

from tui.locale import Words, as_sentence
from tui.pages.values import fact, phone_number, record_facts
from tui.portal.models import CatalogueBlock, CatalogueField


def shown(type_: Any, value: Any, reader: str = "nl", **members: Any) -> str:
    """How a value of this type is written, for a reader of this language."""
    field = CatalogueField(name="x", label={"nl": "X"}, type=type_, **members)
    return fact(Words(reader), field, value).value


@pytest.mark.parametrize(
    ("type_", "value", "written"),
    [
        ("text", "Gent", "Gent"),
        ("text", "", ""),
        ("date", "1985-07-30", "30 juli 1985"),
        ("date", "2000-02-29", "29 februari 2000"),
        ("date", "1950-06", "juni 1950"),
        ("date", "1950", "1950"),
        ("year", 2019, "2019"),
        ("number", 120, "120"),
        ("number", 45000, "45.000"),
        ("number", 4.5, "4,5"),
        ("amount", 1234.5, "€ 1.234,50"),
        ("amount", 0, "€ 0,00"),
        ("amount", 0.1 + 0.2, "€ 0,30"),
        ("amount", -12.5, "€ -12,50"),
        ("amount", 1000000, "€ 1.000.000,00"),
        ("amount", -0.004, "€ 0,00"),
        ("amount", -0.0, "€ 0,00"),
        ("amount", -0.005, "€ -0,01"),
        ("amount", 1.005, "€ 1,01"),
        ("amount", 1e15, "€ 1.000.000.000.000.000,00"),
        ("number", 0.1 + 0.2, "0,3"),
        ("number", -0.0, "0"),
        ("number", 12.50, "12,5"),
        ("number", 1e-7, "0,0000001"),
        ("number", 1e15, "1.000.000.000.000.000"),
        ("number", 1e21, "1.000.000.000.000.000.000.000"),
        ("number", 2**53, "9.007.199.254.740.992"),
        ("number", -1234567.891, "-1.234.567,891"),
        ("nationalNumber", "85673003328", "85.67.30-033.28"),
        ("postCode", "9000", "9000"),
        ("yesNo", True, "Ja"),
        ("yesNo", False, "Nee"),
    ],
)
def test_a_value_is_written_in_the_words_of_its_type(type_: str, value: Any, written: str) -> None:
    assert shown(type_, value) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["€1,234.50", "-€12.50", "45,000", "4.5", "30 July 1985", "Yes"]),
        ("fr", ["1.234,50 €", "-12,50 €", "45.000", "4,5", "30 juillet 1985", "Oui"]),
        ("de", ["1.234,50 €", "-12,50 €", "45.000", "4,5", "30. Juli 1985", "Ja"]),
    ],
)
def test_each_language_has_its_own_signs(language: str, written: list[str]) -> None:
    values = [("amount", 1234.5), ("amount", -12.5), ("number", 45000), ("number", 4.5)]
    values += [("date", "1985-07-30"), ("yesNo", True)]  # type: ignore[list-item]
    assert [shown(kind, value, language) for kind, value in values] == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nl", "Bachelor"),
        ("fr", "(en néerlandais) Bachelor"),
        ("de", "(auf Niederländisch) Bachelor"),
    ],
)
def test_words_that_a_register_has_in_one_language_say_in_which(
    language: str, written: str
) -> None:
    assert shown("text", "Bachelor", language, language="nl") == written
    assert shown("text", "", language, language="nl") == ""


def test_a_code_is_shown_by_its_label_in_the_language() -> None:
    codes = {"BE": {"nl": "Belg", "en": "Belgian"}, "XX": {}}
    assert shown("code", "BE", codes=codes) == "Belg"
    assert shown("code", "BE", "en", codes=codes) == "Belgian"
    assert shown("code", "XX", codes=codes) == "XX"
    assert shown("code", "??", codes=codes) == "??"


def test_a_value_that_no_type_has_is_called_unreadable() -> None:
    assert shown("text", ["Gent"]) == shown("date", {"year": 1950}) == "Onleesbaar"


def test_yes_and_no_are_words_wherever_they_stand() -> None:
    assert shown("number", True) == "Ja"


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("date", "1948-00-00"),
        ("date", 5),
        ("amount", "much"),
        ("amount", float("nan")),
        ("amount", float("inf")),
        ("amount", 1e300),
        ("number", 1e300),
        ("number", 5e-324),
        ("number", "[/red]"),
        ("nationalNumber", "123"),
        ("yesNo", "maybe"),
        ("text", 5),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_shown_as_it_came(type_: str, value: Any) -> None:
    assert shown(type_, value) == str(value)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+32400000001", "+32 400 00 00 01"),
        ("+3291234567", "+32 91 23 45 67"),
        ("+33123456789", "+33123456789"),
        ("1700", "1700"),
        ("", ""),
    ],
)
def test_a_phone_number_is_written_in_groups(number: str, written: str) -> None:
    assert phone_number(number) == written


def test_a_record_follows_the_catalogue_and_nothing_else() -> None:
    fields = tuple(CatalogueField(name=one, label={"nl": one}) for one in ("a", "b", "c"))
    block = CatalogueBlock(block_id="x", category="x", label={}, description={}, fields=fields)
    words = Words("nl")
    for nothing in ({}, {"b": None}, {"b": ""}, {"b": " \n"}):
        record = {"c": "3", "a": "1", "extra": "?", **nothing}
        assert [one.value for one in record_facts(words, block, record)] == ["1", "3"]
        said = record_facts(words, block, record, missing="-")
        assert [one.value for one in said] == ["1", "-", "3"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Elk soort veld", "Elk soort veld."),
        ("Elk soort veld.", "Elk soort veld."),
        ("Wie? ", "Wie?"),
        ("Hij zei: ‘Ja.’", "Hij zei: ‘Ja.’"),
        ("Hij is ‘klaar’", "Hij is ‘klaar’."),
        ("", ""),
    ],
)
def test_what_another_sentence_follows_ends_as_a_sentence(text: str, sentence: str) -> None:
    assert as_sentence(text) == sentence
