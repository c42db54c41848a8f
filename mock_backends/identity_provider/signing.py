"""The provider's signing keys: RS256 as the Flemish access management publishes, and ES256."""

from functools import partial
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from joserfc.jwk import ECKey, KeySet, RSAKey

from mock_backends.shared.home import Home
from mock_backends.shared.in_thread import in_thread
from mock_backends.shared.keys import PrivateKey, p256_key, rsa_key
from mock_backends.shared.oidc.signed import TokenRefused, verified_claims

ALGORITHMS = ("RS256", "ES256")
"""In order of preference; each client registers the algorithm it expects."""

DECOMMISSIONED = 8
"""How many keys are published that nothing is signed with any more."""


class SigningKeys:
    """A key for each algorithm. Key ids are thumbprints (RFC 7638)."""

    def __init__(self, home: Home) -> None:
        self._keys: dict[str, RSAKey | ECKey] = {
            "RS256": _named(rsa_key(home, "identity_provider-rs256"), "RS256"),
            "ES256": _named(p256_key(home, "identity_provider-es256"), "ES256"),
        }
        self._decommissioned: list[RSAKey | ECKey] = []

    def of(self, algorithm: str) -> RSAKey | ECKey:
        """The private key for this algorithm."""
        return self._keys[algorithm]

    def header(self, algorithm: str) -> dict[str, str]:
        """The header of a JWS made with it."""
        return {"alg": algorithm, "kid": self._keys[algorithm].kid or ""}

    def public(self) -> dict[str, Any]:
        """The JWK set to publish."""
        # OpenID Connect Core 10.1.1: those of before stay for a while, for what was signed with them.
        keys = (*self._keys.values(), *self._decommissioned)
        return {"keys": [key.as_dict(private=False) for key in keys]}

    async def rotate(self, algorithm: str) -> None:
        """Sign with a new key of this algorithm from now on, for as long as this world runs."""
        before, self._keys[algorithm] = self._keys[algorithm], await another_key(algorithm)
        self._decommissioned = [*self._decommissioned, before][-DECOMMISSIONED:]

    def claims(self, token: str, algorithm: str) -> dict[str, Any] | None:
        """The claims of a JWT that we signed with this algorithm; None for anything else."""
        try:
            keys = [key for key in self._decommissioned if key.alg == algorithm]
            return verified_claims(token, KeySet([self._keys[algorithm], *keys]), algorithm)
        except TokenRefused:
            return None


async def another_key(algorithm: str) -> RSAKey | ECKey:
    """A new key for this algorithm, which nobody publishes yet."""
    return await in_thread(partial(_another, algorithm))


def _another(algorithm: str) -> RSAKey | ECKey:
    if algorithm == "RS256":
        return _named(rsa.generate_private_key(65537, 2048), algorithm)
    return _named(ec.generate_private_key(ec.SECP256R1()), algorithm)


def _named(key: PrivateKey, algorithm: str) -> RSAKey | ECKey:
    if isinstance(key, RSAPrivateKey):
        kid = RSAKey.import_key(key).thumbprint()
        return RSAKey.import_key(key, {"kid": kid, "use": "sig", "alg": algorithm})
    kid = ECKey.import_key(key).thumbprint()
    return ECKey.import_key(key, {"kid": kid, "use": "sig", "alg": algorithm})
