"""Hands rights requests that came by mail over to Digitaal Vlaanderen, and asks what became of them (R64).

Handing over the same mail again does no harm: the portal's service knows it by the mail's id.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import msgspec

from mock_backends.offices.cases import OWN, Case
from mock_backends.offices.models import Localized, Registered
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered, ask
from mock_backends.shared.service_tokens import ServiceTokens
from mock_backends.shared.wire import Message, NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

AUDIENCE = "profile_service"

WITHIN = 4.0
"""Seconds that the portal may take, while a citizen waits for their mailbox."""


class _Step(Message, frozen=True):
    at: datetime
    what: str
    receipt: str = ""


class _Request(Message, frozen=True):
    """The part of the portal's answer that matters here."""

    reference: str
    controller_id: str
    controller_name: Localized
    due: date
    steps: tuple[_Step, ...]


class HandingOver:
    """The way to Digitaal Vlaanderen. Raises nothing: an answer comes, or not."""

    def __init__(
        self, *, portal: str, http: "AsyncClient", clock: Clock, tokens: ServiceTokens
    ) -> None:
        self._url = portal + "/v1/mailed-requests"
        self._http = http
        self._clock = clock
        self._tokens = tokens

    def has_news(self, case: Case) -> bool:
        """Whether the portal may know more of this case than it says."""
        known = case.registered
        passes = known is not None and known.controller_id != OWN and known.forwarded_at is None
        return case.waits or passes

    async def ask(self, case: Case) -> Registered | Literal[False] | None:
        """What the portal says of the request; None if it does not say, False if it cannot register it."""
        mail = case.mail
        if case.waits:
            body = {
                "mailId": mail.mail_id,
                "receivedAt": case.steps[0].at,
                "right": mail.right,
                "words": mail.text,
            }
            about = {"blockId": mail.block_id, "function": mail.function}
            answer = await self._send(
                case, "POST", "", body | {name: text for name, text in about.items() if text}
            )
        else:
            answer = await self._send(case, "GET", f"/{quote(mail.mail_id)}", None)
        if answer is None or answer.status not in (200, 201):
            return False if answer is not None and answer.status == 400 else None
        try:
            said = decode(answer.body, _Request)
        except NotUnderstood:
            return None
        passed = next(
            (one for one in said.steps if one.what in ("forwarded", "acknowledged")), None
        )
        return Registered(
            reference=said.reference,
            controller_id=said.controller_id,
            controller_name=said.controller_name,
            due=said.due,
            forwarded_at=passed.at if passed else None,
            receipt=passed.receipt if passed else "",
        )

    async def _send(
        self, case: Case, method: str, path: str, body: dict[str, object] | None
    ) -> Answer | None:
        headers = {
            "Authorization": f"Bearer {self._tokens.token(AUDIENCE)}",
            "X-INSZ": case.national_number,
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            return await ask(
                self._http,
                self._clock,
                method,
                self._url + path,
                headers=headers,
                body=None if body is None else msgspec.json.encode(body),
                deadline=WITHIN,
            )
        except (Unanswered, TooLarge):
            return None
