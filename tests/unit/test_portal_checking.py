"""A block's records against what the catalogue says of them; the client's ways of connecting and naming."""

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
from tui.portal.errors import ContractViolation, InteractionGone, SourceUnavailable
from tui.portal.http import Http
from tui.portal.models import BlockContent, CatalogueBlock, CatalogueField, Localized

TYPES: dict[str, CatalogueField] = {
    "text": CatalogueField(name="f", label={}, type="text"),
    "date": CatalogueField(name="f", label={}, type="date"),
    "year": CatalogueField(name="f", label={}, type="year"),
    "number": CatalogueField(name="f", label={}, type="number"),
    "amount": CatalogueField(name="f", label={}, type="amount"),
    "nationalNumber": CatalogueField(name="f", label={}, type="nationalNumber"),
    "postCode": CatalogueField(name="f", label={}, type="postCode"),
    "yesNo": CatalogueField(name="f", label={}, type="yesNo"),
    "code": CatalogueField(name="f", label={}, type="code", codes={"M": {"nl": "man"}}),
}


def check(kind: str, value: Any) -> tuple[dict[str, Any], ...]:
    """One record with one field of this type."""
    block = CatalogueBlock(
        block_id="b", category="c", label={}, description={}, fields=(TYPES[kind],)
    )
    content = BlockContent(
        block_id="b", records=({"f": value, "more": 1},), as_of=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return checked(content, block).records


GOOD: list[tuple[str, Any]] = [
    ("text", "Noor"),
    ("date", "2026-11-23"),
    ("year", 2026),
    ("number", 3),
    ("amount", 12.5),
    ("nationalNumber", "85721512345"),
    ("postCode", "9000"),
    ("yesNo", False),
    ("code", "M"),
]

BAD: list[tuple[str, Any]] = [
    ("text", 3),
    ("text", None),
    ("text", ["Noor"]),
    ("date", "23/11/2026"),
    ("date", "2026-02-30"),
    ("date", "20261123"),
    ("date", 20261123),
    ("year", "2026"),
    ("year", True),
    ("number", "3"),
    ("number", True),
    ("amount", {"eur": 3}),
    ("nationalNumber", 85721512345),
    ("nationalNumber", "8572151234"),
    ("postCode", 9000),
    ("postCode", "0900"),
    ("yesNo", "ja"),
    ("yesNo", 1),
    ("code", "Z"),
    ("code", {}),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_what_fits_is_kept_and_what_is_not_named_is_not(kind: str, value: Any) -> None:
    assert check(kind, value) == ({"f": value},)


@pytest.mark.parametrize(("kind", "value"), BAD)
def test_what_does_not_fit_spoils_the_block(kind: str, value: Any) -> None:
    with pytest.raises(ContractViolation) as caught:
        check(kind, value)
    assert str(value) not in str(caught.value)


def test_another_block_than_was_asked_for_is_refused() -> None:
    block = CatalogueBlock(block_id="a", category="c", label={}, description={}, fields=())
    content = BlockContent(block_id="b", records=(), as_of=datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ContractViolation):
        checked(content, block)


# --- the client -------------------------------------------------------------------------------


async def test_it_connects_once_and_late() -> None:
    connected = []

    async def answering(_request: Request) -> Response:
        return JSONResponse({"items": []})

    async def connect() -> Http:
        connected.append(1)
        await asyncio.sleep(0)
        return Http.inside(Starlette(routes=[Route("/simulation/v1/persons", answering)]))

    portal = Portal(connect)
    assert connected == []
    await asyncio.gather(portal.persons(), portal.persons(), portal.ready())
    assert connected == [1]
    await portal.close()
    await portal.close()


async def test_a_connection_that_failed_is_tried_again() -> None:
    tried = []

    async def connect() -> Http:
        tried.append(1)
        raise OSError("no home")

    portal = Portal(connect)
    for _ in range(2):
        with pytest.raises(SourceUnavailable) as caught:
            await portal.ready()
        assert caught.value.reason == "noConnection"
        assert isinstance(caught.value.__cause__, OSError)
    assert tried == [1, 1]
    await portal.close()


async def test_closing_while_the_connection_fails_is_no_trouble() -> None:
    failing = asyncio.Event()

    async def connect() -> Http:
        await failing.wait()
        raise OSError("no home")

    portal = Portal(connect)
    waiting = asyncio.create_task(portal.ready())
    await asyncio.sleep(0)
    waiting.cancel()
    failing.set()
    await portal.close()
    assert waiting.cancelled()


@pytest.mark.parametrize("name", ["", ".", ".."])
async def test_no_name_climbs_in_a_path(name: str) -> None:
    async def connect() -> Http:
        return Http.inside(Starlette())

    with pytest.raises(ContractViolation):
        await Portal(connect).message(name)


async def test_a_name_is_one_segment_of_the_path() -> None:
    asked = []

    async def answering(request: Request) -> Response:
        asked.append(request.scope["raw_path"].decode())
        return Response(status_code=404)

    async def connect() -> Http:
        return Http.inside(Starlette(routes=[Route("/{path:path}", answering)]))

    portal = Portal(connect)
    with pytest.raises(Exception, match="notFound"):
        await portal.message("../profile?x=1#y")
    assert asked == ["/burgerprofiel/v1/ebox/messages/..%2Fprofile%3Fx%3D1%23y"]


async def test_without_a_sign_in_there_is_no_step_to_take() -> None:
    async def connect() -> Http:
        return Http.inside(Starlette())

    with pytest.raises(InteractionGone):
        await Portal(connect).interact("back")


@pytest.mark.parametrize("tag", ["fr", "nl-BE", "zxx", "zh-Hant-TW"])
def test_a_text_says_in_what_language_it_is(tag: str) -> None:
    assert msgspec.convert({tag: "x"}, Localized) == {tag: "x"}


@pytest.mark.parametrize("tag", ["", "f", "fr_BE", "français", "fr-", "fr\n", "[/red]", "a" * 99])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({tag: "x"}, Localized)
