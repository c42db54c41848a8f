"""A copy of the identity card (R67, R68): both sides, one after the other, of another's, and what is none."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from zlib import crc32

import pytest

from mock_backends.registers.case_store import FILE_NAME
from tests import photos
from tests.journey.filling import errors, fill_in, sign_out
from tests.journey.requests import about, ask
from tests.journey.steps import find, has, offers, said, sign_in_by_itsme, until
from tests.services import Services
from tui.devices.card_copy import copied
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.page.offered import is_settled
from tui.page.parts import Facts, Notice

pytestmark = pytest.mark.parametrize("time_limits", [False])

COPY = "Kopie van uw kaart"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the citizen keeps copies of their card, and pictures of other things."""
    made = tmp_path / "kaart"
    made.mkdir()
    return made


def written(devices: Devices, folder: Path) -> tuple[str, str]:
    """The files of both sides of the citizen's own card."""
    assert devices.card is not None
    for side, copy in copied(devices.card).items():
        (folder / f"{side}.png").write_bytes(copy.picture)
    return str(folder / "front.png"), str(folder / "back.png")


def kept(home: Path) -> list[bytes]:
    """The sealed sides at the desks."""
    with closing(sqlite3.connect(home / "data" / FILE_NAME)) as store:
        if not store.execute("SELECT 1 FROM sqlite_master WHERE name = 'copies'").fetchall():
            return []  # none was ever sent
        return [bytes(sealed) for (sealed,) in store.execute("SELECT sealed FROM copies")]


def with_others(folder: Path) -> None:
    """Pictures of other things, or broken ones, beside the copies."""
    whole = (folder / "front.png").read_bytes()
    (folder / "photo.jpg").write_bytes(photos.as_file("JPEG"))
    (folder / "photo.png").write_bytes(photos.as_file("PNG"))
    (folder / "cut.png").write_bytes(whole[:-20])
    head = b"IHDR" + (2**16).to_bytes(4, "big") * 2 + whole[24:29]
    huge = whole[:12] + head + crc32(head).to_bytes(4, "big") + whole[33:]
    (folder / "huge.png").write_bytes(huge)
    with (folder / "50-mb.png").open("wb") as large:
        large.truncate(50_000_000)


async def asked(navigator: Navigator) -> str:
    """A request to an authority that wants a copy; returns its page."""
    await ask(navigator, "access", "block:household")
    return str(navigator.page.place)


@pytest.mark.served
@pytest.mark.requirement("R67", "R68")
async def test_one_side_waits_for_the_other_until_both_are_compared_and_then_erased(
    signed_in: Navigator, services: Services, devices: Devices, folder: Path
) -> None:
    front, _ = written(devices, folder)
    place = await asked(signed_in)
    asking = find(signed_in.page, "card", Notice)
    assert asking.title.endswith("vraagt een kopie van uw identiteitskaart.")
    assert about(signed_in)["Status"] == "wacht op u"
    assert about(signed_in)[COPY] == "nog niet bezorgd"
    await signed_in.act("send-card")
    devices.pictures.folder = folder
    await signed_in.act("to-files")
    await signed_in.choose(
        "files",
        next(
            f"file-{at}"
            for at, one in enumerate(devices.pictures.found or ())
            if str(one.path) == front
        ),
    )
    await fill_in(signed_in, "card-form")
    review = find(signed_in.page, "review", Facts)
    assert [one.value for one in review.groups[0]] == ["kaart van Noor Peeters", "nu niet"]
    assert "gebruikt ze voor niets anders" in review.note
    await signed_in.act("save")
    assert str(signed_in.page.place) == place
    assert find(signed_in.page, "card", Notice).title == "De achterkant van uw kaart ontbreekt nog."
    assert about(signed_in)[COPY] == "alleen de voorkant"

    await sign_out(signed_in)
    await sign_in_by_itsme(signed_in)
    await signed_in.open(place)
    assert about(signed_in)[COPY] == "alleen de voorkant", "it is not lost"
    await signed_in.act("send-card")
    await signed_in.act("from-card")
    await signed_in.act("save")
    assert "De kaart is van u." in said(signed_in.page)
    assert about(signed_in)["Status"] == "uw identiteit is nagekeken"
    assert about(signed_in)[COPY] == "beide kanten zijn nagekeken"
    assert not offers(signed_in.page, "send-card")

    await services.move(timedelta(days=7))
    await signed_in.open("rights")
    await signed_in.open(place)
    assert about(signed_in)["Status"] == "toegekend"
    assert about(signed_in)[COPY].startswith("verwijderd op ")
    await signed_in.open(place.replace("rights.request", "rights.card"))
    assert has(signed_in.page, "not-asked")


@pytest.mark.embedded
@pytest.mark.requirement("R68")
@pytest.mark.parametrize("sides", [("front",), ("back",), ("front", "back")])
async def test_a_copy_of_anothers_card_stops_the_request_and_is_kept_by_nobody(
    signed_in: Navigator, devices: Devices, home_folder: Path, folder: Path, sides: tuple[str, ...]
) -> None:
    await asked(signed_in)
    own, devices.card = devices.card, await devices.another_card(signed_in.context().portal)
    files = dict(zip(("front", "back"), written(devices, folder), strict=True))
    devices.card = own
    await signed_in.act("send-card")
    await fill_in(signed_in, "card-form", **{side: files[side] for side in sides})
    await signed_in.act("save")
    told = find(signed_in.page, "card-differs", Notice)
    assert told.title == "De kopie is niet van uw identiteitskaart. Uw verzoek is gestopt."
    assert about(signed_in)["Status"] == "geweigerd"
    assert about(signed_in)[COPY].startswith("verwijderd op ")
    assert kept(home_folder) == []
    await signed_in.act("read-letters")
    assert "Daarom stopt uw verzoek hier." in said(await until(signed_in, is_settled))


@pytest.mark.embedded
@pytest.mark.requirement("R67")
async def test_what_is_no_copy_of_that_side_is_told_before_anything_is_sent(
    signed_in: Navigator, devices: Devices, home_folder: Path, folder: Path
) -> None:
    _, back = written(devices, folder)
    with_others(folder)
    await asked(signed_in)
    await signed_in.act("send-card")
    for file, told in (
        ("", "Vul ‘Bestand, voorkant’ in, of de andere kant."),
        (str(folder / "photo.jpg"), "Dit bestand is geen PNG."),
        (str(folder / "photo.png"), "Dit bestand is niet te lezen als een kopie van een kaart."),
        (str(folder / "cut.png"), "Dit bestand is beschadigd"),
        (str(folder / "huge.png"), "Deze foto heeft meer dan 50 miljoen punten."),
        (str(folder / "50-mb.png"), "Dit bestand is groter dan 20 MB."),
        (str(folder / "weg.png"), "Dit bestand is er niet."),
        (back, "Dit bestand is de andere kant van de kaart."),
    ):
        await fill_in(signed_in, "card-form", front=file)
        assert errors(signed_in, "card-form")["front"].startswith(told), file
    assert kept(home_folder) == []
