"""A block's records against the catalogue; how the client connects and builds its paths."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tui.portal.checking import checked
from tui.portal.client import Portal
from tui.portal.errors import ContractViolation, InteractionGone, PortalError, SourceUnavailable
from tui.portal.http import Http
from tui.portal.models import (
    BlockContent,
    CatalogueBlock,
    CatalogueCategory,
    CatalogueField,
    Localized,
)


def check(kind: Any, value: Any, block_id: str = "b", **more: Any) -> tuple[dict[str, Any], ...]:
    """One record of a block, with one field of this type, and `more`: a text."""
    fields = (
        CatalogueField(name="f", label={}, type=kind, codes={"M": {"nl": "man"}}),
        CatalogueField(name="more", label={}),
    )
    block = CatalogueBlock(block_id="b", category="c", label={}, description={}, fields=fields)
    records = ({"f": value, "unknown": 1, **more},)
    as_of = datetime(2026, 1, 1, tzinfo=UTC)
    return checked(BlockContent(block_id=block_id, records=records, as_of=as_of), block).records


VALUES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "text": ("Noor", (3, ["Noor"])),
    "date": ("1950-06", ("23/11/2026", "2026-02-30", "20261123", 20261123, "2026-W10-1")),
    "year": (2026, ("2026", True)),
    "number": (3, ("3", True)),
    "amount": (12.5, ({"eur": 3},)),
    "nationalNumber": ("85721512345", (85721512345, "8572151234")),
    "postCode": ("9000", (9000, "0900")),
    "yesNo": (False, ("ja", 1)),
    "code": ("M", ("Z", {}, {"code": "Z"}, {"code": 1, "label": "x"})),
    "period": ({"from": "2020-05"}, ("2020", {}, {"from": "x"}, {"from": 2020}, ["2020"])),
    "dateTime": ("2026-11-23T09:30:00+01:00", ("2026-11-23T09:30:00", "2026-11-23", 5, {})),
    "address": (
        {"municipality": {"fr": "Liège"}},
        ("Gent", {}, {"municipality": 3}, {"street": "x"}),
    ),
    "masked": ("0101", ("BE43000000000101", 101, {})),
    "link": (
        {"text": "x", "url": "https://a.example"},
        ("https://a.example", {"url": "https://a.example"}, {"text": "x", "url": "javascript:x"}),
    ),
}
"""For each type a value that fits, and values that do not."""


@pytest.mark.parametrize("kind", VALUES)
def test_an_odd_value_hides_nothing_else_but_where_all_are_odd_it_is_another_block(
    kind: str,
) -> None:
    good, bad = VALUES[kind]
    assert check(kind, good) == check(kind, good, more=None) == ({"f": good},)
    for value in bad:
        assert check(kind, value, more="text") == ({"f": value, "more": "text"},)
        with pytest.raises(ContractViolation) as caught:
            check(kind, value)
        assert str(value) not in str(caught.value)


def test_another_block_than_was_asked_for_is_refused() -> None:
    with pytest.raises(ContractViolation):
        check("text", "Noor", block_id="a")


@pytest.mark.parametrize("odd", ["a b", "a.b", "é", "", "a\n", "a" * 65])
def test_an_id_that_could_name_no_widget_is_no_id_of_the_catalogue(odd: str) -> None:
    label = {"nl": "x"}
    block = {"blockId": "b", "category": "c", "label": label, "description": label, "fields": ()}
    msgspec.convert(block, CatalogueBlock)
    for change in ({"blockId": odd}, {"category": odd}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**block, **change}, CatalogueBlock)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"categoryId": odd, "label": label}, CatalogueCategory)


# --- the client -------------------------------------------------------------------------------


class Services:
    """Services that only know an empty list of people; once `fails` is set, connecting to them fails."""

    def __init__(self, fails: asyncio.Event | None = None) -> None:
        self.connected = 0
        self.asked: list[str] = []
        self._fails = fails
        self.portal = Portal(self._connect)

    async def _connect(self) -> Http:
        self.connected += 1
        await asyncio.sleep(0)
        if self._fails is not None:
            await self._fails.wait()
            raise OSError("no home")
        return Http.inside(
            Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET", "POST"])])
        )

    async def _answer(self, request: Request) -> Response:
        self.asked.append(request.scope["raw_path"].decode())
        there = request.url.path == "/simulation/v1/persons"
        return JSONResponse({"items": []} if there else None, 200 if there else 404)


async def test_it_connects_once_and_late() -> None:
    services = Services()
    portal = services.portal
    assert services.connected == 0
    await asyncio.gather(portal.persons(), portal.persons(), portal.ready())
    assert services.connected == 1
    await portal.close()
    await portal.close()


async def test_a_connection_that_failed_is_tried_again_and_closing_meanwhile_is_no_trouble() -> (
    None
):
    fails = asyncio.Event()
    services = Services(fails)
    portal = services.portal
    waiting = asyncio.create_task(portal.ready())
    await asyncio.sleep(0)
    waiting.cancel()
    fails.set()
    await portal.close()
    assert waiting.cancelled()
    for times in (2, 3):
        with pytest.raises(SourceUnavailable) as caught:
            await portal.ready()
        assert (caught.value.reason, services.connected) == ("noConnection", times)
        assert isinstance(caught.value.__cause__, OSError)
    await portal.close()


@pytest.mark.parametrize("name", ["", ".", ".."])
async def test_no_name_climbs_in_a_path(name: str) -> None:
    with pytest.raises(ContractViolation):
        await Services().portal.message(name)


async def test_a_name_is_one_segment_of_the_path() -> None:
    services = Services()
    with pytest.raises(PortalError, match="notFound"):
        await services.portal.issue_card("../profile?x=1#y")
    assert services.asked == ["/simulation/v1/persons/..%2Fprofile%3Fx%3D1%23y/identity-card"]


async def test_without_a_sign_in_there_is_no_step_to_take() -> None:
    with pytest.raises(InteractionGone):
        await Services().portal.interact("back")


@pytest.mark.parametrize("tag", ["fr", "nl-BE", "zxx", "zh-Hant-TW"])
def test_a_text_says_in_what_language_it_is(tag: str) -> None:
    assert msgspec.convert({tag: "x"}, Localized) == {tag: "x"}


@pytest.mark.parametrize("tag", ["", "f", "fr_BE", "français", "fr-", "fr\n", "[/red]", "a" * 99])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({tag: "x"}, Localized)
