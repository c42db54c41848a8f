"""A phone's text messages, and the token by which it reads them. An interface of our own."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mock_backends.people.loader import Localized
from mock_backends.shared.long_poll import poll_of
from mock_backends.shared.oidc.parameters import bearer
from mock_backends.shared.wire import Message, read, reply

if TYPE_CHECKING:
    from mock_backends.identity_provider.methods.sms import TextMessageCode


class TextMessage(Message, frozen=True):
    """A message with a code; without `expires_at`, time does not end it."""

    message_id: str
    client_name: Localized
    code: str
    sent_at: datetime
    expires_at: datetime | None = None


class TextMessages(Message, frozen=True):
    """The messages on a phone, in the order in which they arrived."""

    version: int
    items: tuple[TextMessage, ...]


class Handed(Message, frozen=True):
    """The phone that is handed over."""

    phone_number: str


class PhoneToken(Message, frozen=True):
    """By this token a phone reads its messages."""

    phone_token: str


def text_message_routes(method: "TextMessageCode") -> Sequence[BaseRoute]:
    """Routes for a phone, which authenticates by its token, and for who hands phones out."""

    async def hand_over(request: Request) -> Response:
        await method.issuer.check(request.headers.get("Authorization", ""))
        handed = await read(request, Handed)
        return reply(PhoneToken(phone_token=method.enrol(handed.phone_number)))

    async def arrived(request: Request) -> Response:
        inbox = method.inbox(bearer(request))
        after, wait = poll_of(request)
        return reply(await method.arrived(inbox, after, wait))

    return (
        Route("/v1/text-messages/phones", hand_over, methods=["POST"]),
        Route("/v1/text-messages", arrived, methods=["GET"]),
    )
