"""The world's own card authority: names that cannot be mistaken, keys and chain as on a real card."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.x509.oid import NameOID
from msgspec.structs import replace

from mock_backends.people.loader import CardFixture, Persona
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import BELGIUM, beginning_of
from mock_backends.shared.home import Home, readable_by_others
from mock_backends.simulation.eid_ca import issue_card_certificate, trust_anchors
from tests.conftest import START

PERSON = Persona(
    id="an",
    given_names=("An", "Bea"),
    family_name="Test",
    birth_date="1985-04-12",
    sex="F",
    national_number="85641200263",
    language="nl",
    summary={"nl": "x"},
)
CARD = CardFixture(
    number="592000000182",
    pin="1234",
    valid_from=date(2022, 4, 4),
    valid_until=date(2052, 4, 4),
    municipality="Gent",
)
FROM_A_LEAP_DAY = replace(CARD, valid_from=date(2020, 2, 29), valid_until=date(2030, 2, 28))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.of(tmp_path)


def issue(
    home: Home, card: CardFixture = CARD, at: datetime = START, person: Persona = PERSON
) -> x509.Certificate:
    key = generate_private_key(SECP384R1()).public_key()
    return issue_card_certificate(home, person, card, key, Clock(at, frozen=True))


@pytest.mark.requirement("R14")
def test_a_card_has_the_names_of_a_real_one(home: Home) -> None:
    subject = issue(home).subject
    assert [(attribute.oid, attribute.value) for attribute in subject] == [
        (NameOID.COUNTRY_NAME, "BE"),
        (NameOID.COMMON_NAME, "An Test (Authentication)"),
        (NameOID.SURNAME, "Test"),
        (NameOID.GIVEN_NAME, "An Bea"),
        (NameOID.SERIAL_NUMBER, "85641200263"),
    ]


@pytest.mark.parametrize(
    ("given", "family", "common"),
    [
        ((), "Sukarno", "Sukarno (Authentication)"),
        (("An",), "Ж" * 99, f"An {'Ж' * 22} (Authentication)"),
        (("x" * 46,), "Test", f"{'x' * 46} (Authentication)"),
    ],
    ids=["no-given-name", "two-bytes-a-letter", "a-space-at-the-end"],
)
def test_a_name_is_whole_where_there_is_room_and_cut_where_there_is_none(
    home: Home, given: tuple[str, ...], family: str, common: str
) -> None:
    person = replace(PERSON, given_names=given, family_name=family)
    subject = {one.oid: one.value for one in issue(home, person=person).subject}
    assert subject[NameOID.COMMON_NAME] == common
    assert subject.get(NameOID.GIVEN_NAME, "") == "".join(given)
    assert (NameOID.GIVEN_NAME in subject) == bool(given)
    assert subject[NameOID.SURNAME] == family


def test_no_name_is_that_of_a_real_authority(home: Home) -> None:
    for certificate in trust_anchors(home):
        name = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        assert str(name).startswith("eID test ")


def test_the_authority_is_made_once_for_its_owner_alone(home: Home) -> None:
    assert trust_anchors(home) == trust_anchors(home)
    folder = home.config / "eid"
    assert not readable_by_others(folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "citizen-ca.key",
        "citizen-ca.pem",
        "root.pem",
    ]
    assert not any(readable_by_others(path) for path in folder.iterdir())
    # No half-made folder is left behind.
    assert {path.name for path in home.config.iterdir()} == {"eid"}


@pytest.mark.parametrize(
    ("now", "card", "certificate"),
    [
        (date(2020, 1, 1), CARD, (date(2022, 4, 4), date(2032, 4, 4))),
        (START.date(), CARD, (date(2022, 4, 4), date(2032, 4, 4))),
        (date(2032, 4, 4), CARD, (date(2032, 4, 4), date(2042, 4, 4))),
        (date(2060, 1, 1), CARD, (date(2042, 4, 4), date(2052, 4, 4))),
        (START.date(), FROM_A_LEAP_DAY, (date(2020, 2, 29), date(2030, 2, 28))),
    ],
)
def test_a_card_of_thirty_years_gets_new_certificates(
    home: Home, now: date, card: CardFixture, certificate: tuple[date, date]
) -> None:
    leaf = issue(home, card, datetime.combine(now, time(), BELGIUM))
    first, last = certificate
    assert leaf.not_valid_before_utc == beginning_of(first)
    assert leaf.not_valid_after_utc == datetime.combine(last, time(23, 59, 59), BELGIUM)
