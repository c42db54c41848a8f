"""The provider's metadata (OpenID Connect Discovery section 3, RFC 8414)."""

from collections.abc import Collection
from typing import Any

from mock_backends.identity_provider.claims import CLAIMS, SCOPES
from mock_backends.identity_provider.clients import ASSERTION_ALGORITHMS, AUTH_METHOD
from mock_backends.identity_provider.method import Method
from mock_backends.identity_provider.signing import ALGORITHMS

HIGH, SUBSTANTIAL = 450, 400
"""CSAM's levels from which on a way to sign in is "high" or "substantial" on the scale of eIDAS."""


def discovery(issuer: str, methods: Collection[Method]) -> dict[str, Any]:
    """The discovery document of this issuer; it denies explicitly what omission would imply."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/v1/auth",
        "token_endpoint": f"{issuer}/v1/token",
        "userinfo_endpoint": f"{issuer}/v1/userinfo",
        "jwks_uri": f"{issuer}/v1/keys",
        "end_session_endpoint": f"{issuer}/v1/logout",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "acr_values_supported": [method.acr for method in methods if method.available],
        # Our own extensions: no standard says which method an `acr` stands for, or at which level it is.
        "simulator_sign_in_methods": {method.acr: method.id for method in methods},
        "simulator_levels": {method.acr: _eidas(method.level) for method in methods},
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": list(ALGORITHMS),
        "token_endpoint_auth_methods_supported": [AUTH_METHOD],
        "token_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
        "code_challenge_methods_supported": ["S256"],
        "claim_types_supported": ["normal"],
        "claims_supported": list(CLAIMS),
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        # The default would be true.
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
    }


def _eidas(level: int) -> str:
    if level >= HIGH:
        return "high"
    return "substantial" if level >= SUBSTANTIAL else "low"
