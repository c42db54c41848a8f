"""A whole world inside the test's own process."""

from pathlib import Path

from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.world import World, WorldOptions, open_world
from tests.conftest import START


async def world_in(
    folder: Path,
    clock: Clock | None = None,
    *,
    time_limits: bool = True,
    fixtures: tuple[Path, ...] = (),
) -> World:
    """A running world with its home in `folder`; its time stands still, unless a clock is given.

    `fixtures` are folders with people and authorities of a test's own.
    """
    return await open_world(
        WorldOptions(
            home=Home.of(folder),
            clock=clock or Clock(START, frozen=True),
            time_limits=time_limits,
            fixtures=fixtures,
        )
    )
