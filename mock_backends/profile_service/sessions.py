"""Sessions: how long each lasts, and what is held for its citizen meanwhile, sealed.

The key of a session follows from the citizen's own token (HKDF-SHA-256), and nothing is kept of that token
but its SHA-256. So neither this service nor the vault can read what is held, or bring it back: whoever has
the token can, and when it is forgotten nobody can.
"""

import asyncio
import hmac
import secrets
from collections.abc import Coroutine
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from mock_backends.profile_service.models import CatalogueState
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.vault import EndReason, HeldSession, SessionVault
from mock_backends.shared.clock import LAST, Clock
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.sealing import derive_key, new_key, seal, unseal

IDLE = timedelta(minutes=15)
"""A session ends after this long without a request by the citizen."""

LIMIT = timedelta(minutes=60)
"""How long a session lasts, whatever its citizen does; no longer than the access token (ACM/IDM's rule)."""

WHOLE = timedelta(hours=12)
"""How long a session can last that its citizen extends: more than ten times (WCAG 2.2, 2.2.1)."""

ENDING = timedelta(seconds=120)
"""The citizen is warned this long before (WCAG 2.2, 2.2.1 asks for 20 seconds at least)."""

NEVER = LAST
"""When a session ends that has no limits."""

REMEMBERED = timedelta(hours=1)
"""How long it is known why a session ended; by its token's hash only."""


SET_BACK = timedelta(minutes=1)
"""A session that began later than this from now began before the world's clock was set back."""


class SessionEnded(Exception):
    """There is no such session (any more); `reason` says why."""

    def __init__(self, reason: EndReason) -> None:
        super().__init__(reason)
        self.reason: EndReason = reason


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the identity provider named. Held sealed; `id_token` is kept for its end session endpoint."""

    national_number: str
    given_name: str
    family_name: str
    method: str
    id_token: str


class LocalSession:
    """What a session has in this process alone; it knows no key.

    `changes` are for those who wait; `work` goes on for it beside its requests; `catalogue` says whether the
    blocks that there are have been learnt.
    """

    def __init__(self) -> None:
        self.changes = Changes()
        self.work: frozenset[asyncio.Task[None]] = frozenset()
        self.catalogue: CatalogueState = "loading"

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Let `work` go on beside the request that began it; it is cancelled when the session ends."""
        task = asyncio.create_task(work)
        self.work |= {task}
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        # A new set each time: a set that is only emptied keeps its largest size as long as the session lasts.
        self.work -= {task}


class OpenSession:
    """A session together with its key: lives as long as one request, or one fetch, and not longer.

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
        """Seal and hold `plain`. What comes after the session's end is dropped: then False."""
        sealed = seal(self._key, plain, self.held.name, kind, item)
        return await self._vault.put(self.held.name, kind, item, sealed)

    async def get(self, kind: str, item: str) -> bytes | None:
        """The plain bytes held under this name, or None."""
        sealed = await self._vault.get(self.held.name, kind, item)
        return None if sealed is None else unseal(self._key, sealed, self.held.name, kind, item)

    async def items(self, kind: str) -> tuple[str, ...]:
        """Which items of a kind are held, in the order in which each was first put."""
        return await self._vault.items(self.held.name, kind)

    async def drop(self, kind: str, item: str | None = None) -> int:
        """Destroy an item, or all of a kind; how many there were."""
        return await self._vault.drop(self.held.name, kind, item)

    async def person(self) -> NationalNumber:
        """Whose session it is. Raises SessionEnded."""
        return NationalNumber((await self.identity()).national_number)

    async def identity(self) -> Identity:
        """Who is signed in. Raises SessionEnded when that was forgotten meanwhile."""
        plain = await self.get("identity", "")
        if plain is None:
            raise SessionEnded("unknown")
        return msgspec.json.decode(plain, type=Identity)


class Sessions:
    """All sessions of the service, in a vault.

    Without `time_limits` a session ends only when its citizen or the service ends it.
    """

    def __init__(self, vault: SessionVault, clock: Clock, *, time_limits: bool = True) -> None:
        self._vault = vault
        self._clock = clock
        self._time_limits = time_limits
        self._local: dict[str, LocalSession] = {}
        self._tagging_key = new_key()
        self._news = asyncio.Event()

    async def open(self, identity: Identity, life: timedelta) -> tuple[str, OpenSession]:
        """Begin a session; gives its token (256 bits, kept nowhere here) and the opened session."""
        token = secrets.token_urlsafe(32)
        term = min(life, LIMIT)
        held = HeldSession(
            name=_name(token),
            citizen=self._tag(identity.national_number),
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
        """The session of `token`, opened. Raises SessionEnded.

        `stay` says that the citizen did something: the idle time begins anew.
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
        """Let a session go on for another term, as its citizen asked; not beyond `latest_at`.

        Raises SessionEnded when it ended meanwhile.
        """
        held = opened.held
        until = max(held.expires_at, min(self._after(held.term), held.latest_at))
        extended = await self._put_off(await self._vault.change(held.name, expires_at=until))
        if extended is None:
            raise SessionEnded(await self._vault.why(held.name) or "unknown")
        opened.held = extended

    async def end(self, held: HeldSession, reason: EndReason) -> None:
        """Destroy what a session holds, stop what works for it, and remember only why."""
        await self._vault.end(held.name, reason, self._clock.now() + REMEMBERED)
        local = self._local.pop(held.name, None)
        if local is not None:
            for task in local.work:
                task.cancel()
            local.changes.announce()

    async def end_all(self) -> None:
        """Destroy every session: the service stops."""
        for held in await self._vault.sessions():
            await self.end(held, "unknown")

    async def drop_of_citizen(self, held: HeldSession, kind: str) -> int:
        """Destroy all items of a kind in every session of the citizen of `held`; how many there were."""
        return sum(
            [
                await self._vault.drop(session.name, kind)
                for session in await self._vault.sessions()
                if hmac.compare_digest(session.citizen, held.citizen)
            ]
        )

    async def sweep(self) -> None:
        """End the sessions whose time has come, and warn those whose time nears."""
        now = self._clock.now()
        for held in await self._vault.sessions():
            if held.ends_at <= now:
                await self.end(held, "limit" if held.expires_at <= held.idle_expires_at else "idle")
                continue
            if held.started_at > now + SET_BACK:
                # Its limits lie as far ahead as the clock was set back: it would never end.
                await self.end(held, "limit")
                continue
            nears = not held.warned and held.ends_at - now <= ENDING
            if nears and await self._vault.change(held.name, warned=True):
                self._local_of(held.name).changes.announce()
        await self._vault.forget(now)

    async def run(self) -> None:
        """Sweep at each moment at which something is due, on the world's clock, for ever."""
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
        """It ends later than it did: a warning may no longer be true."""
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

    def _tag(self, national_number: str) -> bytes:
        # Random for each run of the service: it tells one citizen's sessions together, and nobody who.
        return hmac.digest(self._tagging_key, national_number.encode(), "sha256")


def _name(token: str) -> str:
    return sha256(token.encode()).hexdigest()
