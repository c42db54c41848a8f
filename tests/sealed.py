"""Opens what a party sealed for the citizen, and seals as a source would."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import httpx
import msgspec
from joserfc import jwt
from joserfc.jwk import RSAKey

from mock_backends.shared.sealed_answers import CODING, pad, public_key, seal
from mock_backends.shared.wire import content_digest
from tui.portal.sealed import SealKey


def opened(reply: httpx.Response, key: SealKey, party: str, target: str) -> httpx.Response:
    """`reply` with what was sealed inside as its content; as it is when nothing was sealed.

    Holds every sealed reply to its digest.
    """
    if reply.headers.get("Content-Encoding") != CODING:
        return reply
    assert reply.headers["Content-Digest"] == content_digest(reply.content)
    headers = [pair for pair in reply.headers.multi_items() if pair[0] != "content-encoding"]
    plain = key.open(reply.content, party, target)
    return httpx.Response(reply.status_code, headers=headers, content=plain, request=reply.request)


def source_of(path: str, page: object, controllers: Mapping[str, str]) -> tuple[str, str]:
    """The source that a path of the portal stands for, and what it is asked; `controllers` by block."""
    name = path.rpartition("/")[2]
    if path.startswith("/v1/blocks/"):
        return "registers", f"/v1/controllers/{controllers.get(name)}/blocks/{name}"
    query = f"?page={page}&pageSize=100"
    if path == "/v1/ebox/senders":
        return "ebox", f"/citizen/v2/referenceData/senderOrganizations{query}"
    target = path.replace("/v1/", "/citizen/v2/", 1)
    return "ebox", target + (query if name == "messages" else "")


def sealed_name(seal_to: str, given_name: str, family_name: str) -> str:
    """The claim `sealed_name`, as the identity provider makes it."""
    name = msgspec.json.encode({"given_name": given_name, "family_name": family_name})
    sealed = seal(pad(name, 128), public_key(seal_to), "identity_provider", "name")
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def sealed_by(party: str, target: str, body: bytes, claims: dict[str, Any], key: RSAKey) -> bytes:
    """`body` as a source seals it, to the key in the ID token that a service token's `claims` carry."""
    sign_in = jwt.decode(claims["id_token"], key, algorithms=["RS256"]).claims
    return seal(body, public_key(sign_in["seal_to"]), party, target)
