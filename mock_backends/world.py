"""A world: every party built from one clock, one home, one seed and the fixtures; one ASGI app."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from mock_backends.address_register.app import PARTY as ADDRESS_REGISTER
from mock_backends.ebox.app import PARTY as EBOX
from mock_backends.identity_provider.app import PARTY as IDENTITY_PROVIDER
from mock_backends.itsme.app import PARTY as ITSME
from mock_backends.offices.app import PARTY as OFFICES
from mock_backends.people.loader import FixtureError as FixtureError
from mock_backends.people.loader import Fixtures, load
from mock_backends.profile_service.app import PARTY as PROFILE_SERVICE
from mock_backends.registers.app import PARTY as REGISTERS
from mock_backends.shared import http
from mock_backends.shared.clock import Clock
from mock_backends.shared.environment import Environment, Party
from mock_backends.shared.faults import Faults
from mock_backends.shared.home import Home
from mock_backends.shared.party import PartyDefinition
from mock_backends.shared.problems import EXCEPTION_HANDLERS
from mock_backends.shared.turns import Turns
from mock_backends.shared.world_follower import WorldFollower
from mock_backends.simulation.app import PARTY as SIMULATION

EMBEDDED = "https://simulator.invalid"
"""The base of a world inside one process; `.invalid` never resolves (RFC 2606 section 2)."""

PARTIES: tuple[PartyDefinition, ...] = (
    IDENTITY_PROVIDER,
    ITSME,
    PROFILE_SERVICE,
    REGISTERS,
    ADDRESS_REGISTER,
    EBOX,
    OFFICES,
    SIMULATION,
)
"""Every party, in start order."""


class WorldOptions(Struct, frozen=True, kw_only=True):
    """How to build a world.

    `parties` are built in this process; every other party is reached at its base in `elsewhere` (for instance
    {"registers": "https://localhost:8443/registers"}) over TLS, trusting `trust` (a PEM file). If the
    simulation is elsewhere, `clock` follows the simulation's. Without `time_limits`, as for a
    demonstration, no session ends because time has passed.
    """

    home: Home
    clock: Clock = field(default_factory=Clock)
    seed: int = 1
    base: str = EMBEDDED
    parties: tuple[str, ...] = tuple(party.name for party in PARTIES)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    trust: Path | None = None
    fixtures: tuple[Path, ...] = ()
    time_limits: bool = True


class World:
    """Builds its parties (some 100 ms of imports and keys: build it in a thread), then starts them.

    Of the people and authorities in `options.fixtures`, what is wrong is left out, without a word: who asks
    for them tells their author (`mock_backends.people.check`).
    `app` is the ASGI app for all of them; it has no lifespan, which ASGITransport would not run: call `start`
    and `stop`.
    """

    def __init__(self, options: WorldOptions) -> None:
        for address in options.elsewhere.values():
            if http.origin(address)[0] != "https":
                raise ValueError(f"{address}: parties meet over https:// only")
        options.home.prepare()
        self.options = options
        self.clock = options.clock
        self.faults = Faults()
        self.addresses: dict[str, str] = {
            party.name: options.elsewhere.get(party.name, options.base + party.path)
            for party in PARTIES
        }
        self._definitions = tuple(party for party in PARTIES if party.name in options.parties)
        held = {part for party in self._definitions for part in party.holds}
        self.fixtures = _people(options.fixtures).only(held) if held else Fixtures()
        # Parties refer to each other, so the app is made first and its routes are added later.
        routes: list[BaseRoute] = []
        self.app = Starlette(routes=routes, exception_handlers=EXCEPTION_HANDLERS)
        self.app.router.redirect_slashes = False
        transports: dict[http.Origin, http.AsyncBaseTransport] = {
            http.origin(address): http.over_tls(options.trust)
            for address in options.elsewhere.values()
        }
        transports[http.origin(options.base)] = http.inside(self.app)
        self.http = http.AsyncClient(transports)
        environment = Environment(
            home=options.home,
            clock=self.clock,
            turns=Turns(options.seed),
            fixtures=Fixtures(),
            faults=self.faults,
            addresses=self.addresses,
            http=self.http,
            time_limits=options.time_limits,
            begin_again=self.begin_again,
        )
        self.parties: dict[str, Party] = {}
        for definition in self._definitions:
            own = replace(environment, fixtures=self.fixtures.only(definition.holds))
            party = self.parties[definition.name] = definition.build(own)
            mount = Mount(definition.path, app=party.app)
            # A line feed in a path is the party's to refuse, in its own form.
            mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
            self.app.router.routes.append(mount)
        self._follower: WorldFollower | None = None
        if "simulation" in options.elsewhere and "simulation" not in options.parties:
            self._follower = WorldFollower(
                clock=self.clock,
                faults=self.faults,
                begin_again=self.begin_again,
                simulation=self.addresses["simulation"],
                http=self.http,
            )
        self._running: AsyncExitStack | None = None
        self._emptying = asyncio.Lock()

    async def start(self) -> None:
        """Start the parties, in order; if any fails, close the world as `stop` does."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.http.aclose)
            if self._follower is not None:
                stack.push_async_callback(self._follower.stop)
                await self._follower.start()
            for party in self.parties.values():
                await party.start()
                stack.push_async_callback(party.stop)
            if self._follower is not None:
                # First of all: a reset that came now would start again what has just been stopped.
                stack.push_async_callback(self._follower.stop)
            self._running = stack.pop_all()

    async def stop(self) -> None:
        """Stop the parties in reverse order, and close the connections between them."""
        if self._running is not None:
            await self._running.aclose()
            self._running = None
        else:
            await self.http.aclose()

    async def begin_again(self) -> None:
        """End every session and delete all that is stored; keys and people stay.

        Processes that follow this world do the same (`shared.world_follower`). Raises OSError if a file
        cannot be deleted: the parties then run on with what is left.
        """
        async with self._emptying:  # two resets at once would start each party twice
            try:
                for party in reversed(self.parties.values()):
                    await party.stop()
                for definition in self._definitions:
                    home = self.options.home
                    # What says that something should be there goes first: it would outlive its truth.
                    for path in (*definition.noted(home.keys), *definition.stored(home.data)):
                        path.unlink(missing_ok=True)
            finally:
                for party in self.parties.values():
                    await party.start()


def _people(folders: tuple[Path, ...]) -> Fixtures:
    """Our people and authorities, and what can be used of those in `folders`."""
    if not folders:
        return load()
    from mock_backends.people.check import checked  # ours alone need no check at every start

    return checked(folders).fixtures


async def open_world(options: WorldOptions) -> World:
    """Build a world in a thread, so that the user interface stays responsive, and start it."""
    world = await asyncio.to_thread(World, options)
    await world.start()
    return world
