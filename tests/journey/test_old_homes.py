"""A home folder of an earlier build opens, and everything in it is still there (`homes/README.md`)."""

import tarfile
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mock_backends.ebox.store import FILE_NAME as EBOX
from mock_backends.profile_service.store_sqlite import FILE_NAME
from mock_backends.shared.clock import Clock
from mock_backends.world import World
from tests import photos
from tests.conftest import START
from tests.held_devices import devices_in
from tests.promises.citizen import Citizen, service_of
from tests.worlds import world_in
from tui.portal.client import Portal
from tui.portal.http import Http
from tui.settings import load

HOMES = sorted(Path(__file__).with_name("homes").glob("*.tar.xz"))
OPENED = "4babaac1-1e6e-5589-aa23-9ba656f634b2"
NINE = "2026-11-23T09:00:00Z"
DAYS = timedelta(days=3)
PROFILE = {
    "nickname": {"value": "Nöortje 🙂", "changedAt": NINE},
    "contacts": [
        {
            "contactId": "9e4bdcde09da4134b233fc987896c7c1",
            "kind": "email",
            "value": "noor@example.be",
            "label": "Thuis",
            "changedAt": NINE,
        },
        {
            "contactId": "822b9ee1837748dfbee6e82cc4c3b4f5",
            "kind": "phone",
            "value": "+32470123456",
            "changedAt": NINE,
        },
    ],
    "addresses": [
        {
            "addressId": "d11edcf7c87b4e41ac7da8dbd7608f8a",
            "street": "Denkbeeldlaan",
            "houseNumber": "14",
            "box": "3",
            "postCode": "9000",
            "municipality": "Gent",
            "label": "Werk",
            "changedAt": NINE,
        }
    ],
    "consents": [
        {"kind": kind, "givenAt": NINE} for kind in ("nickname", "contacts", "addresses", "ebox")
    ],
    "keptUntil": "2028-11-27",
}
REQUESTS = [
    {
        "requestId": "f2263cbf-4e07-4e94-ae2a-94e777a201a2",
        "reference": "MBP-2026-KTDE2M",
        "right": "access",
        "blockId": "vehicles",
        "words": "Wat weet u?",
        "controllerId": "mobility",
        "state": "inProgress",
        "received": NINE,
        "due": "2026-12-23",
    },
    {
        "requestId": "3f31d703-fa7a-4ac0-82fc-8e48ca593b3f",
        "reference": "MBP-2026-J69F8H",
        "right": "rectification",
        "blockId": "identity",
        "field": "birthPlace",
        "words": "Mijn geboorteplaats is fout.\nGraag verbeteren.",
        "controllerId": "rijksregister",
        "state": "inProgress",
        "received": NINE,
        "due": "2026-12-23",
    },
]


@pytest.fixture(params=HOMES, ids=lambda path: path.name)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """This build's world in that build's home, three days later."""
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path / "home", filter="data")
    one = await world_in(tmp_path / "home", Clock(START + DAYS, frozen=True))
    yield one
    await one.stop()


@pytest.fixture
async def noor(world: World) -> AsyncIterator[Citizen]:
    one = Citizen.inside(world)
    await one.sign_in()
    yield one
    await one.close()


def known(found: Any, expected: Any) -> Any:
    """Of what was found, the members that are expected, at any depth: a later build may say more."""
    if isinstance(expected, dict):
        return {name: known(found.get(name), one) for name, one in expected.items()}
    if isinstance(expected, list) and len(expected) == len(found):
        return [known(*both) for both in zip(found, expected, strict=True)]
    return found


@pytest.mark.requirement("R45", "R49")
async def test_the_profile_is_still_there_and_can_be_changed(noor: Citizen) -> None:
    found = await noor.ask("GET", "/v1/profile")
    assert known(found, PROFILE) == PROFILE
    await noor.ask("PUT", "/v1/profile/nickname", {"value": "Noor"})
    await noor.ask("PUT", "/v1/profile/photo", {"image": b64encode(photos.kept()).decode()})
    found = await noor.ask("GET", "/v1/profile")
    assert found["nickname"]["value"] == "Noor"
    assert found["photo"]["bytes"] == len(photos.kept())
    assert known(found["contacts"], PROFILE["contacts"]) == PROFILE["contacts"]


@pytest.mark.requirement("R49")
async def test_from_then_on_a_profile_that_is_missing_is_told(world: World, noor: Citizen) -> None:
    (world.options.home.data / FILE_NAME).unlink()
    answer = await noor.call("GET", "/v1/profile")
    assert (answer.status_code, answer.json()["reason"]) == (503, "storeMissing")


@pytest.mark.requirement("R45")
async def test_everybody_who_was_in_it_is_found(world: World) -> None:
    amir = Citizen.inside(world, "amir-haddad")
    await amir.sign_in()
    assert (await amir.ask("GET", "/v1/session"))["nickname"] == "Amir"
    await amir.close()


@pytest.mark.requirement("R64")
async def test_requests_are_still_there_and_the_one_that_waited_is_sent(
    world: World, noor: Citizen
) -> None:
    await service_of(world).rights.send_pending()
    found = (await noor.ask("GET", "/v1/rights/requests"))["items"]
    for one, expected in zip(found, REQUESTS, strict=True):
        assert known(one, expected) == expected
        assert [step["what"] for step in one["steps"]] == ["received", "acknowledged"]


async def test_the_opened_message_is_read_and_no_other(noor: Citizen) -> None:
    messages = (await noor.ask("GET", "/v1/ebox/messages"))["items"]
    read = {one.id for one in noor.persona.messages if one.read}
    assert {one["messageId"] for one in messages if one["readStatus"]} == read | {OPENED}
    assert OPENED not in read


@pytest.mark.requirement("R49")
async def test_the_id_of_an_opened_message_is_in_no_file_any_more(world: World) -> None:
    kept = (world.options.home.data / EBOX).read_bytes()
    assert kept
    assert OPENED.encode() not in kept


@pytest.mark.requirement("D3")
async def test_the_card_has_one_try_left_and_the_language_is_french(
    world: World, tmp_path: Path
) -> None:
    async def connect() -> Http:
        return Http.inside(world.app)

    portal = Portal(connect)
    devices = devices_in(tmp_path / "home")
    persons = {one.person_id: one for one in await portal.persons()}
    await devices.take(persons["noor-peeters"], portal)
    assert devices.card is not None
    assert devices.card.tries_left == 1
    assert load(tmp_path / "home" / "config").language == "fr"
    await portal.close()
