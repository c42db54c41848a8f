"""itsme's discovery document (OpenID Connect Discovery section 3)."""

from typing import Any

from mock_backends.itsme.claims import ACR_ADVANCED, ACR_BASIC, CLAIMS, SCOPES
from mock_backends.itsme.partners import Partner
from mock_backends.itsme.requests import SERVICE
from mock_backends.shared.oidc.nested import ENCRYPTED, KEY_ENCRYPTED, SIGNED


def discovery(issuer: str, partners: tuple[Partner, ...]) -> dict[str, Any]:
    """The discovery document of this issuer."""
    services = [SERVICE + code for partner in partners for code in partner.services]
    signed = {
        "signing_alg_values_supported": [SIGNED],
        "encryption_alg_values_supported": [KEY_ENCRYPTED],
        "encryption_enc_values_supported": [ENCRYPTED],
    }
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorization",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwkSet",
        "scopes_supported": [*SCOPES, *services],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "acr_values_supported": [ACR_BASIC, ACR_ADVANCED],
        "subject_types_supported": ["pairwise"],
        **{
            f"{what}_{name}": values
            for what in ("id_token", "userinfo", "request_object")
            for name, values in signed.items()
        },
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": [SIGNED],
        "code_challenge_methods_supported": ["S256"],
        "display_values_supported": ["page"],
        "ui_locales_supported": ["fr", "nl", "de", "en"],
        "claim_types_supported": ["normal"],
        "claims_supported": ["sub", *CLAIMS],
        "claims_parameter_supported": True,
        "request_parameter_supported": True,
        # The default would be true. Nothing here fetches an address that a request names.
        "request_uri_parameter_supported": False,
    }
