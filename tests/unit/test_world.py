"""A world that cannot start leaves nothing open."""

import asyncio
from pathlib import Path

import pytest

from mock_backends.shared.home import Home
from mock_backends.shared.world_follower import WorldFollower
from mock_backends.world import World, WorldOptions


@pytest.mark.parametrize("error", [OSError("no room"), asyncio.CancelledError("given up")])
async def test_a_world_whose_party_cannot_start_is_closed(
    error: BaseException, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(WorldOptions(home=Home.of(home_folder)))
    stopped: list[str] = []

    async def fail() -> None:
        raise error

    async def stop() -> None:
        stopped.append("registers")

    monkeypatch.setattr(world.parties["registers"], "stop", stop)
    monkeypatch.setattr(world.parties["simulation"], "start", fail)
    with pytest.raises(type(error), match=str(error)):
        await world.start()
    assert world.http.is_closed
    assert stopped == ["registers"]
    await world.stop()


async def test_a_world_that_stops_follows_no_longer_and_is_closed(
    home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reset that came while the parties stop would start them again."""
    world = World(
        WorldOptions(
            home=Home.of(home_folder),
            parties=("registers",),
            elsewhere=dict.fromkeys(("simulation", "profile_service"), "https://localhost:1"),
        )
    )
    order: list[str] = []
    following = WorldFollower.stop

    async def follow_no_more(follower: WorldFollower) -> None:
        order.append("follower")
        await following(follower)

    async def stop() -> None:
        order.append("registers")

    monkeypatch.setattr(WorldFollower, "stop", follow_no_more)
    monkeypatch.setattr(world.parties["registers"], "stop", stop)
    await world.start()
    assert not world.http.is_closed
    await world.stop()
    assert order[:2] == ["follower", "registers"]
    assert world.http.is_closed
