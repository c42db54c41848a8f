"""A fault that a tester sets reaches the party that it names, which fails in its own form."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from mock_backends.shared.failing import ALWAYS_ANSWERED
from mock_backends.world import EMBEDDED, PARTIES, World
from tests.contract.openapi import contract_of
from tests.worlds import world_in

FAILING = tuple(party.name for party in PARTIES if party.name != "simulation")
ASKED = {
    name: next(
        re.sub(r"\{[^}]*\}", "x", path)
        for method, path in sorted(contract_of(name).operations())
        if method == "GET" and path not in ALWAYS_ANSWERED
    )
    for name in FAILING
}
"""A path of each party that faults hit: the first in its contract."""
FORM = {"ebox": "application/json"}
"""The eBox has an error form of its own; all others send problem details (RFC 9457)."""


@pytest.fixture
async def world(home_folder: Path) -> AsyncIterator[World]:
    world = await world_in(home_folder)
    yield world
    await world.stop()


async def put(world: World, fault: dict[str, object]) -> httpx.Response:
    return await world.http.put(f"{EMBEDDED}/simulation/v1/faults/it", json=fault)


@pytest.mark.parametrize("party", FAILING)
async def test_a_party_that_is_down_says_so_in_its_own_form(world: World, party: str) -> None:
    assert (await put(world, {"party": party, "kind": "down"})).status_code == 204
    reply = await world.http.get(world.addresses[party] + ASKED[party])
    assert reply.status_code == 503
    assert reply.headers["content-type"] == FORM.get(party, "application/problem+json")
    assert (await world.http.get(world.addresses[party] + "/health")).status_code == 200
    for other in {*FAILING} - {party}:
        assert (await world.http.get(world.addresses[other] + ASKED[other])).status_code != 503


@pytest.mark.parametrize(
    ("target", "status"),
    [("mobility", 204), ("vehicles", 204), ("nobody", 404), ("digitaal-vlaanderen", 404)],
)
async def test_the_registers_say_what_of_theirs_can_fail(
    world: World, target: str, status: int
) -> None:
    reply = await put(world, {"party": "registers", "target": target, "kind": "down"})
    assert reply.status_code == status
    assert ("it" in world.faults.all()) == (status == 204)
