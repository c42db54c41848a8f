"""The claims about a citizen, as the Flemish access management documents them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import new as hmac
from uuid import UUID

from mock_backends.identity_provider.models import Shared
from mock_backends.people.loader import Persona

CITIZEN = "BUR"
"""The target group of citizens acting for themselves (vo_doelgroepcode)."""

SCOPES = ("openid", "profile", "rrn")
CLAIMS = (
    "sub",
    "given_name",
    "family_name",
    "rrn",
    "vo_id",
    "vo_doelgroepcode",
    "acr",
    "auth_time",
    "nonce",
    "at_hash",
)


@dataclass(frozen=True, kw_only=True)
class Authentication:
    """An authenticated citizen: when, and by which method (`acr`)."""

    persona: Persona
    acr: str
    at: datetime


class Subjects:
    """Opaque identifiers of citizens, stable for as long as `key` is."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def claims(self, persona: Persona, scope: str) -> dict[str, str]:
        """The claims that `scope` (space-separated) grants."""
        scopes = scope.split()
        claims = {"sub": self.subject(persona)}
        if "profile" in scopes:
            claims |= {
                "given_name": persona.given_names[0],
                "family_name": persona.family_name,
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


def shared(scope: str) -> tuple[Shared, ...]:
    """What a sign-in with this scope shares with the client, in the citizen's terms."""
    scopes = scope.split()
    name: tuple[Shared, ...] = ("name",) if "profile" in scopes else ()
    number: tuple[Shared, ...] = ("nationalNumber",) if "rrn" in scopes else ()
    return name + number
