"""Checking an ID token (OpenID Connect Core 1.0 section 3.1.3.7), leaving nothing to a library's defaults."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

ALGORITHM = "RS256"
LEEWAY = 5
"""Seconds by which two parties' clocks may differ."""

LONGEST = 16 * 1024
_HEADERS = {"alg", "kid", "typ"}


class TokenRefused(Exception):
    """The ID token is not one that this provider made for us, now, for this sign-in."""


class UnknownKey(TokenRefused):
    """No published key has the token's `kid`; the set may be out of date."""


def check_id_token(
    token: str,
    published: Mapping[str, Any],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str,
    now: datetime,
) -> dict[str, Any]:
    """The claims of `token`, once everything about it is right. Raises TokenRefused or UnknownKey.

    `published` is the provider's JWK set. Only RS256 is taken, only a key that the token names by `kid`
    and that is meant for it, and no key that travels in the token's own header.
    """
    if len(token) > LONGEST:
        raise TokenRefused("too long")
    claims = _verified(token, published)
    _require(claims.get("iss") == issuer, "iss")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    _require(isinstance(audiences, list) and client_id in audiences, "aud")
    # A token that is for others as well, or was issued to another, is not one that we asked for.
    _require(audiences == [client_id], "aud")
    _require(claims.get("azp", client_id) == client_id, "azp")
    _require(_equal(claims.get("nonce"), nonce), "nonce")
    _require(_equal(claims.get("at_hash"), half_hash(access_token)), "at_hash")
    moment = now.timestamp()
    _require(moment < _seconds(claims, "exp") + LEEWAY, "exp")
    _require(_seconds(claims, "iat") <= moment + LEEWAY, "iat")
    _require("nbf" not in claims or _seconds(claims, "nbf") <= moment + LEEWAY, "nbf")
    _require(isinstance(claims.get("sub"), str) and claims["sub"] != "", "sub")
    return claims


def half_hash(value: str) -> str:
    """`at_hash` of an access token: base64url of the left half of its SHA-256 (Core section 3.1.3.6)."""
    return urlsafe_b64encode(sha256(value.encode()).digest()[:16]).rstrip(b"=").decode()


def _verified(token: str, published: Mapping[str, Any]) -> dict[str, Any]:
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("alg") != ALGORITHM or set(header) - _HEADERS:
            raise TokenRefused("header")
        key = next(
            (
                one
                for one in published.get("keys", [])
                if one.get("kid") == header.get("kid")
                and one.get("kty") == "RSA"
                and one.get("use", "sig") == "sig"
                and one.get("alg", ALGORITHM) == ALGORITHM
            ),
            None,
        )
        if key is None or "kid" not in header:
            raise UnknownKey(str(header.get("kid")))
        claims: dict[str, Any] = jwt.decode(
            token, RSAKey.import_key(key), algorithms=[ALGORITHM]
        ).claims
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise TokenRefused("not a signed token") from error
    return claims


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenRefused(name)
    return value


def _equal(given: object, expected: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())


def _require(right: bool, what: str) -> None:
    if not right:
        raise TokenRefused(what)
