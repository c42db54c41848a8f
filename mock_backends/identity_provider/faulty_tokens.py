"""What the provider's faults make of a sound ID token. Nobody is to believe it, unless a key was rotated."""

import json

from joserfc import jws, jwt

from mock_backends.identity_provider.signing import SigningKeys, another_key
from mock_backends.shared.oidc.distortions import CHANGES, distorted, tampered

KINDS = (*CHANGES, "wrongSignature", "wrongKey", "keyRotated")


async def faulty(id_token: str, kind: str, keys: SigningKeys, algorithm: str) -> str:
    """The token as this kind of fault, one of KINDS, has it.

    `wrongKey` signs with a key that is not published, `keyRotated` with a new one that is from now on.
    """
    if kind == "wrongSignature":
        return tampered(id_token)
    if kind == "keyRotated":
        await keys.rotate(algorithm)
    key = await another_key(algorithm) if kind == "wrongKey" else keys.of(algorithm)
    claims = json.loads(jws.extract_compact(id_token.encode()).payload)
    return jwt.encode({"alg": algorithm, "kid": key.kid}, distorted(claims, kind), key)
