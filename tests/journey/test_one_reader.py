"""A card reader in another terminal: it answers whoever asks the card of its person to sign."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.held_devices import devices_in
from tests.journey.steps import choose_method, find, has, is_signed_in, said, take, until
from tests.services import Services
from tui.deep_link import hold
from tui.journey.navigator import Navigator
from tui.journey.walk import Press, walk
from tui.locale import Words
from tui.page.parts import Facts, Notice, Page
from tui.pages import walks
from tui.pages.card_reader import ELSE, ENTER, INSERT, PIN_FORM, TURN
from tui.portal.card_requests import CardRequests, ReaderState
from tui.portal.client import Portal
from tui.portal.errors import ServiceDown

NOOR = "noor-peeters"
ASKS, ELSEWHERE, GONE = "card-request", "reader-elsewhere", "reader-gone"


@asynccontextmanager
async def terminal(services: Services, home: Path, reader_of: str = "") -> AsyncIterator[Navigator]:
    """A program at these services whose cards remember in `home`; or somebody's reader alone."""
    portal, devices = Portal(services.connect), devices_in(home, shared=True)
    navigator = Navigator(portal, Words("nl"), devices, alone="card" if reader_of else "")
    if reader_of:
        await hold("card", navigator, devices, portal, reader_of)
    yield navigator
    await navigator.close()
    await portal.close()


def pin(navigator: Navigator) -> dict[str, str]:
    card = navigator.context().devices.card
    assert card is not None
    return {"pin": card.pin}


def shown(page: Page, part: str) -> str:
    notice = find(page, part, Notice)
    return f"{notice.title} {notice.body}".strip()


@pytest.mark.served
@pytest.mark.requirement("R14")
async def test_a_reader_alone_signs_for_who_signs_in_elsewhere_and_each_sees_the_other(
    services: Services, tmp_path: Path
) -> None:
    async with (
        terminal(services, tmp_path) as asking,
        terminal(services, tmp_path, NOOR) as reader,
    ):
        assert (reader.page.id, reader.page.tabs, reader.page.who) == ("card", (), "")
        assert not has(reader.page, ASKS)
        await choose_method(asking, "eid")
        await until(asking, lambda page: has(page, ELSEWHERE))
        await until(reader, lambda page: has(page, ASKS))
        facts = {one.label: one.value for one in find(reader.page, ASKS, Facts).groups[0]}
        assert facts["Programma"] == "burgerprofiel"
        assert services.addresses["identity_provider"].endswith(f"{facts['Site']}/op")
        for action, told in (
            (TURN, "De kaart zit verkeerd in de lezer."),
            (INSERT, "De kaartlezer vraagt uw PIN."),
        ):
            if action == TURN:
                await reader.act(ELSE)
            await reader.act(action)
            await until(asking, lambda page, told=told: told in said(page))  # type: ignore[misc]
        await reader.submit(PIN_FORM, {"pin": "0000"})
        await until(asking, lambda page: "U hebt nog 2 pogingen" in said(page))
        await reader.submit(PIN_FORM, pin(reader))
        await until(asking, is_signed_in)
        assert asking.page.who == "Noor Peeters"
        assert "Uw kaart heeft getekend voor" in said(reader.page)
        await until(reader, lambda page: not has(page, ASKS))


async def test_several_readers_are_said_and_one_that_is_gone_too(
    services: Services, tmp_path: Path
) -> None:
    async with terminal(services, tmp_path) as asking:
        await choose_method(asking, "eid")
        async with terminal(services, tmp_path, NOOR) as first:
            async with terminal(services, tmp_path, NOOR):
                await until(asking, lambda page: "Er luisteren 2 kaartlezers" in said(page))
                await until(first, lambda page: has(page, "other-readers"))
            await until(asking, lambda page: "Er luistert een kaartlezer" in said(page))
            await until(first, lambda page: not has(page, "other-readers"))
        await until(asking, lambda page: has(page, GONE))
        # The reader here is as good, and then there is nothing to say of others.
        await asking.act(INSERT)
        assert not has(asking.page, GONE)
        await asking.submit(PIN_FORM, pin(asking))
        await until(asking, is_signed_in)


async def test_of_two_who_ask_the_newest_is_first_and_who_went_back_is_not_asked_for(
    services: Services, tmp_path: Path
) -> None:
    async with (
        terminal(services, tmp_path) as one,
        terminal(services, tmp_path) as other,
        terminal(services, tmp_path, NOOR) as reader,
    ):
        await choose_method(one, "eid")
        await until(reader, lambda page: has(page, ASKS))
        await choose_method(other, "eid")
        page = await until(reader, lambda page: "Er wacht nog 1 andere vraag." in said(page))
        await reader.act(INSERT)
        await reader.submit(PIN_FORM, pin(reader))
        await until(other, is_signed_in)
        assert not one.page.signed_in
        await until(reader, lambda page: has(page, ASKS) and "nog 1 andere" not in said(page))
        await take(one, Press("other-method"))
        page = await until(reader, lambda page: not has(page, ASKS))
        assert ENTER not in str(page)


async def test_a_reader_of_another_person_is_not_asked(services: Services, tmp_path: Path) -> None:
    async with (
        terminal(services, tmp_path) as asking,
        terminal(services, tmp_path, "sofie-lambert") as reader,
    ):
        await choose_method(asking, "eid")
        async with terminal(services, tmp_path, NOOR):
            await until(asking, lambda page: "Er luistert een kaartlezer" in said(page))
        assert not has(reader.page, ASKS)


async def test_a_reader_in_the_portal_listens_while_it_is_looked_at(
    services: Services, tmp_path: Path
) -> None:
    async with (
        terminal(services, tmp_path) as asking,
        terminal(services, tmp_path) as holding,
    ):
        await walk(holding, walks.become(NOOR))
        await holding.open("card")
        await choose_method(asking, "eid")
        await until(holding, lambda page: has(page, ASKS))
        await holding.act(INSERT)
        await holding.submit(PIN_FORM, pin(holding))
        await until(asking, is_signed_in)
        assert not holding.page.signed_in


async def test_a_reader_that_reaches_nobody_says_so_until_it_does(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.journey.long_poll.PAUSE", 0)
    monkeypatch.setattr("tui.journey.sign_in_flow.WAIT", 0)
    listen, there = CardRequests.listen, [True]

    async def cut_off(cards: CardRequests, *asked: Any) -> ReaderState:
        if not there[0]:
            raise ServiceDown("unreachable")
        return await listen(cards, *asked)

    monkeypatch.setattr(CardRequests, "listen", cut_off)
    async with terminal(services, tmp_path, NOOR) as reader:
        assert (reader.page.pinned, reader.session_notice) == (None, "")
        there[0] = False
        page = await until(reader, lambda page: page.pinned is not None)
        assert page.pinned is not None
        assert page.pinned.title == "De kaartlezer heeft geen verbinding."
        assert page.pinned.title in reader.session_notice
        there[0] = True
        await until(reader, lambda page: page.pinned is None)
