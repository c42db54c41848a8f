"""The ways to sign in, step by step: what the citizen sees, what phone and card do, what time does."""

import asyncio
from base64 import b64decode, b64encode
from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from mock_backends.identity_provider.app import COOKIE
from mock_backends.identity_provider.interactions import Interaction
from mock_backends.identity_provider.methods.eid import Eid
from mock_backends.identity_provider.service import IdentityProvider
from mock_backends.people.loader import CardFixture, Persona
from mock_backends.shared.home import Home
from mock_backends.shared.service_tokens import ServiceTokens
from tests.contract.relying_party import (
    BASE,
    ISSUER,
    NOOR,
    Provider,
    SignIn,
    callback_of,
)

CLIENT_NAME = {
    "nl": "Mijn Burgerprofiel",
    "en": "My Citizen Profile",
    "fr": "Mon profil citoyen",
    "de": "Mein Bürgerprofil",
}


async def turns() -> None:
    """Let tasks that are ready run."""
    for _ in range(20):
        await asyncio.sleep(0)


def phone_of(persona: Persona) -> str:
    assert persona.phone is not None
    return persona.phone.number


# --- the interaction --------------------------------------------------------------------------


async def test_the_choice_of_methods(provider: Provider) -> None:
    path = await provider.begin(SignIn())
    state = (await provider.call("GET", path)).json()
    assert state == {
        "interactionId": path.rpartition("/")[2],
        "version": 1,
        "step": "chooseMethod",
        "clientName": CLIENT_NAME,
        "methods": [
            {"id": "itsme", "level": 450, "available": True},
            {"id": "eid", "level": 500, "available": True},
            {"id": "app", "level": 400, "available": False},
            {"id": "sms", "level": 400, "available": False},
        ],
        "expiresAt": "2026-11-23T09:10:00Z",
        "latestAt": "2026-11-23T11:00:00Z",
    }


async def test_acr_values_narrow_the_choice(provider: Provider) -> None:
    path = await provider.begin(SignIn(), acr_values="urn:be:vlaanderen:authmech:eid")
    state = (await provider.call("GET", path)).json()
    assert [one["id"] for one in state["methods"] if one["available"]] == ["eid"]
    reply = await provider.call("POST", path, json={"action": "chooseMethod", "method": "itsme"})
    assert reply.status_code == 400


async def test_unknown_acr_values_are_a_wish_that_is_not_heard(provider: Provider) -> None:
    path = await provider.begin(SignIn(), acr_values="urn:x:y")
    methods = (await provider.state(path))["methods"]
    assert [method["available"] for method in methods] == [True, True, False, False]


async def test_the_cookie_is_the_browsers_alone(provider: Provider) -> None:
    reply = await provider.authorize()
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for attribute in ("Path=/op", "Secure", "HttpOnly", "SameSite=lax"):
        assert attribute in cookie
    assert "Max-Age" not in cookie
    path = reply.headers["location"].removeprefix(ISSUER)
    assert cookie.split("=")[1].split(";")[0] not in path
    mine = provider.browser.cookies
    provider.browser.cookies = httpx.Cookies()
    for forged in ("", "x", path.rpartition("/")[2], "é", '"', "=;="):
        headers = {"Cookie": f"{COOKIE}={forged}".encode()}
        assert (await provider.call("GET", path, headers=headers)).status_code == 403
        abort = await provider.call("POST", path, json={"action": "abort"}, headers=headers)
        assert abort.status_code == 403
    provider.browser.cookies = mine
    assert (await provider.call("GET", path)).json()["step"] == "chooseMethod"


async def test_another_browsers_cookie_does_not_serve(provider: Provider) -> None:
    first = await provider.begin(SignIn())
    second = await provider.begin(SignIn())
    assert (await provider.call("GET", second)).status_code == 200
    assert (await provider.call("GET", first)).status_code == 403


async def test_an_interaction_lives_ten_minutes(provider: Provider) -> None:
    path = await provider.begin(SignIn())
    provider.move(599)
    assert (await provider.call("GET", path)).status_code == 200
    provider.move(1)
    for reply in (
        await provider.call("GET", path),
        await provider.call("POST", path, json={"action": "back"}),
        await provider.call("GET", "/v1/interactions/never"),
    ):
        assert reply.status_code == 410
        assert reply.json()["type"] == "urn:problem-type:simulator:interactionExpired"


@pytest.mark.parametrize(
    ("steps", "action"),
    [
        ([], {"action": "sendNumber", "phoneNumber": NOOR}),
        ([], {"action": "presentCard", "token": {}}),
        ([("itsme", "chooseMethod")], {"action": "chooseMethod", "method": "eid"}),
        ([("itsme", "chooseMethod")], {"action": "presentCard", "token": {}}),
        ([("eid", "chooseMethod")], {"action": "sendNumber", "phoneNumber": NOOR}),
        ([("", "abort")], {"action": "abort"}),
        ([("", "abort")], {"action": "back"}),
        ([("", "abort")], {"action": "chooseMethod", "method": "itsme"}),
    ],
    ids=str,
)
async def test_a_wrong_step_is_a_conflict(
    provider: Provider, steps: list[tuple[str, str]], action: dict[str, Any]
) -> None:
    if "token" in action:
        action["token"] = dict.fromkeys(
            ("format", "algorithm", "unverifiedCertificate", "signature"), "x"
        )
    path = await provider.begin(SignIn())
    for method, step in steps:
        await provider.act(path, step, **({"method": method} if method else {}))
    before = (await provider.call("GET", path)).json()
    reply = await provider.call("POST", path, json=action)
    assert reply.status_code == 409
    assert reply.json()["type"] == "urn:problem-type:simulator:wrongStep"
    assert reply.json()["step"] == before["step"]
    assert (await provider.call("GET", path)).json() == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 5000,
        b"\xff",
        b'{"action":"dance"}',
        b'{"action":7}',
        b"{}",
        b'{"action":"chooseMethod"}',
        b'{"action":"chooseMethod","method":null}',
        b'{"action":"chooseMethod","method":"app"}',
        b'{"action":"chooseMethod","method":"nothing"}',
    ],
    ids=lambda body: repr(body)[:40],
)
async def test_an_action_that_is_none(provider: Provider, body: bytes) -> None:
    path = await provider.begin(SignIn())
    as_json = {"content-type": "application/json"}
    reply = await provider.call("POST", path, content=body, headers=as_json)
    assert reply.status_code == 400
    assert reply.json()["issues"]


async def test_an_action_must_say_that_it_is_json_and_be_small(provider: Provider) -> None:
    path = await provider.begin(SignIn())
    body = b'{"action":"abort"}'
    for media_type in ("text/plain", "application/x-www-form-urlencoded", ""):
        headers = {"content-type": media_type}
        reply = await provider.call("POST", path, content=body, headers=headers)
        assert reply.status_code == 415
    large = await provider.call("POST", path, json={"action": "abort", "x": "x" * 70_000})
    assert large.status_code == 413


async def test_back_returns_to_the_choice_and_takes_the_request_off_the_phone(
    provider: Provider,
) -> None:
    path, request_id = await provider.waiting()
    state = await provider.act(path, "back")
    assert (state["step"], "failure" in state, "details" in state) == ("chooseMethod", False, False)
    assert (await provider.on_phone())["items"] == []
    assert (await provider.answer("approve", request_id)).status_code == 409
    assert (await provider.act(path, "chooseMethod", method="eid"))["step"] == "eidCard"


async def test_giving_up_goes_back_to_the_portal(provider: Provider) -> None:
    sign_in = SignIn()
    path, request_id = await provider.waiting(sign_in)
    state = await provider.act(path, "abort")
    assert state["step"] == "ended"
    back = callback_of(state["redirectTo"])
    assert (back["error"], back["state"], back["iss"]) == ("access_denied", sign_in.state, ISSUER)
    assert (await provider.answer("approve", request_id)).status_code == 409


# --- long polls -------------------------------------------------------------------------------


async def test_who_waits_hears_of_the_approval(provider: Provider) -> None:
    path, request_id = await provider.waiting()
    version = (await provider.call("GET", path)).json()["version"]
    polling = asyncio.create_task(provider.call("GET", f"{path}?after={version}&wait=20"))
    await turns()
    assert not polling.done()
    await provider.answer("approve", request_id)
    await turns()
    assert polling.done()
    assert (await polling).json()["step"] == "done"


async def test_a_wait_ends_by_the_worlds_clock(provider: Provider) -> None:
    path = await provider.begin(SignIn())
    polling = asyncio.create_task(provider.call("GET", f"{path}?after=1&wait=25"))
    await turns()
    provider.move(24.9)
    await turns()
    assert not polling.done()
    provider.move(0.1)
    await turns()
    assert polling.done()
    assert (await polling).json()["version"] == 1


async def test_without_a_version_or_with_an_old_one_the_answer_is_at_once(
    provider: Provider,
) -> None:
    path = await provider.begin(SignIn())
    for query in ("", "?wait=20", "?after=0&wait=20", "?after=9&wait=20"):
        assert (await provider.call("GET", path + query)).json()["version"] == 1


async def test_a_poll_that_cannot_be_read(provider: Provider) -> None:
    path, headers = await provider.begin(SignIn()), provider.app_token()
    for query, name in (("after=x", "after"), ("wait=26", "wait")):
        for asked in (path, "/v1/itsme/requests"):
            answer = await provider.call("GET", f"{asked}?{query}", headers=headers)
            assert (answer.status_code, answer.json()["issues"][0]["name"]) == (400, name)


async def test_a_waiting_browser_hears_that_the_request_timed_out(provider: Provider) -> None:
    path, _ = await provider.waiting()
    provider.move(290)
    version = (await provider.call("GET", path)).json()["version"]
    polling = asyncio.create_task(provider.call("GET", f"{path}?after={version}&wait=25"))
    on_phone = asyncio.create_task(provider.on_phone(query="?after=2&wait=25"))
    await turns()
    assert not polling.done()
    provider.move(10)
    await turns()
    state = (await polling).json()
    assert (state["step"], state["failure"]) == ("itsmeNumber", {"code": "timedOut"})
    assert (await on_phone)["items"] == []


@pytest.mark.parametrize("aborted", [False, True])
async def test_a_waiting_browser_hears_that_the_sign_in_is_over(
    provider: Provider, aborted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await provider.begin(SignIn())
    provider.move(590)
    assert (await provider.call("GET", path)).json()["ending"]
    if aborted:
        await provider.act(path, "abort")
    version = (await provider.call("GET", path)).json()["version"]
    looks = 0
    settle = IdentityProvider._settle

    def counted(service: IdentityProvider, interaction: Interaction) -> datetime:
        nonlocal looks
        looks += 1
        return settle(service, interaction)

    monkeypatch.setattr(IdentityProvider, "_settle", counted)
    polling = asyncio.create_task(provider.call("GET", f"{path}?after={version}&wait=25"))
    await turns()
    assert looks == 1, "it waits, and does not look again and again"
    provider.move(10)
    await turns()
    assert (await polling).status_code == 410


async def test_a_browser_is_warned_two_minutes_before_the_end(provider: Provider) -> None:
    path = await provider.begin(SignIn())
    provider.move(470)
    polling = asyncio.create_task(provider.call("GET", f"{path}?after=1&wait=25"))
    await turns()
    assert not polling.done()
    provider.move(10)
    await turns()
    state = (await polling).json()
    assert (state["ending"], state["version"]) == (True, 2)


async def test_a_sign_in_is_extended_more_than_ten_times_and_ends(provider: Provider) -> None:
    """WCAG 2.2.1: ten times at least, each with one action."""
    path = await provider.begin(SignIn())
    for _ in range(13):
        provider.move(480)
        assert (await provider.call("GET", path)).json()["ending"]
        assert "ending" not in await provider.act(path, "extend")
    provider.move(480)
    state = await provider.act(path, "extend")
    assert state["expiresAt"] == state["latestAt"] == "2026-11-23T11:00:00Z"
    provider.move(480)
    assert (await provider.call("GET", path)).status_code == 410


async def test_extending_lets_the_request_wait_as_long_again(provider: Provider) -> None:
    path, request_id = await provider.waiting()
    for _ in range(12):
        provider.move(240)
        on_phone = asyncio.create_task(provider.on_phone(query="?after=999&wait=25"))
        state = await provider.act(path, "extend")
        assert (await on_phone)["items"][0]["expiresAt"] == state["stepExpiresAt"]
    assert state["stepExpiresAt"] == "2026-11-23T09:53:00Z"
    assert (await provider.answer("approve", request_id)).status_code == 204
    assert (await provider.call("GET", path)).json()["step"] == "done"


async def test_what_is_over_is_not_extended(provider: Provider) -> None:
    path = await provider.begin(SignIn())
    await provider.act(path, "abort")
    assert (await provider.call("POST", path, json={"action": "extend"})).status_code == 409


# --- itsme ------------------------------------------------------------------------------------


@pytest.mark.requirement("R14")
async def test_the_phone_shows_who_asks_and_what_is_shared(provider: Provider) -> None:
    polling = asyncio.create_task(provider.on_phone(query="?after=1&wait=25"))
    await turns()
    path, request_id = await provider.waiting()
    await turns()
    assert await polling == {
        "version": 2,
        "items": [
            {
                "requestId": request_id,
                "clientName": CLIENT_NAME,
                "createdAt": "2026-11-23T09:00:00Z",
                "expiresAt": "2026-11-23T09:05:00Z",
                "shares": ["name", "nationalNumber"],
            }
        ],
    }
    state = (await provider.call("GET", path)).json()
    assert state["details"] == {"requestId": request_id, "sentTo": "+32 400 ** ** 01"}
    assert (state["method"], state["stepExpiresAt"]) == ("itsme", "2026-11-23T09:05:00Z")


@pytest.mark.parametrize(
    "written",
    [
        "+32400000001",
        "0400 00 00 01",
        "0032 400/00.00.01",
        "+32 (400) 00-00-01",
        "+32 (0)400 00 00 01",
    ],
)
async def test_a_number_may_be_written_as_people_do(provider: Provider, written: str) -> None:
    path = await provider.begin(SignIn())
    await provider.act(path, "chooseMethod", method="itsme")
    assert (await provider.act(path, "sendNumber", phoneNumber=written))["step"] == "itsmeWaiting"


@pytest.mark.parametrize(
    "written", ["", "x", "+", "12345", "+32", "+0400000001", "+324000000010000000", "+3240000000é"]
)
async def test_what_is_no_number_is_named(provider: Provider, written: str) -> None:
    path = await provider.begin(SignIn())
    await provider.act(path, "chooseMethod", method="itsme")
    reply = await provider.call("POST", path, json={"action": "sendNumber", "phoneNumber": written})
    assert reply.status_code == 400
    (issue,) = reply.json()["issues"]
    assert (issue["name"], issue["code"]) == ("phoneNumber", "phoneInvalid")
    assert (await provider.call("GET", path)).json()["step"] == "itsmeNumber"


async def test_a_number_that_nobody_has(provider: Provider) -> None:
    path = await provider.begin(SignIn())
    await provider.act(path, "chooseMethod", method="itsme")
    state = await provider.act(path, "sendNumber", phoneNumber="+32400000099")
    assert (state["step"], state["failure"]) == ("itsmeNumber", {"code": "phoneNumberUnknown"})
    # And the right one still works.
    state = await provider.act(path, "sendNumber", phoneNumber=NOOR)
    assert (state["step"], "failure" in state) == ("itsmeWaiting", False)


async def test_a_phone_without_the_app(home_folder: Path) -> None:
    provider = Provider(home_folder, change=without_itsme("noor-peeters"))
    path = await provider.begin(SignIn())
    await provider.act(path, "chooseMethod", method="itsme")
    state = await provider.act(path, "sendNumber", phoneNumber=NOOR)
    assert (state["step"], state["failure"]) == ("itsmeNumber", {"code": "noItsme"})
    await provider.browser.aclose()


def without_itsme(id: str) -> Any:  # noqa: A002
    def change(persona: Persona) -> Persona:
        if persona.id != id or persona.phone is None:
            return persona
        phone = msgspec.structs.replace(persona.phone, itsme=False)
        return msgspec.structs.replace(persona, phone=phone)

    return change


def born(id: str, day: date) -> Any:  # noqa: A002
    def change(persona: Persona) -> Persona:
        if persona.id != id:
            return persona
        return msgspec.structs.replace(persona, birth_date=day)

    return change


@pytest.mark.parametrize(
    ("day", "step"), [(date(2010, 11, 23), "itsmeWaiting"), (date(2010, 11, 24), "chooseMethod")]
)
async def test_itsme_is_from_sixteen(home_folder: Path, day: date, step: str) -> None:
    provider = Provider(home_folder, change=born("noor-peeters", day))
    path = await provider.begin(SignIn())
    await provider.act(path, "chooseMethod", method="itsme")
    state = await provider.act(path, "sendNumber", phoneNumber=NOOR)
    assert state["step"] == step
    assert state.get("failure") == ({"code": "underAge"} if step == "chooseMethod" else None)
    await provider.browser.aclose()


async def test_refusing_on_the_phone(provider: Provider) -> None:
    path, request_id = await provider.waiting()
    assert (await provider.answer("refuse", request_id)).status_code == 204
    state = (await provider.call("GET", path)).json()
    assert (state["step"], state["failure"]) == ("chooseMethod", {"code": "refused"})
    # Nothing is decided by it: the citizen may begin again.
    await provider.act(path, "chooseMethod", method="itsme")
    assert (await provider.act(path, "sendNumber", phoneNumber=NOOR))["step"] == "itsmeWaiting"


async def test_a_request_on_the_phone_lives_five_minutes(provider: Provider) -> None:
    path, request_id = await provider.waiting()
    provider.move(300)
    assert (await provider.answer("approve", request_id)).status_code == 409
    state = (await provider.call("GET", path)).json()
    assert (state["step"], state["failure"]) == ("itsmeNumber", {"code": "timedOut"})


async def test_a_request_does_not_outlive_its_sign_in(provider: Provider) -> None:
    path = await provider.begin(SignIn())
    provider.move(540)
    await provider.act(path, "chooseMethod", method="itsme")
    state = await provider.act(path, "sendNumber", phoneNumber=NOOR)
    assert state["stepExpiresAt"] == state["expiresAt"]
    provider.move(60)
    assert (await provider.answer("approve", state["details"]["requestId"])).status_code == 409


async def test_an_answer_counts_once_and_only_on_the_right_phone(provider: Provider) -> None:
    path, request_id = await provider.waiting()
    amir = provider.person("amir-haddad")
    assert (await provider.answer("approve", request_id, phone_of(amir))).status_code == 404
    assert (await provider.answer("approve", "never")).status_code == 404
    assert (await provider.call("GET", path)).json()["step"] == "itsmeWaiting"
    assert (await provider.answer("approve", request_id)).status_code == 204
    assert (await provider.answer("approve", request_id)).status_code == 409
    assert (await provider.answer("refuse", request_id)).status_code == 409


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer x", "Basic x", "Bearer é"])
async def test_only_the_phones_own_app_is_heard(provider: Provider, header: str) -> None:
    _, request_id = await provider.waiting()
    headers = {"Authorization": header.encode()} if header else {}
    reply = await provider.call("GET", "/v1/itsme/requests", headers=headers)
    assert reply.status_code == 401
    reply = await provider.call(
        "PUT", f"/v1/itsme/requests/{request_id}", json={"answer": "approve"}, headers=headers
    )
    assert reply.status_code == 401


async def test_an_app_token_of_a_number_that_nobody_has_is_none(provider: Provider) -> None:
    headers = provider.app_token("+32400000099")
    assert (await provider.call("GET", "/v1/itsme/requests", headers=headers)).status_code == 401


async def test_a_padded_app_token_is_the_same(provider: Provider) -> None:
    headers = {"Authorization": provider.app_token()["Authorization"] + "="}
    assert (await provider.call("GET", "/v1/itsme/requests", headers=headers)).status_code == 200


@pytest.mark.parametrize("answer", [{}, {"answer": "maybe"}, {"answer": None}, []], ids=str)
async def test_an_answer_that_is_none(provider: Provider, answer: Any) -> None:
    _, request_id = await provider.waiting()
    reply = await provider.call(
        "PUT", f"/v1/itsme/requests/{request_id}", json=answer, headers=provider.app_token()
    )
    assert reply.status_code == 400


async def test_two_sign_ins_wait_side_by_side_on_one_phone(provider: Provider) -> None:
    first = await provider.waiting()
    cookies = provider.browser.cookies
    provider.browser.cookies = httpx.Cookies()
    second = await provider.waiting()
    assert [one["requestId"] for one in (await provider.on_phone())["items"]] == [
        first[1],
        second[1],
    ]
    await provider.answer("approve", second[1])
    assert (await provider.call("GET", second[0])).json()["step"] == "done"
    provider.browser.cookies = cookies
    assert (await provider.call("GET", first[0])).json()["step"] == "itsmeWaiting"


# --- eID --------------------------------------------------------------------------------------


async def at_the_reader(provider: Provider) -> tuple[str, str]:
    """The interaction's path and the challenge."""
    path = await provider.begin(SignIn())
    state = await provider.act(path, "chooseMethod", method="eid")
    assert (state["step"], state["details"]["origin"]) == ("eidCard", BASE)
    return path, state["details"]["challenge"]


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("person", ["noor-peeters", "lotte-janssens"])
async def test_a_card_says_who_its_holder_is(provider: Provider, person: str) -> None:
    path, challenge = await at_the_reader(provider)
    card = provider.card(provider.person(person))
    assert (await provider.act(path, "presentCard", token=card.token(challenge)))["step"] == "done"


async def failed(provider: Provider, path: str, token: dict[str, str], code: str) -> str:
    """Present a token that fails with `code`; the next challenge."""
    state = await provider.act(path, "presentCard", token=token)
    assert (state["step"], state.get("failure")) == ("eidCard", {"code": code})
    assert "redirectTo" not in state
    challenge: str = state["details"]["challenge"]
    return challenge


async def test_a_challenge_serves_once_and_for_one_site(provider: Provider) -> None:
    path, first = await at_the_reader(provider)
    card = provider.card(provider.person("noor-peeters"))
    code = "signatureInvalid"
    second = await failed(provider, path, card.token(first, "https://evil.example"), code)
    assert second != first
    third = await failed(provider, path, card.token(first), code)
    await provider.act(path, "back")
    state = await provider.act(path, "chooseMethod", method="eid")
    await failed(provider, path, card.token(third), code)
    state = (await provider.call("GET", path)).json()
    token = card.token(state["details"]["challenge"])
    assert (await provider.act(path, "presentCard", token=token))["step"] == "done"


async def test_a_challenge_of_another_sign_in_does_not_serve(provider: Provider) -> None:
    _, other = await at_the_reader(provider)
    path, _ = await at_the_reader(provider)
    card = provider.card(provider.person("noor-peeters"))
    await failed(provider, path, card.token(other), "signatureInvalid")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": "web-eid:2.0"}, "signatureInvalid"),
        ({"format": ""}, "signatureInvalid"),
        ({"algorithm": "RS256"}, "signatureInvalid"),
        ({"algorithm": "none"}, "signatureInvalid"),
        ({"signature": ""}, "signatureInvalid"),
        ({"signature": "é"}, "signatureInvalid"),
        ({"signature": "A" * 128}, "signatureInvalid"),
        ({"signature": "/" * 128}, "signatureInvalid"),
        ({"signature": "A" * 60_000}, "signatureInvalid"),
        ({"unverifiedCertificate": ""}, "cardNotTrusted"),
        ({"unverifiedCertificate": "é"}, "cardNotTrusted"),
        ({"unverifiedCertificate": "AAAA"}, "cardNotTrusted"),
        ({"unverifiedCertificate": "A" * 60_000}, "cardNotTrusted"),
    ],
    ids=lambda value: repr(value)[:50],
)
async def test_a_token_that_does_not_hold(
    provider: Provider, changes: dict[str, str], code: str
) -> None:
    path, challenge = await at_the_reader(provider)
    card = provider.card(provider.person("noor-peeters"))
    await failed(provider, path, card.token(challenge, **changes), code)


async def test_a_signature_has_one_form(provider: Provider) -> None:
    path, challenge = await at_the_reader(provider)
    token = provider.card(provider.person("noor-peeters")).token(challenge)
    raw = b64decode(token["signature"])
    # The same two numbers, the second with a zero before it.
    padded = b64encode(raw[:48] + b"\0" + raw[48:]).decode()
    await failed(provider, path, {**token, "signature": padded}, "signatureInvalid")


async def test_the_signature_of_another_card_does_not_serve(provider: Provider) -> None:
    path, challenge = await at_the_reader(provider)
    noor, amir = (provider.card(provider.person(one)) for one in ("noor-peeters", "amir-haddad"))
    forged = {
        **amir.token(challenge),
        "unverifiedCertificate": noor.token("")["unverifiedCertificate"],
    }
    await failed(provider, path, forged, "signatureInvalid")


async def test_a_card_of_another_world_is_not_trusted(provider: Provider, tmp_path: Path) -> None:
    other = Provider(tmp_path / "elsewhere")
    path, challenge = await at_the_reader(provider)
    card = other.card(other.person("noor-peeters"))
    await failed(provider, path, card.token(challenge), "cardNotTrusted")
    await other.browser.aclose()


async def test_cards_are_held_against_what_their_issuer_publishes_even_if_it_comes_late(
    provider: Provider, tmp_path: Path
) -> None:
    path, challenge = await at_the_reader(provider)
    card = provider.card(provider.person("noor-peeters"))
    provider.authority = None
    refused = await provider.call(
        "POST", path, json={"action": "presentCard", "token": card.token(challenge)}
    )
    assert (refused.status_code, refused.json()["reason"]) == (503, "error")
    # The challenge has not served: the same card is presented again.
    assert (await provider.call("GET", path)).json()["details"]["challenge"] == challenge
    other = Home(tmp_path / "other" / "config", tmp_path / "other" / "data")
    provider.authority = other
    challenge = await failed(provider, path, card.token(challenge), "cardNotTrusted")
    provider.authority = provider.home
    challenge = await failed(provider, path, card.token("x"), "signatureInvalid")
    # What was published last serves while the issuer does not answer.
    provider.authority = None
    token = card.token(challenge)
    assert (await provider.act(path, "presentCard", token=token))["step"] == "done"


async def test_who_hands_phones_out_has_the_app_set_up_on_them(provider: Provider) -> None:
    async def enrol(token: str, number: str = NOOR) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        json = {"phoneNumber": number}
        return await provider.call("POST", "/v1/itsme/apps", json=json, headers=headers)

    ours = provider.tester.token("identity_provider")
    enrolled = await enrol(ours)
    assert enrolled.json() == {
        "appToken": provider.app_token()["Authorization"].removeprefix("Bearer ")
    }
    portals = ServiceTokens("profile_service", provider.tester_key, provider.clock)
    for token in ("", "x", provider.tester.token("registers"), portals.token("identity_provider")):
        assert (await enrol(token)).status_code == 401
    assert (await enrol(ours, "+32499999999")).status_code == 404


async def test_a_card_that_has_expired(provider: Provider) -> None:
    person = provider.person("noor-peeters")
    assert person.card is not None
    for valid_from, valid_until in (
        (date(2015, 1, 1), date(2026, 11, 22)),
        (date(2026, 11, 24), date(2030, 1, 1)),
    ):
        card = CardFixture(
            number=person.card.number,
            pin=person.card.pin,
            valid_from=valid_from,
            valid_until=valid_until,
            municipality="Gent",
        )
        path, challenge = await at_the_reader(provider)
        token = provider.card(msgspec.structs.replace(person, card=card)).token(challenge)
        await failed(provider, path, token, "cardExpired")


async def test_a_card_expires_while_the_world_goes_on(provider: Provider) -> None:
    person = provider.person("noor-peeters")
    assert person.card is not None
    card = provider.card(person)
    provider.move((person.card.valid_until.year - 2025) * 366 * 86_400)
    path, challenge = await at_the_reader(provider)
    await failed(provider, path, card.token(challenge), "cardExpired")


async def test_the_card_of_somebody_whom_nobody_knows(provider: Provider) -> None:
    noor = provider.person("noor-peeters")
    stranger = msgspec.structs.replace(noor, national_number="71690999827")
    path, challenge = await at_the_reader(provider)
    await failed(provider, path, provider.card(stranger).token(challenge), "personUnknown")


@pytest.mark.parametrize(
    ("day", "step"), [(date(2014, 11, 23), "done"), (date(2014, 11, 24), "chooseMethod")]
)
async def test_eid_is_from_twelve(home_folder: Path, day: date, step: str) -> None:
    provider = Provider(home_folder, change=born("noor-peeters", day))
    path, challenge = await at_the_reader(provider)
    card = provider.card(provider.person("noor-peeters"))
    state = await provider.act(path, "presentCard", token=card.token(challenge))
    assert state["step"] == step
    assert state.get("failure") == ({"code": "underAge"} if step == "chooseMethod" else None)
    # The challenge has served, whatever came of it.
    assert [one._challenges for one in provider.service.methods if isinstance(one, Eid)] == [{}]
    await provider.browser.aclose()
