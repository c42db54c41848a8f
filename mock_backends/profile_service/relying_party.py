"""The service as a relying party: the code flow with PKCE, state, nonce and a signed client assertion.

OpenID Connect Core 1.0, RFC 7636 (S256), RFC 7523 (private_key_jwt), RFC 9207 (`iss` in the response).
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import msgspec

from mock_backends.profile_service.id_token import TokenRefused, UnknownKey, check_id_token
from mock_backends.profile_service.models import Method
from mock_backends.profile_service.vault import Identity
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered, ask
from mock_backends.shared.service_tokens import ServiceTokens

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

CLIENT_ID = "mbp-sim"
SCOPES = "openid profile rrn"
METHODS: tuple[Method, ...] = ("eid", "itsme")
_AUTHMECH = "urn:be:vlaanderen:authmech:"
TRANSACTION_LIFE = timedelta(hours=2, minutes=5)
"""How long a sign-in may take: as long as the provider lets it be extended, and some more to come back."""

MOST_TRANSACTIONS = 1000
_SMALL = 64 * 1024
_KEPT = timedelta(hours=1)
"""So long the provider's metadata and keys are used: a key that it withdrew must die here too."""


class SignInRefused(Exception):
    """A sign-in ends without a session. `error` is the provider's OAuth code, or one of ours."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class SignedIn:
    """What a sign-in gave: who it is, and how long the access token lives."""

    identity: Identity
    life: timedelta


@dataclass(frozen=True)
class _Transaction:
    state: str
    nonce: str
    verifier: str
    until: datetime


class _Metadata(msgspec.Struct, frozen=True, kw_only=True):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str


class _TokenReply(msgspec.Struct, frozen=True, kw_only=True):
    access_token: str
    token_type: str
    id_token: str
    expires_in: Annotated[int, msgspec.Meta(gt=0, le=366 * 24 * 3600)]


class RelyingParty:
    """Begins and finishes sign-ins at one identity provider. `base` is this service's own address.

    Without `time_limits` a sign-in that was begun waits for as long as there is room for it.
    """

    def __init__(
        self,
        *,
        issuer: str,
        base: str,
        key: ServiceTokens,
        http: "AsyncClient",
        clock: Clock,
        time_limits: bool = True,
    ) -> None:
        self._issuer = issuer
        self._redirect_uri = base + "/v1/callback"
        self._signed_out_uri = base + "/v1/signed-out"
        self._key = key
        self._http = http
        self._clock = clock
        self._time_limits = time_limits
        self._transactions: dict[bytes, _Transaction] = {}
        self._known: tuple[_Metadata, datetime] | None = None
        self._keys: tuple[dict[str, Any], datetime] | None = None

    async def begin(self) -> tuple[str, str]:
        """Start a sign-in: the address to go to, and the token for the citizen's own cookie.

        Raises Unanswered when the provider cannot be reached.
        """
        metadata = await self._metadata()
        now = self._clock.now()
        self._transactions = {
            name: one for name, one in self._transactions.items() if one.until > now
        }
        while len(self._transactions) >= MOST_TRANSACTIONS:
            del self._transactions[next(iter(self._transactions))]
        token = secrets.token_urlsafe(32)
        transaction = self._transactions[_hash(token)] = _Transaction(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            until=self._clock.after(TRANSACTION_LIFE, limited=self._time_limits),
        )
        query = {
            "response_type": "code",
            "client_id": CLIENT_ID,
            "redirect_uri": self._redirect_uri,
            "scope": SCOPES,
            "state": transaction.state,
            "nonce": transaction.nonce,
            "code_challenge": urlsafe_b64encode(_hash(transaction.verifier)).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            # `acr` comes back only when it was asked for; it says how the citizen signed in.
            "acr_values": " ".join(_AUTHMECH + method for method in METHODS),
        }
        return f"{metadata.authorization_endpoint}?{urlencode(query)}", token

    async def finish(self, token: str, parameters: list[tuple[str, str]]) -> SignedIn:
        """Finish the sign-in that `token` (the cookie's) began, with the callback's parameters.

        A transaction is good for one try. Raises SignInRefused.
        """
        transaction = self._transactions.pop(_hash(token), None)
        if transaction is None or transaction.until <= self._clock.now():
            raise SignInRefused("transaction_unknown")
        given = dict(parameters)
        if len(given) != len(parameters):
            raise SignInRefused("parameter_repeated")
        if not hmac.compare_digest(given.get("state", "").encode(), transaction.state.encode()):
            raise SignInRefused("state_mismatch")
        if given.get("iss") != self._issuer:
            raise SignInRefused("issuer_mismatch")
        if "error" in given:
            raise SignInRefused(given["error"][:100])
        if not given.get("code"):
            raise SignInRefused("code_missing")
        try:
            return await self._redeem(given["code"], transaction)
        except (Unanswered, TooLarge) as error:
            raise SignInRefused("temporarily_unavailable") from error
        except TokenRefused as error:
            raise SignInRefused("token_invalid") from error

    async def end_session_url(self, id_token: str) -> str:
        """Where the citizen's browser ends the provider's session (RP-Initiated Logout 1.0 section 2)."""
        metadata = await self._metadata()
        query = {
            "client_id": CLIENT_ID,
            "id_token_hint": id_token,
            "post_logout_redirect_uri": self._signed_out_uri,
            "state": secrets.token_urlsafe(16),
        }
        return f"{metadata.end_session_endpoint}?{urlencode(query)}"

    async def _redeem(self, code: str, transaction: _Transaction) -> SignedIn:
        metadata = await self._metadata()
        reply = await self._ask(
            "POST",
            metadata.token_endpoint,
            form={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._redirect_uri,
                "code_verifier": transaction.verifier,
                "client_id": CLIENT_ID,
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                # The issuer as the one audience: an assertion for the token URL could be passed on.
                "client_assertion": self._key.token(self._issuer),
            },
        )
        if reply.status != 200:
            raise SignInRefused(_oauth_error(reply.body))
        tokens = _decode(reply.body, _TokenReply)
        if tokens.token_type.lower() != "bearer":
            raise TokenRefused("token_type")
        claims = await self._claims(tokens, transaction.nonce)
        method = _method(claims)
        if "rrn" not in claims:
            # Core section 5.4: claims of a scope may come from the userinfo endpoint instead.
            claims = {**await self._userinfo(tokens.access_token, claims["sub"]), **claims}
        texts = [claims.get(name) for name in ("rrn", "given_name", "family_name")]
        if not all(isinstance(text, str) and text for text in texts):
            raise TokenRefused("claims")
        number, given_name, family_name = (str(text) for text in texts)
        identity = Identity(
            national_number=number,
            given_name=given_name,
            family_name=family_name,
            method=method,
            id_token=tokens.id_token,
        )
        return SignedIn(identity, timedelta(seconds=tokens.expires_in))

    async def _claims(self, tokens: _TokenReply, nonce: str) -> dict[str, Any]:
        for anew in (False, True):
            try:
                return check_id_token(
                    tokens.id_token,
                    await self._published(anew=anew),
                    issuer=self._issuer,
                    client_id=CLIENT_ID,
                    nonce=nonce,
                    access_token=tokens.access_token,
                    now=self._clock.now(),
                )
            except UnknownKey:
                # The provider may have a new key: look once more, and no more than once.
                continue
        raise TokenRefused("unknown key")

    async def _userinfo(self, access_token: str, subject: str) -> dict[str, Any]:
        metadata = await self._metadata()
        answer = await self._ask(
            "GET",
            metadata.userinfo_endpoint,
            headers={"Authorization": f"Bearer {access_token}"},
        )
        claims: dict[str, Any] = _decode(answer.body, dict)
        if answer.status != 200 or claims.get("sub") != subject:
            raise TokenRefused("userinfo")
        return claims

    async def _published(self, *, anew: bool) -> dict[str, Any]:
        now = self._clock.now()
        if self._keys is None or self._keys[1] <= now or anew:
            metadata = await self._metadata()
            answer = await self._ask("GET", metadata.jwks_uri)
            if answer.status != 200:
                raise Unanswered("keys")
            self._keys = (_decode(answer.body, dict), now + _KEPT)
        return self._keys[0]

    async def _metadata(self) -> _Metadata:
        now = self._clock.now()
        if self._known is None or self._known[1] <= now:
            answer = await self._ask("GET", self._issuer + "/.well-known/openid-configuration")
            if answer.status != 200:
                raise Unanswered("discovery")
            try:
                metadata = _decode(answer.body, _Metadata)
            except TokenRefused as error:
                raise Unanswered("discovery") from error
            # Discovery 1.0 section 4.3, and no endpoint of another party.
            if metadata.issuer != self._issuer or not all(
                url.startswith(self._issuer + "/") for url in msgspec.structs.astuple(metadata)[1:]
            ):
                raise Unanswered("discovery")
            self._known = (metadata, now + _KEPT)
        return self._known[0]

    async def _ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        return await ask(
            self._http, self._clock, method, url, headers=headers, form=form, limit=_SMALL
        )


def _method(claims: Mapping[str, Any]) -> Method:
    amr = claims.get("amr")
    used = [claims.get("acr"), *(amr if isinstance(amr, list) else ())]
    for method in METHODS:
        if any(isinstance(one, str) and one.rpartition(":")[2] == method for one in used):
            return method
    raise TokenRefused("acr")


def _oauth_error(body: bytes) -> str:
    try:
        return str(_decode(body, dict).get("error", "invalid_grant"))[:100]
    except TokenRefused:
        return "server_error"


def _decode(body: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise TokenRefused("not what was asked for") from error


def _hash(text: str) -> bytes:
    return sha256(text.encode()).digest()
