"""Issued codes and access tokens: kept as digests, and forgotten when they expire."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from mock_backends.itsme.requests import Asked
from mock_backends.people.loader import Persona
from mock_backends.shared.clock import Clock

CODE_LIFE = timedelta(minutes=3)
TOKEN_LIFE = timedelta(hours=1)
ID_TOKEN_LIFE = timedelta(minutes=5)
"""As the documentation's examples have it."""

V = TypeVar("V")


class Grant(Struct, frozen=True, kw_only=True):
    """What somebody has approved: `mode` says how their phone was found (QR or MSISDN).

    `visit_id` is the visit whose browser comes back with the code.
    """

    asked: Asked
    persona: Persona
    mode: str
    visit_id: str = ""


class Kept(Generic[V]):
    """Values by the `digest` of a secret, each kept equally long, so that the oldest come first."""

    def __init__(self, clock: Clock, life: timedelta) -> None:
        self._clock = clock
        self._life = life
        self._kept: dict[bytes, tuple[V, datetime]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, name: bytes, value: V) -> None:
        """Keep a value under the digest of its secret."""
        self._kept[name] = (value, self._clock.now() + self._life)

    def get(self, name: bytes) -> V | None:
        """The value; None if it is unknown or has expired."""
        value, until = self._kept.get(name, (None, self._clock.now()))
        return value if self._clock.now() < until else None

    def take(self, name: bytes) -> V | None:
        """The value, for the last time."""
        value = self.get(name)
        self._kept.pop(name, None)
        return value

    def sweep(self) -> None:
        """Forget what has expired."""
        now = self._clock.now()
        while self._kept:
            oldest = next(iter(self._kept))
            if self._kept[oldest][1] > now:
                break
            del self._kept[oldest]

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()


class Issued:
    """Codes, tokens and used assertions, in memory only."""

    def __init__(self, clock: Clock, remembered: timedelta) -> None:
        self.codes: Kept[Grant] = Kept(clock, CODE_LIFE)
        self.tokens: Kept[Grant] = Kept(clock, TOKEN_LIFE)
        self._used: Kept[bytes] = Kept(clock, TOKEN_LIFE)
        self._assertions: Kept[bool] = Kept(clock, remembered)
        self._all: tuple[Kept[Grant] | Kept[bytes] | Kept[bool], ...] = (
            *(self.codes, self.tokens),
            *(self._used, self._assertions),
        )

    def __len__(self) -> int:
        return sum(map(len, self._all))

    def redeem(self, code: str, token: str) -> Grant | None:
        """What `code` stands for, from now on by `token`; None for a code that is none, or is over.

        A second use means that the code was stolen, before or after its first use, so its access token is
        revoked (RFC 6749 section 4.1.2).
        """
        name, token_name = digest(code), digest(token)
        if (given := self._used.take(name)) is not None:
            self.tokens.take(given)
            return None
        grant = self.codes.take(name)
        if grant is not None:
            self._used.put(name, token_name)
            # For an hour only what the userinfo endpoint needs.
            asked = replace(grant.asked, state="", nonce="", challenge="")
            self.tokens.put(token_name, replace(grant, asked=asked, visit_id=""))
        return grant

    def first_use(self, claims: Mapping[str, str]) -> bool:
        """Whether this assertion is used for the first time."""
        name = digest(f"{claims['sub']} {claims['jti']}")
        if self._assertions.get(name):
            return False
        self._assertions.put(name, True)
        return True

    def sweep(self) -> None:
        """Forget what has expired."""
        for kept in self._all:
            kept.sweep()

    def clear(self) -> None:
        """Forget everything."""
        for kept in self._all:
            kept.clear()


def digest(secret: str) -> bytes:
    """The name under which what a secret stands for is kept: memory does not reveal a usable value."""
    return sha256(secret.encode(errors="surrogateescape")).digest()[:16]
