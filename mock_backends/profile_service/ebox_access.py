"""The eBox through the portal: only with the citizen's consent, and nothing is left once it is withdrawn.

Every request looks up the consent before it contacts the eBox (R36, D2).
"""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from mock_backends.profile_service.central_profile import CentralProfile
from mock_backends.profile_service.models import EboxMessage, EboxMessages, Localized
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.sessions import OpenSession
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered, ask
from mock_backends.shared.problems import SIMULATOR, Problem, source_unavailable
from mock_backends.shared.service_tokens import ServiceTokens
from mock_backends.shared.wire import NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

AUDIENCE = "ebox"
MESSAGE = "message"
"""The kind under which a session holds messages."""

_PAGE = 100
_MOST_PAGES = 10
_NO_LANGUAGE = "zxx"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class _Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of the eBox's messages; members that we do not show are ignored."""


class _WireMessage(_Wire, frozen=True):
    message_id: str
    subject: Localized
    receipt_date: datetime
    expiration_date: datetime
    read_status: bool
    sender_organization_id: str
    visible: bool = True


class _WireMessages(_Wire, frozen=True):
    items: tuple[_WireMessage, ...] = ()
    total_items: int = 0


class _WireOrganization(_Wire, frozen=True):
    organization_id: str
    organization_short_name: Localized
    organization_long_name: Localized = {}


class _WireOrganizations(_Wire, frozen=True):
    items: tuple[_WireOrganization, ...] = ()


class EboxAccess:
    """Reads a citizen's eBox for them. Messages are held sealed in the session, and nowhere else."""

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

    async def messages(self, opened: OpenSession) -> EboxMessages:
        """All messages, newest first. Raises Problem 403 (no consent) or 503 (no answer)."""
        number, consent = await self._consented(opened)
        headers = self._headers(number, consent)
        # Not at the same time: if one failed, the other would go on with nobody waiting for it.
        found, senders = await self._all(headers), await self._senders(headers)
        items = sorted(
            (_message(message, senders) for message in found if message.visible),
            key=lambda message: message.receipt_date,
            reverse=True,
        )
        await self._hold(opened, consent, *items)
        return EboxMessages(
            items=tuple(items),
            total_items=len(items),
            unread=sum(not message.read_status for message in items),
        )

    async def message(self, opened: OpenSession, message_id: str) -> EboxMessage:
        """A message with its body; the eBox marks it as read. Raises Problem 403, 404 or 503."""
        number, consent = await self._consented(opened)
        if not _ID.fullmatch(message_id):
            raise Problem(404)
        path, headers = f"/ebox/messages/{message_id}", self._headers(number, consent)
        found: _WireMessage = await self._get(path, headers, _WireMessage)
        senders = await self._senders(headers)
        body: Localized = await self._get(f"{path}/body", headers, Localized)
        message = msgspec.structs.replace(_message(found, senders), body=body, read_status=True)
        await self._hold(opened, consent, message)
        return message

    async def _consented(self, opened: OpenSession) -> tuple[NationalNumber, str]:
        number = await opened.person()
        consent = await self._profile.ebox_consent(number)
        if not consent:
            raise Problem(403, SIMULATOR + "consentRequired")
        return number, consent

    async def _hold(self, opened: OpenSession, consent: str, *messages: EboxMessage) -> None:
        """Hold messages fetched under this consent. Raises Problem 403 if it has been withdrawn."""
        await self._still(opened, consent)
        try:
            for message in messages:
                await opened.put(MESSAGE, message.message_id, msgspec.json.encode(message))
            # If consent was withdrawn in between, there was nothing yet to drop.
            await self._still(opened, consent)
        except BaseException:
            await opened.drop(MESSAGE)
            raise

    async def _still(self, opened: OpenSession, consent: str) -> None:
        # If consent was withdrawn while the eBox was answering, its answer is neither held nor shown, even
        # if consent has been given again since.
        if (await self._consented(opened))[1] != consent:
            raise Problem(403, SIMULATOR + "consentRequired")

    def _headers(self, number: NationalNumber, consent: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._tokens.token(AUDIENCE, consent=consent)}",
            "X-INSZ": number,
            "X-Correlation-Id": str(uuid4()),
        }

    async def _all(self, headers: dict[str, str]) -> list[_WireMessage]:
        found: list[_WireMessage] = []
        for page in range(1, _MOST_PAGES + 1):
            some: _WireMessages = await self._get(
                "/ebox/messages", headers, _WireMessages, page=str(page), pageSize=str(_PAGE)
            )
            found += some.items
            if len(found) >= some.total_items or not some.items:
                break
        return found

    async def _senders(self, headers: dict[str, str]) -> dict[str, Localized]:
        known: _WireOrganizations = await self._get(
            "/referenceData/senderOrganizations", headers, _WireOrganizations, pageSize=str(_PAGE)
        )
        return {
            sender.organization_id: sender.organization_long_name or sender.organization_short_name
            for sender in known.items
        }

    async def _get(self, path: str, headers: dict[str, str], kind: Any, **query: str) -> Any:
        try:
            answer: Answer = await ask(
                self._http, self._clock, "GET", self._base + path, headers=headers, params=query
            )
        except (Unanswered, TooLarge) as error:
            raise source_unavailable("noAnswer") from error
        if answer.status == 404 and path.startswith("/ebox/messages/"):
            raise Problem(404)
        if answer.status != 200:
            raise source_unavailable("error")
        try:
            return decode(answer.body, kind)
        except NotUnderstood as error:
            raise source_unavailable("error") from error


def _message(found: _WireMessage, senders: dict[str, Localized]) -> EboxMessage:
    return EboxMessage(
        message_id=found.message_id,
        subject=found.subject,
        sender_name=senders.get(found.sender_organization_id)
        or {_NO_LANGUAGE: found.sender_organization_id},
        receipt_date=found.receipt_date,
        expiration_date=found.expiration_date,
        read_status=found.read_status,
    )
