"""The session vault: what is held while a citizen is signed in, sealed, and gone when the session is.

The key of a session follows from the citizen's own token (HKDF-SHA-256), and the vault keeps nothing of
that token but its SHA-256. So the vault can neither read what it holds nor bring it back: whoever has the
token can, and when it is forgotten nobody can. Nothing here is ever written to disk.
"""

import asyncio
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

import msgspec

from mock_backends.profile_service.models import BlockStatus, CatalogueState
from mock_backends.shared.clock import LAST, Clock
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.sealing import derive_key, new_key, seal, unseal

IDLE = timedelta(minutes=15)
"""A session ends after this long without a request by the citizen."""

LIMIT = timedelta(minutes=60)
"""How long a session lasts, whatever one does; no longer than the access token lives (ACM/IDM's rule)."""

WHOLE = timedelta(hours=12)
"""How long a session can last that its citizen extends: more than ten times (WCAG 2.2, 2.2.1)."""

ENDING = timedelta(seconds=120)
"""The citizen is warned this long before (WCAG 2.2, 2.2.1 asks for 20 seconds at least)."""

NEVER = LAST
"""When a session ends that has no limits."""

REMEMBERED = timedelta(hours=1)
"""How long it is known why a session ended; by its token's hash only."""

EndReason = Literal["idle", "limit", "signedOut", "unknown"]


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


@dataclass(eq=False)
class HeldSession:
    """What the vault knows of one session: times, states and sealed bytes; no name, no number, no key.

    `term` is how long it lasts, and goes on when it is extended; `latest_at` is where extending stops.
    """

    name: str
    citizen: bytes
    started_at: datetime
    expires_at: datetime
    idle_expires_at: datetime
    latest_at: datetime
    term: timedelta
    sealed: dict[tuple[str, str], bytes] = field(default_factory=dict)
    blocks: dict[str, BlockStatus] = field(default_factory=dict)
    catalogue: CatalogueState = "loading"
    work: set[asyncio.Task[None]] = field(default_factory=set)
    changes: Changes = field(default_factory=Changes)
    warned: bool = False
    ended: bool = False

    @property
    def ends_at(self) -> datetime:
        """When it ends if nothing more happens."""
        return min(self.idle_expires_at, self.expires_at)


class OpenSession:
    """A session together with its key: lives as long as one request, or one fetch, and not longer."""

    def __init__(self, held: HeldSession, key: bytes) -> None:
        self.held = held
        self._key = key

    def put(self, kind: str, name: str, plain: bytes) -> None:
        """Seal and hold `plain`; what comes after the session's end is dropped."""
        if not self.held.ended:
            self.held.sealed[kind, name] = seal(self._key, plain, self.held.name, kind, name)

    def get(self, kind: str, name: str) -> bytes | None:
        """The plain bytes held under this name, or None."""
        sealed = self.held.sealed.get((kind, name))
        if sealed is None:
            return None
        return unseal(self._key, sealed, self.held.name, kind, name)

    def identity(self) -> Identity:
        """Who is signed in. Raises SessionEnded when that was forgotten meanwhile."""
        plain = self.get("identity", "")
        if plain is None:
            raise SessionEnded("unknown")
        return msgspec.json.decode(plain, type=Identity)


class SessionVault:
    """All sessions of the service, by the SHA-256 of their tokens.

    Without `time_limits` a session ends only when its citizen or the service ends it.
    """

    def __init__(self, clock: Clock, *, time_limits: bool = True) -> None:
        self._clock = clock
        self._time_limits = time_limits
        self._sessions: dict[str, HeldSession] = {}
        self._tombstones: dict[str, tuple[EndReason, datetime]] = {}
        self._tagging_key = new_key()
        self._news = asyncio.Event()

    def open(self, identity: Identity, life: timedelta) -> tuple[str, OpenSession]:
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
        self._sessions[held.name] = held
        opened = OpenSession(held, _key(token))
        opened.put("identity", "", msgspec.json.encode(identity))
        self._news.set()
        return token, opened

    def enter(self, token: str, *, stay: bool) -> OpenSession:
        """The session of `token`, opened. Raises SessionEnded.

        `stay` says that the citizen did something: the idle time begins anew.
        """
        self.sweep()
        name = _name(token)
        held = self._sessions.get(name)
        if held is None:
            tombstone = self._tombstones.get(name)
            raise SessionEnded(tombstone[0] if tombstone else "unknown")
        if stay:
            held.idle_expires_at = self._after(IDLE)
            self._put_off(held)
        return OpenSession(held, _key(token))

    def extend(self, held: HeldSession) -> None:
        """Let a session go on for another term, as its citizen asked; not beyond `latest_at`."""
        held.expires_at = max(held.expires_at, min(self._after(held.term), held.latest_at))
        self._put_off(held)

    def end(self, held: HeldSession, reason: EndReason) -> None:
        """Destroy what a session holds, stop what works for it, and remember only why."""
        self._sessions.pop(held.name, None)
        self._tombstones[held.name] = (reason, self._clock.now() + REMEMBERED)
        held.ended = True
        held.sealed.clear()
        held.blocks.clear()
        for task in held.work:
            task.cancel()
        held.changes.announce()

    def end_all(self) -> None:
        """Destroy every session: the service stops."""
        for held in tuple(self._sessions.values()):
            self.end(held, "unknown")

    def of_same_citizen(self, held: HeldSession) -> tuple[HeldSession, ...]:
        """All sessions of the citizen of `held`, that one included."""
        return tuple(
            one for one in self._sessions.values() if hmac.compare_digest(one.citizen, held.citizen)
        )

    def sweep(self) -> None:
        """End the sessions whose time has come, and warn those whose time nears."""
        now = self._clock.now()
        for held in tuple(self._sessions.values()):
            if held.ends_at <= now:
                self.end(held, "limit" if held.expires_at <= held.idle_expires_at else "idle")
            elif not held.warned and held.ends_at - now <= ENDING:
                held.warned = True
                held.changes.announce()
        for name in [name for name, (_, until) in self._tombstones.items() if until <= now]:
            del self._tombstones[name]

    def _after(self, span: timedelta) -> datetime:
        return self._clock.after(span, limited=self._time_limits)

    def _put_off(self, held: HeldSession) -> None:
        """It ends later than it did: a warning may no longer be true."""
        if held.warned and held.ends_at - self._clock.now() > ENDING:
            held.warned = False
            held.changes.announce()
        self._news.set()

    async def run(self) -> None:
        """Sweep at each moment at which something is due, on the world's clock, for ever."""
        while True:
            self._news.clear()
            self.sweep()
            due = [
                held.ends_at if held.warned else held.ends_at - ENDING
                for held in self._sessions.values()
            ]
            if not due:
                await self._news.wait()
                continue
            left = (min(due) - self._clock.now()).total_seconds()
            try:
                await self._clock.within(left, self._news.wait())
            except TimeoutError:
                continue

    def _tag(self, national_number: str) -> bytes:
        # Random for each run of the service: it tells one citizen's sessions together, and nobody who.
        return hmac.digest(self._tagging_key, national_number.encode(), "sha256")


def _name(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _key(token: str) -> bytes:
    return derive_key(token.encode(), purpose="burgerprofiel session")
