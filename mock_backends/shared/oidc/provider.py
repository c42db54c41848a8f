"""An OpenID provider as its clients see it: its metadata, its endpoints and its signed tokens."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Answer, Unanswered, ask
from mock_backends.shared.published_keys import Algorithm, PublishedKeys
from mock_backends.shared.wire import NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

KEEP = timedelta(hours=1)
"""How long a discovery document is used before it is fetched again."""

LARGEST_ANSWER = 64 * 1024
"""Bytes of the largest provider answer that is accepted."""


class ProviderMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """The members of a discovery document that our clients use (OpenID Connect Discovery 1.0 section 3).

    An optional endpoint is "" where the provider has none. `authorization_response_iss_parameter_supported`
    is RFC 9207's; `end_session_endpoint` RP-Initiated Logout's.
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    acr_values_supported: tuple[str, ...] = ()
    authorization_response_iss_parameter_supported: bool = False
    simulator_sign_in_methods: Mapping[str, str] = {}
    """The provider's short name for each `acr`. Our own extension; no standard defines it."""
    simulator_levels: Mapping[str, Literal["low", "substantial", "high"]] = {}
    """The level of assurance of each `acr`, on the scale of eIDAS. Our own extension."""


class Provider:
    """The provider at `issuer`, whose tokens are signed with `algorithm`.

    `opened` gives the signed token within one that is encrypted to us. The discovery document and the keys
    are kept for an hour.
    """

    def __init__(
        self,
        issuer: str,
        http: "AsyncClient",
        clock: Clock,
        algorithm: Algorithm,
        opened: Callable[[str], str] = str,
    ) -> None:
        self.issuer = issuer
        self._http = http
        self._clock = clock
        self._algorithm = algorithm
        self._opened = opened
        self._known: tuple[ProviderMetadata, datetime] | None = None
        self._discovering = asyncio.Lock()
        self._keys: tuple[str, PublishedKeys] | None = None

    async def metadata(self) -> ProviderMetadata:
        """The discovery document. Raises Unanswered."""
        async with self._discovering:
            now = self._clock.now()
            if self._known is None or self._known[1] <= now:
                self._known = (await self._discover(), now + KEEP)
            return self._known[0]

    async def claims(self, token: str) -> dict[str, Any]:
        """The claims of a token, verified with a key of the provider.

        Raises TokenRefused; Unanswered when its keys cannot be fetched.
        """
        token = self._opened(token)
        address = (await self.metadata()).jwks_uri
        if self._keys is None or self._keys[0] != address:
            keys = PublishedKeys(address, self._http, self._clock, self._algorithm)
            self._keys = (address, keys)
        return await self._keys[1].verified(token)

    async def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request to an endpoint of the provider. Raises Unanswered or TooLarge."""
        return await ask(
            self._http, self._clock, method, url, headers=headers, form=form, limit=LARGEST_ANSWER
        )

    async def _discover(self) -> ProviderMetadata:
        url = self.issuer + "/.well-known/openid-configuration"
        answer = await self.ask("GET", url)
        if answer.status != 200:
            raise Unanswered(url)
        try:
            metadata = decode(answer.body, ProviderMetadata)
        except NotUnderstood as error:
            raise Unanswered(url) from error
        endpoints = (
            metadata.authorization_endpoint,
            metadata.token_endpoint,
            metadata.jwks_uri,
            metadata.userinfo_endpoint or self.issuer + "/",
            metadata.end_session_endpoint or self.issuer + "/",
        )
        # Discovery 1.0 section 4.3; and no endpoint may belong to another party.
        if metadata.issuer != self.issuer or not all(
            endpoint.startswith(self.issuer + "/") for endpoint in endpoints
        ):
            raise Unanswered(url)
        return metadata
