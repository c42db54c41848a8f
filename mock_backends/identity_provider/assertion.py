"""How a client proves who it is: a statement signed with its own key (private_key_jwt).

RFC 7523 section 3 and OpenID Connect Core section 9, stricter than Authlib's defaults: the registered
algorithm alone, a short life, a key id, and each statement once.
"""

import json
from datetime import timedelta
from typing import Any, NoReturn

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mock_backends.identity_provider.clients import (
    ASSERTION_ALGORITHM,
    AUTH_METHOD,
    ClientKeys,
    RegisteredClient,
)
from mock_backends.identity_provider.issued import Issued
from mock_backends.shared.clock import Clock

LONGEST_LIFE = timedelta(minutes=11)
"""Ten minutes, as oauth.vlaanderen.be allows, and one for clocks that differ."""
LEEWAY = timedelta(seconds=60)
LONGEST_JTI = 255


class ClientAssertion(JWTBearerClientAssertion):  # type: ignore[misc]
    """Checks client assertions on the world's clock."""

    CLIENT_AUTH_METHOD = AUTH_METHOD

    def __init__(
        self, *, audiences: tuple[str, ...], keys: ClientKeys, issued: Issued, clock: Clock
    ) -> None:
        super().__init__()
        self._audiences = audiences
        self._keys = keys
        self._issued = issued
        self._clock = clock

    def __call__(self, query_client: Any, request: Any) -> RegisteredClient | None:
        """The client that the request's assertion proves; None when there is no assertion."""
        client: RegisteredClient | None = super().__call__(query_client, request)
        if client is not None and request.payload.client_id not in (None, client.client_id):
            _refuse("client_id is not the one of the assertion")  # RFC 7521 section 4.2
        return client

    def extract_assertion(self, assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims, before anything is verified."""
        try:
            headers, claims = super().extract_assertion(assertion)
        except (RecursionError, ValueError, UnicodeError):
            # A thousand opening brackets, unsigned, would otherwise be a crash.
            _refuse("The assertion is no JWT")
        return headers, claims

    def resolve_client_public_key(self, client: RegisteredClient) -> KeySet:
        """The keys that the client publishes, as last fetched."""
        return self._keys.of(client)

    def process_assertion_claims(self, assertion: str, resolve_key: KeySet) -> dict[str, Any]:
        """The claims, once signature and claims hold."""
        try:
            # Without a key id the choice among several keys would be the sender's luck.
            if not isinstance(jws.extract_compact(assertion.encode()).headers().get("kid"), str):
                _refuse("The assertion names no key")
            token = jwt.decode(assertion, resolve_key, algorithms=[ASSERTION_ALGORITHM])
        except (JoseError, ValueError, RecursionError):
            # The library's own words may quote the sender's: they stay here.
            _refuse("The assertion's signature does not hold")
        self.verify_claims(token.claims)
        return token.claims

    def verify_claims(self, claims: dict[str, Any]) -> None:
        """Issuer, subject, audience, times and single use (RFC 7523 section 3)."""
        if claims.get("iss") != claims.get("sub"):
            _refuse("iss and sub differ")
        audience = claims.get("aud")
        if not isinstance(audience, str) or audience not in self._audiences:
            _refuse("aud must be the issuer")
        now = self._clock.now().timestamp()
        leeway = LEEWAY.total_seconds()
        expires = _instant(claims, "exp")
        if expires is None or expires <= now - leeway:
            _refuse("The assertion has expired")
        if expires > now + LONGEST_LIFE.total_seconds():
            _refuse("The assertion lives too long")
        for name in ("iat", "nbf"):
            begins = _instant(claims, name)
            if name in claims and (begins is None or begins > now + leeway):
                _refuse(f"{name} lies ahead")
        jti = claims.get("jti")
        if not isinstance(jti, str) or not 0 < len(jti) <= LONGEST_JTI:
            _refuse("jti is missing")
        until = self._clock.now() + LONGEST_LIFE + LEEWAY
        if not self._issued.first_use(claims["sub"], jti, until):
            _refuse("The assertion was used before")


def _instant(claims: dict[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e12 else None


def _refuse(description: str) -> NoReturn:
    raise InvalidClientError(description=description)


def unverified_key_id(assertion: str) -> tuple[str, str]:
    """Who says to have signed, and with which key: only to know whose keys to fetch. ("", "") if unclear."""
    try:
        parsed = jws.extract_compact(assertion.encode())
        headers = parsed.headers()
        claims = json.loads(parsed.payload)
    except (JoseError, ValueError, RecursionError):
        return "", ""
    subject = claims.get("sub") if isinstance(claims, dict) else None
    kid = headers.get("kid")
    return (subject, kid) if isinstance(subject, str) and isinstance(kid, str) else ("", "")
