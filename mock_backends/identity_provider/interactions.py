"""Interactions: a citizen's sign-in at the identity provider, for a single authorization request."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

from mock_backends.identity_provider.clients import RegisteredClient
from mock_backends.identity_provider.models import Shared
from mock_backends.shared import unguessable
from mock_backends.shared.clock import SET_BACK, Clock
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.problems import SIMULATOR, Problem

if TYPE_CHECKING:
    from mock_backends.identity_provider.method import Method

LIFE = timedelta(minutes=10)
"""Time to sign in, and again after each extension."""

LONGEST = timedelta(hours=2)
"""The longest an extended sign-in can last: more than ten times as long (WCAG 2.2, 2.2.1)."""

ENDING = timedelta(seconds=120)
"""How long before the end the citizen is warned (WCAG 2.2, 2.2.1 requires at least 20 seconds)."""

MOST_AT_ONCE = 20_000
"""A bound on memory: more than ten minutes of the highest expected load (20 sign-ins a second)."""

CHOOSE, DONE, ENDED = "chooseMethod", "done", "ended"


@dataclass(kw_only=True, eq=False)
class Interaction:
    """A sign-in under way. `grant` is the OAuth core's record of the authorization request.

    It can be extended up to `latest_at`; the method's step may end earlier, at `step_expires_at`. Where time
    ends nothing, its place is given to another from `spare_at` on. `program` is what the citizen signs in
    with, as it names itself; "" if it does not.
    `ending`: the citizen has been warned that the end is near.
    """

    id: str
    cookie_digest: bytes
    grant: Any
    client: RegisteredClient
    offered: frozenset[str]
    shares: tuple[Shared, ...]
    program: str
    begun_at: datetime
    expires_at: datetime
    latest_at: datetime
    spare_at: datetime
    step_expires_at: datetime | None = None
    ending: bool = False
    step: str = CHOOSE
    method: "Method | None" = None
    failure: str = ""
    redirect_to: str = ""
    changes: Changes = field(default_factory=Changes)

    def move(self, step: str, failure: str = "") -> None:
        """Go to `step`, with the reason if it is a step back, and wake the waiting requests."""
        self.step = step
        self.failure = failure
        self.changes.announce()

    def require(self, *steps: str) -> None:
        """Raise Problem 409 unless the current step is one of `steps`."""
        if self.step not in steps:
            raise Problem(409, SIMULATOR + "wrongStep", "Not possible at this step", step=self.step)

    def finish(self, step: str, redirect_to: str) -> None:
        """Send the citizen back to the client, and forget the request and the method's state."""
        self.leave_method()
        self.grant = None
        self.offered = frozenset()
        self.redirect_to = redirect_to
        self.move(step)

    @property
    def over(self) -> bool:
        """Whether the citizen is on the way back to the client."""
        return self.step in (DONE, ENDED)

    def leave_method(self) -> None:
        """Let the method undo what it has started."""
        if self.method is not None:
            self.method.leave(self)
            self.method = None


class Interactions:
    """The live interactions, each accessible only with its id and its cookie together.

    Without `time_limits` an interaction ends only when its citizen ends it.
    """

    def __init__(self, clock: Clock, *, time_limits: bool = True) -> None:
        self._clock = clock
        self._time_limits = time_limits
        self._by_id: dict[str, Interaction] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def full(self) -> bool:
        """Whether no more can be opened at present."""
        if len(self._by_id) >= MOST_AT_ONCE:
            self.sweep()
        return len(self._by_id) >= MOST_AT_ONCE

    def open(
        self,
        *,
        grant: Any,
        client: RegisteredClient,
        offered: frozenset[str],
        shares: tuple[Shared, ...],
        program: str = "",
    ) -> tuple[Interaction, str]:
        """A new interaction and its cookie's secret, which is kept only as a digest."""
        cookie = unguessable.token(32)
        interaction = Interaction(
            id=unguessable.token(16),
            cookie_digest=sha256(cookie.encode()).digest(),
            grant=grant,
            client=client,
            offered=offered,
            shares=shares,
            program=program,
            begun_at=self._clock.now(),
            expires_at=self._after(LIFE),
            latest_at=self._after(LONGEST),
            spare_at=self._clock.after(LONGEST),
        )
        self._by_id[interaction.id] = interaction
        return interaction, cookie

    def find(self, id: str, cookie: str) -> Interaction:  # noqa: A002
        """The interaction. Raises Problem 410 when it is over, 403 for a browser that did not start it."""
        interaction = self._by_id.get(id)
        if interaction is None or self._over(interaction):
            self.sweep()
            raise Problem(410, SIMULATOR + "interactionExpired", "This sign-in is over")
        digest = sha256(cookie.encode(errors="surrogateescape")).digest()
        if not compare_digest(interaction.cookie_digest, digest):
            raise Problem(403, detail="This sign-in was begun elsewhere")
        return interaction

    def extend(self, interaction: Interaction) -> None:
        """Give it its full time again, from now on, up to `latest_at`."""
        interaction.expires_at = min(self._after(LIFE), interaction.latest_at)

    def sweep(self) -> None:
        """Forget expired interactions; without time limits, drop those long begun to make room."""
        now = self._clock.now()
        for interaction in tuple(self._by_id.values()):
            full = not self._time_limits and len(self._by_id) >= MOST_AT_ONCE
            if (full and interaction.spare_at <= now) or self._over(interaction):
                self._end(interaction)

    def clear(self) -> None:
        """Forget all interactions."""
        for interaction in tuple(self._by_id.values()):
            self._end(interaction)

    def _over(self, interaction: Interaction) -> bool:
        """Whether its time is up, or it began before the clock was set back."""
        now = self._clock.now()
        return interaction.expires_at <= now or interaction.begun_at > now + SET_BACK

    def _after(self, span: timedelta) -> datetime:
        return self._clock.after(span, limited=self._time_limits)

    def _end(self, interaction: Interaction) -> None:
        del self._by_id[interaction.id]
        interaction.leave_method()
        interaction.move(ENDED)
