"""What a tester's faults change in an ID token, so that whoever it is for must refuse it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from joserfc.jwk import RSAKey

Claims = dict[str, Any]

_DAY = 24 * 3600
_HOUR = 3600

CHANGES: Mapping[str, Callable[[Claims], Claims]] = MappingProxyType(
    {
        "wrongIssuer": lambda claims: {"iss": claims["iss"] + "/other"},
        "wrongAudience": lambda _: {"aud": "OTHER"},
        "wrongNonce": lambda _: {"nonce": "another"},
        "wrongAcr": lambda claims: {"acr": claims.get("acr", "") + "-none"},
        "expiredToken": lambda claims: {name: claims[name] - _DAY for name in ("iat", "exp")},
        "tokenNotYetValid": lambda claims: {
            "nbf": claims["iat"] + _HOUR,
            "exp": claims["exp"] + _HOUR,
        },
    }
)
"""By the kind of fault: the claims that it puts in the place of others."""


def distorted(claims: Claims, kind: str) -> Claims:
    """The claims as this kind of fault says; as they are for any other kind."""
    return claims | CHANGES[kind](claims) if kind in CHANGES else claims


def unfit(key: RSAKey) -> RSAKey:
    """A key to encrypt to, made to sign: it is published, and not for that (RFC 7517 section 4.2)."""
    assert key.private_key is not None
    assert key.kid is not None
    return RSAKey.import_key(key.private_key, {"kid": key.kid})


def tampered(signed: str) -> str:
    """A signed token whose signature does not hold."""
    begin, _, signature = signed.rpartition(".")
    return f"{begin}.{'B' if signature[:1] != 'B' else 'C'}{signature[1:]}"
