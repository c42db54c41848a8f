"""The profile service knows controllers and blocks from the registers' catalogue, and from nowhere else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.contract.stand_ins import Browser, Stage, staged
from tests.held import no_key_is_left

BLOCKS = {"jobs": ["seeking", "benefits"], "crafts": ["guilds"]}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, catalogue(BLOCKS)) as stage:
        yield stage


@pytest.fixture
async def silent(tmp_path: Path) -> AsyncIterator[Stage]:
    """Registers that have not given their catalogue yet."""
    async with staged(tmp_path, b"") as stage:
        await stage.browser().call("GET", "/v1/controllers")
        yield stage


def catalogue(blocks: dict[str, list[str]], **functions: list[str]) -> bytes:
    """A catalogue of these controllers and blocks; nothing but what this service has to know."""
    return msgspec.json.encode(
        {
            "items": [
                {
                    "controllerId": controller,
                    "authority": {"nl": f"De {controller}"},
                    "blocks": [{"blockId": block} for block in ids],
                    "functions": functions.get(controller, []),
                }
                for controller, ids in blocks.items()
            ]
        }
    )


async def file(browser: Browser, **about: Any) -> Any:
    """The answer to a request for access."""
    asked = {"right": "access", "words": "Graag.", **about}
    return (await browser.call("POST", "/v1/rights/requests", json=asked)).json()


async def test_what_the_registers_name_is_asked_for_and_nothing_else(
    stage: Stage, browser: Browser
) -> None:
    blocks = await browser.settle()
    assert {name: (block["controllerId"], block["state"]) for name, block in blocks.items()} == {
        "seeking": ("jobs", "here"),
        "benefits": ("jobs", "here"),
        "guilds": ("crafts", "here"),
    }
    answers = [
        await file(browser, **about)
        for about in ({"blockId": "guilds"}, {"function": "photo"}, {"blockId": "identity"})
    ]
    assert [answer.get("controllerName") for answer in answers] == [
        {"nl": "De crafts"},
        dict.fromkeys(("nl", "en", "fr", "de"), "Digitaal Vlaanderen"),
        None,
    ]
    stage.move(hours=2)
    stage.registers.catalogue = catalogue(BLOCKS, crafts=["photo"])
    await browser.sign_in()
    assert (await file(browser, function="photo"))["controllerId"] == "crafts"


@pytest.mark.requirement("R49", "R50")
@pytest.mark.parametrize("by_hand", [False, True])
async def test_a_session_opens_without_a_catalogue_and_blocks_come_with_it(
    silent: Stage, by_hand: bool
) -> None:
    with no_key_is_left():  # nobody who waits for the registers keeps it meanwhile
        browser = await silent.signed_in()
    changes = await browser.get("/v1/changes")
    assert (changes["catalogue"], changes["blocks"]) == ("unavailable", [])
    assert (await browser.call("GET", "/v1/controllers")).status_code == 503
    assert (await file(browser, blockId="guilds"))["status"] == 503
    assert (await file(browser, function="nickname"))["controllerId"] == "digitaal-vlaanderen"
    silent.registers.catalogue = catalogue(BLOCKS)
    if by_hand:
        await browser.call("GET", "/v1/controllers")
    else:
        silent.move(seconds=5)
    while changes["catalogue"] != "here":
        changes = await browser.get("/v1/changes", after=changes["version"], wait=25)
    assert [block["blockId"] for block in changes["blocks"]] == ["seeking", "benefits", "guilds"]
    assert {block["state"] for block in (await browser.settle()).values()} == {"here"}


@pytest.mark.requirement("R59")
async def test_a_request_about_our_own_waits_for_no_register(silent: Stage) -> None:
    browser = await silent.signed_in()
    before = silent.registers.catalogue_fetches
    asked = await file(browser, right="withdrawConsent", function="nickname")
    assert (asked["state"], silent.registers.catalogue_fetches) == ("done", before)


async def test_a_request_about_a_known_block_waits_for_no_catalogue(
    stage: Stage, browser: Browser
) -> None:
    for _ in range(7):  # longer than the catalogue is fresh
        stage.move(minutes=10)
        await browser.call("POST", "/v1/session/extend")
    before = stage.registers.catalogue_fetches
    assert (await file(browser, blockId="guilds"))["controllerId"] == "crafts"
    assert stage.registers.catalogue_fetches == before


async def test_many_who_wait_ask_once(silent: Stage) -> None:
    before = silent.registers.catalogue_fetches
    answers = await asyncio.gather(
        *(silent.browser().call("GET", "/v1/controllers") for _ in range(5))
    )
    assert {answer.status_code for answer in answers} == {503}
    assert silent.registers.catalogue_fetches == before + 1


async def test_a_block_that_is_gone_is_unavailable_and_its_requests_stay_readable(
    stage: Stage, browser: Browser
) -> None:
    await file(browser, blockId="guilds")
    # The registers were started anew, without that controller, and before the catalogue's hour is over.
    stage.registers.catalogue = catalogue({"jobs": ["seeking"]})
    stage.registers.gone = {"guilds"}
    assert (await browser.call("POST", "/v1/blocks/guilds/refresh")).status_code == 202
    guilds = (await browser.settle())["guilds"]
    assert (guilds["state"], guilds["reason"]) == ("unavailable", "error")
    assert (await browser.call("POST", "/v1/blocks/nothing/refresh")).status_code == 404
    await browser.sign_in()
    assert list(await browser.settle()) == ["seeking"]
    (kept,) = (await browser.get("/v1/rights/requests"))["items"]
    assert (kept["controllerId"], kept["controllerName"]) == ("crafts", {"nl": "De crafts"})


async def test_a_block_that_the_catalogue_no_longer_names_is_asked_for_again_in_its_session(
    stage: Stage,
) -> None:
    await stage.browser().sign_in()
    stage.move(minutes=59)
    browser = stage.browser()
    await browser.sign_in()
    stage.registers.catalogue = catalogue({"jobs": ["seeking"]})
    stage.move(minutes=1)
    other = stage.browser()
    await other.sign_in()
    assert list(await other.settle()) == ["seeking"]
    assert (await browser.call("POST", "/v1/blocks/guilds/refresh")).status_code == 202
    guilds = (await browser.settle())["guilds"]
    assert (guilds["controllerId"], guilds["state"]) == ("crafts", "here")


async def test_a_catalogue_that_cannot_be_had_anew_goes_on_being_used(
    stage: Stage, browser: Browser
) -> None:
    stage.move(hours=1)
    stage.registers.catalogue = b""
    await browser.sign_in()
    assert len(await browser.settle()) == 3


async def test_what_is_no_catalogue_is_not_taken(silent: Stage) -> None:
    for silent.registers.catalogue in (
        b"<html>",
        b"[" * 100_000,
        b'{"items": [{"controllerId": "jobs"}]}',
        catalogue({"jobs": ["../../v1/keys"]}),
        catalogue({"jobs/../../op": ["seeking"]}),
        b'{"items": [' + b" " * 1024 * 1024 + b"]}",
    ):
        answer = await silent.browser().call("GET", "/v1/controllers")
        assert (answer.status_code, answer.json()["reason"]) == (503, "error")
