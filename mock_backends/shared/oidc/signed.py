"""Signed tokens (JWS, RFC 7515): the key that a token names, and its claims once verified.

A token is untrusted input: every error of parsing it becomes TokenRefused, RecursionError included (a
thousand opening brackets are enough to cause that).
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

LONGEST = 16 * 1024
"""Characters of the longest token that is accepted."""

ASSERTION = "client-authentication+jwt"
"""The `typ` that a client's assertion may have (draft-ietf-oauth-rfc7523bis)."""

REQUEST = "oauth-authz-req+jwt"
"""The `typ` that a request object may have (RFC 9101 section 10.8)."""

_HEADERS = {"alg", "kid", "typ", "x5t", "x5t#S256"}
"""No `jku`, `jwk`, `x5u` or `x5c`: a token must not supply its own key (RFC 8725 3.10)."""

UNREADABLE = (JoseError, ValueError, TypeError, AttributeError, RecursionError)
"""What goes wrong in reading what somebody made up."""


class TokenRefused(Exception):
    """Not a token that the expected party signed with the agreed algorithm."""


class NotVerified(TokenRefused):
    """No key that is known verifies it; a newer one may."""


def key_id(token: str) -> str:
    """The `kid` that the token's header names ("" for none), before anything is verified.

    Raises TokenRefused.
    """
    header, _ = _read(token)
    return str(header.get("kid", ""))


def claimed_subject(token: str) -> str:
    """The `sub` that a token claims, before anything is verified, to know whose keys to look for.

    Raises TokenRefused.
    """
    _, payload = _read(token)
    try:
        subject = members(payload)["sub"]
    except (*UNREADABLE, KeyError) as error:
        raise TokenRefused("It is no signed JWT") from error
    return subject if isinstance(subject, str) else ""


def verified_claims(
    token: str, keys: KeySet, *algorithms: str, kind: str = "JWT"
) -> dict[str, Any]:
    """The claims of `token`, verified with the key in `keys` that it names and one of `algorithms`.

    Those are for different kinds of key, so that a key serves one alone (RFC 8725 section 3.1). `kind` is the
    `typ` that it may have beside "JWT": one that was made for something else is none (3.11).

    Where there is only one key, it need not be named (RFC 7515 section 4.1.4, OpenID Connect Core 10.1); of
    several, which applies would be left to chance. The claims themselves are not checked here (see `claims`).
    Raises TokenRefused.
    """
    header, _ = _read(token)
    kid = header.get("kid", "")
    # Letters count as one size, and "application/" goes without saying (RFC 7515 section 4.1.9).
    if str(header.get("typ", kind)).lower().removeprefix("application/") not in (
        "jwt",
        kind.lower(),
    ):
        raise TokenRefused("It was made for something else")
    named = [key for key in keys.keys if not kid or key.kid == kid]
    if len(named) != 1:
        raise NotVerified("Its key is not known")
    try:
        signed = jws.deserialize_compact(token, named[0], algorithms=list(algorithms))
        return members(signed.payload)
    except UNREADABLE as error:
        raise NotVerified("The signature does not hold") from error


def octets(part: str) -> bytes:
    """A part of a compact token: base64url without padding, spaces or loose bits (RFC 7515 section 2).

    So there is one text for each token. Raises ValueError.
    """
    decoded = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    if urlsafe_b64encode(decoded).rstrip(b"=").decode() != part:
        raise ValueError("not base64url")
    return decoded


def members(text: bytes) -> dict[str, Any]:
    """A JSON object, each of whose names stands once (RFC 7515 section 4, RFC 7519 section 4).

    Raises ValueError or RecursionError.
    """
    found = json.loads(text, object_pairs_hook=_once)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _read(token: str) -> tuple[dict[str, Any], bytes]:
    """Header and payload, before anything is verified."""
    if len(token) > LONGEST:
        raise TokenRefused("The token is too long")
    try:
        first, payload, _ = map(octets, token.split("."))
        header = members(first)
    except UNREADABLE as error:
        raise TokenRefused("It is no signed JWT") from error
    if set(header) - _HEADERS:
        raise TokenRefused("Its header holds what is not taken from a token")
    if not isinstance(header.get("kid", ""), str):
        raise TokenRefused("Its header does not name its key by a text")
    return header, payload
