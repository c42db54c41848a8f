"""A party's two RSA keys, one to sign with and one to be encrypted to: made when they are first needed."""

import asyncio
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from joserfc.jwk import RSAKey

from mock_backends.shared.home import Home
from mock_backends.shared.in_thread import in_thread
from mock_backends.shared.keys import rsa_key
from mock_backends.shared.oidc.nested import KEY_ENCRYPTED, SIGNED


class RsaPair:
    """The keys `<name>-sig` and `<name>-enc` of a home. Key ids are thumbprints (RFC 7638).

    Making both takes some 150 ms, and nobody who does not need them waits for that: `prepare` begins with it
    in a thread, and `ready` must have been awaited before they are used. Keys that are there already are read
    at once. Raises KeyUnusable.
    """

    def __init__(self, home: Home, name: str) -> None:
        self._home = home
        self._name = name
        self._pair: tuple[RSAKey, RSAKey] | None = None
        self._reading: asyncio.Task[None] | None = None
        if all((home.keys / f"{name}-{use}.pem").exists() for use in ("sig", "enc")):
            self._pair = self._read()

    def prepare(self) -> None:
        """Begin to read the keys, or to make them: somebody will need them soon."""
        if self._pair is None and self._reading is None:
            self._reading = asyncio.create_task(self._take())

    async def ready(self) -> None:
        """Wait for the keys. Raises KeyUnusable."""
        while self._pair is None:
            self.prepare()
            assert self._reading is not None
            try:
                await asyncio.shield(self._reading)
            finally:
                self._reading = None

    async def rotate(self) -> None:
        """Sign with a new key from now on, for as long as this world runs; only that one is published."""
        await self.ready()
        self._pair = (await in_thread(_new_key), self.opens)

    async def _take(self) -> None:
        self._pair = await in_thread(self._read)

    @property
    def signs(self) -> RSAKey:
        """What we sign with."""
        assert self._pair is not None
        return self._pair[0]

    @property
    def opens(self) -> RSAKey:
        """What others encrypt to."""
        assert self._pair is not None
        return self._pair[1]

    def public(self) -> dict[str, Any]:
        """The JWK set to publish."""
        return {"keys": [key.as_dict(private=False) for key in (self.signs, self.opens)]}

    def _read(self) -> tuple[RSAKey, RSAKey]:
        return self._key("sig", SIGNED), self._key("enc", KEY_ENCRYPTED)

    def _key(self, use: str, algorithm: str) -> RSAKey:
        return _named(rsa_key(self._home, f"{self._name}-{use}"), use, algorithm)


def _new_key() -> RSAKey:
    return _named(generate_private_key(65537, 2048), "sig", SIGNED)


def _named(key: RSAPrivateKey, use: str, algorithm: str) -> RSAKey:
    kid = RSAKey.import_key(key).thumbprint()
    return RSAKey.import_key(key, {"kid": kid, "use": use, "alg": algorithm})
