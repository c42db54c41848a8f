"""Client authentication: an assertion signed with the client's own key (private_key_jwt).

Authlib finds the assertion and its client; `shared.oidc` checks signature and claims, more strictly than
Authlib's defaults: only two algorithms, a known key, a short lifetime. Each assertion can be used
once.
"""

import json
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc import jws
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import KeySet

from mock_backends.identity_provider.clients import (
    ASSERTION_ALGORITHMS,
    AUTH_METHOD,
    ClientKeys,
    RegisteredClient,
)
from mock_backends.identity_provider.issued import Issued
from mock_backends.shared.clock import Clock
from mock_backends.shared.oidc.claims import AssertionClaims
from mock_backends.shared.oidc.signed import ASSERTION, TokenRefused, verified_claims


class ClientAssertion(JWTBearerClientAssertion):  # type: ignore[misc]
    """Checks client assertions on the world's clock."""

    CLIENT_AUTH_METHOD = AUTH_METHOD

    def __init__(
        self, *, audiences: tuple[str, ...], keys: ClientKeys, issued: Issued, clock: Clock
    ) -> None:
        super().__init__()
        self._claims = AssertionClaims(clock, audiences=audiences)
        self._keys = keys
        self._issued = issued
        self._clock = clock

    def __call__(self, query_client: Any, request: Any) -> RegisteredClient | None:
        """The client that the request's assertion authenticates; None without an assertion."""
        client: RegisteredClient | None = super().__call__(query_client, request)
        if client is not None and request.payload.client_id not in (None, client.client_id):
            # RFC 7521 section 4.2
            raise InvalidClientError(description="client_id differs from the assertion's")
        return client

    def extract_assertion(self, assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims, before anything is verified."""
        try:
            headers, claims = super().extract_assertion(assertion)
        except (RecursionError, ValueError) as error:
            # A thousand opening brackets, even unsigned, would otherwise crash it.
            raise InvalidClientError(description="The assertion is no JWT") from error
        return headers, claims

    def resolve_client_public_key(self, client: RegisteredClient) -> KeySet:
        """The keys that the client publishes, as last fetched."""
        return self._keys.of(client)

    def process_assertion_claims(self, assertion: str, resolve_key: KeySet) -> dict[str, Any]:
        """The claims, if signature and claims are valid and the assertion was not used before."""
        try:
            claims = verified_claims(assertion, resolve_key, *ASSERTION_ALGORITHMS, kind=ASSERTION)
            self._claims.validate(claims)
        except TokenRefused as error:
            raise InvalidClientError(description=str(error)) from error
        except ClaimError as error:
            raise InvalidClientError(description=f"{error.claim}: {error.description}") from error
        until = self._clock.now() + AssertionClaims.remembered
        if not self._issued.first_use(claims["sub"], claims["jti"], until):
            # RFC 7523 section 3 point 7
            raise InvalidClientError(description="jti: The assertion was used before")
        return claims


def unverified_key_id(assertion: str) -> tuple[str, str]:
    """The claimed signer and key id ("" for none), to know whose keys to fetch; ("", "") if unclear."""
    try:
        parsed = jws.extract_compact(assertion.encode())
        headers = parsed.headers()
        claims = json.loads(parsed.payload)
    except (JoseError, ValueError, RecursionError):
        return "", ""
    subject = claims.get("sub") if isinstance(claims, dict) else None
    kid = headers.get("kid", "")
    return (subject, kid) if isinstance(subject, str) and isinstance(kid, str) else ("", "")
