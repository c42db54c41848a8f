"""A whole world and a citizen's side before it, opened inside whatever loop first needs it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from unittest.mock import patch

from msgspec.structs import replace

from mock_backends.people.loader import Fixtures, load
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.world import World, WorldOptions, open_world
from tests.conftest import START
from tests.held_devices import devices_in
from tests.journey.steps import become, sign_in_by_itsme, until
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.offered import is_settled
from tui.page.parts import Page
from tui.portal.client import SIMULATION, Portal
from tui.portal.http import Http

DEFAULT_PERSON = "noor-peeters"

PICTURED_PEOPLE = (DEFAULT_PERSON, "amir-haddad", "godelieve-claes", "lotte-janssens")
PICTURED_BLOCKS = (
    *("identity", "residence", "civil-status", "household"),
    *("diplomas", "growth-package", "vehicles", "driving-licence"),
)
"""Who and what is on the pictures and recordings that tests compare with: another person or block of data
changes none of them.
"""


def pictured() -> Fixtures:
    """The fixtures, of which only what is on pictures."""
    fixtures = load()
    controllers = [
        replace(
            controller,
            blocks=tuple(block for block in controller.blocks if block.id in PICTURED_BLOCKS),
        )
        for controller in fixtures.controllers
    ]
    return replace(
        fixtures,
        controllers=tuple(one for one in controllers if one.blocks or one.functions),
        personas=tuple(
            replace(person, data={k: v for k, v in person.data.items() if k in PICTURED_BLOCKS})
            for person in fixtures.personas
            if person.id in PICTURED_PEOPLE
        ),
    )


class Simulated:
    """Time stands still at nine o'clock; `home` is a prepared home folder of this world's own.

    With `pictured` only what is on pictures is there, whoever else joins the fixtures.
    """

    def __init__(
        self,
        home: Path,
        language: str = "nl",
        clock: Clock | None = None,
        *,
        pictured: bool = False,
    ) -> None:
        self.home = home
        self._pictured = pictured
        self._clock = clock or Clock(START, frozen=True)
        self._world: World | None = None
        self.words = Words(language)
        self.devices = devices_in(home)
        self.portal = Portal(self._connect)
        self.navigator = Navigator(self.portal, self.words, self.devices)

    @property
    def world(self) -> World:
        """The services; there once something was asked of them."""
        assert self._world is not None
        return self._world

    async def _connect(self) -> Http:
        options = WorldOptions(home=Home.of(self.home), clock=self._clock, seed=1)
        with patch("mock_backends.world.load", pictured if self._pictured else load):
            self._world = await open_world(options)
        return Http.inside(self._world.app)

    async def sign_in(self, person: str = DEFAULT_PERSON) -> None:
        """Be this person, and sign in by itsme."""
        if person != DEFAULT_PERSON:
            await become(self.navigator, person)
        await sign_in_by_itsme(self.navigator)

    async def all_fetched(self) -> None:
        """Wait, on a page that shows every block, until each has come or does not come."""
        await until(self.navigator, lambda _: self._has_all(), "every block")

    def _has_all(self) -> bool:
        """Whether each block has come, or does not come."""
        held = self.navigator.context().holdings
        return bool(held.blocks) and all(
            one.state != "loading" and (one.state != "here" or block in held.contents)
            for block, one in held.blocks.items()
        )

    async def earlier(self, act: Callable[[Portal], Awaitable[object]]) -> None:
        """Let the first person have done something in an earlier session, on another terminal."""
        await self.portal.ready()

        async def connect() -> Http:
            return Http.inside(self.world.app)

        portal = Portal(connect)
        navigator = Navigator(portal, self.words, devices_in(self.home))
        await sign_in_by_itsme(navigator)
        await act(portal)
        await portal.sign_out()
        await navigator.close()
        await portal.close()

    async def corrected(self, controller: str, block: str, record: dict[str, str]) -> None:
        """Let a clerk of this controller replace what its register has of the first person."""
        http = Http.inside(self.world.app)
        path = f"{SIMULATION}/v1/persons/{DEFAULT_PERSON}/controllers/{controller}/blocks/{block}"
        await http.call("PUT", f"{path}/records", type(None), body={"records": [record]})
        await http.close()

    async def context(self, place: str) -> Page:
        """Go to a place and wait until nothing there is being fetched."""
        await self.navigator.open(place)
        return await until(self.navigator, is_settled, place)

    async def close(self) -> None:
        """Leave, and stop the services."""
        await self.navigator.close()
        await self.portal.close()
        if self._world is not None:
            await self._world.stop()
