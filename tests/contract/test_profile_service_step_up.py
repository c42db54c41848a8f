"""Consent for the eBox wants the highest level of assurance: who signed in at a lower one signs in anew."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.stand_ins import Browser, Stage, staged

BY_SMS, BY_CARD = {"acr": "urn:x:sms"}, {"acr": "urn:x:card"}
HIGH = "urn:x:itsme urn:x:card"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        stage.provider.says = {"acr_values_supported": [*HIGH.split(), "urn:x:sms"]}
        yield stage


@pytest.fixture
async def browser(stage: Stage) -> Browser:
    """Of Noor, who signed in by a code."""
    stage.provider.changes = BY_SMS
    browser = stage.browser()
    assert (await browser.sign_in())["level"] == "substantial"
    return browser


async def consent(browser: Browser) -> Any:
    return await browser.call("PUT", "/v1/ebox/consent", json={"given": True})


async def again(stage: Stage, browser: Browser, **changes: Any) -> Any:
    """Sign in anew at the highest level, with these claims: the answer to the callback."""
    begun = await browser.send("POST", "/v1/sign-in", sealTo=browser.key.public, level="high")
    back = stage.provider.authorize(begun["authorizationUrl"])
    stage.provider.changes = {"auth_time": int(stage.clock.now().timestamp()), **changes}
    return await browser.call("GET", "/v1/callback", params=back)


@pytest.mark.requirement("R14", "R36")
async def test_a_level_that_is_too_low_is_challenged_and_signing_in_anew_is_enough(
    stage: Stage, browser: Browser
) -> None:
    refused = await consent(browser)
    assert (refused.status_code, refused.json()["level"]) == (401, "high")
    challenge = refused.headers["www-authenticate"]
    assert challenge.startswith('Cookie realm="burgerprofiel"')
    # RFC 9470 section 3
    assert 'error="insufficient_user_authentication"' in challenge
    assert f'acr_values="{HIGH}"' in challenge
    assert (await browser.call("DELETE", "/v1/ebox/consent")).status_code == 200, "as easy as ever"
    session = (await again(stage, browser, **BY_CARD)).json()
    assert (session["method"], session["level"]) == ("eid", "high")
    assert stage.provider.asked["acr_values"] == HIGH
    assert stage.provider.asked["max_age"] == "0"
    assert (await consent(browser)).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [BY_SMS, {"acr": None}, {**BY_CARD, "auth_time": None}, {**BY_CARD, "auth_time": 1}],
    ids=str,
)
async def test_what_is_not_the_level_or_not_anew_is_not_believed_and_the_session_goes_on(
    stage: Stage, browser: Browser, claims: dict[str, Any]
) -> None:
    """OpenID Connect Core 3.1.3.7, points 12 and 13."""
    refused = await again(stage, browser, **claims)
    assert (refused.status_code, refused.json()["error"]) == (400, "token_invalid")
    assert (await browser.get("/v1/session"))["level"] == "substantial"


async def test_somebody_else_gets_no_session_and_the_one_before_ends(
    stage: Stage, browser: Browser
) -> None:
    stage.provider.person = stage.person("amir-haddad")
    refused = await again(stage, browser, **BY_CARD)
    assert (refused.status_code, refused.json()["error"]) == (400, "other_person")
    assert await browser.reason() == "otherPerson"


async def test_a_provider_that_has_no_such_level(stage: Stage) -> None:
    stage.provider.says = {"simulator_levels": {}}
    browser = stage.browser()
    assert (await browser.sign_in())["level"] == "low"
    refused = await consent(browser)
    assert (refused.status_code, "acr_values" in refused.headers["www-authenticate"]) == (
        401,
        False,
    )
    body = {"sealTo": browser.key.public, "level": "high"}
    begun = await browser.call("POST", "/v1/sign-in", json=body)
    assert (begun.status_code, begun.json()["error"]) == (400, "unmet_authentication_requirements")


async def test_a_session_that_ended_meanwhile_gives_way_to_whoever_signs_in(
    stage: Stage, browser: Browser
) -> None:
    await browser.send("POST", "/v1/sign-out")
    assert (await again(stage, browser, **BY_CARD)).status_code == 200
