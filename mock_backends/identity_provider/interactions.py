"""Interactions: a citizen's sign-in at the identity provider, for a single authorization request."""

from typing import TYPE_CHECKING, Any

from mock_backends.identity_provider.clients import RegisteredClient
from mock_backends.identity_provider.models import Shared
from mock_backends.shared.clock import Clock
from mock_backends.shared.visits import Visit, Visits

if TYPE_CHECKING:
    from mock_backends.identity_provider.method import Method

MOST_AT_ONCE = 20_000
"""A bound on memory: more than ten minutes of the highest expected load (20 sign-ins a second)."""

CHOOSE = "chooseMethod"

COOKIE = "__Secure-acm_interactie"
"""By which a browser shows that it began a sign-in."""


class Interaction(Visit, kw_only=True, eq=False):
    """A sign-in under way. `grant` is the OAuth core's record of the authorization request.

    `program` is what the citizen signs in with, as it names itself; "" if it does not.
    """

    grant: Any
    client: RegisteredClient
    offered: frozenset[str]
    shares: tuple[Shared, ...]
    program: str
    step: str = CHOOSE
    method: "Method | None" = None

    def finish(self, step: str, redirect_to: str) -> None:
        """Send the citizen back to the client, and forget the request and the method's state."""
        self.leave_method()
        self.grant = None
        self.offered = frozenset()
        self.redirect_to = redirect_to
        self.move(step)

    def leave_method(self) -> None:
        """Let the method undo what it has started."""
        if self.method is not None:
            self.method.leave(self)
            self.method = None

    def undo(self) -> None:
        """Let the method undo what it has started: nobody comes back."""
        self.leave_method()


class Interactions(Visits[Interaction]):
    """The live interactions."""

    def __init__(self, clock: Clock, *, time_limits: bool = True) -> None:
        super().__init__(clock, most=MOST_AT_ONCE, time_limits=time_limits)
