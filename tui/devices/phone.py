"""The citizen's phone, with the itsme app on it."""

from tui.portal.client import Portal
from tui.portal.models import IssuedPhone, ItsmeRequest, ItsmeRequests


class Phone:
    """A phone in the hand: its number, and what its itsme app shows.

    `itsme` is False on a phone where the app was never set up: nothing arrives there.
    """

    def __init__(self, issued: IssuedPhone, *, itsme: bool = True) -> None:
        self.number = issued.number
        self.itsme = itsme
        self._token = issued.app_token
        self._shown: ItsmeRequests | None = None

    @property
    def request(self) -> ItsmeRequest | None:
        """The request that waits for an answer: the newest one."""
        return self._shown.items[-1] if self._shown and self._shown.items else None

    async def look(self, portal: Portal, wait: float = 0) -> None:
        """Have the app ask what there is; with `wait`, until something changes or that long (s)."""
        version = self._shown.version if self._shown else None
        self._shown = await portal.itsme_requests(self._token, version, wait)

    async def answer(self, portal: Portal, request_id: str, answer: str) -> None:
        """ "approve" or "refuse" a request. Raises PortalError when it is no longer there."""
        try:
            await portal.answer_itsme(self._token, request_id, answer)
        finally:
            self._shown = await portal.itsme_requests(self._token)

    def put_away(self) -> None:
        """Close the app: what it showed is no longer shown."""
        self._shown = None
