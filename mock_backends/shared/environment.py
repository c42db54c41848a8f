"""What every party is built from, and what the world may expect of a party."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from starlette.types import ASGIApp

from mock_backends.shared.clock import Clock
from mock_backends.shared.faults import Faults
from mock_backends.shared.home import Home
from mock_backends.shared.http import AsyncClient

if TYPE_CHECKING:
    from mock_backends.people.loader import Fixtures


@dataclass(frozen=True, kw_only=True)
class Environment:
    """One world as a party sees it.

    `addresses` gives each party's base URL by party name ("registers" -> "https://…/registers");
    `http` reaches those and nothing else. `fixtures` are those of the invented people and authorities that
    the party's definition says it holds; empty where it holds none. `seed` is for what is shown; secrets
    never come from it. Without `time_limits` no session and no sign-in ends because time has passed.
    `begin_again` empties the world, as `mock_backends.world.World.begin_again` says.
    """

    home: Home
    clock: Clock
    seed: int
    fixtures: "Fixtures"
    faults: Faults
    addresses: Mapping[str, str]
    http: AsyncClient
    begin_again: Callable[[], Awaitable[None]]
    time_limits: bool = True


class Party(Protocol):
    """A party that was built: its ASGI app, mounted at its own path, and its life."""

    @property
    def app(self) -> ASGIApp:
        """Routes below the party's base URL."""

    async def start(self) -> None:
        """Begin what runs beside requests (sweeping, erasing)."""

    async def stop(self) -> None:
        """End it, and forget what was held."""
