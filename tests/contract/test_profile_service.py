"""The profile service as the citizen's side meets it: its document, session, blocks and changes."""

import asyncio
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from mock_backends.people.loader import load
from mock_backends.profile_service.sessions import IDLE
from mock_backends.shared.sealed_answers import CODING, OVERHEAD
from mock_backends.shared.wire import content_digest
from tests.contract.neighbours import turns
from tests.contract.stand_ins import CONTRACT, PORTAL, Browser, Stage
from tests.held import held_by, no_key_is_left

A_KEY = urlsafe_b64encode(b"x" * 32).decode().rstrip("=")
BLOCKS = sum(len(controller.blocks) for controller in load().controllers)


async def test_public_answers(stage: Stage) -> None:
    browser = stage.browser()
    assert len((await browser.get("/v1/keys"))["keys"]) == 1
    passed_on = await browser.call("GET", "/v1/controllers")
    assert passed_on.content == stage.registers.catalogue
    assert await browser.get("/v1/signed-out") == {"signedOut": True}


@pytest.mark.requirement("R13", "R49")
async def test_nothing_is_given_without_a_session(stage: Stage) -> None:
    # Why a session is none, is told; tester and authorities have no session, but a token.
    reasons = {"session": "unknown", "tester": None, "authority": None, "officer": None}
    for (method, path), kind in CONTRACT.secured().items():
        answer = await stage.browser().call(method, path, json={})
        assert answer.status_code == 401, path
        assert answer.json()["type"] == "urn:problem-type:belgif:noAccessToken"
        assert answer.json().get("reason") == reasons[kind], path
    assert stage.registers.asked == []


@pytest.mark.requirement("R14", "R17")
async def test_the_session_says_who_and_how_long(stage: Stage) -> None:
    stage.provider.changes = {"acr": "urn:x:card"}
    browser = stage.browser()
    session = await browser.sign_in()
    assert browser.name(session) == "Noor"
    del session["sealedName"]
    assert session == {
        "method": "eid",
        "level": "high",
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
    begun = await browser.call("POST", "/v1/sign-in", json={"sealTo": browser.key.public})
    parameters = stage.provider.authorize(begun.json()["authorizationUrl"])
    back = await browser.call("GET", "/v1/callback", params=parameters)
    for answer, name in ((begun, "__Secure-mbp_aanmelding"), (back, "__Secure-mbp_sessie")):
        cookies = [cookie.split(";") for cookie in answer.headers.get_list("set-cookie")]
        (attributes,) = (rest for first, *rest in cookies if first.startswith(name + "="))
        assert {attribute.strip().lower() for attribute in attributes} == {
            *("path=/burgerprofiel", "secure", "httponly", "samesite=lax")
        }
    assert {cookie.name for cookie in browser.http.cookies.jar} == {"__Secure-mbp_sessie"}


@pytest.mark.requirement("R42")
async def test_registers_are_asked_when_the_session_opens_and_not_before(stage: Stage) -> None:
    browser = stage.browser()
    parameters = await browser.begin()
    assert stage.registers.asked == []
    await browser.call("GET", "/v1/callback", params=parameters)
    assert stage.registers.asked == [], "nobody waits for their session until all have been asked"
    blocks = await browser.settle()
    asked = stage.registers.asked
    assert len(blocks) == len(asked) == BLOCKS
    assert {request.number for request in asked} == {stage.person("noor-peeters").national_number}
    assert len({request.token["jti"] for request in asked}) == BLOCKS
    started = (await browser.get("/v1/session"))["startedAt"]
    assert all(block["fetchedAt"] >= started for block in blocks.values())


async def test_a_block_is_passed_on_as_it_was_sealed(stage: Stage) -> None:
    stage.registers.content["identity"] = b"\xff{ not JSON at all"
    browser = await stage.signed_in()
    answer = await browser.http.get(f"{PORTAL}/v1/blocks/identity")
    target = "/v1/controllers/rijksregister/blocks/identity"
    assert browser.key.open(answer.content, "registers", target) == b"\xff{ not JSON at all"
    assert answer.headers["Content-Encoding"] == CODING
    assert answer.headers["Content-Digest"] == content_digest(answer.content)
    assert answer.headers["Fetched-At"] == "2026-11-23T09:00:00Z"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.requirement("R50")
@pytest.mark.parametrize(
    "key",
    {
        "none": "",
        "zeros": "A" * 43,
        "31 bytes": A_KEY[:-1],
        "33 bytes": A_KEY + "A",
        "padded": A_KEY + "=",
        "with a space": " " + A_KEY,
        "not base64url": A_KEY[:-1] + "+",
        "no ASCII": "é" * 43,
        "encoded otherwise": A_KEY[:-1] + "h",
    }.items(),
    ids=lambda case: case[0],
)
async def test_a_key_that_nothing_can_be_sealed_to_begins_no_sign_in(
    stage: Stage, key: tuple[str, str]
) -> None:
    """Of zeros, too short, or in an odd encoding; a key of small order would seal to everybody."""
    answer = await stage.browser().call("POST", "/v1/sign-in", json={"sealTo": key[1]})
    assert answer.status_code == 400
    assert [issue["name"] for issue in answer.json()["issues"]] == ["sealTo"]
    assert not stage.provider.asked


OTHER_PERSON = {"Subject-Pseudonym": "b" * 43}
DOWN = {"status": 503}
HALF = {"content": b'"held'}
HUGE = {"content": b" " * (1024 * 1024 + 1)}


@pytest.mark.requirement("R41")
@pytest.mark.parametrize(
    ("bent", "state", "reason"),
    [
        (OTHER_PERSON, "refused", "notTheirs"),
        ({"Subject-Pseudonym": None}, "refused", "notTheirs"),
        (HALF, "unavailable", "cutOff"),
        ({"Content-Digest": None}, "unavailable", "cutOff"),
        ({"Content-Encoding": None}, "refused", "notSealed"),
        ({"Content-Encoding": "gzip"}, "refused", "notSealed"),
        (DOWN, "unavailable", "error"),
        ({"status": 401}, "refused", "notAccepted"),
        ({"status": 302, "Location": "/"}, "unavailable", "error"),
        (HUGE, "refused", "tooLarge"),
    ],
)
async def test_an_answer_that_cannot_be_trusted_is_not_taken(
    stage: Stage, bent: dict[str, Any], state: str, reason: str
) -> None:
    stage.registers.bent["identity"] = bent
    browser = await stage.signed_in()
    blocks = {block["blockId"]: block for block in (await browser.get("/v1/blocks"))["items"]}
    assert blocks.pop("identity") == {
        "blockId": "identity",
        "controllerId": "rijksregister",
        "state": state,
        "since": "2026-11-23T09:00:00Z",
        "reason": reason,
    }
    assert (await browser.call("GET", "/v1/blocks/identity")).status_code == 404
    assert {block["state"] for block in blocks.values()} == {"here"}


async def test_one_silent_register_holds_up_no_other_and_has_eight_seconds(stage: Stage) -> None:
    stage.registers.hanging.add("diplomas")
    browser = stage.browser()
    await browser.sign_in(settled=False)
    blocks = await browser.settle(but=("diplomas",))
    assert blocks.pop("diplomas")["state"] == "loading"
    assert {block["state"] for block in blocks.values()} == {"here"}
    # It is being asked already, so asking again changes nothing.
    asked = len(stage.registers.asked)
    assert (await browser.call("POST", "/v1/blocks/diplomas/refresh")).status_code == 202
    assert len(stage.registers.asked) == asked
    stage.move(seconds=7.9)
    assert (await browser.settle(but=("diplomas",)))["diplomas"]["state"] == "loading"
    stage.move(seconds=0.2)
    diplomas = (await browser.settle())["diplomas"]
    assert (diplomas["state"], diplomas["reason"]) == ("unavailable", "noAnswer")
    stage.registers.hanging.clear()
    stage.move(seconds=60)
    assert (await browser.call("POST", "/v1/blocks/diplomas/refresh")).status_code == 202
    blocks = await browser.settle()
    assert blocks["diplomas"]["state"] == "here"
    assert blocks["diplomas"]["fetchedAt"] > blocks["identity"]["fetchedAt"]


@pytest.mark.requirement("R21")
async def test_a_refresh_shows_what_the_authority_changed_and_a_failed_one_leaves_nothing(
    stage: Stage, browser: Browser
) -> None:
    stage.registers.content["identity"] = b'"changed"'
    await browser.call("POST", "/v1/blocks/identity/refresh")
    assert (await browser.settle())["identity"]["bytes"] == len(b'"changed"') + OVERHEAD
    assert await browser.get("/v1/blocks/identity") == "changed"
    (held,) = held_by(stage.service)
    assert ("block", "identity") in held
    stage.registers.bent["identity"] = OTHER_PERSON
    await browser.call("POST", "/v1/blocks/identity/refresh")
    await browser.settle()
    assert ("block", "identity") not in held
    assert (await browser.call("POST", "/v1/blocks/nothing/refresh")).status_code == 404


async def test_changes_wait_for_news_on_the_worlds_clock(stage: Stage, browser: Browser) -> None:
    version = (await browser.get("/v1/changes"))["version"]
    waiting = await browser.waiting(version)
    stage.move(seconds=24)
    await turns()
    assert not waiting.done()
    stage.move(seconds=1)
    moved = (await waiting).json()["version"]
    # That the time was moved is news, too: a request that comes just after it waits for no other move.
    assert (await browser.get("/v1/changes", after=version, wait=20))["version"] == moved


async def test_only_the_citizens_own_doing_extends_the_session(
    stage: Stage, browser: Browser
) -> None:
    stage.move(minutes=10)
    assert (await browser.get("/v1/session"))["secondsLeft"] == 300
    assert (await browser.get("/v1/changes"))["session"]["secondsLeft"] == 300
    await browser.get("/v1/blocks")
    assert (await browser.get("/v1/session"))["secondsLeft"] == 900


@pytest.mark.requirement("R44")
async def test_the_end_nears_and_comes(stage: Stage, browser: Browser) -> None:
    stage.move(minutes=12, seconds=50)
    changes = await browser.get("/v1/changes")
    assert changes["session"]["state"] == "active"
    waiting = await browser.waiting(changes["version"])
    stage.move(seconds=10)
    session = (await waiting).json()["session"]
    assert (session["state"], session["secondsLeft"]) == ("ending", 120)
    extended = await browser.send("POST", "/v1/session/extend")
    assert (extended["state"], extended["secondsLeft"]) == ("active", 900)
    again = (await browser.get("/v1/changes"))["version"]
    assert again > changes["version"]
    waiting = await browser.waiting(again)
    stage.move(minutes=13)
    changes = (await waiting).json()
    assert changes["session"]["state"] == "ending", "warned once more"
    waiting = await browser.waiting(changes["version"])
    (held,) = held_by(stage.service)
    stage.move(minutes=2)
    answer = await waiting
    assert (answer.status_code, answer.json()["reason"]) == (401, "idle")
    assert answer.json()["type"] == "urn:problem-type:belgif:expiredAccessToken"
    assert held == {}


@pytest.mark.requirement("R44")
@pytest.mark.parametrize(
    ("lives", "extended_until"),
    [(1200, "2026-11-23T09:38:00Z"), (3600, "2026-11-23T10:58:00Z")],
)
async def test_no_session_outlives_the_access_token_unless_its_citizen_extends_it(
    stage: Stage, lives: int, extended_until: str
) -> None:
    """However busy its citizen is."""
    stage.provider.reply = {"expires_in": lives}
    browser = await stage.signed_in()
    for extends in (True, False):
        for seconds in (*[600] * (lives // 600 - 1), 480):
            assert (await browser.get("/v1/session"))["state"] == "active"
            stage.move(seconds)
            await browser.get("/v1/blocks")
        session = await browser.get("/v1/session")
        assert (session["state"], session["secondsLeft"]) == ("ending", 120)
        if extends:  # extended for as long again as the token lived
            extended = await browser.send("POST", "/v1/session/extend")
            assert (extended["state"], extended["expiresAt"]) == ("active", extended_until)
    stage.move(seconds=119)
    assert (await browser.get("/v1/session"))["secondsLeft"] == 1
    stage.move(seconds=1)
    assert await browser.reason() == "limit"


@pytest.mark.requirement("R44")
async def test_an_extended_session_goes_on_more_than_ten_times_and_not_for_ever(
    stage: Stage, browser: Browser
) -> None:
    """Both limits, each extended at its warning (WCAG 2.2.1); nothing fetched is left at the end."""
    (held,) = held_by(stage.service)
    extended = 0
    while True:
        session = (await browser.get("/v1/changes"))["session"]
        assert session["state"] == "active"
        stage.move(seconds=session["secondsLeft"] - 120)
        session = (await browser.get("/v1/changes"))["session"]
        assert session["state"] == "ending"
        session = await browser.send("POST", "/v1/session/extend")
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


@pytest.mark.requirement("R44")
async def test_signing_out_destroys_gives_a_receipt_and_names_the_providers_end(
    stage: Stage, browser: Browser
) -> None:
    blocks = await browser.settle()
    cookies = list(browser.http.cookies.jar)
    (held,) = held_by(stage.service)
    receipt = await browser.send("POST", "/v1/sign-out")
    assert (held, held_by(stage.service)) == ({}, ())
    removed = receipt["removed"]
    assert [entry["id"] for entry in removed if entry["kind"] == "block"] == list(blocks)
    for member in ("bytes", "fetchedAt"):
        assert removed[0][member] == blocks[removed[0]["id"]][member]
    assert receipt["startedAt"] == receipt["signedOutAt"] == "2026-11-23T09:00:00Z"
    assert [entry["kind"] for entry in removed[-2:]] == ["key", "identity"]
    assert receipt["kept"] == []
    assert receipt["endSessionUrl"].startswith("https://simulator.invalid/op/v1/logout?")
    for member in ("client_id=mbp-sim", "id_token_hint=", "post_logout_redirect_uri=", "state="):
        assert member in receipt["endSessionUrl"]
    assert not list(browser.http.cookies.jar)
    for cookie in cookies:
        browser.http.cookies.jar.set_cookie(cookie)
    assert await browser.reason() == "signedOut"


@pytest.mark.requirement("R44")
async def test_the_receipt_is_signed_by_the_published_key_and_lists_what_was_held(
    stage: Stage, browser: Browser
) -> None:
    stage.registers.hanging.add("identity")
    stage.move(seconds=60)
    await browser.call("POST", "/v1/blocks/identity/refresh")
    receipt = await browser.send("POST", "/v1/sign-out")
    published = await browser.get("/v1/keys")
    token = jwt.decode(receipt["proof"], KeySet.import_key_set(published), algorithms=["ES256"])
    # By its type nobody takes it for a token of this service, which has the same key.
    assert token.header["typ"] == "receipt+jwt"
    shown = {k: v for k, v in receipt.items() if k not in ("endSessionUrl", "proof")}
    assert token.claims == {"iss": "profile_service", **shown}
    assert shown["startedAt"] < shown["signedOutAt"]
    held = [entry for entry in shown["removed"] if entry["kind"] == "block"]
    # What is being fetched anew is held no more, and so was not removed now.
    assert len(held) == BLOCKS - 1
    assert all({"bytes", "fetchedAt"} <= entry.keys() for entry in held)


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
async def test_the_vault_keeps_no_key_once_nothing_is_being_fetched(
    stage: Stage, browser: Browser
) -> None:
    with no_key_is_left():
        (held,) = held_by(stage.service)
    token = next(iter(browser.http.cookies.jar)).value
    assert token is not None
    everything = repr((held, await stage.service.sessions._vault.sessions()))
    number = stage.person("noor-peeters").national_number
    for secret in (token, number, "Noor", "held: "):
        assert secret not in everything


@pytest.mark.requirement("R44", "R50")
async def test_a_failed_fetch_keeps_no_key_until_the_collector_comes_by(stage: Stage) -> None:
    stage.registers.bent = {"identity": HUGE, "residence": DOWN, "household": HALF}
    stage.registers.hanging = {"diplomas"}
    browser = stage.browser()
    with no_key_is_left():
        await browser.sign_in(settled=False)
        await browser.settle(but=("diplomas",))
        stage.move(seconds=8)
        await browser.settle()
        await turns()


@pytest.mark.requirement("R41")
async def test_two_citizens_at_once_see_only_their_own(stage: Stage, browser: Browser) -> None:
    amir = stage.browser()
    stage.provider.person = stage.person("amir-haddad")
    await amir.sign_in()
    for citizen, name in ((browser, "Noor"), (amir, "Amir")):
        assert citizen.name(await citizen.get("/v1/session")) == name
    email = {"kind": "email", "value": "n@example.be"}
    profile = await browser.send("POST", "/v1/profile/contacts", **email)
    contact = f"/v1/profile/contacts/{profile['contacts'][0]['contactId']}"
    asked = {"right": "access", "blockId": "identity", "words": "Graag."}
    request = await browser.send("POST", "/v1/rights/requests", **asked)
    assert (await amir.get("/v1/profile"))["contacts"] == []
    for method, path, entered in (
        ("DELETE", contact, None),
        ("PUT", contact, email),
        ("GET", f"/v1/rights/requests/{request['requestId']}", None),
    ):
        assert (await amir.call(method, path, json=entered)).status_code == 404


@pytest.mark.requirement("R43", "R44")
@pytest.mark.parametrize("moment", ["asked", "here"])
@pytest.mark.parametrize("end", ["signed out", "idle", "stopped"])
async def test_whenever_a_session_ends_nothing_of_a_fetch_is_left(
    stage: Stage, moment: str, end: str
) -> None:
    """Before the register answers, and once its answer is here."""
    waits = ("identity",) if moment == "asked" else ()
    stage.registers.hanging.update(waits)
    browser = stage.browser()
    with no_key_is_left():
        await browser.sign_in(settled=False)
        await browser.settle(but=waits)
        await turns()
        (held,) = held_by(stage.service)
        (local,) = stage.service.sessions._local.values()
        assert bool(local.work) is bool(waits)
        if end == "signed out":
            await browser.call("POST", "/v1/sign-out")
        elif end == "idle":
            stage.clock.move(IDLE)
        else:
            await stage.service.stop()
        await turns()
    assert (held, held_by(stage.service), local.work) == ({}, (), ())
