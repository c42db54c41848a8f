"""The citizen's phone, with the itsme app on it."""

from tui.portal.client import Portal
from tui.portal.models import IssuedPhone, ItsmeRequest, ItsmeRequests


class Phone:
    """A phone: its number, and what its itsme app shows.

    `itsme` is False if the app was never set up on it: then it gets no requests.
    """

    def __init__(self, issued: IssuedPhone, *, itsme: bool = True) -> None:
        self.number = issued.number
        self.itsme = itsme
        self._token = issued.app_token
        self._shown: ItsmeRequests | None = None

    @property
    def requests(self) -> tuple[ItsmeRequest, ...]:
        """The requests that wait for an answer, the newest last."""
        return self._shown.items if self._shown else ()

    async def look(self, portal: Portal, wait: float = 0) -> None:
        """Have the app fetch its requests; with `wait` (s), when they change, or after that time."""
        version = self._shown.version if self._shown else None
        self._shown = await portal.itsme_requests(self._token, version, wait)

    async def answer(self, portal: Portal, request_id: str, answer: str) -> None:
        """Answer a request: "approve" or "refuse". Raises PortalError if it is no longer there."""
        try:
            await portal.answer_itsme(self._token, request_id, answer)
        finally:
            self._shown = await portal.itsme_requests(self._token)

    def put_away(self) -> None:
        """Close the app, so that it shows nothing any more."""
        self._shown = None
