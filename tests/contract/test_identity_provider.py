"""The identity provider against the standards and its own document: whole sign-ins by a foreign portal."""

import asyncio
import subprocess
import sys
import warnings
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc import jwt
from joserfc.jwk import KeySet

from mock_backends.identity_provider.app import COOKIE
from mock_backends.identity_provider.issued import digest
from mock_backends.shared.keys import secret
from tests.contract.relying_party import (
    BASE,
    CALLBACK,
    ISSUER,
    NOOR,
    PORTAL,
    Provider,
    SignIn,
    callback_of,
    ec_key,
)


@pytest.fixture
async def provider(home_folder: Path) -> AsyncIterator[Provider]:
    """An identity provider, whose browser and portal belong to the test."""
    provider = Provider(home_folder)
    yield provider
    await provider.browser.aclose()


async def signed_in(provider: Provider, sign_in: SignIn, **changes: str) -> dict[str, Any]:
    """The tokens of a whole sign-in."""
    back = await provider.by_itsme(sign_in, **changes)
    reply = await provider.exchange(sign_in, back["code"])
    assert reply.status_code == 200, reply.text
    tokens: dict[str, Any] = reply.json()
    return tokens


async def turns() -> None:
    """Let tasks that are ready run: in one process, a request alone may never give way."""
    for _ in range(5):
        await asyncio.sleep(0)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


# --- what it says about itself ----------------------------------------------------------------


async def test_discovery_is_sound_by_authlibs_own_check(provider: Provider) -> None:
    document = (await provider.call("GET", "/.well-known/openid-configuration")).json()
    OpenIDProviderMetadata(document).validate()
    assert document["issuer"] == ISSUER
    # OpenID Connect Discovery section 3: RS256 MUST be there.
    assert "RS256" in document["id_token_signing_alg_values_supported"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]


@pytest.mark.parametrize("host", ["evil.example", "localhost:1", "simulator.invalid.evil.example"])
async def test_no_address_comes_from_the_request(provider: Provider, host: str) -> None:
    forged = {"Host": host, "X-Forwarded-Host": host, "Forwarded": f"host={host}"}
    plain = await provider.call("GET", "/.well-known/openid-configuration")
    said = await provider.call("GET", "/.well-known/openid-configuration", headers=forged)
    assert said.json() == plain.json()
    reply = await provider.browser.get("/v1/auth", params=SignIn().parameters(), headers=forged)
    assert reply.headers["location"].startswith(f"{ISSUER}/v1/interactions/")
    refused = await provider.browser.get(
        "/v1/auth", params=SignIn().parameters(prompt="none"), headers=forged
    )
    assert refused.headers["location"].startswith(f"{CALLBACK}?")
    assert host not in str(refused.headers) + str(reply.headers)


async def test_published_keys_are_public_and_named(provider: Provider) -> None:
    keys = (await provider.call("GET", "/v1/keys")).json()["keys"]
    assert [(key["kty"], key["alg"], key["use"]) for key in keys] == [
        ("RSA", "RS256", "sig"),
        ("EC", "ES256", "sig"),
    ]
    assert len({key["kid"] for key in keys}) == 2
    assert not {"d", "p", "q", "dp", "dq", "qi"} & {name for key in keys for name in key}


async def test_keys_subjects_and_nothing_else_outlive_a_restart(home_folder: Path) -> None:
    first, second = Provider(home_folder), Provider(home_folder)
    assert first.service.keys.public() == second.service.keys.public()
    noor = first.person("noor-peeters")
    assert (await _subject(first)) == (await _subject(second))
    assert noor.national_number not in await _subject(first)
    back = await first.by_itsme(sign_in := SignIn())
    assert (await second.exchange(sign_in, back["code"])).json()["error"] == "invalid_grant"
    for one in (first, second):
        await one.browser.aclose()


async def _subject(provider: Provider) -> str:
    sign_in = SignIn()
    tokens = await signed_in(provider, sign_in)
    claims = await provider.id_token(tokens["id_token"], sign_in, tokens["access_token"])
    return str(claims["sub"])


# --- whole sign-ins ---------------------------------------------------------------------------


@pytest.mark.requirement("R14")
async def test_sign_in_by_itsme(provider: Provider) -> None:
    sign_in = SignIn()
    back = await provider.by_itsme(sign_in)
    assert back == {"code": back["code"], "state": sign_in.state, "iss": ISSUER}
    reply = await provider.exchange(sign_in, back["code"])
    assert reply.status_code == 200
    tokens = reply.json()
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
    assert "refresh_token" not in tokens
    claims = await provider.id_token(tokens["id_token"], sign_in, tokens["access_token"])
    noor = provider.person("noor-peeters")
    now = int(provider.clock.now().timestamp())
    assert {
        "aud": "mbp-sim",
        "azp": "mbp-sim",
        "acr": "urn:be:vlaanderen:authmech:itsme",
        "auth_time": now,
        "iat": now,
        "exp": now + 3600,
        "given_name": noor.given_names[0],
        "family_name": noor.family_name,
        "rrn": noor.national_number,
        "vo_doelgroepcode": "BUR",
    }.items() <= claims.items()
    told = (
        await provider.call("GET", "/v1/userinfo", headers=bearer(tokens["access_token"]))
    ).json()
    assert told == {name: claims[name] for name in told}
    assert told["sub"] == claims["sub"]


@pytest.mark.requirement("R14")
async def test_sign_in_by_identity_card(provider: Provider) -> None:
    sign_in = SignIn()
    path = await provider.begin(sign_in)
    state = await provider.act(path, "chooseMethod", method="eid")
    card = provider.card(provider.person("noor-peeters"))
    state = await provider.act(path, "presentCard", token=card.token(state["details"]["challenge"]))
    assert (state["step"], "eid" in state) == ("done", False)
    back = callback_of(state["redirectTo"])
    tokens = (await provider.exchange(sign_in, back["code"])).json()
    claims = await provider.id_token(tokens["id_token"], sign_in, tokens["access_token"])
    assert claims["acr"] == "urn:be:vlaanderen:authmech:eid"
    assert claims["rrn"] == provider.person("noor-peeters").national_number
    # The other method says the same of a citizen.
    assert claims["sub"] == await _subject(provider)


async def test_the_request_may_come_in_a_form(provider: Provider) -> None:
    reply = await provider.call("POST", "/v1/auth", data=SignIn().parameters())
    assert reply.status_code == 303
    assert reply.headers["location"].startswith(f"{ISSUER}/v1/interactions/")


async def test_an_id_token_satisfies_authlibs_client_side(provider: Provider) -> None:
    sign_in = SignIn()
    tokens = await signed_in(provider, sign_in)
    keys = KeySet.import_key_set((await provider.call("GET", "/v1/keys")).json())
    decoded = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        {
            "iss": {"essential": True, "value": ISSUER},
            "aud": {"essential": True, "value": "mbp-sim"},
        },
        {"nonce": sign_in.nonce, "client_id": "mbp-sim", "access_token": tokens["access_token"]},
    )
    claims.validate(now=int(provider.clock.now().timestamp()))
    assert claims["at_hash"]


async def test_a_client_may_register_es256(home_folder: Path) -> None:
    provider = Provider(home_folder, id_token_alg="ES256")
    sign_in = SignIn()
    tokens = await signed_in(provider, sign_in)
    await provider.id_token(tokens["id_token"], sign_in, tokens["access_token"])
    header = tokens["id_token"].partition(".")[0]
    assert b'"alg":"ES256"' in urlsafe_b64decode(header + "==")
    await provider.browser.aclose()


async def test_acr_comes_only_to_a_client_that_asked(provider: Provider) -> None:
    sign_in = SignIn()
    tokens = await signed_in(provider, sign_in, acr_values="")
    claims = await provider.id_token(tokens["id_token"], sign_in, tokens["access_token"])
    assert "acr" not in claims


async def test_a_sign_in_without_nonce_and_state_works(provider: Provider) -> None:
    sign_in = SignIn()
    back = await provider.by_itsme(sign_in, nonce="", state="")
    assert set(back) == {"code", "iss"}
    tokens = (await provider.exchange(sign_in, back["code"])).json()
    keys = KeySet.import_key_set((await provider.call("GET", "/v1/keys")).json())
    assert "nonce" not in jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims


async def test_scope_decides_what_is_told_and_what_the_phone_shows(provider: Provider) -> None:
    sign_in = SignIn()
    path, request_id = await provider.waiting(sign_in, scope="openid")
    assert (await provider.on_phone())["items"][0]["shares"] == []
    await provider.answer("approve", request_id)
    state = (await provider.call("GET", path)).json()
    code = callback_of(state["redirectTo"])["code"]
    tokens = (await provider.exchange(sign_in, code)).json()
    claims = await provider.id_token(tokens["id_token"], sign_in, tokens["access_token"])
    assert not {"given_name", "family_name", "rrn", "vo_id"} & claims.keys()
    told = await provider.call("GET", "/v1/userinfo", headers=bearer(tokens["access_token"]))
    assert told.json() == {"sub": claims["sub"]}


@pytest.mark.parametrize("state", ["a b", "x" * 2048, "%20&=#?/+", "<script>", "{}[]'\"\\^`|~"])
async def test_state_comes_back_letter_for_letter(provider: Provider, state: str) -> None:
    assert (await provider.by_itsme(SignIn(), state=state))["state"] == state


# --- the code and the tokens ------------------------------------------------------------------


async def test_a_code_serves_for_thirty_seconds(provider: Provider) -> None:
    for seconds, status in ((29, 200), (30, 400)):
        sign_in = SignIn()
        back = await provider.by_itsme(sign_in)
        provider.move(seconds)
        assert (await provider.exchange(sign_in, back["code"])).status_code == status


async def test_a_code_serves_once_and_its_second_use_revokes_the_token(provider: Provider) -> None:
    sign_in = SignIn()
    back = await provider.by_itsme(sign_in)
    tokens = (await provider.exchange(sign_in, back["code"])).json()
    me = bearer(tokens["access_token"])
    assert (await provider.call("GET", "/v1/userinfo", headers=me)).status_code == 200
    # At once: later it would be refused for its age.
    again = await provider.exchange(sign_in, back["code"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert (await provider.call("GET", "/v1/userinfo", headers=me)).status_code == 401


async def test_of_many_exchanges_at_once_one_succeeds(provider: Provider) -> None:
    back = await provider.by_itsme(sign_in := SignIn())
    replies = await asyncio.gather(*(provider.exchange(sign_in, back["code"]) for _ in range(8)))
    assert sorted(reply.status_code for reply in replies) == [200, *[400] * 7]
    (tokens,) = (reply.json() for reply in replies if reply.status_code == 200)
    me = bearer(tokens["access_token"])
    assert (await provider.call("GET", "/v1/userinfo", headers=me)).status_code == 401


async def test_an_access_token_lives_one_hour(provider: Provider) -> None:
    me = bearer((await signed_in(provider, SignIn()))["access_token"])
    provider.move(3599)
    assert (await provider.call("GET", "/v1/userinfo", headers=me)).status_code == 200
    provider.move(1)
    gone = await provider.call("GET", "/v1/userinfo", headers=me)
    assert gone.status_code == 401
    assert gone.headers["www-authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.requirement("R13")
async def test_userinfo_without_a_token_challenges_without_an_error(provider: Provider) -> None:
    reply = await provider.call("GET", "/v1/userinfo")
    assert (reply.status_code, reply.headers["www-authenticate"]) == (401, "Bearer")


async def test_userinfo_takes_the_token_in_a_form_but_not_twice(provider: Provider) -> None:
    token = (await signed_in(provider, SignIn()))["access_token"]
    form = {"access_token": token}
    by_form = await provider.call("POST", "/v1/userinfo", data=form)
    by_header = await provider.call("POST", "/v1/userinfo", headers=bearer(token))
    assert by_form.json() == by_header.json()
    twice = await provider.call("POST", "/v1/userinfo", data=form, headers=bearer(token))
    assert twice.status_code == 400
    in_query = await provider.call("GET", f"/v1/userinfo?access_token={token}")
    assert in_query.status_code == 401


async def test_a_key_that_the_portal_withdrew_ends_within_the_hour(provider: Provider) -> None:
    await signed_in(provider, SignIn())
    provider.published = {"keys": []}
    for seconds, status in ((3599, 200), (1, 400)):
        provider.move(seconds)
        back = await provider.by_itsme(sign_in := SignIn())
        assert (await provider.exchange(sign_in, back["code"])).status_code == status


async def test_codes_and_tokens_are_not_kept_readable(provider: Provider) -> None:
    sign_in = SignIn()
    back = await provider.by_itsme(sign_in)
    code = back["code"]
    tokens = (await provider.exchange(sign_in, code)).json()
    names = {
        name
        for kept in vars(provider.service.issued).values()
        if isinstance(kept, dict)
        for name in kept
    }
    assert {digest(code), digest(tokens["access_token"])} <= names
    assert not {code, tokens["access_token"], code.encode()} & names


async def test_what_is_out_of_date_is_forgotten(provider: Provider) -> None:
    await provider.party.start()
    await turns()
    for _ in range(3):
        await signed_in(provider, SignIn())
        await provider.begin(SignIn())
        await provider.waiting()
    service = provider.service
    assert len(service.interactions) == 9
    assert len(service.issued) > 0
    provider.move(3600)
    await turns()
    assert (len(service.interactions), len(service.issued)) == (0, 0)
    assert (await provider.on_phone())["items"] == []
    await provider.party.stop()


async def test_stopping_forgets_everyone(provider: Provider) -> None:
    await provider.party.start()
    await signed_in(provider, SignIn())
    await provider.waiting()
    await provider.party.stop()
    assert (len(provider.service.interactions), len(provider.service.issued)) == (0, 0)
    assert (await provider.on_phone())["items"] == []


async def test_keys_of_the_portal_are_fetched_once_and_again_for_a_new_key(
    provider: Provider,
) -> None:
    await signed_in(provider, SignIn())
    await signed_in(provider, SignIn())
    assert provider.keys_asked == 1
    provider.key = ec_key("portal-2")
    provider.published = {"keys": [provider.key.as_dict(private=False)]}
    back = await provider.by_itsme(sign_in := SignIn())
    # Within ten seconds of the last time the portal is not asked again: made-up ids cost it nothing.
    refused = await provider.exchange(sign_in, back["code"])
    assert (refused.json()["error"], provider.keys_asked) == ("invalid_client", 1)
    provider.move(10)
    assert (await provider.exchange(sign_in, back["code"])).status_code == 200
    assert provider.keys_asked == 2


# --- signing out ------------------------------------------------------------------------------


def logout(**parameters: str) -> dict[str, str]:
    return {
        "client_id": "mbp-sim",
        "post_logout_redirect_uri": f"{PORTAL}/v1/signed-out",
        **parameters,
    }


async def test_signing_out_goes_back_and_revokes_the_token(provider: Provider) -> None:
    tokens = await signed_in(provider, SignIn())
    other = await signed_in(provider, SignIn())
    reply = await provider.call(
        "GET", "/v1/logout", params=logout(id_token_hint=tokens["id_token"], state="a b")
    )
    assert reply.status_code == 303
    parts = urlsplit(reply.headers["location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{PORTAL}/v1/signed-out"
    assert parse_qs(parts.query) == {"state": ["a b"]}
    assert f"{COOKIE}=" in reply.headers["set-cookie"]
    assert (
        await provider.call("GET", "/v1/userinfo", headers=bearer(tokens["access_token"]))
    ).status_code == 401
    assert (
        await provider.call("GET", "/v1/userinfo", headers=bearer(other["access_token"]))
    ).status_code == 200


async def test_signing_out_without_a_hint_works_as_at_the_real_one(provider: Provider) -> None:
    tokens = await signed_in(provider, SignIn())
    reply = await provider.call("POST", "/v1/logout", data=logout())
    assert (reply.status_code, reply.headers["location"]) == (303, f"{PORTAL}/v1/signed-out")
    # Without a hint nobody is known, so nobody's token ends.
    me = bearer(tokens["access_token"])
    assert (await provider.call("GET", "/v1/userinfo", headers=me)).status_code == 200
    assert (await provider.call("GET", "/v1/logout")).json() == {"signedOut": True}


async def test_a_hint_may_be_out_of_date(provider: Provider) -> None:
    tokens = await signed_in(provider, SignIn())
    provider.move(7200)
    reply = await provider.call(
        "GET", "/v1/logout", params=logout(id_token_hint=tokens["id_token"])
    )
    assert reply.status_code == 303


async def test_a_hint_must_be_an_id_token_of_this_issuer_for_a_client(provider: Provider) -> None:
    tokens = await signed_in(provider, SignIn())
    keys, claims = provider.service.keys, {"iss": ISSUER, "aud": "mbp-sim", "sub": "x"}
    changes: tuple[dict[str, Any], ...] = (
        {"iss": f"{BASE}/other"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["mbp-sim"]},
        {"aud": None},
    )
    hints = (
        *(jwt.encode(keys.header("RS256"), claims | one, keys.of("RS256")) for one in changes),
        jwt.encode(keys.header("ES256"), claims, keys.of("ES256")),
        jwt.encode({"alg": "ES256", "kid": "x"}, claims, provider.key),
        tokens["id_token"][:-4] + "AAAA",
        ".".join((*tokens["id_token"].split(".")[:2], "")),
        "[" * 2000,
        "x",
    )
    for hint in hints:
        reply = await provider.call("GET", "/v1/logout", params=logout(id_token_hint=hint))
        assert reply.status_code == 400, hint[:40]
    of_another = logout(id_token_hint=tokens["id_token"], client_id="other-sim")
    assert (await provider.call("GET", "/v1/logout", params=of_another)).status_code == 400


@pytest.mark.parametrize(
    "parameters",
    [
        {"post_logout_redirect_uri": "https://evil.example/"},
        {"post_logout_redirect_uri": f"{PORTAL}/v1/signed-out/"},
        {"post_logout_redirect_uri": f"{PORTAL}/v1/signed-out?x=1"},
        {"client_id": ""},
        {"client_id": "another"},
        {"client_id": "other-sim"},
    ],
    ids=str,
)
async def test_signing_out_leads_nowhere_that_is_not_registered(
    provider: Provider, parameters: dict[str, str]
) -> None:
    reply = await provider.call("GET", "/v1/logout", params=logout(**parameters))
    assert reply.status_code == 400
    assert "location" not in reply.headers


# --- no words of warning ----------------------------------------------------------------------


async def test_no_deprecated_face_of_authlib_is_used(provider: Provider) -> None:
    with warnings.catch_warnings():
        # Authlib puts a filter of its own in front when it is imported; this one stands before it.
        warnings.simplefilter("error")
        assert "access_token" in await signed_in(provider, SignIn())
        # A warning would be an error within the service, which it answers for with a 500.
        assert (await provider.authorize(prompt="none")).status_code == 303


def test_importing_provider_and_relying_party_warns_of_nothing() -> None:
    program = (
        "import warnings, authlib.deprecate; warnings.simplefilter('error');"
        "import mock_backends.identity_provider.app, mock_backends.profile_service.app"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_app_token_is_bound_to_the_world(provider: Provider, tmp_path: Path) -> None:
    other = Provider(tmp_path / "elsewhere")
    assert secret(other.home, "enrolment") != secret(provider.home, "enrolment")
    assert other.app_token(NOOR) != provider.app_token(NOOR)
