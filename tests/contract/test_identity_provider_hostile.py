"""Hostile requests to the identity provider: each is refused in the standard's words, none crashes it.

The server's own errors come out of the test's browser, so that a crash is a failed test here and not a 500.
"""

from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.responses import Response

from tests.contract.neighbours import BASE
from tests.contract.relying_party import (
    CALLBACK,
    ISSUER,
    Provider,
    SignIn,
    callback_of,
)

NASTY = ('"', "\\", "é", "\x00", "\x1b[31m", "\r\nSet-Cookie: x=1", "%", "{}", "‮", "x" * 3000)
"""Texts that break out of quotes, headers, terminals, formats; and one that is too long."""
PLAIN = ('"', "\\", "%", "{}")
"""Those of them that a nonce may hold."""
OTHER = {"redirect_uri": f"{BASE}/other/callback", "client_id": "other-sim"}
"""Another client, at an address of its own."""
FORM = {"content-type": "application/x-www-form-urlencoded"}

# --- the authorization endpoint ---------------------------------------------------------------

UNKNOWN = {
    "client_id": ("", "another", OTHER["client_id"], *(f"mbp-sim{text}" for text in NASTY)),
    "redirect_uri": (
        *("", "https://evil.example/", "javascript:alert(1)", OTHER["redirect_uri"]),
        *(CALLBACK.upper(), CALLBACK.replace("https", "http")),
        *(CALLBACK + text for text in ("/", "?x=1", "#x", *NASTY)),
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
async def test_nobody_is_sent_to_an_address_that_is_not_known(
    provider: Provider, name: str
) -> None:
    replies = [await provider.authorize(**{name: value}) for value in UNKNOWN[name]]
    sound = SignIn().parameters()
    doubled = urlencode([*sound.items(), (name, sound[name])])
    for reply in (*replies, await provider.call("GET", f"/v1/auth?{doubled}")):
        assert reply.status_code == 400, reply.request.url
        assert not {"location", "set-cookie"} & {*reply.headers}
    assert (await provider.authorize(**OTHER)).status_code == 303


REFUSED = (
    ("response_type", "invalid_request", ("",)),
    ("response_type", "unsupported_response_type", ("token", "code id_token", "none")),
    ("response_type", "", [f"code{text}" for text in NASTY]),
    ("scope", "invalid_scope", ("", "profile", "openid vo", "openid offline_access")),
    ("scope", "invalid_scope", ("openid OPENID",)),
    ("scope", "", [f"openid {text}" for text in NASTY]),
    ("nonce", "invalid_request", [text for text in NASTY if text not in PLAIN]),
    ("code_challenge", "invalid_request", ("", "x" * 42, "x" * 44)),
    ("code_challenge", "invalid_request", ("x" * 42 + "=", "x" * 42 + "\n")),
    ("code_challenge_method", "invalid_request", ("", "plain", "s256", *NASTY)),
    ("request", "request_not_supported", ("eyJhbGciOiJub25lIn0.e30.", "x")),
    ("request_uri", "request_uri_not_supported", ("https://evil.example/r",)),
    ("registration", "registration_not_supported", ("{}",)),
    ("response_mode", "invalid_request", ("fragment", "form_post")),
    ("max_age", "invalid_request", ("-1", "1.5", "soon", "9" * 30)),
    ("prompt", "login_required", ("none",)),
    ("prompt", "invalid_request", ("none login", "dance", *NASTY)),
)
"""Parameter, the error of OAuth 2.0 or OpenID Connect ("" for any), and the values that lead to it."""


@pytest.mark.parametrize(("name", "error", "values"), REFUSED)
async def test_a_wrong_request_goes_back_with_its_error(
    provider: Provider, name: str, error: str, values: list[str]
) -> None:
    for value in values:
        sign_in = SignIn()
        reply = await provider.authorize(sign_in, **{name: value})
        assert (reply.status_code, "set-cookie" in reply.headers) == (303, False)
        back = callback_of(reply.headers["location"])
        assert back["error"] == (error or back["error"] or "some"), value
        assert (back["state"], back["iss"]) == (sign_in.state, ISSUER)
        # Nothing of the sender's comes back in the description.
        assert back["error_description"].isascii()
        assert all(text not in back["error_description"] for text in NASTY)


async def test_nothing_may_come_twice(provider: Provider) -> None:
    named = ("response_type", "scope", "nonce", "code_challenge", "code_challenge_method")
    for name in (*named, "acr_values", "x", "state"):
        sign_in = SignIn()
        query = urlencode([*sign_in.parameters(x="1").items(), (name, "x")])
        back = callback_of((await provider.call("GET", f"/v1/auth?{query}")).headers["location"])
        assert back["error"] == "invalid_request", name
        assert back.get("state") == (None if name == "state" else sign_in.state)


async def test_a_state_that_is_not_plain_does_not_come_back(provider: Provider) -> None:
    for text in NASTY[2:6]:
        back = callback_of((await provider.authorize(state=text)).headers["location"])
        assert (back["error"], "state" in back) == ("invalid_request", False), text


async def test_parameters_that_cannot_be_read(provider: Provider) -> None:
    many = "&".join(f"a{n}=1" for n in range(100))
    for query in ("%ff=%fe", "x=" + "y" * 9000, many, "client_id=mbp-sim%80"):
        assert (await provider.call("GET", f"/v1/auth?{query}")).status_code == 400
        for path in ("/v1/auth", "/v1/token", "/v1/logout", "/v1/userinfo"):
            reply = await provider.call("POST", path, content=query.encode(), headers=FORM)
            assert reply.status_code in (400, 401, 413), (path, query)


MEGABYTE = "x" * 1_000_000
"""One of a form. An address is refused by its first 8 kB, and the browser here has none above 64 kB."""


async def test_a_megabyte_is_refused_at_every_endpoint_of_both_providers(
    provider: Provider,
) -> None:
    """Before anything in it is looked at; whoever is signing in goes on."""
    sign_in = await provider.approved()
    ours = ("/v1/auth", "/v1/token", "/v1/userinfo", "/v1/logout")
    itsmes = ("/v2/authorization", "/v2/token")
    for address in (*(ISSUER + path for path in ours), *(f"{BASE}/itsme{path}" for path in itsmes)):
        for name in ("client_id", "state", "code", "client_assertion", "access_token", "x"):
            reply = await provider.browser.post(address, data={name: MEGABYTE})
            assert reply.status_code in (400, 413), (address, name)
            assert MEGABYTE[:100] not in reply.text
        reply = await provider.browser.get(f"{address}?state={MEGABYTE[:60_000]}")
        assert reply.status_code in (400, 401, 405), address
    assert (await provider.exchange(sign_in)).status_code == 200


async def test_max_age_and_prompt_login_ask_what_always_happens(provider: Provider) -> None:
    for name, value in (
        ("max_age", "0"),
        ("prompt", "login"),
        ("prompt", "select_account consent"),
    ):
        reply = await provider.authorize(**{name: value})
        assert reply.headers["location"].startswith(f"{ISSUER}/v1/interactions/")


async def test_a_provider_that_is_full_says_so_to_the_portal(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider.service.interactions, "most", 1)
    await provider.begin()
    back = callback_of((await provider.authorize(sign_in := SignIn())).headers["location"])
    assert (back["error"], back["state"]) == ("temporarily_unavailable", sign_in.state)
    provider.move(600)
    await provider.begin()


# --- who the client is ------------------------------------------------------------------------


async def test_a_client_that_does_not_prove_itself_has_not_used_the_code_up(
    provider: Provider,
) -> None:
    # Which assertions are refused, and why: test_tokens.py.
    sign_in = await provider.approved()
    for claims in ({"exp": 1}, {"sub": "another", "iss": "another"}, {"sub": 'mbp"sim'}):
        assertion = provider.assertion(claims)
        reply = await provider.exchange(sign_in, client_assertion=assertion)
        assert (reply.status_code, reply.json()["error"]) == (400, "invalid_client")
    assert (await provider.exchange(sign_in)).status_code == 200


async def test_an_assertion_serves_once_as_long_as_it_lives(provider: Provider) -> None:
    assertion = provider.assertion({"exp": int(provider.clock.now().timestamp()) + 660})
    for seconds, status in ((0, 200), (0, 400), (659, 400), (60, 400)):
        provider.move(seconds)
        reply = await provider.exchange(client_assertion=assertion)
        assert reply.status_code == status


async def test_the_name_of_an_assertion_serves_once_for_each_client(provider: Provider) -> None:
    """RFC 7523 section 3 point 7: another assertion with the same `jti` is a replay as well."""
    others = {"iss": "other-sim", "sub": "other-sim"}
    for claims, error in (({}, None), ({}, "invalid_client"), (others, "invalid_grant")):
        assertion = provider.assertion({"jti": "the-same", **claims})
        reply = await provider.exchange(client_assertion=assertion)
        assert reply.json().get("error") == error


@pytest.mark.parametrize("minutes", [-5, 5])
async def test_a_client_whose_clock_is_five_minutes_off_is_told_which_claim_is_wrong(
    provider: Provider, minutes: int
) -> None:
    """Its assertion lives a minute by its own clock. The code is not used up."""
    sign_in = await provider.approved()
    now = int(provider.clock.now().timestamp()) + minutes * 60
    assertion = provider.assertion({"iat": now, "exp": now + 60})
    reply = (await provider.exchange(sign_in, client_assertion=assertion)).json()
    claim = "exp" if minutes < 0 else "iat"
    assert reply["error"] == "invalid_client"
    assert reply["error_description"].startswith(f"{claim}: ")
    assert (await provider.exchange(sign_in)).status_code == 200


async def test_keys_that_cannot_be_had_let_nobody_in(provider: Provider) -> None:
    public = provider.key.as_dict(private=False)
    published: tuple[Any, ...] = (
        *({"keys": []}, {"keys": "x"}, {}, []),
        Response("[" * 100_000, media_type="application/json"),
        Response(b'{"keys": [{"kid": "a\xc3"}]}', media_type="application/json"),
        Response("x" * 100_000),
        Response(status_code=503),
        Response(status_code=302, headers={"Location": "https://evil.example/"}),
        # Larger than any key set is read.
        {"keys": [public], "more": [{"x": "x" * 70_000}]},
        # Not public, not for signing, or of another kind.
        *({"keys": [{**public, **change}]} for change in ({"use": "enc"}, {"alg": "ES384"})),
        *({"keys": [{**public, **change}]} for change in ({"crv": "P-384"}, {"x": "AAAA"})),
        {"keys": [provider.key.as_dict(private=True)]},
        {"keys": [{name: value for name, value in public.items() if name != "kid"}]},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": provider.key.kid, "alg": "ES256"}]},
    )
    for provider.published in published:
        provider.move(10)
        reply = await provider.exchange()
        assert (reply.status_code, reply.json()["error"]) == (400, "invalid_client")
    provider.published = {"keys": [public], "more": [{"x": "x" * 60_000}]}
    provider.move(10)
    assert (await provider.exchange()).status_code == 200


# --- the code ---------------------------------------------------------------------------------

WRONG = (
    ("code", "invalid_request", ("", "é")),
    ("code", "invalid_grant", ("x",)),
    ("redirect_uri", "invalid_grant", ("", CALLBACK + "/")),
    ("code_verifier", "invalid_request", ("", "x" * 42, "x" * 129, '"' * 43)),
    ("code_verifier", "invalid_grant", ("x" * 43,)),
    ("grant_type", "invalid_request", ("", "é")),
    ("grant_type", "unsupported_grant_type", ("password", "client_credentials")),
    ("grant_type", "unsupported_grant_type", ("refresh_token", 'authorization_code"')),
    ("client_id", "invalid_client", ("another",)),
    ("client_secret", "invalid_request", ("x",)),
    ("client_assertion", "invalid_client", ("",)),
    ("client_assertion_type", "invalid_client", ("", "urn:x")),
)
"""Parameter of the token request, the error of OAuth 2.0, and the values that lead to it."""


async def test_a_wrong_token_request_gets_its_error(provider: Provider) -> None:
    for name, error, values in WRONG:
        for value in values:
            reply = await provider.exchange(**{name: value})
            assert (reply.status_code, reply.json()["error"]) == (400, error), (name, value)
            assert "access_token" not in reply.text


async def test_a_token_request_must_be_one_plain_form(provider: Provider) -> None:
    form = provider.token_form(await provider.approved())
    twice = urlencode([*form.items(), ("code", form["code"])]).encode()
    basic = {"grant_type": "authorization_code", "code": "x", "client_id": "mbp-sim"}
    as_text = {"content-type": "text/plain"}
    requests: tuple[tuple[int, str | None, dict[str, Any]], ...] = (
        (400, "invalid_request", {"content": twice, "headers": FORM}),
        (415, None, {"json": form}),
        (400, "invalid_request", {"content": b"", "headers": FORM}),
        (415, None, {"content": urlencode(form).encode(), "headers": as_text}),
        (400, "invalid_request", {"data": {}, "params": form}),
        (401, "invalid_client", {"data": basic, "auth": ("mbp-sim", "secret")}),
    )
    for status, error, request in requests:
        reply = await provider.call("POST", "/v1/token", **request)
        assert (reply.status_code, reply.json().get("error")) == (status, error), request
    assert (await provider.browser.get("/v1/token")).status_code == 405


@pytest.mark.parametrize(
    ("sent", "scheme"),
    [
        ("Basic bWJwLXNpbTpzZWNyZXQ=", "Basic"),
        ("Bearer x", "Bearer"),
        ("Basic", "Basic"),
        ('"x"', "Basic"),
    ],
)
async def test_a_client_that_tries_the_header_is_told_in_its_own_scheme(
    provider: Provider, sent: str, scheme: str
) -> None:
    """RFC 6749 section 5.2; RFC 7617 section 2 for the realm. The code is not used up."""
    form = provider.token_form(sign_in := await provider.approved())
    headers = {"Authorization": sent}
    reply = await provider.call("POST", "/v1/token", data=form, headers=headers)
    assert (reply.status_code, reply.json()["error"]) == (401, "invalid_client")
    assert reply.headers["WWW-Authenticate"] == f'{scheme} realm="{ISSUER}"'
    assert (await provider.exchange(sign_in)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code_challenge": "", "code_challenge_method": ""}, "code_challenge is missing"),
        ({"code_challenge": ""}, "code_challenge is missing"),
        ({"code_challenge_method": ""}, "code_challenge_method must be S256"),
    ],
)
async def test_what_is_wrong_with_a_proof_key_is_said(
    provider: Provider, changes: dict[str, str], said: str
) -> None:
    """RFC 7636 section 4.4.1."""
    back = callback_of((await provider.authorize(**changes)).headers["location"])
    assert back["error"] == "invalid_request"
    assert back["error_description"].startswith(said)


async def test_a_code_tried_with_a_wrong_verifier_is_used_up(provider: Provider) -> None:
    sign_in = await provider.approved()
    for changes in ({"code_verifier": "x" * 43}, {}):
        reply = await provider.exchange(sign_in, **changes)
        assert reply.json()["error"] == "invalid_grant"


async def test_the_codes_of_two_sign_ins_cannot_be_swapped(provider: Provider) -> None:
    """Each is bound to the proof key of its own (RFC 9700 section 4.5.3), and used up by the attempt."""
    one, two = [await provider.approved() for _ in range(2)]
    for code, verifier in ((one.code, two.verifier), (two.code, one.verifier)):
        reply = await provider.exchange(one, code=code, code_verifier=verifier)
        assert reply.json()["error"] == "invalid_grant"
    for sign_in in (one, two):
        assert (await provider.exchange(sign_in)).json()["error"] == "invalid_grant"


async def test_a_code_of_one_client_is_worth_nothing_to_another(provider: Provider) -> None:
    async def tried() -> str:
        other = provider.assertion({"iss": "other-sim", "sub": "other-sim"})
        reply = await provider.exchange(sign_in, client_assertion=other)
        return str(reply.json()["error"])

    sign_in = await provider.approved()
    assert [await tried(), await tried()] == ["invalid_grant"] * 2
    # Nor can the other spoil it, before it was used or after.
    tokens = (await provider.exchange(sign_in)).json()
    await tried()
    assert await provider.userinfo(tokens["access_token"]) == 200


async def test_no_path_redirects_to_another(provider: Provider) -> None:
    for path in ("/v1/auth/", "/v1", "/", "/v1/auth/../keys/", "/v1//token"):
        assert (await provider.browser.get(f"{ISSUER}{path}")).status_code == 404
