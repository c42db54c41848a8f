"""Keeps sessions while citizens are signed in: their times, and sealed bytes. It knows no key.

A vault only stores, and never on disk; `sessions` decides when a session ends, and seals what goes in.
`vault_memory` keeps sessions in this process. Any other implementation must pass
`tests/unit/test_session_vaults.py`.
"""

from datetime import datetime, timedelta
from typing import Literal, Protocol

import msgspec

EndReason = Literal["idle", "limit", "signedOut", "otherPerson", "unknown"]


class HeldSession(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a session without its key: no person's name, no national number, no token.

    `name` is the SHA-256 of the citizen's token; `citizen` is equal for all sessions of one citizen, but
    does not tell who that is. `term` is how long the session lasts, and how much an extension adds;
    `latest_at` is the limit of extensions. `warned`: its citizen has been told that it is about to end.
    """

    name: str
    started_at: datetime
    expires_at: datetime
    idle_expires_at: datetime
    latest_at: datetime
    term: timedelta
    warned: bool = False

    @property
    def ends_at(self) -> datetime:
        """When it ends unless something happens."""
        return min(self.idle_expires_at, self.expires_at)


class SessionVault(Protocol):
    """Keeps sessions by name, and in each of them sealed bytes by kind ("block") and item ("identity").

    Every call is atomic. Nothing of a session that has ended is in the vault, and nothing can be added.
    """

    async def open(self, session: HeldSession) -> None:
        """Keep a new session."""

    async def session(self, name: str) -> HeldSession | None:
        """The session as it is now; None if it does not exist, or no longer."""

    async def sessions(self) -> tuple[HeldSession, ...]:
        """All sessions."""

    async def change(
        self,
        name: str,
        *,
        expires_at: datetime | None = None,
        idle_expires_at: datetime | None = None,
        warned: bool | None = None,
    ) -> HeldSession | None:
        """Set the given values and leave the others; returns the changed session, None if there is none."""

    async def end(self, name: str, reason: EndReason, remember_until: datetime) -> bool:
        """Destroy a session with everything in it, except why it ended; False if it had ended already."""

    async def why(self, name: str) -> EndReason | None:
        """Why a session ended, as long as that is remembered."""

    async def forget(self, now: datetime) -> None:
        """Forget the reasons that were to be remembered until `now` or earlier."""

    async def put(self, name: str, kind: str, item: str, sealed: bytes) -> bool:
        """Keep these bytes, replacing any older ones; False if there is no such session."""

    async def get(self, name: str, kind: str, item: str) -> bytes | None:
        """The bytes of an item, or None."""

    async def items(self, name: str, kind: str) -> tuple[str, ...]:
        """The items of a kind, in the order in which they were first put."""

    async def drop(self, name: str, kind: str, item: str | None = None) -> int:
        """Destroy an item, or all items of a kind; returns how many there were."""
