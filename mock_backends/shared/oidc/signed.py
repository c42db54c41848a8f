"""Signed tokens (JWS, RFC 7515): whose key a token names, and its claims once that key has verified them.

A token is a stranger's text: nothing that parsing it can raise gets out of here, RecursionError included (a
thousand opening brackets are enough for that).
"""

from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

LONGEST = 16 * 1024
"""Characters of a token that is looked at."""

_HEADERS = {"alg", "kid", "typ", "x5t", "x5t#S256"}
"""No `jku`, `jwk`, `x5u` or `x5c`: a token must not bring the key by which it is checked (RFC 8725 3.10)."""

_UNREADABLE = (JoseError, ValueError, TypeError, AttributeError, RecursionError)


class TokenRefused(Exception):
    """Not a token that the named party signed, with the algorithm that was agreed on."""


def key_id(token: str) -> str:
    """The `kid` that the token's header names, before anything is verified. Raises TokenRefused."""
    if len(token) > LONGEST:
        raise TokenRefused("The token is too long")
    try:
        header = jws.extract_compact(token.encode()).headers()
        kid, more = header.get("kid"), set(header) - _HEADERS
    except _UNREADABLE as error:
        raise TokenRefused("It is no signed JWT") from error
    if more:
        raise TokenRefused("Its header holds what is not taken from a token")
    if not isinstance(kid, str):
        # Without it, the choice among several keys would be the sender's luck.
        raise TokenRefused("Its header names no key")
    return kid


def verified_claims(token: str, keys: KeySet, algorithm: str) -> dict[str, Any]:
    """The claims of `token`, signed with `algorithm` by the one of `keys` that it names.

    Raises TokenRefused. What the claims say is not checked here (see `claims`).
    """
    kid = key_id(token)
    key = next((key for key in keys.keys if key.kid == kid), None)
    if key is None:
        raise TokenRefused("Its key is not known")
    try:
        return jwt.decode(token, key, algorithms=[algorithm]).claims
    except _UNREADABLE as error:
        raise TokenRefused("The signature does not hold") from error
