"""Mijn Burgerprofiel as a client of the identity provider: its registration, and who has signed in."""

from mock_backends.profile_service.sessions import Identity
from mock_backends.shared.oidc.relying_party import Registration, SignedIn, SignInRefused

CLIENT_ID = "mbp-sim"
SCOPE = "openid profile rrn"
CLAIMS = ("rrn", "sealed_name", "seal_to")
"""What must be known of a citizen (`rrn` as the Flemish access management documents it)."""


def registration(base: str) -> Registration:
    """The portal as registered with the identity provider; `base` is this service's own address."""
    return Registration(
        client_id=CLIENT_ID,
        redirect_uri=base + "/v1/callback",
        post_logout_redirect_uri=base + "/v1/signed-out",
        scope=SCOPE,
        claims=CLAIMS,
    )


def identity(signed_in: SignedIn) -> Identity:
    """Who has signed in, according to the provider. Raises SignInRefused if a claim is missing."""
    number, sealed_name, _ = (_text(signed_in, name) for name in CLAIMS)
    return Identity(
        national_number=number,
        sealed_name=sealed_name,
        method=signed_in.method,
        level=signed_in.level,
        id_token=signed_in.id_token,
    )


def _text(signed_in: SignedIn, name: str) -> str:
    value = signed_in.claims.get(name)
    if not isinstance(value, str) or not value:
        raise SignInRefused("token_invalid")
    return value
