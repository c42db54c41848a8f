"""A session vault in the memory of this process. Nothing in it is ever written to disk."""

from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from mock_backends.profile_service.vault import EndReason, HeldSession


class MemorySessionVault:
    """A SessionVault that ends with its process. Its calls never await anything, so they are atomic."""

    def __init__(self) -> None:
        self._sessions: dict[str, HeldSession] = {}
        self._sealed: dict[str, dict[tuple[str, str], bytes]] = {}
        self._ended: dict[str, tuple[EndReason, datetime]] = {}

    async def open(self, session: HeldSession) -> None:
        """Keep a new session."""
        self._sessions[session.name] = session
        self._sealed[session.name] = {}

    async def session(self, name: str) -> HeldSession | None:
        """The session as it is now."""
        return self._sessions.get(name)

    async def sessions(self) -> tuple[HeldSession, ...]:
        """All sessions."""
        return tuple(self._sessions.values())

    async def change(self, name: str, **values: Any) -> HeldSession | None:
        """Set the given values and leave the others."""
        session = self._sessions.get(name)
        if session is not None:
            given = {member: value for member, value in values.items() if value is not None}
            session = self._sessions[name] = msgspec.structs.replace(session, **given)
        return session

    async def end(self, name: str, reason: EndReason, remember_until: datetime) -> bool:
        """Destroy a session with everything in it, except why it ended."""
        if self._sessions.pop(name, None) is None:
            return False
        # Cleared as well as removed: anything that still refers to it has nothing either.
        self._sealed.pop(name).clear()
        self._ended[name] = (reason, remember_until)
        return True

    async def why(self, name: str) -> EndReason | None:
        """Why a session ended, as long as that is remembered."""
        ended = self._ended.get(name)
        return None if ended is None else ended[0]

    async def forget(self, now: datetime) -> None:
        """Forget the reasons that were to be remembered until `now` or earlier."""
        for name in [name for name, (_, until) in self._ended.items() if until <= now]:
            del self._ended[name]

    async def put(self, name: str, kind: str, item: str, sealed: bytes) -> bool:
        """Keep these bytes, replacing any older ones."""
        if name not in self._sealed:
            return False
        self._sealed[name][_key(kind, item)] = sealed
        return True

    async def get(self, name: str, kind: str, item: str) -> bytes | None:
        """The bytes of an item, or None."""
        return self._sealed.get(name, {}).get((kind, item))

    async def items(self, name: str, kind: str) -> tuple[str, ...]:
        """The items of a kind, in the order in which they were first put."""
        return tuple(item for its_kind, item in self._sealed.get(name, {}) if its_kind == kind)

    async def drop(self, name: str, kind: str, item: str | None = None) -> int:
        """Destroy an item, or all items of a kind; returns how many there were."""
        items = await self.items(name, kind) if item is None else (item,)
        sealed = self._sealed.get(name, {})
        return sum(sealed.pop((kind, name), None) is not None for name in items)


@lru_cache(maxsize=1024)
def _key(kind: str, item: str) -> tuple[str, str]:
    """The key of an item: one object for all sessions, since idle ones consist of little else."""
    return kind, item
