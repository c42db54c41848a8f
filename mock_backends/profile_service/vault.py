"""What a session vault keeps while citizens are signed in: times, and sealed bytes. It knows no key.

A vault is storage alone, and never on disk; `sessions` decides when a session ends and seals what goes into
it. `vault_memory` keeps it in this process. Any other implementation must pass
`tests/unit/test_session_vaults.py`.
"""

from datetime import datetime, timedelta
from typing import Literal, Protocol

import msgspec

EndReason = Literal["idle", "limit", "signedOut", "unknown"]


class HeldSession(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a session without its key: no name, no number, no token.

    `name` is the SHA-256 of the citizen's token; `citizen` tells one citizen's sessions together, and
    nobody who that is. `term` is how long it lasts, and goes on when it is extended; `latest_at` is where
    extending stops. `warned` says that its citizen was told of the nearing end.
    """

    name: str
    citizen: bytes
    started_at: datetime
    expires_at: datetime
    idle_expires_at: datetime
    latest_at: datetime
    term: timedelta
    warned: bool = False

    @property
    def ends_at(self) -> datetime:
        """When it ends if nothing more happens."""
        return min(self.idle_expires_at, self.expires_at)


class SessionVault(Protocol):
    """Keeps sessions by name, and sealed bytes in each by kind ("block") and item ("identity").

    Each call is one step: no other call comes between. Nothing is in the vault of a session that has ended,
    and nothing can be put there any more.
    """

    async def open(self, session: HeldSession) -> None:
        """Keep a new session."""

    async def session(self, name: str) -> HeldSession | None:
        """The session as it is now; None when there is none (any more)."""

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
        """Set what is given and leave the rest; the session as it is then, None when there is none."""

    async def end(self, name: str, reason: EndReason, remember_until: datetime) -> bool:
        """Destroy a session and all that is kept of it, but why it ended; False when it had ended before."""

    async def why(self, name: str) -> EndReason | None:
        """Why a session ended, while that is remembered."""

    async def forget(self, now: datetime) -> None:
        """Forget why sessions ended of which it was to be remembered until `now` or earlier."""

    async def put(self, name: str, kind: str, item: str, sealed: bytes) -> bool:
        """Keep these bytes in the place of any older ones; False when there is no such session."""

    async def get(self, name: str, kind: str, item: str) -> bytes | None:
        """The bytes that were put there."""

    async def items(self, name: str, kind: str) -> tuple[str, ...]:
        """Which items of a kind are kept, in the order in which each was first put."""

    async def drop(self, name: str, kind: str, item: str | None = None) -> int:
        """Destroy an item, or all of a kind; how many there were."""
