"""itsme to the letter of its documentation, by a partner that shares no code and no cryptography with it."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jwcrypto.jwk import JWK
from msgspec.structs import replace

from mock_backends.people.loader import Persona
from tests.contract import itsme_partner
from tests.contract.itsme_partner import (
    CALLBACK,
    CLIENT,
    ISSUER,
    NOOR,
    OPENS,
    OWN,
    PARTY,
    SIGNS,
    Partner,
    came_back,
)
from tests.contract.neighbours import turns

BASIC, ADVANCED = OWN + "acr_basic", OWN + "acr_advanced"


@pytest.fixture
def partner(home_folder: Path) -> Partner:
    return Partner(home_folder)


# --- the provider -------------------------------------------------------------------------------


async def test_the_discovery_document_and_the_keys_are_as_documented(partner: Partner) -> None:
    found = (await partner.call("GET", "/v2/.well-known/openid-configuration")).json()
    assert found["issuer"] == ISSUER
    for name in ("authorization", "token", "userinfo"):
        assert found[f"{name}_endpoint"] == f"{ISSUER}/{name}"
    assert found["acr_values_supported"] == [BASIC, ADVANCED]
    assert "end_session_endpoint" not in found
    keys = (await partner.call("GET", found["jwks_uri"].removeprefix(PARTY))).json()["keys"]
    assert [(key["kty"], key["use"]) for key in keys] == [("RSA", "sig"), ("RSA", "enc")]


@pytest.mark.requirement("R14")
async def test_a_sign_in_gives_nested_tokens_that_somebody_elses_library_opens(
    partner: Partner,
) -> None:
    asked = {"id_token": {OWN + "BENationalNumber": {"essential": True}, "name": None}}
    code = await partner.approved(claims=json.dumps(asked), scope="openid service:MBPSIM eid phone")
    assert len(code) == 36
    tokens = (await partner.exchange(code)).json()
    assert "refresh_token" not in tokens
    noor = partner.person("noor-peeters")
    claims = await partner.opened(tokens["id_token"])
    now = int(partner.clock.now().timestamp())
    assert claims == {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": claims["sub"],
        "nonce": "a-nonce",
        "acr": BASIC,
        "iat": now,
        "exp": now + 300,
        OWN + "BENationalNumber": noor.national_number,
        "name": "Noor Elise Peeters",
    }
    assert len(claims["sub"]) == 36
    reply = await partner.userinfo(tokens["access_token"])
    told = await partner.opened(reply.text)
    assert noor.card is not None
    assert told == {
        **{name: claims[name] for name in ("iss", "aud", "sub", "iat", "exp")},
        OWN + "BENationalNumber": noor.national_number,
        OWN + "BEeidSn": noor.card.number,
        "phone_number": "+32 400000001",
        "phone_number_verified": True,
    }


async def test_claims_about_claims_stand_beside_them_and_never_alone(partner: Partner) -> None:
    about = {OWN + name: None for name in ("validityTo", "verificationDate", "IDIssuingCountry")}
    for others, given in (({}, {}), ({OWN + "BEeidSn": None}, about)):
        asked = json.dumps({"id_token": about | others})
        tokens = (await partner.exchange(await partner.approved(claims=asked))).json()
        claims = await partner.opened(tokens["id_token"])
        assert {name for name in claims if name in about} == set(given)
        for name in given:
            assert list(claims[name]) == [OWN + "BEeidSn"]


REFUSED: tuple[tuple[dict[str, str], str], ...] = (
    ({"response_type": ""}, "invalid_request"),
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"scope": ""}, "invalid_scope"),
    ({"scope": "openid"}, "invalid_scope"),
    ({"scope": "service:MBPSIM"}, "invalid_scope"),
    ({"scope": "openid service:OTHER"}, "invalid_scope"),
    ({"scope": "openid service:MBPSIM more"}, "invalid_scope"),
    ({"display": "popup"}, "unsupported_display"),
    ({"request_uri": "https://example.org/"}, "unsupported_request"),
    ({"request": "x"}, "invalid_request_object"),
    ({"prompt": "none"}, "login_required"),
    ({"max_age": "x"}, "invalid_request"),
    ({"claims": "[]"}, "invalid_request"),
    ({"claims": "[" * 2000}, "invalid_request"),
    ({"nonce": "é"}, "invalid_request"),
    ({"code_challenge": ""}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
)


async def test_what_is_wrong_is_told_to_the_partner_under_its_documented_name(
    partner: Partner,
) -> None:
    for changes, error in REFUSED:
        reply = await partner.authorize(**changes)
        back = came_back({"redirectTo": reply.headers["location"]})
        assert (back["error"], back["state"], reply.status_code) == (error, "a-state", 302), changes
    partner.service.visits.most = 0
    back = came_back({"redirectTo": (await partner.authorize()).headers["location"]})
    assert back["error"] == "temporary_unavailable"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "OTHER"}, "invalid_client_id"),
        ({"client_id": ""}, "invalid_client_id"),
        ({"redirect_uri": CALLBACK + "/"}, "invalid_redirect_uri"),
        ({"redirect_uri": CALLBACK.upper()}, "invalid_redirect_uri"),
    ],
)
async def test_nobody_is_sent_where_nobody_is_registered(
    partner: Partner, changes: dict[str, str], error: str
) -> None:
    reply = await partner.authorize(**changes)
    assert (reply.status_code, reply.json()["error"]) == (400, error)
    assert "location" not in reply.headers


async def test_a_request_object_is_signed_and_then_encrypted(partner: Partner) -> None:
    inside = {
        "nonce": "inner",
        "acr_values": f"{BASIC} {ADVANCED}",
        "scope": "openid service:MBPSIM",
    }
    outside = dict.fromkeys((*inside, "state"), "")
    signed = partner.signed({"iss": CLIENT, "aud": ISSUER, "state": "a-state", **inside})
    path, request_id = await partner.waiting(request=await partner.sealed(signed), **outside)
    await partner.answer("approve", request_id, code=partner.code())
    back = came_back(await partner.state(path))
    assert back["state"] == "a-state"
    tokens = (await partner.exchange(back["code"])).json()
    claims = await partner.opened(tokens["id_token"])
    assert (claims["nonce"], claims["acr"]) == ("inner", ADVANCED)
    unfit: list[tuple[str, dict[str, Any]]] = [
        ("invalid_request", {"aud": ISSUER, "nonce": "another"}),
        ("invalid_request_object", {"aud": "https://example.org"}),
        ("invalid_request_object", {"aud": [{}]}),
    ]
    for error, claims in unfit:
        request = await partner.sealed(partner.signed({"iss": CLIENT, **claims}))
        reply = await partner.authorize(request=request)
        assert came_back({"redirectTo": reply.headers["location"]})["error"] == error
    bare = await partner.authorize(request=signed)
    assert "invalid_request_object" in bare.headers["location"]


@pytest.mark.parametrize(
    ("claim", "seconds", "taken"),
    [("nbf", 0, True), ("nbf", 60, False), ("exp", 60, True), ("exp", -60, False)],
)
async def test_a_request_object_counts_only_in_its_time(
    partner: Partner, claim: str, seconds: int, taken: bool
) -> None:
    """RFC 7519 sections 4.1.4 and 4.1.5, as an assertion does (tests/contract/test_tokens.py)."""
    when = int(partner.clock.now().timestamp()) + seconds
    signed = partner.signed({"iss": CLIENT, "aud": ISSUER, claim: when})
    reply = await partner.authorize(request=await partner.sealed(signed))
    assert ("invalid_request_object" not in reply.headers["location"]) is taken


async def test_a_partner_may_change_its_key_and_keep_its_name(
    partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its known key does not verify is held against its keys as they are now, once in ten seconds."""
    assert (await partner.exchange(await partner.approved())).status_code == 200
    members = json.loads(OPENS.export_private())
    monkeypatch.setattr(
        itsme_partner,
        "SIGNS",
        JWK(**{**members, "kid": SIGNS["kid"], "use": "sig", "alg": "RS256"}),
    )
    assert (await partner.exchange(await partner.approved())).status_code == 200
    monkeypatch.undo()
    assert (await partner.exchange(await partner.approved())).json()["error"] == "invalid_client"
    partner.move(10)
    assert (await partner.exchange(await partner.approved())).status_code == 200


# --- codes and assertions -----------------------------------------------------------------------


async def test_a_code_serves_once_and_its_second_use_ends_the_access_token(
    partner: Partner,
) -> None:
    code = await partner.approved()
    tokens = (await partner.exchange(code)).json()
    again = await partner.exchange(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert (await partner.userinfo(tokens["access_token"])).status_code == 401


@pytest.mark.parametrize(("seconds", "status"), [(179, 200), (180, 400)])
async def test_a_code_lives_three_minutes(partner: Partner, seconds: int, status: int) -> None:
    code = await partner.approved()
    partner.move(seconds)
    assert (await partner.exchange(code)).status_code == status


async def test_a_token_request_is_refused_under_its_documented_name(partner: Partner) -> None:
    now = int(partner.clock.now().timestamp())
    used = partner.assertion()
    await partner.exchange("x", client_assertion=used)
    wrong: tuple[tuple[str, dict[str, Any]], ...] = (
        ("invalid_request", {"grant_type": ""}),
        ("unsupported_grant_type", {"grant_type": "refresh_token"}),
        ("invalid_client", {"client_assertion_type": ""}),
        ("invalid_client", {"client_assertion": "x"}),
        ("invalid_client", {"client_assertion": used}),
        ("invalid_client", {"client_assertion": partner.assertion(aud=ISSUER)}),
        ("invalid_client", {"client_assertion": partner.assertion(exp=now - 61)}),
        ("invalid_client", {"client_assertion": partner.assertion(sub="OTHER")}),
        ("invalid_client", {"client_assertion": partner.assertion(jti=None)}),
        ("invalid_client", {"client_assertion": partner.assertion(jti="x" * 256)}),
        ("invalid_client", {"client_assertion": partner.assertion({"kid": ""})}),
        ("invalid_client", {"client_assertion": partner.assertion({"kid": "other"})}),
        ("invalid_client", {"client_id": "OTHER"}),
        ("invalid_grant", {"redirect_uri": CALLBACK + "/"}),
        ("invalid_grant", {"code_verifier": "x" * 43}),
        ("invalid_grant", {"code_verifier": ""}),
        ("invalid_grant", {"code": "x"}),
    )
    for error, changes in wrong:
        code = await partner.approved() if error == "invalid_grant" else "x"
        reply = await partner.exchange(changes.pop("code", code), **changes)
        assert (reply.status_code, reply.json()["error"]) == (400, error), changes
        assert set(reply.json()) == {"error", "detail"}, "as itsme documents it"
    nested = await partner.sealed(partner.assertion())
    reply = await partner.exchange(await partner.approved(), client_assertion=nested)
    assert reply.status_code == 200


# --- pages and phone ----------------------------------------------------------------------------


@pytest.mark.requirement("R14")
async def test_the_phone_shows_who_asks_for_what_from_where_and_the_page_the_same_number(
    partner: Partner,
) -> None:
    coming = asyncio.create_task(partner.on_phone("?after=1&wait=25"))
    await turns()
    claims = json.dumps({"id_token": {"family_name": None, OWN + "BENationalNumber": None}})
    path, request_id = await partner.waiting(claims=claims)
    state = await partner.state(path)
    shown = {"requestId": request_id, "sentTo": "+32 400 ** ** 01"}
    control = state["details"]["control"]
    assert state["details"] == shown | {"control": control}
    assert await coming == {
        "version": 2,
        "items": [
            {
                "requestId": request_id,
                "clientName": state["clientName"],
                "serviceName": state["serviceName"],
                "createdAt": "2026-11-23T09:00:00Z",
                "expiresAt": "2026-11-23T09:05:00Z",
                "shares": ["name", "nationalNumber"],
                "program": partner.browser.headers["User-Agent"],
                "control": control,
            }
        ],
        "triesLeft": 3,
    }


def born(day: str) -> Callable[[Persona], Persona]:
    return lambda persona: replace(persona, birth_date=day)


def without_the_app(persona: Persona) -> Persona:
    return replace(persona, phone=persona.phone and replace(persona.phone, itsme=False))


@pytest.mark.parametrize(
    ("number", "change", "hours", "failure"),
    [
        ("+32499999999", replace, 0, "phoneNumberUnknown"),
        ("+32 (0)400 00 00 01", replace, 0, ""),
        (NOOR, without_the_app, 0, "noItsme"),
        (NOOR, born("2010-11-24"), 0, "underAge"),
        # Midnight in Belgium, and not yet in UTC.
        (NOOR, born("2010-11-24"), 14, ""),
        (NOOR, born("2010-11-23"), 0, ""),
    ],
)
async def test_itsme_needs_the_app_and_is_from_sixteen(
    home_folder: Path, number: str, change: Callable[[Persona], Persona], hours: int, failure: str
) -> None:
    partner = Partner(home_folder, change=change)
    partner.move(hours=hours)
    path = await partner.begin()
    state = await partner.act(path, "sendNumber", phoneNumber=number)
    assert state.get("failure", {}).get("code", "") == failure
    # Another number may follow, but no second request.
    again = {"action": "sendNumber", "phoneNumber": NOOR}
    assert (await partner.call("POST", path, json=again)).status_code == (200 if failure else 409)
    wrong = {"action": "sendNumber", "phoneNumber": "12345"}
    if failure == "phoneNumberUnknown":
        path = await partner.begin()
        issues = (await partner.call("POST", path, json=wrong)).json()["issues"]
        assert [(one["name"], one["code"]) for one in issues] == [("phoneNumber", "phoneInvalid")]


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        (
            "Mozilla/5.0 (X11; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Mozilla/5.0 Gecko/20100101 Firefox/128.0",
        ),
        ("", ""),
        ("x" * 100, "x" * 60),
        ("\x1b[31mred", ""),
    ],
)
async def test_the_phone_shows_with_what_somebody_signs_in(
    named: str, shown: str, partner: Partner
) -> None:
    partner.browser.headers["User-Agent"] = named
    await partner.waiting()
    assert (await partner.on_phone())["items"][0]["program"] == shown


async def test_a_world_that_begins_again_shows_the_same_numbers(partner: Partner) -> None:
    controls = []
    for _ in range(2):
        path, _ = await partner.waiting()
        controls.append((await partner.state(path))["details"]["control"])
        partner.service.clear()
        assert (await partner.on_phone())["items"] == []
    assert controls[0] == controls[1]


async def test_only_the_phones_own_app_is_heard_and_an_answer_counts_once(
    partner: Partner,
) -> None:
    path, request_id = await partner.waiting()
    requests = "/simulator/v1/requests"
    amir = partner.person("amir-haddad").phone
    assert amir is not None
    strangers = [(None, 401), ("Bearer x", 401), ("Basic x", 401), ("Bearer é", 401)]
    for header, status in (*strangers, (partner.app_header(amir.number)["Authorization"], 404)):
        headers = {"Authorization": header.encode()} if header else {}
        answer = {"json": {"answer": "approve"}, "headers": headers}
        reply = await partner.call("PUT", f"{requests}/{request_id}", **answer)
        assert reply.status_code == status
    wrong: tuple[Any, ...] = ({}, {"answer": "maybe"}, {"answer": None}, [])
    for body in wrong:
        own = partner.app_header()
        reply = await partner.call("PUT", f"{requests}/{request_id}", json=body, headers=own)
        assert reply.status_code == 400
    assert (await partner.state(path))["step"] == "itsmeWaiting"
    answers = [await partner.answer(one, request_id) for one in ("approve", "approve", "refuse")]
    assert [reply.status_code for reply in answers] == [204, 409, 409]


async def test_who_is_out_of_date_is_forgotten(partner: Partner) -> None:
    await partner.exchange(await partner.approved())
    await partner.approved()
    await partner.waiting()
    assert (len(partner.service.visits), len(partner.service.issued) > 0) == (2, True)
    partner.move(3600)
    partner.service.sweep()
    assert (len(partner.service.visits), len(partner.service.issued)) == (0, 0)
    assert (await partner.on_phone())["items"] == []


@pytest.mark.parametrize(
    ("acr_values", "finger"),
    [("", 204), (BASIC, 204), (ADVANCED, 400), (f"{BASIC} {ADVANCED}", 400)],
)
async def test_advanced_wins_and_wants_the_code(
    partner: Partner, acr_values: str, finger: int
) -> None:
    path, request_id = await partner.waiting(acr_values=acr_values)
    assert (await partner.answer("approve", request_id)).status_code == finger
    if finger == 400:
        assert (await partner.on_phone())["items"][0]["codeOnly"]
        done = await partner.answer("approve", request_id, code=partner.code())
        assert done.status_code == 204
    assert (await partner.state(path))["step"] == "done"


@pytest.mark.requirement("R14")
async def test_a_scanned_code_finds_the_phone_and_the_partner_may_know(partner: Partner) -> None:
    mode = OWN + "identification_mode"
    claims = json.dumps({"id_token": {mode: None}})
    path = await partner.begin(claims=claims)
    first = (await partner.act(path, "showCode"))["details"]
    second = (await partner.act(path, "showCode"))["details"]
    assert first["code"] != second["code"]
    assert second["content"] == f"ITSMESIM:{second['code']}"
    for code, why in (
        ("", "codeUnknown"),
        ("AAAAAAAA", "codeUnknown"),
        (first["code"], "codeExpired"),
        (second["content"], ""),
        (second["code"], "codeScanned"),
    ):
        reply = await partner.scan(code)
        assert reply.status_code == (400 if why else 204)
        assert [one["code"] for one in reply.json()["issues"]] == [why] if why else True
    waiting = (await partner.state(path))["details"]
    assert waiting["scanned"]
    late = await partner.call("POST", path, json={"action": "showCode"})
    assert late.status_code == 409
    await partner.answer("approve", waiting["requestId"])
    code = came_back(await partner.state(path))["code"]
    tokens = (await partner.exchange(code)).json()
    assert (await partner.opened(tokens["id_token"]))[mode] == "QR"


async def test_a_code_is_shown_for_five_minutes_and_as_long_again_after_an_extension(
    partner: Partner,
) -> None:
    path = await partner.begin()
    await partner.act(path, "showCode")
    partner.move(240)
    assert (await partner.act(path, "extend"))["details"]["code"]
    partner.move(299)
    assert "failure" not in await partner.state(path)
    partner.move(1)
    state = await partner.state(path)
    assert (state["failure"], "details" in state) == ({"code": "codeExpired"}, False)


async def test_three_wrong_codes_block_until_the_app_is_set_up_anew(partner: Partner) -> None:
    path, request_id = await partner.waiting()
    for left in (2, 1):
        wrong = await partner.answer("approve", request_id, code="x")
        assert [one["code"] for one in wrong.json()["issues"]] == ["wrongCode"]
        assert (await partner.on_phone())["triesLeft"] == left
    last = await partner.answer("approve", request_id, code="x")
    assert last.json()["type"] == "urn:problem-type:simulator:accountBlocked"
    state = await partner.state(path)
    assert (state["step"], state["failure"]) == ("itsmeNumber", {"code": "blocked"})
    assert "triesLeft" not in await partner.on_phone()
    state = await partner.act(path, "sendNumber", phoneNumber=NOOR)
    assert state["failure"] == {"code": "blocked"}
    await partner.call("POST", "/simulator/v1/app/renewal", headers=partner.app_header())
    assert (await partner.act(path, "sendNumber", phoneNumber=NOOR))["step"] == "itsmeWaiting"


@pytest.mark.parametrize("where", ["phone", "page"])
async def test_who_refuses_goes_back_with_access_denied(partner: Partner, where: str) -> None:
    path, request_id = await partner.waiting()
    if where == "phone":
        assert (await partner.answer("refuse", request_id)).status_code == 204
        state = await partner.state(path)
    else:
        state = await partner.act(path, "abort")
    assert state["step"] == "ended"
    back = came_back(state)
    assert (back["error"], back["state"]) == ("access_denied", "a-state")
    assert (await partner.answer("approve", request_id)).status_code == 409
    assert (await partner.answer("approve", "never")).status_code == 404


async def test_a_request_waits_five_minutes_and_as_long_again_when_it_is_extended(
    partner: Partner,
) -> None:
    path, request_id = await partner.waiting()
    partner.move(240)
    state = await partner.act(path, "extend")
    assert state["stepExpiresAt"] == "2026-11-23T09:09:00Z"
    poll = asyncio.create_task(partner.state(path, f"?after={state['version']}&wait=25"))
    await turns()
    partner.move(300)
    state = await poll
    assert (state["step"], state["failure"]) == ("itsmeNumber", {"code": "timedOut"})
    assert (await partner.answer("approve", request_id)).status_code == 409
    partner.move(600)
    assert (await partner.call("GET", path)).status_code == 410


async def test_a_second_request_of_a_partner_replaces_the_first_and_both_are_told(
    partner: Partner,
) -> None:
    first, old = await partner.waiting()
    cookies = partner.browser.cookies
    partner.browser.cookies = type(cookies)()
    second, new = await partner.waiting()
    assert (await partner.state(second))["details"]["replaced"]
    (waiting,) = (await partner.on_phone())["items"]
    assert (waiting["requestId"], waiting["replaced"]) == (new, True)
    assert (await partner.call("GET", first)).status_code == 403, "another browser's"
    partner.browser.cookies = cookies
    assert (await partner.state(first))["failure"] == {"code": "replaced"}
    assert (await partner.answer("approve", old)).status_code == 409


async def test_only_who_hands_phones_out_sets_an_app_up(partner: Partner) -> None:
    for token, number, status in (
        (partner.tester.token("itsme"), NOOR, 200),
        (partner.tester.token("itsme"), "+32499999999", 404),
        (partner.tester.token("registers"), NOOR, 401),
        ("x", NOOR, 401),
    ):
        headers = {"Authorization": f"Bearer {token}"}
        body = {"phoneNumber": number}
        reply = await partner.call("POST", "/simulator/v1/apps", json=body, headers=headers)
        assert reply.status_code == status
        if status == 200:
            assert reply.json()["code"] == partner.code()
    stranger = await partner.call("GET", "/simulator/v1/requests")
    assert stranger.status_code == 401
