"""Real services a test, in either form, and a citizen's side before them, without a terminal.

Every test runs with all parties inside its own process. Those marked `served` run once more, over TLS and
with the parties in two processes; with `--nightly` all do but those marked `embedded`.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.held_devices import devices_in
from tests.journey.steps import sign_in_by_itsme
from tests.services import Pair, Services, embedded
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.portal.client import Portal

# A request that is given up while it connects leaves its socket to the garbage collector (anyio's
# `connect_tcp`); it is collected before the next test (`Pair.services`).
SERVED = pytest.param("served", marks=pytest.mark.filterwarnings("ignore::ResourceWarning"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test the forms of services that it runs with."""
    if "services" not in metafunc.fixturenames:
        return
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    served = "served" in marks or metafunc.config.getoption("--nightly")
    forms = ["embedded", *([SERVED] if served and "embedded" not in marks else [])]
    metafunc.parametrize("services", forms, indirect=True)


@pytest.fixture
def time_limits() -> bool:
    """Whether sessions end by themselves; a test that is parametrised with it decides."""
    return True


@pytest.fixture
async def services(
    request: pytest.FixtureRequest, home_folder: Path, time_limits: bool
) -> AsyncIterator[Services]:
    """All parties, at nine o'clock, with time standing still."""
    if request.param == "embedded":
        async with embedded(home_folder, time_limits=time_limits) as services:
            yield services
        return
    pair: Pair = request.getfixturevalue("pair")
    async with pair.services(time_limits=time_limits) as services:
        yield services


@pytest.fixture
async def portal(services: Services) -> AsyncIterator[Portal]:
    portal = Portal(services.connect)
    yield portal
    await portal.close()


@pytest.fixture
def devices(home_folder: Path) -> Devices:
    """What the tester holds; the card's memory lies in the citizen's own home folder."""
    return devices_in(home_folder)


@pytest.fixture
async def navigator(
    portal: Portal, devices: Devices, services: Services
) -> AsyncIterator[Navigator]:
    """The citizen's side on its first page, signed out, in Dutch."""
    navigator = Navigator(portal, Words("nl"), devices, embedded=services.embedded)
    yield navigator
    await navigator.close()


@pytest.fixture
async def signed_in(navigator: Navigator) -> Navigator:
    """The same, signed in by itsme as the first person, on the page home."""
    await sign_in_by_itsme(navigator)
    return navigator
