"""Faults hold whoever asks for as long as they must, and nobody longer."""

import asyncio
from collections.abc import Iterable

import pytest
from starlette.requests import Request
from starlette.types import Message

from mock_backends.shared.faults import Fault, Faults
from mock_backends.shared.problems import Problem


def asked(messages: Iterable[Message]) -> Request:
    """A request whose server passes these messages on, and then nothing more."""
    left = list(messages)

    async def receive() -> Message:
        if left:
            return left.pop(0)
        await asyncio.Event().wait()
        raise AssertionError("nothing more comes")

    return Request({"type": "http", "headers": []}, receive)


STAYS: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]
GOES: list[Message] = [*STAYS, {"type": "http.disconnect"}]


async def test_without_a_fault_nothing_is_waited_for() -> None:
    assert await Faults().obey("a", asked(STAYS)) is None


async def test_a_fault_of_the_content_is_handed_over() -> None:
    faults = Faults()
    faults.set("a", Fault(kind="hostile"))
    assert await faults.obey("a", asked(STAYS)) == Fault(kind="hostile")
    assert await faults.obey("b", asked(STAYS)) is None


async def test_who_is_down_says_so() -> None:
    faults = Faults()
    faults.set("a", Fault(kind="down"))
    with pytest.raises(Problem) as refused:
        await faults.obey("a", asked(STAYS))
    assert refused.value.status == 503


async def test_who_hangs_lets_go_of_whoever_has_gone() -> None:
    faults = Faults()
    faults.set("a", Fault(kind="hang"))
    async with asyncio.timeout(5):
        with pytest.raises(Problem) as refused:
            await faults.obey("a", asked(GOES))
    assert refused.value.status == 503


async def test_who_hangs_keeps_whoever_stays_until_it_is_cleared() -> None:
    faults = Faults()
    faults.set("a", Fault(kind="hang"))
    faults.set("b", Fault(kind="hang"))
    waits = asyncio.ensure_future(faults.obey("a", asked(STAYS)))
    await asyncio.sleep(0)
    faults.clear("b")
    for _ in range(5):
        await asyncio.sleep(0)
    assert not waits.done()
    faults.clear("a")
    async with asyncio.timeout(5):
        assert await waits is None
    assert asyncio.all_tasks() == {asyncio.current_task()}
