"""The identity provider over HTTP: its routes and its lifecycle."""

import re
from urllib.parse import urlsplit

from authlib.oauth2 import OAuth2Error
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.identity_provider import methods
from mock_backends.identity_provider.accounts import WRONG
from mock_backends.identity_provider.interactions import COOKIE as COOKIE
from mock_backends.identity_provider.metadata import discovery
from mock_backends.identity_provider.methods.app import USED
from mock_backends.identity_provider.server import Answer
from mock_backends.identity_provider.service import IdentityProvider
from mock_backends.shared.environment import Environment, Party
from mock_backends.shared.failing import fault_kind_of
from mock_backends.shared.long_poll import poll_of
from mock_backends.shared.oidc.parameters import (
    bearer,
    parameters_of,
    parse,
    program_of,
    redirect,
)
from mock_backends.shared.party import PartyDefinition, party_app
from mock_backends.shared.problems import Problem
from mock_backends.shared.sealed_file import file_of
from mock_backends.shared.visits import Sweeping
from mock_backends.shared.wire import read, read_body, reply

PUBLIC = "public, max-age=300"
_SCHEME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}")
"""A token (RFC 9110 section 5.6.2), as authentication schemes are."""


class IdentityProviderParty:
    """The routes of the identity provider, and its regular sweep."""

    def __init__(self, provider: IdentityProvider, environment: Environment) -> None:
        self.provider, sweeping = provider, Sweeping(provider)
        self.start, self.stop = sweeping.start, sweeping.stop
        self._path = urlsplit(provider.issuer).path or "/"
        self.app = party_app(
            "identity_provider",
            environment,
            [
                Route("/.well-known/openid-configuration", self._discovery, methods=["GET"]),
                Route("/v1/auth", self._authorize, methods=["GET", "POST"]),
                Route("/v1/token", self._token, methods=["POST"]),
                Route("/v1/userinfo", self._userinfo, methods=["GET", "POST"]),
                Route("/v1/keys", self._keys, methods=["GET"]),
                Route("/v1/logout", self._logout, methods=["GET", "POST"]),
                Route("/v1/interactions/{interaction_id}", self._state, methods=["GET"]),
                Route("/v1/interactions/{interaction_id}", self._act, methods=["POST"]),
                *(route for method in provider.methods for route in method.routes()),
            ],
            # OpenID Connect Core 3.1.2.1 and 5.3.1, RFC 6749 3.2, RP-Initiated Logout 2.
            forms=("/v1/auth", "/v1/token", "/v1/userinfo", "/v1/logout"),
        )

    async def _discovery(self, request: Request) -> Response:
        del request
        return reply(discovery(self.provider.issuer, self.provider.methods), Cache_Control=PUBLIC)

    async def _keys(self, request: Request) -> Response:
        del request
        return reply(self.provider.keys.public(), Cache_Control=PUBLIC)

    async def _authorize(self, request: Request) -> Response:
        try:
            parameters = await parameters_of(request)
        except ValueError as error:
            raise Problem(400, detail="The parameters cannot be read") from error
        outcome = self.provider.authorize(parameters, program_of(request), fault_kind_of(request))
        if isinstance(outcome, Answer):
            return redirect(outcome.location)
        response = redirect(f"{self.provider.issuer}/v1/interactions/{outcome.visit_id}")
        outcome.remember(response, COOKIE, self._path)
        return response

    async def _token(self, request: Request) -> Response:
        if authorization := request.headers.get("authorization"):
            return _no_such_client(authorization, self.provider.issuer)
        try:
            parameters = await parameters_of(request)
        except ValueError:
            answer = self.provider.refuse(
                OAuth2Error(error="invalid_request", description="The form cannot be read")
            )
        else:
            answer = await self.provider.token(parameters, fault_kind_of(request))
        return reply(dict(answer.body), answer.status, Pragma="no-cache")

    async def _userinfo(self, request: Request) -> Response:
        token = bearer(request)
        if request.method == "POST":
            try:
                in_form = parse(await read_body(request)).get("access_token")
            except ValueError as error:
                raise Problem(400, detail="The form cannot be read") from error
            if in_form and "authorization" in request.headers:
                # RFC 6750 section 2: the token must not be sent in more than one way.
                raise Problem(
                    400,
                    detail="The access token was sent twice",
                    headers={"WWW-Authenticate": 'Bearer error="invalid_request"'},
                )
            token = token or in_form
        return reply(self.provider.userinfo(token))

    async def _logout(self, request: Request) -> Response:
        try:
            parameters = await parameters_of(request)
        except ValueError as error:
            raise Problem(400, detail="The parameters cannot be read") from error
        goal = self.provider.end_session(parameters)
        response = redirect(goal) if goal else reply({"signedOut": True})
        response.delete_cookie(COOKIE, path=self._path, secure=True, httponly=True, samesite="lax")
        return response

    async def _state(self, request: Request) -> Response:
        after, wait = poll_of(request)
        return reply(
            await self.provider.state(
                request.path_params["interaction_id"],
                request.cookies.get(COOKIE, ""),
                after,
                wait,
            )
        )

    async def _act(self, request: Request) -> Response:
        action = await read(request, self.provider.actions)
        return reply(
            await self.provider.act(
                request.path_params["interaction_id"], request.cookies.get(COOKIE, ""), action
            )
        )


def _no_such_client(authorization: str, realm: str) -> Response:
    """The answer to a client that tries to authenticate in the header, which none here does."""
    scheme = authorization.partition(" ")[0]
    # RFC 6749 section 5.2: 401, and a challenge of the scheme that the client used, if it is one
    # (RFC 9110 section 11.1; 11.5 for the realm).
    known = scheme if _SCHEME.fullmatch(scheme) else "Basic"
    return reply(
        {"error": "invalid_client", "error_description": "Clients sign an assertion here"},
        401,
        WWW_Authenticate=f'{known} realm="{realm}"',
        Pragma="no-cache",
    )


def build(environment: Environment) -> Party:
    """The identity provider of a world."""
    return IdentityProviderParty(
        IdentityProvider(environment, methods=methods.METHODS), environment
    )


PARTY = PartyDefinition(
    name="identity_provider",
    path="/op",
    build=build,
    needs=("itsme", "profile_service", "simulation"),
    brings=("itsme",),  # so that a command from before itsme was a party of its own still serves
    stores=(file_of(USED), file_of(WRONG)),
    holds=("devices",),
)
