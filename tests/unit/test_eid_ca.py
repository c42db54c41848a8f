"""The world's own card authority: names that cannot be mistaken, keys and chain as on a real card."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP384R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.x509.oid import NameOID

from mock_backends.people.loader import CardFixture, Persona
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home, readable_by_others
from mock_backends.simulation.eid_ca import issue_card_certificate, trust_anchors
from tests.conftest import START

PERSON = Persona(
    id="an",
    given_names=("An", "Bea"),
    family_name="Test",
    birth_date=date(1985, 4, 12),
    sex="F",
    national_number="85641200263",
    language="nl",
    summary={"nl": "x"},
)
CARD = CardFixture(
    number="592000000182",
    pin="1234",
    valid_from=date(2020, 2, 29),
    valid_until=date(2030, 2, 28),
    municipality="Gent",
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.of(tmp_path)


def issue(home: Home, card: CardFixture = CARD, at: datetime = START) -> x509.Certificate:
    key = generate_private_key(SECP384R1()).public_key()
    return issue_card_certificate(home, PERSON, card, key, Clock(at, frozen=True))


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


def test_the_chain_holds_and_is_p384(home: Home) -> None:
    root, citizen_ca = trust_anchors(home)
    leaf = issue(home)
    root.verify_directly_issued_by(root)
    citizen_ca.verify_directly_issued_by(root)
    leaf.verify_directly_issued_by(citizen_ca)
    for certificate in (root, citizen_ca, leaf):
        key = certificate.public_key()
        assert isinstance(key, EllipticCurvePublicKey)
        assert key.curve.name == "secp384r1"
        assert certificate.signature_hash_algorithm is not None
        assert certificate.signature_hash_algorithm.name == "sha384"


def test_another_world_does_not_vouch_for_it(home: Home, tmp_path: Path) -> None:
    _, other = trust_anchors(Home.of(tmp_path / "other"))
    with pytest.raises(InvalidSignature):
        issue(home).verify_directly_issued_by(other)


def test_a_card_may_sign_challenges_and_nothing_else(home: Home) -> None:
    leaf = issue(home)
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert not usage.value.key_cert_sign
    assert not usage.value.content_commitment
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


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
    ("now", "expected"),
    [
        (datetime(2020, 1, 1, tzinfo=UTC), (date(2022, 4, 4), date(2032, 4, 4))),
        (START, (date(2022, 4, 4), date(2032, 4, 4))),
        (datetime(2032, 4, 4, tzinfo=UTC), (date(2032, 4, 4), date(2042, 4, 4))),
        (datetime(2060, 1, 1, tzinfo=UTC), (date(2042, 4, 4), date(2052, 4, 4))),
    ],
)
def test_a_card_of_thirty_years_gets_new_certificates(
    home: Home, now: datetime, expected: tuple[date, date]
) -> None:
    card = CardFixture(
        number="592000000182",
        pin="1234",
        valid_from=date(2022, 4, 4),
        valid_until=date(2052, 4, 4),
        municipality="Gent",
    )
    leaf = issue(home, card, now)
    assert (leaf.not_valid_before_utc.date(), leaf.not_valid_after_utc.date()) == expected


def test_a_card_that_starts_on_a_leap_day_is_valid_to_its_own_end(home: Home) -> None:
    leaf = issue(home)
    assert leaf.not_valid_before_utc == datetime(2020, 2, 29, tzinfo=UTC)
    assert leaf.not_valid_after_utc == datetime(2030, 2, 28, tzinfo=UTC)
