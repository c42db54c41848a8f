"""The eBox through the portal: only after the citizen's consent, and nothing of it after they withdraw it.

The consent is looked up at each request, before a word is said to the eBox, and again before its answer is
passed on (R36, D2). What it answers is sealed to the citizen and passed on as it came: nothing of it is held.
"""

import re
from typing import TYPE_CHECKING

from mock_backends.profile_service.central_profile import CentralProfile
from mock_backends.profile_service.relaying import headers_for, passed_on
from mock_backends.profile_service.sessions import OpenSession
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Answer, ask
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input
from mock_backends.shared.service_tokens import ServiceTokens

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

AUDIENCE = "ebox"

PAGE_SIZE = 100
"""Items of a page of messages or senders: as many as the eBox gives at once."""

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PAGE = re.compile(r"[1-9][0-9]{0,3}")


class EboxAccess:
    """Passes a citizen's requests on to their eBox, and its sealed answers back."""

    def __init__(
        self,
        *,
        ebox: str,
        profile: CentralProfile,
        http: "AsyncClient",
        clock: Clock,
        tokens: ServiceTokens,
    ) -> None:
        self._base = ebox + "/citizen/v2"
        self._profile = profile
        self._http = http
        self._clock = clock
        self._tokens = tokens

    async def messages(self, opened: OpenSession, page: str) -> Answer:
        """A page of messages, newest first.

        Raises Problem 400 for what is no page, 403 without consent, 503 without an answer to pass on.
        """
        return await self._get(opened, f"/ebox/messages?{_query(page)}")

    async def senders(self, opened: OpenSession, page: str) -> Answer:
        """A page of the organisations that send messages. Raises as `messages` does."""
        return await self._get(opened, f"/referenceData/senderOrganizations?{_query(page)}")

    async def message(self, opened: OpenSession, message_id: str) -> Answer:
        """A message without its body. Raises Problem 403, 404 or 503."""
        return await self._get(opened, f"/ebox/messages/{_known(message_id)}")

    async def body(self, opened: OpenSession, message_id: str) -> Answer:
        """The body of a message, which the eBox then counts as read. Raises Problem 403, 404 or 503."""
        return await self._get(opened, f"/ebox/messages/{_known(message_id)}/body")

    async def _consent(self, opened: OpenSession) -> str:
        consent = await self._profile.ebox_consent(await opened.person())
        if not consent:
            raise Problem(403, SIMULATOR + "consentRequired")
        return consent

    async def _get(self, opened: OpenSession, target: str) -> Answer:
        consent = await self._consent(opened)
        headers = headers_for(await opened.identity(), self._tokens, AUDIENCE, consent=consent)
        asked = ask(self._http, self._clock, "GET", self._base + target, headers=headers)
        answer = await passed_on(asked)
        if await self._consent(opened) != consent:
            # Withdrawn while the eBox was answering; what came is not passed on, even if it was given anew.
            raise Problem(403, SIMULATOR + "consentRequired")
        return answer


def _query(page: str) -> str:
    if not _PAGE.fullmatch(page):
        raise invalid_input(("page", "schemaViolation", "a whole number from 1 on"), place="query")
    return f"page={page}&pageSize={PAGE_SIZE}"


def _known(message_id: str) -> str:
    if not _ID.fullmatch(message_id):
        raise Problem(404)
    return message_id
