"""Values in the words of their type."""

from typing import Any, get_args

import pytest

from tui.locale import Words, as_sentence
from tui.pages.values import fact, phone_number, record_facts
from tui.portal.models import CatalogueBlock, CatalogueField, FieldType


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
        ("amount", 12345678901234.56, "€ 12.345.678.901.234,56"),
        ("amount", -(2.0**53), "€ -9.007.199.254.740.992,00"),
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


LAW = {"nl": "Wetstraat", "fr": "Rue de la Loi"}
BRUSSELS = {"nl": "Brussel", "fr": "Bruxelles"}
ADDRESS = {
    "street": LAW,
    "houseNumber": "16",
    "box": "A",
    "postCode": "1000",
    "municipality": BRUSSELS,
}
LINK = {"text": {"nl": "Meer lezen"}, "url": "https://a.example/meer"}
ITALIAN = {"code": "IT", "label": {"nl": "Italiaans", "fr": "italienne"}}


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (
            "nl",
            {
                "period": ["van 1 mei 2020 tot 30 april 2021", "van juni 1950 tot nu", "tot 1960"],
                "dateTime": ["23 november 2026 om 9.30 uur", "1 juli 2026 om 0.15 uur"],
                "address": [
                    "Wetstraat 16 bus A, 1000 Brussel",
                    "Gent",
                    "1011 AB Amsterdam, Nederland",
                ],
                "masked": ["eindigt op 0101 (de rest is verborgen)"],
                "link": ["Meer lezen: https://a.example/meer"],
                "code": ["Italiaans"],
            },
        ),
        (
            "en",
            {
                "period": [
                    "from 1 May 2020 to 30 April 2021",
                    "from June 1950 until now",
                    "until 1960",
                ],
                "dateTime": ["23 November 2026 at 9:30", "1 July 2026 at 0:15"],
                "address": [
                    "Wetstraat 16 box A, 1000 Brussel",
                    "Gent",
                    "1011 AB Amsterdam, Nederland",
                ],
                "masked": ["ends in 0101 (the rest is hidden)"],
                "link": ["(in Dutch) Meer lezen: https://a.example/meer"],
                "code": ["(in Dutch) Italiaans"],
            },
        ),
        (
            "fr",
            {
                "period": [
                    "du 1er mai 2020 au 30 avril 2021",
                    "début\xa0: juin 1950, toujours en cours",
                    "fin\xa0: 1960",
                ],
                "dateTime": ["23 novembre 2026 à 9\xa0h\xa030", "1er juillet 2026 à 0\xa0h\xa015"],
                "address": [
                    "Rue de la Loi 16 boîte A, 1000 Bruxelles",
                    "Gent",
                    "1011 AB Amsterdam, Nederland",
                ],
                "masked": ["se termine par 0101 (le reste est masqué)"],
                "link": ["(en néerlandais) Meer lezen\xa0: https://a.example/meer"],
                "code": ["italienne"],
            },
        ),
        (
            "de",
            {
                "period": [
                    "vom 1. Mai 2020 bis zum 30. April 2021",
                    "Beginn: Juni 1950, dauert noch an",
                    "Ende: 1960",
                ],
                "dateTime": ["23. November 2026 um 9.30 Uhr", "1. Juli 2026 um 0.15 Uhr"],
                "address": [
                    "Wetstraat 16 Briefkasten A, 1000 Brussel",
                    "Gent",
                    "1011 AB Amsterdam, Nederland",
                ],
                "masked": ["endet auf 0101 (der Rest ist verborgen)"],
                "link": ["(auf Niederländisch) Meer lezen: https://a.example/meer"],
                "code": ["(auf Niederländisch) Italiaans"],
            },
        ),
    ],
)
def test_what_a_register_says_in_parts_is_a_phrase_in_each_language(
    language: str, written: dict[str, list[str]]
) -> None:
    values: dict[str, list[Any]] = {
        "period": [
            {"from": "2020-05-01", "to": "2021-04-30"},
            {"from": "1950-06"},
            {"to": "1960"},
        ],
        "dateTime": ["2026-11-23T08:30:00Z", "2026-07-01T00:15:00+02:00"],
        "address": [
            ADDRESS,
            {"municipality": "Gent"},
            {"postCode": "1011 AB", "municipality": "Amsterdam", "country": "Nederland"},
        ],
        "masked": ["0101"],
        "link": [LINK],
        "code": [ITALIAN],
    }
    for kind, ones in values.items():
        assert [shown(kind, one, language) for one in ones] == written[kind]


def test_several_values_are_told_apart() -> None:
    assert (
        shown("code", ["M", ITALIAN], several=True, codes={"M": {"nl": "man"}}) == "man, Italiaans"
    )
    assert shown("text", ["Gent, Vlaanderen", "Luik"], several=True) == "Gent, Vlaanderen; Luik"
    # One that does not fit hides no other.
    assert shown("date", ["2020", 7, {"x": 1}], several=True) == "2020, 7, Onleesbaar"
    assert shown("text", "Gent", several=True) == "Gent"


@pytest.mark.parametrize("kind", ["text", "address", "masked", "yesNo"])
def test_what_a_register_may_not_show_is_known_and_says_why(kind: str) -> None:
    reason = {"protected": {"nl": "Dit adres is beschermd", "fr": "Cette adresse est protégée."}}
    assert shown(kind, reason) == "Bekend, maar niet getoond. Dit adres is beschermd."
    assert shown(kind, reason, "fr") == "Connu, mais pas affiché. Cette adresse est protégée."
    assert shown(kind, reason, "de").startswith(
        "Bekannt, aber nicht angezeigt. (auf Niederländisch)"
    )


@pytest.mark.parametrize("value", ["BE43000000000101", "****0101", 43000000000101])
def test_of_what_should_be_masked_no_more_is_shown_than_the_end(value: Any) -> None:
    assert shown("masked", value) == "eindigt op 0101 (de rest is verborgen)"


@pytest.mark.parametrize("kind", get_args(FieldType))
@pytest.mark.parametrize(
    "value", [["Gent"], {"year": 1950}, {"protected": "x"}, {"from": []}, [[]]]
)
def test_a_value_that_no_type_has_is_called_unreadable(kind: str, value: Any) -> None:
    assert shown(kind, value) == "Onleesbaar"


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
    empty: list[dict[str, Any]] = [
        {},
        {"b": None},
        {"b": ""},
        {"b": " \n"},
        {"b": []},
        {"b": {"street": ""}},
    ]
    for nothing in empty:
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
