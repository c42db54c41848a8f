"""Fetches data from the registers once a citizen's session is open, and never before (R42)."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from mock_backends.profile_service.catalogue import Catalogue, CatalogueUnavailable
from mock_backends.profile_service.models import BlockReason, BlockState, BlockStatus
from mock_backends.profile_service.relaying import headers_for, is_sealed, is_whole
from mock_backends.profile_service.sessions import LocalSession, OpenSession
from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered, ask
from mock_backends.shared.service_tokens import ServiceTokens

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

AUDIENCE = "registers"
BLOCK = "block"
"""The kind under which a session holds the contents of blocks."""

_STATUS = "status"


class Source(msgspec.Struct, frozen=True):
    """A block and the controller whose register holds it."""

    block_id: str
    controller_id: str


class _Refused(Exception):
    """An answer was rejected; `state` and `reason` are the block's from then on."""

    def __init__(self, state: BlockState, reason: BlockReason) -> None:
        super().__init__(reason)
        self.state: BlockState = state
        self.reason: BlockReason = reason


class Fetching:
    """Fetches blocks into a session. What arrives is sealed to the citizen: only its outside is checked.

    A fetch holds the opened session, and with it the key, until the answer is in; after that nothing does.
    """

    def __init__(
        self,
        *,
        registers: str,
        catalogue: Catalogue,
        http: "AsyncClient",
        clock: Clock,
        tokens: ServiceTokens,
    ) -> None:
        self._registers = registers
        self._catalogue = catalogue
        self._http = http
        self._clock = clock
        self._tokens = tokens

    async def begin(self, opened: OpenSession) -> None:
        """Request all blocks at once, each with its own deadline; does not wait for the answers.

        If the catalogue must be fetched first, a later `go_on` requests them.
        """
        if self._catalogue.fresh:
            opened.local.catalogue = "here"
            await self.go_on(opened)
        else:
            opened.local.start(self._learn(opened.local))

    async def go_on(self, opened: OpenSession) -> None:
        """Request all blocks if that had to wait for the catalogue, and the catalogue is here now.

        Every request in the session calls this: nothing can be held for a citizen without their token, and
        the token is not kept while the registers are out of reach.
        """
        if opened.local.catalogue != "here" or await opened.items(_STATUS):
            return
        started = [
            await self._start(opened, Source(block.block_id, controller.controller_id))
            for controller in self._catalogue.controllers
            for block in controller.blocks
        ]
        if any(started):
            opened.local.changes.announce()

    async def refresh(self, opened: OpenSession, block_id: str) -> None:
        """Fetch a block again, unless that is happening already. Raises KeyError."""
        status = await self._status(opened, block_id)
        controller = self._catalogue.controller_of(block_id)
        if controller is None and status is not None:
            controller = status.controller_id  # it was in the catalogue when the session began
        if controller is None:
            raise KeyError(block_id)
        if status is None or status.state != "loading":
            await self._start(opened, Source(block_id, controller))
            opened.local.changes.announce()

    async def statuses(self, opened: OpenSession) -> tuple[BlockStatus, ...]:
        """The status of every requested block, in the catalogue's order."""
        found = [await self._status(opened, item) for item in await opened.items(_STATUS)]
        return tuple(status for status in found if status is not None)

    async def content(self, opened: OpenSession, block_id: str) -> tuple[BlockStatus, bytes] | None:
        """A block's status, and its bytes as its register sealed them; None if they are not here."""
        status = await self._status(opened, block_id)
        if status is None or status.state != "here":
            return None
        content = await opened.get(BLOCK, block_id)
        return None if content is None else (status, content)

    async def _status(self, opened: OpenSession, block_id: str) -> BlockStatus | None:
        kept = await opened.get(_STATUS, block_id)
        return None if kept is None else msgspec.json.decode(kept, type=BlockStatus)

    async def _set_status(self, opened: OpenSession, status: BlockStatus) -> bool:
        return await opened.put(_STATUS, status.block_id, msgspec.json.encode(status))

    async def _start(self, opened: OpenSession, source: Source) -> bool:
        """Start fetching a block in the background; False if the session has ended."""
        status = BlockStatus(
            block_id=source.block_id,
            controller_id=source.controller_id,
            state="loading",
            since=self._clock.now(),
        )
        lasts = await self._set_status(opened, status)
        if lasts:
            # What was here before is shown no more, so it is not held either.
            await opened.drop(BLOCK, source.block_id)
            opened.local.start(self._fetch(opened, source))
        return lasts

    async def _learn(self, local: LocalSession) -> None:
        """Fetch the catalogue, and keep the citizen informed of how that goes."""
        while local.catalogue != "here":
            try:
                await self._catalogue.fetch()
                local.catalogue = "here"
            except CatalogueUnavailable:
                local.catalogue = "unavailable"
            local.changes.announce()
            if local.catalogue != "here":
                await self._catalogue.wait()

    async def _fetch(self, opened: OpenSession, source: Source) -> None:
        try:
            answer = await self._answer(opened, source)
        except _Refused as refused:
            status = BlockStatus(
                block_id=source.block_id,
                controller_id=source.controller_id,
                state=refused.state,
                since=self._clock.now(),
                reason=refused.reason,
            )
        else:
            await opened.put(BLOCK, source.block_id, answer.body)
            now = self._clock.now()
            status = BlockStatus(
                block_id=source.block_id,
                controller_id=source.controller_id,
                state="here",
                fetched_at=now,
                since=now,
                bytes=len(answer.body),
            )
        if await self._set_status(opened, status):
            opened.local.changes.announce()

    async def _answer(self, opened: OpenSession, source: Source) -> Answer:
        citizen = await opened.identity()
        jti = unguessable.identifier()
        url = f"{self._registers}/v1/controllers/{source.controller_id}/blocks/{source.block_id}"
        try:
            answer = await ask(
                self._http,
                self._clock,
                "GET",
                url,
                headers=headers_for(citizen, self._tokens, AUDIENCE, jti=jti),
            )
        except Unanswered as error:
            raise _Refused("unavailable", "noAnswer") from error
        except TooLarge as error:
            raise _Refused("refused", "tooLarge") from error
        if answer.status == 404:
            self._catalogue.expire()
        check(answer, jti, citizen.national_number)
        return answer


def check(answer: Answer, jti: str, national_number: str) -> None:
    """Refuse an answer that is not sealed and whole, or not about the citizen that was asked for.

    The register names its subject by base64url(SHA-256(jti:number)). So this service can check it without
    reading the answer, and the header tells nobody else who it is.
    """
    if answer.status == 401:
        raise _Refused("refused", "notAccepted")
    if answer.status != 200:
        raise _Refused("unavailable", "error")
    pseudonym = sha256(f"{jti}:{national_number}".encode()).digest()
    expected = urlsafe_b64encode(pseudonym).rstrip(b"=").decode()
    if not hmac.compare_digest(
        answer.headers.get("subject-pseudonym", "").encode(), expected.encode()
    ):
        raise _Refused("refused", "notTheirs")
    if not is_sealed(answer):
        raise _Refused("refused", "notSealed")
    if not is_whole(answer):
        raise _Refused("unavailable", "cutOff")
