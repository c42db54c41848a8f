"""Which claims are accepted: one policy for ID tokens, client assertions and the parties' own tokens.

joserfc's registry checks the rules of RFC 7519 section 4.1 on the world's clock; the classes below add the
rules of the other standards, each with its clause. A broken rule raises joserfc's ClaimError, whose
`claim` names the claim.
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar

from joserfc.errors import InvalidClaimError
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

from mock_backends.shared.clock import Clock


class TokenClaims(JWTClaimsRegistry):
    """What every token must state: issuer, subject, us as its only audience, and its validity.

    `audiences` are our own names, `issuer` the only accepted issuer ("" for any, where the key already
    identifies it). Clocks may differ by `leeway`; `longest_life` bounds how far off `exp` may be. Other
    claims are not checked (RFC 7519 section 4).
    """

    required: ClassVar[tuple[str, ...]] = ("iss", "sub", "aud", "exp", "iat")
    leeway_allowed: ClassVar[timedelta] = timedelta(seconds=5)
    longest_life: ClassVar[timedelta | None] = None

    def __init__(self, clock: Clock, *, audiences: tuple[str, ...], issuer: str = "") -> None:
        super().__init__(
            lambda: int(clock.now().timestamp()),
            self.leeway_allowed // timedelta(seconds=1),
            **{name: ClaimsOption(essential=True) for name in self.required},
        )
        self._audiences = audiences
        if issuer:
            self.options["iss"] = {"essential": True, "value": issuer}

    def validate(self, claims: dict[str, Any]) -> None:
        """Raises ClaimError at the first claim that is missing or wrong."""
        super().validate(claims)
        if self.longest_life is None:
            return
        # RFC 7523 section 3, points 4 and 6: not unreasonably far in the future, nor issued long ago.
        start = min(claims.get("iat", self.now), self.now)
        if claims["exp"] > start + self.longest_life // timedelta(seconds=1) + self.leeway:
            raise InvalidClaimError("exp", "The token lives too long")

    def validate_aud(self, value: object) -> None:
        """One of our names, or a list of nothing else: a token with other audiences could be used by them.

        RFC 7519 section 4.1.3; OpenID Connect Core 3.1.3.7 point 3; RFC 7523 section 3 point 3.
        """
        names = value if isinstance(value, list) else [value]
        if not names or any(
            not isinstance(name, str) or name not in self._audiences for name in names
        ):
            raise InvalidClaimError("aud", "The token is not for us alone")


class IdTokenClaims(TokenClaims):
    """The claims of an ID token for the sign-in with this `nonce` (OpenID Connect Core 3.1.3.7).

    Points 2 to 13. `access_token` was issued with it; `acr` must be one of the `acr_values` that were
    requested, if any were, and `at_hash` is required of a provider that always sends it. `since`: the citizen
    was to authenticate anew (`max_age`), and so no earlier than this.
    """

    required = (*TokenClaims.required, "nonce")

    def __init__(
        self,
        clock: Clock,
        *,
        issuer: str,
        client_id: str,
        nonce: str,
        access_token: str,
        acr_values: tuple[str, ...],
        at_hash: bool = True,
        since: datetime | None = None,
    ) -> None:
        super().__init__(clock, issuer=issuer, audiences=(client_id,))
        self._since = since
        self._client_id = client_id
        self._nonce = nonce
        self._at_hash = half_hash(access_token)
        if acr_values:
            self.options["acr"] = {"essential": True, "values": list(acr_values)}
        if at_hash:
            self.options["at_hash"] = {"essential": True}
        if since is not None:
            self.options["auth_time"] = {"essential": True}

    def validate_azp(self, value: object) -> None:
        """If present, it is our client id (points 4 and 5)."""
        if value != self._client_id:
            raise InvalidClaimError("azp")

    def validate_nonce(self, value: object) -> None:
        """The nonce that this sign-in sent (point 11)."""
        if not _same(value, self._nonce):
            raise InvalidClaimError("nonce")

    def validate_at_hash(self, value: object) -> None:
        """The hash of the access token (3.1.3.8), where it is sent."""
        if not _same(value, self._at_hash):
            raise InvalidClaimError("at_hash")

    def validate_acr(self, value: object) -> None:
        """A string (section 2), and one of those that were asked for (point 12)."""
        if not isinstance(value, str):
            raise InvalidClaimError("acr")
        self.check_value("acr", value)

    def validate_auth_time(self, value: object) -> None:
        """A time in the past (section 2), and not before the citizen was asked (point 13)."""
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        if number is None or not number <= self.now + self.leeway:
            raise InvalidClaimError("auth_time")
        if self._since is not None and number < int(self._since.timestamp()) - self.leeway:
            raise InvalidClaimError("auth_time", "The citizen did not authenticate anew")


class AssertionClaims(TokenClaims):
    """The claims of a client assertion (RFC 7523 section 3, OpenID Connect Core section 9).

    Whether its `jti` was used before is checked by the party that remembers them.
    """

    required = ("iss", "sub", "aud", "exp", "jti")
    leeway_allowed = timedelta(seconds=60)
    longest_life = timedelta(minutes=10)
    """As oauth.vlaanderen.be allows."""

    remembered: ClassVar[timedelta] = timedelta(minutes=12)
    """How long its `jti` must be remembered: the longest life plus the leeway at both ends."""

    longest_jti: ClassVar[int] = 255

    def validate(self, claims: dict[str, Any]) -> None:
        """Raises ClaimError at the first claim that is missing or wrong."""
        super().validate(claims)
        if claims["iss"] != claims["sub"]:
            raise InvalidClaimError("iss", "iss and sub differ")

    def validate_jti(self, value: object) -> None:
        """A string of bounded length, because it is remembered."""
        super().validate_jti(value)
        if not isinstance(value, str) or len(value) > self.longest_jti:
            raise InvalidClaimError("jti")


class RequestObjectClaims(TokenClaims):
    """The claims of a request object itself (RFC 9101 section 4, OpenID Connect Core 6.1), beside parameters.

    The client's issuer and our name must be there. Times need not, but count where they are (RFC 7519
    sections 4.1.4 to 4.1.6).
    """

    required = ("iss", "aud")

    def validate_aud(self, value: object) -> None:
        """One of our names, or a list with one: the request is signed for us, whoever else may read it."""
        # By comparison: a list may hold what cannot be a member of a set.
        if not any(
            name in self._audiences for name in (value if isinstance(value, list) else [value])
        ):
            raise InvalidClaimError("aud", "The request is not for us")


class ServiceTokenClaims(TokenClaims):
    """The claims of the token by which parties authenticate to each other: valid for a minute."""

    required = (*TokenClaims.required, "jti")
    longest_life = timedelta(seconds=60)


def half_hash(value: str) -> str:
    """`at_hash` of an access token: base64url of the left half of its SHA-256 (Core section 3.1.3.6)."""
    return urlsafe_b64encode(sha256(value.encode()).digest()[:16]).rstrip(b"=").decode()


def _same(given: object, expected: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(
        given.encode(errors="surrogatepass"), expected.encode()
    )
