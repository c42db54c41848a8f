"""The devices alone: a card that counts its tries in a file, and a reader that shows what happens."""

import os
import shutil
import stat
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from tui.devices.card_memory import CardMemory, CardUnreadable
from tui.devices.card_reader import CardReader
from tui.devices.identity_card import IdentityCard, PinRefused
from tui.portal.models import CardFiles, IssuedCard

PIN = "1234"


ISSUED = IssuedCard(
    card_number="592000000101",
    pin=PIN,
    holder="Noor Peeters",
    valid_from=date(2026, 1, 1),
    valid_until=date(2036, 1, 1),
    private_key_pem="",
    certificates=(),
    certificates_until=date(2036, 1, 1),
    register_certificate="",
    files=CardFiles("", "", "", "", ""),
)
"""What the card signs, the journeys show: a provider judges it (`tests/journey/test_sign_in.py`)."""


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Where the tries are kept."""
    return tmp_path / "data" / "cards.json"


def card_of(memory: Path, number: str = ISSUED.card_number) -> IdentityCard:
    """The card of this number, whose tries are kept there; its key lies apart."""
    issued = msgspec.structs.replace(ISSUED, card_number=number)
    return IdentityCard(issued, CardMemory(memory.parent, keys_of(memory)))


def keys_of(memory: Path) -> Path:
    return memory.parent.with_name("keys")


@pytest.fixture
def card(memory: Path) -> IdentityCard:
    """A fresh card."""
    return card_of(memory)


QUESTION = ("challenge", "https://simulator.invalid")


@pytest.fixture
def reader(card: IdentityCard) -> CardReader:
    """A reader with the card in it, which a site asks for its PIN."""
    reader = CardReader()
    reader.insert(card)
    reader.ask(*QUESTION)
    return reader


def test_the_right_pin_gives_back_all_tries(card: IdentityCard) -> None:
    for _ in range(5):
        with pytest.raises(PinRefused):
            card.verify("0000")
        with pytest.raises(PinRefused):
            card.verify("9999")
        card.verify(PIN)
        assert card.tries_left == 3


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        *((pin, "short") for pin in ("", "1", "123")),
        ("1" * 13, "long"),
        *((pin, "noDigits") for pin in ("12a4", " 1234", "-1234", "１２３４", "٣٤٥٦", "1\n23")),
    ],
)
def test_what_is_no_pin_costs_no_try(
    card: IdentityCard, reader: CardReader, pin: str, why: str
) -> None:
    assert reader.enter(pin) is None
    assert (reader.state, reader.malformed, card.tries_left) == ("waitingForPin", why, 3)


@pytest.mark.requirement("D3")
def test_the_try_is_written_before_the_answer(
    card: IdentityCard, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pulling the plug while the card compares buys no try."""

    class Plug(str):
        def __eq__(self, other: object) -> bool:
            raise KeyboardInterrupt

        __hash__ = str.__hash__

    monkeypatch.setattr(card, "pin", Plug(card.pin))
    with pytest.raises(KeyboardInterrupt):
        card.verify("0000")
    assert card_of(memory).tries_left == 2


def test_where_the_try_cannot_be_written_the_pin_is_not_checked(
    card: IdentityCard, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card.verify(PIN)
    before = memory.read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CardUnreadable):
        card.verify(PIN)
    assert memory.read_bytes() == before


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
    for known in (card.number, sha256(card.number.encode()).hexdigest()[:16]):
        assert known not in content
    assert "9876" not in content
    assert "Noor" not in content


def test_a_card_that_comes_with_fewer_tries_has_all_after_its_pin(memory: Path) -> None:
    def met(tries: int) -> IdentityCard:
        issued = msgspec.structs.replace(ISSUED, tries=tries)
        return IdentityCard(issued, CardMemory(memory.parent, keys_of(memory)))

    assert met(0).blocked
    assert met(1).tries_left == 1
    met(1).verify(PIN)
    assert met(1).tries_left == 3
    with pytest.raises(PinRefused):
        met(1).verify("0000")
    assert met(1).tries_left == 2
    met(1).begin_with_all_tries()
    assert met(1).tries_left == 3


def test_two_cards_have_their_own_tries(memory: Path) -> None:
    one, two = card_of(memory), card_of(memory, "592000000202")
    with pytest.raises(PinRefused):
        one.verify("0000")
    assert (one.tries_left, two.tries_left) == (2, 3)


def put_pipe(path: Path) -> None:
    """A pipe that nobody writes to, where a file was."""
    path.unlink()
    os.mkfifo(path)


LOST: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (lambda memory: memory.unlink(), "lost"),
    "old": (lambda memory: shutil.copy(memory.with_name("older"), memory), "lost"),
    "an earlier build's": (lambda memory: memory.write_bytes(b"{}"), "lost"),
    "key-gone": (lambda memory: (keys_of(memory) / "cards.key").unlink(), "lost"),
    "key-readable": (lambda memory: (keys_of(memory) / "cards.key").chmod(0o644), "keyReadable"),
    "key-cut": (lambda memory: (keys_of(memory) / "cards.key").write_bytes(b"x"), "corrupt"),
    "key-a-pipe": (lambda memory: put_pipe(keys_of(memory) / "cards.key"), "corrupt"),
    "edited": (
        lambda memory: memory.write_bytes(memory.read_bytes().replace(b":0}", b":3}")),
        "corrupt",
    ),
}


@pytest.mark.requirement("D3")
@pytest.mark.parametrize(("lose", "reason"), LOST.values(), ids=LOST)
def test_no_tries_come_back_with_a_memory_that_is_gone_old_or_changed(
    memory: Path, lose: Callable[[Path], object], reason: str
) -> None:
    for tried in range(3):
        with pytest.raises(PinRefused):
            card_of(memory).verify("0000")
        if tried == 0:
            shutil.copy(memory, memory.with_name("older"))
    lose(memory)
    with pytest.raises(CardUnreadable) as told:
        card_of(memory).verify(PIN)
    assert told.value.reason == reason
    with pytest.raises(CardUnreadable):
        assert card_of(memory).tries_left


def test_a_crash_between_file_and_count_is_made_good(memory: Path, card: IdentityCard) -> None:
    with pytest.raises(PinRefused):
        card.verify("0000")
    (keys_of(memory) / "cards.count").write_bytes(b"0")
    assert card.tries_left == 2
    with pytest.raises(PinRefused):
        card.verify("0000")
    memory.unlink()
    with pytest.raises(CardUnreadable):
        assert card.blocked


@pytest.mark.requirement("R49")
def test_what_an_earlier_build_kept_is_kept_under_the_key(memory: Path, card: IdentityCard) -> None:
    old = {sha256(number.encode()).hexdigest()[:16]: 1 for number in (card.number, "592000000202")}
    memory.parent.mkdir()
    memory.write_bytes(msgspec.json.encode(old))
    assert card.tries_left == 1
    with pytest.raises(PinRefused):
        card.verify("0000")
    assert (card.tries_left, card_of(memory, "592000000202").tries_left) == (0, 1)
    assert not any(name in memory.read_text() for name in old)


# --- the reader -------------------------------------------------------------------------------


def test_a_pin_that_nobody_asks_for_goes_nowhere(reader: CardReader, card: IdentityCard) -> None:
    reader.ask_no_more()
    assert reader.state == "ready"
    assert reader.enter("0000") is None
    assert card.tries_left == 3


def test_the_same_question_again_does_not_wipe_the_answer(reader: CardReader) -> None:
    reader.enter("0000")
    reader.ask(*QUESTION)
    assert (reader.state, reader.tries_left) == ("wrongPin", 2)
    reader.ask("another", QUESTION[1])
    assert reader.state == "waitingForPin"


@pytest.mark.requirement("D3")
def test_a_blocked_card_is_shown_as_such_when_it_goes_in(
    reader: CardReader, card: IdentityCard
) -> None:
    for _ in range(3):
        reader.enter("0000")
    reader.remove()
    reader.insert(card)
    assert reader.state == "blocked"
    assert reader.enter(PIN) is None
    assert reader.state == "blocked"
