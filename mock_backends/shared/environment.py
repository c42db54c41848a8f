"""What every party is built from, and what the world expects of a party."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from starlette.types import ASGIApp

from mock_backends.shared.clock import Clock
from mock_backends.shared.faults import Faults
from mock_backends.shared.home import Home
from mock_backends.shared.http import AsyncClient
from mock_backends.shared.turns import Turns

if TYPE_CHECKING:
    from mock_backends.people.loader import Fixtures


class Environment(Struct, frozen=True, kw_only=True):
    """A world as a party sees it.

    `addresses` gives each party's base URL by party name ("registers" -> "https://…/registers");
    `http` reaches those and nothing else. `fixtures` holds only the parts that the party's definition names.
    What is shown at random comes from `turns`; secrets never do. Without `time_limits` no session and
    no sign-in ends because time has passed.
    `begin_again` empties the world, as `mock_backends.world.World.begin_again` says.
    """

    home: Home
    clock: Clock
    turns: Turns
    fixtures: "Fixtures"
    faults: Faults
    addresses: Mapping[str, str]
    http: AsyncClient
    begin_again: Callable[[], Awaitable[None]]
    time_limits: bool = True


class Party(Protocol):
    """A built party: its ASGI app, mounted at its own path, and its lifecycle."""

    @property
    def app(self) -> ASGIApp:
        """Routes below the party's base URL."""

    async def start(self) -> None:
        """Start background work (sweeping, erasing)."""

    async def stop(self) -> None:
        """Stop background work, and forget what is held in memory."""
