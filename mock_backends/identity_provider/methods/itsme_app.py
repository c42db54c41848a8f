"""The itsme app's channel: requests on a phone, and the citizen's answers. An interface of our own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mock_backends.shared.long_poll import poll_of
from mock_backends.shared.oidc.parameters import bearer
from mock_backends.shared.wire import Message, read, reply

if TYPE_CHECKING:
    from mock_backends.identity_provider.methods.itsme import Itsme

PhoneAnswer = Literal["approve", "refuse"]


class Answered(Message, frozen=True):
    """The citizen's answer on the phone."""

    answer: PhoneAnswer


class Enrolment(Message, frozen=True):
    """The phone on which to enrol an app."""

    phone_number: str


class Enrolled(Message, frozen=True):
    """The enrolled app's token, by which it authenticates as its owner's."""

    app_token: str


def itsme_app_routes(itsme: "Itsme") -> Sequence[BaseRoute]:
    """Routes for an app, which authenticates by its token, and for enrolling it."""

    async def enrol(request: Request) -> Response:
        await itsme.issuer.check(request.headers.get("Authorization", ""))
        asked = await read(request, Enrolment)
        return reply(Enrolled(app_token=itsme.enrol(asked.phone_number)))

    async def waiting(request: Request) -> Response:
        line = itsme.line(bearer(request))
        after, wait = poll_of(request)
        return reply(await itsme.waiting(line, after, wait))

    async def answer(request: Request) -> Response:
        line = itsme.line(bearer(request))
        answered = await read(request, Answered)
        itsme.answer(line, request.path_params["request_id"], answered.answer)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    return (
        Route("/v1/itsme/apps", enrol, methods=["POST"]),
        Route("/v1/itsme/requests", waiting, methods=["GET"]),
        Route("/v1/itsme/requests/{request_id}", answer, methods=["PUT"]),
    )
