"""Visits each page once, in this new process; prints how long each took, and the longest block, as JSON."""

import asyncio
import json
import tempfile
import time

from benchmarks.journeys import PLACES, simulated_in
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.background import Background
from tui.opening import load_ahead
from tui.screens.page_screen import PageScreen


async def visits() -> None:
    """Sign in on a headless screen, as the program is when its services are open, and go everywhere."""
    took: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        simulated = simulated_in(folder)
        app = BurgerprofielApp(simulated.navigator, simulated.words)
        async with app.run_test(size=(80, 24)) as pilot:
            await simulated.portal.ready()
            await load_ahead(Background())
            async with _Watch() as watch:
                await simulated.sign_in()
                await pilot.pause()
                for place in PLACES:
                    started = time.perf_counter()
                    await simulated.context(place)
                    await _painted(app, simulated)
                    took[place] = (time.perf_counter() - started) * 1000
            await simulated.close()
    print(json.dumps({"visits": took, "longest": watch.longest}))


async def _painted(app: BurgerprofielApp, simulated: Simulated) -> None:
    """Return when the page stands on the screen."""
    screen = app.screen
    assert isinstance(screen, PageScreen)
    # Not by a callback of the screen: it would be called again before anything else runs.
    while screen.page != simulated.navigator.page:  # noqa: ASYNC110
        await asyncio.sleep(0)
    painted = asyncio.Event()
    screen.call_after_refresh(painted.set)
    await painted.wait()


class _Watch:
    """Notes the longest time in which the event loop did not come round, in ms."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "_Watch":
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()

    async def _watch(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0)
            self.longest = max(self.longest, (time.perf_counter() - before) * 1000)


if __name__ == "__main__":
    asyncio.run(visits())
