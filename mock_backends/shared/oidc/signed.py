"""Signed tokens (JWS, RFC 7515): the key that a token names, and its claims once verified.

A token is untrusted input: every error of parsing it becomes TokenRefused, RecursionError included (a
thousand opening brackets are enough to cause that).
"""

import json
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

LONGEST = 16 * 1024
"""Characters of the longest token that is accepted."""

_HEADERS = {"alg", "kid", "typ", "x5t", "x5t#S256"}
"""No `jku`, `jwk`, `x5u` or `x5c`: a token must not supply its own key (RFC 8725 3.10)."""

_UNREADABLE = (JoseError, ValueError, TypeError, AttributeError, RecursionError)


class TokenRefused(Exception):
    """Not a token that the expected party signed with the agreed algorithm."""


def key_id(token: str) -> str:
    """The `kid` that the token's header names ("" for none), before anything is verified.

    Raises TokenRefused.
    """
    if len(token) > LONGEST:
        raise TokenRefused("The token is too long")
    try:
        header = jws.extract_compact(token.encode()).headers()
        kid, more = header.get("kid", ""), set(header) - _HEADERS
    except _UNREADABLE as error:
        raise TokenRefused("It is no signed JWT") from error
    if more:
        raise TokenRefused("Its header holds what is not taken from a token")
    if not isinstance(kid, str):
        raise TokenRefused("Its header does not name its key by a text")
    return kid


def claimed_subject(token: str) -> str:
    """The `sub` that a token claims, before anything is verified, to know whose keys to look for.

    Raises TokenRefused.
    """
    if len(token) > LONGEST:
        raise TokenRefused("The token is too long")
    try:
        subject = json.loads(jws.extract_compact(token.encode()).payload)["sub"]
    except (*_UNREADABLE, KeyError) as error:
        raise TokenRefused("It is no signed JWT") from error
    return subject if isinstance(subject, str) else ""


def verified_claims(token: str, keys: KeySet, *algorithms: str) -> dict[str, Any]:
    """The claims of `token`, verified with the key in `keys` that it names and one of `algorithms`.

    Those are for different kinds of key, so that a key serves one alone (RFC 8725 section 3.1).

    Where there is only one key, it need not be named (RFC 7515 section 4.1.4, OpenID Connect Core 10.1); of
    several, which applies would be left to chance. The claims themselves are not checked here (see `claims`).
    Raises TokenRefused.
    """
    kid = key_id(token)
    named = [key for key in keys.keys if not kid or key.kid == kid]
    if len(named) != 1:
        raise TokenRefused("Its key is not known")
    try:
        return jwt.decode(token, named[0], algorithms=list(algorithms)).claims
    except _UNREADABLE as error:
        raise TokenRefused("The signature does not hold") from error
