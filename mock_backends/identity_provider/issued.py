"""The codes and tokens that are out: kept as digests, single use, gone when their time is up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from mock_backends.identity_provider.claims import Authentication
from mock_backends.shared.clock import Clock

CODE_LIFE = timedelta(seconds=30)
TOKEN_LIFE = timedelta(hours=1)


@dataclass(kw_only=True, eq=False)
class AuthorizationCode:
    """What a code stands for (RFC 6749 section 4.1, OpenID Connect Core 3.1.2.5)."""

    client_id: str
    redirect_uri: str
    scope: str
    authentication: Authentication
    code_challenge: str
    nonce: str
    acr: str
    expires_at: datetime
    code_challenge_method: str = "S256"
    token: bytes | None = None
    used: bool = False

    def get_redirect_uri(self) -> str:
        """Where the code was sent."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """What was asked and granted."""
        return self.scope

    def get_nonce(self) -> str:
        """The client's nonce, or ""."""
        return self.nonce

    def get_auth_time(self) -> int:
        """When the citizen proved who they are, in seconds since 1970."""
        return int(self.authentication.at.timestamp())

    def get_acr(self) -> str:
        """The method used, or "" when the client did not send acr_values."""
        return self.acr

    def get_amr(self) -> None:
        """The Flemish access management sends no amr."""
        return


@dataclass(frozen=True, kw_only=True)
class AccessToken:
    """What an access token stands for."""

    client_id: str
    scope: str
    authentication: Authentication
    at_hash: str
    expires_at: datetime


T = TypeVar("T", AuthorizationCode, AccessToken)


class Issued:
    """Codes and access tokens of one provider, in memory alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._codes: dict[bytes, AuthorizationCode] = {}
        self._tokens: dict[bytes, AccessToken] = {}
        self._assertions: dict[tuple[str, str], datetime] = {}

    def __len__(self) -> int:
        return len(self._codes) + len(self._tokens) + len(self._assertions)

    def add_code(self, code: str, meaning: AuthorizationCode) -> None:
        """A code is out."""
        self._codes[digest(code)] = meaning

    def redeem(self, code: str, client_id: str) -> AuthorizationCode | None:
        """What `code` stands for, once: from here on it is used.

        A code that comes a second time was stolen, or its first use was: its access token is revoked
        (RFC 6749 section 4.1.2).
        """
        known = self._codes.get(digest(code))
        if known is None or known.client_id != client_id:
            return None
        if known.used:
            if known.token is not None:
                self._tokens.pop(known.token, None)
            return None
        known.used = True
        return known if self._clock.now() < known.expires_at else None

    def add_token(self, token: str, meaning: AccessToken, code: AuthorizationCode) -> None:
        """An access token is out, on the strength of `code`."""
        code.token = digest(token)
        self._tokens[code.token] = meaning

    def token(self, token: str) -> AccessToken | None:
        """What a token stands for, if it is ours and its hour is not over."""
        known = self._tokens.get(digest(token))
        return known if known is not None and self._clock.now() < known.expires_at else None

    def revoke(self, client_id: str, at_hash: str) -> None:
        """End the access token that was issued beside the ID token with this `at_hash`."""
        for key, token in tuple(self._tokens.items()):
            if token.client_id == client_id and token.at_hash == at_hash:
                del self._tokens[key]

    def first_use(self, client_id: str, jti: str, until: datetime) -> bool:
        """Whether this assertion comes for the first time; it is remembered `until` it is worthless."""
        key = (client_id, jti)
        if key in self._assertions:
            return False
        self._assertions[key] = until
        return True

    def sweep(self) -> None:
        """Forget what is past its time. Used codes stay as long as their token could live."""
        now = self._clock.now()
        _drop(self._tokens, now)
        for key, code in tuple(self._codes.items()):
            end = code.expires_at + (TOKEN_LIFE if code.token in self._tokens else timedelta(0))
            if end <= now:
                del self._codes[key]
        for used, until in tuple(self._assertions.items()):
            if until <= now:
                del self._assertions[used]

    def clear(self) -> None:
        """Forget all."""
        self._codes.clear()
        self._tokens.clear()
        self._assertions.clear()


def digest(value: str) -> bytes:
    """Under which a code or token is kept: who reads the memory cannot use it."""
    return sha256(value.encode(errors="surrogateescape")).digest()


def _drop(kept: dict[bytes, T], now: datetime) -> None:
    for key, one in tuple(kept.items()):
        if one.expires_at <= now:
            del kept[key]
