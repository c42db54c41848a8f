"""The profile service as the citizen's side meets it: its document, session, blocks and changes."""

import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.responses import Response

from mock_backends.people.loader import load
from mock_backends.profile_service.fetching import digest
from mock_backends.profile_service.sessions import OpenSession
from tests.contract.stand_ins import CONTRACT, Browser, Stage, staged
from tests.held import held_by

BLOCKS = sum(len(one.blocks) for one in load().controllers)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as one:
        yield one


async def test_public_answers(stage: Stage) -> None:
    browser = stage.browser()
    assert len((await browser.get("/v1/keys"))["keys"]) == 1
    passed_on = await browser.call("GET", "/v1/controllers")
    assert passed_on.content == stage.registers.catalogue
    assert await browser.get("/v1/signed-out") == {"signedOut": True}


@pytest.mark.requirement("R13", "R49")
async def test_nothing_is_given_without_a_session(stage: Stage) -> None:
    browser = stage.browser()
    for method, path in CONTRACT.operations():
        operation = CONTRACT.document["paths"][path][method.lower()]
        if operation.get("security") == []:
            continue
        answer = await browser.call(method, path.replace("{", "").replace("}", ""), json={})
        assert answer.status_code == 401, path
        assert answer.json()["type"] == "urn:problem-type:belgif:noAccessToken"
        assert answer.json()["reason"] == "unknown"
    assert stage.registers.asked == []


@pytest.mark.requirement("R14", "R17")
async def test_the_session_says_who_and_how_long(stage: Stage) -> None:
    stage.provider.changes = {"acr": "urn:x:card"}
    session = await stage.browser().sign_in()
    assert session == {
        "citizen": {"givenName": "Noor", "familyName": "Peeters"},
        "method": "eid",
        "startedAt": "2026-11-23T09:00:00Z",
        "idleExpiresAt": "2026-11-23T09:15:00Z",
        "expiresAt": "2026-11-23T10:00:00Z",
        "latestAt": "2026-11-23T21:00:00Z",
        "now": "2026-11-23T09:00:00Z",
        "state": "active",
        "secondsLeft": 900,
    }


async def test_cookies_are_for_this_service_and_for_no_script(stage: Stage) -> None:
    browser = stage.browser()
    begun = await browser.call("POST", "/v1/sign-in", json={})
    parameters = stage.provider.authorize(begun.json()["authorizationUrl"])
    back = await browser.call("GET", "/v1/callback", params=parameters)
    for answer, name in ((begun, "__Secure-mbp_aanmelding"), (back, "__Secure-mbp_sessie")):
        cookie = next(
            one for one in answer.headers.get_list("set-cookie") if one.startswith(name + "=")
        )
        attributes = {one.strip().lower() for one in cookie.split(";")[1:]}
        assert attributes == {"path=/burgerprofiel", "secure", "httponly", "samesite=lax"}
    assert {one.name for one in browser.http.cookies.jar} == {"__Secure-mbp_sessie"}


@pytest.mark.requirement("R42")
async def test_registers_are_asked_when_the_session_opens_and_not_before(stage: Stage) -> None:
    browser = stage.browser()
    parameters = await browser.begin()
    assert stage.registers.asked == []
    await browser.call("GET", "/v1/callback", params=parameters)
    blocks = await browser.settle()
    assert len(blocks) == len(stage.registers.asked) == BLOCKS
    number = stage.persona("noor-peeters").national_number
    assert {one.number for one in stage.registers.asked} == {number}
    assert len({one.token["jti"] for one in stage.registers.asked}) == BLOCKS
    started = (await browser.get("/v1/session"))["startedAt"]
    assert all(one["fetchedAt"] >= started for one in blocks.values())


async def test_a_block_is_passed_on_byte_for_byte_and_never_parsed(stage: Stage) -> None:
    stage.registers.content["identity"] = b"\xff{ not JSON at all"
    browser = stage.browser()
    await browser.sign_in()
    answer = await browser.http.get("https://simulator.invalid/burgerprofiel/v1/blocks/identity")
    assert answer.content == b"\xff{ not JSON at all"
    assert answer.headers["Content-Digest"] == digest(answer.content)
    assert answer.headers["Fetched-At"] == "2026-11-23T09:00:00Z"
    assert answer.headers["Cache-Control"] == "no-store"


def _other_person(answer: Response) -> Response:
    answer.headers["Subject-Pseudonym"] = "b" * 43
    return answer


def _nobody(answer: Response) -> Response:
    del answer.headers["Subject-Pseudonym"]
    return answer


def _half(answer: Response) -> Response:
    return Response(bytes(answer.body)[:5], headers={**answer.headers, "content-length": "5"})


def _undigested(answer: Response) -> Response:
    del answer.headers["Content-Digest"]
    return answer


def _uncounted(answer: Response) -> Response:
    answer.headers["Record-Count"] = "-1"
    return answer


def _down(answer: Response) -> Response:
    return Response(status_code=503)


def _elsewhere(answer: Response) -> Response:
    return Response(status_code=302, headers={"Location": "https://example.com/"})


def _huge(answer: Response) -> Response:
    return Response(b" " * (1024 * 1024 + 1), headers=_kept(answer))


def _kept(answer: Response) -> dict[str, str]:
    return {name: one for name, one in answer.headers.items() if name != "content-length"}


@pytest.mark.requirement("R41")
@pytest.mark.parametrize(
    ("bend", "state", "reason"),
    [
        (_other_person, "refused", "notTheirs"),
        (_nobody, "refused", "notTheirs"),
        (_half, "unavailable", "error"),
        (_undigested, "unavailable", "error"),
        (_uncounted, "unavailable", "error"),
        (_down, "unavailable", "error"),
        (_elsewhere, "unavailable", "error"),
        (_huge, "refused", "tooLarge"),
    ],
)
async def test_an_answer_that_cannot_be_trusted_is_not_taken(
    stage: Stage, bend: object, state: str, reason: str
) -> None:
    assert callable(bend)
    stage.registers.bend["identity"] = bend
    browser = stage.browser()
    await browser.sign_in()
    blocks = {one["blockId"]: one for one in (await browser.get("/v1/blocks"))["items"]}
    assert blocks["identity"] == {
        "blockId": "identity",
        "controllerId": "rijksregister",
        "state": state,
        "since": "2026-11-23T09:00:00Z",
        "reason": reason,
    }
    assert (await browser.call("GET", "/v1/blocks/identity")).status_code == 404
    assert {one["state"] for name, one in blocks.items() if name != "identity"} == {"here"}


async def test_no_records_is_known_without_reading(stage: Stage) -> None:
    stage.registers.empty.add("vehicles")
    browser = stage.browser()
    await browser.sign_in()
    blocks = await browser.settle()
    assert blocks["vehicles"]["state"] == "empty"
    assert (await browser.get("/v1/blocks/vehicles"))["records"] == []


async def test_one_silent_register_holds_up_no_other_and_has_eight_seconds(stage: Stage) -> None:
    stage.registers.hanging.add("diplomas")
    browser = stage.browser()
    await browser.sign_in(settled=False)
    blocks = await browser.settle(but=("diplomas",))
    assert blocks["diplomas"]["state"] == "loading"
    assert {one["state"] for name, one in blocks.items() if name != "diplomas"} == {"here"}
    stage.move(seconds=7.9)
    assert (await browser.settle(but=("diplomas",)))["diplomas"]["state"] == "loading"
    stage.move(seconds=0.2)
    blocks = await browser.settle()
    assert blocks["diplomas"]["state"] == "unavailable"
    assert blocks["diplomas"]["reason"] == "noAnswer"
    stage.registers.hanging.clear()
    stage.move(seconds=60)
    assert (await browser.call("POST", "/v1/blocks/diplomas/refresh")).status_code == 202
    blocks = await browser.settle()
    assert blocks["diplomas"]["state"] == "here"
    assert blocks["diplomas"]["fetchedAt"] > blocks["identity"]["fetchedAt"]


@pytest.mark.requirement("R21")
async def test_a_refresh_shows_what_the_authority_changed_meanwhile(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    stage.registers.content["identity"] = b'"changed"'
    await browser.call("POST", "/v1/blocks/identity/refresh")
    assert (await browser.settle())["identity"]["bytes"] == len(b'"changed"')
    assert await browser.get("/v1/blocks/identity") == "changed"
    assert (await browser.call("POST", "/v1/blocks/nothing/refresh")).status_code == 404


async def test_a_failed_refresh_leaves_no_old_bytes_behind(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    (held,) = held_by(stage.service)
    assert ("block", "identity") in held
    stage.registers.bend["identity"] = _other_person
    await browser.call("POST", "/v1/blocks/identity/refresh")
    await browser.settle()
    assert ("block", "identity") not in held


async def test_changes_wait_for_news_on_the_worlds_clock(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    version = (await browser.get("/v1/changes"))["version"]
    waiting = await _waiting(browser, version)
    stage.move(seconds=24)
    for _ in range(50):
        await asyncio.sleep(0)
    assert not waiting.done()
    stage.move(seconds=1)
    assert (await waiting).json()["version"] == version
    assert (await browser.get("/v1/changes", after=version - 1, wait=20))["version"] == version
    for name, value in (("after", "x"), ("wait", "26")):
        answer = await browser.call("GET", "/v1/changes", params={name: value})
        assert (answer.status_code, answer.json()["issues"][0]["name"]) == (400, name)


async def test_only_the_citizens_own_doing_extends_the_session(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    stage.move(minutes=10)
    assert (await browser.get("/v1/session"))["secondsLeft"] == 300
    assert (await browser.get("/v1/changes"))["session"]["secondsLeft"] == 300
    await browser.get("/v1/blocks")
    assert (await browser.get("/v1/session"))["secondsLeft"] == 900


async def _waiting(browser: Browser, version: int) -> asyncio.Task[httpx.Response]:
    """A request for what is new after `version`, at the point at which it waits."""
    task = asyncio.create_task(
        browser.call("GET", "/v1/changes", params={"after": version, "wait": 25})
    )
    for _ in range(50):
        await asyncio.sleep(0)
    assert not task.done()
    return task


@pytest.mark.requirement("R44")
async def test_the_end_nears_and_comes(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    stage.move(minutes=12, seconds=50)
    changes = await browser.get("/v1/changes")
    assert changes["session"]["state"] == "active"
    waiting = await _waiting(browser, changes["version"])
    stage.move(seconds=10)
    changes = (await waiting).json()
    assert changes["session"]["state"] == "ending"
    assert changes["session"]["secondsLeft"] == 120
    extended = (await browser.call("POST", "/v1/session/extend")).json()
    assert (extended["state"], extended["secondsLeft"]) == ("active", 900)
    again = (await browser.get("/v1/changes"))["version"]
    assert again > changes["version"]
    waiting = await _waiting(browser, again)
    stage.move(minutes=13)
    assert (await waiting).json()["session"]["state"] == "ending", "warned once more"
    stage.move(minutes=2)
    assert await browser.reason() == "idle"


async def test_whoever_waits_hears_that_the_session_ended(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    stage.move(minutes=14, seconds=50)
    waiting = await _waiting(browser, (await browser.get("/v1/changes"))["version"])
    (held,) = held_by(stage.service)
    stage.move(seconds=10)
    answer = await waiting
    assert (answer.status_code, answer.json()["reason"]) == (401, "idle")
    assert answer.json()["type"] == "urn:problem-type:belgif:expiredAccessToken"
    assert held == {}


@pytest.mark.requirement("R44")
async def test_no_session_outlives_the_access_token_unless_its_citizen_extends_it(
    stage: Stage,
) -> None:
    stage.provider.reply = {"expires_in": 1200}
    browser = stage.browser()
    await browser.sign_in()
    stage.move(minutes=14)
    await browser.get("/v1/blocks")
    stage.move(minutes=6)
    assert await browser.reason() == "limit"
    await browser.sign_in()
    stage.move(minutes=14)
    extended = (await browser.call("POST", "/v1/session/extend")).json()
    assert extended["expiresAt"] == "2026-11-23T09:54:00Z"  # as long again as the token lived


@pytest.mark.requirement("R44")
async def test_an_extended_session_goes_on_more_than_ten_times_and_not_for_ever(
    stage: Stage,
) -> None:
    """Both limits, each extended at its warning (WCAG 2.2.1); nothing fetched is left at the end."""
    browser = stage.browser()
    await browser.sign_in()
    (held,) = held_by(stage.service)
    extended = 0
    while True:
        session = (await browser.get("/v1/changes"))["session"]
        assert session["state"] == "active"
        stage.move(seconds=session["secondsLeft"] - 120)
        session = (await browser.get("/v1/changes"))["session"]
        assert session["state"] == "ending"
        session = (await browser.call("POST", "/v1/session/extend")).json()
        if session["state"] == "ending":
            break
        extended += 1
    assert extended > 50  # of 13 minutes; the hour was passed more than ten times
    assert session["expiresAt"] == session["latestAt"] == "2026-11-23T21:00:00Z"
    stage.move(seconds=119)
    assert (await browser.get("/v1/session"))["secondsLeft"] == 1
    stage.move(seconds=1)
    assert await browser.reason() == "limit"
    assert held == {}


async def test_the_hour_alone_can_be_extended_more_than_ten_times(stage: Stage) -> None:
    """Who is never idle meets only the end of the hour."""
    browser = stage.browser()
    await browser.sign_in()
    for _ in range(11):
        for _ in range(5):
            stage.move(minutes=11, seconds=36)
            await browser.get("/v1/blocks")
        session = await browser.get("/v1/session")
        assert (session["state"], session["secondsLeft"]) == ("ending", 120)
        await browser.call("POST", "/v1/session/extend")
        assert (await browser.get("/v1/session"))["state"] == "active"


@pytest.mark.parametrize("time_limits", [True, False])
async def test_without_time_limits_no_session_ends_by_itself(
    tmp_path: Path, time_limits: bool
) -> None:
    stage = Stage(tmp_path, time_limits=time_limits)
    browser = stage.browser()
    await browser.sign_in()
    stage.move(hours=5)
    answer = await browser.call("GET", "/v1/session")
    if time_limits:
        assert answer.status_code == 401
    else:
        session = answer.json()
        assert {"idleExpiresAt", "expiresAt", "latestAt", "secondsLeft"} & set(session) == set()
        assert session["state"] == "active"
        extended = (await browser.call("POST", "/v1/session/extend")).json()
        assert extended["state"] == "active"
        assert (await browser.call("POST", "/v1/sign-out")).status_code == 200
    await stage.http.aclose()


@pytest.mark.requirement("R44")
async def test_a_session_that_is_not_extended_lasts_an_hour_at_most(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    for _ in range(5):
        stage.move(minutes=11)
        await browser.get("/v1/blocks")
    stage.move(minutes=4, seconds=59)
    assert (await browser.get("/v1/session"))["secondsLeft"] == 1
    stage.move(seconds=1)
    assert await browser.reason() == "limit"


@pytest.mark.requirement("R44")
async def test_signing_out_destroys_gives_a_receipt_and_names_the_providers_end(
    stage: Stage,
) -> None:
    browser = stage.browser()
    await browser.sign_in()
    blocks = await browser.settle()
    (held,) = held_by(stage.service)
    receipt = (await browser.call("POST", "/v1/sign-out")).json()
    assert held == {}
    assert held_by(stage.service) == ()
    assert [one["id"] for one in receipt["removed"] if one["kind"] == "block"] == list(blocks)
    assert receipt["removed"][0]["bytes"] == blocks[receipt["removed"][0]["id"]]["bytes"]
    assert [one["kind"] for one in receipt["removed"][-2:]] == ["key", "identity"]
    assert receipt["kept"] == []
    assert receipt["endSessionUrl"].startswith("https://simulator.invalid/op/v1/logout?")
    for member in ("client_id=mbp-sim", "id_token_hint=", "post_logout_redirect_uri=", "state="):
        assert member in receipt["endSessionUrl"]
    assert not list(browser.http.cookies.jar)


async def test_a_token_that_was_signed_out_says_so(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    cookies = list(browser.http.cookies.jar)
    await browser.call("POST", "/v1/sign-out")
    for cookie in cookies:
        browser.http.cookies.jar.set_cookie(cookie)
    assert await browser.reason() == "signedOut"


async def test_what_arrives_after_signing_out_is_not_kept(stage: Stage) -> None:
    stage.registers.hanging.add("identity")
    browser = stage.browser()
    await browser.sign_in(settled=False)
    await browser.settle(but=("identity",))
    (held,) = held_by(stage.service)
    (local,) = stage.service.sessions._local.values()
    (task,) = local.work
    await browser.call("POST", "/v1/sign-out")
    with pytest.raises(asyncio.CancelledError):
        await task
    assert held == {}


@pytest.mark.requirement("R50")
async def test_the_vault_keeps_no_key_once_nothing_is_being_fetched(stage: Stage) -> None:
    browser = stage.browser()
    await browser.sign_in()
    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, OpenSession)] == []
    (held,) = held_by(stage.service)
    token = next(iter(browser.http.cookies.jar)).value
    assert token is not None
    everything = repr((held, await stage.service.sessions._vault.sessions()))
    number = stage.persona("noor-peeters").national_number
    for secret in (token, number, "Noor", "held: "):
        assert secret not in everything


@pytest.mark.requirement("R44", "R50")
async def test_a_failed_fetch_keeps_no_key_until_the_collector_comes_by(stage: Stage) -> None:
    stage.registers.bend = {"identity": _huge, "residence": _down, "household": _half}
    stage.registers.hanging = {"diplomas"}
    browser = stage.browser()
    gc.collect()
    gc.disable()
    try:
        await browser.sign_in(settled=False)
        await browser.settle(but=("diplomas",))
        stage.move(seconds=8)
        await browser.settle()
        for _ in range(20):
            await asyncio.sleep(0)
        assert [one for one in gc.get_objects() if isinstance(one, OpenSession)] == []
    finally:
        gc.enable()


@pytest.mark.requirement("R41")
async def test_two_citizens_at_once_see_only_their_own(stage: Stage) -> None:
    noor, amir = stage.browser(), stage.browser()
    await noor.sign_in()
    stage.provider.person = stage.persona("amir-haddad")
    await amir.sign_in()
    assert (await noor.get("/v1/session"))["citizen"]["givenName"] == "Noor"
    assert (await amir.get("/v1/session"))["citizen"]["givenName"] == "Amir"
    profile = (
        await noor.call(
            "POST", "/v1/profile/contacts", json={"kind": "email", "value": "n@example.be"}
        )
    ).json()
    contact = profile["contacts"][0]["contactId"]
    request = (
        await noor.call(
            "POST",
            "/v1/rights/requests",
            json={"right": "access", "blockId": "identity", "words": "Graag."},
        )
    ).json()["requestId"]
    assert (await amir.get("/v1/profile"))["contacts"] == []
    for method, path in (
        ("DELETE", f"/v1/profile/contacts/{contact}"),
        ("GET", f"/v1/rights/requests/{request}"),
    ):
        assert (await amir.call(method, path)).status_code == 404
    changed = await amir.call(
        "PUT", f"/v1/profile/contacts/{contact}", json={"kind": "email", "value": "a@example.be"}
    )
    assert changed.status_code == 404
