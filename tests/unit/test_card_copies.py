"""What a desk reads from a copy of an identity card, and what it does not take for one."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import pytest
from cryptography.x509 import Certificate

from mock_backends.people.loader import load
from mock_backends.registers.card_copies import CopyUnreadable, ReadSide, Side, read_side
from mock_backends.simulation.eid_ca import trust_anchors
from tests.conftest import START
from tests.promises.citizen import Citizen
from tests.worlds import world_in
from tui.devices.card_copy import copied


@pytest.fixture
async def issued(home_folder: Path) -> tuple[dict[Side, bytes], Certificate, Certificate]:
    """Both sides of a card, the certificate of who gave it out, and that of somebody else."""
    world = await world_in(home_folder)
    citizen = Citizen.inside(world)
    card = await citizen.card()
    await citizen.close()
    await world.stop()
    root, issuer = trust_anchors(world.options.home)
    return {side: one.picture for side, one in copied(card).items()}, issuer, root


def recoloured(picture: bytes) -> bytes:
    """The same words under another picture."""
    at = picture.index(b"PLTE")
    end = at + 4 + int.from_bytes(picture[at - 4 : at], "big")
    other = b"PLTE" + bytes(end - at - 4)
    return picture[:at] + other + crc32(other).to_bytes(4, "big") + picture[end + 4 :]


def without_words(picture: bytes) -> bytes:
    """The picture alone."""
    at = picture.index(b"tEXt") - 4
    end = at + 12 + int.from_bytes(picture[at : at + 4], "big")
    return picture[:at] + picture[end:]


@pytest.mark.requirement("R67", "R68")
async def test_a_side_is_read_as_it_is_and_only_from_whom_cards_are_given_out_by(
    issued: tuple[dict[Side, bytes], Certificate, Certificate],
) -> None:
    sides, issuer, other = issued
    read = {side: read_side(picture, side, issuer, START) for side, picture in sides.items()}
    noor = load().persona("noor-peeters")
    assert noor is not None
    assert noor.card is not None
    assert read["front"] == read["back"] == ReadSide(noor.national_number, noor.card.number)
    later = datetime(2060, 1, 1, tzinfo=UTC)
    for change, side, trusted, now, code in (
        (bytes, "back", issuer, START, "copyOtherSide"),
        (bytes, "front", other, START, "copyNotRead"),
        (bytes, "front", issuer, later, "copyExpired"),
        (recoloured, "front", issuer, START, "copyNotRead"),
        (without_words, "front", issuer, START, "copyNotRead"),
        (lambda one: one[:-20], "front", issuer, START, "copyNotRead"),
        (lambda one: one + bytes(40_000), "front", issuer, START, "copyTooLarge"),
        (lambda _: b"", "front", issuer, START, "copyNotRead"),
    ):
        wanted: Side = "back" if side == "back" else "front"
        changed: Callable[[bytes], bytes] = change
        with pytest.raises(CopyUnreadable, match=code):
            read_side(changed(sides["front"]), wanted, trusted, now)
