"""Another party's public keys, from where it publishes them (JWK set, RFC 7517 section 5)."""

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from mock_backends.shared.clock import Clock
from mock_backends.shared.http import AsyncClient, NoAnswer
from mock_backends.shared.wire import LARGEST_BODY

FETCH_WITHIN = 5.0
"""Seconds of the world's time that the publisher gets for its answer."""

KEEP = timedelta(hours=1)
"""So long keys are used before they are fetched anew: a key that was withdrawn must die here too."""

ASK_AGAIN_AFTER = timedelta(seconds=10)
"""An unknown key id makes us ask again, but not for each of a flood of made-up ids."""


class PublishedKeys:
    """The ES256 keys at one address, fetched when first needed and when a key id is new."""

    def __init__(self, url: str, http: AsyncClient, clock: Clock) -> None:
        self._url = url
        self._http = http
        self._clock = clock
        self._keys: KeySet | None = None
        self._asked = clock.now()
        self._one_at_a_time = asyncio.Lock()

    @property
    def fetched(self) -> bool:
        """Whether the keys could ever be had."""
        return self._keys is not None

    @property
    def keys(self) -> KeySet:
        """The keys as last fetched; none before the first time."""
        return KeySet([]) if self._keys is None else self._keys

    async def learn(self, kid: str) -> None:
        """Make sure that the key of this id is known, if it is published."""
        async with self._one_at_a_time:
            now = self._clock.now()
            if self._keys is not None:
                known = any(key.kid == kid for key in self._keys.keys)
                if now < self._asked + (KEEP if known else ASK_AGAIN_AFTER):
                    return
            self._asked = now
            fetched = await self._fetch()
            if fetched is not None:
                self._keys = fetched

    async def _fetch(self) -> KeySet | None:
        try:
            answer = await self._clock.within(FETCH_WITHIN, self._http.get(self._url))
        except (NoAnswer, TimeoutError):
            return None
        if answer.status_code != 200 or len(answer.content) > LARGEST_BODY:
            return None
        try:
            published = msgspec.json.decode(answer.content, type=dict[str, list[dict[str, Any]]])
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return None
        usable: list[ECKey] = []
        for member in published.get("keys", []):
            # Only what can check an ES256 signature: no symmetric key, no other curve, no private part.
            # (A key that is meant for encryption is refused by joserfc, at its use.)
            if (
                member.get("kty") != "EC"
                or member.get("crv") != "P-256"
                or "d" in member
                or not isinstance(member.get("kid"), str)
            ):
                continue
            try:
                usable.append(ECKey.import_key(member))
            except (JoseError, ValueError, TypeError):
                continue
        return KeySet(list(usable))
