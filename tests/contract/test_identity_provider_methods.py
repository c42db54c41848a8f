"""The ways to sign in, step by step: what the citizen sees, what phone and card do, what time does."""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import httpx
import msgspec
import pytest

from mock_backends.identity_provider.app import COOKIE
from mock_backends.identity_provider.methods import METHODS
from mock_backends.identity_provider.methods.eid import Eid
from mock_backends.people.loader import CardFixture, Persona
from mock_backends.shared.home import Home
from mock_backends.shared.service_tokens import ServiceTokens
from tests.contract.neighbours import BASE, turns
from tests.contract.relying_party import ISSUER, NOOR, Provider, SignIn, callback_of
from tui.devices.identity_card import IdentityCard

CLIENT_NAME = {
    "nl": "Mijn Burgerprofiel",
    "en": "My Citizen Profile",
    "fr": "Mon profil citoyen",
    "de": "Mein Bürgerprofil",
}


async def polling(provider: Provider, path: str, after: int) -> "asyncio.Task[httpx.Response]":
    """A long poll, at the point at which it waits."""
    task = asyncio.create_task(provider.call("GET", f"{path}?after={after}&wait=25"))
    await turns()
    assert not task.done()
    return task


async def arrived(poll: "asyncio.Task[httpx.Response]") -> Any:
    """What a long poll brings that has been answered by now."""
    await turns()
    assert poll.done()
    return (await poll).json()


async def choosing(provider: Provider, method: str) -> str:
    """The path of an interaction in which this method was chosen."""
    path = await provider.begin()
    await provider.act(path, "chooseMethod", method=method)
    return path


Change = Callable[[Persona], Persona]


def noor_with(**changes: Any) -> Change:
    """Noor with other members; everybody else as they are."""
    return lambda persona: (
        msgspec.structs.replace(persona, **changes) if persona.id == "noor-peeters" else persona
    )


# --- the interaction --------------------------------------------------------------------------


async def test_the_choice_of_methods(provider: Provider) -> None:
    path = await provider.begin(acr_values="")
    assert await provider.state(path) == {
        "interactionId": path.rpartition("/")[2],
        "version": 1,
        "step": "chooseMethod",
        "clientName": CLIENT_NAME,
        "methods": [
            {"id": method.id, "level": method.level, "available": method.available}
            for method in METHODS
        ],
        "expiresAt": "2026-11-23T09:10:00Z",
        "latestAt": "2026-11-23T11:00:00Z",
    }
    levels = {method.id: method.level for method in METHODS}
    assert {"itsme": 450, "eid": 500, "app": 400, "sms": 400}.items() <= levels.items()


async def test_acr_values_narrow_the_choice_unless_they_are_unknown(provider: Provider) -> None:
    every = {method.id for method in METHODS if method.available}
    for acr, offered in (("urn:be:vlaanderen:authmech:eid", {"eid"}), ("urn:x", every)):
        path = await provider.begin(acr_values=acr)
        methods = (await provider.state(path))["methods"]
        assert {method["id"] for method in methods if method["available"]} == offered
        by_itsme = {"action": "chooseMethod", "method": "itsme"}
        reply = await provider.call("POST", path, json=by_itsme)
        assert reply.status_code == (200 if "itsme" in offered else 400)


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
    # Nor does the cookie of another browser.
    await provider.begin()
    assert (await provider.call("GET", path)).status_code == 403
    provider.browser.cookies = mine
    assert (await provider.state(path))["step"] == "chooseMethod"


async def test_an_interaction_lives_ten_minutes(provider: Provider) -> None:
    path = await provider.begin()
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


NO_CARD = dict.fromkeys(("format", "algorithm", "unverifiedCertificate", "signature"), "x")
SEND_NUMBER = {"action": "sendNumber", "phoneNumber": NOOR}
PRESENT_CARD = {"action": "presentCard", "token": NO_CARD}
CHOOSE_ITSME, CHOOSE_EID = (
    {"action": "chooseMethod", "method": method} for method in ("itsme", "eid")
)
WRONG_STEPS: tuple[tuple[dict[str, Any] | None, tuple[dict[str, Any], ...]], ...] = (
    (None, (SEND_NUMBER, PRESENT_CARD)),
    (CHOOSE_ITSME, (CHOOSE_EID, PRESENT_CARD)),
    (CHOOSE_EID, (SEND_NUMBER,)),
    (
        {"action": "abort"},
        ({"action": "abort"}, {"action": "back"}, CHOOSE_ITSME, {"action": "extend"}),
    ),
)
"""What was done last (None: nothing), and what cannot be done then."""


async def test_a_wrong_step_is_a_conflict(provider: Provider) -> None:
    for done, actions in WRONG_STEPS:
        path = await provider.begin()
        if done is not None:
            await provider.call("POST", path, json=done)
        before = await provider.state(path)
        for action in actions:
            reply = await provider.call("POST", path, json=action)
            assert reply.status_code == 409, (done, action)
            assert reply.json()["type"] == "urn:problem-type:simulator:wrongStep"
            assert reply.json()["step"] == before["step"]
            assert await provider.state(path) == before


NO_ACTIONS = (
    *(b"", b"{", b"[]", b"[" * 5000, b"\xff", b"{}"),
    *(b'{"action":"dance"}', b'{"action":7}', b'{"action":"chooseMethod"}'),
    *(
        b'{"action":"chooseMethod","method":%s}' % name
        for name in (b"null", b'"app"', b'"nothing"')
    ),
)


async def test_an_action_must_be_known_be_json_and_be_small(provider: Provider) -> None:
    path = await provider.begin()
    for body in NO_ACTIONS:
        headers = {"content-type": "application/json"}
        reply = await provider.call("POST", path, content=body, headers=headers)
        assert (reply.status_code, bool(reply.json()["issues"])) == (400, True), body
    for media_type in ("text/plain", "application/x-www-form-urlencoded", ""):
        headers = {"content-type": media_type}
        reply = await provider.call("POST", path, content=b'{"action":"abort"}', headers=headers)
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
    path, request_id = await provider.waiting(sign_in := SignIn())
    state = await provider.act(path, "abort")
    assert state["step"] == "ended"
    back = callback_of(state["redirectTo"])
    assert (back["error"], back["state"], back["iss"]) == ("access_denied", sign_in.state, ISSUER)
    assert (await provider.answer("approve", request_id)).status_code == 409


# --- long polls -------------------------------------------------------------------------------


async def test_who_waits_hears_of_the_approval(provider: Provider) -> None:
    path, request_id = await provider.waiting()
    poll = await polling(provider, path, (await provider.state(path))["version"])
    await provider.answer("approve", request_id)
    assert (await arrived(poll))["step"] == "done"


async def test_a_wait_ends_by_the_worlds_clock(provider: Provider) -> None:
    path = await provider.begin()
    poll = await polling(provider, path, 1)
    provider.move(24.9)
    await turns()
    assert not poll.done()
    provider.move(0.1)
    assert (await arrived(poll))["version"] == 1


async def test_a_poll_is_answered_at_once_without_a_version_or_with_another(
    provider: Provider,
) -> None:
    path = await provider.begin()
    for query in ("", "?wait=20", "?after=0&wait=20", "?after=9&wait=20"):
        assert (await provider.state(path, query))["version"] == 1


async def test_a_waiting_browser_hears_that_the_request_timed_out(provider: Provider) -> None:
    path, _ = await provider.waiting()
    provider.move(290)
    poll = await polling(provider, path, (await provider.state(path))["version"])
    on_phone = asyncio.create_task(provider.on_phone(query="?after=2&wait=25"))
    await turns()
    provider.move(10)
    state = await arrived(poll)
    assert (state["step"], state["failure"]) == ("itsmeNumber", {"code": "timedOut"})
    assert (await on_phone)["items"] == []


async def test_a_browser_is_warned_two_minutes_before_the_end(provider: Provider) -> None:
    path = await provider.begin()
    provider.move(470)
    poll = await polling(provider, path, 1)
    provider.move(10)
    state = await arrived(poll)
    assert (state["ending"], state["version"]) == (True, 2)


@pytest.mark.parametrize("aborted", [False, True])
async def test_a_waiting_browser_hears_that_the_sign_in_is_over(
    provider: Provider, aborted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await provider.begin()
    provider.move(590)
    assert (await provider.state(path))["ending"]
    if aborted:
        await provider.act(path, "abort")
    version = (await provider.state(path))["version"]
    looked = Mock(wraps=provider.service._settle)
    monkeypatch.setattr(provider.service, "_settle", looked)
    poll = await polling(provider, path, version)
    assert looked.call_count == 1, "it waits, and does not look again and again"
    provider.move(10)
    assert (await arrived(poll))["status"] == 410


async def test_extending_lets_the_request_wait_as_long_again(provider: Provider) -> None:
    path, request_id = await provider.waiting()
    for _ in range(12):
        provider.move(240)
        on_phone = asyncio.create_task(provider.on_phone(query="?after=999&wait=25"))
        state = await provider.act(path, "extend")
        assert (await on_phone)["items"][0]["expiresAt"] == state["stepExpiresAt"]
    assert state["stepExpiresAt"] == "2026-11-23T09:53:00Z"
    assert (await provider.answer("approve", request_id)).status_code == 204
    assert (await provider.state(path))["step"] == "done"


# --- itsme ------------------------------------------------------------------------------------


@pytest.mark.requirement("R14")
async def test_the_phone_shows_who_asks_and_what_is_shared(provider: Provider) -> None:
    on_phone = asyncio.create_task(provider.on_phone(query="?after=1&wait=25"))
    await turns()
    path, request_id = await provider.waiting()
    control = (await provider.state(path))["details"]["control"]
    assert await on_phone == {
        "version": 2,
        "items": [
            {
                "requestId": request_id,
                "clientName": CLIENT_NAME,
                "createdAt": "2026-11-23T09:00:00Z",
                "expiresAt": "2026-11-23T09:05:00Z",
                "shares": ["name", "nationalNumber"],
                "program": provider.browser.headers["User-Agent"],
                "control": control,
            }
        ],
    }
    state = await provider.state(path)
    shown = {"requestId": request_id, "sentTo": "+32 400 ** ** 01", "control": control}
    assert state["details"] == shown
    assert (state["method"], state["stepExpiresAt"]) == ("itsme", "2026-11-23T09:05:00Z")


async def test_a_number_may_be_written_as_people_do_and_what_is_none_is_named(
    provider: Provider,
) -> None:
    """In how many ways: tests/contract/test_typed.py."""
    path = await choosing(provider, "itsme")
    number = {"action": "sendNumber", "phoneNumber": "12345"}
    reply = await provider.call("POST", path, json=number)
    assert reply.status_code == 400
    (issue,) = reply.json()["issues"]
    assert (issue["name"], issue["code"]) == ("phoneNumber", "phoneInvalid")
    state = await provider.act(path, "sendNumber", phoneNumber="+32 (0)400 00 00 01")
    assert state["step"] == "itsmeWaiting"


def without_the_app(persona: Persona) -> Persona:
    phone = persona.phone and msgspec.structs.replace(persona.phone, itsme=False)
    return msgspec.structs.replace(persona, phone=phone)


@pytest.mark.parametrize(
    ("change", "hours", "step", "code"),
    [
        (without_the_app, 0, "itsmeNumber", "noItsme"),
        (noor_with(birth_date="2010-11-24"), 0, "chooseMethod", "underAge"),
        # Midnight in Belgium, and not yet in UTC.
        (noor_with(birth_date="2010-11-24"), 14, "itsmeWaiting", ""),
        (noor_with(birth_date="2010-11-23"), 0, "itsmeWaiting", ""),
    ],
)
async def test_itsme_needs_the_app_and_is_from_sixteen(
    home_folder: Path, change: Change, hours: int, step: str, code: str
) -> None:
    provider = Provider(home_folder, change=change)
    provider.move(hours=hours)
    path = await choosing(provider, "itsme")
    state = await provider.act(path, "sendNumber", phoneNumber=NOOR)
    assert (state["step"], state.get("failure", {}).get("code", "")) == (step, code)


async def test_refusing_on_the_phone(provider: Provider) -> None:
    path, request_id = await provider.waiting()
    assert (await provider.answer("refuse", request_id)).status_code == 204
    state = await provider.state(path)
    assert (state["step"], state["failure"]) == ("chooseMethod", {"code": "refused"})


async def test_a_request_on_the_phone_lives_five_minutes_and_no_longer_than_its_sign_in(
    provider: Provider,
) -> None:
    path, request_id = await provider.waiting()
    provider.move(300)
    assert (await provider.answer("approve", request_id)).status_code == 409
    state = await provider.state(path)
    assert (state["step"], state["failure"]) == ("itsmeNumber", {"code": "timedOut"})
    provider.move(240)
    state = await provider.act(path, "sendNumber", phoneNumber=NOOR)
    assert state["stepExpiresAt"] == state["expiresAt"]
    provider.move(60)
    assert (await provider.answer("approve", state["details"]["requestId"])).status_code == 409


async def test_an_answer_counts_once_and_only_on_the_right_phone(provider: Provider) -> None:
    path, request_id = await provider.waiting()
    phone = provider.person("amir-haddad").phone
    assert phone is not None
    assert (await provider.answer("approve", request_id, phone.number)).status_code == 404
    assert (await provider.answer("approve", "never")).status_code == 404
    wrong: tuple[Any, ...] = ({}, {"answer": "maybe"}, {"answer": None}, [])
    for body in wrong:
        requested = f"/v1/itsme/requests/{request_id}"
        reply = await provider.call("PUT", requested, json=body, headers=provider.app_token())
        assert reply.status_code == 400
    assert (await provider.state(path))["step"] == "itsmeWaiting"
    statuses = [
        (await provider.answer(answer, request_id)).status_code
        for answer in ("approve", "approve", "refuse")
    ]
    assert statuses == [204, 409, 409]


async def test_only_the_phones_own_app_is_heard(provider: Provider) -> None:
    _, request_id = await provider.waiting()
    requests = "/v1/itsme/requests"
    for header in (None, "Bearer ", "Bearer x", "Basic x", "Bearer é"):
        headers = {"Authorization": header.encode()} if header else {}
        answer = {"json": {"answer": "approve"}, "headers": headers}
        assert (await provider.call("GET", requests, headers=headers)).status_code == 401
        reply = await provider.call("PUT", f"{requests}/{request_id}", **answer)
        assert reply.status_code == 401
    padded = {"Authorization": provider.app_token()["Authorization"] + "="}
    assert (await provider.call("GET", requests, headers=padded)).status_code == 200


async def test_who_hands_phones_out_has_the_app_set_up_on_them(provider: Provider) -> None:
    async def enrol(token: str, number: str = NOOR) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        json = {"phoneNumber": number}
        return await provider.call("POST", "/v1/itsme/apps", json=json, headers=headers)

    ours = provider.tester.token("identity_provider")
    token = provider.app_token()["Authorization"].removeprefix("Bearer ")
    assert (await enrol(ours)).json() == {"appToken": token}
    portals = ServiceTokens("profile_service", provider.tester_key, provider.clock)
    for token in ("", "x", provider.tester.token("registers"), portals.token("identity_provider")):
        assert (await enrol(token)).status_code == 401
    assert (await enrol(ours, "+32499999999")).status_code == 404


async def test_a_world_that_begins_again_shows_the_same_numbers(provider: Provider) -> None:
    controls = []
    for _ in range(2):
        path, _ = await provider.waiting()
        controls.append((await provider.state(path))["details"]["control"])
        provider.service.clear()
    assert controls[0] == controls[1]


@pytest.mark.parametrize("whose", ["portal", "another"])
async def test_one_request_of_each_client_waits_on_a_phone_and_a_later_one_replaces_it(
    whose: str, provider: Provider
) -> None:
    """Both sides show a number that no other request there has; approving answers that one alone."""
    client = provider.client if whose == "portal" else provider.other
    first = await provider.waiting()
    control = (await provider.state(first[0]))["details"]["control"]
    cookies, provider.browser.cookies = provider.browser.cookies, httpx.Cookies()
    second = await provider.waiting(
        client_id=client.client_id, redirect_uri=client.redirect_uris[0]
    )
    replaced = client is provider.client
    details = (await provider.state(second[0]))["details"]
    assert (details["control"] != control, details.get("replaced", False)) == (True, replaced)
    items = (await provider.on_phone())["items"]
    waiting = [(second[1], details["control"])]
    waiting = waiting if replaced else [(first[1], control), *waiting]
    assert [(item["requestId"], item["control"]) for item in items] == waiting
    assert items[-1].get("replaced", False) == replaced
    await provider.answer("approve", second[1])
    assert (await provider.state(second[0]))["step"] == "done"
    provider.browser.cookies = cookies
    state = await provider.state(first[0])
    if replaced:
        assert (state["step"], state["failure"]) == ("itsmeNumber", {"code": "replaced"})
        assert (await provider.answer("approve", first[1])).status_code == 409
    else:
        assert state["step"] == "itsmeWaiting"


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
    named: str, shown: str, provider: Provider
) -> None:
    provider.browser.headers["User-Agent"] = named
    await provider.waiting()
    assert (await provider.on_phone())["items"][0]["program"] == shown


# --- eID --------------------------------------------------------------------------------------


async def presented(
    provider: Provider, path: str, card: IdentityCard, challenge: str = "", **changes: str
) -> str:
    """Present a card that signs the challenge asked for, or this one: what went wrong, or the step."""
    challenge = challenge or (await provider.state(path))["details"]["challenge"]
    token = {**card.sign(challenge, BASE), **changes}
    state = await provider.act(path, "presentCard", token=token)
    if "failure" not in state:
        return str(state["step"])
    assert "redirectTo" not in state
    return str(state["failure"]["code"])


async def test_a_challenge_serves_once_for_one_site_and_in_one_sign_in(provider: Provider) -> None:
    card = provider.card(provider.person("noor-peeters"))
    _, of_another = await provider.at_the_reader()
    path, first = await provider.at_the_reader()
    elsewhere = card.sign(first, "https://evil.example")
    for token in (elsewhere, card.sign(first, BASE), card.sign(of_another, BASE)):
        assert await presented(provider, path, card, **token) == "signatureInvalid"
    last = (await provider.state(path))["details"]["challenge"]
    await provider.act(path, "back")
    await provider.act(path, "chooseMethod", method="eid")
    assert await presented(provider, path, card, last) == "signatureInvalid"
    assert await presented(provider, path, card) == "done"


async def test_a_token_that_does_not_hold(provider: Provider) -> None:
    card, amirs = (provider.card(provider.person(name)) for name in ("noor-peeters", "amir-haddad"))
    path, challenge = await provider.at_the_reader()
    # A signature has one form: here are the same two numbers, the second with a zero before it.
    raw = b64decode(card.sign(challenge, BASE)["signature"])
    padded = b64encode(raw[:48] + b"\0" + raw[48:]).decode()
    assert await presented(provider, path, card, challenge, signature=padded) == "signatureInvalid"
    for name, code, values in (
        ("format", "signatureInvalid", ("web-eid:2.0", "")),
        ("algorithm", "signatureInvalid", ("RS256", "none")),
        ("signature", "signatureInvalid", ("", "é", "A" * 128, "/" * 128, "A" * 60_000)),
        ("unverifiedCertificate", "cardNotTrusted", ("", "é", "AAAA", "A" * 60_000)),
        # And the signature of another card does not serve.
        (
            "unverifiedCertificate",
            "signatureInvalid",
            (amirs.sign("", "")["unverifiedCertificate"],),
        ),
    ):
        for value in values:
            assert await presented(provider, path, card, **{name: value}) == code, (name, value)
            assert (await provider.state(path))["step"] == "eidCard"


async def test_cards_are_held_against_what_their_issuer_publishes_even_if_it_comes_late(
    provider: Provider, tmp_path: Path
) -> None:
    card = provider.card(provider.person("noor-peeters"))
    path, challenge = await provider.at_the_reader()
    provider.authority = None
    shown = {"action": "presentCard", "token": card.sign(challenge, BASE)}
    refused = await provider.call("POST", path, json=shown)
    assert (refused.status_code, refused.json()["reason"]) == (503, "error")
    # The challenge has not served: the same card is presented again.
    provider.authority = Home.of(tmp_path / "other")
    assert await presented(provider, path, card, challenge) == "cardNotTrusted"
    provider.authority = provider.home
    assert await presented(provider, path, card, "x") == "signatureInvalid"
    # What was published last serves while the issuer does not answer.
    provider.authority = None
    assert await presented(provider, path, card) == "done"


async def test_a_card_expires_and_is_not_valid_before_its_time(provider: Provider) -> None:
    person = provider.person("noor-peeters")
    path, _ = await provider.at_the_reader()
    assert person.card is not None
    for valid_from, valid_until, said in (
        (date(2015, 1, 1), date(2026, 11, 22), "cardExpired"),
        (date(2026, 11, 24), date(2030, 1, 1), "cardNotYetValid"),
    ):
        other: CardFixture = msgspec.structs.replace(
            person.card, valid_from=valid_from, valid_until=valid_until
        )
        card = provider.card(msgspec.structs.replace(person, card=other))
        assert await presented(provider, path, card) == said
    # Also while the world goes on.
    card = provider.card(person)
    provider.move((person.card.valid_until.year - 2025) * 366 * 86_400)
    path, _ = await provider.at_the_reader()
    assert await presented(provider, path, card) == "cardExpired"


async def test_the_card_of_somebody_whom_nobody_knows(provider: Provider) -> None:
    noor = provider.person("noor-peeters")
    stranger = msgspec.structs.replace(noor, national_number="71690999827")
    path, _ = await provider.at_the_reader()
    assert await presented(provider, path, provider.card(stranger)) == "personUnknown"


@pytest.mark.parametrize(
    ("day", "said"), [("2014-11-23", "done"), ("2014-11-24", "underAge"), ("2014", "underAge")]
)
async def test_eid_is_from_twelve(home_folder: Path, day: str, said: str) -> None:
    provider = Provider(home_folder, change=noor_with(birth_date=day))
    path, _ = await provider.at_the_reader()
    assert await presented(provider, path, provider.card(provider.person("noor-peeters"))) == said
    assert (await provider.state(path))["step"] == (said if said == "done" else "chooseMethod")
    # The challenge has served, whatever came of it.
    (eid,) = (method for method in provider.service.methods if isinstance(method, Eid))
    assert eid._challenges == {}
