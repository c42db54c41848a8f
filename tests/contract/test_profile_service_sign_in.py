"""Signing in: everything about the answer and the ID token is checked, and a lie opens no session."""

import tracemalloc
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from mock_backends.shared.oidc.relying_party import MOST_TRANSACTIONS, TooManySignIns
from tests.contract.stand_ins import PORTAL, Browser, Stage
from tests.held import held_by


async def _refused(stage: Stage, **changes: str | None) -> str:
    """Sign in with changed parameters (None: left out): the error, if there is no session."""
    browser = stage.browser()
    changed = {**await browser.begin(), **changes}
    parameters = {name: value for name, value in changed.items() if value is not None}
    stage.registers.asked.clear()
    answer = await browser.call("GET", "/v1/callback", params=parameters)
    assert answer.status_code == 400, answer.text
    assert answer.json()["type"] == "urn:problem-type:simulator:signInFailed"
    assert (await browser.call("GET", "/v1/session")).status_code == 401
    assert stage.registers.asked == []
    return str(answer.json()["error"])


async def _unanswered(stage: Stage) -> None:
    """Beginning a sign-in fails, because the provider cannot be relied on."""
    browser = stage.browser()
    answer = await browser.call("POST", "/v1/sign-in", json={"sealTo": browser.key.public})
    assert (answer.status_code, answer.json()["reason"]) == (503, "noAnswer")


async def test_what_is_asked_of_the_provider(stage: Stage) -> None:
    browser = stage.browser()
    begun = await browser.send("POST", "/v1/sign-in", sealTo=browser.key.public)
    url = begun["authorizationUrl"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith("https://simulator.invalid/op/v1/auth?")
    secrets = {query.pop(name) for name in ("state", "nonce", "code_challenge")}
    assert len(secrets) == 3
    assert min(len(secret) for secret in secrets) >= 43
    assert query == {
        "response_type": "code",
        "client_id": "mbp-sim",
        "redirect_uri": f"{PORTAL}/v1/callback",
        "scope": "openid profile rrn",
        "code_challenge_method": "S256",
        "acr_values": "urn:x:itsme urn:x:card",
        "seal_to": browser.key.public,
    }


async def test_whoever_comes_when_all_places_are_taken_waits_and_nobody_is_thrown_out(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 6585 section 4."""
    monkeypatch.setattr(stage.service.relying_party, "_most", 2)
    first, second, third = stage.browser(), stage.browser(), stage.browser()
    parameters = await first.begin()
    asked = stage.provider.asked
    stage.move(60)
    await second.begin()
    refused = await third.call("POST", "/v1/sign-in", json={"sealTo": third.key.public})
    assert refused.status_code == 429
    assert refused.json()["type"] == "urn:problem-type:belgif:tooManyRequests"
    waits = int(refused.headers["Retry-After"])
    assert waits == 2 * 3600 + 4 * 60
    # Who had begun goes on, and leaves a place.
    stage.provider.asked = asked
    assert (await first.call("GET", "/v1/callback", params=parameters)).status_code == 200
    await third.begin()
    # Nobody finishes: the places are free when their time is over.
    stage.move(waits + 60)
    await first.begin()


async def test_ten_thousand_half_open_sign_ins_take_no_more_room_than_a_thousand(
    stage: Stage,
) -> None:
    """And whoever began before them comes back signed in."""
    browser, party = stage.browser(), stage.service.relying_party
    parameters = await browser.begin()
    asked, key = stage.provider.asked, browser.key.public

    async def begun(times: int) -> int:
        number = 0
        for _ in range(times):
            with suppress(TooManySignIns):
                await party.begin(seal_to=key)
                number += 1
        return number

    assert await begun(9_000) == MOST_TRANSACTIONS - 1
    tracemalloc.start()
    try:
        assert await begun(1_000) == 0
        assert tracemalloc.get_traced_memory()[0] < 100_000, "memory is flat"
    finally:
        tracemalloc.stop()
    stage.provider.asked = asked
    assert (await browser.call("GET", "/v1/callback", params=parameters)).status_code == 200


async def test_a_megabyte_is_refused_and_whoever_is_signing_in_goes_on(stage: Stage) -> None:
    browser, much = stage.browser(), "x" * 1_000_000
    parameters = await browser.begin()
    for members in ({"sealTo": much}, {"sealTo": browser.key.public, "x": much}):
        refused = await browser.call("POST", "/v1/sign-in", json=members)
        assert refused.status_code in (400, 413)
    other = stage.browser()
    for name in ("state", "code", "iss", "error"):
        address = f"{PORTAL}/v1/callback?{name}={much[:60_000]}"
        assert (await other.http.get(address)).status_code == 400
    assert (await browser.call("GET", "/v1/callback", params=parameters)).status_code == 200


async def test_where_time_ends_no_sign_in_its_place_is_taken_only_when_it_is_needed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.service.relying_party, "_most", 1)
    monkeypatch.setattr(stage.service.relying_party, "_time_limits", False)
    browser = stage.browser()
    parameters = await browser.begin()
    stage.move(hours=3)
    assert (await browser.call("GET", "/v1/callback", params=parameters)).status_code == 200
    await browser.begin()
    stage.move(hours=3)
    await browser.begin()


ANSWERS: tuple[tuple[dict[str, str | None], str], ...] = (
    ({"state": "another"}, "state_mismatch"),
    ({"state": None}, "state_mismatch"),
    ({"iss": "https://evil.example"}, "issuer_mismatch"),
    ({"iss": None}, "issuer_mismatch"),
    ({"code": None}, "code_missing"),
    ({"code": "another"}, "invalid_grant"),
    ({"code": "an-error"}, "unauthorized_client"),
    ({"error": "access_denied"}, "access_denied"),
    ({"error": "access_denied", "state": "another"}, "state_mismatch"),
)
"""What is wrong with the callback's parameters (None: it is missing), and the error."""


@pytest.mark.requirement("R13")
async def test_an_answer_that_is_not_to_our_question(stage: Stage) -> None:
    for changes, error in ANSWERS:
        assert await _refused(stage, **changes) == error, changes
    browser = stage.browser()
    doubled = urlencode([*(await browser.begin()).items(), ("code", "another")])
    answer = await browser.http.get(f"{PORTAL}/v1/callback", params=doubled)
    assert (answer.status_code, answer.json()["error"]) == (400, "parameter_repeated")


async def test_the_callback_belongs_to_the_browser_that_began(stage: Stage) -> None:
    parameters = await stage.browser().begin()
    other = stage.browser()
    answer = await other.call("GET", "/v1/callback", params=parameters)
    assert answer.json()["error"] == "transaction_unknown"
    await other.begin()
    answer = await other.call("GET", "/v1/callback", params=parameters)
    assert answer.json()["error"] == "state_mismatch"


async def test_a_callback_works_once_and_not_for_ever(stage: Stage) -> None:
    browser, late = stage.browser(), stage.browser()
    parameters = await browser.begin()
    cookies = list(browser.http.cookies.jar)
    assert (await browser.call("GET", "/v1/callback", params=parameters)).status_code == 200
    for cookie in cookies:
        browser.http.cookies.jar.set_cookie(cookie)
    again = await browser.call("GET", "/v1/callback", params=parameters)
    too_late = await late.begin()
    stage.move(hours=2, minutes=5)
    expired = await late.call("GET", "/v1/callback", params=too_late)
    for answer in (again, expired):
        assert answer.json()["error"] == "transaction_unknown"


@pytest.mark.requirement("R13", "R41")
async def test_a_token_or_its_reply_that_says_something_wrong(stage: Stage) -> None:
    claims: tuple[dict[str, Any], ...] = (
        {"nonce": "another"},  # and whatever else test_tokens.py refuses
        *({"rrn": ""}, {"rrn": 1}, {"sealed_name": None}, {"sealed_name": ""}, {"seal_to": None}),
        # UserInfo, which is asked for a number that the token lacks, speaks of somebody else.
        {"rrn": None, "sub": "somebody-else"},
    )
    for stage.provider.changes in claims:
        assert await _refused(stage) == "token_invalid", stage.provider.changes
    stage.provider.changes = {}
    for name, values in {
        "token_type": ("mac",),
        "expires_in": (0, "soon", 10**18),
        "access_token": (1,),
    }.items():
        for value in values:
            stage.provider.reply = {name: value}
            assert await _refused(stage) == "token_invalid", value


@pytest.mark.parametrize(
    ("says", "changes", "method"),
    [
        ({}, {}, "itsme"),
        ({"acr_values_supported": []}, {"acr": "urn:x:new"}, "urn:x:new"),
        ({"simulator_sign_in_methods": {}}, {}, "urn:x:itsme"),
        ({"acr_values_supported": []}, {"acr": None}, ""),
    ],
    ids=str,
)
async def test_how_the_citizen_signed_in_is_in_the_providers_words(
    stage: Stage, says: dict[str, Any], changes: dict[str, Any], method: str
) -> None:
    stage.provider.says, stage.provider.changes = says, changes
    assert (await stage.browser().sign_in())["method"] == method
    assert stage.provider.asked.get("acr_values", "") == (
        "" if "acr_values_supported" in says else "urn:x:itsme urn:x:card"
    )


async def test_a_provider_that_has_less(stage: Stage) -> None:
    stage.provider.says = {
        "authorization_response_iss_parameter_supported": False,
        "end_session_endpoint": "",
        "userinfo_endpoint": "",
    }
    browser = stage.browser()
    parameters = await browser.begin()
    del parameters["iss"]
    assert (await browser.call("GET", "/v1/callback", params=parameters)).status_code == 200
    assert (await browser.send("POST", "/v1/sign-out")).get("endSessionUrl", "") == ""
    # Not announced is not allowed to be wrong; and where nothing can be asked, the token must say it.
    assert await _refused(stage, iss="https://evil.example") == "issuer_mismatch"
    stage.provider.changes = {"rrn": None}
    assert await _refused(stage) == "token_invalid"


async def test_a_discovery_document_that_is_not_the_issuers_or_not_there(stage: Stage) -> None:
    evil = "https://evil.example/op"
    for says in (
        *({"issuer": evil}, {"authorization_endpoint": evil}, {"token_endpoint": evil}),
        *({"userinfo_endpoint": evil}, {"end_session_endpoint": evil}, {"token_endpoint": None}),
        {"jwks_uri": "https://simulator.invalid/other/keys"},
    ):
        stage.provider.says = says
        await _unanswered(stage)
    stage.provider.says = {}
    stage.provider.down = True
    await _unanswered(stage)
    stage.provider.down = False
    await stage.browser().sign_in()


async def test_the_number_may_come_from_userinfo(stage: Stage) -> None:
    stage.provider.changes = {"rrn": None}
    await stage.browser().sign_in()
    number = stage.person("noor-peeters").national_number
    assert {request.number for request in stage.registers.asked} == {number}


async def test_signing_in_again_ends_the_session_before(stage: Stage, browser: Browser) -> None:
    (first,) = held_by(stage.service)
    await browser.sign_in()
    (second,) = held_by(stage.service)
    assert first == {}
    assert second
