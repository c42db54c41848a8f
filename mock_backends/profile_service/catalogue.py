"""The registers' catalogue: which controllers there are, and which blocks they are responsible for."""

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import msgspec

from mock_backends.profile_service.models import Localized
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.wire import NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

LIFE = timedelta(hours=1)
"""How long the registers allow a catalogue to be cached (their Cache-Control)."""

ASK_AGAIN = timedelta(seconds=5)
"""How long to wait before asking again for a catalogue that did not come."""

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
"""An id is used in addresses: a catalogue with an id of any other form is rejected."""


class CatalogueUnavailable(Exception):
    """The registers sent no catalogue, and none is held; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of the catalogue's messages; members that only the citizen's side reads are ignored."""


class Block(_Wire, frozen=True):
    """A block of a controller."""

    block_id: Id
    label: Localized = {}


class Controller(_Wire, frozen=True):
    """A controller: the blocks that it is responsible for, and its own processings (`functions`)."""

    controller_id: Id
    authority: Localized
    blocks: tuple[Block, ...] = ()
    functions: tuple[str, ...] = ()


class _Catalogue(_Wire, frozen=True):
    items: tuple[Controller, ...]


class Catalogue:
    """The registers' catalogue, fetched when it is needed and kept for an hour.

    If it cannot be fetched again, the last version stays in use.
    """

    def __init__(self, *, registers: str, http: "AsyncClient", clock: Clock) -> None:
        self._url = f"{registers}/v1/controllers"
        self._http = http
        self._clock = clock
        self._fetching = asyncio.Lock()
        self._arrived = asyncio.Event()
        self._until: datetime | None = None
        self._attempts = 0
        self._reason = ""
        self._body = b""
        self._controllers: tuple[Controller, ...] = ()

    @property
    def fresh(self) -> bool:
        """Whether it is held and does not have to be fetched again yet."""
        return self._until is not None and self._clock.now() < self._until

    @property
    def controllers(self) -> tuple[Controller, ...]:
        """The controllers as last fetched, however long ago; empty before the first fetch."""
        return self._controllers

    def controller_of(self, block_id: str) -> str | None:
        """The id of the controller that is responsible for a block; None if there is none."""
        for controller in self._controllers:
            if any(block.block_id == block_id for block in controller.blocks):
                return controller.controller_id
        return None

    def label_of(self, block_id: str) -> Localized:
        """The name of a block in each language; {} for one that is not known."""
        for controller in self._controllers:
            for block in controller.blocks:
                if block.block_id == block_id:
                    return block.label
        return {}

    def expire(self) -> None:
        """Have it fetched again the next time it is needed: a register did not know a block in it."""
        self._until = None

    async def fetch(self) -> bytes:
        """The catalogue as the registers sent it. Raises CatalogueUnavailable if there has never been one."""
        before = self._attempts
        async with self._fetching:
            # Callers that waited for another caller's request share its answer, or its failure.
            if not self.fresh and self._attempts == before:
                try:
                    self._body, self._controllers = await self._ask()
                    self._until = self._clock.now() + LIFE
                except CatalogueUnavailable as error:
                    self._reason = error.reason
                    self._until = self._clock.now() + ASK_AGAIN if self._body else None
                self._attempts += 1
            if not self._body:
                raise CatalogueUnavailable(self._reason)
            self._arrived.set()
            return self._body

    async def wait(self) -> None:
        """Wait until it has been fetched, or until it is time to ask again."""
        self._arrived.clear()
        try:
            await self._clock.within(ASK_AGAIN.total_seconds(), self._arrived.wait())
        except TimeoutError:
            return

    async def _ask(self) -> tuple[bytes, tuple[Controller, ...]]:
        try:
            answer = await ask(self._http, self._clock, "GET", self._url)
        except Unanswered as error:
            raise CatalogueUnavailable("noAnswer") from error
        except TooLarge as error:
            raise CatalogueUnavailable("error") from error
        if answer.status != 200:
            raise CatalogueUnavailable("error")
        try:
            read = decode(answer.body, _Catalogue)
        except NotUnderstood as error:
            raise CatalogueUnavailable("error") from error
        return answer.body, read.items
