"""The wire: one origin, cookies in memory, every odd answer an error of ours. A small app stands opposite."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tui.portal.cookies import CookieJar
from tui.portal.errors import (
    ConsentRequired,
    ContractViolation,
    InteractionGone,
    InvalidInput,
    NotSignedIn,
    PortalError,
    ProfileUnavailable,
    SignInFailed,
    SourceUnavailable,
)
from tui.portal.http import LARGEST_ANSWER, Http
from tui.portal.models import Model

Answering = Callable[[Request], Awaitable[Response]]


class Echo(Model, frozen=True):
    """What the small app answers."""

    text: str
    count: int = 0


async def call(answering: Answering, address: str = "/x", method: str = "GET") -> Echo:
    """One request to an app that answers everything so."""
    http = Http.inside(
        Starlette(routes=[Route("/{path:path}", answering, methods=["GET", "POST"])])
    )
    return await http.call(method, address, Echo, deadline=5)


def answer(content: bytes, status: int = 200, **headers: str) -> Answering:
    """An app that always answers this."""

    async def answering(_request: Request) -> Response:
        said = {"content-type": "application/json"}
        said.update({name.replace("_", "-"): value for name, value in headers.items()})
        return Response(content, status, headers=said)

    return answering


async def test_an_answer_becomes_a_model_with_clean_text() -> None:
    echo = await call(answer(b'{"text": "\\u001b[2Jdag", "count": 2, "other": 1}'))
    assert echo == Echo(text="[2Jdag", count=2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "schema"),
        (b"{", "notJson"),
        (b"\xff\xfe", "notJson"),
        (b'{"text": "a", "count": "b"}', "schema"),
        (b'{"text": 1}', "schema"),
        (b"[" * 100_000, "notJson"),
        (b"[" * 40 + b"]" * 40, "notJson"),
        (b'"' + b"a" * LARGEST_ANSWER + b'"', "tooLarge"),
    ],
    ids=["empty", "cut", "bytes", "wrong", "other", "deep", "deeper", "large"],
)
async def test_what_the_document_does_not_allow_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(ContractViolation) as caught:
        await call(answer(content))
    assert caught.value.reason == reason


async def test_only_json_is_read() -> None:
    with pytest.raises(ContractViolation):
        await call(answer(b'{"text": "a"}', content_type="text/html"))


async def test_a_digest_that_does_not_fit_is_refused() -> None:
    content = b'{"text": "a"}'
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert await call(answer(content, content_digest=f"sha-256=:{digest}:")) == Echo(text="a")
    with pytest.raises(ContractViolation) as caught:
        await call(answer(content[:-1] + b" }", content_digest=f"sha-256=:{digest}:"))
    assert caught.value.reason == "digest"


@pytest.mark.parametrize(
    ("status", "kind", "more", "error", "reason"),
    [
        (401, "belgif:expiredAccessToken", ', "reason": "idle"', NotSignedIn, "idle"),
        (401, "belgif:noAccessToken", "", NotSignedIn, "unknown"),
        (403, "simulator:consentRequired", "", ConsentRequired, "consentRequired"),
        (403, "belgif:missingPermission", "", ContractViolation, "refused"),
        (404, "belgif:resourceNotFound", "", PortalError, "notFound"),
        (409, "simulator:wrongStep", "", PortalError, "wrongStep"),
        (410, "simulator:interactionExpired", "", InteractionGone, "expired"),
        (
            400,
            "simulator:signInFailed",
            ', "error": "access_denied"',
            SignInFailed,
            "access_denied",
        ),
        (500, "belgif:internalServerError", "", SourceUnavailable, "error"),
        (503, "simulator:sourceUnavailable", ', "reason": "ebox"', SourceUnavailable, "ebox"),
        (
            503,
            "simulator:profileUnavailable",
            ', "reason": "keyWrong"',
            ProfileUnavailable,
            "keyWrong",
        ),
        (418, "x", "", ContractViolation, "refused"),
    ],
)
async def test_problems_become_our_errors(
    status: int, kind: str, more: str, error: type[PortalError], reason: str
) -> None:
    body = f'{{"type": "urn:problem-type:{kind}"{more}}}'.encode()
    with pytest.raises(error) as caught:
        await call(answer(body, status, content_type="application/problem+json"))
    assert type(caught.value) is error
    assert caught.value.reason == reason


async def test_what_is_wrong_with_what_was_typed_is_told_by_field() -> None:
    body = b'{"type": "b:badRequest", "issues": [{"name": "value", "code": "tooLong"}, 3, {}]}'
    with pytest.raises(InvalidInput) as caught:
        await call(answer(body, 400))
    assert caught.value.issues == (("value", "tooLong"), ("", ""))


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"type": 3, "reason": []}'])
async def test_an_error_in_another_form_is_judged_by_its_status(body: bytes) -> None:
    with pytest.raises(SourceUnavailable):
        await call(answer(body, 502, content_type="text/html"))


async def test_a_party_that_crashes_is_unavailable() -> None:
    async def crash(_request: Request) -> Response:
        raise RuntimeError("inside")

    with pytest.raises(SourceUnavailable) as caught:
        await call(crash)
    assert caught.value.reason == "error"


async def test_nobody_waits_longer_than_the_deadline() -> None:
    stopped = asyncio.Event()

    async def hang(_request: Request) -> Response:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return Response()

    http = Http.inside(Starlette(routes=[Route("/x", hang)]))
    with pytest.raises(SourceUnavailable) as caught:
        await http.call("GET", "/x", Echo, deadline=0.01)
    assert caught.value.reason == "noAnswer"
    assert stopped.is_set()


# --- where requests go ------------------------------------------------------------------------


@pytest.mark.requirement("R40")
@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x",
        "http://simulator.invalid/x",
        "https://simulator.invalid:8443/x",
        "https://simulator.invalid@example.org/x",
        "https://someone@simulator.invalid/x",
        "https://simulator.invalid.example.org/x",
        "//example.org/x",
        "file:///etc/passwd",
        "https://[::1/x",
    ],
)
async def test_no_other_address_is_asked(address: str) -> None:
    reached = []

    async def answering(request: Request) -> Response:
        reached.append(str(request.url))
        return JSONResponse({"text": "a"})

    async def away(_request: Request) -> Response:
        return RedirectResponse(address, 303)

    with pytest.raises(ContractViolation):
        await call(answering, address)
    with pytest.raises(ContractViolation):
        await call(away)
    assert reached == []


@pytest.mark.parametrize("base", ["http://simulator.invalid", "https://", "https://a@b"])
def test_services_are_reached_over_tls_only(base: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Http.inside(Starlette(), base)


async def test_a_redirect_inside_is_followed_without_the_token() -> None:
    seen: list[tuple[str, str, str | None]] = []

    async def answering(request: Request) -> Response:
        seen.append((request.method, request.url.path, request.headers.get("authorization")))
        if request.url.path == "/first":
            return RedirectResponse("/then?x=1", 303)
        return JSONResponse({"text": request.url.query})

    app = Starlette(routes=[Route("/{path:path}", answering, methods=["GET", "POST"])])
    http = Http.inside(app)
    echo = await http.call("POST", "/first", Echo, body={"a": 1}, token="secret")
    assert echo.text == "x=1"
    assert seen == [("POST", "/first", "Bearer secret"), ("GET", "/then", None)]


async def test_a_circle_of_redirects_ends() -> None:
    async def circle(_request: Request) -> Response:
        return RedirectResponse("/x", 303)

    with pytest.raises(ContractViolation):
        await call(circle)


async def test_what_was_sent_is_not_sent_again_elsewhere() -> None:
    async def moved(_request: Request) -> Response:
        return RedirectResponse("/other", 307)

    with pytest.raises(ContractViolation):
        await call(moved, method="POST")


# --- cookies ----------------------------------------------------------------------------------


async def test_cookies_go_back_to_their_path_only_and_are_forgotten() -> None:
    async def answering(request: Request) -> Response:
        response = JSONResponse({"text": request.headers.get("cookie", "")})
        if request.url.path == "/op/begin":
            response.set_cookie("__Secure-a", "1", path="/op", secure=True, httponly=True)
        if request.url.path == "/op/end":
            response.delete_cookie("__Secure-a", path="/op", secure=True)
        return response

    http = Http.inside(Starlette(routes=[Route("/{path:path}", answering)]))
    assert (await http.call("GET", "/op/begin", Echo)).text == ""
    assert (await http.call("GET", "/op/x", Echo)).text == "__Secure-a=1"
    assert (await http.call("GET", "/opera", Echo)).text == ""
    assert (await http.call("GET", "/", Echo)).text == ""
    await http.call("GET", "/op/end", Echo)
    assert (await http.call("GET", "/op/x", Echo)).text == ""
    await http.call("GET", "/op/begin", Echo)
    http.forget()
    assert (await http.call("GET", "/op/x", Echo)).text == ""


@pytest.mark.parametrize(
    "header",
    [
        "a=1; Path=/",
        "a=1; Path=/; Secure; Domain=example.org",
        "a=" + "1" * 5000 + "; Path=/; Secure",
        "",
        "=;;;",
    ],
    ids=["plain", "domain", "long", "empty", "broken"],
)
def test_cookies_that_are_not_to_be_trusted_are_not_taken(header: str) -> None:
    jar = CookieJar()
    jar.take(header, "/x")
    assert jar.header("/x") == ""


def test_there_is_a_limit_to_cookies() -> None:
    jar = CookieJar()
    for number in range(100):
        jar.take(f"c{number}=1; Path=/; Secure", "/")
    assert len(jar.header("/").split("; ")) == 20
