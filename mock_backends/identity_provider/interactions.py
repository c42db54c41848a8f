"""A citizen's way through the identity provider: one interaction for each authorization request."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from mock_backends.identity_provider.clients import RegisteredClient
from mock_backends.identity_provider.models import Shared
from mock_backends.shared.clock import Clock
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.problems import SIMULATOR, Problem

if TYPE_CHECKING:
    from mock_backends.identity_provider.method import Method

LIFE = timedelta(minutes=10)
"""How long the citizen has to sign in, and has again after asking for more time."""

WHOLE = timedelta(hours=2)
"""How long a sign-in can last that is extended: more than ten times (WCAG 2.2, 2.2.1)."""

ENDING = timedelta(seconds=120)
"""The citizen is warned this long before (WCAG 2.2, 2.2.1 asks for 20 seconds at least)."""

MOST_AT_ONCE = 20_000
"""Ten minutes of the highest load foreseen (20 sign-ins a second), and more; a bound on memory."""

CHOOSE, DONE, ENDED = "chooseMethod", "done", "ended"


@dataclass(kw_only=True, eq=False)
class Interaction:
    """One sign-in under way. `grant` is the server core's own record of the authorization request.

    Extending it stops at `latest_at`; the method's step may end before the interaction, at
    `step_expires_at`. `ending` says that the citizen was told of the end that is near.
    """

    id: str
    cookie_digest: bytes
    grant: Any
    client: RegisteredClient
    offered: frozenset[str]
    shares: tuple[Shared, ...]
    expires_at: datetime
    latest_at: datetime
    step_expires_at: datetime | None = None
    ending: bool = False
    step: str = CHOOSE
    method: "Method | None" = None
    failure: str = ""
    redirect_to: str = ""
    changes: Changes = field(default_factory=Changes)

    def move(self, step: str, failure: str = "") -> None:
        """Go to `step`, saying why when it is a way back, and wake who waits."""
        self.step = step
        self.failure = failure
        self.changes.announce()

    def require(self, *steps: str) -> None:
        """Raise Problem 409 unless the citizen stands at one of `steps`."""
        if self.step not in steps:
            raise Problem(409, SIMULATOR + "wrongStep", "Not possible at this step", step=self.step)

    def finish(self, step: str, redirect_to: str) -> None:
        """Send the citizen back to the client; what was known of the request and of them is let go."""
        self.leave_method()
        self.grant = None
        self.redirect_to = redirect_to
        self.move(step)

    @property
    def over(self) -> bool:
        """Whether the citizen is on the way back to the client."""
        return self.step in (DONE, ENDED)

    def leave_method(self) -> None:
        """Take back whatever the method has set in motion."""
        if self.method is not None:
            self.method.leave(self)
            self.method = None


class Interactions:
    """The interactions that live. One is reached by its id and its cookie together.

    Without `time_limits` one ends only when its citizen ends it.
    """

    def __init__(self, clock: Clock, *, time_limits: bool = True) -> None:
        self._clock = clock
        self._time_limits = time_limits
        self._by_id: dict[str, Interaction] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def full(self) -> bool:
        """Whether no more can be opened for now."""
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
    ) -> tuple[Interaction, str]:
        """A new interaction and the secret of its cookie, of which only a digest is kept."""
        cookie = token_urlsafe(32)
        interaction = Interaction(
            id=token_urlsafe(16),
            cookie_digest=sha256(cookie.encode()).digest(),
            grant=grant,
            client=client,
            offered=offered,
            shares=shares,
            expires_at=self._after(LIFE),
            latest_at=self._after(WHOLE),
        )
        self._by_id[interaction.id] = interaction
        return interaction, cookie

    def find(self, id: str, cookie: str) -> Interaction:  # noqa: A002
        """The interaction. Raises Problem 410 when it is over, 403 in a browser that did not begin it."""
        interaction = self._by_id.get(id)
        if interaction is None or interaction.expires_at <= self._clock.now():
            self.sweep()
            raise Problem(410, SIMULATOR + "interactionExpired", "This sign-in is over")
        digest = sha256(cookie.encode(errors="surrogateescape")).digest()
        if not compare_digest(interaction.cookie_digest, digest):
            raise Problem(403, detail="This sign-in was begun elsewhere")
        return interaction

    def extend(self, interaction: Interaction) -> None:
        """Let it last as long as it did when it began, from now on; not beyond `latest_at`."""
        interaction.expires_at = min(self._after(LIFE), interaction.latest_at)

    def sweep(self) -> None:
        """Forget those whose time is up; where time ends nothing, the oldest make room."""
        now = self._clock.now()
        for interaction in tuple(self._by_id.values()):
            full = not self._time_limits and len(self._by_id) >= MOST_AT_ONCE
            if full or interaction.expires_at <= now:
                self._end(interaction)

    def clear(self) -> None:
        """Forget all."""
        for interaction in tuple(self._by_id.values()):
            self._end(interaction)

    def _after(self, span: timedelta) -> datetime:
        return self._clock.after(span, limited=self._time_limits)

    def _end(self, interaction: Interaction) -> None:
        del self._by_id[interaction.id]
        interaction.leave_method()
        interaction.move(ENDED)
