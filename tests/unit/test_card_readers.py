"""Readers in other terminals, and who asks them: whoever falls silent is dropped, and the other told."""

import asyncio
from datetime import timedelta

import pytest

from mock_backends.shared.clock import Clock
from mock_backends.shared.problems import Problem
from mock_backends.simulation.card_readers import (
    ASKER_AWAY,
    MOST_WAITING,
    READER_AWAY,
    CardReaders,
)
from mock_backends.simulation.models import CardAnswer, SignatureWanted
from tests.conftest import START

AT_ONCE, LONG = timedelta(0), timedelta(seconds=25)
NOOR = "noor"


@pytest.fixture
def clock() -> Clock:
    """The real time, which stands still here."""
    return Clock(START, frozen=True)


def wanted(challenge: str = "c") -> SignatureWanted:
    return SignatureWanted(challenge=challenge, origin="https://site.invalid")


async def test_a_silent_reader_is_gone_and_a_silent_request_is_dropped(clock: Clock) -> None:
    readers = CardReaders(clock)
    request = readers.ask(NOOR, wanted(), "a program")
    await readers.listen(NOOR, "r", None, AT_ONCE)
    state = await readers.state(request.request_id, None, AT_ONCE)
    assert state.readers == 1
    coming = asyncio.create_task(readers.state(request.request_id, state.version, LONG))
    await asyncio.sleep(0)
    clock.move(READER_AWAY)
    assert (await coming).readers == 0
    heard = await readers.listen(NOOR, "r", None, AT_ONCE)
    assert [one.request_id for one in heard.items] == [request.request_id]
    gone = asyncio.create_task(readers.listen(NOOR, "r", heard.version, LONG))
    await asyncio.sleep(0)
    clock.move(ASKER_AWAY)
    assert (await gone).items == ()
    with pytest.raises(Problem):
        await readers.state(request.request_id, None, AT_ONCE)


async def test_who_keeps_asking_is_there_however_long(clock: Clock) -> None:
    readers = CardReaders(clock)
    request = readers.ask(NOOR, wanted(), "")
    listening = asyncio.create_task(readers.listen(NOOR, "r", 3, LONG))
    asking = asyncio.create_task(readers.state(request.request_id, 3, LONG))
    await asyncio.sleep(0)
    clock.move(LONG)
    assert (len((await listening).items), (await asking).readers) == (1, 1)


async def test_the_oldest_of_too_many_gives_way(clock: Clock) -> None:
    readers = CardReaders(clock)
    requests = [readers.ask(NOOR, wanted(str(one)), "") for one in range(MOST_WAITING + 1)]
    heard = await readers.listen(NOOR, "r", None, AT_ONCE)
    assert [one.challenge for one in heard.items] == [str(1 + one) for one in range(MOST_WAITING)]
    with pytest.raises(Problem):
        readers.answer(requests[0].request_id, CardAnswer(shows="done"))
    readers.clear()
    assert (await readers.listen(NOOR, "r", None, AT_ONCE)).items == ()
