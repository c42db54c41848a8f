"""How parties authenticate to each other: with a signed token that is valid for a minute.

The registers and the eBox answer the profile service only. It sends a JWT signed with its own key
(RFC 7519, ES256; claims as in RFC 7523 section 3); they fetch its published keys.
"""

from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from joserfc import jwt
from joserfc.errors import ClaimError
from joserfc.jwk import ECKey

from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Unanswered
from mock_backends.shared.http import AsyncClient
from mock_backends.shared.oidc.claims import ServiceTokenClaims
from mock_backends.shared.oidc.signed import TokenRefused
from mock_backends.shared.problems import BELGIF, Problem
from mock_backends.shared.published_keys import Algorithm, PublishedKeys

ALGORITHM: Algorithm = "ES256"
LIFE = timedelta(seconds=60)

_TIMES = {"exp", "iat", "nbf"}


class ServiceTokens:
    """Makes the tokens of the party named `issuer`, signed with its own P-256 key."""

    def __init__(self, issuer: str, key: EllipticCurvePrivateKey, clock: Clock) -> None:
        self._issuer = issuer
        self._clock = clock
        bare = ECKey.import_key(key)
        self._key = ECKey.import_key(
            key, {"kid": bare.thumbprint(), "use": "sig", "alg": ALGORITHM}
        )

    def public_keys(self) -> dict[str, Any]:
        """The JWK set to publish."""
        return {"keys": [self._key.as_dict(private=False)]}

    def token(self, audience: str, **claims: Any) -> str:
        """A token for `audience`, with a fresh `jti` and additional `claims`."""
        now = int(self._clock.now().timestamp())
        body = {
            "iss": self._issuer,
            "sub": self._issuer,
            "aud": audience,
            "iat": now,
            "exp": now + int(LIFE.total_seconds()),
            "jti": unguessable.identifier(),
            **claims,
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid}, body, self._key)

    def signed(self, kind: str, claims: dict[str, Any]) -> str:
        """`claims` with our `iss`, as a compact JWS (RFC 7515) that holds for as long as our key does.

        `kind` is its `typ`, so that nobody takes it for a token (RFC 8725 section 3.11).
        """
        header = {"alg": ALGORITHM, "kid": self._key.kid, "typ": kind}
        return jwt.encode(header, {"iss": self._issuer, **claims}, self._key)


class ServiceTokenCheck:
    """Checks the tokens that a party receives, against the issuer's published keys."""

    def __init__(
        self, *, audience: str, issuer: str, keys_url: str, http: AsyncClient, clock: Clock
    ) -> None:
        self._published = PublishedKeys(keys_url, http, clock, ALGORITHM)
        self._claims = ServiceTokenClaims(clock, audiences=(audience,), issuer=issuer)

    async def check(self, authorization: str) -> dict[str, Any]:
        """The claims of a `Bearer` header.

        Raises Problem 401 unless it is the issuer's, for us and valid now; 503 without the issuer's keys.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise refused("noAccessToken")
        try:
            claims = await self._published.verified(token)
            self._claims.validate(claims)
        except Unanswered as error:
            # The token cannot be judged, which is not the caller's fault.
            raise Problem(503) from error
        except TokenRefused as error:
            raise refused("invalidAccessToken", str(error)) from error
        except ClaimError as error:
            kind = "expiredAccessToken" if error.claim in _TIMES else "invalidAccessToken"
            raise refused(kind, f"{error.claim}: {error.description}") from error
        return claims


def refused(kind: str, detail: str = "") -> Problem:
    """401 with belgif's `kind`, and the challenge that belongs to it."""
    # RFC 6750 section 3: the challenge names the error once a token was sent.
    error = "" if kind == "noAccessToken" else ' error="invalid_token"'
    return Problem(401, BELGIF + kind, detail, headers={"WWW-Authenticate": f"Bearer{error}"})
