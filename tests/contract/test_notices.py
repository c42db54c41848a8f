"""The door by which authorities tell the portal that a block changed, and what becomes of it."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from mock_backends.shared.service_tokens import ServiceTokens
from tests.contract.stand_ins import Stage, staged

DOOR = "/v1/changed-blocks"
CHANGE = {"changeId": "c" * 36, "blockId": "residence", "changedOn": "2026-11-23"}


def headers(stage: Stage, token: str = "", person: str = "") -> Mapping[str, str]:
    """Of a register that tells something about this person (the first)."""
    return {
        "Authorization": f"Bearer {token or stage.register.token('profile_service')}",
        "X-INSZ": person or stage.people.personas[0].national_number,
    }


async def tell(stage: Stage, told: Mapping[str, Any] = CHANGE, **other: str) -> int:
    """What the portal answers to a register."""
    given = headers(stage, **other)
    answer = await stage.browser().call("POST", DOOR, json=told, headers=given)
    assert not answer.content or answer.status_code != 204
    return answer.status_code


@pytest.mark.requirement("R17", "R42")
async def test_a_change_that_an_authority_tells_reaches_who_waits(stage: Stage) -> None:
    browser = await stage.signed_in()
    await browser.send("PUT", "/v1/profile/nickname", value="Nono")
    before = await browser.get("/v1/changes")
    assert "unreadNotices" not in before["session"]
    waiting = asyncio.create_task(browser.get("/v1/changes", after=before["version"], wait=25))
    assert await tell(stage) == 204
    assert (await waiting)["session"]["unreadNotices"] == 1
    first = (await browser.get("/v1/notices"))["items"][0]
    notice_id = first.pop("noticeId")
    assert first == {
        "at": "2026-11-23T09:00:00Z",
        "kind": "block",
        "what": "changed",
        "subject": "residence",
        "day": "2026-11-23",
    }
    await browser.send("POST", f"/v1/notices/{notice_id}/read")
    assert "unreadNotices" not in await browser.get("/v1/session")
    missing = await browser.call("POST", "/v1/notices/none/read", json={})
    assert missing.status_code == 404


@pytest.mark.requirement("R42", "R49")
async def test_nobody_else_may_tell_and_nothing_else_may_be_told(stage: Stage) -> None:
    browser = await stage.signed_in()
    await browser.send("PUT", "/v1/profile/nickname", value="Nono")
    forged = ServiceTokens("registers", generate_private_key(SECP256R1()), stage.clock)
    for token in (
        stage.tester.token("profile_service"),
        stage.service.tokens.token("profile_service"),
        stage.register.token("ebox"),
        forged.token("profile_service"),
        "none",
    ):
        assert await tell(stage, token=token) == 401
    for told in (
        {**CHANGE, "value": "Verbeterde Straat"},
        {**CHANGE, "blockId": "elsewhere"},
        {**CHANGE, "blockId": "Denkbeeldlaan 12"},
        {**CHANGE, "changedOn": "2026-11-24"},
        {**CHANGE, "changeId": "short"},
        {},
    ):
        assert await tell(stage, told) == 400, told
    assert await tell(stage, person="Noor Peeters") == 400
    assert all(one["kind"] != "block" for one in (await browser.get("/v1/notices"))["items"])


@pytest.mark.requirement("R49")
async def test_an_authority_does_not_learn_who_uses_the_portal(stage: Stage) -> None:
    assert await tell(stage) == await tell(stage, person="00610100038") == 204
    browser = await stage.signed_in()
    assert (await browser.get("/v1/notices"))["items"] == []


async def test_what_cannot_be_judged_is_to_be_told_again(tmp_path: Path) -> None:
    async with staged(tmp_path, catalogue=b"") as stage:
        assert await tell(stage) == 503
