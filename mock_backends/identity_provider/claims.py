"""The claims about a citizen, as the Flemish access management documents them."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import new as hmac
from uuid import UUID

import msgspec

from mock_backends.identity_provider.models import Shared
from mock_backends.people.loader import Persona
from mock_backends.shared.sealed_answers import pad, public_key, seal

CITIZEN = "BUR"
"""The target group of citizens acting for themselves (vo_doelgroepcode)."""

SCOPES = ("openid", "profile", "rrn")
CLAIMS = (
    "sub",
    "given_name",
    "family_name",
    "rrn",
    "seal_to",
    "sealed_name",
    "vo_id",
    "vo_doelgroepcode",
    "acr",
    "auth_time",
    "nonce",
    "at_hash",
)


_NAME_STEP = 64
"""Bytes; a token has to stay short."""


@dataclass(frozen=True, kw_only=True)
class Authentication:
    """An authenticated citizen: when, and by which method (`acr`).

    `seal_to` is the key to which their name is sealed; "" for a client that sent none.
    """

    persona: Persona
    acr: str
    at: datetime
    seal_to: str = ""


class Subjects:
    """Opaque identifiers of citizens, stable for as long as `key` is."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def claims(self, authentication: Authentication, scope: str) -> dict[str, str]:
        """The claims that `scope` (space-separated) grants.

        The name is sealed where the client sent a key to seal to; the key is vouched for by a claim.
        """
        scopes, persona = scope.split(), authentication.persona
        claims = {"sub": self.subject(persona)}
        name = _name(persona)
        if authentication.seal_to:
            claims["seal_to"] = authentication.seal_to
            name = {"sealed_name": _sealed(name, authentication.seal_to)}
        if "profile" in scopes:
            claims |= {
                **name,
                "vo_id": str(UUID(bytes=self._digest("vo_id", persona)[:16], version=4)),
                "vo_doelgroepcode": CITIZEN,
            }
        if "rrn" in scopes:
            claims["rrn"] = persona.national_number
        return claims

    def subject(self, persona: Persona) -> str:
        """The `sub` claim: 40 hexadecimal digits."""
        return self._digest("sub", persona)[:20].hex()

    def _digest(self, purpose: str, persona: Persona) -> bytes:
        return hmac(self._key, f"{purpose}:{persona.national_number}".encode(), sha256).digest()


def _name(persona: Persona) -> dict[str, str]:
    """The claims of the person's name; one that they do not have is left out (OpenID Connect Core 5.3.2)."""
    names = {"given_name": persona.given_name, "family_name": persona.family_name}
    return {claim: name for claim, name in names.items() if name}


def _sealed(name: dict[str, str], seal_to: str) -> str:
    padded = pad(msgspec.json.encode(name), _NAME_STEP)
    sealed = seal(padded, public_key(seal_to), "identity_provider", "name")
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def shared(scope: str) -> tuple[Shared, ...]:
    """What a sign-in with this scope shares with the client, in the citizen's terms."""
    scopes = scope.split()
    name: tuple[Shared, ...] = ("name",) if "profile" in scopes else ()
    number: tuple[Shared, ...] = ("nationalNumber",) if "rrn" in scopes else ()
    return name + number
