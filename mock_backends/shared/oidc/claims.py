"""Which claims are believed: one policy for ID tokens, client assertions and the parties' own tokens.

The rules are those of RFC 7519 section 4.1 as joserfc's registry checks them, on the world's clock; below
stands what the other standards add, each with its clause. A rule that does not hold raises joserfc's
ClaimError, whose `claim` is the claim's name.
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any, ClassVar

from joserfc.errors import InvalidClaimError
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

from mock_backends.shared.clock import Clock


class TokenClaims(JWTClaimsRegistry):
    """What every token must say: who made it, about whom, for us alone, from when and until when.

    `audiences` are our own names, `issuer` the only maker that is believed ("" for any, where the keys
    already say who it was). Clocks may differ by `leeway`; `longest_life` bounds how far off `exp` may be.
    Claims that are not named here are let through unchecked (RFC 7519 section 4).
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
        # RFC 7523 section 3, points 4 and 6: not unreasonably far in the future, nor begun long ago.
        begins = min(claims.get("iat", self.now), self.now)
        if claims["exp"] > begins + self.longest_life // timedelta(seconds=1) + self.leeway:
            raise InvalidClaimError("exp", "The token lives too long")

    def validate_aud(self, value: object) -> None:
        """One of our names, and no other: a token that is for others as well could be used by them.

        RFC 7519 section 4.1.3 (a list with one member says the same as the member); OpenID Connect Core
        3.1.3.7 point 3; RFC 7523 section 3 point 3.
        """
        alone = value[0] if isinstance(value, list) and len(value) == 1 else value
        if not isinstance(alone, str) or alone not in self._audiences:
            raise InvalidClaimError("aud", "The token is not for us alone")


class IdTokenClaims(TokenClaims):
    """The claims of an ID token for the sign-in with this `nonce` (OpenID Connect Core 3.1.3.7).

    Points 2 to 11; `access_token` is the one that came with it. `acr` is wanted where it was asked for.
    """

    required = (*TokenClaims.required, "nonce", "at_hash")

    def __init__(
        self,
        clock: Clock,
        *,
        issuer: str,
        client_id: str,
        nonce: str,
        access_token: str,
        acr_asked: bool,
    ) -> None:
        super().__init__(clock, issuer=issuer, audiences=(client_id,))
        self._client_id = client_id
        self._nonce = nonce
        self._at_hash = half_hash(access_token)
        if acr_asked:
            self.options["acr"] = {"essential": True}

    def validate_azp(self, value: object) -> None:
        """If it is there, it is us (points 4 and 5)."""
        if value != self._client_id:
            raise InvalidClaimError("azp")

    def validate_nonce(self, value: object) -> None:
        """The one that this sign-in sent (point 11)."""
        if not _same(value, self._nonce):
            raise InvalidClaimError("nonce")

    def validate_at_hash(self, value: object) -> None:
        """That of the access token (3.1.3.8; optional there, and always sent by those we ask)."""
        if not _same(value, self._at_hash):
            raise InvalidClaimError("at_hash")

    def validate_acr(self, value: object) -> None:
        """A text (section 2). Which one is for the caller to judge (point 12)."""
        if not isinstance(value, str):
            raise InvalidClaimError("acr")
        self.check_value("acr", value)

    def validate_auth_time(self, value: object) -> None:
        """A moment that has been (section 2). How long ago matters only to who sent `max_age` (point 13)."""
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        if number is None or not number <= self.now + self.leeway:
            raise InvalidClaimError("auth_time")


class AssertionClaims(TokenClaims):
    """The claims of a client's assertion of itself (RFC 7523 section 3, OpenID Connect Core section 9).

    Whether its `jti` was used before, only who keeps them can say.
    """

    required = ("iss", "sub", "aud", "exp", "jti")
    leeway_allowed = timedelta(seconds=60)
    longest_life = timedelta(minutes=10)
    """As oauth.vlaanderen.be allows."""

    remembered: ClassVar[timedelta] = timedelta(minutes=12)
    """How long its `jti` must be remembered: the longest life, and the leeway at both its ends."""

    longest_jti: ClassVar[int] = 255

    def validate(self, claims: dict[str, Any]) -> None:
        """Raises ClaimError at the first claim that is missing or wrong."""
        super().validate(claims)
        if claims["iss"] != claims["sub"]:
            raise InvalidClaimError("iss", "iss and sub differ")

    def validate_jti(self, value: object) -> None:
        """A text of a bounded length, for it is remembered."""
        super().validate_jti(value)
        if not isinstance(value, str) or len(value) > self.longest_jti:
            raise InvalidClaimError("jti")


class ServiceTokenClaims(TokenClaims):
    """The claims of the token by which a party shows another who it is: an assertion that lives a minute."""

    required = (*TokenClaims.required, "jti")
    longest_life = timedelta(seconds=60)


def half_hash(value: str) -> str:
    """`at_hash` of an access token: base64url of the left half of its SHA-256 (Core section 3.1.3.6)."""
    return urlsafe_b64encode(sha256(value.encode()).digest()[:16]).rstrip(b"=").decode()


def _same(given: object, expected: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(
        given.encode(errors="surrogatepass"), expected.encode()
    )
