"""A citizen's visit to itsme's pages, for a single authorization request."""

from collections.abc import Callable

from mock_backends.itsme.requests import Asked
from mock_backends.shared.visits import Visit

NUMBER, WAITING = "itsmeNumber", "itsmeWaiting"


class PageVisit(Visit, kw_only=True, eq=False):
    """A sign-in under way at itsme.

    `program` is what the citizen signs in with, as it names itself; "" if it does not. `mode` says how their
    phone was found (MSISDN or QR). `leave` takes its request off the phone, and its code off the page.
    """

    asked: Asked
    program: str
    leave: "Callable[[PageVisit], None]"
    step: str = NUMBER
    mode: str = "MSISDN"

    def finish(self, step: str, redirect_to: str) -> None:
        """Send the citizen back to the partner."""
        self.redirect_to = redirect_to
        self.move(step)

    def undo(self) -> None:
        """Take the request off the phone: nobody waits for its answer."""
        self.leave(self)
