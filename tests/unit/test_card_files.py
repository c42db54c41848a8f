"""The files of an identity card: what one side writes the other reads, and both as is published."""

import json
from datetime import date
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key
from msgspec.structs import replace

from mock_backends.identity_provider.methods.web_eid import is_signature
from mock_backends.people.loader import load
from mock_backends.simulation.eid_files import (
    ADDRESS_BYTES,
    address_file,
    birth_date,
    document_type,
    identity_file,
    written,
)
from mock_backends.simulation.eid_photo import photo
from tests.unit.test_eid_ca import CARD, PERSON
from tui.devices.card_files import (
    ADDRESS,
    IDENTITY,
    NotACard,
    Tlv,
    entries_of,
    is_photo_of,
    is_signed,
)

FIXTURES = load()


def test_what_is_written_is_read_again() -> None:
    person = replace(PERSON, given_names=("An", "Béa", "Clara"), language="de")
    file = identity_file(person, CARD, photo("x"), FIXTURES)
    read = entries_of(file)
    said = read.named(IDENTITY)
    assert (said["firstnames"], said["first_letter_of_third_given_name"]) == ("An Béa", "C")
    assert (said["validity_begin_date"], said["gender"]) == ("04.04.2022", "W")
    assert said["date_of_birth"] == "12.APR.1985"
    assert is_photo_of(read, photo("x"))
    assert not is_photo_of(read, photo("y"))
    assert written(read.entries) == file


def test_every_person_has_the_files_of_a_card() -> None:
    for person in FIXTURES.personas:
        if person.card is None:
            continue
        identity = entries_of(identity_file(person, person.card, photo(""), FIXTURES))
        assert set(range(1, 18)) == {tag for tag, _ in identity.entries}
        address = address_file(person)
        assert len(address) == ADDRESS_BYTES, "none is longer than its file"
        assert all(entries_of(address).named(ADDRESS).values()), person.id


@pytest.mark.parametrize("length", [0, 1, 254, 255, 256, 509, 510, 511, 1024])
def test_a_value_of_any_length_comes_through(length: int) -> None:
    entries = ((7, b"x" * length), (8, b"y"))
    assert entries_of(written(entries, 2000)).entries == entries


@pytest.mark.parametrize("file", [b"\1", b"\1\2x", b"\1\xff", b"\1\xff\1x", b"\0\1"])
def test_what_is_cut_off_is_no_file(file: bytes) -> None:
    with pytest.raises(NotACard):
        entries_of(file)


@pytest.mark.parametrize(
    ("born", "language", "printed"),
    [
        ("2001-05-03", "nl", "03 MEI 2001"),
        ("2001-05-03", "de", "03.MAI.2001"),
        ("1999-03-31", "fr", "31 MARS 1999"),
        ("1950-06", "nl", "1950"),
        ("1950", "fr", "1950"),
    ],
)
def test_a_birth_date_is_printed_as_on_a_card(born: str, language: str, printed: str) -> None:
    assert birth_date(born, language) == printed


def test_a_childs_card_is_a_kids_id() -> None:
    child = replace(PERSON, birth_date="2014-04-04")
    assert document_type(child, replace(CARD, valid_from=date(2026, 4, 3))) == "6"
    assert document_type(child, replace(CARD, valid_from=date(2026, 4, 4))) == "1"


def test_a_photo_is_a_jpeg_of_its_own() -> None:
    one = photo("1")
    assert (one[:2], one[-2:]) == (b"\xff\xd8", b"\xff\xd9")
    assert one == photo("1") != photo("2")


# --- by things nobody here wrote --------------------------------------------------------------


def specimen(standards: Path, name: str) -> bytes:
    return (standards / "eid-commons" / name).read_bytes()


def read_by_pythonbeid(file: bytes, tags: int) -> list[str]:
    """The first values, as a reader of real cards finds them; "" for one that is no text.

    Its module is loaded alone: the whole package wants to find a reader of cards.
    """
    package = find_spec("pythonbeid")
    if package is None or package.origin is None:
        pytest.skip("make install-dev installs it")
    spec = spec_from_file_location("parser", Path(package.origin).with_name("parser.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    values: list[str] = module.parse_tlv(list(file), tags)
    return values


def same_texts(file: bytes) -> bool:
    """Whether both find the same, one by one; "" stands for the chip's number and the photo's hash."""
    ours = [value for _, value in entries_of(file).entries]
    theirs = read_by_pythonbeid(file, len(ours))
    return theirs == [text_or_nothing(value) for value in ours]


def text_or_nothing(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return ""


def test_a_reader_of_real_cards_reads_every_card_as_ours_does() -> None:
    cards = [(one, one.card) for one in FIXTURES.personas if one.card is not None]
    for person, card in cards:
        assert same_texts(identity_file(person, card, photo(""), FIXTURES)), person.id
        assert same_texts(address_file(person)), person.id
        # It asks for thirteen, and knows them by their place.
        known = read_by_pythonbeid(identity_file(person, card, photo(""), FIXTURES), 13)
        assert (known[5], known[6]) == (person.national_number, person.family_name)


@pytest.mark.parametrize(
    ("name", "names", "known"),
    [
        ("id-alice.tlv", IDENTITY, {"surname": "SPECIMEN", "national_number": "71715100070"}),
        ("address-alice.tlv", ADDRESS, {"address_zip": "2000"}),
        ("test-eid-v17-ec/identity.tlv", IDENTITY, {"date_of_birth": "03 MEI 2001"}),
        ("test-eid-v17-ec/address.tlv", ADDRESS, {"address_municipality": "Brussel"}),
    ],
)
def test_a_specimen_is_read_and_written_again_byte_for_byte(
    standards: Path, name: str, names: dict[int, str], known: dict[str, str]
) -> None:
    file = specimen(standards, name)
    read = entries_of(file)
    assert known.items() <= read.named(names).items()
    assert written(read.entries, len(file)) == file
    assert same_texts(file)


def test_the_specimens_signatures_and_photo_hold(standards: Path) -> None:
    folder = "test-eid-v17-ec/"
    identity, signature, address, over_address, register, picture = (
        specimen(standards, folder + name)
        for name in (
            "identity.tlv",
            "identity-signature.der",
            "address.tlv",
            "address-signature.der",
            "rrn-cert.der",
            "photo.jpg",
        )
    )
    assert is_signed(register, signature, identity)
    assert is_signed(register, over_address, address.rstrip(b"\0") + signature)
    assert not is_signed(register, signature, identity[:-1])
    assert not is_signed(register, over_address, address + signature)
    assert is_photo_of(entries_of(identity), picture)


def test_our_files_have_the_specimens_layout(standards: Path) -> None:
    """The same tags in the same order, and as many bytes where the length is fixed."""

    def layout(read: Tlv) -> list[int]:
        return [tag for tag, _ in read.entries]

    ours = entries_of(identity_file(PERSON, CARD, photo(""), FIXTURES))
    theirs = entries_of(specimen(standards, "test-eid-v17-ec/identity.tlv"))
    assert layout(ours) == layout(theirs)
    for tag in (1, 2, 3, 4, 6, 9, 13, 14, 15, 16):
        lengths = (len(dict(ours.entries)[tag]), len(dict(theirs.entries)[tag]))
        assert lengths[0] == lengths[1], tag
    address = specimen(standards, "test-eid-v17-ec/address.tlv")
    assert layout(entries_of(address_file(PERSON))) == layout(entries_of(address))
    assert len(address_file(PERSON)) == len(address)


def raw_of(der: bytes) -> bytes:
    """A signature in the form of a token: r and s of 48 bytes each; b"" for what has no such form."""
    try:
        r, s = decode_dss_signature(der)
        return r.to_bytes(48, "big") + s.to_bytes(48, "big")
    except (ValueError, OverflowError):
        return b""


def test_wycheproofs_signatures_are_judged_as_it_says(standards: Path) -> None:
    """ECDSA on P-384 with SHA-384, as a card signs."""
    vectors = json.loads(
        (standards / "wycheproof" / "ecdsa_secp384r1_sha384_test.json").read_text("utf-8")
    )
    judged = 0
    for group in vectors["testGroups"]:
        key = load_der_public_key(bytes.fromhex(group["publicKeyDer"]))
        assert isinstance(key, EllipticCurvePublicKey)
        for test in group["tests"]:
            signature, message = (bytes.fromhex(test[name]) for name in ("sig", "msg"))
            is_valid = test["result"] == "valid"
            assert is_signature(key, raw_of(signature), message) == is_valid, test
            judged += 1
    assert judged == vectors["numberOfTests"]
