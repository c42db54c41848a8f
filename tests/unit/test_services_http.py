"""A party reaches the parties that are named and nothing else, and answers errors one way."""

from unittest.mock import Mock

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.shared import http
from mock_backends.shared.clock import Clock
from mock_backends.shared.faults import Faults
from mock_backends.shared.party import party_app
from mock_backends.shared.problems import Problem
from mock_backends.shared.wire import LARGEST_BODY, Message, read, reply
from tests.conftest import START


class Note(Message, frozen=True):
    """A message of these tests."""

    some_text: str
    other: str = ""


async def echo(request: Request) -> Response:
    return reply(await read(request, Note))


async def swallow(request: Request) -> Response:
    return reply(len(await request.body()))


async def refuse(request: Request) -> Response:
    raise Problem(403, detail="no")


async def crash(request: Request) -> Response:
    raise RuntimeError("secret inside")


APP = party_app(
    "registers",
    Mock(faults=Faults(), clock=Clock(START), addresses={}),
    [
        Route("/echo", echo, methods=["POST"]),
        Route("/swallow", swallow, methods=["POST"]),
        Route("/refuse", refuse),
        Route("/crash", crash),
    ],
)


@pytest.fixture
def client() -> http.AsyncClient:
    """A client of a world with one party."""
    return http.AsyncClient({("https", "simulator.invalid", 443): http.inside(APP)})


@pytest.mark.requirement("R40")
@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "https://evil.simulator.invalid/",
        "https://simulator.invalid.example.org/",
        "https://simulator.invalid./",
        "http://simulator.invalid/refuse",
        "https://simulator.invalid:8443/refuse",
        "https://127.0.0.1/",
        "https://someone@simulator.invalid/refuse",
        "https://example.org\\@simulator.invalid/refuse",
    ],
)
async def test_no_other_host_is_reached(client: http.AsyncClient, address: str) -> None:
    with pytest.raises((httpx.ConnectError, httpx.InvalidURL)):
        await client.get(address)


async def test_the_environments_proxies_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    client = http.AsyncClient({("https", "simulator.invalid", 443): http.inside(APP)})
    assert (await client.get("https://simulator.invalid/refuse")).status_code == 403


async def test_a_message_travels_in_camel_case_without_nulls(client: http.AsyncClient) -> None:
    answer = await client.post("https://simulator.invalid/echo", json={"someText": "Dag"})
    assert answer.json() == {"someText": "Dag"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"someText": 1}', b"\xff", b"[" * 5000, b'{"someText": null}']
)
async def test_what_does_not_fit_is_refused_with_an_issue(
    client: http.AsyncClient, body: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.post("https://simulator.invalid/echo", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["issues"][0]["code"] == "schemaViolation"


@pytest.mark.parametrize("path", ["echo", "swallow"])
async def test_a_body_that_is_too_large_is_not_read(client: http.AsyncClient, path: str) -> None:
    """Also where an endpoint sets no limit itself."""
    answer = await client.post(
        f"https://simulator.invalid/{path}", json={"someText": "x" * LARGEST_BODY}
    )
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:problem-type:belgif:payloadTooLarge"


async def test_errors_are_problem_details_and_tell_nothing_of_the_inside(
    client: http.AsyncClient,
) -> None:
    refused = await client.get("https://simulator.invalid/refuse")
    assert refused.json()["type"] == "urn:problem-type:belgif:missingPermission"
    assert refused.json()["detail"] == "no"
    crashed = await client.get("https://simulator.invalid/crash")
    assert crashed.status_code == 500
    assert "secret" not in crashed.text
    assert (await client.get("https://simulator.invalid/nowhere")).json()["status"] == 404
    assert (await client.get("https://simulator.invalid/echo")).json()["status"] == 405
