"""For whom the portal asks a source: a citizen who signed in, and the key to which their program opens.

Both come from the identity provider. The portal sends the sign-in's ID token along, inside its own signed
token, and the source checks it: a portal that asks for somebody else, or names a key of its own, is refused.
All of this is the simulator's own: MAGDA knows the header `X-INSZ`, and trusts the party that sends it.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from joserfc.errors import ClaimError, ExpiredTokenError, InvalidClaimError
from msgspec import Struct
from starlette.requests import Request

from mock_backends.shared.clock import Clock
from mock_backends.shared.environment import Environment
from mock_backends.shared.gateway import Unanswered
from mock_backends.shared.oidc.claims import TokenClaims
from mock_backends.shared.oidc.provider import Provider
from mock_backends.shared.oidc.signed import TokenRefused
from mock_backends.shared.problems import Problem
from mock_backends.shared.sealed_answers import public_key, require_sealing
from mock_backends.shared.service_tokens import ServiceTokenCheck, refused
from mock_backends.shared.subject import subject_of

LONGEST_SESSION = timedelta(hours=12)
"""How long after the sign-in the portal may ask for its citizen: as long as its sessions can last."""

PORTAL = "mbp-sim"
"""The portal's client id at the identity provider."""


class AskedFor(Struct, frozen=True):
    """A request that the portal makes for a citizen: their number, their key, and its token's claims."""

    national_number: str
    seal_to: X25519PublicKey
    claims: dict[str, Any]


class CitizenCheck:
    """Checks the portal's requests to the source `audience`."""

    def __init__(self, audience: str, environment: Environment) -> None:
        self._tokens = ServiceTokenCheck(
            audience=audience,
            issuer="profile_service",
            keys_url=environment.addresses["profile_service"] + "/v1/keys",
            http=environment.http,
            clock=environment.clock,
        )
        issuer = environment.addresses["identity_provider"]
        self._provider = Provider(issuer, environment.http, environment.clock, "RS256")
        self._sign_in = SignInClaims(
            environment.clock, issuer=issuer, time_limits=environment.time_limits
        )

    async def portal(self, request: Request) -> dict[str, Any]:
        """The claims of the portal's token alone: no proof that a citizen asks. Raises Problem 401 or 503.

        Enough where nothing of a citizen's data is answered: for requests, which the portal delivers, adds
        to, withdraws and follows for weeks after the session in which the citizen asked it to. What a desk
        writes and what a register holds need `check`.
        """
        return await self._tokens.check(request.headers.get("Authorization", ""))

    async def check(self, request: Request) -> AskedFor:
        """For whom the portal asks.

        Raises Problem 400 for what is no national number, 401 unless the portal asks for a citizen who signed
        in with it, 406 for who takes no sealed answer, 503 where a party is needed and does not answer.
        """
        claims = await self.portal(request)
        number = subject_of(request)
        try:
            sign_in = await self._provider.claims(str(claims.get("id_token", "")))
            self._sign_in.validate(sign_in)
            if sign_in.get("rrn") != number:
                raise InvalidClaimError("rrn")
            key = _key(sign_in.get("seal_to"))
        except Unanswered as error:
            raise Problem(503) from error
        except ClaimError as error:
            raise refused("invalidAccessToken", f"id_token.{error.claim}: refused") from error
        except TokenRefused as error:
            raise refused("invalidAccessToken", f"id_token: {error}") from error
        require_sealing(request)
        return AskedFor(number, key, claims)


def _key(claim: object) -> X25519PublicKey:
    try:
        return public_key(claim if isinstance(claim, str) else "")
    except ValueError as error:
        raise InvalidClaimError("seal_to") from error


class SignInClaims(TokenClaims):
    """The claims of the ID token of a sign-in at the portal, as proof that it took place.

    The token itself need not be valid any more: a session outlives it. Without `time_limits` sessions last
    for ever, and any sign-in counts.
    """

    leeway_allowed = timedelta(seconds=60)

    def __init__(self, clock: Clock, *, issuer: str, time_limits: bool) -> None:
        super().__init__(clock, audiences=(PORTAL,), issuer=issuer)
        self._time_limits = time_limits

    def validate_exp(self, value: object) -> None:
        """A time, which may have passed: `validate_iat` bounds how long ago the sign-in was."""
        with suppress(ExpiredTokenError):
            super().validate_exp(value)

    def validate_iat(self, value: object) -> None:
        """No longer ago than a session can last, and not in the future."""
        super().validate_iat(value)
        assert isinstance(value, int | float)
        age = timedelta(seconds=self.now - value - self.leeway)
        if self._time_limits and age > LONGEST_SESSION:
            raise InvalidClaimError("iat", "The sign-in was too long ago")
