"""The registered partners, as itsme calls its clients, and their public keys."""

from collections.abc import Iterable, Mapping
from typing import Any

from joserfc.jwk import RSAKey
from msgspec import Struct

from mock_backends.people.loader import Localized
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Unanswered
from mock_backends.shared.http import AsyncClient
from mock_backends.shared.oidc.nested import KEY_ENCRYPTED, SIGNED
from mock_backends.shared.oidc.signed import TokenRefused
from mock_backends.shared.published_keys import PublishedKeys


class Service(Struct, frozen=True, kw_only=True):
    """One user flow of a partner, with its own redirect URIs, which must match exactly."""

    name: Localized
    redirect_uris: tuple[str, ...]


class Partner(Struct, frozen=True, kw_only=True):
    """A partner as registered: its services by code, and where it publishes its keys.

    `pkce`: it has proof keys required of itself, which itsme strongly recommends.
    """

    client_id: str
    name: Localized
    services: Mapping[str, Service]
    keys_url: str
    pkce: bool = True

    def knows(self, redirect_uri: str) -> bool:
        """Whether any of its services has this redirect URI (exact match, case and query included)."""
        return any(redirect_uri in service.redirect_uris for service in self.services.values())


def access_management(address: str) -> Partner:
    """The Flemish access management, run by the identity provider at this address."""
    return Partner(
        client_id="ACMSIM",
        name={
            "nl": "Vlaanderen",
            "en": "Flanders",
            "fr": "Flandre",
            "de": "Flandern",
        },
        services={
            "MBPSIM": Service(
                name={
                    "nl": "Mijn Burgerprofiel",
                    "en": "My Citizen Profile",
                    "fr": "Mon profil citoyen",
                    "de": "Mein Bürgerprofil",
                },
                redirect_uris=(f"{address}/v1/itsme/callback",),
            )
        },
        keys_url=f"{address}/v1/itsme/keys",
    )


class PartnerKeys:
    """The partners' published keys: one JWK to verify what they sign, one to encrypt to."""

    def __init__(self, partners: Iterable[Partner], http: AsyncClient, clock: Clock) -> None:
        self._published = {
            partner.client_id: (
                PublishedKeys(partner.keys_url, http, clock, SIGNED),
                PublishedKeys(partner.keys_url, http, clock, KEY_ENCRYPTED),
            )
            for partner in partners
        }

    async def verified(self, partner: Partner, token: str, kind: str) -> dict[str, Any]:
        """The claims of what this partner has signed, as what it was made for. Raises TokenRefused."""
        try:
            return await self._published[partner.client_id][0].verified(token, kind=kind)
        except Unanswered as error:
            raise TokenRefused("Its key is not known") from error

    async def encrypting(self, partner: Partner) -> RSAKey | None:
        """The key to encrypt to; None if there is none at present."""
        keys = self._published[partner.client_id][1]
        await keys.learn(None)
        key = next(iter(keys.keys.keys), None)
        assert key is None or isinstance(key, RSAKey)
        return key
