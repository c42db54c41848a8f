"""Hostile requests to the identity provider: each is refused in the standard's words, none crashes it.

The server's own errors come out of the test's browser, so that a crash is a failed test here and not a 500.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.responses import Response

from tests.contract.relying_party import (
    ASSERTION_TYPE,
    BASE,
    CALLBACK,
    ISSUER,
    Provider,
    SignIn,
    callback_of,
)


@pytest.fixture
async def provider(home_folder: Path) -> AsyncIterator[Provider]:
    """An identity provider, whose browser and portal belong to the test."""
    provider = Provider(home_folder)
    yield provider
    await provider.browser.aclose()


NASTY = ('"', "\\", "é", "\x00", "\x1b[31m", "\r\nSet-Cookie: x=1", "%", "{}", "‮", "x" * 3000)
"""Texts that break out of quotes, headers, terminals, formats; and one that is too long."""


# --- the authorization endpoint ---------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": ""},
        {"client_id": "another"},
        {"redirect_uri": ""},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": CALLBACK + "/"},
        {"redirect_uri": CALLBACK + "?x=1"},
        {"redirect_uri": CALLBACK + "#x"},
        {"redirect_uri": CALLBACK.upper()},
        {"redirect_uri": CALLBACK.replace("https", "http")},
        {"redirect_uri": "javascript:alert(1)"},
        *({"client_id": f"mbp-sim{text}"} for text in NASTY),
        *({"redirect_uri": f"{CALLBACK}{text}"} for text in NASTY),
    ],
    ids=lambda changes: repr(changes)[:60],
)
async def test_nobody_is_sent_to_an_address_that_is_not_sure(
    provider: Provider, changes: dict[str, str]
) -> None:
    reply = await provider.authorize(**changes)
    assert reply.status_code == 400
    assert "location" not in reply.headers
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
async def test_a_doubled_client_or_address_is_not_sure(provider: Provider, name: str) -> None:
    parameters = SignIn().parameters()
    query = urlencode([*parameters.items(), (name, parameters[name])])
    assert (await provider.call("GET", f"/v1/auth?{query}")).status_code == 400


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"response_type": ""}, "invalid_request"),
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"response_type": "code id_token"}, "unsupported_response_type"),
    ({"response_type": "none"}, "unsupported_response_type"),
    ({"scope": ""}, "invalid_scope"),
    ({"scope": "profile"}, "invalid_scope"),
    ({"scope": "openid vo"}, "invalid_scope"),
    ({"scope": "openid offline_access"}, "invalid_scope"),
    ({"scope": "openid OPENID"}, "invalid_scope"),
    ({"code_challenge": ""}, "invalid_request"),
    ({"code_challenge_method": ""}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge_method": "s256"}, "invalid_request"),
    ({"code_challenge": "x" * 42}, "invalid_request"),
    ({"code_challenge": "x" * 44}, "invalid_request"),
    ({"code_challenge": "x" * 42 + "="}, "invalid_request"),
    ({"code_challenge": "x" * 42 + "\n"}, "invalid_request"),
    ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
    ({"request": "x"}, "request_not_supported"),
    ({"request_uri": "https://evil.example/r"}, "request_uri_not_supported"),
    ({"registration": "{}"}, "registration_not_supported"),
    ({"response_mode": "fragment"}, "invalid_request"),
    ({"response_mode": "form_post"}, "invalid_request"),
    ({"max_age": "-1"}, "invalid_request"),
    ({"max_age": "1.5"}, "invalid_request"),
    ({"max_age": "soon"}, "invalid_request"),
    ({"max_age": "9" * 30}, "invalid_request"),
    ({"prompt": "none"}, "login_required"),
    ({"prompt": "none login"}, "invalid_request"),
    ({"prompt": "dance"}, "invalid_request"),
    *(({"response_type": f"code{text}"}, "") for text in NASTY),
    *(({"scope": f"openid {text}"}, "") for text in NASTY),
    *(({"nonce": text}, "invalid_request") for text in NASTY if text not in ('"', "\\", "%", "{}")),
    *(({"prompt": text}, "invalid_request") for text in NASTY),
    *(({"code_challenge_method": text}, "invalid_request") for text in NASTY),
]


@pytest.mark.parametrize(
    ("changes", "error"), REFUSED, ids=lambda value: repr(value)[:60] if value else "any"
)
async def test_a_wrong_request_goes_back_with_its_error(
    provider: Provider, changes: dict[str, str], error: str
) -> None:
    sign_in = SignIn()
    reply = await provider.authorize(sign_in, **changes)
    assert reply.status_code == 303
    assert "set-cookie" not in reply.headers
    back = callback_of(reply.headers["location"])
    assert back["error"] == error or (not error and back["error"])
    assert (back["state"], back["iss"]) == (sign_in.state, ISSUER)
    # Nothing of the sender's comes back in the description.
    assert back["error_description"].isascii()
    assert all(text not in back["error_description"] for text in NASTY)


@pytest.mark.parametrize(
    "name",
    [
        "response_type",
        "scope",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "acr_values",
        "x",
    ],
)
async def test_nothing_may_come_twice(provider: Provider, name: str) -> None:
    sign_in = SignIn()
    parameters = sign_in.parameters(x="1")
    query = urlencode([*parameters.items(), (name, "x")])
    back = callback_of((await provider.call("GET", f"/v1/auth?{query}")).headers["location"])
    assert (back["error"], back["state"]) == ("invalid_request", sign_in.state)


@pytest.mark.parametrize("text", NASTY[2:6])
async def test_a_state_that_is_not_plain_does_not_come_back(provider: Provider, text: str) -> None:
    back = callback_of((await provider.authorize(state=text)).headers["location"])
    assert back["error"] == "invalid_request"
    assert "state" not in back


async def test_a_doubled_state_does_not_come_back(provider: Provider) -> None:
    query = urlencode([*SignIn().parameters().items(), ("state", "another")])
    back = callback_of((await provider.call("GET", f"/v1/auth?{query}")).headers["location"])
    assert back["error"] == "invalid_request"
    assert "state" not in back


@pytest.mark.parametrize(
    "query",
    ["%ff=%fe", "x=" + "y" * 9000, "&".join(f"a{n}=1" for n in range(100)), "client_id=mbp-sim%80"],
    ids=lambda query: query[:20],
)
async def test_parameters_that_cannot_be_read(provider: Provider, query: str) -> None:
    assert (await provider.call("GET", f"/v1/auth?{query}")).status_code == 400
    form = {"content-type": "application/x-www-form-urlencoded"}
    for path in ("/v1/auth", "/v1/token", "/v1/logout", "/v1/userinfo"):
        reply = await provider.call("POST", path, content=query.encode(), headers=form)
        assert reply.status_code in (400, 401, 413), path


async def test_max_age_and_prompt_login_ask_what_always_happens(provider: Provider) -> None:
    for changes in ({"max_age": "0"}, {"prompt": "login"}, {"prompt": "select_account consent"}):
        reply = await provider.authorize(**changes)
        assert reply.headers["location"].startswith(f"{ISSUER}/v1/interactions/")


async def test_a_full_house_says_so_to_the_portal(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mock_backends.identity_provider.interactions.MOST_AT_ONCE", 1)
    await provider.begin(SignIn())
    back = callback_of((await provider.authorize(sign_in := SignIn())).headers["location"])
    assert (back["error"], back["state"]) == ("temporarily_unavailable", sign_in.state)
    provider.move(600)
    await provider.begin(SignIn())


async def test_unknown_acr_values_are_a_wish_that_is_not_heard(provider: Provider) -> None:
    path = await provider.begin(SignIn(), acr_values="urn:x:y")
    methods = (await provider.call("GET", path)).json()["methods"]
    assert [method["available"] for method in methods] == [True, True, False, False]


# --- who the client is ------------------------------------------------------------------------


async def test_a_client_that_does_not_prove_itself_has_not_used_the_code_up(
    provider: Provider,
) -> None:
    # Which assertions are refused, and why: test_tokens.py.
    back = await provider.by_itsme(sign_in := SignIn())
    for claims in ({"exp": 1}, {"sub": "another", "iss": "another"}, {"sub": 'mbp"sim'}):
        assertion = provider.assertion(claims)
        reply = await provider.exchange(sign_in, back["code"], client_assertion=assertion)
        assert (reply.status_code, reply.json()["error"]) == (400, "invalid_client")
    assert (await provider.exchange(sign_in, back["code"])).status_code == 200


async def test_an_assertion_serves_once_as_long_as_it_lives(provider: Provider) -> None:
    assertion = provider.assertion({"exp": int(provider.clock.now().timestamp()) + 660})
    for seconds, status in ((0, 200), (0, 400), (659, 400), (60, 400)):
        provider.move(seconds)
        back = await provider.by_itsme(sign_in := SignIn())
        reply = await provider.exchange(sign_in, back["code"], client_assertion=assertion)
        assert reply.status_code == status


@pytest.mark.parametrize(
    "published",
    [
        {"keys": []},
        {"keys": "x"},
        {},
        [],
        Response("[" * 100_000, media_type="application/json"),
        Response(b'{"keys": [{"kid": "a\xc3"}]}', media_type="application/json"),
        Response("x" * 100_000),
        Response(status_code=503),
        Response(status_code=302, headers={"Location": "https://evil.example/"}),
    ],
    ids=["none", "text", "empty", "list", "deep", "no-text", "large", "down", "elsewhere"],
)
async def test_keys_that_cannot_be_had_let_nobody_in(provider: Provider, published: Any) -> None:
    provider.published = published
    back = await provider.by_itsme(sign_in := SignIn())
    reply = await provider.exchange(sign_in, back["code"])
    assert (reply.status_code, reply.json()["error"]) == (400, "invalid_client")


async def test_a_key_set_larger_than_any_is_not_read(provider: Provider) -> None:
    key = provider.key.as_dict(private=False)
    provider.published = {"keys": [key], "more": [{"x": "x" * 70_000}]}
    back = await provider.by_itsme(sign_in := SignIn())
    assert (await provider.exchange(sign_in, back["code"])).status_code == 400
    provider.published = {"keys": [key], "more": [{"x": "x" * 60_000}]}
    provider.move(10)
    assert (await provider.exchange(sign_in, back["code"])).status_code == 200


async def test_only_public_signing_keys_of_the_right_kind_are_taken(provider: Provider) -> None:
    public = provider.key.as_dict(private=False)
    for unusable in (
        provider.key.as_dict(private=True),
        {**public, "use": "enc"},
        {**public, "alg": "ES384"},
        {**public, "crv": "P-384"},
        {**public, "x": "AAAA"},
        {name: value for name, value in public.items() if name != "kid"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "portal-1", "alg": "ES256"},
    ):
        provider.published = {"keys": [unusable]}
        provider.move(10)
        back = await provider.by_itsme(sign_in := SignIn())
        assert (await provider.exchange(sign_in, back["code"])).status_code == 400, unusable


# --- the code ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": ""}, "invalid_request"),
        ({"code": "x"}, "invalid_grant"),
        ({"code": "é"}, "invalid_request"),
        ({"redirect_uri": ""}, "invalid_grant"),
        ({"redirect_uri": CALLBACK + "/"}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"code_verifier": "x" * 42}, "invalid_request"),
        ({"code_verifier": "x" * 129}, "invalid_request"),
        ({"code_verifier": '"' * 43}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"grant_type": 'authorization_code"'}, "unsupported_grant_type"),
        ({"grant_type": "é"}, "invalid_request"),
        ({"client_id": "another"}, "invalid_client"),
        ({"client_secret": "x"}, "invalid_request"),
        ({"client_assertion": ""}, "invalid_client"),
        ({"client_assertion_type": ""}, "invalid_client"),
        ({"client_assertion_type": "urn:x"}, "invalid_client"),
    ],
    ids=lambda value: repr(value)[:60],
)
async def test_a_wrong_token_request_gets_its_error(
    provider: Provider, changes: dict[str, str], error: str
) -> None:
    sign_in = SignIn()
    code = (await provider.by_itsme(sign_in))["code"]
    form = provider.token_form(sign_in, code, **changes)
    reply = await provider.call("POST", "/v1/token", data=form)
    assert (reply.status_code, reply.json()["error"]) == (400, error)
    assert "access_token" not in reply.text


async def test_a_token_request_must_be_one_plain_form(provider: Provider) -> None:
    sign_in = SignIn()
    code = (await provider.by_itsme(sign_in))["code"]
    form = provider.token_form(sign_in, code)
    twice = urlencode([*form.items(), ("code", code)]).encode()
    urlencoded = {"content-type": "application/x-www-form-urlencoded"}
    for request in (
        {"content": twice, "headers": urlencoded},
        {"json": form},
        {"content": b"", "headers": urlencoded},
        {"content": urlencode(form).encode(), "headers": {"content-type": "text/plain"}},
    ):
        reply = await provider.call("POST", "/v1/token", **request)
        assert (reply.status_code, reply.json()["error"]) == (400, "invalid_request")
    in_query = await provider.call("POST", f"/v1/token?{urlencode(form)}", data={})
    assert in_query.status_code == 400
    assert (await provider.browser.get("/v1/token")).status_code == 405


async def test_a_code_tried_with_a_wrong_verifier_is_used_up(provider: Provider) -> None:
    back = await provider.by_itsme(sign_in := SignIn())
    assert (
        await provider.exchange(sign_in, back["code"], code_verifier="x" * 43)
    ).status_code == 400
    assert (await provider.exchange(sign_in, back["code"])).json()["error"] == "invalid_grant"


async def test_a_code_of_one_client_is_worth_nothing_to_another(provider: Provider) -> None:
    back = await provider.by_itsme(sign_in := SignIn())
    for _ in range(2):
        other = provider.assertion({"iss": "other-sim", "sub": "other-sim"})
        reply = await provider.exchange(sign_in, back["code"], client_assertion=other)
        assert reply.json()["error"] == "invalid_grant"
    # Nor can the other spoil it, before it was used or after.
    tokens = (await provider.exchange(sign_in, back["code"])).json()
    other = provider.assertion({"iss": "other-sim", "sub": "other-sim"})
    await provider.exchange(sign_in, back["code"], client_assertion=other)
    me = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert (await provider.call("GET", "/v1/userinfo", headers=me)).status_code == 200


@pytest.mark.parametrize("name", ["redirect_uri", "client_id"])
async def test_one_client_does_not_go_to_the_address_of_another(
    provider: Provider, name: str
) -> None:
    changes = {"redirect_uri": f"{BASE}/other/callback", "client_id": "other-sim"}
    assert (await provider.authorize(**{name: changes[name]})).status_code == 400
    query = urlencode(SignIn().parameters(**changes))
    assert (await provider.call("GET", f"/v1/auth?{query}")).status_code == 303


async def test_a_basic_header_is_no_proof(provider: Provider) -> None:
    form = {
        "grant_type": "authorization_code",
        "code": "x",
        "client_id": "mbp-sim",
        "client_assertion_type": ASSERTION_TYPE,
    }
    reply = await provider.call("POST", "/v1/token", data=form, auth=("mbp-sim", "secret"))
    assert reply.json()["error"] == "invalid_client"


@pytest.mark.parametrize("path", ["/v1/auth/", "/v1", "/", "/v1/auth/../keys/", "/v1//token"])
async def test_no_path_redirects_to_another(provider: Provider, path: str) -> None:
    reply = await provider.browser.get(f"{BASE}/op{path}")
    assert reply.status_code == 404
