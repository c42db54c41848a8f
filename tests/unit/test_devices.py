"""The devices alone: a card that counts its tries in a file, and a reader that shows what happens."""

import base64
import hashlib
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP384R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tui.devices.card_reader import CardReader
from tui.devices.identity_card import CardUnreadable, IdentityCard, PinMalformed, PinRefused
from tui.portal.models import IssuedCard

PIN = "1234"


@pytest.fixture(scope="module")
def issued() -> IssuedCard:
    """A card with a certificate of its own making: the chain is the provider's to judge."""
    key = generate_private_key(SECP384R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(key, SHA384())
    )
    return IssuedCard(
        card_number="592000000101",
        pin=PIN,
        holder="Noor Peeters",
        valid_from=date(2026, 1, 1),
        valid_until=date(2036, 1, 1),
        private_key_pem=key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ).decode(),
        certificates=(certificate.public_bytes(Encoding.PEM).decode(),),
    )


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Where the tries are kept."""
    return tmp_path / "data" / "cards.json"


@pytest.fixture
def card(issued: IssuedCard, memory: Path) -> IdentityCard:
    """A fresh card."""
    return IdentityCard(issued, memory)


@pytest.mark.requirement("D3")
def test_three_wrong_pins_block_for_good(
    card: IdentityCard, issued: IssuedCard, memory: Path
) -> None:
    for left in (2, 1, 0, 0):
        with pytest.raises(PinRefused) as refused:
            card.verify("0000")
        assert refused.value.tries_left == left
    again = IdentityCard(issued, memory)
    assert again.blocked
    with pytest.raises(PinRefused):
        again.verify(PIN)


def test_the_right_pin_gives_back_all_tries(card: IdentityCard) -> None:
    for _ in range(5):
        with pytest.raises(PinRefused):
            card.verify("0000")
        with pytest.raises(PinRefused):
            card.verify("9999")
        card.verify(PIN)
        assert card.tries_left == 3


@pytest.mark.parametrize(
    "pin", ["", "1", "123", "1" * 13, "12a4", " 1234", "１２３４", "٣٤٥٦", "1\n23"]
)
def test_what_is_no_pin_costs_no_try(card: IdentityCard, pin: str) -> None:
    with pytest.raises(PinMalformed):
        card.verify(pin)
    assert card.tries_left == 3


@pytest.mark.requirement("D3")
def test_the_try_is_written_before_the_answer(
    card: IdentityCard, issued: IssuedCard, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pulling the plug while the card compares buys no try."""

    class Plug(str):
        def __ne__(self, other: object) -> bool:
            raise KeyboardInterrupt

    monkeypatch.setattr(card, "pin", Plug(card.pin))
    with pytest.raises(KeyboardInterrupt):
        card.verify("0000")
    assert IdentityCard(issued, memory).tries_left == 2


def test_where_the_try_cannot_be_written_the_pin_is_not_checked(
    card: IdentityCard, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card.verify(PIN)

    def full(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CardUnreadable):
        card.verify(PIN)
    assert memory.read_bytes() == b"{}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"a": "b"}',
        b"\xff",
        b'{"a\xc3": 1}',
        b'{"x": null}',
        b'{"x": -1}',
        b'{"x": 4}',
    ],
)
def test_a_damaged_memory_lets_nobody_in(card: IdentityCard, memory: Path, content: bytes) -> None:
    memory.parent.mkdir()
    memory.write_bytes(content)
    with pytest.raises(CardUnreadable):
        card.verify(PIN)
    with pytest.raises(CardUnreadable):
        assert card.blocked
    assert memory.read_bytes() == content


@pytest.mark.requirement("R49")
def test_the_memory_is_its_owners_and_names_nobody(card: IdentityCard, memory: Path) -> None:
    with pytest.raises(PinRefused):
        card.verify("9876")
    assert stat.S_IMODE(os.stat(memory).st_mode) == 0o600
    content = memory.read_text()
    assert card.number not in content
    assert "9876" not in content
    assert "Noor" not in content


def test_two_cards_have_their_own_tries(issued: IssuedCard, memory: Path) -> None:
    one = IdentityCard(issued, memory)
    two = IdentityCard(msgspec.structs.replace(issued, card_number="592000000202"), memory)
    with pytest.raises(PinRefused):
        one.verify("0000")
    assert (one.tries_left, two.tries_left) == (2, 3)


def test_the_signature_is_web_eids(card: IdentityCard) -> None:
    token = card.sign("Y2hhbGxlbmdl", "https://simulator.invalid")
    assert (token["format"], token["algorithm"]) == ("web-eid:1.0", "ES384")
    certificate = x509.load_der_x509_certificate(base64.b64decode(token["unverifiedCertificate"]))
    key = certificate.public_key()
    assert isinstance(key, EllipticCurvePublicKey)
    raw = base64.b64decode(token["signature"])
    assert len(raw) == 96
    signature = encode_dss_signature(
        int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big")
    )
    signed = (
        hashlib.sha384(b"https://simulator.invalid").digest()
        + hashlib.sha384(b"Y2hhbGxlbmdl").digest()
    )
    key.verify(signature, signed, ECDSA(SHA384()))


# --- the reader -------------------------------------------------------------------------------


def state(reader: CardReader) -> str:
    """What it shows now."""
    return reader.state


def test_the_reader_shows_each_state(card: IdentityCard) -> None:
    reader = CardReader()
    assert state(reader) == "empty"
    reader.insert(card)
    assert state(reader) == "ready"
    assert reader.enter(PIN) is None, "nobody asks for it"
    reader.ask("challenge", "https://simulator.invalid")
    assert state(reader) == "waitingForPin"
    assert reader.enter("12") is None
    assert reader.malformed
    assert state(reader) == "waitingForPin"
    assert reader.enter("0000") is None
    assert (state(reader), reader.tries_left, reader.malformed) == ("wrongPin", 2, False)
    assert reader.enter(PIN) is not None
    assert state(reader) == "done"
    reader.remove()
    assert state(reader) == "empty"


def test_the_same_question_again_does_not_wipe_the_answer(card: IdentityCard) -> None:
    reader = CardReader()
    reader.insert(card)
    reader.ask("challenge", "https://simulator.invalid")
    reader.enter("0000")
    reader.ask("challenge", "https://simulator.invalid")
    assert state(reader) == "wrongPin"
    reader.ask("another", "https://simulator.invalid")
    assert state(reader) == "waitingForPin"


def test_a_blocked_card_is_shown_as_such_when_it_goes_in(card: IdentityCard) -> None:
    for _ in range(3):
        with pytest.raises(PinRefused):
            card.verify("0000")
    reader = CardReader()
    reader.ask("challenge", "https://simulator.invalid")
    reader.insert(card)
    assert state(reader) == "blocked"
    assert reader.enter(PIN) is None
    assert state(reader) == "blocked"
