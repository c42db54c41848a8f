"""The invented people: read as they were written, and nobody who could pass as real."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from mock_backends.people.check import checked
from mock_backends.people.finding import in_words
from mock_backends.people.lint import lint
from mock_backends.people.loader import (
    LANGUAGES,
    PARTS,
    FieldDefinition,
    Fixtures,
    Localized,
    Part,
    load,
)
from mock_backends.people.numbers import (
    is_card_number,
    is_company_number,
    is_national_number,
    is_tst_number,
    tst_number,
)
from mock_backends.people.values import fits
from tests.conftest import START
from tests.people import BORN, ID, folder_with

MOST_SIGNS = 38
"""What a label may have where 40 columns are all there is, with a margin on both sides."""

SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


@pytest.fixture(scope="module")
def fixtures() -> Fixtures:
    return load()


def test_nothing_is_wrong_with_ours(fixtures: Fixtures) -> None:
    assert [(one.entry, in_words(one.path), one.what) for one in lint(fixtures)] == []


def test_a_contact_is_wholly_invented_or_wholly_real(fixtures: Fixtures) -> None:
    """A real address beside an invented one would be taken for real too, or the other way round."""
    for one in fixtures.controllers:
        contact = one.contact
        made_up = [".example" in reached for reached in (contact.email, contact.website) if reached]
        assert len(set(made_up)) == 1, one.id
        assert not (all(made_up) and contact.phone), f"{one.id}: a real number, an invented address"


def test_who_claims_an_earlier_place_stands_earlier(fixtures: Fixtures) -> None:
    for entries in (fixtures.personas, fixtures.controllers):
        places = [(one.order, one.id) for one in entries]
        assert places == sorted(places)
    assert fixtures.personas[0].id == "noor-peeters"


@pytest.mark.requirement("R18")
def test_some_records_are_out_of_date_and_nothing_says_so(fixtures: Fixtures) -> None:
    noor = fixtures.personas[0]
    inspected = [str(one["inspectionUntil"]) for one in noor.data["vehicles"]]
    assert any(day < START.date().isoformat() for day in inspected)
    definition = fixtures.block("vehicles")
    assert definition is not None
    known = {field.name for field in definition[1].fields}
    assert all(set(record) <= known for record in noor.data["vehicles"])


def sentences(fixtures: Fixtures) -> list[Localized]:
    texts = [one.correction for one in fixtures.controllers]
    texts += [block.description for one in fixtures.controllers for block in one.blocks]
    texts += [one.summary for one in fixtures.personas]
    texts += [message.body for one in fixtures.personas for message in one.messages]
    return texts


def test_what_is_said_in_one_language_is_not_what_is_said_in_another(fixtures: Fixtures) -> None:
    for text in sentences(fixtures):
        assert len(set(text.values())) == len(text), text


def test_one_message_is_in_one_language_alone(fixtures: Fixtures) -> None:
    """So that what reads it aloud has something to announce (WCAG 3.1.2)."""
    alone = [
        (persona.id, *message.subject)
        for persona in fixtures.personas
        for message in persona.messages
        if len(message.subject) == 1
    ]
    assert alone == [("amir-haddad", "fr")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_plain(fixtures: Fixtures, language: str) -> None:
    texts = [text[language] for text in sentences(fixtures) if language in text]
    lengths = [len(found.split()) for text in texts for found in SENTENCE.findall(text)]
    assert max(lengths) <= 15
    assert sum(lengths) / len(lengths) <= 10


def test_a_label_fits_a_line_of_forty_columns(fixtures: Fixtures) -> None:
    blocks = [block for one in fixtures.controllers for block in one.blocks]
    labels = [one.label for one in fixtures.categories] + [block.label for block in blocks]
    for field in (field for block in blocks for field in block.fields):
        labels += [field.label, *field.codes.values()]
    said = {text for label in labels for text in label.values()}
    assert [text for text in said if len(text) > MOST_SIGNS] == []


@pytest.mark.parametrize("parts", [(), *((one,) for one in PARTS), PARTS])
def test_a_party_gets_no_more_of_them_than_it_holds(
    fixtures: Fixtures, parts: tuple[Part, ...]
) -> None:
    kept = fixtures.only(parts)
    noor = kept.personas[0] if kept.personas else None
    found: dict[Part, object] = {
        "authorities": kept.controllers,
        "devices": noor and (noor.phone or noor.card),
        "records": noor and noor.data,
        "messages": noor and noor.messages,
    }
    assert {one for one, value in found.items() if value} == set(parts)
    assert bool(kept.categories) == ("authorities" in parts)
    assert kept == fixtures if parts == PARTS else kept != fixtures
    assert bool(noor) == bool(parts)


def test_an_age_counts_whole_years(fixtures: Fixtures) -> None:
    lotte = fixtures.persona("lotte-janssens")
    assert lotte is not None
    assert lotte.age_on(date(2027, 5, 19)) == 15
    assert lotte.age_on(date(2027, 5, 20)) == 16


@pytest.mark.parametrize(
    ("written", "sixteen_on"),
    [
        ("1950", date(1966, 12, 31)),
        ("1950-02", date(1966, 2, 28)),
        ("1950-06-01", date(1966, 6, 1)),
    ],
)
def test_of_an_unknown_birthday_the_last_possible_day_counts(
    tmp_path: Path, written: str, sixteen_on: date
) -> None:
    number = tst_number(written, 2)
    folder = folder_with(tmp_path, born=written, number=number, devices="")
    person = checked((folder,)).fixtures.persona(ID)
    assert person is not None
    assert person.age_on(sixteen_on - timedelta(days=1)) == 15
    assert person.age_on(sixteen_on) == 16


# --- reading ----------------------------------------------------------------------------------


def test_a_further_folder_adds_and_replaces_also_by_an_id_that_a_file_gives(
    tmp_path: Path, fixtures: Fixtures
) -> None:
    said = {"first": "", "noor-peeters": "", "mine": 'id = "amir-haddad"\n'}
    for serial, (name, more) in enumerate(said.items(), 1):
        folder = folder_with(tmp_path / name, number=tst_number(BORN, 2 * serial), devices="")
        (there,) = folder.glob("personas/*.toml")
        there.write_text(more + there.read_text("utf-8"), "utf-8")
        there.rename(there.with_stem(name))
    found = checked(tuple(tmp_path / name for name in said)).fixtures
    assert len(found.personas) == len(fixtures.personas) + 1
    ours = {one.id for one in found.personas if one.family_name == "Proef"}
    assert ours == {"first", "noor-peeters", "amir-haddad"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**30, True, "1"])
def test_what_json_cannot_carry_is_no_number(value: object) -> None:
    field = FieldDefinition(name="amount", label={}, type="amount")
    assert fits(value, field) is False
    assert fits(12.5, field)


@pytest.mark.parametrize("value", ["1950", "1950-06", "1950-06-01"])
def test_a_date_may_lack_its_day_and_month(value: str) -> None:
    assert fits(value, FieldDefinition(name="birthDate", label={}, type="date"))


def test_a_date_is_read_as_the_text_that_travels(tmp_path: Path) -> None:
    records = f"[[data.identity]]\nbirthDate = {BORN}\n"
    person = checked((folder_with(tmp_path, records=records),)).fixtures.persona(ID)
    assert person is not None
    assert person.data["identity"] == ({"birthDate": BORN},)


# --- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["85073003328", "17073003384", "75060898009", "98472899765"])
def test_published_numbers_have_right_digits_and_are_nobodys_here(number: str) -> None:
    assert is_national_number(number)
    year = int(number[:2])
    for century in (1900, 2000):
        month, day = int(number[2:4]) % 20, int(number[4:6])
        birth = f"{century + year}-{month:02}-{day:02}"
        assert not any(is_tst_number(number, birth, sex) for sex in "FMX")


@pytest.mark.parametrize("number", ["85073003327", "8507300332", "850730033280", "8507300332x", ""])
def test_a_number_with_a_wrong_digit_is_none(number: str) -> None:
    assert not is_national_number(number)


def test_a_tst_number_fits_birth_and_sex() -> None:
    born = "2011-05-20"
    assert is_tst_number("11652014270", born, "F")
    assert is_tst_number("11652014270", born, "X")
    assert not is_tst_number("11652014270", born, "M")
    assert not is_tst_number("11652014270", "1911-05-20", "F")
    assert not is_tst_number("11652014270", "2011-05-21", "F")
    assert is_tst_number("50660000255", "1950-06", "F")
    assert is_tst_number("50600000213", "1950", "F")


@pytest.mark.parametrize(
    ("is_number", "numbers"),
    [
        (is_card_number, ("000001103271", "591191706458", "591201099997")),
        (is_company_number, ("0566988259", "0316380841")),
    ],
)
def test_published_numbers_are_right(
    is_number: Callable[[str], bool], numbers: tuple[str, ...]
) -> None:
    for number in numbers:
        assert is_number(number)
        assert not is_number(number[:-1] + str((int(number[-1]) + 1) % 10))
        assert not is_number(number[1:])
