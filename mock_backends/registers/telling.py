"""Tells the portal which block of data an authority changed, of whom and when: never what it says (R17, R42).

Of requests it only tells that a desk has done something, and not with whose. The portal decides what becomes
a notice; its answer does not say. What it has not taken in is told again, for as long as the corrections
themselves last.
"""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.service_tokens import ServiceTokens

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

AUDIENCE = "profile_service"

AGAIN_AFTER = 300
"""Seconds of the world's time after which what was not taken in is told again."""

MOST = 1000
"""How many changes may wait; then the oldest gives way."""

REFUSED = (400, 413, 415)
"""Answers after which telling it again would change nothing."""


class Telling:
    """The changes that the portal has not taken in yet, and the task that tells them."""

    def __init__(
        self, *, portal: str, http: "AsyncClient", clock: Clock, tokens: ServiceTokens
    ) -> None:
        self._portal = portal
        self._http = http
        self._clock = clock
        self._tokens = tokens
        self._untold: dict[str, tuple[str, Mapping[str, str], bytes | None]] = {}
        self._news = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def changed(self, national_number: str, block_id: str) -> None:
        """Tell that this block of this person is different from now on."""
        change_id = unguessable.identifier()
        change = {
            "changeId": change_id,
            "blockId": block_id,
            "changedOn": day_of(self._clock.now()).isoformat(),
        }
        headers = {"X-INSZ": national_number, "Content-Type": "application/json"}
        self._tell(change_id, "/v1/changed-blocks", headers, msgspec.json.encode(change))

    def decided(self) -> None:
        """Tell that a desk has done something with a request."""
        self._tell("requests", "/v1/changed-requests", {}, None)

    def _tell(self, name: str, path: str, headers: Mapping[str, str], body: bytes | None) -> None:
        self._untold[name] = path, headers, body
        if len(self._untold) > MOST:
            del self._untold[next(iter(self._untold))]
        self._news.set()

    def start(self) -> None:
        """Begin to tell."""
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop, and forget what has not been told."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None
        self._untold.clear()

    async def _run(self) -> None:
        while True:
            self._news.clear()
            for name, message in list(self._untold.items()):
                if not await self._is_told(*message):
                    break  # nor would the others be
                if self._untold.get(name) is message:  # or there is more to tell meanwhile
                    del self._untold[name]
            if not self._untold:
                await self._news.wait()
                continue
            try:
                await self._clock.within(AGAIN_AFTER, self._news.wait())
            except TimeoutError:
                continue

    async def _is_told(self, path: str, headers: Mapping[str, str], body: bytes | None) -> bool:
        try:
            answer = await ask(
                self._http,
                self._clock,
                "POST",
                self._portal + path,
                headers={"Authorization": f"Bearer {self._tokens.token(AUDIENCE)}", **headers},
                body=body,
            )
        except (Unanswered, TooLarge):
            return False
        return answer.status == 204 or answer.status in REFUSED
