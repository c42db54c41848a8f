"""The eBox behind its consent, and the rights desk that finds the right controller."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from starlette.responses import Response

from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.service import SEND_AGAIN
from mock_backends.shared.sealed_answers import CODING
from tests import photos
from tests.contract.stand_ins import Browser, Stage, once
from tests.held import held_by

IMAGE = b64encode(photos.kept()).decode()
CONSENT = "/v1/ebox/consent"
MESSAGES = "/v1/ebox/messages"
SENDERS = "/v1/ebox/senders"
PASSED_ON = (MESSAGES, f"{MESSAGES}/newer", f"{MESSAGES}/newer/body", SENDERS)
"""All that stands for something of the eBox."""

REQUESTS = "/v1/rights/requests"


async def _file(browser: Browser, right: str = "access", **about: Any) -> Any:
    return await browser.send("POST", REQUESTS, **{"right": right, "words": "Graag.", **about})


# --- the eBox ---------------------------------------------------------------------------------


@pytest.mark.requirement("R36", "D2")
async def test_no_consent_no_ebox(stage: Stage, browser: Browser) -> None:
    for path in PASSED_ON:
        answer = await browser.call("GET", path)
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:problem-type:simulator:consentRequired"
    answer = await browser.call("PUT", CONSENT, json={"given": False})
    assert answer.status_code == 400
    assert stage.ebox.asked == []


@pytest.mark.requirement("R36")
async def test_messages_after_consent(stage: Stage, browser: Browser) -> None:
    given = (await browser.send("PUT", CONSENT, given=True))["givenAt"]
    stage.move(minutes=1)
    again = (await browser.send("PUT", CONSENT, given=True))["givenAt"]
    assert again == given == "2026-11-23T09:00:00Z"
    messages = await browser.get(MESSAGES)
    assert [message["messageId"] for message in messages["items"]] == ["older", "newer"]
    assert (await browser.get(MESSAGES, page=2))["totalItems"] == 2
    assert (await browser.get(f"{MESSAGES}/newer"))["messageId"] == "newer"
    assert await browser.get(f"{MESSAGES}/newer/body") == {"nl": "De inhoud."}
    assert len((await browser.get(SENDERS))["items"]) == 1
    assert {request.token["consent"] for request in stage.ebox.asked} == {given}
    for page in ("0", "-1", "x", "1&pageSize=9", "10000"):
        assert (await browser.call("GET", MESSAGES, params={"page": page})).status_code == 400
    for name in ("nothing", "..%2F.."):
        assert (await browser.call("GET", f"{MESSAGES}/{name}")).status_code == 404


@pytest.mark.requirement("R50")
@pytest.mark.parametrize(
    ("bend", "reason"),
    [
        (lambda answer: Response(status_code=503), "error"),
        (lambda answer: Response(status_code=401), "notAccepted"),
        (lambda answer: _changed(answer, body=answer.body[:-1]), "cutOff"),
        (lambda answer: _changed(answer, digest=""), "cutOff"),
        (lambda answer: _changed(answer, coding="identity"), "notSealed"),
        (lambda answer: Response(b" " * (1024 * 1024 + 1)), "tooLarge"),
    ],
)
async def test_an_answer_that_is_not_sealed_and_whole_is_not_passed_on(
    stage: Stage, browser: Browser, bend: Callable[[Response], Response], reason: str
) -> None:
    await browser.send("PUT", CONSENT, given=True)
    stage.ebox.bend = bend
    for path in PASSED_ON:
        answer = await browser.call("GET", path)
        assert (answer.status_code, answer.json()["reason"]) == (503, reason)


def _changed(
    answer: Response, body: bytes | None = None, coding: str = CODING, digest: str | None = None
) -> Response:
    headers = {
        "Content-Encoding": coding,
        "Content-Digest": answer.headers["Content-Digest"] if digest is None else digest,
    }
    return Response(bytes(answer.body) if body is None else body, headers=headers)


@pytest.mark.requirement("R59", "D2")
async def test_after_withdrawing_nothing_is_passed_on_in_any_session(
    stage: Stage, browser: Browser
) -> None:
    other = stage.browser()
    await other.sign_in()
    await browser.send("PUT", CONSENT, given=True)
    await other.get(MESSAGES)
    await browser.send("DELETE", CONSENT)
    asked = len(stage.ebox.asked)
    for path in PASSED_ON:
        assert (await other.call("GET", path)).status_code == 403
    assert len(stage.ebox.asked) == asked
    await browser.send("DELETE", CONSENT)  # nothing to withdraw is no error


@pytest.mark.requirement("R59", "D2")
@pytest.mark.parametrize("path", PASSED_ON)
@pytest.mark.parametrize("anew", [False, True])
async def test_what_the_ebox_answers_after_the_withdrawal_is_not_passed_on(
    stage: Stage, browser: Browser, path: str, anew: bool
) -> None:
    await browser.send("PUT", CONSENT, given=True)
    stage.ebox.held = asyncio.Event()
    asking = asyncio.create_task(browser.call("GET", path))
    await once(lambda: stage.ebox.asked)
    await browser.send("DELETE", CONSENT)
    if anew:
        stage.move(seconds=1)
        await browser.send("PUT", CONSENT, given=True)
    stage.ebox.held.set()
    assert (await asking).status_code == 403


async def test_the_receipt_counts_what_stays(browser: Browser) -> None:
    await browser.send("PUT", CONSENT, given=True)
    await browser.send("PUT", "/v1/profile/nickname", value="Nono")
    await browser.send("PUT", "/v1/profile/photo", image=IMAGE)
    await _file(browser, blockId="identity")
    receipt = await browser.send("POST", "/v1/sign-out")
    kept = {entry["kind"]: (entry["count"], entry["until"]) for entry in receipt["kept"]}
    notices = kept.pop("notices")
    assert kept == dict.fromkeys(
        ("nickname", "photo", "requests", "signIns", "eboxConsent"), (1, "2028-11-24")
    )
    assert notices == (6, "2027-02-21")  # of the request, that it was sent and that it arrived


# --- the rights desk --------------------------------------------------------------------------


@pytest.mark.requirement("R20", "R56", "R57", "R58", "R60", "R61", "D1")
@pytest.mark.parametrize("right", ["access", "rectification", "erasure", "object"])
async def test_every_block_goes_to_the_controller_that_answers_for_it(
    stage: Stage, browser: Browser, right: str
) -> None:
    for controller in stage.people.controllers:
        for block in controller.blocks:
            request = await _file(browser, right, blockId=block.id)
            assert request["controllerId"] == controller.id
            assert request["controllerName"] == controller.authority
            assert (request["addressedTo"], request["forwarded"]) == ("controller", False)
            assert (request["due"], request["state"]) == ("2026-12-23", "inProgress")
            assert _steps(request) == ["received", "acknowledged"]
            sent = stage.registers.requests[-1]
            assert sent.path.endswith(f"/controllers/{controller.id}/requests")
            assert sent.body == {
                "reference": request["reference"],
                "right": right,
                "blockId": block.id,
                "words": "Graag.",
                "receivedAt": "2026-11-23T09:00:00Z",
            }


def _steps(request: Any) -> list[str]:
    return [step["what"] for step in request["steps"]]


@pytest.mark.requirement("R63", "R64", "R40")
async def test_what_is_asked_of_digitaal_vlaanderen_about_others_is_forwarded(
    stage: Stage, browser: Browser
) -> None:
    request = await _file(browser, "erasure", blockId="diplomas", addressedTo="digitaalVlaanderen")
    assert (request["controllerId"], request["forwarded"]) == ("ahovoks", True)
    assert request["state"] == "forwarded"
    forwarded = {"at": "2026-11-23T09:00:00Z", "what": "forwarded", "receipt": "R-1"}
    assert request["steps"][1] == forwarded
    assert len(stage.registers.requests) == 1


@pytest.mark.requirement("R62")
async def test_own_processings_stay_with_digitaal_vlaanderen(
    stage: Stage, browser: Browser
) -> None:
    for function in ("nickname", "photo", "contacts", "addresses", "ebox", "cookies"):
        request = await _file(browser, function=function)
        assert request["controllerId"] == "digitaal-vlaanderen"
        assert (request["addressedTo"], request["forwarded"]) == ("digitaalVlaanderen", False)
        assert (_steps(request), request["letters"]) == (["received", "granted"], 1)
    assert stage.registers.requests == []


@pytest.mark.requirement("R58", "R60", "R62")
@pytest.mark.parametrize("right", ["erasure", "object"])
async def test_what_rests_on_consent_ends_at_once_by_whichever_right_and_cookies_do_not(
    browser: Browser, right: str
) -> None:
    await browser.send("PUT", "/v1/profile/nickname", value="Nono")
    await browser.send("POST", "/v1/profile/contacts", kind="email", value="n@example.be")
    gone = await _file(browser, right, function="nickname")
    assert (gone["state"], _steps(gone)) == ("granted", ["received", "granted"])
    profile = await browser.get("/v1/profile")
    assert "nickname" not in profile
    assert [one["kind"] for one in profile["consents"]] == ["contacts"]
    assert len(profile["contacts"]) == 1
    kept = await _file(browser, right, function="cookies")
    assert (kept["state"], kept["letters"]) == ("refused", 1)


@pytest.mark.requirement("R56", "R62")
async def test_access_gives_everything_that_is_held(stage: Stage, browser: Browser) -> None:
    await browser.send("PUT", "/v1/profile/nickname", value="[1]")
    await browser.send("POST", "/v1/profile/contacts", kind="email", value="n@example.be")
    await browser.send("PUT", CONSENT, given=True)
    await _file(browser, blockId="identity", words="Eén.\nTwee.")
    await _file(browser, blockId="identity", words="[" * 1000 + "]" * 1000)
    told = await browser.get("/v1/own-data")
    # All that the store has of this citizen, whatever it is, and nothing in its place.
    person = stage.provider.person
    kept = (await stage.service.profiles.read(NationalNumber(person.national_number))).rows
    assert kept
    for kind, table in kept.items():
        for row, fields in table.items():
            assert told["kept"][kind][row].keys() == fields.keys()
            for name, value in fields.items():
                said = told["kept"][kind][row][name]
                if isinstance(said, str):
                    assert said == value.decode()
                else:
                    assert msgspec.json.decode(value) == said
    # And all that the vault has of this session: it is one citizen's.
    (held,) = held_by(stage.service)
    assert {kind for kind, _ in held} == {"identity", "block", "status"}
    assert told["session"]["national_number"] == person.national_number
    assert told["kept"]["nickname"][""]["value"] == "[1]"
    assert "id_token" not in told["session"], "by which one could act for them"
    sizes = {one["blockId"]: one.get("bytes") for one in told["blocks"]}
    assert sizes.keys() == {item for kind, item in held if kind == "status"}
    assert {block for block, size in sizes.items() if size} == {
        item for kind, item in held if kind == "block"
    }


@pytest.mark.requirement("R59")
async def test_withdrawing_consent_is_done_at_once_in_a_single_change(
    stage: Stage, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.send("PUT", "/v1/profile/nickname", value="Nono")
    await browser.send("PUT", "/v1/profile/photo", image=IMAGE)
    await browser.send("POST", "/v1/profile/contacts", kind="email", value="n@example.be")
    await browser.send("PUT", CONSENT, given=True)
    changes: list[Any] = []
    changing = stage.service.profiles.changing

    def watched(*arguments: Any) -> Any:
        changes.append(arguments)
        return changing(*arguments)

    monkeypatch.setattr(stage.service.profiles, "changing", watched)
    for count, function in enumerate(("nickname", "photo", "contacts", "ebox"), 1):
        request = await _file(browser, "withdrawConsent", function=function)
        assert (request["state"], _steps(request)) == ("done", ["received", "done"])
        assert len(changes) == count
    profile = await browser.get("/v1/profile")
    assert not {"nickname", "photo"} & profile.keys()
    assert profile["contacts"] == profile["consents"] == []
    assert (await browser.call("GET", MESSAGES)).status_code == 403


REFUSED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("blockId", "required", {"blockId": None}),
    ("blockId", "required", {"function": "ebox"}),
    ("blockId", "unknown", {"blockId": "nothing"}),
    ("words", "required", {"words": " "}),
    ("words", "tooLong", {"words": "x" * 2001}),
    ("words", "controlCharacters", {"words": "\x1b[2J"}),
    ("right", "unknown", {"right": "withdrawConsent"}),
    ("right", "unknown", {"right": "rectification", "blockId": None, "function": "nickname"}),
    ("right", "unknown", {"right": "restriction", "blockId": None, "function": "nickname"}),
    ("", "schemaViolation", {"right": "nonsense"}),
)
"""Which member is wrong, how, and what makes it so in a sound request."""


async def test_a_request_that_is_refused(stage: Stage, browser: Browser) -> None:
    for name, code, changes in REFUSED:
        asked = {"right": "access", "blockId": "identity", "words": "Graag.", **changes}
        asked = {member: value for member, value in asked.items() if value is not None}
        answer = await browser.call("POST", REQUESTS, json=asked)
        assert answer.status_code == 400
        issues = [(issue["name"], issue["code"]) for issue in answer.json()["issues"]]
        assert issues == [(name, code)]
    assert stage.registers.requests == []


@pytest.mark.requirement("R64")
async def test_a_request_that_nobody_took_in_is_sent_again_once(
    stage: Stage, browser: Browser
) -> None:
    stage.registers.takes_requests = False
    request = await _file(browser, "erasure", blockId="diplomas", addressedTo="digitaalVlaanderen")
    assert (request["state"], _steps(request)) == ("inProgress", ["received"])
    await browser.send("POST", "/v1/sign-out")
    stage.registers.takes_requests = True
    stage.clock.move(SEND_AGAIN)
    # By itself, and once more by hand: at most twice, and the register knows it by its reference.
    await once(lambda: stage.registers.requests)
    await stage.service.rights.send_pending()
    sent = [request.body["reference"] for request in stage.registers.requests]
    assert sent in ([request["reference"]], [request["reference"]] * 2)
    await browser.sign_in()
    (request,) = (await browser.get(REQUESTS))["items"]
    assert (request["state"], _steps(request)) == ("forwarded", ["received", "forwarded"])
    await stage.service.rights.send_pending()
    assert len(stage.registers.requests) == len(sent)


@pytest.mark.requirement("R64")
async def test_a_request_that_no_desk_takes_is_said_to_be_so_and_not_sent_for_ever(
    stage: Stage, browser: Browser
) -> None:
    """An earlier build filed the withdrawal of a consent with an authority."""
    stage.registers.refuses_with = 400
    request = await _file(browser, "erasure", blockId="diplomas")
    assert (request["state"], _steps(request)) == ("notTaken", ["received", "notTaken"])
    await stage.service.rights.send_pending()
    assert len(stage.registers.requests) == 1
    (request,) = (await browser.get(REQUESTS))["items"]
    assert request["state"] == "notTaken"


@pytest.mark.requirement("R64")
async def test_a_request_that_is_sent_twice_at_once_is_taken_in_once(
    stage: Stage, browser: Browser
) -> None:
    stage.registers.requests_held = held = asyncio.Event()
    filing = asyncio.create_task(_file(browser, blockId="diplomas"))
    await once(lambda: stage.registers.requests)
    stage.registers.requests_held = None
    await stage.service.rights.send_pending()
    held.set()
    await filing
    (request,) = (await browser.get(REQUESTS))["items"]
    assert _steps(request) == ["received", "acknowledged"]


# --- what becomes of a request ------------------------------------------------------------------


@pytest.mark.requirement("R64", "D1")
async def test_the_portal_says_how_far_a_request_is_and_keeps_it_while_nobody_says(
    stage: Stage, browser: Browser
) -> None:
    request = await _file(browser, blockId="diplomas")
    assert (await browser.get(REQUESTS))["current"] is True
    stage.registers.moves(request["reference"], "identityChecked", "2026-11-24T09:00:00Z")
    stage.registers.moves(
        request["reference"], "extended", "2026-12-01T09:00:00Z", due="2027-02-23", letters=1
    )
    (now,) = (await browser.get(REQUESTS))["items"]
    assert (now["state"], now["due"], now["letters"]) == ("extended", "2027-02-23", 1)
    assert _steps(now) == ["received", "acknowledged", "identityChecked", "extended"]
    stage.registers.takes_requests = False
    assert await browser.get(REQUESTS) == {"items": [now], "current": False}


@pytest.mark.requirement("R64")
async def test_a_controller_that_lost_a_request_gets_it_again_under_the_same_reference(
    stage: Stage, browser: Browser
) -> None:
    request = await _file(browser, blockId="diplomas")
    stage.registers.cases.clear()
    await browser.get(REQUESTS)
    await stage.service.rights.send_pending()
    sent = [one.body["reference"] for one in stage.registers.requests]
    assert sent == [request["reference"]] * 2
    (again,) = (await browser.get(REQUESTS))["items"]
    assert again["steps"] == request["steps"], "to the citizen it is one request"


@pytest.mark.requirement("R63", "R64")
async def test_a_controller_that_is_down_for_a_week_gets_everything_once_in_its_order(
    stage: Stage, browser: Browser
) -> None:
    stage.registers.takes_requests = False
    request = await _file(browser, "erasure", blockId="diplomas", addressedTo="digitaalVlaanderen")
    path = f"{REQUESTS}/{request['requestId']}"
    added = await browser.send("POST", f"{path}/information", words="En nog iets.")
    assert [(one["words"], one.get("sent")) for one in added["additions"]] == [
        ("En nog iets.", None)
    ]
    gone = await browser.send("DELETE", path)
    assert (gone["state"], _steps(gone)) == ("withdrawn", ["received", "added", "withdrawn"])
    await browser.send("POST", "/v1/sign-out")
    for _ in range(7):
        stage.move(days=1)
        await stage.service.rights.send_pending()
    assert stage.registers.requests == []
    stage.registers.takes_requests = True
    await stage.service.rights.send_pending()
    await stage.service.rights.send_pending()
    # By itself, and once more by hand, perhaps at the same time: the desk knows each by its name.
    sent = {(one.number, one.body["reference"]) for one in stage.registers.requests}
    assert sent == {(stage.provider.person.national_number, request["reference"])}
    acts = [one.body["informationId"] if one.body else "" for one in stage.registers.acts]
    added, *withdrawn = dict.fromkeys(acts)
    assert (bool(added), withdrawn) == (True, [""])
    await browser.sign_in()
    (request,) = (await browser.get(REQUESTS))["items"]
    assert request["state"] == "withdrawn"
    assert request["additions"][0]["sent"] is True
    assert _steps(request).count("withdrawn") == 1
    assert (request["forwarded"], request["steps"][-1]["receipt"]) == (True, "R-1")


async def test_an_answer_that_came_first_holds_against_a_withdrawal(
    stage: Stage, browser: Browser
) -> None:
    request = await _file(browser, blockId="diplomas")
    path = f"{REQUESTS}/{request['requestId']}"
    stage.registers.takes_requests = False
    await browser.send("DELETE", path)
    stage.registers.takes_requests = True
    stage.registers.moves(request["reference"], "granted", "2026-11-23T09:00:00Z")
    await stage.service.rights.send_pending()
    (now,) = (await browser.get(REQUESTS))["items"]
    assert (now["state"], _steps(now)) == ("granted", ["received", "acknowledged", "granted"])
    for method, target, body in (
        ("DELETE", path, None),
        ("POST", f"{path}/information", {"words": "Nog iets."}),
    ):
        answer = await browser.call(method, target, json=body)
        assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (
            409,
            "requestOver",
        )


async def test_letters_are_passed_on_as_they_were_sealed_and_kept_nowhere(
    stage: Stage, browser: Browser
) -> None:
    request = await _file(browser, blockId="diplomas")
    path = f"{REQUESTS}/{request['requestId']}/letters"
    answer = await browser.call("GET", path, headers={}, sealed_by=request)
    assert answer.json() == "a letter"
    own = await _file(browser, function="cookies")
    for unknown in ("nothing", own["requestId"]):
        answer = await browser.call("GET", f"{REQUESTS}/{unknown}/letters")
        assert answer.status_code == 404


@pytest.mark.requirement("R61")
async def test_a_request_is_found_by_its_id_and_by_no_other(browser: Browser) -> None:
    words = "Eerste regel.\nTweede regel: é [/] 🙂"
    first = await _file(browser, blockId="identity", words=words)
    second = await _file(browser, "object", blockId="vehicles", field="plate")
    assert (await browser.get(REQUESTS))["items"] == [second, first]
    for request in (first, second):
        assert await browser.get(f"{REQUESTS}/{request['requestId']}") == request
    assert first["words"] == words
    assert (await browser.call("GET", f"{REQUESTS}/nothing")).status_code == 404
