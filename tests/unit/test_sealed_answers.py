"""The two halves of sealing, which share no code, held against each other: one seals, the other opens."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from mock_backends.shared.sealed_answers import (
    CODING,
    OVERHEAD,
    STEP,
    pad,
    public_key,
    seal,
    sealed_answer,
)
from mock_backends.shared.wire import content_digest
from tui.portal.client import Portal
from tui.portal.errors import (
    ContractViolation,
    PortalError,
    SignInFailed,
    SourceUnavailable,
)
from tui.portal.http import Http
from tui.portal.models import Model
from tui.portal.sealed import Sealed, SealKey

KEY, OTHER_KEY = SealKey(), SealKey()
BLOCK = "/v1/controllers/rijksregister/blocks/identity"
PLAIN = b'{"text":"Noor"}'
SEALED = seal(PLAIN, public_key(KEY.public), "registers", BLOCK)


class Answer(Model, frozen=True):
    """What is inside."""

    text: str


@pytest.mark.requirement("R49", "R50")
def test_what_one_half_seals_the_other_opens() -> None:
    assert KEY.open(SEALED, "registers", BLOCK) == PLAIN
    assert len(SEALED) == len(PLAIN) + OVERHEAD
    assert PLAIN not in SEALED
    assert seal(PLAIN, public_key(KEY.public), "registers", BLOCK) != SEALED, "never the same twice"


@pytest.mark.requirement("R41", "R50")
@pytest.mark.parametrize(
    ("key", "sealed", "belongs_to"),
    [
        (OTHER_KEY, SEALED, ("registers", BLOCK)),
        (KEY, SEALED, ("registers", BLOCK.replace("identity", "residence"))),
        (KEY, SEALED, ("registers", BLOCK + "?page=2")),
        (KEY, SEALED, ("ebox", BLOCK)),
        (KEY, SEALED, ("registers" + BLOCK[:1], BLOCK[1:])),  # the same letters, divided otherwise
        (KEY, SEALED[:-1], ("registers", BLOCK)),
        (KEY, SEALED + b"x", ("registers", BLOCK)),
        (KEY, SEALED[:40] + bytes([SEALED[40] ^ 1]) + SEALED[41:], ("registers", BLOCK)),
        (KEY, PLAIN, ("registers", BLOCK)),
        (KEY, b"", ("registers", BLOCK)),
    ],
    ids=["key", "block", "page", "party", "words", "cut", "longer", "byte", "plain", "nothing"],
)
def test_what_was_sealed_for_something_else_does_not_open(
    key: SealKey, sealed: bytes, belongs_to: tuple[str, str]
) -> None:
    with pytest.raises(ContractViolation, match=belongs_to[0]) as refused:
        key.open(sealed, *belongs_to)
    assert refused.value.reason == "notOpened"


def test_it_is_hpke_as_published() -> None:
    """RFC 9180, base mode: opened with the library alone, and with nothing of ours but the words bound."""
    private = X25519PrivateKey.generate()
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    words = [b"burgerprofiel sealed answer v1", b"ebox", b"/x?page=1"]
    info = b"".join(len(word).to_bytes(4, "big") + word for word in words)
    sealed = seal(PLAIN, private.public_key(), "ebox", "/x?page=1")
    assert suite.decrypt(sealed, private, info=info) == PLAIN


@pytest.mark.parametrize("length", [0, 1, STEP - 1, STEP, STEP + 1])
def test_lengths_are_padded_with_what_json_passes_over(length: int) -> None:
    padded = pad(b"x" * length)
    assert len(padded) % STEP == 0
    assert len(padded) - length < STEP
    assert padded.rstrip(b" ") == b"x" * length


def _app(answering: Callable[[Request], Response]) -> Http:
    async def answer(request: Request) -> Response:
        return answering(request)

    return Http.inside(Starlette(routes=[Route("/x", answer)]))


def _sealed(request: Request) -> Response:
    return sealed_answer(request, public_key(KEY.public), "registers", PLAIN)


def _without(header: str) -> Callable[[Request], Response]:
    def answering(request: Request) -> Response:
        answer = _sealed(request)
        del answer.headers[header]
        return answer

    return answering


def _cut_off(request: Request) -> Response:
    whole = _sealed(request)
    headers = {"Content-Encoding": CODING, "Content-Digest": whole.headers["Content-Digest"]}
    return Response(bytes(whole.body)[:-1], headers=headers, media_type="application/json")


def _no_json(request: Request) -> Response:
    return sealed_answer(request, public_key(KEY.public), "registers", b'{"x": [{')


def _of_another_shape(request: Request) -> Response:
    return sealed_answer(request, public_key(KEY.public), "registers", b'{"text": 1}')


@pytest.mark.requirement("R50")
@pytest.mark.parametrize(
    ("answering", "expects", "reason"),
    [
        (_sealed, KEY, ""),
        (_sealed, None, "coding"),
        (lambda request: JSONResponse({"text": "plain"}), KEY, "coding"),
        (_without("Content-Encoding"), KEY, "coding"),
        (_sealed, OTHER_KEY, "notOpened"),
        (_cut_off, KEY, "digest"),
        (_no_json, KEY, "notJson"),
        (_of_another_shape, KEY, "schema"),
        (lambda request: JSONResponse(None, 503), KEY, "error"),
    ],
    ids=[
        *("sealed", "not expected", "downgrade", "no coding", "another key", "cut off"),
        *("no JSON", "another shape", "an error"),
    ],
)
async def test_an_answer_is_taken_sealed_if_and_only_if_that_is_expected(
    answering: Callable[[Request], Response], expects: SealKey | None, reason: str
) -> None:
    sealed = Sealed(expects, "registers", "/x") if expects else None
    if expects is None:  # for whoever asks for plain answers there are none
        answering = _anyway(answering)
    calling = _app(answering).call("GET", "/x", Answer, sealed=sealed)
    if not reason:
        assert (await calling).text == "Noor"
        return
    with pytest.raises((ContractViolation, SourceUnavailable)) as refused:
        await calling
    assert refused.value.reason == reason


def _anyway(answering: Callable[[Request], Response]) -> Callable[[Request], Response]:
    def forced(request: Request) -> Response:
        headers = [*request.scope["headers"], (b"accept-encoding", CODING.encode())]
        headers = [pair for pair in headers if pair != (b"accept-encoding", b"identity")]
        return answering(Request({**request.scope, "headers": headers}))

    return forced


@pytest.mark.requirement("R50")
@pytest.mark.parametrize(
    ("address", "error", "reason"),
    [
        ("/op/auth?seal_to={key}", None, ""),
        ("/op/auth?seal_to={other}", ContractViolation, "key"),
        ("/op/auth?seal_to={other}&seal_to={key}", ContractViolation, "key"),
        ("/op/auth", ContractViolation, "key"),
        ("/burgerprofiel/go?seal_to={key}", ContractViolation, "diverted"),
        ("/op/../burgerprofiel/go?seal_to={key}", ContractViolation, "diverted"),
        ("/op/diverts?seal_to={key}", ContractViolation, "diverted"),
        ("https://evil.example/op/auth?seal_to={key}", ContractViolation, "foreignAddress"),
        ("/op/refuses?seal_to={key}", SignInFailed, "temporarily_unavailable"),
    ],
)
async def test_only_the_provider_gets_the_key_and_by_no_detour(
    address: str, error: type[PortalError] | None, reason: str
) -> None:
    """A portal that could lead the program elsewhere could bring it back with a key of its own."""
    visited: list[str] = []

    async def sign_in(request: Request) -> Response:
        key = (await request.json())["sealTo"]
        url = "https://simulator.invalid" * address.startswith("/") + address
        url = url.format(key=key, other=OTHER_KEY.public)
        return JSONResponse({"authorizationUrl": url}, 201)

    async def elsewhere(request: Request) -> Response:
        visited.append(request.url.path)
        return RedirectResponse(f"/op/auth?seal_to={OTHER_KEY.public}", 303)

    async def provider(request: Request) -> Response:
        leads = {
            "/op/diverts": "/burgerprofiel/go",
            "/op/refuses": "/burgerprofiel/v1/callback?error=temporarily_unavailable",
        }
        if request.url.path in leads:
            return RedirectResponse(leads[request.url.path], 303)
        state = {"interactionId": "i", "version": 1, "step": "chooseMethod"}
        return JSONResponse({**state, "clientName": {}, "methods": []})

    routes = [
        Route("/burgerprofiel/v1/sign-in", sign_in, methods=["POST"]),
        Route("/burgerprofiel/{path:path}", elsewhere),
        Route("/op/{path:path}", provider),
    ]

    async def connect() -> Http:
        return Http.inside(Starlette(routes=routes))

    beginning = Portal(connect).begin_sign_in()
    if error is None:
        await beginning
        return
    with pytest.raises(error) as refused:
        await beginning
    assert (refused.value.reason, visited) == (reason, [])


def test_a_digest_is_over_what_is_sent() -> None:
    scope = {"type": "http", "path": "/x", "query_string": b"", "root_path": "", "method": "GET"}
    headers = [(b"accept-encoding", b"gzip, " + CODING.encode()), (b"host", b"simulator.invalid")]
    answer = _sealed(Request({**scope, "headers": headers, "server": ("simulator.invalid", 443)}))
    assert answer.headers["Content-Digest"] == content_digest(bytes(answer.body))
