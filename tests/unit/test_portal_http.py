"""The client's HTTP against a small app: one origin, cookies in memory, an error for every odd answer."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable

import msgspec
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
    ServiceDown,
    SignInFailed,
    SourceUnavailable,
)
from tui.portal.http import LARGEST_ANSWER, Http
from tui.portal.models import Model

Answering = Callable[[Request], Awaitable[Response]]
ORIGIN = "https://simulator.invalid"


class Echo(Model, frozen=True):
    """The answer of the small app."""

    text: str
    count: int = 0


def over(answering: Answering) -> Http:
    """A client of an app that answers every request like this."""
    return Http.inside(
        Starlette(routes=[Route("/{path:path}", answering, methods=["GET", "POST"])])
    )


async def call(
    answering: Answering, address: str = "/x", method: str = "GET", deadline: float = 5
) -> Echo:
    """Send one request to such an app."""
    return await over(answering).call(method, address, Echo, deadline=deadline)


def answer(content: bytes, status: int = 200, **headers: str) -> Answering:
    """An app that always answers this."""

    async def answering(_request: Request) -> Response:
        said = {"content-type": "application/json"}
        said.update({name.replace("_", "-"): value for name, value in headers.items()})
        return Response(content, status, headers=said)

    return answering


def away(address: str, status: int) -> Answering:
    """An app that redirects every request."""

    async def answering(_request: Request) -> Response:
        return RedirectResponse(address, status)

    return answering


async def test_an_answer_becomes_a_model_with_clean_text() -> None:
    echo = await call(answer(b'{"text": "\\u001b[2Jdag", "count": 2, "other": 1}'))
    assert echo == Echo(text="[2Jdag", count=2)


GOOD = b'{"text": "a"}'
DIGEST = f"sha-256=:{base64.b64encode(hashlib.sha256(GOOD).digest()).decode()}:"


async def test_an_answer_with_its_digest_is_read() -> None:
    assert await call(answer(GOOD, content_digest=DIGEST)) == Echo(text="a")


@pytest.mark.parametrize(
    ("content", "headers", "reason"),
    [
        (b"", {}, "schema"),
        (b"{", {}, "notJson"),
        (b"\xff\xfe", {}, "notJson"),
        (b'{"text": "a", "count": "b"}', {}, "schema"),
        (b'{"text": 1}', {}, "schema"),
        (b"[" * 100_000, {}, "notJson"),
        (b"[" * 40 + b"]" * 40, {}, "notJson"),
        (b'"' + b"a" * LARGEST_ANSWER + b'"', {}, "tooLarge"),
        (GOOD, {"content_type": "text/html"}, "notJson"),
        (GOOD[:-1] + b" }", {"content_digest": DIGEST}, "digest"),
    ],
    ids=["empty", "cut", "bytes", "wrong", "other", "deep", "deeper", "large", "html", "changed"],
)
async def test_what_the_document_does_not_allow_is_refused(
    content: bytes, headers: dict[str, str], reason: str
) -> None:
    with pytest.raises(ContractViolation) as caught:
        await call(answer(content, 200, **headers))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("status", "kind", "more", "error", "reason"),
    [
        (401, "belgif:expiredAccessToken", {"reason": "idle"}, NotSignedIn, "idle"),
        (401, "belgif:noAccessToken", {}, NotSignedIn, "unknown"),
        (403, "simulator:consentRequired", {}, ConsentRequired, "consentRequired"),
        (403, "belgif:missingPermission", {}, ContractViolation, "refused"),
        (404, "belgif:resourceNotFound", {}, PortalError, "notFound"),
        (409, "simulator:wrongStep", {}, PortalError, "wrongStep"),
        (410, "simulator:interactionExpired", {}, InteractionGone, "expired"),
        (400, "simulator:signInFailed", {"error": "a_code"}, SignInFailed, "a_code"),
        (429, "belgif:tooManyRequests", {}, SourceUnavailable, "busy"),
        (500, "belgif:internalServerError", {}, ServiceDown, "error"),
        (503, "belgif:serviceUnavailable", {}, ServiceDown, "error"),
        (503, "simulator:sourceUnavailable", {"reason": "ebox"}, SourceUnavailable, "ebox"),
        (503, "simulator:profileUnavailable", {"reason": "key"}, ProfileUnavailable, "key"),
        (418, "x", {}, ContractViolation, "refused"),
    ],
)
async def test_problems_become_our_errors(
    status: int, kind: str, more: dict[str, str], error: type[PortalError], reason: str
) -> None:
    body = msgspec.json.encode({"type": f"urn:problem-type:{kind}", **more})
    with pytest.raises(error) as caught:
        await call(answer(body, status, content_type="application/problem+json"))
    assert (type(caught.value), caught.value.reason) == (error, reason)


async def test_what_is_wrong_with_what_was_typed_is_told_by_field() -> None:
    body = b'{"type": "b:badRequest", "issues": [{"name": "value", "code": "tooLong"}, 3, {}]}'
    with pytest.raises(InvalidInput) as caught:
        await call(answer(body, 400))
    assert caught.value.issues == (("value", "tooLong"), ("", ""))


async def crash(_request: Request) -> Response:
    raise RuntimeError("inside")


@pytest.mark.parametrize(
    "answering",
    [
        crash,
        *(
            answer(body, 502, content_type="text/html")
            for body in (b"", b"<html>", b"[]", b'{"type": 3, "reason": []}')
        ),
    ],
)
async def test_a_crash_or_an_error_in_another_form_is_judged_by_its_status(
    answering: Answering,
) -> None:
    with pytest.raises(SourceUnavailable) as caught:
        await call(answering)
    assert caught.value.reason == "error"


async def test_nobody_waits_longer_than_the_deadline() -> None:
    stopped = asyncio.Event()

    async def hang(_request: Request) -> Response:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return Response()

    with pytest.raises(SourceUnavailable) as caught:
        await call(hang, deadline=0.01)
    assert caught.value.reason == "noAnswer"
    assert stopped.is_set()


async def test_one_call_is_given_ten_seconds_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(_request: Request) -> Response:
        await asyncio.Event().wait()
        return Response()

    given = []

    def at_once(seconds: float) -> asyncio.Timeout:
        given.append(seconds)
        return asyncio.timeout(0)

    monkeypatch.setattr("tui.portal.http.timeout", at_once)
    with pytest.raises(SourceUnavailable):
        await over(hang).call("GET", "/x", Echo)
    assert given == [10]


# --- where requests go ------------------------------------------------------------------------


@pytest.mark.requirement("R40")
@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x",
        "http://simulator.invalid/x",
        f"{ORIGIN}:8443/x",
        f"{ORIGIN}@example.org/x",
        "https://someone@simulator.invalid/x",
        f"{ORIGIN}.example.org/x",
        "//example.org/x",
        "file:///etc/passwd",
        "https://[::1/x",
    ],
)
async def test_no_other_address_is_asked(address: str) -> None:
    with pytest.raises(ContractViolation):
        await call(crash, address)  # not SourceUnavailable: nothing was reached
    with pytest.raises(ContractViolation):
        await call(away(address, 303))


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

    echo = await over(answering).call("POST", "/first", Echo, body={"a": 1}, token="secret")
    assert echo.text == "x=1"
    assert seen == [("POST", "/first", "Bearer secret"), ("GET", "/then", None)]


@pytest.mark.parametrize(("address", "status", "method"), [("/x", 303, "GET"), ("/y", 307, "POST")])
async def test_a_circle_of_redirects_ends_and_nothing_is_sent_again_elsewhere(
    address: str, status: int, method: str
) -> None:
    with pytest.raises(ContractViolation) as caught:
        await call(away(address, status), method=method)
    assert caught.value.reason == "redirect"


# --- cookies ----------------------------------------------------------------------------------


async def test_cookies_go_back_to_their_path_only_and_are_forgotten() -> None:
    async def answering(request: Request) -> Response:
        response = JSONResponse({"text": request.headers.get("cookie", "")})
        if request.url.path == "/op/begin":
            response.set_cookie("__Secure-a", "1", path="/op", secure=True, httponly=True)
        if request.url.path == "/op/end":
            response.delete_cookie("__Secure-a", path="/op", secure=True)
        return response

    http = over(answering)

    async def sent(*paths: str) -> list[str]:
        return [(await http.call("GET", path, Echo)).text for path in paths]

    cookie = "__Secure-a=1"
    assert await sent("/op/begin", "/op/x", "/opera", "/") == ["", cookie, "", ""]
    assert await sent("/op/end", "/op/x", "/op/begin", "/op/x") == [cookie, "", "", cookie]
    http.forget()
    assert await sent("/op/x") == [""]


@pytest.mark.parametrize(
    "header",
    [
        "a=1; Path=/",
        "a=1; Path=/; Secure; Domain=example.org",
        f"a={'1' * 5000}; Path=/; Secure",
        "a=1; Path=/op; Secure",
        "",
        "=;;;",
    ],
    ids=["plain", "domain", "long", "another party's", "empty", "broken"],
)
def test_cookies_that_are_not_to_be_trusted_are_not_taken(header: str) -> None:
    jar = CookieJar()
    jar.take(header, "/x")
    assert jar.header("/x") == jar.header("/op") == ""


def test_there_is_a_limit_to_cookies() -> None:
    jar = CookieJar()
    for number in range(100):
        jar.take(f"c{number}=1; Path=/; Secure", "/")
    assert len(jar.header("/").split("; ")) == 20
