"""A relying party: signs citizens in at an OpenID provider by the code flow, and out again.

OpenID Connect Core 1.0 section 3.1, with RFC 7636 (S256), RFC 7523 (private_key_jwt) and RFC 9207 (`iss` in
the response). It knows nothing about a particular provider: its caller says which claims a sign-in must
yield, and the provider lists its ways to sign in.
"""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.errors import ClaimError

from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered
from mock_backends.shared.oidc.claims import IdTokenClaims
from mock_backends.shared.oidc.provider import Provider, ProviderMetadata
from mock_backends.shared.oidc.signed import TokenRefused
from mock_backends.shared.published_keys import Algorithm
from mock_backends.shared.wire import NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

TRANSACTION_LIFE = timedelta(hours=2, minutes=5)
"""How long a sign-in may take: as long as our provider lets it be extended, and some time to return."""

MOST_TRANSACTIONS = 1000
"""Sign-ins under way at once: who comes then has to wait, and nobody who has begun is thrown out."""

Sign = Callable[[str], str]
"""Makes this client's assertion for an audience (RFC 7523 section 2.2)."""


class SignInRefused(Exception):
    """A sign-in ends without a session. `error` is the provider's OAuth error code, or a code of ours.

    If a token was refused, the exception's cause names the claim.
    """

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class TooManySignIns(Exception):
    """As many sign-ins are under way as can be; in so many `seconds` the oldest of them has ended."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """This client's registration with the provider (OpenID Connect Dynamic Client Registration section 2).

    `claims` are required of a sign-in: those that the ID token lacks are fetched from the userinfo endpoint.
    `acr_values` are requested (None: all that the provider has). `opened` gives the signed token within one
    that is encrypted to us: then the ID token and the answer of the userinfo endpoint are such.
    `at_token_endpoint`: our assertion is made out to the token endpoint, and not to the issuer. `at_hash`:
    the provider always sends it.
    """

    client_id: str
    redirect_uri: str
    post_logout_redirect_uri: str = ""
    scope: str = "openid"
    claims: tuple[str, ...] = ()
    id_token_algorithm: Algorithm = "RS256"
    acr_values: tuple[str, ...] | None = None
    opened: Callable[[str], str] | None = None
    at_token_endpoint: bool = False
    at_hash: bool = True


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a sign-in: checked claims, the ID token itself, and the access token's lifetime.

    `method` says how the citizen signed in: the provider's name for the `acr`, or else the `acr` itself
    ("" if there is none); `level` at which level of assurance. `anew`: they were asked to authenticate anew.
    """

    claims: Mapping[str, Any]
    method: str
    level: Literal["low", "substantial", "high"]
    anew: bool
    id_token: str
    life: timedelta


class _Transaction(msgspec.Struct, frozen=True):
    state: str
    nonce: str
    verifier: str
    begun: datetime
    until: datetime
    anew: tuple[str, ...]


class _TokenReply(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 6749 section 5.1, OpenID Connect Core 3.1.3.3."""

    access_token: str
    token_type: str
    id_token: str
    expires_in: Annotated[int, msgspec.Meta(gt=0, le=366 * 24 * 3600)]


class RelyingParty:
    """Begins and finishes sign-ins with the provider at `issuer`, where this client has `registration`.

    At most `most` sign-ins are under way at once. Without `time_limits`, an unfinished one goes on for as
    long as its room is not needed.
    """

    def __init__(
        self,
        *,
        issuer: str,
        registration: Registration,
        sign: Sign,
        http: "AsyncClient",
        clock: Clock,
        time_limits: bool = True,
        most: int = MOST_TRANSACTIONS,
    ) -> None:
        self._provider = Provider(
            issuer, http, clock, registration.id_token_algorithm, registration.opened or str
        )
        self._client = registration
        self._sign = sign
        self._clock = clock
        self._time_limits = time_limits
        self._most = most
        self._transactions: dict[bytes, _Transaction] = {}

    async def begin(self, *, anew: str = "", **parameters: str) -> tuple[str, str]:
        """Start a sign-in: the address to go to, and the token for the citizen's own cookie.

        `anew`: the citizen is to authenticate anew, whatever sessions there are, at this level of assurance
        (RFC 9470 section 4, OpenID Connect Core 3.1.2.1: `acr_values`, `max_age`). `parameters` are sent
        along; a provider ignores those it does not know (RFC 6749 section 3.1).
        Raises Unanswered when the provider cannot be reached, TooManySignIns when there is no room, and
        SignInRefused for a level that the provider does not have.
        """
        metadata = await self._provider.metadata()
        values = _at(anew, metadata) if anew else ()
        if anew and not values:
            # OpenID Connect Core Error Code unmet_authentication_requirements 1.0
            raise SignInRefused("unmet_authentication_requirements")
        self._make_room()
        token = unguessable.token(32)
        transaction = self._transactions[_digest(token)] = _Transaction(
            state=unguessable.token(32),
            nonce=unguessable.token(32),
            verifier=unguessable.token(48),
            begun=self._clock.now(),
            until=self._clock.after(TRANSACTION_LIFE),
            anew=values,
        )
        if anew:
            parameters["max_age"] = "0"
        address = prepare_grant_uri(
            metadata.authorization_endpoint,
            client_id=self._client.client_id,
            response_type="code",
            redirect_uri=self._client.redirect_uri,
            scope=self._client.scope,
            state=transaction.state,
            nonce=transaction.nonce,
            code_challenge=create_s256_code_challenge(transaction.verifier),
            code_challenge_method="S256",
            # Some providers send `acr` only if it was requested.
            acr_values=" ".join(values or self._acr_values(metadata)) or None,
            **parameters,
        )
        return str(address), token

    async def finish(self, token: str, parameters: list[tuple[str, str]]) -> SignedIn:
        """Finish the sign-in that `token` (the cookie's) began, with the callback's parameters.

        Each transaction allows a single attempt. Raises SignInRefused.
        """
        transaction = self._transactions.pop(_digest(token), None)
        over = self._time_limits and transaction and transaction.until <= self._clock.now()
        if transaction is None or over:
            raise SignInRefused("transaction_unknown")
        given = dict(parameters)
        if len(given) != len(parameters):
            raise SignInRefused("parameter_repeated")
        # RFC 6749 section 10.12: the answer must belong to this sign-in.
        if not hmac.compare_digest(given.get("state", "").encode(), transaction.state.encode()):
            raise SignInRefused("state_mismatch")
        try:
            metadata = await self._provider.metadata()
            return await self._redeem(_code(given, metadata), transaction, metadata)
        except (Unanswered, TooLarge) as error:
            raise SignInRefused("temporarily_unavailable") from error
        except (TokenRefused, ClaimError, NotUnderstood) as error:
            raise SignInRefused("token_invalid") from error

    async def end_session_url(self, id_token: str) -> str:
        """Where the citizen's browser ends the provider's session (RP-Initiated Logout 1.0 section 2).

        "" if the provider has no such endpoint. Raises Unanswered or TooLarge.
        """
        metadata = await self._provider.metadata()
        if not metadata.end_session_endpoint:
            return ""
        return str(
            add_params_to_uri(
                metadata.end_session_endpoint,
                [
                    ("client_id", self._client.client_id),
                    ("id_token_hint", id_token),
                    ("post_logout_redirect_uri", self._client.post_logout_redirect_uri),
                    ("state", unguessable.token(16)),
                ],
            )
        )

    async def acr_values(self, level: str) -> tuple[str, ...]:
        """Those of the provider at this level of assurance; none while it does not answer."""
        try:
            return _at(level, await self._provider.metadata())
        except (Unanswered, TooLarge):
            return ()

    def abandon(self, token: str) -> None:
        """Forget the sign-in that `token` began: nobody comes back to it."""
        self._transactions.pop(_digest(token), None)

    def _acr_values(self, metadata: ProviderMetadata) -> tuple[str, ...]:
        requested = self._client.acr_values
        return metadata.acr_values_supported if requested is None else requested

    def _make_room(self) -> None:
        if len(self._transactions) < self._most:
            return
        now = self._clock.now()
        first = min(waiting.until for waiting in self._transactions.values())
        if first > now:
            raise TooManySignIns(ceil((first - now).total_seconds()))
        self._transactions = {
            name: waiting for name, waiting in self._transactions.items() if waiting.until > now
        }

    async def _redeem(
        self, code: str, transaction: _Transaction, metadata: ProviderMetadata
    ) -> SignedIn:
        answer = await self._provider.ask(
            "POST",
            metadata.token_endpoint,
            form={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._client.redirect_uri,
                "code_verifier": transaction.verifier,
                "client_id": self._client.client_id,
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                # The issuer as the sole audience, where the provider takes it: an assertion for the token URL
                # could be replayed elsewhere.
                "client_assertion": self._sign(
                    metadata.token_endpoint if self._client.at_token_endpoint else metadata.issuer
                ),
            },
        )
        if answer.status != 200:
            raise SignInRefused(_oauth_error(answer))
        tokens = decode(answer.body, _TokenReply)
        if tokens.token_type.lower() != "bearer":
            raise NotUnderstood("token_type")
        claims = await self._provider.claims(tokens.id_token)
        IdTokenClaims(
            self._clock,
            issuer=metadata.issuer,
            client_id=self._client.client_id,
            nonce=transaction.nonce,
            access_token=tokens.access_token,
            acr_values=transaction.anew or self._acr_values(metadata),
            at_hash=self._client.at_hash,
            since=transaction.begun if transaction.anew else None,
        ).validate(claims)
        acr = claims.get("acr", "")
        if not claims.keys() >= set(self._client.claims):
            claims = {
                **await self._userinfo(metadata, tokens.access_token, claims["sub"]),
                **claims,
            }
        return SignedIn(
            claims=claims,
            method=metadata.simulator_sign_in_methods.get(acr, acr),
            level=metadata.simulator_levels.get(acr, "low"),
            anew=bool(transaction.anew),
            id_token=tokens.id_token,
            life=timedelta(seconds=tokens.expires_in),
        )

    async def _userinfo(
        self, metadata: ProviderMetadata, access_token: str, subject: str
    ) -> dict[str, Any]:
        """Claims about the same person that the ID token lacks (OpenID Connect Core 5.3.2 and 5.4)."""
        if not metadata.userinfo_endpoint:
            return {}
        answer = await self._provider.ask(
            "GET",
            metadata.userinfo_endpoint,
            headers={"Authorization": f"Bearer {access_token}"},
        )
        if answer.status != 200:
            raise NotUnderstood("userinfo")
        if self._client.opened is None:
            claims = decode(answer.body, dict[str, Any])
        else:
            # A signed answer names its issuer and its audience (Core 5.3.2).
            claims = await self._provider.claims(answer.body.decode("ascii", "replace"))
            if (claims.get("iss"), claims.get("aud")) != (metadata.issuer, self._client.client_id):
                raise NotUnderstood("userinfo")
        if claims.get("sub") != subject:
            raise NotUnderstood("userinfo")
        return claims


def _at(level: str, metadata: ProviderMetadata) -> tuple[str, ...]:
    return tuple(acr for acr, its in metadata.simulator_levels.items() if its == level)


def _code(given: Mapping[str, str], metadata: ProviderMetadata) -> str:
    """The code of the provider's answer (RFC 6749 section 4.1.2). Raises SignInRefused."""
    # RFC 9207 section 2.4: correct if present, and present if the provider announced it.
    announced = metadata.authorization_response_iss_parameter_supported
    if given.get("iss", "" if announced else metadata.issuer) != metadata.issuer:
        raise SignInRefused("issuer_mismatch")
    if "error" in given:
        raise SignInRefused(given["error"][:100])
    if not given.get("code"):
        raise SignInRefused("code_missing")
    return given["code"]


def _oauth_error(answer: Answer) -> str:
    if answer.status in (502, 503, 504):
        return "temporarily_unavailable"
    try:
        return str(decode(answer.body, dict[str, Any]).get("error", "invalid_grant"))[:100]
    except NotUnderstood:
        return "server_error"


def _digest(token: str) -> bytes:
    """The key under which a transaction is kept: memory does not reveal the cookie."""
    return sha256(token.encode()).digest()
