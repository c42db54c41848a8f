"""Modules of the OpenID conformance suite against the identity provider, under the suite's own names.

The plans are those of openid-certification/conformance-suite 5.2 (commit 12f2a4d): Config, RP-Initiated
Logout, and of Basic what a client meets that has PKCE and private_key_jwt. A module here holds what its
`summary` there asks for. docs/interfaces.md lists the others, each with the reason, and what the suite would
warn of.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from joserfc import jwt

from tests.contract.neighbours import BASE
from tests.contract.relying_party import (
    CALLBACK,
    ISSUER,
    PORTAL,
    Provider,
    SignIn,
    callback_of,
)

INTERFACES = Path(__file__).parents[2] / "docs" / "interfaces.md"
SIGNED_OUT = f"{PORTAL}/v1/signed-out"

Module = Callable[[Provider], Awaitable[None]]


class Done:
    """A whole authorization: what the token endpoint said, and the verified claims of the ID token."""

    def __init__(self, sign_in: SignIn, tokens: dict[str, Any], claims: Mapping[str, Any]) -> None:
        self.sign_in = sign_in
        self.tokens = tokens
        self.claims = claims
        self.bearer = {"Authorization": f"Bearer {tokens['access_token']}"}


async def authorized(op: Provider, *, method: str = "GET", **changes: str) -> Done:
    """Ask, sign in with Noor's card, exchange the code, and check the ID token (Core 3.1.3.7)."""
    sign_in = SignIn()
    asked = sign_in.parameters(**changes)
    if method == "POST":
        reply = await op.call("POST", "/v1/auth", data=asked)
    else:
        reply = await op.call("GET", f"/v1/auth?{urlencode(asked)}")
    sign_in.nonce = asked.get("nonce", "")
    path = reply.headers["location"].removeprefix(ISSUER)
    state = await op.act(path, "chooseMethod", method="eid")
    card = op.card(op.person("noor-peeters"))
    token = card.sign(state["details"]["challenge"], BASE)
    state = await op.act(path, "presentCard", token=token)
    sign_in.back = callback_of(state["redirectTo"])
    assert sign_in.back == {"code": sign_in.code, "iss": ISSUER, "state": sign_in.state}
    tokens = await op.tokens(sign_in)
    if sign_in.nonce:
        return Done(sign_in, tokens, await op.claims(sign_in, tokens))
    return Done(sign_in, tokens, (await op.verified(tokens["id_token"])).claims)


async def refused(op: Provider, **changes: str) -> str:
    """The error with which the browser comes back at once."""
    sign_in = SignIn()
    reply = await op.authorize(sign_in, **changes)
    back = callback_of(reply.headers["location"])
    assert (back["state"], back["iss"]) == (sign_in.state, ISSUER)
    return back["error"]


def with_parameters(**more: str) -> Module:
    """A module that asks for something which must not keep anybody from signing in."""

    async def module(op: Provider) -> None:
        await authorized(op, **more)

    return module


# --- Config -----------------------------------------------------------------------------------


async def discovery(op: Provider) -> None:
    reply = await op.call("GET", "/.well-known/openid-configuration")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json")
    said = reply.json()
    assert said["issuer"] == ISSUER
    assert urlsplit(ISSUER)[3:] == ("", "")
    endpoints = {
        name: value for name, value in said.items() if name.endswith(("_endpoint", "_uri"))
    }
    assert {"authorization_endpoint", "token_endpoint", "userinfo_endpoint"} <= set(endpoints)
    assert all(urlsplit(address).scheme == "https" for address in endpoints.values())
    assert "code" in said["response_types_supported"]
    assert set(said["subject_types_supported"]) <= {"public", "pairwise"}
    assert "RS256" in said["id_token_signing_alg_values_supported"]
    assert "none" not in said["id_token_signing_alg_values_supported"]
    assert said["grant_types_supported"] == ["authorization_code"]
    assert "openid" in said["scopes_supported"]
    assert {"sub", "given_name"} <= set(said["claims_supported"])
    assert isinstance(said["code_challenge_methods_supported"], list)
    for name in ("claims", "request", "request_uri"):
        assert said[f"{name}_parameter_supported"] is False
    keys = (await op.call("GET", said["jwks_uri"].removeprefix(ISSUER))).json()["keys"]
    assert len({key["kid"] for key in keys}) == len(keys)
    assert not {"d", "k", "p", "q"} & {member for key in keys for member in key}


CONFIG: dict[str, Module] = {"oidcc-discovery-endpoint-verification": discovery}

# --- RP-Initiated Logout ----------------------------------------------------------------------


async def logged_out(op: Provider, hint: str = "", **changes: str) -> tuple[int, dict[str, str]]:
    """The status of the end session endpoint, and the parameters with which the browser comes back.

    A change to "" leaves the parameter out; those of a browser that does not come back are {"": "stays"}.
    """
    hint = hint or (await authorized(op)).tokens["id_token"]
    asked = {
        "id_token_hint": hint,
        "post_logout_redirect_uri": SIGNED_OUT,
        "state": "s" * 128,
        **changes,
    }
    asked = {name: value for name, value in asked.items() if value}
    reply = await op.call("GET", f"/v1/logout?{urlencode(asked)}")
    # Whoever signed out has to sign in again.
    assert await refused(op, prompt="none") == "login_required"
    location = reply.headers.get("location")
    if location is None:
        return reply.status_code, {"": "stays"}
    parts = urlsplit(location)
    assert parts._replace(query="").geturl() == SIGNED_OUT
    return reply.status_code, dict(parse_qsl(parts.query))


async def logout_discovery(op: Provider) -> None:
    said = await op.state("/.well-known/openid-configuration")
    assert said["end_session_endpoint"] == f"{ISSUER}/v1/logout"


async def bad_hint(op: Provider) -> None:
    claims = dict((await authorized(op)).claims)
    fake = jwt.encode({"alg": "ES256", "kid": op.key.kid}, claims, op.key)
    assert await logged_out(op, fake) == (400, {"": "stays"})


async def modified_hint(op: Provider) -> None:
    _, payload, _ = (await authorized(op)).tokens["id_token"].split(".")
    none = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    assert await logged_out(op, f"{none}.{payload}.") == (400, {"": "stays"})


def logout(status: int, back: Mapping[str, str], **changes: str) -> Module:
    """A module that signs out with these changes."""

    async def module(op: Provider) -> None:
        assert await logged_out(op, **changes) == (status, dict(back))

    return module


STAYS, STATE = {"": "stays"}, {"state": "s" * 128}
NO_HINT, NO_ADDRESS = {"id_token_hint": ""}, {"post_logout_redirect_uri": ""}

LOGOUT: dict[str, Module] = {
    "oidcc-rp-initiated-logout-discovery-endpoint-verification": logout_discovery,
    "oidcc-rp-initiated-logout": logout(303, STATE),
    "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri": logout(
        400, STAYS, post_logout_redirect_uri="https://evil.example/"
    ),
    "oidcc-rp-initiated-logout-modified-id-token-hint": modified_hint,
    "oidcc-rp-initiated-logout-no-id-token-hint": logout(400, STAYS, **NO_HINT),
    "oidcc-rp-initiated-logout-no-params": logout(200, STAYS, state="", **NO_HINT, **NO_ADDRESS),
    "oidcc-rp-initiated-logout-no-post-logout-redirect-uri": logout(200, STAYS, **NO_ADDRESS),
    "oidcc-rp-initiated-logout-no-state": logout(303, {}, state=""),
    "oidcc-rp-initiated-logout-only-state": logout(200, STAYS, **NO_HINT, **NO_ADDRESS),
    "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri": logout(
        400, STAYS, post_logout_redirect_uri=f"{SIGNED_OUT}?foo=bar"
    ),
    "oidcc-rp-initiated-logout-bad-id-token-hint": bad_hint,
}

# --- Basic ------------------------------------------------------------------------------------


async def server(op: Provider) -> None:
    done = await authorized(op)
    assert re.fullmatch(r"[A-Za-z0-9._~-]{32,}", done.sign_in.code)
    assert (done.tokens["token_type"], done.tokens["expires_in"]) == ("Bearer", 3600)
    assert "name" not in done.claims


async def response_type_missing(op: Provider) -> None:
    assert await refused(op, response_type="") == "invalid_request"


async def id_token_signature(op: Provider) -> None:
    header = (await op.verified((await authorized(op)).tokens["id_token"])).header
    assert header["alg"] == "RS256"
    assert header["kid"]


async def userinfo_get(op: Provider) -> None:
    await _userinfo(op, "GET", in_header=True)


async def userinfo_post_header(op: Provider) -> None:
    await _userinfo(op, "POST", in_header=True)


async def userinfo_post_body(op: Provider) -> None:
    await _userinfo(op, "POST", in_header=False)


async def _userinfo(op: Provider, method: str, *, in_header: bool) -> None:
    done = await authorized(op)
    form = {} if in_header else {"data": {"access_token": done.tokens["access_token"]}}
    reply = await op.call(method, "/v1/userinfo", headers=done.bearer if in_header else {}, **form)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json")
    assert reply.json()["sub"] == done.claims["sub"]


async def without_nonce(op: Provider) -> None:
    assert "nonce" not in (await authorized(op, nonce="")).claims


async def scope_profile(op: Provider) -> None:
    assert {"given_name", "family_name"} <= set(
        (await authorized(op, scope="openid profile")).claims
    )


async def alternate_happy_flow(op: Provider) -> None:
    # Every parameter before those that stand first, and the scopes the other way round.
    scope = " ".join(reversed(SignIn().parameters()["scope"].split()))
    sorted_first = dict(sorted(SignIn().parameters(scope=scope).items(), reverse=True))
    reply = await op.call("GET", f"/v1/auth?{urlencode(sorted_first)}")
    assert reply.headers["location"].startswith(f"{ISSUER}/v1/interactions/")
    assert {"given_name", "rrn"} <= set((await authorized(op, scope=scope)).claims)


def signs_in_again(**asks: str) -> Module:
    """A module that asks, two seconds after a sign-in, for something that wants another."""

    async def module(op: Provider) -> None:
        first = await authorized(op)
        op.move(2)
        second = await authorized(op, **asks)
        assert second.claims["auth_time"] >= first.claims["auth_time"] + 2
        assert second.claims["auth_time"] == int(op.clock.now().timestamp())
        assert second.claims["sub"] == first.claims["sub"]

    return module


async def prompt_none_not_logged_in(op: Provider) -> None:
    assert await refused(op, prompt="none") == "login_required"


async def acr_values(op: Provider) -> None:
    asked = "urn:be:vlaanderen:authmech:eid"
    assert (await authorized(op, acr_values=asked)).claims["acr"] == asked


def code_reused(after: int) -> Module:
    """A module that uses a code again after so many seconds."""

    async def module(op: Provider) -> None:
        done = await authorized(op)
        op.move(after)
        reply = await op.exchange(done.sign_in)
        assert (reply.status_code, reply.json()["error"]) == (400, "invalid_grant")
        assert (await op.call("GET", "/v1/userinfo", headers=done.bearer)).status_code == 401

    return module


def shows_an_error(**changes: str) -> Module:
    """A module that must lead to no redirect."""

    async def module(op: Provider) -> None:
        reply = await op.authorize(**changes)
        assert (reply.status_code, "location" in reply.headers) == (400, False)

    return module


async def post_request(op: Provider) -> None:
    await authorized(op, method="POST")


UNSIGNED = "eyJhbGciOiJub25lIn0.e30."


async def request_uri(op: Provider) -> None:
    assert await refused(op, request_uri=f"{BASE}/r") == "request_uri_not_supported"


async def request_object(op: Provider) -> None:
    assert await refused(op, request=UNSIGNED) == "request_not_supported"


async def valid_pkce(op: Provider) -> None:
    assert await refused(op, code_challenge="") == "invalid_request"
    await authorized(op)


BASIC: dict[str, Module] = {
    "oidcc-server": server,
    "oidcc-response-type-missing": response_type_missing,
    "oidcc-idtoken-signature": id_token_signature,
    "oidcc-userinfo-get": userinfo_get,
    "oidcc-userinfo-post-header": userinfo_post_header,
    "oidcc-userinfo-post-body": userinfo_post_body,
    "oidcc-ensure-request-without-nonce-succeeds-for-code-flow": without_nonce,
    "oidcc-scope-profile": scope_profile,
    "oidcc-alternate-happy-flow": alternate_happy_flow,
    "oidcc-display-page": with_parameters(display="page"),
    "oidcc-display-popup": with_parameters(display="popup"),
    "oidcc-prompt-login": signs_in_again(prompt="login"),
    "oidcc-prompt-none-not-logged-in": prompt_none_not_logged_in,
    "oidcc-max-age-1": signs_in_again(max_age="1"),
    "oidcc-ensure-request-with-unknown-parameter-succeeds": with_parameters(extra="foobar"),
    "oidcc-login-hint": with_parameters(login_hint="buffy@simulator.invalid"),
    "oidcc-ui-locales": with_parameters(ui_locales="se"),
    "oidcc-claims-locales": with_parameters(claims_locales="se"),
    "oidcc-ensure-request-with-acr-values-succeeds": acr_values,
    "oidcc-codereuse": code_reused(0),
    "oidcc-codereuse-30seconds": code_reused(30),
    "oidcc-ensure-registered-redirect-uri": shows_an_error(redirect_uri=f"{CALLBACK}/x"),
    "oidcc-ensure-post-request-succeeds": post_request,
    "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported": request_uri,
    "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported": request_object,
    "oidcc-claims-essential": with_parameters(claims='{"userinfo":{"name":{"essential":true}}}'),
    "oidcc-ensure-request-object-with-redirect-uri": shows_an_error(
        request=UNSIGNED, redirect_uri=f"{CALLBACK}/x"
    ),
    "oidcc-ensure-request-with-valid-pkce-succeeds": valid_pkce,
}

PLANS = {"Config": CONFIG, "RP-Initiated Logout": LOGOUT, "Basic": BASIC}


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("plan", PLANS)
async def test_the_modules_of_a_plan(provider: Provider, plan: str) -> None:
    """One provider for all modules of a plan, as in the suite."""
    for name, module in PLANS[plan].items():
        try:
            await module(provider)
        except Exception as error:
            error.add_note(f"in the module {name}")
            raise


def test_every_module_of_the_plans_is_here_or_listed_with_a_reason() -> None:
    """11 modules for signing out, 1 for discovery and 38 of Basic, as the suite's plans have them."""
    rows = re.findall(
        r"^\| ((?:`oidcc-[a-z0-9-]+`(?:, )?)+) \| (.+) \|$", INTERFACES.read_text(), re.M
    )
    elsewhere = [name for names, _ in rows for name in re.findall("oidcc-[a-z0-9-]+", names)]
    assert all(len(reason) > 20 for _, reason in rows)
    assert not set(elsewhere) & set(BASIC)
    assert (len(CONFIG), len(LOGOUT), len(BASIC) + len(elsewhere)) == (1, 11, 38)
