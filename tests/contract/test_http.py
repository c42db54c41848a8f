"""HTTP to the letter, at every operation of every party's document: method, origin, content, token.

Nothing here lists a path: a new operation is in these tables once its document names it.
"""

import re
from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest

from mock_backends.shared.routing import FORM, JSON, SAFE
from mock_backends.world import PARTIES, World
from tests.contract.openapi import Operation, contract_of
from tests.worlds import world_in

NAMES = tuple(party.name for party in PARTIES)
HERE = "https://simulator.invalid"
"""Where all parties of an embedded world are."""
FOREIGN = ("https://evil.example", "null", f"{HERE}.evil.example", "http://simulator.invalid", "")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
ERRORS = {"ebox": JSON}
"""The media type of a party's errors, where they are no problem details."""


@pytest.fixture
async def world(home_folder: Path) -> AsyncIterator[World]:
    world = await world_in(home_folder)
    yield world
    await world.stop()


def filled(template: str, value: str = "x") -> str:
    """A path with this value in the place of each parameter."""
    return re.sub(r"\{[^}]*\}", value, template)


async def ask(world: World, party: str, operation: Operation, **request: Any) -> httpx.Response:
    """Send a request, and hold what comes to the party's document."""
    method, path = operation[0], filled(operation[1])
    reply = await world.http.request(method, world.addresses[party] + path, **request)
    contract_of(party).check(method, path, reply)
    return reply


@pytest.mark.parametrize("party", NAMES)
async def test_a_method_that_a_path_has_not_is_answered_with_those_it_has(
    world: World, party: str
) -> None:
    """RFC 9110 section 15.5.6, and 9.3.2 for HEAD; over however many routes a path is split."""
    contract = contract_of(party)
    for template in contract.document["paths"]:
        has = {method for method, path in contract.operations() if path == template}
        has |= {"HEAD"} if "GET" in has else set()
        for method in set(METHODS) - has:
            address = world.addresses[party] + filled(template)
            reply = await world.http.request(method, address)
            assert reply.status_code == 405, (method, template)
            assert set(reply.headers["Allow"].split(", ")) == has, (method, template)
            assert reply.headers["content-type"] == ERRORS.get(party, "application/problem+json")


def writing(party: str) -> Iterator[tuple[Operation, str]]:
    """Every operation that changes something, with the media type that it takes."""
    contract = contract_of(party)
    for method, path in sorted(contract.operations()):
        if method not in SAFE:
            body = contract.document["paths"][path][method.lower()].get("requestBody", {})
            body = contract._resolved(body)
            yield (method, path), next(iter(body.get("content", {JSON: None})))


@pytest.mark.requirement("R41")
@pytest.mark.parametrize("party", NAMES)
async def test_what_changes_something_asks_where_it_comes_from_and_what_it_is(
    world: World, party: str
) -> None:
    """403 for another site's page (RFC 6454 section 7), 415 for other content (RFC 9110 15.5.16).

    And 413 for what says that it is too large. All before anybody looks at a token; a token that is wanted
    and not shown is 401.
    """
    secured = contract_of(party).secured()
    for operation, right in writing(party):
        packed = {"Content-Type": right, "Content-Encoding": "gzip"}
        reply = await ask(world, party, operation, content=b"x", headers=packed)
        assert (reply.status_code, reply.headers.get("Accept-Encoding")) == (415, "identity")
        assert "Accept" not in reply.headers
        large = {"Content-Type": right, "Content-Length": "999999999"}
        reply = await world.http.request(
            operation[0], world.addresses[party] + filled(operation[1]), content=b"x", headers=large
        )
        assert reply.status_code == 413, operation
        good = (right, f"{right.upper()} ; charset=utf-8")
        bad = (
            f"{right}, {right}",
            "text/plain",
            "multipart/form-data; boundary=x",
            FORM if right == JSON else JSON,
            "",
        )
        for origin, media, token in product((None, HERE, *FOREIGN), (*good, *bad), ("", "x.y.z")):
            headers = {"Content-Type": media} if media else {}
            headers |= {} if origin is None else {"Origin": origin}
            headers |= {"Authorization": f"Bearer {token}"} if token else {}
            reply = await ask(world, party, operation, content=b"x", headers=headers)
            where = (operation, headers, reply.text)
            if origin in FOREIGN:
                assert reply.status_code == 403, where
            elif media in bad:
                assert (reply.status_code, reply.headers.get("Accept")) == (415, right), where
            elif operation in secured and secured[operation] != "interactionCookie":
                assert reply.status_code == 401, where
            else:
                assert reply.status_code not in (403, 405, 415, 500), where


@pytest.mark.parametrize("party", NAMES)
async def test_who_shows_no_token_or_a_wrong_one_is_told_what_is_wanted(
    world: World, party: str
) -> None:
    """RFC 9110 section 15.5.2: a challenge with every 401; RFC 6750 section 3: what a Bearer's says."""
    schemes = contract_of(party).document.get("components", {}).get("securitySchemes", {})
    for operation, name in contract_of(party).secured().items():
        if name == "interactionCookie":
            continue  # whose interaction it is, is no question of a token: 403 and 410
        wanted = "Bearer" if schemes[name]["type"] == "http" else "Cookie"
        for token in ("", "x.y.z"):
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            reply = await ask(world, party, operation, headers=headers)
            challenge = reply.headers["WWW-Authenticate"]
            assert (reply.status_code, challenge.split()[0]) == (401, wanted), operation
            if wanted == "Bearer":
                assert challenge == "Bearer" + (' error="invalid_token"' if token else ""), (
                    operation
                )


@pytest.mark.parametrize("party", NAMES)
async def test_a_line_feed_in_a_path_is_answered_in_the_partys_own_form(
    world: World, party: str
) -> None:
    for template in contract_of(party).document["paths"]:
        for path in {filled(template) + "%0A", filled(template, "a%0Ab")} - {template}:
            reply = await world.http.get(world.addresses[party] + path)
            form = ERRORS.get(party, "application/problem+json")
            assert (reply.status_code, reply.headers["content-type"]) == (404, form), path
