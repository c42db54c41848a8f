"""The eBox behind its consent, and the rights desk that finds the right controller."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mock_backends.profile_service.service import SEND_AGAIN
from tests.contract.stand_ins import Browser, Stage, staged
from tests.held import held_by


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as one:
        yield one


@pytest.fixture
async def browser(stage: Stage) -> Browser:
    one = stage.browser()
    await one.sign_in()
    return one


async def _file(browser: Browser, **members: Any) -> Any:
    answer = await browser.call("POST", "/v1/rights/requests", json={"words": "Graag.", **members})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.requirement("R36", "D2")
async def test_no_consent_no_ebox(stage: Stage, browser: Browser) -> None:
    for path in ("/v1/ebox/messages", "/v1/ebox/messages/newer"):
        answer = await browser.call("GET", path)
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:problem-type:simulator:consentRequired"
    answer = await browser.call("PUT", "/v1/ebox/consent", json={"given": False})
    assert answer.status_code == 400
    assert stage.ebox.asked == []


@pytest.mark.requirement("R36")
async def test_messages_after_consent(stage: Stage, browser: Browser) -> None:
    given = (await browser.call("PUT", "/v1/ebox/consent", json={"given": True})).json()["givenAt"]
    stage.move(minutes=1)
    again = (await browser.call("PUT", "/v1/ebox/consent", json={"given": True})).json()["givenAt"]
    assert again == given == "2026-11-23T09:00:00Z"
    messages = await browser.get("/v1/ebox/messages")
    assert [one["messageId"] for one in messages["items"]] == ["newer", "older"]
    assert (messages["totalItems"], messages["unread"]) == (2, 2)
    assert messages["items"][0]["senderName"] == {"nl": "FOD"}
    assert {one.token["consent"] for one in stage.ebox.asked} == {given}
    message = await browser.get("/v1/ebox/messages/newer")
    assert (message["body"], message["readStatus"]) == ({"nl": "De inhoud."}, True)
    assert (await browser.call("GET", "/v1/ebox/messages/nothing")).status_code == 404
    assert (await browser.call("GET", "/v1/ebox/messages/..%2F..")).status_code == 404
    stage.ebox.down = True
    stage.ebox.asked.clear()
    answer = await browser.call("GET", "/v1/ebox/messages")
    assert (answer.status_code, answer.json()["reason"]) == (503, "error")
    assert len(stage.ebox.asked) == 1  # and nothing goes on for nobody


@pytest.mark.requirement("R59", "D2")
async def test_withdrawing_removes_what_is_held_in_every_session(
    stage: Stage, browser: Browser
) -> None:
    other = stage.browser()
    await other.sign_in()
    await browser.call("PUT", "/v1/ebox/consent", json={"given": True})
    for one in (browser, other):
        await one.get("/v1/ebox/messages")
    withdrawn = (await browser.call("DELETE", "/v1/ebox/consent")).json()
    assert withdrawn["removedMessages"] == 4
    for held in held_by(stage.service):
        assert not [name for name in held if name[0] == "message"]
    asked = len(stage.ebox.asked)
    assert (await other.call("GET", "/v1/ebox/messages")).status_code == 403
    assert len(stage.ebox.asked) == asked
    assert (await browser.call("DELETE", "/v1/ebox/consent")).json()["removedMessages"] == 0


@pytest.mark.requirement("R59", "D2")
@pytest.mark.parametrize("path", ["/v1/ebox/messages", "/v1/ebox/messages/newer"])
async def test_what_the_ebox_answers_after_the_withdrawal_is_neither_shown_nor_held(
    stage: Stage, browser: Browser, path: str
) -> None:
    await browser.call("PUT", "/v1/ebox/consent", json={"given": True})
    stage.ebox.held, arrived = asyncio.Event(), asyncio.Event()
    stage.ebox.asked = _Watched(arrived)
    asking = asyncio.create_task(browser.call("GET", path))
    await asyncio.wait_for(arrived.wait(), 10)
    await browser.call("DELETE", "/v1/ebox/consent")
    stage.ebox.held.set()
    assert (await asking).status_code == 403
    for held in held_by(stage.service):
        assert not [name for name in held if name[0] == "message"]


async def test_a_withdrawal_while_messages_are_put_away_leaves_none_of_them(
    stage: Stage, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it can be where the vault is in another process, and takes its time."""
    await browser.call("PUT", "/v1/ebox/consent", json={"given": True})
    vault = stage.service.sessions._vault
    put = vault.put
    withdrawn: list[Any] = []

    async def slow(name: str, kind: str, item: str, sealed: bytes) -> bool:
        if kind == "message" and not withdrawn:
            withdrawn.append(await browser.call("DELETE", "/v1/ebox/consent"))
        return await put(name, kind, item, sealed)

    monkeypatch.setattr(vault, "put", slow)
    assert (await browser.call("GET", "/v1/ebox/messages")).status_code == 403
    assert withdrawn
    (held,) = held_by(stage.service)
    assert not [name for name in held if name[0] == "message"]


async def test_the_receipt_counts_messages_and_what_stays(browser: Browser) -> None:
    await browser.call("PUT", "/v1/ebox/consent", json={"given": True})
    await browser.get("/v1/ebox/messages")
    await browser.call("PUT", "/v1/profile/nickname", json={"value": "Nono"})
    await _file(browser, right="access", blockId="identity")
    receipt = (await browser.call("POST", "/v1/sign-out")).json()
    assert {"kind": "ebox", "count": 2} in receipt["removed"]
    assert [(one["kind"], one["count"]) for one in receipt["kept"]] == [
        ("nickname", 1),
        ("requests", 1),
        ("eboxConsent", 1),
    ]
    assert {one["until"] for one in receipt["kept"]} == {"2028-11-23"}


@pytest.mark.requirement("R20", "R56", "R57", "R58", "R60", "R61", "D1")
@pytest.mark.parametrize("right", ["access", "rectification", "erasure", "object"])
async def test_every_block_goes_to_the_controller_that_answers_for_it(
    stage: Stage, browser: Browser, right: str
) -> None:
    for controller in stage.fixtures.controllers:
        for block in controller.blocks:
            request = await _file(browser, right=right, blockId=block.id)
            assert request["controllerId"] == controller.id
            assert request["controllerName"] == controller.authority
            assert (request["addressedTo"], request["forwarded"]) == ("controller", False)
            assert request["due"] == "2026-12-23"
            assert request["state"] == "inProgress"
            assert [one["what"] for one in request["steps"]] == ["received", "acknowledged"]
            sent = stage.registers.requests[-1]
            assert sent.path.endswith(f"/controllers/{controller.id}/requests")
            assert sent.body == {
                "reference": request["reference"],
                "right": right,
                "blockId": block.id,
                "words": "Graag.",
                "receivedAt": "2026-11-23T09:00:00Z",
            }


@pytest.mark.requirement("R63", "R64", "R40")
async def test_what_is_asked_of_digitaal_vlaanderen_about_others_is_forwarded(
    stage: Stage, browser: Browser
) -> None:
    request = await _file(
        browser, right="erasure", blockId="diplomas", addressedTo="digitaalVlaanderen"
    )
    assert (request["controllerId"], request["forwarded"]) == ("ahovoks", True)
    assert request["state"] == "forwarded"
    assert request["steps"][1] == {
        "at": "2026-11-23T09:00:00Z",
        "what": "forwarded",
        "receipt": "R-1",
    }
    assert len(stage.registers.requests) == 1


@pytest.mark.requirement("R62")
@pytest.mark.parametrize(
    "function", ["nickname", "photo", "contacts", "addresses", "ebox", "cookies"]
)
async def test_own_processings_stay_with_digitaal_vlaanderen(
    stage: Stage, browser: Browser, function: str
) -> None:
    request = await _file(browser, right="access", function=function)
    assert request["controllerId"] == "digitaal-vlaanderen"
    assert (request["addressedTo"], request["forwarded"]) == ("digitaalVlaanderen", False)
    assert [one["what"] for one in request["steps"]] == ["received"]
    assert stage.registers.requests == []


@pytest.mark.requirement("R59")
async def test_withdrawing_consent_is_done_at_once(browser: Browser) -> None:
    await browser.call("PUT", "/v1/profile/nickname", json={"value": "Nono"})
    await browser.call(
        "POST", "/v1/profile/contacts", json={"kind": "email", "value": "n@example.be"}
    )
    await browser.call("PUT", "/v1/ebox/consent", json={"given": True})
    for function in ("nickname", "contacts", "ebox"):
        request = await _file(browser, right="withdrawConsent", function=function)
        assert request["state"] == "done"
        assert [one["what"] for one in request["steps"]] == ["received", "done"]
    profile = await browser.get("/v1/profile")
    assert "nickname" not in profile
    assert profile["contacts"] == profile["consents"] == []
    assert (await browser.call("GET", "/v1/ebox/messages")).status_code == 403


async def test_requests_are_listed_newest_first_and_outlive_the_session(
    stage: Stage, browser: Browser
) -> None:
    words = "Eerste regel.\nTweede regel: é [/] 🙂"
    first = await _file(browser, right="access", blockId="identity", words=words)
    second = await _file(browser, right="object", blockId="vehicles", field="plate")
    await browser.call("POST", "/v1/sign-out")
    await browser.sign_in()
    items = (await browser.get("/v1/rights/requests"))["items"]
    assert items == [second, first]
    assert items[1]["words"] == words
    assert await browser.get(f"/v1/rights/requests/{first['requestId']}") == first
    assert (await browser.call("GET", "/v1/rights/requests/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("members", "issue"),
    [
        ({"right": "access"}, ("blockId", "required")),
        ({"right": "access", "blockId": "identity", "function": "ebox"}, ("blockId", "required")),
        ({"right": "access", "blockId": "nothing"}, ("blockId", "unknown")),
        ({"right": "access", "blockId": "identity", "words": " "}, ("words", "required")),
        ({"right": "access", "blockId": "identity", "words": "x" * 2001}, ("words", "tooLong")),
        (
            {"right": "access", "blockId": "identity", "words": "\x1b[2J"},
            ("words", "controlCharacters"),
        ),
        ({"right": "portability", "blockId": "identity"}, ("", "schemaViolation")),
    ],
)
async def test_a_request_that_is_refused(
    stage: Stage, browser: Browser, members: dict[str, Any], issue: tuple[str, str]
) -> None:
    answer = await browser.call("POST", "/v1/rights/requests", json={"words": "Graag.", **members})
    assert answer.status_code == 400
    assert [(one["name"], one["code"]) for one in answer.json()["issues"]] == [issue]
    assert stage.registers.requests == []


@pytest.mark.requirement("R64")
async def test_a_request_that_nobody_took_in_is_sent_again_once(
    stage: Stage, browser: Browser
) -> None:
    stage.registers.takes_requests = False
    request = await _file(
        browser, right="erasure", blockId="diplomas", addressedTo="digitaalVlaanderen"
    )
    assert [one["what"] for one in request["steps"]] == ["received"]
    assert request["state"] == "inProgress"
    await browser.call("POST", "/v1/sign-out")
    stage.registers.takes_requests = True
    stage.clock.move(SEND_AGAIN)
    await stage.service.rights.send_pending()
    await stage.service.rights.send_pending()
    assert [one.body["reference"] for one in stage.registers.requests] in (
        [request["reference"]],
        [request["reference"]] * 2,
    )
    await browser.sign_in()
    (request,) = (await browser.get("/v1/rights/requests"))["items"]
    assert request["state"] == "forwarded"
    assert [one["what"] for one in request["steps"]] == ["received", "forwarded"]
    sent = len(stage.registers.requests)
    await stage.service.rights.send_pending()
    assert len(stage.registers.requests) == sent


@pytest.mark.requirement("R64")
async def test_a_request_that_is_sent_twice_at_once_is_taken_in_once(
    stage: Stage, browser: Browser
) -> None:
    held, arrived = asyncio.Event(), asyncio.Event()
    stage.registers.requests, stage.registers.requests_held = _Watched(arrived), held
    filing = asyncio.create_task(_file(browser, right="access", blockId="diplomas"))
    await asyncio.wait_for(arrived.wait(), 10)
    stage.registers.requests_held = None
    await stage.service.rights.send_pending()
    held.set()
    await filing
    (request,) = (await browser.get("/v1/rights/requests"))["items"]
    assert [one["what"] for one in request["steps"]] == ["received", "acknowledged"]


@pytest.mark.requirement("R59")
async def test_a_withdrawal_is_kept_as_done_in_the_step_that_does_it(
    stage: Stage, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.call("PUT", "/v1/profile/nickname", json={"value": "Nono"})
    changes = []
    changing = stage.service.profiles.changing

    def watched(*arguments: Any) -> Any:
        changes.append(arguments)
        return changing(*arguments)

    monkeypatch.setattr(stage.service.profiles, "changing", watched)
    await _file(browser, right="withdrawConsent", function="nickname")
    assert len(changes) == 1
    assert "nickname" not in await browser.get("/v1/profile")


async def test_the_service_itself_sends_again(stage: Stage, browser: Browser) -> None:
    stage.registers.takes_requests = False
    await _file(browser, right="access", blockId="diplomas")
    stage.registers.takes_requests = True
    taken = asyncio.Event()
    stage.registers.requests = _Watched(taken)
    stage.clock.move(SEND_AGAIN)
    await asyncio.wait_for(taken.wait(), 10)
    (sent,) = stage.registers.requests
    assert sent.body["blockId"] == "diplomas"


class _Watched(list[Any]):
    def __init__(self, event: asyncio.Event) -> None:
        super().__init__()
        self._event = event

    def append(self, one: Any) -> None:
        super().append(one)
        self._event.set()
