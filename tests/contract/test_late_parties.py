"""Parties apart, started in any order: one that is late, gone or started anew holds nobody up for good.

Nor do they need a folder in common.
"""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from mock_backends.shared import http
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES
from tests.by_turns import by_turns
from tests.promises.citizen import Citizen
from tests.served import addresses_of, running

Try = Callable[[Citizen], Awaitable[None]]


async def whole_journey(citizen: Citizen) -> None:
    """Sign in, and use every party."""
    await citizen.sign_in()
    assert {*(await citizen.states()).values()} == {"here"}
    await citizen.ask("PUT", "/v1/ebox/consent", {"given": True})
    assert (await citizen.ask("GET", "/v1/ebox/messages"))["items"]


async def goes_on(citizen: Citizen) -> None:
    """In the session that is open: ask a register again, and read the eBox."""
    await citizen.call("POST", "/v1/blocks/identity/refresh")
    await citizen.settle()
    assert {*(await citizen.states()).values()} == {"here"}
    assert (await citizen.ask("GET", "/v1/ebox/messages"))["items"]


async def is_over(citizen: Citizen) -> None:
    answer = await citizen.call("GET", "/v1/session")
    assert (answer.status_code, answer.json()["reason"]) == (401, "unknown")


async def no_sign_in(citizen: Citizen) -> None:
    begun = await citizen.call("POST", "/v1/sign-in", {"sealTo": citizen.key.public})
    if begun.status_code == 201:  # the portal knows from earlier where the citizen must go
        with pytest.raises(http.NoAnswer):
            await citizen.http.get(begun.json()["authorizationUrl"])
    else:
        assert begun.status_code == 503
        assert begun.json()["type"] == "urn:problem-type:simulator:sourceUnavailable"


async def only_party_is(citizen: Citizen, name: str) -> None:
    """It serves its own paths, and no other party's."""
    base = citizen.addresses[name].rpartition("/")[0]
    for party in PARTIES:
        health = await citizen.http.get(f"{base}{party.path}/health")
        assert health.status_code == (200 if party.name == name else 404)


def no_answer(name: str) -> Try:
    """For a party that nobody depends on."""

    async def fails(citizen: Citizen) -> None:
        with pytest.raises(http.NoAnswer):
            await citizen.http.get(citizen.addresses[name] + "/health")
        begun = await citizen.call("POST", "/v1/sign-in", {"sealTo": citizen.key.public})
        assert begun.status_code == 201

    return fails


async def no_portal(citizen: Citizen) -> None:
    with pytest.raises(http.NoAnswer):
        await citizen.call("GET", "/v1/session")


async def no_blocks(citizen: Citizen) -> None:
    await citizen.sign_in()
    assert "here" not in (await citizen.states()).values()


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


OTHERS = [party.name for party in PARTIES if party.name not in WITHOUT]


@pytest.mark.parametrize("name", [*WITHOUT, *by_turns(OTHERS, every=len(OTHERS))])
async def test_a_party_may_be_late_gone_or_started_anew(home_folder: Path, name: str) -> None:
    """Of those that the citizen can do without, one; in the long form all."""
    fails, then = WITHOUT.get(name, (no_answer(name), goes_on))
    home = Home.of(home_folder)
    others = tuple(party.name for party in PARTIES if party.name != name)
    addresses = addresses_of((name,), others)
    trust = local_tls(home).authority
    async with AsyncExitStack() as stack:

        def somebody() -> Citizen:
            citizen = Citizen.over_tls(addresses, trust)
            stack.push_async_callback(citizen.close)
            return citizen

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


async def test_parties_share_no_folder(tmp_path: Path) -> None:
    """Signing in by phone and by card, and an authority's correction, over two processes."""
    groups = (
        ("identity_provider", "registers"),
        ("itsme", "profile_service", "ebox", "offices", "simulation"),
    )
    homes = [Home.of(tmp_path / name) for name in ("a", "b")]
    trust = tmp_path / "trust.pem"
    trust.write_bytes(b"".join(local_tls(home).authority.read_bytes() for home in homes))
    addresses = addresses_of(*groups)
    async with AsyncExitStack() as stack:
        for home, names in zip(homes, groups, strict=True):
            await stack.enter_async_context(running(home, names, addresses, "--trust", str(trust)))
        citizen = Citizen.over_tls(addresses, trust)
        stack.push_async_callback(citizen.close)
        await whole_journey(citizen)
        await citizen.ask("POST", "/v1/sign-out")
        corrected = await citizen.http.put(
            f"{citizen.person}/controllers/rijksregister/blocks/residence/records",
            json={"records": [{"street": "Verbeterde Straat", "houseNumber": "1"}]},
        )
        assert corrected.status_code == 204
        await citizen.sign_in("eid")
        assert "Verbeterde Straat" in await citizen.everything()
