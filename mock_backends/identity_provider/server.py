"""The OAuth 2.0 and OpenID Connect core: Authlib's rules, with its gaps filled.

Everything here is synchronous and in memory, so that checking and marking are a single step.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import AuthorizationServer, OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from msgspec import Struct

from mock_backends.identity_provider.assertion import ClientAssertion
from mock_backends.identity_provider.claims import Authentication, Subjects
from mock_backends.identity_provider.clients import AUTH_METHOD, ClientKeys, RegisteredClient
from mock_backends.identity_provider.issued import (
    CODE_LIFE,
    TOKEN_LIFE,
    AccessToken,
    AuthorizationCode,
    Issued,
)
from mock_backends.identity_provider.signing import SigningKeys
from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
"""A SHA-256 digest as base64url without padding."""


class Answer(Struct, frozen=True, kw_only=True):
    """The core's answer: a redirect when `location` is set, JSON otherwise."""

    status: int
    body: Mapping[str, Any]
    location: str = ""


class CoreRequest(OAuth2Request):  # type: ignore[misc]
    """A request as the core sees it: checked parameters, and a URI that we built ourselves."""

    def __init__(self, method: str, uri: str, values: Mapping[str, str]) -> None:
        super().__init__(method, uri)
        self.payload = BasicOAuth2Payload(dict(values))
        self.visit_id = ""

    @property
    def form(self) -> dict[str, str]:
        """The parameters of the body."""
        values: dict[str, str] = self.payload.data
        return values


class S256Only(CodeChallenge):  # type: ignore[misc]
    """PKCE for every client, with S256 only (RFC 7636; RFC 9700 section 2.1.1)."""

    def validate_code_challenge(self, grant: Any, redirect_uri: str | None) -> None:
        """Stricter than Authlib, which accepts requests without a challenge and with other methods."""
        del redirect_uri
        values = grant.request.payload.data
        if not values.get("code_challenge"):
            # RFC 7636 section 4.4.1
            raise InvalidRequestError("code_challenge is missing: a proof key is required")
        if values.get("code_challenge_method") != "S256":
            raise InvalidRequestError("code_challenge_method must be S256")
        if not _CHALLENGE.fullmatch(values["code_challenge"]):
            raise InvalidRequestError("code_challenge must be an S256 challenge")


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """The authorization code grant over `Issued`."""

    TOKEN_ENDPOINT_AUTH_METHODS = (AUTH_METHOD,)

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Remember what the code stands for."""
        server: Server = self.server
        values = request.payload.data
        authentication: Authentication = request.user
        server.issued.add_code(
            code,
            AuthorizationCode(
                client_id=request.client.client_id,
                redirect_uri=values["redirect_uri"],
                scope=request.scope,
                authentication=authentication,
                code_challenge=values["code_challenge"],
                nonce=values.get("nonce", ""),
                # The Flemish access management names the method only to a client that asked.
                acr=authentication.acr if values.get("acr_values") else "",
                expires_at=server.clock.now() + CODE_LIFE,
                visit_id=request.visit_id,
            ),
        )

    def query_authorization_code(
        self, code: str, client: RegisteredClient
    ) -> AuthorizationCode | None:
        """Redeem the code: it counts as used, even if the rest of the request turns out invalid."""
        server: Server = self.server
        redeemed = server.issued.redeem(code, client.client_id)
        if redeemed is not None:
            server.came_back(redeemed.visit_id)
        return redeemed

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Do nothing: used codes are kept so that a second use is noticed."""

    def authenticate_user(self, authorization_code: AuthorizationCode) -> Authentication:
        """The citizen who signed in."""
        return authorization_code.authentication


class IdToken(OpenIDCode):  # type: ignore[misc]
    """The ID token (OpenID Connect Core section 2) on the world's clock, with a single audience."""

    def __init__(self, server: "Server") -> None:
        super().__init__(require_nonce=False)
        self._server = server

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        """Always False: the core asks twice per request, and checking the nonce is up to the client."""
        del nonce, request
        return False

    def resolve_client_private_key(self, client: RegisteredClient) -> Any:
        """Our key for the algorithm that this client registered."""
        return self._server.keys.of(client.id_token_signed_response_alg)

    def get_encode_header(self, client: RegisteredClient) -> dict[str, str]:
        """Algorithm and key id."""
        return self._server.keys.header(client.id_token_signed_response_alg)

    def get_client_claims(self, client: RegisteredClient) -> dict[str, Any]:
        """Issuer, audience (a string, not a list) and times."""
        now = int(self._server.clock.now().timestamp())
        return {
            "iss": self._server.issuer,
            "aud": client.client_id,
            "azp": client.client_id,
            "iat": now,
            "exp": now + int(TOKEN_LIFE.total_seconds()),
        }

    def generate_user_info(self, user: Authentication, scope: str) -> dict[str, str]:
        """The claims about the citizen that the scope grants."""
        return self._server.subjects.claims(user, scope)


class Server(AuthorizationServer):  # type: ignore[misc]
    """The authorization and token rules of an issuer.

    `came_back` is told the id of each visit with whose code its browser has come back to the client.
    """

    def __init__(
        self,
        *,
        issuer: str,
        clients: Iterable[RegisteredClient],
        client_keys: ClientKeys,
        keys: SigningKeys,
        subjects: Subjects,
        issued: Issued,
        clock: Clock,
        came_back: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.came_back = came_back
        self.issuer = issuer
        self.clients = {client.client_id: client for client in clients}
        self.keys = keys
        self.subjects = subjects
        self.issued = issued
        self.clock = clock
        self.register_token_generator(
            "default",
            BearerTokenGenerator(
                lambda **_: unguessable.token(32), expires_generator=int(TOKEN_LIFE.total_seconds())
            ),
        )
        self.register_client_auth_method(
            AUTH_METHOD,
            ClientAssertion(
                audiences=(issuer, f"{issuer}/v1/token"),
                keys=client_keys,
                issued=issued,
                clock=clock,
            ),
        )
        self.register_grant(CodeGrant, [S256Only(required=True), IdToken(self)])

    def query_client(self, client_id: str) -> RegisteredClient | None:
        """The client registered under this id."""
        return self.clients.get(client_id)

    def save_token(self, token: Mapping[str, Any], request: Any) -> None:
        """Record the access token and the code that it was issued for."""
        client: RegisteredClient = request.client
        self.issued.add_token(
            token["access_token"],
            AccessToken(
                client_id=client.client_id,
                scope=token["scope"],
                authentication=request.user,
                acr=request.authorization_code.acr,
                expires_at=self.clock.now() + TOKEN_LIFE,
            ),
            request.form["code"],
        )

    def create_oauth2_request(self, request: CoreRequest) -> CoreRequest:
        """The caller has already made the request."""
        return request

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Answer:
        """The core's answer; every redirect to a client carries `iss` (RFC 9207)."""
        location = dict(headers).get("Location", "")
        if location:
            return Answer(
                status=303,
                body={},
                location=add_params_to_uri(location, [("iss", self.issuer)]),
            )
        return Answer(status=status, body=body)

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """No signals are used."""

    # The typed interface for the service.

    def begin(self, values: Mapping[str, str]) -> Any:
        """The grant of a sound authorization request. Raises OAuth2Error."""
        return self.get_consent_grant(CoreRequest("GET", f"{self.issuer}/v1/auth", values))

    def finish(self, grant: Any, authentication: Authentication | None, visit_id: str) -> str:
        """Where the citizen goes next: with a code, or with access_denied if they did not sign in."""
        grant.request.visit_id = visit_id
        answer: Answer = self.create_authorization_response(
            grant.request, authentication, grant=grant
        )
        return answer.location

    def exchange(self, values: Mapping[str, str]) -> Answer:
        """The token endpoint (RFC 6749 section 3.2)."""
        answer: Answer = self.create_token_response(
            CoreRequest("POST", f"{self.issuer}/v1/token", values)
        )
        return answer

    def refuse(self, error: OAuth2Error) -> Answer:
        """The answer to an error: a redirect if the error names a redirect URI."""
        answer: Answer = self.handle_error_response(None, error)
        return answer
