"""The citizen's phone, with the itsme app on it."""

from msgspec.structs import replace

from tui.portal.client import Portal
from tui.portal.errors import PortalError
from tui.portal.models import IssuedPhone, ItsmeRequest, ItsmeRequests


class Phone:
    """A phone: its number, and what its itsme app shows.

    `itsme` is False if the app was never set up on it: then it gets no requests. `code` is what its owner
    chose there; with `types_code` they approve with that, and not with the finger. With `scans` they type
    what stands at a QR code.
    """

    def __init__(self, issued: IssuedPhone, *, itsme: bool = True) -> None:
        self.number = issued.number
        self.itsme = itsme
        self.code = issued.itsme_code
        self.types_code = False
        self.scans = False
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

    @property
    def tries_left(self) -> int | None:
        """How many wrong codes the app still takes; 0 for a blocked account, None before it was looked at."""
        return self._shown.tries_left if self._shown else None

    async def answer(self, portal: Portal, request_id: str, answer: str, code: str = "") -> None:
        """Answer a request: "approve", with this code or with the finger, or "refuse".

        Raises InvalidInput for a wrong code, PortalError if the request is no longer there.
        """
        try:
            await portal.answer_itsme(self._token, request_id, answer, code)
        except PortalError:
            self._shown = await portal.itsme_requests(self._token)
            raise
        self.types_code = False
        if self._shown is not None:
            others = tuple(one for one in self.requests if one.request_id != request_id)
            self._shown = replace(self._shown, items=others)

    async def scan(self, portal: Portal, code: str) -> None:
        """Scan a QR code, whose request comes here then. Raises InvalidInput, which says why not."""
        await portal.scan_itsme(self._token, code)
        self.scans = False
        self._shown = await portal.itsme_requests(self._token)

    async def renew(self, portal: Portal) -> None:
        """Set itsme up anew, after three wrong codes."""
        await portal.renew_itsme(self._token)
        self.types_code = False
        self._shown = await portal.itsme_requests(self._token)

    def put_away(self) -> None:
        """Close the app, so that it shows nothing any more."""
        self._shown, self.types_code, self.scans = None, False, False
