"""The identity provider against the standards and its own document: whole sign-ins by a foreign portal."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc import jwt

from mock_backends.identity_provider.app import COOKIE
from mock_backends.identity_provider.issued import digest
from tests.contract.neighbours import BASE, turns
from tests.contract.relying_party import (
    CALLBACK,
    ISSUER,
    PORTAL,
    Provider,
    SignIn,
)


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


async def test_keys_and_nothing_else_outlive_a_restart(home_folder: Path) -> None:
    first, second = Provider(home_folder), Provider(home_folder)
    assert first.service.keys.public() == second.service.keys.public()
    reply = await second.exchange(await first.approved())
    assert reply.json()["error"] == "invalid_grant"


async def test_who_somebody_is_follows_from_seed_client_and_person(
    home_folder: Path, tmp_path: Path
) -> None:
    """OpenID Connect Core 8.1: pairwise. The home plays no part in it."""
    same, other = Provider(tmp_path / "another"), Provider(home_folder, seed=2)
    first = Provider(home_folder)
    noor = first.person("noor-peeters")
    subject = await _subject(first)
    assert subject == await _subject(same)
    assert noor.national_number not in subject
    of_another_client = first.service._subjects.subject(noor, "other-sim")
    assert len({subject, await _subject(other), of_another_client}) == 3


async def _subject(provider: Provider) -> str:
    sign_in = await provider.approved()
    return str((await provider.claims(sign_in, await provider.tokens(sign_in)))["sub"])


# --- whole sign-ins ---------------------------------------------------------------------------


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("method", ["itsme", "eid"])
async def test_a_sign_in_says_who_signed_in_and_how(provider: Provider, method: str) -> None:
    sign_in = await provider.approved(method)
    assert sign_in.back == {"code": sign_in.code, "state": sign_in.state, "iss": ISSUER}
    tokens = await provider.tokens(sign_in)
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
    assert "refresh_token" not in tokens
    claims = await provider.claims(sign_in, tokens)
    noor = provider.person("noor-peeters")
    now = int(provider.clock.now().timestamp())
    assert {
        "aud": "mbp-sim",
        "azp": "mbp-sim",
        "acr": f"urn:be:vlaanderen:authmech:{method}",
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
    assert userinfo["acr"] == claims["acr"]
    # Each method says the same of a citizen.
    assert userinfo["sub"] == claims["sub"] == await _subject(provider)


async def test_the_request_may_come_in_a_form(provider: Provider) -> None:
    reply = await provider.call("POST", "/v1/auth", data=SignIn().parameters())
    assert reply.status_code == 303
    assert reply.headers["location"].startswith(f"{ISSUER}/v1/interactions/")


async def test_a_client_may_register_es256(home_folder: Path) -> None:
    provider = Provider(home_folder, id_token_alg="ES256")
    tokens = await provider.tokens()
    assert (await provider.verified(tokens["id_token"])).header["alg"] == "ES256"


async def test_a_sign_in_without_nonce_and_state_works(provider: Provider) -> None:
    sign_in = await provider.approved(nonce="", state="")
    assert set(sign_in.back) == {"code", "iss"}
    tokens = await provider.tokens(sign_in)
    assert "nonce" not in (await provider.verified(tokens["id_token"])).claims


async def test_only_what_was_asked_for_is_shared(provider: Provider) -> None:
    sign_in = await provider.approved(scope="openid", acr_values="")
    tokens = await provider.tokens(sign_in)
    claims = await provider.claims(sign_in, tokens)
    assert not {"acr", "given_name", "family_name", "rrn", "vo_id"} & claims.keys()
    me = bearer(tokens["access_token"])
    userinfo = await provider.call("GET", "/v1/userinfo", headers=me)
    assert userinfo.json() == {"sub": claims["sub"]}


async def test_state_comes_back_letter_for_letter(provider: Provider) -> None:
    for state in ("a b", "x" * 2048, "%20&=#?/+", "<script>", "{}[]'\"\\^`|~"):
        assert (await provider.approved(state=state)).back["state"] == state


# --- the code and the tokens ------------------------------------------------------------------


async def test_a_code_serves_for_thirty_seconds(provider: Provider) -> None:
    for seconds, status in ((29, 200), (30, 400)):
        sign_in = await provider.approved()
        provider.move(seconds)
        assert (await provider.exchange(sign_in)).status_code == status


async def test_a_code_serves_once_and_its_second_use_revokes_the_token(provider: Provider) -> None:
    """Also where it is used many times at once."""
    sign_in = await provider.approved()
    replies = await asyncio.gather(*(provider.exchange(sign_in) for _ in range(8)))
    (tokens,) = (reply.json() for reply in replies if reply.status_code == 200)
    refused = [reply.json()["error"] for reply in replies if reply.status_code == 400]
    assert refused == ["invalid_grant"] * 7
    assert await provider.userinfo(tokens["access_token"]) == 401


async def test_an_access_token_lives_one_hour(provider: Provider) -> None:
    token = (await provider.tokens())["access_token"]
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
    token = (await provider.tokens())["access_token"]
    form = {"access_token": token}
    by_form = await provider.call("POST", "/v1/userinfo", data=form)
    by_header = await provider.call("POST", "/v1/userinfo", headers=bearer(token))
    assert by_form.json() == by_header.json()
    twice = await provider.call("POST", "/v1/userinfo", data=form, headers=bearer(token))
    assert twice.status_code == 400
    in_query = await provider.call("GET", f"/v1/userinfo?access_token={token}")
    assert in_query.status_code == 401


async def test_codes_and_tokens_are_not_kept_readable(provider: Provider) -> None:
    sign_in = await provider.approved()
    code, token = sign_in.code, (await provider.tokens(sign_in))["access_token"]
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
        await provider.tokens()
        await provider.begin()
        await provider.at_the_reader()
    service = provider.service
    assert (len(service.interactions), len(service.issued) > 0) == (6, True)
    if stopped:
        await provider.party.stop()
    provider.move(0 if stopped else 3600)
    await turns()
    assert (len(service.interactions), len(service.issued)) == (0, 0)
    await provider.party.stop()


# --- signing out ------------------------------------------------------------------------------

SIGNED_OUT = f"{PORTAL}/v1/signed-out"


def logout(**parameters: str) -> dict[str, str]:
    return {"client_id": "mbp-sim", "post_logout_redirect_uri": SIGNED_OUT, **parameters}


async def test_signing_out_goes_back_and_revokes_the_token(provider: Provider) -> None:
    tokens, other = [await provider.tokens() for _ in range(2)]
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
    tokens = await provider.tokens()
    reply = await provider.call("POST", "/v1/logout", data=logout())
    assert (reply.status_code, reply.headers["location"]) == (303, SIGNED_OUT)
    # Without a hint nobody is known, so nobody's token ends.
    assert await provider.userinfo(tokens["access_token"]) == 200
    assert await provider.state("/v1/logout") == {"signedOut": True}


async def test_a_hint_may_be_out_of_date_and_must_be_an_id_token_of_this_issuer_for_a_client(
    provider: Provider,
) -> None:
    token = (await provider.tokens())["id_token"]
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
    elsewhere = ("https://evil.example/", f"{SIGNED_OUT}/", f"{SIGNED_OUT}?x=1")
    for changes in (
        *({"post_logout_redirect_uri": address} for address in elsewhere),
        *({"client_id": client} for client in ("", "another", "other-sim")),
    ):
        reply = await provider.call("GET", "/v1/logout", params=logout(**changes))
        assert (reply.status_code, "location" in reply.headers) == (400, False), changes
