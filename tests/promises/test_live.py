"""After a session nothing refers to what was fetched in it, in either renderer, however it ended.

The parties are in a process of their own, where they hold it all.
"""

from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

import pytest

from mock_backends.world import PARTIES
from tests import served
from tests.by_turns import crossed
from tests.held_devices import devices_in
from tests.journey.steps import until
from tests.lines.journey import Talk
from tests.promises.canaries import PERSON, plant
from tests.promises.live import holders_of, is_held
from tests.screens.harness import Shown
from tests.screens.settled import settled
from tests.services import CLOCK
from tui.app import BurgerprofielApp
from tui.deep_link import follow
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.offered import is_settled
from tui.page.parts import Page
from tui.portal.client import Portal
from tui.portal.http import Http

IDLE = 15 * 60 + 1
"""Seconds after which a session has ended that nobody used."""

ASKED = "Uw keuze:"


@dataclass(frozen=True)
class Side:
    """The citizen's side before parties elsewhere, and by what is recognised what they know.

    `fetched` and `names` are markers; `number` are signs that are in a token which holds the number.
    """

    navigator: Navigator
    portal: Portal
    devices: Devices
    fetched: str
    names: str
    number: str

    async def sign_in(self) -> None:
        """Sign in and fetch everything."""
        navigator = self.navigator
        await follow(navigator, self.devices, person=PERSON, method="itsme", place="data")
        await until(navigator, is_settled)
        await self.portal.give_ebox_consent()

    def left(self) -> dict[str, int]:
        """What still holds something of the citizen: all but the names in the tester's list of people."""
        holders = holders_of(self.fetched, self.names, self.number)
        return {one: count for one, count in holders.items() if not one.startswith("Person ")}


@pytest.fixture
async def side(tmp_path: Path) -> AsyncIterator[Side]:
    # Nothing else of what was planted stays in this process.
    fetched, names, number = (
        one.marker for one in plant(tmp_path / "people", SystemRandom()).secrets
    )
    home = tmp_path / "home"
    parties = [word for party in PARTIES for word in ("--party", party.name)]
    options = ("--home", str(home), "--port", "0", "--fixtures", str(tmp_path / "people"), *CLOCK)
    with served.process(*parties, *options) as running:
        addresses = [await served.line(running) for _ in PARTIES]
        base = addresses[0].rpartition(" ")[2].rpartition("/")[0]

        async def connect() -> Http:
            return Http.over_tls(base, home / "config" / "tls" / "ca.pem")

        portal, devices = Portal(connect), devices_in(tmp_path)
        navigator = Navigator(portal, Words("nl"), devices)
        coded = b64encode(b"x" + number.encode()).decode()[2:14]
        yield Side(navigator, portal, devices, fetched, names, coded)
        await navigator.close()
        await portal.close()


@dataclass
class InLines:
    """Somebody who reads and answers lines."""

    side: Side
    talk: Talk
    asked: int = 1

    async def answer(self, *answers: str) -> None:
        """Give answers, each to a question of its own."""
        for answer in answers:
            self.asked += 1
            await self.talk.exchange(answer, ASKED, self.asked)

    async def read(self) -> None:
        """Read a list, a block and a message."""
        self.asked = self.talk.said.count(ASKED)
        await self.answer("", "adres", "ebox", "2")

    async def sign_out(self) -> None:
        await self.answer("account", "meld mij af")
        self.talk.forget()

    async def ended(self) -> None:
        """Wait until it is said that the session has ended."""
        await self.talk.until("Uw sessie is geëindigd.")
        self.asked += 1
        await self.talk.until(ASKED, self.asked)
        self.talk.forget()


@dataclass
class OnScreen:
    """Somebody before the full screen."""

    side: Side
    shown: Shown

    async def read(self) -> None:
        """Read all blocks, a list and a message, and look at the screen as text."""
        for place in ("data.everything", "profile", "ebox"):
            await self.side.navigator.open(place)
            await self.still(is_settled)
        await self.shown.press("enter")
        await self.still(is_settled)

    async def sign_out(self) -> None:
        await self.side.navigator.open("sign-out")
        await self.still(is_settled)
        await self.shown.press("tab", "enter")
        await self.still(lambda page: page.id == "receipt" and is_settled(page))

    async def ended(self) -> None:
        """Wait until the start page is drawn, and leave it: it has the tester's list of people, by name.

        Twice, since Textual keeps what was drawn of a page until the one after it is left.
        """
        await self.still(lambda page: not page.signed_in)
        for place in ("cookies", "help"):
            await self.side.navigator.open(place)
            await self.still(is_settled)

    async def still(self, ready: Callable[[Page], bool]) -> None:
        """Wait until such a page is drawn."""
        await until(self.side.navigator, ready)
        await self.shown.until(lambda: self.shown.screen.page == self.side.navigator.page)
        await self.shown.settle()


@asynccontextmanager
async def in_lines(side: Side, told: list[str]) -> AsyncIterator[InLines]:
    """Line mode on a page that is complete."""
    async with Talk(side.navigator, on_forgotten=lambda: told.append("")) as talk:
        await talk.until(ASKED)
        yield InLines(side, talk)


@asynccontextmanager
async def on_screen(side: Side, told: list[str]) -> AsyncIterator[OnScreen]:
    """The full screen."""
    app = BurgerprofielApp(
        side.navigator, side.navigator.words, settle=0, on_forgotten=lambda: told.append("")
    )
    async with app.run_test(size=(100, 150)) as pilot:
        await settled(app)
        yield OnScreen(side, Shown(app, pilot))


Manner = Callable[[Side, list[str]], AbstractAsyncContextManager[InLines | OnScreen]]


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # see tests/journey/conftest.py
@pytest.mark.requirement("R43", "R44")
@pytest.mark.parametrize(("manner", "idle"), crossed([in_lines, on_screen], [False, True]))
async def test_nothing_refers_to_what_was_fetched(side: Side, manner: Manner, idle: bool) -> None:
    """Signed out in one renderer, left alone in the other; in the long form both in both."""
    told: list[str] = []
    async with manner(side, told) as citizen:
        await side.sign_in()
        await citizen.read()
        assert is_held(side.fetched)
        if idle:
            await side.portal.advance_clock(IDLE)
            await citizen.ended()
        else:
            await citizen.sign_out()
        assert (side.left(), told) == ({}, [""])
