"""The citizen's side's only door to the services: a world inside this process, or services at an address."""

import contextlib
import errno
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.background import Background, short_turns
from tui.process import refuse_readers

if TYPE_CHECKING:
    from mock_backends.shared.answered import Answered as Answered
    from mock_backends.world import World, WorldOptions
    from tui.portal.http import Http
    from tui.portal.models import Fault


class CannotStart(Exception):
    """The services cannot be started. `reason` is a code, `what` the path or text that it is about.

    `whole` is what to take away so that it is made anew, where that can be done.
    """

    def __init__(self, reason: str, what: str, whole: str = "") -> None:
        super().__init__(f"{reason}: {what}")
        self.reason = reason
        self.what = what
        self.whole = whole


_NOWHERE = Path(os.devnull)
"""No folder, and nothing can be made in it."""


class Folders(Struct, frozen=True):
    """Where the program stores things: keys and settings in `config`, sealed data in `data`."""

    config: Path
    data: Path

    @classmethod
    def of(cls, home: Path | None) -> "Folders":
        """The folders under `home`, or else the system's usual ones.

        Where the system knows none for this user, they are nowhere: nothing is in them, or can be kept there.
        """
        if home is not None:
            return cls(home / "config", home / "data")
        from platformdirs import user_config_path, user_data_path

        try:
            return cls(user_config_path("burgerprofiel"), user_data_path("burgerprofiel"))
        except RuntimeError:  # no HOME, and no entry of this user in the password database
            return cls(_NOWHERE / "config", _NOWHERE / "data")

    @property
    def known(self) -> bool:
        """Whether they are somewhere."""
        return _NOWHERE not in self.config.parents

    @property
    def keys(self) -> Path:
        """Where key files lie: never beside the data that they open."""
        return self.config / "keys"

    def prepare(self) -> None:
        """Create them, accessible to their owner only; those of a wider umask become so.

        Raises CannotStart if they are not writable, or nowhere.
        """
        if not self.known:
            raise CannotStart("no-home", "")
        for folder in (self.config, self.data):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                found = folder.stat()
            except OSError as error:
                raise CannotStart("home", str(folder)) from error
            if found.st_mode & 0o077 and found.st_uid == os.geteuid():
                # A file system without modes refuses this, and is opened all the same.
                with contextlib.suppress(OSError):
                    folder.chmod(0o700)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise CannotStart("home", str(folder))


def stores() -> dict[str, tuple[str, ...]]:
    """What the services keep between runs: the parties' names, and patterns of their files in `data`."""
    from mock_backends.world import PARTIES

    return {party.name: party.stores for party in PARTIES if party.stores}


class UnknownFault(Exception):
    """No party fails so; `known` is what can stand there."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__(", ".join(known))
        self.known = known


def fault_of(text: str) -> "Fault":
    """The fault that "PARTY:KIND" or "PARTY:KIND:SECONDS" names. Raises UnknownFault.

    "PARTY/ENDPOINT" is a part of a provider that fails alone.
    """
    from mock_backends.shared.faults import ENDPOINTS, KINDS, NEVER_FAILS
    from mock_backends.world import PARTIES
    from tui.portal.models import Fault

    where, _, rest = text.partition(":")
    party, _, target = where.partition("/")
    name, _, seconds = rest.partition(":")
    parties = tuple(one.name for one in PARTIES if one.name != NEVER_FAILS)
    if party not in parties:
        raise UnknownFault(parties)
    kinds = {one.id: one for one in KINDS if party in (one.parties or parties)}
    kind = kinds.get(name)
    if kind is None:
        raise UnknownFault(tuple(f"{party}:{one}" for one in kinds))
    endpoints = () if kind.parties else ENDPOINTS.get(party, ())
    if where != party and target not in endpoints:
        raise UnknownFault((f"{party}:{name}", *(f"{party}/{one}:{name}" for one in endpoints)))
    for least, most in kind.parameters.values():
        if not (seconds.isascii() and seconds.isdecimal() and least <= int(seconds[:9]) <= most):
            raise UnknownFault((f"{where}:{name}:{least:g}–{most:g}",))
        return Fault(party=party, kind=name, target=target, parameters={"seconds": int(seconds)})
    if text != f"{where}:{name}":
        raise UnknownFault((f"{where}:{name}",))
    return Fault(party=party, kind=name, target=target)


class PeopleCheck(Struct, frozen=True):
    """What is wrong with people and authorities: a line for their author each, and as JSON for programs.

    `left_out` names what the services do without because of it.
    """

    findings: tuple[str, ...]
    left_out: tuple[str, ...]
    as_json: str


def check_people(folders: tuple[Path, ...], today: date) -> PeopleCheck:
    """Check the people and authorities in these folders, as the services do that are to use them.

    `today` is the day on which their world begins. Raises CannotStart.
    """
    from mock_backends.people.check import checked
    from mock_backends.people.loader import FixtureError

    try:
        found = checked(folders, today)
    except FixtureError as error:
        raise CannotStart("fixtures", str(error)) from error
    return PeopleCheck(tuple(map(str, found.findings)), found.left_out, found.as_json())


def new_of_people(
    what: str, folders: tuple[Path, ...], today: date, into: Path | None, **wish: str
) -> str:
    """A new invented "person", with a file's whole text, "card" or "company": a number nobody has yet.

    `wish` are the members of `mock_backends.people.new.Wish`. A person is written `into` a folder, if it is
    given: then this is the file's path. Raises CannotStart.
    """
    from mock_backends.people.check import checked
    from mock_backends.people.loader import FixtureError
    from mock_backends.people.new import Wish, new_card, new_company_number, new_person, written

    try:
        known = checked(folders).fixtures
        if what == "company":
            return new_company_number(known)
        wanted = Wish(**wish)
        if what == "card":
            return new_card(wanted, known, today)
        text = new_person(wanted, known, today)
        return text if into is None else str(written(into, wanted.name, text))
    except FixtureError as error:
        raise CannotStart("fixtures", str(error)) from error
    except OSError as error:
        raise CannotStart("people-folder", str(error.filename or into)) from error


def people_schema(what: str, folders: tuple[Path, ...]) -> str:
    """The JSON Schema of an author's file: a "person", an "authority", or the "categories"."""
    from mock_backends.people.check import checked
    from mock_backends.people.loader import Categories, Controller, File, Persona
    from mock_backends.people.schema import schema

    kinds: dict[str, File] = {
        "person": Persona,
        "authority": Controller,
        "categories": Categories,
    }
    return schema(kinds[what], checked(folders).fixtures)


class Backend(Struct, frozen=True, kw_only=True):
    """Which services to use: those at `address` over TLS (`trust` is a PEM file), or else an embedded world.

    `time_limits` can be switched off in an embedded world only. `published_only`: only what the portal tells
    anybody is wanted, so that of an embedded world less is built, and nothing is started. So it is with
    `cards_only`: what the issuer of identity cards hands over.
    """

    folders: Folders
    address: str = ""
    trust: Path | None = None
    fixtures: tuple[Path, ...] = ()
    clock: datetime | None = None
    freeze: bool = False
    seed: int = 1
    time_limits: bool = True
    published_only: bool = False
    cards_only: bool = False


_PUBLISHERS = ("profile_service", "registers")
"""The parties that answer together what the portal tells anybody: its keys, and the catalogue of blocks."""
_ISSUERS = ("simulation",)
"""The party that hands over identity cards."""

_KEY_TROUBLE = {
    "readable": "key-readable",
    "unreadable": "key-unreadable",
    "no-file": "key-no-file",
    "wrong": "key-wrong",
    "damaged": "damaged",
}
"""Why a key file is refused, as `CannotStart` says it."""


@contextlib.contextmanager
def _refusals(folders: Folders) -> "Iterator[None]":
    """Raises CannotStart for what a world refuses of its home or its people."""
    from mock_backends.shared.keys import KeyUnusable
    from mock_backends.world import FixtureError

    try:
        yield
    except FixtureError as error:
        raise CannotStart("fixtures", str(error)) from error
    except KeyUnusable as error:
        what, whole = str(error.path), str(error.whole)
        raise CannotStart(_KEY_TROUBLE[error.reason], what, whole) from error
    except OSError as error:
        raise CannotStart("home", str(error.filename or folders.config)) from error


def _world_options(backend: Backend) -> "WorldOptions":
    from mock_backends.shared.clock import Clock
    from mock_backends.shared.home import Home
    from mock_backends.world import PARTIES, WorldOptions

    every = tuple(party.name for party in PARTIES)
    return WorldOptions(
        home=Home(backend.folders.config, backend.folders.data),
        clock=Clock(backend.clock, frozen=backend.freeze),
        seed=backend.seed,
        parties=_PUBLISHERS
        if backend.published_only
        else _ISSUERS
        if backend.cards_only
        else every,
        fixtures=backend.fixtures,
        time_limits=backend.time_limits,
    )


class Served(Struct, frozen=True):
    """A world that is served: the address of each party, what they have in common, and whom to trust."""

    parties: Mapping[str, str]
    base: str
    trust: Path


def trust_of(folders: Folders) -> Path:
    """The certificate to trust for what is served from this home."""
    return folders.config / "tls" / "ca.pem"


@contextlib.asynccontextmanager
async def served(
    backend: Backend, port: int, tell: "Callable[[Answered], None] | None"
) -> AsyncIterator[Served]:
    """All parties over TLS on this machine while the context is open. Raises CannotStart.

    Port 0 takes any free one. `tell` hears of each request.
    """
    from mock_backends.served_world import served_world
    from mock_backends.serving import base_of, listen

    try:
        bound = listen(port)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise CannotStart("port-taken" if taken else "port", str(port)) from error
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(bound)
        with _refusals(backend.folders):  # and not what goes wrong while it is served
            serving = served_world(_world_options(backend), bound, tell)
            world = await stack.enter_async_context(serving)
        yield Served(world.addresses, base_of(bound), trust_of(backend.folders))


class Connector:
    """Starts the services and stops them. The portal's client awaits `connect`, once."""

    def __init__(self, backend: Backend, background: Background) -> None:
        self._backend = backend
        self._background = background
        self._world: World | None = None

    async def connect(self) -> "Http":
        """A client for the services, which are started if they are ours. Raises CannotStart.

        Nothing of a person is here before, and no other process may read this one's memory after.
        """
        await self._background.run(refuse_readers)
        if self._backend.address:
            return await self._background.run(self._over_tls)
        world = await self._background.run(self._built)
        if not (self._backend.published_only or self._backend.cards_only):
            with short_turns():
                await world.start()  # a start that fails or is cancelled closes what it opened
        self._world = world
        return await self._background.run(lambda: self._inside(world))

    async def close(self) -> None:
        """Stop the services that run in this process."""
        world, self._world = self._world, None
        if world is not None:
            await world.stop()

    def _built(self) -> "World":
        """Build the world. Imports and keys take some 200 ms, so this runs in a thread."""
        from mock_backends.world import World

        with _refusals(self._backend.folders):
            return World(_world_options(self._backend))

    def _inside(self, world: "World") -> "Http":
        from tui.portal.http import Http

        return Http.inside(world.app, on_close=self.close)

    def _over_tls(self) -> "Http":
        from tui.portal.http import Http

        try:
            return Http.over_tls(self._backend.address, self._backend.trust)
        except (OSError, ValueError) as error:
            raise CannotStart("trust", str(self._backend.trust)) from error
