"""The provider's signing keys: RS256 as the Flemish access management publishes, and ES256."""

from typing import Any

from joserfc.jwk import ECKey, KeySet, RSAKey

from mock_backends.shared.home import Home
from mock_backends.shared.keys import p256_key, rsa_key
from mock_backends.shared.oidc.signed import TokenRefused, verified_claims

ALGORITHMS = ("RS256", "ES256")
"""In order of preference; each client registers the algorithm it expects."""


class SigningKeys:
    """A key for each algorithm. Key ids are thumbprints (RFC 7638)."""

    def __init__(self, home: Home) -> None:
        rsa = rsa_key(home, "identity_provider-rs256")
        p256 = p256_key(home, "identity_provider-es256")
        self._keys: dict[str, RSAKey | ECKey] = {
            "RS256": RSAKey.import_key(
                rsa, {"kid": RSAKey.import_key(rsa).thumbprint(), "use": "sig", "alg": "RS256"}
            ),
            "ES256": ECKey.import_key(
                p256, {"kid": ECKey.import_key(p256).thumbprint(), "use": "sig", "alg": "ES256"}
            ),
        }

    def of(self, algorithm: str) -> RSAKey | ECKey:
        """The private key for this algorithm."""
        return self._keys[algorithm]

    def header(self, algorithm: str) -> dict[str, str]:
        """The header of a JWS made with it."""
        return {"alg": algorithm, "kid": self._keys[algorithm].kid or ""}

    def public(self) -> dict[str, Any]:
        """The JWK set to publish."""
        return {"keys": [key.as_dict(private=False) for key in self._keys.values()]}

    def claims(self, token: str, algorithm: str) -> dict[str, Any] | None:
        """The claims of a JWT that we signed with this algorithm; None for anything else."""
        try:
            return verified_claims(token, KeySet([self._keys[algorithm]]), algorithm)
        except TokenRefused:
            return None
