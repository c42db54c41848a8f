"""What a provider's faults make of an ID token: a relying party believes none, and says what is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.errors import ClaimError
from joserfc.jwk import ECKey, KeySet

from mock_backends.identity_provider import faulty_tokens
from mock_backends.identity_provider.signing import SigningKeys
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.shared.oidc.claims import IdTokenClaims, half_hash
from mock_backends.shared.oidc.signed import NotVerified, verified_claims
from tests.conftest import START

ISSUER, CLIENT, LEVEL = "https://op.example", "mbp-sim", "urn:x:card"
NOW = int(START.timestamp())
SOUND = {
    "iss": ISSUER,
    "aud": CLIENT,
    "azp": CLIENT,
    "sub": "somebody",
    "nonce": "a-nonce",
    "iat": NOW,
    "exp": NOW + 3600,
    "acr": LEVEL,
    "at_hash": half_hash("token"),
}
ALGORITHM = "ES256"
"""Its keys are made in no time."""

REFUSED = {
    "wrongSignature": "signature",
    "wrongKey": "signature",
    "wrongIssuer": "iss",
    "wrongAudience": "aud",
    "wrongNonce": "nonce",
    "wrongAcr": "acr",
    "expiredToken": "exp",
    "tokenNotYetValid": "nbf",
    "keyRotated": "",
}
"""By the kind of fault, what a relying party says is wrong; "" where it is in order."""


def wrong(claims: Mapping[str, Any]) -> str:
    """The claim at which a relying party stops; "" for none."""
    rules = IdTokenClaims(
        Clock(START, frozen=True),
        issuer=ISSUER,
        client_id=CLIENT,
        nonce="a-nonce",
        access_token="token",
        acr_values=(LEVEL,),
    )
    try:
        rules.validate(dict(claims))
    except ClaimError as error:
        return str(error.claim)
    return ""


def published_by(keys: SigningKeys) -> KeySet:
    return KeySet([ECKey.import_key(key) for key in keys.public()["keys"] if key["kty"] == "EC"])


def test_the_table_has_every_fault_of_a_token() -> None:
    assert sorted(REFUSED) == sorted(faulty_tokens.KINDS)


@pytest.mark.parametrize("kind", REFUSED)
async def test_a_faulty_id_token_is_refused_for_what_is_wrong_with_it(
    kind: str, home_folder: Path
) -> None:
    keys = SigningKeys(Home.of(home_folder))
    known = published_by(keys)
    sound = jwt.encode(keys.header(ALGORITHM), SOUND, keys.of(ALGORITHM))
    assert wrong(verified_claims(sound, known, ALGORITHM)) == ""
    token = await faulty_tokens.faulty(sound, kind, keys, ALGORITHM)
    published = published_by(keys)
    try:
        found = wrong(verified_claims(token, published, ALGORITHM))
    except NotVerified:
        found = "signature"
    assert found == REFUSED[kind]
    # What was signed before is verified as before.
    assert verified_claims(sound, published, ALGORITHM) == SOUND
