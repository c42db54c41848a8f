"""The services in two forms, by one handle: inside this process, or served over TLS by two processes."""

import asyncio
import gc
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from httpx import Request, Response

from mock_backends.people.loader import Fixtures, load
from mock_backends.serving import base_of, listen
from mock_backends.shared import http
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES
from tests.conftest import START
from tests.served import answer, followed, line, start
from tests.worlds import world_in
from tui.portal.http import Http

CLOCK = ("--clock", START.isoformat(), "--freeze")
REGISTERS = {"party": "registers"}

LONG_ENOUGH = 50
"""Turns of the loop in which a citizen's side would have asked again, had it anything to ask."""

T = TypeVar("T")

APART = (
    ("identity_provider", "itsme", "profile_service", "offices", "simulation"),
    ("registers", "ebox", "address_register"),
)
"""The parties of each of the two processes; the second one follows the simulation of the first."""


class Watched(Http):
    """Requests of a citizen's side, of which a test knows how many are under way."""

    under_way = 0

    async def call(self, method: str, address: str, kind: type[T], **how: Any) -> T:
        """Send a request; one that is kept open until something happens does not count."""
        counts = "wait=" not in address
        self.under_way += counts
        try:
            return await super().call(method, address, kind, **how)
        finally:
            self.under_way -= counts

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to be answered but what waits for something to happen."""
        return not self.under_way and not getattr(self._transport, "unsent", 0)


class Sending(http.AsyncBaseTransport):
    """Requests over a network, which counts those that have not left yet."""

    def __init__(self, network: http.AsyncBaseTransport) -> None:
        self._network = network
        self.unsent = 0

    async def handle_async_request(self, request: Request) -> Response:
        """Send it; what is kept open counts until all of it is written."""
        unsent = {request}
        self.unsent += 1

        async def trace(event: str, _details: object) -> None:
            if event.endswith("receive_response_headers.started") and unsent:
                unsent.clear()
                self.unsent -= 1

        request.extensions = {**request.extensions, "trace": trace}
        try:
            return await self._network.handle_async_request(request)
        finally:
            self.unsent -= len(unsent)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._network.aclose()


@dataclass(frozen=True)
class Services:
    """What a test needs of the services, whatever form they have.

    `connection` makes a way to them. `home` is where identity provider and profile service keep their keys
    and their store. `addresses` are those of the parties, and `http` reaches them all. `vanish` lets nobody
    answer any more. `embedded`: they run inside the test's own process. `options` tell `burgerprofiel` where
    they are.
    """

    connection: Callable[[], Watched]
    home: Home
    people: Fixtures
    addresses: Mapping[str, str]
    http: http.AsyncClient
    vanish: Callable[[], None]
    embedded: bool
    options: tuple[str, ...]
    _open: list[Watched] = field(default_factory=list)

    async def connect(self) -> Http:
        """What the portal's client awaits."""
        self._open.append(self.connection())
        return self._open[-1]

    async def move(self, by: timedelta) -> None:
        """Move the time on, once every citizen's side has asked all it has to ask."""
        await self._all_asked()
        await self._tell("POST", "/v1/clock/advance", {"seconds": by.total_seconds()})

    async def move_to(self, now: datetime) -> None:
        """Let it be another time, once every citizen's side has asked all it has to ask."""
        await self._all_asked()
        await self._tell("PUT", "/v1/clock", {"now": now.isoformat()})

    async def fail(self, who: str, kind: str) -> None:
        """Let a controller's register, or a whole party ("ebox"), fail from now on."""
        hit = {"party": who} if who in self.addresses else REGISTERS | {"target": who}
        await self._tell("PUT", f"/v1/faults/{who}", hit | {"kind": kind})

    async def mend(self) -> None:
        """Let all work again."""
        await self._tell("DELETE", "/v1/faults")

    async def reset(self) -> None:
        """End every session, and forget faults and all that is stored."""
        await self._tell("POST", "/v1/reset")

    async def state(self) -> dict[str, Any]:
        """What the simulation says of this world."""
        answer = await self.http.get(f"{self.addresses['simulation']}/v1/state")
        state: dict[str, Any] = answer.json()
        return state

    async def _all_asked(self) -> None:
        """Wait until nothing is under way but what waits for something to happen, and has arrived.

        Time that stands still is moved for those who wait for it: whoever asks afterwards waits for the
        next move.
        """
        quiet = 0
        while quiet < LONG_ENOUGH:
            await asyncio.sleep(0)
            quiet = quiet + 1 if all(each.quiet for each in self._open) else 0
        await self.state()  # what was sent before has been read when this is answered

    async def _tell(self, method: str, path: str, body: object = None) -> None:
        address = self.addresses["simulation"] + path
        answer = await self.http.request(method, address, json=body)
        assert answer.is_success, answer.text


@asynccontextmanager
async def embedded(
    folder: Path,
    *,
    clock: Clock | None = None,
    time_limits: bool = True,
    fixtures: tuple[Path, ...] = (),
) -> AsyncIterator[Services]:
    """All parties inside this process, in this home folder; time stands still at nine o'clock.

    `fixtures` are folders with people and authorities of a test's own.
    """
    world = await world_in(folder, clock, time_limits=time_limits, fixtures=fixtures)
    try:
        yield Services(
            connection=lambda: Watched.inside(world.app),
            home=world.options.home,
            people=world.fixtures,
            addresses=world.addresses,
            http=world.http,
            vanish=world.app.router.routes.clear,
            embedded=True,
            options=("--home", str(folder)),
        )
    finally:
        await world.stop()


class Pair:
    """Two processes that serve all parties between them, started when they are first needed.

    `folder` is where their homes go; they have nothing in common but the keys that are in `keys`.
    """

    def __init__(self, folder: Path, keys: Path) -> None:
        self._folder = folder
        self._keys = keys
        self._running: list[subprocess.Popen[str]] = []
        self._bases: tuple[str, ...] = ()
        self._home = folder
        self._time_limits = True
        self._started = 0

    @property
    def base(self) -> str:
        """The address that the citizen's side is given."""
        return self._bases[0]

    @property
    def trust(self) -> Path:
        """The certificate that vouches for both."""
        return local_tls(Home(self._keys, self._folder)).authority

    @asynccontextmanager
    async def services(self, *, time_limits: bool = True) -> AsyncIterator[Services]:
        """The services as they are at the beginning, at nine o'clock, for one test."""
        if not self._running or time_limits != self._time_limits:
            self.stop()
            await self._start(time_limits)
        home = Home.of(self._home)
        addresses = {
            party.name: base + party.path
            for base, names in zip(self._bases, APART, strict=True)
            for party in PARTIES
            if party.name in names
        }
        client = http.AsyncClient(
            {http.origin(base): http.over_tls(self.trust) for base in self._bases}
        )
        async with client:
            services = Services(
                connection=lambda: Watched(self.base, Sending(http.over_tls(self.trust))),
                home=home,
                people=load(),
                addresses=addresses,
                http=client,
                vanish=self.stop,
                embedded=False,
                options=("--backend", self.base, "--trust", str(self.trust)),
            )
            # The second process may have begun before the one that it follows.
            await followed(services)
            yield services
            gc.collect()
            if self._running:
                await services.reset()
                if not await self._as_at_the_beginning(services):
                    self.stop()

    async def _as_at_the_beginning(self, services: Services) -> bool:
        """Whether all is as it was: a reset leaves the time, and the keys, as a test has made them."""
        now = (await services.state())["clock"]["now"]
        before, after = _files(self._keys / "keys"), _files(services.home.keys)
        # A key that was made meanwhile, at its first use, is as good as any.
        return datetime.fromisoformat(now) == START and before.items() <= after.items()

    async def _start(self, time_limits: bool) -> None:
        """Start both, and wait until both answer."""
        self._started += 1
        self._time_limits = time_limits
        paths = {party.name: party.path for party in PARTIES}
        with listen() as first, listen() as second:  # held until their owners have taken them
            bound = (first, second)
            self._bases = tuple(base_of(socket) for socket in bound)
            for number, parties in enumerate(APART):
                home = self._folder / f"{self._started}-{number}"
                shutil.copytree(self._keys, home / "config")
                there = 1 - number
                arguments = [
                    *("--home", str(home), "--port", str(bound[number].getsockname()[1])),
                    *(word for name in parties for word in ("--party", name)),
                    *(CLOCK if "simulation" in parties else ()),
                    *(() if time_limits else ("--no-time-limits",)),
                ]
                for name in APART[there]:
                    arguments += ["--elsewhere", f"{name}={self._bases[there]}{paths[name]}"]
                self._running.append(start(*arguments))
            self._home = self._folder / f"{self._started}-0"
            for running, parties in zip(self._running, APART, strict=True):
                for _ in parties:
                    await line(running)

    def stop(self) -> None:
        """End both; fails when one of them had anything to complain of."""
        running, self._running = self._running, []
        for process in running:
            process.terminate()
        assert [answer(process) for process in running] == [(0, "", "")] * len(running)


def _files(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mode, path.read_bytes()) for path in folder.iterdir()}


@pytest.fixture(scope="session")
def pair(made_keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two processes for all served tests of this run; each test finds them as at the beginning."""
    folder = tmp_path_factory.mktemp("served")
    keys = folder / "keys"
    shutil.copytree(made_keys, keys)
    local_tls(Home(keys, folder))
    pair = Pair(folder, keys)
    yield pair
    pair.stop()
