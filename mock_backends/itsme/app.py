"""itsme over HTTP: its routes and its lifecycle.

Below `/v2` is what its documentation describes. Below `/simulator` are its pages, as an API, and the channel
of its app: the simulator's own.
"""

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.itsme.metadata import discovery
from mock_backends.itsme.models import Answered, Enrolled, Enrolment, Scan
from mock_backends.itsme.phones import ACCOUNTS
from mock_backends.itsme.service import ACTIONS, Itsme
from mock_backends.itsme.tokens import TokenError
from mock_backends.shared.environment import Environment, Party
from mock_backends.shared.failing import fault_kind_of
from mock_backends.shared.long_poll import poll_of
from mock_backends.shared.oidc.parameters import bearer, parameters_of, program_of, redirect
from mock_backends.shared.party import PartyDefinition, party_app
from mock_backends.shared.problems import Problem
from mock_backends.shared.sealed_file import file_of
from mock_backends.shared.visits import Sweeping
from mock_backends.shared.wire import read, reply

COOKIE = "__Secure-itsme_interaction"
PUBLIC = "public, max-age=1800"
"""As long as itsme wants partners' keys to be kept, at the least."""


class ItsmeParty:
    """The routes of itsme, and its regular sweep."""

    def __init__(self, itsme: Itsme, environment: Environment) -> None:
        self.itsme, sweeping = itsme, Sweeping(itsme)
        self._base = environment.addresses["itsme"]
        self._path = urlsplit(self._base).path or "/"
        self.start, self.stop = sweeping.start, sweeping.stop
        visit, request = "/simulator/v1/interactions/{visit}", "/simulator/v1/requests/{request}"
        self.app = party_app(
            "itsme",
            environment,
            [
                Route("/v2/.well-known/openid-configuration", self._discovery, methods=["GET"]),
                Route("/v2/jwkSet", self._keys, methods=["GET"]),
                Route("/v2/authorization", self._authorize, methods=["GET", "POST"]),
                Route("/v2/token", self._token, methods=["POST"]),
                Route("/v2/userinfo", self._userinfo, methods=["GET"]),
                Route(visit, self._state, methods=["GET"]),
                Route(visit, self._act, methods=["POST"]),
                Route("/simulator/v1/apps", self._enrol, methods=["POST"]),
                Route("/simulator/v1/app/renewal", self._renew, methods=["POST"]),
                Route("/simulator/v1/requests", self._requests, methods=["GET"]),
                Route(request, self._answer, methods=["PUT"]),
                Route("/simulator/v1/scans", self._scan, methods=["POST"]),
            ],
            {TokenError: _on_token_error},
            forms=("/v2/authorization", "/v2/token"),
        )

    async def _discovery(self, request: Request) -> Response:
        del request
        partners = tuple(self.itsme.partners.values())
        return reply(discovery(self.itsme.issuer, partners), Cache_Control=PUBLIC)

    async def _keys(self, request: Request) -> Response:
        del request
        await self.itsme.pair.ready()
        return reply(self.itsme.pair.public(), Cache_Control=PUBLIC)

    async def _authorize(self, request: Request) -> Response:
        try:
            parameters = await parameters_of(request)
        except ValueError as error:
            raise Problem(400, detail="The parameters cannot be read") from error
        outcome = await self.itsme.authorize(
            parameters, program_of(request), fault_kind_of(request)
        )
        if isinstance(outcome, str):
            return redirect(outcome, 302)
        response = redirect(f"{self._base}/simulator/v1/interactions/{outcome.visit_id}", 302)
        outcome.remember(response, COOKIE, self._path)
        return response

    async def _token(self, request: Request) -> Response:
        try:
            parameters = await parameters_of(request)
        except ValueError as error:
            raise TokenError("invalid_request", "The form cannot be read") from error
        if "authorization" in request.headers:
            raise TokenError("invalid_client", "Clients sign an assertion here")
        return reply(await self.itsme.token(parameters, fault_kind_of(request)), Pragma="no-cache")

    async def _userinfo(self, request: Request) -> Response:
        token = await self.itsme.userinfo(bearer(request))
        # OpenID Connect Core 5.3.2: the answer is a token, and says so.
        return Response(token, media_type="application/jwt", headers={"Cache-Control": "no-store"})

    async def _state(self, request: Request) -> Response:
        after, wait = poll_of(request)
        cookie = request.cookies.get(COOKIE, "")
        return reply(await self.itsme.state(request.path_params["visit"], cookie, after, wait))

    async def _act(self, request: Request) -> Response:
        action: Any = await read(request, ACTIONS)  # type: ignore[arg-type] # a union of messages
        cookie = request.cookies.get(COOKIE, "")
        visit = request.path_params["visit"]
        return reply(self.itsme.act(visit, cookie, action, fault_kind_of(request)))

    async def _enrol(self, request: Request) -> Response:
        await self.itsme.shops.check(request.headers.get("Authorization", ""))
        asked = await read(request, Enrolment)
        token, code = self.itsme.phones.enrol(asked.phone_number)
        return reply(Enrolled(app_token=token, code=code))

    async def _renew(self, request: Request) -> Response:
        self.itsme.phones.set_up_anew(self.itsme.phones.line(bearer(request)))
        return _done()

    async def _requests(self, request: Request) -> Response:
        line = self.itsme.phones.line(bearer(request))
        after, wait = poll_of(request)
        return reply(await self.itsme.on_phone(line, after, wait))

    async def _scan(self, request: Request) -> Response:
        line = self.itsme.phones.line(bearer(request))
        self.itsme.scan(line, (await read(request, Scan)).code)
        return _done()

    async def _answer(self, request: Request) -> Response:
        line = self.itsme.phones.line(bearer(request))
        self.itsme.answer(line, request.path_params["request"], await read(request, Answered))
        return _done()


async def _on_token_error(request: Request, error: Any) -> Response:
    del request
    # As itsme documents it; RFC 6749 section 5.2 has `error_description`.
    body = {"error": error.error, "detail": error.description}
    return reply(body, 400, Pragma="no-cache")


def _done() -> Response:
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


def build(environment: Environment) -> Party:
    """The itsme of a world."""
    return ItsmeParty(Itsme(environment), environment)


PARTY = PartyDefinition(
    name="itsme",
    path="/itsme",
    build=build,
    needs=("identity_provider", "simulation"),
    stores=(file_of(ACCOUNTS),),
    holds=("devices",),
)
