"""Every party there is, found by its folder: its contract is its own, and the kit's rules hold for it.

Among them: it fails as a tester has set, in its own form.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from mock_backends.ebox.app import PARTY as EBOX
from mock_backends.registers.app import PARTY as REGISTERS
from mock_backends.shared.failing import ALWAYS_ANSWERED
from mock_backends.shared.party import SERVICES, PartyDefinition
from mock_backends.shared.routing import LARGEST_HEADERS
from mock_backends.world import PARTIES, World
from tests.contract.neighbours import Source
from tests.contract.openapi import contract_of, operations, unnamed
from tests.worlds import world_in

NO_PARTY = {"people", "shared"}
"""Folders of the services' side that are no party."""
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


def test_every_folder_is_a_party_of_the_world() -> None:
    folders = {path.parent.name for path in SERVICES.glob("*/__init__.py")} - NO_PARTY
    assert folders == {party.name for party in PARTIES}
    assert len({party.path for party in PARTIES}) == len(PARTIES)
    assert all(set(party.needs) < folders for party in PARTIES)


async def test_each_contract_names_exactly_what_its_party_answers(world: World) -> None:
    for name, party in world.parties.items():
        contract = contract_of(name)
        contract.validate()
        assert isinstance(party.app, Starlette)
        answered = unnamed(set(operations(party.app.routes)))
        assert answered == unnamed(contract.operations()), name
        served = await world.http.get(world.addresses[name] + "/openapi.yaml")
        contract.check("GET", "/openapi.yaml", served)
        assert served.content == (SERVICES / name / "openapi.yaml").read_bytes(), name
        health = await world.http.get(world.addresses[name] + "/health")
        contract.check("GET", "/health", health)
        assert health.json() == {"status": "UP"}, name


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/health", {"X-Long": "x" * LARGEST_HEADERS}, 431),
        ("/health/", {}, 404),
        ("/nothing", {}, 404),
    ],
)
async def test_what_no_party_answers(
    world: World, path: str, headers: dict[str, str], status: int
) -> None:
    for name, address in world.addresses.items():
        answer = await world.http.get(address + path, headers=headers)
        assert answer.status_code == status, name
        assert answer.json(), name


async def put(world: World, fault: dict[str, object]) -> httpx.Response:
    return await world.http.put(f"{world.addresses['simulation']}/v1/faults/it", json=fault)


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


@pytest.mark.requirement("R5", "R13", "R21", "R41")
@pytest.mark.parametrize("party", [REGISTERS, EBOX], ids=lambda party: party.name)
async def test_a_source_answers_the_party_that_its_contract_names_and_no_other(
    tmp_path: Path, party: PartyDefinition
) -> None:
    """Only an authority's clerk, who is the tester, changes its data: the portal reads."""
    here = Source(tmp_path, party)
    for (method, path), kind in here.contract.secured().items():
        ours, others = here.tokens, here.tester
        if kind == "clerk":
            ours, others = others, ours
        for token in ("", "x.y.z", ours.token("another"), others.token(party.name)):
            headers = {"Authorization": f"Bearer {token}", "X-INSZ": "87661421604"}
            reply = await here.call(method, path, headers=headers)
            assert reply.status_code == 401, (method, path, token)
            assert reply.headers["WWW-Authenticate"].startswith("Bearer")
