"""The long poll that services share: what may be asked for, and what wakes those who wait."""

import asyncio
from datetime import timedelta

import pytest
from starlette.requests import Request
from starlette.types import Message

from mock_backends.shared.clock import Clock
from mock_backends.shared.long_poll import LONGEST_WAIT, Changes, poll_of, while_connected
from mock_backends.shared.problems import Problem
from tests.conftest import START
from tui.journey.long_poll import WAIT


def request(query: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


@pytest.mark.parametrize(
    ("query", "after", "seconds"),
    [
        ("", None, 0),
        ("wait=7.5", None, 7.5),
        ("after=0&wait=25", 0, 25),
        ("after=-3&other=x", -3, 0),
    ],
)
def test_a_poll_is_read(query: str, after: int | None, seconds: float) -> None:
    assert poll_of(request(query)) == (after, timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("after", ["", "x", "1.5", "1_0", "nan", "%D9%A3", "9" * 5000]),
        ("wait", ["", "x", "-1", "25.01", "3600", "nan", "inf", "1_0"]),
    ],
)
def test_what_cannot_be_read_is_named(name: str, values: list[str]) -> None:
    for value in values:
        with pytest.raises(Problem) as refused:
            poll_of(request(f"after=1&wait=1&{name}={value}"))
        assert refused.value.status == 400
        (issue,) = refused.value.extra["issues"]
        assert (issue["in"], issue["name"]) == ("query", name), value


def test_the_citizens_side_waits_as_long_as_it_may() -> None:
    assert WAIT == LONGEST_WAIT


async def test_a_change_wakes_all_who_wait() -> None:
    """That time alone wakes them too, tests/contract/test_identity_provider_methods.py shows."""
    changes, clock = Changes(), Clock(START, frozen=True)
    waiting = [
        asyncio.create_task(changes.newer_than(1, timedelta(seconds=20), clock=clock))
        for _ in range(3)
    ]
    await asyncio.sleep(0)
    changes.announce()
    await asyncio.gather(*waiting)
    assert changes.version == 2


@pytest.mark.parametrize("stays", [True, False])
async def test_nothing_goes_on_for_who_has_gone(stays: bool) -> None:
    messages: asyncio.Queue[Message] = asyncio.Queue()
    messages.put_nowait({"type": "http.request"})
    asked, cancelled = asyncio.Event(), asyncio.Event()

    async def answer() -> str:
        try:
            await asked.wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return "an answer"

    work = asyncio.create_task(while_connected(Request({"type": "http"}, messages.get), answer()))
    await asyncio.sleep(0)
    if stays:
        asked.set()
    else:
        messages.put_nowait({"type": "http.disconnect"})
    assert await work == ("an answer" if stays else None)
    assert cancelled.is_set() is not stays
