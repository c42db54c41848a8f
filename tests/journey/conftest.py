"""One real world a test, and a citizen's side before it, without a terminal."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.world import World, WorldOptions, open_world
from tests.conftest import START
from tests.journey.steps import sign_in_by_itsme
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.portal.client import Portal
from tui.portal.http import Http


@pytest.fixture
async def world(home_folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """All parties, at nine o'clock, with time standing still; a parameter False: without time limits."""
    world = await open_world(
        WorldOptions(
            home=Home(home_folder / "config", home_folder / "data"),
            clock=Clock(START, frozen=True),
            seed=1,
            time_limits=getattr(request, "param", True),
        )
    )
    yield world
    await world.stop()


@pytest.fixture
async def portal(world: World) -> AsyncIterator[Portal]:
    """The client of that world."""

    async def connect() -> Http:
        return Http.inside(world.app)

    portal = Portal(connect)
    yield portal
    await portal.close()


@pytest.fixture
def devices(home_folder: Path) -> Devices:
    """What the tester holds; the card's memory lies in the home folder."""
    return Devices(home_folder / "data")


@pytest.fixture
async def navigator(portal: Portal, devices: Devices) -> AsyncIterator[Navigator]:
    """The citizen's side on its first page, signed out, in Dutch."""
    navigator = Navigator(portal, Words("nl"), devices)
    yield navigator
    await navigator.close()


@pytest.fixture
async def signed_in(navigator: Navigator) -> Navigator:
    """The same, signed in by itsme as the first person, on the page home."""
    await sign_in_by_itsme(navigator)
    return navigator
