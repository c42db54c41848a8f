"""Another party's published keys (JWK set, RFC 7517 section 5)."""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.oidc.signed import NotVerified, key_id, verified_claims
from mock_backends.shared.wire import LARGEST_BODY, NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

Algorithm = Literal["ES256", "RS256", "RSA-OAEP-256"]

_FOR: Mapping[Algorithm, tuple[str, str | None, str]] = {
    "ES256": ("EC", "P-256", "sig"),
    "RS256": ("RSA", None, "sig"),
    "RSA-OAEP-256": ("RSA", None, "enc"),
}
"""The kind of key, its curve, and its use (RFC 7517 section 4.2)."""

FETCH_WITHIN = 5.0
"""Seconds of the world's time for the publisher's answer."""

KEEP = timedelta(hours=1)
"""How long keys are used before they are fetched again, so that a withdrawn key expires here too."""

ASK_AGAIN_AFTER = timedelta(seconds=10)
"""The shortest time between fetches for what the known keys do not verify: a flood of such tokens must not
cause many."""


SHORTEST_RSA = 2048
"""Bits."""


class _JwkSet(msgspec.Struct, frozen=True):
    keys: list[dict[str, Any]]


class PublishedKeys:
    """The keys at `url` for `algorithms`, to verify or to encrypt with.

    They are fetched when first needed, for a new key id, and once more for a signature that does not hold:
    the publisher may have changed its keys in the middle (OpenID Connect Core 10.1.1).
    """

    def __init__(self, url: str, http: "AsyncClient", clock: Clock, *algorithms: Algorithm) -> None:
        self._url = url
        self._http = http
        self._clock = clock
        self._algorithms = algorithms
        self._keys: KeySet | None = None
        self._fetched_at = clock.now()
        self._asked_again_at: datetime | None = None
        self._fetching = asyncio.Lock()

    @property
    def fetched(self) -> bool:
        """Whether there are keys that were fetched less than an hour ago."""
        return self._keys is not None

    @property
    def keys(self) -> KeySet:
        """The keys as last fetched; none before the first fetch."""
        return KeySet([]) if self._keys is None else self._keys

    async def learn(self, kid: str | None) -> bool:
        """Make sure that the key of this id is known, if it is published; None for any key.

        Returns whether they have been fetched for that.
        """
        async with self._fetching:
            now = self._clock.now()
            # A clock can also be set back: what was fetched later than now is not fresh.
            age = now - self._fetched_at
            fresh = self._keys is not None and timedelta() <= age < KEEP
            known = any(kid in (None, key.kid) for key in self.keys.keys)
            if fresh and (known or not self._may_ask_again(now)):
                return False
            await self._renew(now, fresh=fresh)
            return True

    async def verified(self, token: str, *, kind: str = "JWT") -> dict[str, Any]:
        """The claims of `token`, verified with a key that is published (`signed.verified_claims`).

        Raises TokenRefused; Unanswered when there are no keys, and none can be fetched.
        """
        fetched = await self.learn(key_id(token))
        if not self.fetched:
            raise Unanswered(self._url)
        try:
            return verified_claims(token, self.keys, *self._algorithms, kind=kind)
        except NotVerified:
            if fetched or not await self._learn_again():
                raise
        return verified_claims(token, self.keys, *self._algorithms, kind=kind)

    async def _learn_again(self) -> bool:
        """Fetch the keys once more, unless that was done just now; whether they are others than before."""
        async with self._fetching:
            now, before = self._clock.now(), self.keys
            if not self._may_ask_again(now):
                return False
            await self._renew(now, fresh=True)
            return self.keys.as_dict(private=False) != before.as_dict(private=False)

    def _may_ask_again(self, now: datetime) -> bool:
        last = self._asked_again_at
        if last is not None and timedelta() <= now - last < ASK_AGAIN_AFTER:
            return False
        self._asked_again_at = now
        return True

    async def _renew(self, now: datetime, *, fresh: bool) -> None:
        fetched = await self._fetch()
        if fetched is not None:
            self._keys, self._fetched_at = fetched, now
        elif not fresh:
            self._keys = None

    async def _fetch(self) -> KeySet | None:
        try:
            answer = await ask(
                self._http,
                self._clock,
                "GET",
                self._url,
                limit=LARGEST_BODY,
                deadline=FETCH_WITHIN,
            )
            if answer.status != 200:
                return None
            published = decode(answer.body, _JwkSet)
        except (Unanswered, TooLarge, NotUnderstood):
            return None
        keys = (
            _usable(member, algorithm)
            for member in published.keys
            for algorithm in self._algorithms
        )
        return KeySet([key for key in keys if key is not None])


def _usable(member: Mapping[str, Any], algorithm: Algorithm) -> ECKey | RSAKey | None:
    # Only a public key that can do this and is meant to (RFC 7517 sections 4.2 and 4.4): no symmetric key, no
    # other curve, no private part. It need not have a name (4.5).
    kind, curve, use = _FOR[algorithm]
    if (
        member.get("kty") != kind
        or member.get("crv") != curve
        or member.get("use", use) != use
        or member.get("alg", algorithm) != algorithm
        or "d" in member
        or not isinstance(member.get("kid", ""), str)
    ):
        return None
    try:
        if kind == "EC":
            return ECKey.import_key(dict(member))
        # RFC 7518 sections 3.3 and 4.3.
        modulus = int.from_bytes(urlsafe_b64decode(member["n"] + "=="))
        return RSAKey.import_key(dict(member)) if modulus.bit_length() >= SHORTEST_RSA else None
    except (JoseError, KeyError, ValueError, TypeError):
        return None
