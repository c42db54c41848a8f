"""Parties apart, started in any order: one that is late, gone or started anew holds nobody up for good.

Nor do they need a folder in common.
"""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import pytest

from mock_backends.serving import base_of, listen
from mock_backends.shared import http
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES, World, WorldOptions
from tests.promises.citizen import Citizen
from tests.served import running
from tui.devices.card_reader import CardReader
from tui.devices.identity_card import IdentityCard
from tui.portal.models import IssuedCard

Try = Callable[[Citizen], Awaitable[None]]


async def whole_journey(citizen: Citizen) -> None:
    """Sign in, and use every party."""
    await citizen.sign_in()
    blocks = (await citizen.ask("GET", "/v1/blocks"))["items"]
    assert {one["state"] for one in blocks} == {"here"}
    await citizen.ask("PUT", "/v1/ebox/consent", {"given": True})
    assert (await citizen.ask("GET", "/v1/ebox/messages"))["items"]


async def goes_on(citizen: Citizen) -> None:
    """In the session that is open: ask a register again, and read the eBox."""
    await citizen.call("POST", "/v1/blocks/identity/refresh")
    await citizen.settle()
    blocks = (await citizen.ask("GET", "/v1/blocks"))["items"]
    assert {one["state"] for one in blocks} == {"here"}
    assert (await citizen.ask("GET", "/v1/ebox/messages"))["items"]


async def is_over(citizen: Citizen) -> None:
    answer = await citizen.call("GET", "/v1/session")
    assert (answer.status_code, answer.json()["reason"]) == (401, "unknown")


async def no_sign_in(citizen: Citizen) -> None:
    begun = await citizen.call("POST", "/v1/sign-in", {})
    if begun.status_code == 201:  # the portal knows from earlier where the citizen must go
        with pytest.raises(http.NoAnswer):
            await citizen.http.get(begun.json()["authorizationUrl"])
    else:
        assert begun.status_code == 503
        assert begun.json()["type"] == "urn:problem-type:simulator:sourceUnavailable"


async def only_party_is(citizen: Citizen, name: str) -> None:
    """It serves its own paths, and no other party's."""
    base = citizen.world.addresses[name].rpartition("/")[0]
    for party in PARTIES:
        health = await citizen.http.get(f"{base}{party.path}/health")
        assert health.status_code == (200 if party.name == name else 404)


def no_answer(name: str) -> Try:
    """For a party that nobody depends on."""

    async def fails(citizen: Citizen) -> None:
        with pytest.raises(http.NoAnswer):
            await citizen.http.get(citizen.world.addresses[name] + "/health")
        assert (await citizen.call("POST", "/v1/sign-in", {})).status_code == 201

    return fails


async def no_portal(citizen: Citizen) -> None:
    with pytest.raises(http.NoAnswer):
        await citizen.call("GET", "/v1/session")


async def no_blocks(citizen: Citizen) -> None:
    await citizen.sign_in()
    blocks = (await citizen.ask("GET", "/v1/blocks"))["items"]
    assert "here" not in {one["state"] for one in blocks}


async def no_messages(citizen: Citizen) -> None:
    await citizen.sign_in()
    await citizen.ask("PUT", "/v1/ebox/consent", {"given": True})
    answer = await citizen.call("GET", "/v1/ebox/messages")
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:problem-type:simulator:sourceUnavailable"


WITHOUT: dict[str, tuple[Try, Try]] = {
    "identity_provider": (no_sign_in, goes_on),
    "profile_service": (no_portal, is_over),
    "registers": (no_blocks, goes_on),
    "ebox": (no_messages, goes_on),
}
"""What fails while this party is not there, and what an open session does once it was started anew."""


@pytest.mark.parametrize("name", [party.name for party in PARTIES])
async def test_a_party_may_be_late_gone_or_started_anew(home_folder: Path, name: str) -> None:
    fails, then = WITHOUT.get(name, (no_answer(name), goes_on))
    home = Home.of(home_folder)
    with listen() as here, listen() as there:
        addresses = {
            party.name: base_of(here if party.name == name else there) + party.path
            for party in PARTIES
        }
    others = tuple(party.name for party in PARTIES if party.name != name)
    elsewhere = WorldOptions(
        home=home, parties=(), elsewhere=addresses, trust=local_tls(home).authority
    )
    async with AsyncExitStack() as stack:

        def somebody() -> Citizen:
            world = World(elsewhere)
            stack.push_async_callback(world.stop)
            return Citizen(world, reach=world.http)

        await stack.enter_async_context(running(home, others, addresses))
        citizen = somebody()
        await fails(citizen)
        async with running(home, (name,), addresses):
            await only_party_is(citizen, name)
            await whole_journey(citizen)
        await fails(somebody())
        async with running(home, (name,), addresses):
            await then(citizen)
            await whole_journey(somebody())


async def sign_in_by_card(citizen: Citizen, folder: Path) -> None:
    """Sign in with the identity card that the simulation hands over."""
    ask, simulation = citizen.http, citizen.world.addresses["simulation"]
    issued = await ask.post(f"{simulation}/v1/persons/{citizen.persona.id}/identity-card")
    held = msgspec.json.decode(issued.content, type=IssuedCard)
    card = IdentityCard(held, folder / "cards.json")
    begun = await citizen.ask("POST", "/v1/sign-in", {})
    interaction = (await ask.get(begun["authorizationUrl"])).headers["Location"]
    asked = await ask.post(interaction, json={"action": "chooseMethod", "method": "eid"})
    reader, details = CardReader(), asked.json()["details"]
    reader.insert(card)
    reader.ask(details["challenge"], details["origin"])
    proof = reader.enter(card.pin)
    done = await ask.post(interaction, json={"action": "presentCard", "token": proof})
    back = await ask.get(done.json()["redirectTo"])
    assert back.status_code == 200, back.text


async def test_parties_share_no_folder(tmp_path: Path) -> None:
    """Signing in by phone and by card, and an authority's correction, over two processes."""
    groups = (("identity_provider", "registers"), ("profile_service", "ebox", "simulation"))
    homes = [Home.of(tmp_path / name) for name in ("a", "b")]
    trust = tmp_path / "trust.pem"
    trust.write_bytes(b"".join(local_tls(home).authority.read_bytes() for home in homes))
    with listen() as one, listen() as other:
        addresses = {
            party.name: base_of(one if party.name in groups[0] else other) + party.path
            for party in PARTIES
        }
    own = Home.of(tmp_path / "own")
    world = World(WorldOptions(home=own, parties=(), elsewhere=addresses, trust=trust))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(world.stop)
        for home, names in zip(homes, groups, strict=True):
            await stack.enter_async_context(running(home, names, addresses, "--trust", str(trust)))
        citizen = Citizen(world, reach=world.http)
        await whole_journey(citizen)
        await citizen.ask("POST", "/v1/sign-out")
        person = f"{addresses['simulation']}/v1/persons/{citizen.persona.id}"
        corrected = await world.http.put(
            f"{person}/controllers/rijksregister/blocks/residence/records",
            json={"records": [{"street": "Verbeterde Straat", "houseNumber": "1"}]},
        )
        assert corrected.status_code == 204
        await sign_in_by_card(citizen, own.data)
        await citizen.settle()
        assert "Verbeterde Straat" in await citizen.everything()
