"""Nested tokens: signed, then encrypted for one reader (RFC 7519 section 11.2), as itsme's are."""

from collections.abc import Mapping
from typing import Any

from joserfc import jwe, jwt
from joserfc.jwk import RSAKey

from mock_backends.shared.oidc.signed import LONGEST, UNREADABLE, TokenRefused, members, octets
from mock_backends.shared.published_keys import Algorithm

SIGNED: Algorithm = "RS256"
KEY_ENCRYPTED: Algorithm = "RSA-OAEP-256"
ENCRYPTED = "A128CBC-HS256"

_ALGORITHMS = [KEY_ENCRYPTED, ENCRYPTED]
"""One for the key and one for the content: a token cannot choose (RFC 8725 section 3.1)."""

_HEADERS = {"alg", "enc", "cty", "kid", "typ"}
"""No `zip`, `p2c`, `jku`, `jwk`, `x5u` or `x5c`."""


def sign(claims: Mapping[str, Any], signer: RSAKey) -> str:
    """`claims`, signed with the key of `signer`."""
    return jwt.encode({"alg": SIGNED, "kid": signer.kid}, dict(claims), signer)


def seal(signed: str, reader: RSAKey) -> str:
    """A signed token, encrypted to the key of `reader`."""
    header = {"alg": KEY_ENCRYPTED, "enc": ENCRYPTED, "cty": "JWT", "kid": reader.kid}
    return jwe.encrypt_compact(header, signed, reader, algorithms=_ALGORITHMS)


def unnest(token: str, reader: RSAKey) -> str:
    """The signed token within one that was encrypted to us; nothing in it is verified yet.

    Raises TokenRefused.
    """
    if len(token) > LONGEST:
        raise TokenRefused("The token is too long")
    try:
        first, *_ = map(octets, token.split("."))
        header = members(first)
        opened = jwe.decrypt_compact(token, reader, algorithms=_ALGORITHMS)
        inner = (opened.plaintext or b"").decode("ascii")
    except UNREADABLE as error:
        raise TokenRefused("It is not encrypted to us") from error
    if header.get("cty", "").upper() != "JWT" or set(header) - _HEADERS:
        # RFC 7519 section 5.2: what is in it is a token again.
        raise TokenRefused("It holds no signed token")
    if header.get("kid", reader.kid) != reader.kid:
        raise TokenRefused("It is encrypted to another key")
    return inner
