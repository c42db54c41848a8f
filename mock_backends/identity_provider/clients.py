"""The registered clients, and the public keys by which they authenticate."""

from collections.abc import Iterable

from joserfc.jwk import KeySet
from msgspec import Struct

from mock_backends.people.loader import Localized
from mock_backends.shared.clock import Clock
from mock_backends.shared.http import AsyncClient
from mock_backends.shared.published_keys import Algorithm, PublishedKeys

ASSERTION_ALGORITHMS: tuple[Algorithm, ...] = ("ES256", "RS256")
"""Which one follows from the key: no client has registered another rule (Registration section 2)."""

AUTH_METHOD = "private_key_jwt"


class RegisteredClient(Struct, frozen=True, kw_only=True):
    """A relying party as registered (OpenID Connect Registration section 2; checks of RFC 6749 section 2).

    `keys_url` is where it publishes its keys. Redirect URIs must match exactly.
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
        """The requested scope, or None if any part of it is not allowed for this client."""
        if not scope or not set(scope.split()) <= set(self.scopes):
            return None
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether this URI is registered, by exact comparison (RFC 9700 section 2.1)."""
        return redirect_uri in self.redirect_uris

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Every client authenticates with a signed assertion (RFC 7523 section 2.2), at every endpoint."""
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
        name={
            "nl": "Mijn Burgerprofiel",
            "en": "My Citizen Profile",
            "fr": "Mon profil citoyen",
            "de": "Mein Bürgerprofil",
        },
        redirect_uris=(f"{profile_service}/v1/callback",),
        post_logout_redirect_uris=(f"{profile_service}/v1/signed-out",),
        scopes=("openid", "profile", "rrn"),
        keys_url=f"{profile_service}/v1/keys",
    )


class ClientKeys:
    """The clients' published keys."""

    def __init__(
        self, clients: Iterable[RegisteredClient], http: AsyncClient, clock: Clock
    ) -> None:
        self._published = {
            client.client_id: PublishedKeys(client.keys_url, http, clock, *ASSERTION_ALGORITHMS)
            for client in clients
        }

    def of(self, client: RegisteredClient) -> KeySet:
        """The keys as last fetched; none before the first fetch."""
        return self._published[client.client_id].keys

    async def learn(self, client_id: str, kid: str) -> None:
        """Make sure that this key of a client is known, if the client exists and publishes it."""
        if client_id in self._published:
            await self._published[client_id].learn(kid)
