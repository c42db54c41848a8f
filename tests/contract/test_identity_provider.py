"""The identity provider against the standards and its own document: whole sign-ins by a foreign portal."""

import asyncio
import subprocess
import sys
import warnings
from base64 import urlsafe_b64decode
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
from tests.contract.neighbours import BASE
from tests.contract.relying_party import (
    CALLBACK,
    ISSUER,
    PORTAL,
    Provider,
    SignIn,
    callback_of,
    ec_key,
)


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


async def test_no_address_comes_from_the_request(provider: Provider) -> None:
    plain = await provider.state("/.well-known/openid-configuration")
    for host in ("evil.example", "localhost:1", "simulator.invalid.evil.example"):
        forged = {"Host": host, "X-Forwarded-Host": host, "Forwarded": f"host={host}"}
        said = await provider.call("GET", "/.well-known/openid-configuration", headers=forged)
        assert said.json() == plain
        for prompt, address in (("", f"{ISSUER}/v1/interactions/"), ("none", f"{CALLBACK}?")):
            request = SignIn().parameters(prompt=prompt)
            reply = await provider.browser.get("/v1/auth", params=request, headers=forged)
            assert reply.headers["location"].startswith(address)
            assert host not in str(reply.headers)


async def test_published_keys_are_public_and_named(provider: Provider) -> None:
    keys = (await provider.state("/v1/keys"))["keys"]
    kinds = [(key["kty"], key["alg"], key["use"]) for key in keys]
    assert kinds == [("RSA", "RS256", "sig"), ("EC", "ES256", "sig")]
    assert len({key["kid"] for key in keys}) == 2
    assert not {"d", "p", "q", "dp", "dq", "qi"} & {name for key in keys for name in key}


async def test_keys_subjects_and_nothing_else_outlive_a_restart(home_folder: Path) -> None:
    first, second = Provider(home_folder), Provider(home_folder)
    assert first.service.keys.public() == second.service.keys.public()
    assert await _subject(first) == await _subject(second)
    assert first.person("noor-peeters").national_number not in await _subject(first)
    back = await first.by_itsme(sign_in := SignIn())
    assert (await second.exchange(sign_in, back["code"])).json()["error"] == "invalid_grant"
    await first.browser.aclose()
    await second.browser.aclose()


async def _subject(provider: Provider) -> str:
    return str((await _claims(provider))["sub"])


async def _claims(provider: Provider, **changes: str) -> dict[str, Any]:
    """The claims of a sign-in by itsme, all checked."""
    tokens = await provider.tokens(sign_in := SignIn(), **changes)
    return await provider.id_token(tokens["id_token"], sign_in, tokens["access_token"])


# --- whole sign-ins ---------------------------------------------------------------------------


@pytest.mark.requirement("R14")
async def test_sign_in_by_itsme(provider: Provider) -> None:
    back = await provider.by_itsme(sign_in := SignIn())
    assert back == {"code": back["code"], "state": sign_in.state, "iss": ISSUER}
    tokens = (await provider.exchange(sign_in, back["code"])).json()
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
    me = bearer(tokens["access_token"])
    userinfo = (await provider.call("GET", "/v1/userinfo", headers=me)).json()
    assert userinfo == {name: claims[name] for name in userinfo}
    assert userinfo["sub"] == claims["sub"]


@pytest.mark.requirement("R14")
async def test_sign_in_by_identity_card(provider: Provider) -> None:
    path = await provider.begin(sign_in := SignIn())
    state = await provider.act(path, "chooseMethod", method="eid")
    card = provider.card(provider.person("noor-peeters"))
    state = await provider.act(path, "presentCard", token=card.token(state["details"]["challenge"]))
    assert state["step"] == "done"
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
    tokens = await provider.tokens(sign_in := SignIn())
    keys = KeySet.import_key_set((await provider.call("GET", "/v1/keys")).json())
    decoded = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
    required = {"iss": ISSUER, "aud": "mbp-sim"}
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        {name: {"essential": True, "value": value} for name, value in required.items()},
        {"nonce": sign_in.nonce, "client_id": "mbp-sim", "access_token": tokens["access_token"]},
    )
    claims.validate(now=int(provider.clock.now().timestamp()))
    assert claims["at_hash"]


async def test_a_client_may_register_es256(home_folder: Path) -> None:
    provider = Provider(home_folder, id_token_alg="ES256")
    await _claims(provider)
    header = (await provider.tokens(SignIn()))["id_token"].partition(".")[0]
    assert b'"alg":"ES256"' in urlsafe_b64decode(header + "==")
    await provider.browser.aclose()


async def test_acr_comes_only_to_a_client_that_asked(provider: Provider) -> None:
    assert "acr" not in await _claims(provider, acr_values="")


async def test_a_sign_in_without_nonce_and_state_works(provider: Provider) -> None:
    back = await provider.by_itsme(sign_in := SignIn(), nonce="", state="")
    assert set(back) == {"code", "iss"}
    tokens = (await provider.exchange(sign_in, back["code"])).json()
    keys = KeySet.import_key_set((await provider.call("GET", "/v1/keys")).json())
    assert "nonce" not in jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims


async def test_the_scope_decides_what_is_shared_and_what_the_phone_shows(
    provider: Provider,
) -> None:
    path, request_id = await provider.waiting(sign_in := SignIn(), scope="openid")
    assert (await provider.on_phone())["items"][0]["shares"] == []
    await provider.answer("approve", request_id)
    code = callback_of((await provider.state(path))["redirectTo"])["code"]
    tokens = (await provider.exchange(sign_in, code)).json()
    claims = await provider.id_token(tokens["id_token"], sign_in, tokens["access_token"])
    assert not {"given_name", "family_name", "rrn", "vo_id"} & claims.keys()
    me = bearer(tokens["access_token"])
    userinfo = await provider.call("GET", "/v1/userinfo", headers=me)
    assert userinfo.json() == {"sub": claims["sub"]}


async def test_state_comes_back_letter_for_letter(provider: Provider) -> None:
    for state in ("a b", "x" * 2048, "%20&=#?/+", "<script>", "{}[]'\"\\^`|~"):
        assert (await provider.by_itsme(SignIn(), state=state))["state"] == state


# --- the code and the tokens ------------------------------------------------------------------


async def test_a_code_serves_for_thirty_seconds(provider: Provider) -> None:
    for seconds, status in ((29, 200), (30, 400)):
        back = await provider.by_itsme(sign_in := SignIn())
        provider.move(seconds)
        assert (await provider.exchange(sign_in, back["code"])).status_code == status


async def test_a_code_serves_once_and_its_second_use_revokes_the_token(provider: Provider) -> None:
    back = await provider.by_itsme(sign_in := SignIn())
    tokens = (await provider.exchange(sign_in, back["code"])).json()
    assert await provider.userinfo(tokens["access_token"]) == 200
    # At once: later it would be refused for its age.
    again = await provider.exchange(sign_in, back["code"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert await provider.userinfo(tokens["access_token"]) == 401


async def test_of_many_exchanges_at_once_one_succeeds(provider: Provider) -> None:
    back = await provider.by_itsme(sign_in := SignIn())
    replies = await asyncio.gather(*(provider.exchange(sign_in, back["code"]) for _ in range(8)))
    assert sorted(reply.status_code for reply in replies) == [200, *[400] * 7]
    (tokens,) = (reply.json() for reply in replies if reply.status_code == 200)
    assert await provider.userinfo(tokens["access_token"]) == 401


async def test_an_access_token_lives_one_hour(provider: Provider) -> None:
    token = (await provider.tokens(SignIn()))["access_token"]
    provider.move(3599)
    assert await provider.userinfo(token) == 200
    provider.move(1)
    gone = await provider.call("GET", "/v1/userinfo", headers=bearer(token))
    assert gone.status_code == 401
    assert gone.headers["www-authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.requirement("R13")
async def test_userinfo_takes_one_token_in_a_header_or_a_form(provider: Provider) -> None:
    reply = await provider.call("GET", "/v1/userinfo")
    # RFC 6750 section 3.1: who shows no token gets a challenge without an error.
    assert (reply.status_code, reply.headers["www-authenticate"]) == (401, "Bearer")
    token = (await provider.tokens(SignIn()))["access_token"]
    form = {"access_token": token}
    by_form = await provider.call("POST", "/v1/userinfo", data=form)
    by_header = await provider.call("POST", "/v1/userinfo", headers=bearer(token))
    assert by_form.json() == by_header.json()
    twice = await provider.call("POST", "/v1/userinfo", data=form, headers=bearer(token))
    assert twice.status_code == 400
    in_query = await provider.call("GET", f"/v1/userinfo?access_token={token}")
    assert in_query.status_code == 401


async def test_a_key_that_the_portal_withdrew_ends_within_the_hour(provider: Provider) -> None:
    await provider.tokens(SignIn())
    provider.published = {"keys": []}
    for seconds, status in ((3599, 200), (1, 400)):
        provider.move(seconds)
        back = await provider.by_itsme(sign_in := SignIn())
        assert (await provider.exchange(sign_in, back["code"])).status_code == status


async def test_codes_and_tokens_are_not_kept_readable(provider: Provider) -> None:
    back = await provider.by_itsme(sign_in := SignIn())
    code = back["code"]
    token = (await provider.exchange(sign_in, code)).json()["access_token"]
    kept = [value for value in vars(provider.service.issued).values() if isinstance(value, dict)]
    names = {name for value in kept for name in value}
    assert {digest(code), digest(token)} <= names
    assert not {code, token, code.encode()} & names


@pytest.mark.parametrize("stopped", [False, True])
async def test_who_is_out_of_date_is_forgotten_and_at_the_end_everyone(
    provider: Provider, stopped: bool
) -> None:
    await provider.party.start()
    await turns()
    for _ in range(3):
        await provider.tokens(SignIn())
        await provider.begin(SignIn())
        await provider.waiting()
    service = provider.service
    assert (len(service.interactions), len(service.issued) > 0) == (9, True)
    if stopped:
        await provider.party.stop()
    provider.move(0 if stopped else 3600)
    await turns()
    assert (len(service.interactions), len(service.issued)) == (0, 0)
    assert (await provider.on_phone())["items"] == []
    await provider.party.stop()


async def test_keys_of_the_portal_are_fetched_once_and_again_for_a_new_key(
    provider: Provider,
) -> None:
    await provider.tokens(SignIn())
    await provider.tokens(SignIn())
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

SIGNED_OUT = f"{PORTAL}/v1/signed-out"


def logout(**parameters: str) -> dict[str, str]:
    return {"client_id": "mbp-sim", "post_logout_redirect_uri": SIGNED_OUT, **parameters}


async def test_signing_out_goes_back_and_revokes_the_token(provider: Provider) -> None:
    tokens, other = [await provider.tokens(SignIn()) for _ in range(2)]
    asked = logout(id_token_hint=tokens["id_token"], state="a b")
    reply = await provider.call("GET", "/v1/logout", params=asked)
    assert reply.status_code == 303
    parts = urlsplit(reply.headers["location"])
    assert parts._replace(query="").geturl() == SIGNED_OUT
    assert parse_qs(parts.query) == {"state": ["a b"]}
    assert f"{COOKIE}=" in reply.headers["set-cookie"]
    assert await provider.userinfo(tokens["access_token"]) == 401
    assert await provider.userinfo(other["access_token"]) == 200


async def test_signing_out_without_a_hint_works_as_at_the_real_one(provider: Provider) -> None:
    tokens = await provider.tokens(SignIn())
    reply = await provider.call("POST", "/v1/logout", data=logout())
    assert (reply.status_code, reply.headers["location"]) == (303, SIGNED_OUT)
    # Without a hint nobody is known, so nobody's token ends.
    assert await provider.userinfo(tokens["access_token"]) == 200
    assert await provider.state("/v1/logout") == {"signedOut": True}


async def test_a_hint_may_be_out_of_date_and_must_be_an_id_token_of_this_issuer_for_a_client(
    provider: Provider,
) -> None:
    token = (await provider.tokens(SignIn()))["id_token"]
    provider.move(7200)
    old = await provider.call("GET", "/v1/logout", params=logout(id_token_hint=token))
    assert old.status_code == 303
    keys, claims = provider.service.keys, {"iss": ISSUER, "aud": "mbp-sim", "sub": "x"}
    changes: tuple[dict[str, Any], ...] = (
        *({"iss": f"{BASE}/other"}, {"iss": None}),
        *({"aud": "another"}, {"aud": ["mbp-sim"]}, {"aud": None}),
    )
    hints = (
        *(
            jwt.encode(keys.header("RS256"), claims | change, keys.of("RS256"))
            for change in changes
        ),
        jwt.encode(keys.header("ES256"), claims, keys.of("ES256")),
        jwt.encode({"alg": "ES256", "kid": "x"}, claims, provider.key),
        token[:-4] + "AAAA",
        token.rpartition(".")[0] + ".",
        "[" * 2000,
        "x",
    )
    of_another = logout(id_token_hint=token, client_id="other-sim")
    for asked in (*(logout(id_token_hint=hint) for hint in hints), of_another):
        reply = await provider.call("GET", "/v1/logout", params=asked)
        assert reply.status_code == 400, asked["id_token_hint"][:40]


async def test_signing_out_leads_nowhere_that_is_not_registered(provider: Provider) -> None:
    for name, values in {
        "post_logout_redirect_uri": (
            "https://evil.example/",
            f"{SIGNED_OUT}/",
            f"{SIGNED_OUT}?x=1",
        ),
        "client_id": ("", "another", "other-sim"),
    }.items():
        for value in values:
            reply = await provider.call("GET", "/v1/logout", params=logout(**{name: value}))
            assert (reply.status_code, "location" in reply.headers) == (400, False), value


# --- no words of warning ----------------------------------------------------------------------


async def test_no_deprecated_face_of_authlib_is_used(provider: Provider) -> None:
    with warnings.catch_warnings():
        # Authlib puts a filter of its own in front when it is imported; this one stands before it.
        warnings.simplefilter("error")
        assert "access_token" in await provider.tokens(SignIn())
        # A warning would be an error within the service, which it answers for with a 500.
        assert (await provider.authorize(prompt="none")).status_code == 303


def test_importing_provider_and_relying_party_warns_of_nothing() -> None:
    program = (
        "import warnings, authlib.deprecate; warnings.simplefilter('error');"
        "import mock_backends.identity_provider.app, mock_backends.profile_service.app"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_app_token_is_bound_to_the_world(provider: Provider, tmp_path: Path) -> None:
    other = Provider(tmp_path / "elsewhere")
    assert secret(other.home, "enrolment") != secret(provider.home, "enrolment")
    assert other.app_token() != provider.app_token()
