"""The claims about a citizen, as the Flemish access management documents them."""

from base64 import urlsafe_b64encode
from datetime import datetime
from uuid import UUID

import msgspec

from mock_backends.identity_provider.models import Shared
from mock_backends.people.loader import Persona
from mock_backends.shared.sealed_answers import pad, public_key, seal
from mock_backends.shared.turns import Turns

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


class Authentication(msgspec.Struct, frozen=True, kw_only=True):
    """An authenticated citizen: for which client, when, and by which method (`acr`).

    `seal_to` is the key to which their name is sealed; "" for a client that sent none.
    """

    persona: Persona
    client_id: str
    acr: str
    at: datetime
    seal_to: str = ""


class Subjects:
    """Opaque identifiers of citizens, the same in every world of one seed."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    def claims(self, authentication: Authentication, scope: str) -> dict[str, str]:
        """The claims that `scope` (space-separated) grants.

        The name is sealed where the client sent a key to seal to; the key is vouched for by a claim.
        """
        scopes, persona = scope.split(), authentication.persona
        claims = {"sub": self.subject(persona, authentication.client_id)}
        name = _name(persona)
        if authentication.seal_to:
            claims["seal_to"] = authentication.seal_to
            name = {"sealed_name": _sealed(name, authentication.seal_to)}
        if "profile" in scopes:
            claims |= {
                **name,
                "vo_id": str(
                    UUID(bytes=self._turns.name("vo_id", persona.national_number)[:16], version=4)
                ),
                "vo_doelgroepcode": CITIZEN,
            }
        if "rrn" in scopes:
            claims["rrn"] = persona.national_number
        return claims

    def subject(self, persona: Persona, client_id: str) -> str:
        """The `sub` claim: 40 hexadecimal digits, others for each client (OpenID Connect Core 8.1)."""
        return self._turns.name("sub", client_id, persona.national_number)[:20].hex()


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
