"""The offices' door, and the portal's for the officer: who may come, and what is taken, once."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from mock_backends.shared.service_tokens import ServiceTokens
from mock_backends.world import World
from tests.contract.openapi import contract_of
from tests.worlds import world_in

PERSON = "noor-peeters"
MAIL: Mapping[str, Any] = {
    "mailId": "m" * 32,
    "office": "officer",
    "kind": "rights",
    "subject": "Mijn auto",
    "text": "Wat weet u?\nAlles, graag.",
    "right": "access",
    "blockId": "vehicles",
}


@pytest.fixture
async def world(home_folder: Path) -> AsyncIterator[World]:
    world = await world_in(home_folder)
    yield world
    await world.stop()


async def send(world: World, **members: Any) -> httpx.Response:
    """What the person's mail provider answers."""
    url = f"{world.addresses['simulation']}/v1/persons/{PERSON}/mail"
    return await world.http.post(url, json={**MAIL, **members})


async def cases(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        await world.http.get(world.addresses["simulation"] + "/v1/cases")
    ).json()["items"]
    return found


@pytest.mark.requirement("R64", "R66")
async def test_the_same_mail_is_one_case_and_one_request_however_often_it_is_sent(
    world: World,
) -> None:
    sent = await asyncio.gather(*(send(world) for _ in range(3)))
    assert {answer.status_code for answer in sent} == {201}
    numbers = {answer.json()["number"] for answer in sent}
    references = {answer.json()["request"]["reference"] for answer in sent}
    assert (len(numbers), len(references)) == (1, 1)
    (case,) = await cases(world)
    assert case["reference"] in references
    assert case["words"] == MAIL["text"]
    # Another mail with the same words is another.
    await send(world, mailId="n" * 32)
    assert len(await cases(world)) == 2


@pytest.mark.requirement("R64")
async def test_a_portal_that_is_down_gets_the_request_later_with_the_day_on_which_it_came(
    world: World,
) -> None:
    faults = world.addresses["simulation"] + "/v1/faults"
    await world.http.put(faults + "/it", json={"party": "profile_service", "kind": "down"})
    waiting = (await send(world)).json()
    assert "request" not in waiting
    await world.http.delete(faults)
    await world.http.post(
        world.addresses["simulation"] + "/v1/clock/advance", json={"seconds": 86_400 * 7}
    )
    url = f"{world.addresses['simulation']}/v1/persons/{PERSON}/mail"
    (one,) = (await world.http.get(url)).json()["items"]
    assert one["number"] == waiting["number"]
    assert one["request"]["due"] == "2026-12-23"
    assert one["request"]["receipt"]
    assert len(await cases(world)) == 1


NO_MAIL: tuple[tuple[dict[str, Any], int], ...] = (
    ({"text": "x" * 1_000_000}, 413),
    ({"text": "x" * 2001}, 400),
    ({"text": "\u001b[2J"}, 400),
    ({"text": "\u200b"}, 400),
    ({"subject": ""}, 400),
    ({"office": "vtc"}, 400),
    ({"kind": "complaint", "controllerId": "nobody"}, 400),
    ({"right": ""}, 400),
    ({"blockId": "vehicles", "function": "cookies"}, 400),
    ({"mailId": "../../etc"}, 400),
)


async def test_what_is_no_mail_is_refused_and_becomes_no_case(world: World) -> None:
    for members, status in NO_MAIL:
        answer = await send(world, **members)
        assert answer.status_code == status, members
    assert await cases(world) == []


async def test_a_request_that_cannot_be_is_answered_with_that(world: World) -> None:
    """Rectification of what one enters oneself: nobody has to be asked."""
    answer = (await send(world, right="rectification", blockId="", function="nickname")).json()
    assert answer["state"] == "inadmissible"
    assert [one["about"] for one in answer["replies"]] == ["received", "inadmissible"]


@pytest.mark.requirement("R13", "R41")
async def test_nobody_else_brings_mail_or_hands_a_request_over(world: World) -> None:
    forged = generate_private_key(SECP256R1())
    number = world.fixtures.personas[0].national_number
    for party, issuer, path in (
        ("offices", "simulation", "/v1/mail"),
        ("profile_service", "offices", "/v1/mailed-requests/" + "m" * 32),
    ):
        token = ServiceTokens(issuer, forged, world.clock).token(party)
        for headers in ({}, {"Authorization": f"Bearer {token}"}):
            answer = await world.http.get(
                world.addresses[party] + path, headers={"X-INSZ": number, **headers}
            )
            assert answer.status_code == 401, path
            contract_of(party).check("GET", path, answer)


async def test_what_is_withdrawn_gets_no_answer(world: World) -> None:
    sent = (await send(world, kind="question")).json()
    url = f"{world.addresses['simulation']}/v1/persons/{PERSON}/mail/"
    for _ in range(2):
        assert (await world.http.delete(url + sent["number"])).json()["state"] == "withdrawn"
    assert (await world.http.delete(url + "DPO-2026-XXXXXX")).status_code == 404
    request = (await send(world, mailId="n" * 32)).json()
    assert (await world.http.delete(url + request["number"])).status_code == 409
