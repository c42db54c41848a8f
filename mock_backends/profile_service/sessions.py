"""Sessions: how long they last, and the sealed data that they hold for their citizens.

A session's key is derived from the citizen's token (HKDF-SHA-256), of which only the SHA-256 is kept. So
neither this service nor the vault can read or recover what is held; only the holder of the token can, and
once the token is forgotten nobody can.
"""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from mock_backends.profile_service.levels import Level
from mock_backends.profile_service.models import CatalogueState
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.vault import EndReason, HeldSession, SessionVault
from mock_backends.shared import unguessable
from mock_backends.shared.clock import LAST, SET_BACK, Clock
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.sealing import derive_key, seal, unseal

IDLE = timedelta(minutes=15)
"""A session ends after this much time without a request by the citizen."""

LIMIT = timedelta(minutes=60)
"""How long a session lasts unless it is extended; no longer than the access token (ACM/IDM's rule)."""

WHOLE = timedelta(hours=12)
"""How long a session can last if its citizen keeps extending it: over ten times (WCAG 2.2, 2.2.1)."""

ENDING = timedelta(seconds=120)
"""How long before the end the citizen is warned (WCAG 2.2, 2.2.1 requires at least 20 seconds)."""

NEVER = LAST
"""When a session without time limits ends."""

REMEMBERED = timedelta(hours=1)
"""How long the reason why a session ended is remembered, under its token's hash."""


class SessionEnded(Exception):
    """The session does not exist, or no longer; `reason` says why."""

    def __init__(self, reason: EndReason) -> None:
        super().__init__(reason)
        self.reason: EndReason = reason


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed in, according to the identity provider. Held sealed.

    `id_token` is kept for the sources, to which it proves the sign-in, and for the end session endpoint.
    `sealed_name` is for the citizen's own program; this service cannot open it. `level` is the level of
    assurance at which they signed in.
    """

    national_number: str
    sealed_name: str
    method: str
    level: Level
    id_token: str


class LocalSession:
    """The part of a session that exists only in this process; it does not know the key.

    `changes` wakes those who wait; `work` is the session's background tasks; `catalogue` says whether the
    catalogue of blocks is known yet.
    """

    def __init__(self) -> None:
        self.changes = Changes()
        self.work: tuple[asyncio.Task[None], ...] = ()
        self.catalogue: CatalogueState = "loading"

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Run `work` in the background; it is cancelled when the session ends."""
        task = asyncio.create_task(work)
        self.work += (task,)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        # A tuple: an empty one takes no memory at all, and most sessions lie idle.
        self.work = tuple(other for other in self.work if other is not task)


class OpenSession:
    """A session together with its key. Lives no longer than one request or one fetch.

    `held` is the session as it was when it was opened.
    """

    def __init__(
        self, held: HeldSession, local: LocalSession, vault: SessionVault, key: bytes
    ) -> None:
        self.held = held
        self.local = local
        self._vault = vault
        self._key = key

    async def put(self, kind: str, item: str, plain: bytes) -> bool:
        """Seal and hold `plain`; False, and nothing is held, if the session has ended."""
        sealed = seal(self._key, plain, self.held.name, kind, item)
        return await self._vault.put(self.held.name, kind, item, sealed)

    async def get(self, kind: str, item: str) -> bytes | None:
        """The unsealed bytes of an item, or None."""
        sealed = await self._vault.get(self.held.name, kind, item)
        return None if sealed is None else unseal(self._key, sealed, self.held.name, kind, item)

    async def items(self, kind: str) -> tuple[str, ...]:
        """The items of a kind that are held, in the order in which they were first put."""
        return await self._vault.items(self.held.name, kind)

    async def drop(self, kind: str, item: str | None = None) -> int:
        """Destroy an item, or all items of a kind; returns how many there were."""
        return await self._vault.drop(self.held.name, kind, item)

    async def person(self) -> NationalNumber:
        """The national number of the citizen. Raises SessionEnded."""
        return NationalNumber((await self.identity()).national_number)

    async def identity(self) -> Identity:
        """Who is signed in. Raises SessionEnded if the session has ended meanwhile."""
        plain = await self.get("identity", "")
        if plain is None:
            raise SessionEnded("unknown")
        return msgspec.json.decode(plain, type=Identity)


class Sessions:
    """All sessions of the service, in a vault.

    Without `time_limits`, only the citizen or the service ends a session.
    """

    def __init__(self, vault: SessionVault, clock: Clock, *, time_limits: bool = True) -> None:
        self._vault = vault
        self._clock = clock
        self._time_limits = time_limits
        self._local: dict[str, LocalSession] = {}
        self._news = asyncio.Event()

    async def open(self, identity: Identity, life: timedelta) -> tuple[str, OpenSession]:
        """Start a session; returns its token (256 bits, not kept here) and the opened session."""
        token = unguessable.token(32)
        term = min(life, LIMIT)
        held = HeldSession(
            name=_name(token),
            started_at=self._clock.now(),
            expires_at=self._after(term),
            idle_expires_at=self._after(IDLE),
            latest_at=self._after(WHOLE),
            term=term,
        )
        await self._vault.open(held)
        opened = self._opened(held, token)
        await opened.put("identity", "", msgspec.json.encode(identity))
        self._news.set()
        return token, opened

    async def enter(self, token: str, *, stay: bool) -> OpenSession:
        """Open the session of `token`. Raises SessionEnded.

        `stay`: the citizen has done something, so the idle time starts again.
        """
        await self.sweep()
        name = _name(token)
        held = await self._vault.session(name)
        if held is not None and stay:
            held = await self._vault.change(name, idle_expires_at=self._after(IDLE))
            held = await self._put_off(held)
        if held is None:
            raise SessionEnded(await self._vault.why(name) or "unknown")
        return self._opened(held, token)

    async def extend(self, opened: OpenSession) -> None:
        """Extend a session by another term, up to `latest_at`, because its citizen asked for it.

        Raises SessionEnded if it has ended meanwhile.
        """
        held = opened.held
        until = max(held.expires_at, min(self._after(held.term), held.latest_at))
        extended = await self._put_off(await self._vault.change(held.name, expires_at=until))
        if extended is None:
            raise SessionEnded(await self._vault.why(held.name) or "unknown")
        opened.held = extended

    async def end(self, held: HeldSession, reason: EndReason) -> None:
        """Destroy everything a session holds, stop its background work, and remember only the reason."""
        await self._vault.end(held.name, reason, self._clock.now() + REMEMBERED)
        local = self._local.pop(held.name, None)
        if local is not None:
            for task in local.work:
                task.cancel()
            local.changes.announce()

    async def end_all(self) -> None:
        """Destroy every session, because the service stops."""
        for held in await self._vault.sessions():
            await self.end(held, "unknown")

    async def names(self) -> set[str]:
        """The names of all sessions that are open."""
        return {held.name for held in await self._vault.sessions()}

    def tell(self) -> None:
        """Wake everybody who waits for news: whose session is whose, nobody can tell here."""
        for local in self._local.values():
            local.changes.announce()

    async def sweep(self) -> None:
        """End the sessions whose time is up, and warn those that are about to end."""
        now = self._clock.now()
        for held in await self._vault.sessions():
            if held.ends_at <= now:
                await self.end(held, "limit" if held.expires_at <= held.idle_expires_at else "idle")
                continue
            if held.started_at > now + SET_BACK:
                # The clock was set back, so its limits are that much further away.
                await self.end(held, "limit")
                continue
            nears = not held.warned and held.ends_at - now <= ENDING
            if nears and await self._vault.change(held.name, warned=True):
                self._local_of(held.name).changes.announce()
        await self._vault.forget(now)

    async def run(self) -> None:
        """Sweep whenever something is due by the world's clock, for ever."""
        while True:
            self._news.clear()
            await self.sweep()
            due = [
                held.ends_at if held.warned else held.ends_at - ENDING
                for held in await self._vault.sessions()
            ]
            if not due:
                await self._news.wait()
                continue
            left = (min(due) - self._clock.now()).total_seconds()
            try:
                await self._clock.within(left, self._news.wait())
            except TimeoutError:
                continue

    async def _put_off(self, held: HeldSession | None) -> HeldSession | None:
        """Take back a warning that no longer holds, because the session now ends later."""
        if held is not None and held.warned and held.ends_at - self._clock.now() > ENDING:
            held = await self._vault.change(held.name, warned=False)
            if held is not None:
                self._local_of(held.name).changes.announce()
        self._news.set()
        return held

    def _opened(self, held: HeldSession, token: str) -> OpenSession:
        key = derive_key(token.encode(), purpose="burgerprofiel session")
        return OpenSession(held, self._local_of(held.name), self._vault, key)

    def _local_of(self, name: str) -> LocalSession:
        if name not in self._local:
            self._local[name] = LocalSession()
        return self._local[name]

    def _after(self, span: timedelta) -> datetime:
        return self._clock.after(span, limited=self._time_limits)


def _name(token: str) -> str:
    return sha256(token.encode()).hexdigest()
