"""Signing in: everything about the answer and the ID token is checked, and a lie opens no session."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.contract.stand_ins import Stage, staged
from tests.held import held_by


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as one:
        yield one


async def _refused(stage: Stage, change: Callable[[dict[str, str]], Any] = lambda _: None) -> str:
    """Sign in with changed parameters: the error, once it is sure that there is no session."""
    browser = stage.browser()
    parameters = await browser.begin()
    change(parameters)
    answer = await browser.call("GET", "/v1/callback", params=parameters)
    assert answer.status_code == 400, answer.text
    assert answer.json()["type"] == "urn:problem-type:simulator:signInFailed"
    assert (await browser.call("GET", "/v1/session")).status_code == 401
    assert stage.registers.asked == []
    return str(answer.json()["error"])


async def test_what_is_asked_of_the_provider(stage: Stage) -> None:
    browser = stage.browser()
    url = (await browser.call("POST", "/v1/sign-in", json={})).json()["authorizationUrl"]
    parts = urlsplit(url)
    query = {name: one[0] for name, one in parse_qs(parts.query).items()}
    assert url.startswith("https://simulator.invalid/op/v1/auth?")
    assert {
        name: query[name] for name in query if name not in ("state", "nonce", "code_challenge")
    } == {
        "response_type": "code",
        "client_id": "mbp-sim",
        "redirect_uri": "https://simulator.invalid/burgerprofiel/v1/callback",
        "scope": "openid profile rrn",
        "code_challenge_method": "S256",
        "acr_values": "urn:x:itsme urn:x:card",
    }
    assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
    assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) >= 43


@pytest.mark.requirement("R13")
@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda one: one.update(state="another"), "state_mismatch"),
        (lambda one: one.pop("state"), "state_mismatch"),
        (lambda one: one.update(iss="https://evil.example"), "issuer_mismatch"),
        (lambda one: one.pop("iss"), "issuer_mismatch"),
        (lambda one: one.pop("code"), "code_missing"),
        (lambda one: one.update(code="another"), "invalid_grant"),
        (lambda one: one.update(error="access_denied"), "access_denied"),
        (lambda one: one.update(error="access_denied", state="another"), "state_mismatch"),
    ],
)
async def test_an_answer_that_is_not_to_our_question(
    stage: Stage, change: Callable[[dict[str, str]], Any], error: str
) -> None:
    assert await _refused(stage, change) == error


async def test_a_parameter_twice_is_refused(stage: Stage) -> None:
    browser = stage.browser()
    parameters = await browser.begin()
    doubled = urlencode([*parameters.items(), ("code", "another")])
    answer = await browser.http.get(
        "https://simulator.invalid/burgerprofiel/v1/callback", params=doubled
    )
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
    browser = stage.browser()
    parameters = await browser.begin()
    cookies = list(browser.http.cookies.jar)
    assert (await browser.call("GET", "/v1/callback", params=parameters)).status_code == 200
    for cookie in cookies:
        browser.http.cookies.jar.set_cookie(cookie)
    again = await browser.call("GET", "/v1/callback", params=parameters)
    assert again.json()["error"] == "transaction_unknown"
    late = stage.browser()
    parameters = await late.begin()
    stage.move(hours=2, minutes=5)
    answer = await late.call("GET", "/v1/callback", params=parameters)
    assert answer.json()["error"] == "transaction_unknown"


@pytest.mark.requirement("R13", "R41")
@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "another"},  # and whatever else test_tokens.py refuses
        {"rrn": ""},
        {"rrn": 1},
        {"given_name": None},
        {"family_name": ""},
    ],
    ids=str,
)
async def test_an_id_token_that_says_something_wrong(stage: Stage, changes: dict[str, Any]) -> None:
    stage.provider.changes = changes
    assert await _refused(stage) == "token_invalid"


@pytest.mark.parametrize(
    ("says", "changes", "method"),
    [
        ({}, {}, "itsme"),
        ({}, {"acr": "urn:x:new"}, "urn:x:new"),
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
    assert (await browser.call("POST", "/v1/sign-out")).json().get("endSessionUrl", "") == ""
    stage.registers.asked.clear()
    # Not announced is not allowed to be wrong; and where nothing can be asked, the token must say it.
    assert await _refused(stage, lambda one: one.update(iss="https://evil.example")) == (
        "issuer_mismatch"
    )
    stage.provider.changes = {"rrn": None}
    assert await _refused(stage) == "token_invalid"


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://evil.example/op"},
        {"authorization_endpoint": "https://evil.example/auth"},
        {"token_endpoint": "https://evil.example/token"},
        {"userinfo_endpoint": "https://evil.example/userinfo"},
        {"jwks_uri": "https://simulator.invalid/other/keys"},
        {"end_session_endpoint": "https://evil.example/logout"},
        {"token_endpoint": None},
    ],
    ids=str,
)
async def test_a_discovery_document_that_is_not_the_issuers(
    stage: Stage, says: dict[str, Any]
) -> None:
    stage.provider.says = says
    answer = await stage.browser().call("POST", "/v1/sign-in", json={})
    assert (answer.status_code, answer.json()["reason"]) == (503, "noAnswer")


async def test_a_new_key_is_looked_up_once(stage: Stage) -> None:
    await stage.browser().sign_in()
    assert stage.provider.key_fetches == 1
    stage.provider.published, stage.provider.signs_with = ["one", "two"], "two"
    stage.move(seconds=10)
    await stage.browser().sign_in()
    assert stage.provider.key_fetches == 2
    await stage.browser().sign_in()
    assert stage.provider.key_fetches == 2
    stage.provider.header = {"kid": "unknown"}
    stage.move(seconds=10)
    browser = stage.browser()
    answer = await browser.call("GET", "/v1/callback", params=await browser.begin())
    assert answer.json()["error"] == "token_invalid"
    assert stage.provider.key_fetches == 3


async def test_a_key_that_the_provider_withdrew_ends_within_the_hour(stage: Stage) -> None:
    await stage.browser().sign_in()
    stage.provider.published = ["two"]
    stage.move(minutes=59)
    await stage.browser().sign_in()
    stage.move(minutes=1)
    stage.registers.asked.clear()
    assert await _refused(stage) == "token_invalid"


async def test_keys_that_cannot_be_had_now_are_no_wrong_token(stage: Stage) -> None:
    stage.provider.publishes = False
    assert await _refused(stage) == "temporarily_unavailable"
    stage.provider.publishes = True
    await stage.browser().sign_in()


@pytest.mark.parametrize(
    "reply",
    [
        {"token_type": "mac"},
        {"expires_in": 0},
        {"expires_in": "soon"},
        {"expires_in": 10**18},
        {"access_token": 1},
    ],
)
async def test_a_token_reply_that_is_none(stage: Stage, reply: dict[str, Any]) -> None:
    stage.provider.reply = reply
    assert await _refused(stage) == "token_invalid"


async def test_the_number_may_come_from_userinfo(stage: Stage) -> None:
    stage.provider.changes = {"rrn": None}
    await stage.browser().sign_in()
    number = stage.persona("noor-peeters").national_number
    assert {one.number for one in stage.registers.asked} == {number}
    stage.registers.asked.clear()
    stage.provider.changes = {"rrn": None, "sub": "somebody-else"}
    assert await _refused(stage) == "token_invalid"


async def test_a_provider_that_does_not_answer(stage: Stage) -> None:
    stage.provider.down = True
    answer = await stage.browser().call("POST", "/v1/sign-in", json={})
    assert (answer.status_code, answer.json()["reason"]) == (503, "noAnswer")


async def test_signing_in_again_ends_the_session_before(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    (first,) = held_by(stage.service)
    await browser.sign_in()
    (second,) = held_by(stage.service)
    assert first == {}
    assert second
