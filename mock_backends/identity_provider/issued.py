"""Issued codes and tokens: kept as digests, and forgotten when they expire."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from msgspec import Struct

from mock_backends.identity_provider.claims import Authentication
from mock_backends.shared.clock import Clock

CODE_LIFE = timedelta(seconds=30)
TOKEN_LIFE = timedelta(hours=1)


class AuthorizationCode(Struct, kw_only=True, eq=False):
    """What a code stands for (RFC 6749 section 4.1, OpenID Connect Core 3.1.2.5), and its visit."""

    client_id: str
    redirect_uri: str
    scope: str
    authentication: Authentication
    code_challenge: str
    nonce: str
    acr: str
    expires_at: datetime
    code_challenge_method: str = "S256"
    visit_id: str = ""

    def get_redirect_uri(self) -> str:
        """Where the code was sent."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """The granted scope."""
        return self.scope

    def get_nonce(self) -> str:
        """The client's nonce, or ""."""
        return self.nonce

    def get_auth_time(self) -> int:
        """When the citizen authenticated, in seconds since 1970."""
        return int(self.authentication.at.timestamp())

    def get_acr(self) -> str:
        """The method used, or "" when the client did not send acr_values."""
        return self.acr

    def get_amr(self) -> None:
        """The Flemish access management sends no amr."""
        return


class AccessToken(Struct, frozen=True, kw_only=True):
    """What an access token stands for; `acr` as its code has it."""

    client_id: str
    scope: str
    authentication: Authentication
    acr: str
    expires_at: datetime


class UsedCode(Struct, kw_only=True, eq=False):
    """A used code and the token issued for it; kept for as long as that token may live."""

    client_id: str
    expires_at: datetime
    token: bytes = b""


K = TypeVar("K")
V = TypeVar("V")


class Issued:
    """A provider's codes and access tokens, in memory only.

    All entries of a dictionary live equally long, so the oldest come first and sweeping costs no more than
    what it removes.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._codes: dict[bytes, AuthorizationCode] = {}
        self._used: dict[bytes, UsedCode] = {}
        self._tokens: dict[bytes, AccessToken] = {}
        self._assertions: dict[tuple[str, str], datetime] = {}

    def __len__(self) -> int:
        return len(self._codes) + len(self._used) + len(self._tokens) + len(self._assertions)

    def add_code(self, code: str, meaning: AuthorizationCode) -> None:
        """Record an issued code."""
        self._codes[digest(code)] = meaning

    def redeem(self, code: str, client_id: str) -> AuthorizationCode | None:
        """What `code` stands for; marks it as used.

        A second use means that the code was stolen, before or after its first use, so its access token is
        revoked (RFC 6749 section 4.1.2).
        """
        name, now = digest(code), self._clock.now()
        used = self._used.get(name)
        if used is not None and used.client_id == client_id:
            self._tokens.pop(used.token, None)
        known = self._codes.get(name)
        if known is None or known.client_id != client_id:
            return None
        del self._codes[name]
        self._used[name] = UsedCode(client_id=client_id, expires_at=now + TOKEN_LIFE)
        return known if now < known.expires_at else None

    def add_token(self, token: str, meaning: AccessToken, code: str) -> None:
        """Record an access token issued for `code`."""
        name = digest(token)
        self._tokens[name] = meaning
        self._used[digest(code)].token = name

    def token(self, token: str) -> AccessToken | None:
        """What a token stands for; None if it is unknown or has expired."""
        known = self._tokens.get(digest(token))
        return known if known is not None and self._clock.now() < known.expires_at else None

    def revoke(self, client_id: str, at_hash: str) -> None:
        """Revoke the access token that was issued with the ID token with this `at_hash`."""
        try:
            name = urlsafe_b64decode(at_hash + "==")
        except ValueError:
            return
        token = self._tokens.get(name)
        if token is not None and token.client_id == client_id:
            del self._tokens[name]

    def first_use(self, client_id: str, jti: str, until: datetime) -> bool:
        """Whether this assertion is used for the first time; remembers it `until` it has expired."""
        key = (client_id, jti)
        if key in self._assertions:
            return False
        self._assertions[key] = until
        return True

    def sweep(self) -> None:
        """Forget what has expired."""
        now = self._clock.now()
        _drop(self._codes, lambda code: code.expires_at <= now)
        _drop(self._used, lambda code: code.expires_at <= now)
        _drop(self._tokens, lambda token: token.expires_at <= now)
        _drop(self._assertions, lambda until: until <= now)

    def clear(self) -> None:
        """Forget everything."""
        self._codes.clear()
        self._used.clear()
        self._tokens.clear()
        self._assertions.clear()


def digest(value: str) -> bytes:
    """The key under which a code or token is kept: memory does not reveal a usable value.

    For a token this is its `at_hash`: the left half of its SHA-256 (OpenID Connect Core 3.1.3.6), which
    is the same for RS256 and ES256.
    """
    return sha256(value.encode(errors="surrogateescape")).digest()[:16]


def _drop(kept: dict[K, V], is_over: Callable[[V], bool]) -> None:
    while kept:
        oldest = next(iter(kept))
        if not is_over(kept[oldest]):
            break
        del kept[oldest]
