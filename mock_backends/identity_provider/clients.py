"""The clients that may send citizens here, and the public keys by which they prove who they are."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from fixtures.loader import Localized
from mock_backends.shared.clock import Clock
from mock_backends.shared.http import AsyncClient, NoAnswer
from mock_backends.shared.messages import LARGEST_BODY

ASSERTION_ALGORITHM = "ES256"
AUTH_METHOD = "private_key_jwt"
FETCH_WITHIN = 5.0
KEEP = timedelta(hours=1)
"""So long a client's keys are used before they are fetched anew: a key that it withdrew must die here too."""
ASK_AGAIN_AFTER = timedelta(seconds=10)
"""An unknown key id makes us ask the client again, but not for each of a flood of made-up ids."""


@dataclass(frozen=True, kw_only=True)
class RegisteredClient:
    """A relying party as registered (OpenID Connect Registration section 2; checks of RFC 6749 section 2).

    `keys_url` is where it publishes its keys; addresses must match a registered one exactly.
    """

    client_id: str
    name: Localized
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    keys_url: str
    id_token_signed_response_alg: str = "RS256"

    def get_client_id(self) -> str:
        """The client identifier."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """OpenID Connect Core 3.1.2.1 requires redirect_uri, so there is no default."""
        return

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """The scope as asked, or None when it holds one that this client may not have."""
        if not scope or not set(scope.split()) <= set(self.scopes):
            return None
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether this address is registered, letter for letter (RFC 9700 section 2.1)."""
        return redirect_uri in self.redirect_uris

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Every client here signs its own statement (RFC 7523 section 2.2), at each endpoint."""
        del endpoint
        return method == AUTH_METHOD

    def check_response_type(self, response_type: str) -> bool:
        """Only the code flow."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Only the code grant, without refresh tokens."""
        return grant_type == "authorization_code"


def portal(profile_service: str) -> RegisteredClient:
    """Mijn Burgerprofiel, run by the profile service at this address."""
    return RegisteredClient(
        client_id="mbp-sim",
        name={"nl": "Mijn Burgerprofiel", "en": "My Citizen Profile"},
        redirect_uris=(f"{profile_service}/v1/callback",),
        post_logout_redirect_uris=(f"{profile_service}/v1/signed-out",),
        scopes=("openid", "profile", "rrn"),
        keys_url=f"{profile_service}/v1/keys",
    )


class ClientKeys:
    """The clients' published keys, fetched when first needed and when a key id is new."""

    def __init__(self, http: AsyncClient, clock: Clock) -> None:
        self._http = http
        self._clock = clock
        self._sets: dict[str, KeySet] = {}
        self._asked: dict[str, datetime] = {}
        self._one_at_a_time = asyncio.Lock()

    def of(self, client: RegisteredClient) -> KeySet:
        """The keys as last fetched; none before the first time."""
        return self._sets.get(client.client_id, KeySet([]))

    async def learn(self, client: RegisteredClient, kid: str) -> None:
        """Make sure that the key of this id is known, if the client publishes it."""
        async with self._one_at_a_time:
            now = self._clock.now()
            asked = self._asked.get(client.client_id)
            if asked is not None:
                known = any(key.kid == kid for key in self.of(client).keys)
                if now < asked + (KEEP if known else ASK_AGAIN_AFTER):
                    return
            self._asked[client.client_id] = now
            fetched = await self._fetch(client.keys_url)
            if fetched is not None:
                self._sets[client.client_id] = fetched

    async def _fetch(self, url: str) -> KeySet | None:
        try:
            answer = await self._clock.within(FETCH_WITHIN, self._http.get(url))
        except (NoAnswer, TimeoutError):
            return None
        if answer.status_code != 200 or len(answer.content) > LARGEST_BODY:
            return None
        try:
            published = msgspec.json.decode(answer.content, type=dict[str, list[dict[str, Any]]])
        except (msgspec.DecodeError, RecursionError):
            return None
        usable: list[ECKey] = []
        for member in published.get("keys", []):
            # Only what can check an ES256 signature: no symmetric key, no other curve, no private part.
            # (A key that is meant for encryption is refused by joserfc, at its use.)
            if (
                member.get("kty") != "EC"
                or member.get("crv") != "P-256"
                or "d" in member
                or not isinstance(member.get("kid"), str)
            ):
                continue
            try:
                usable.append(ECKey.import_key(member))
            except (JoseError, ValueError, TypeError):
                continue
        return KeySet(list(usable))
