"""Answers sealed to the citizen: the program that signed in can open them, and nobody on the way can.

HPKE in base mode (RFC 9180: X25519, HKDF-SHA-256, AES-256-GCM), as a content coding in the manner of RFC
8188, so that the media type still says what is inside. What an answer belongs to is bound through `info`, as
RFC 9180 section 8.1 advises for a single message. The coding is the simulator's own; its other half is
`tui.portal.sealed`.
"""

import binascii
from base64 import b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from starlette.requests import Request
from starlette.responses import Response

from mock_backends.shared.failing import MALFORMED, fault_of
from mock_backends.shared.problems import Problem
from mock_backends.shared.wire import content_digest

CODING = "mbp-hpke"
"""The content coding (RFC 9110 section 8.4.1) of a sealed answer."""

OVERHEAD = 48
"""Bytes that sealing adds: the encapsulated key and the tag (RFC 9180 section 7.1, table 2)."""

STEP = 128
"""What is sealed is padded to a multiple of so many bytes: a length should tell little of what is inside."""

_LABEL = "burgerprofiel sealed answer v1"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_KEY_BYTES = 32
_ANY_PRIVATE_KEY = X25519PrivateKey.from_private_bytes(b"\x01" * _KEY_BYTES)


def public_key(text: str) -> X25519PublicKey:
    """The citizen's public key from its 43 characters of base64url. Raises ValueError.

    The encoding must be the only one that the key has, and the key one that can be sealed to: a key of small
    order, such as 32 zeros, would seal to everybody (RFC 9180 section 7.1.4).
    """
    try:
        raw = b64decode(text + "=", altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error
    if len(raw) != _KEY_BYTES or urlsafe_b64encode(raw).decode() != text + "=":
        raise ValueError("not 32 bytes in their only encoding")
    key = X25519PublicKey.from_public_bytes(raw)
    _ANY_PRIVATE_KEY.exchange(key)  # refuses one of small order (RFC 7748 section 6.1)
    return key


def pad(json: bytes, step: int = STEP) -> bytes:
    """`json` with spaces up to a multiple of `step` bytes; there they mean nothing (RFC 8259 section 2)."""
    return json + b" " * (-len(json) % step)


def seal(plain: bytes, key: X25519PublicKey, *belongs_to: str) -> bytes:
    """`plain` sealed to `key`, for whoever opens it with the same words `belongs_to`."""
    return _SUITE.encrypt(plain, key, info=_info(belongs_to))


def sealed_answer(request: Request, key: X25519PublicKey, party: str, body: bytes) -> Response:
    """The answer to `request`, of JSON in `body`: padded, sealed to `key`, then digested (RFC 9530).

    Bound to the party and to the path and query that were asked for. There are no other answers:
    `require_sealing` comes before anything is done.
    """
    fault = fault_of(request)
    kind = fault.kind if fault is not None else ""
    if kind == "malformed":
        body = MALFORMED
    if kind == "otherKey":
        key = X25519PrivateKey.generate().public_key()
    sent = body if kind == "unsealed" else seal(pad(body), key, party, target(request))
    headers = {"Cache-Control": "no-store", "Content-Digest": content_digest(sent)}
    if kind != "unsealed":
        headers["Content-Encoding"] = CODING
    return Response(sent, headers=headers, media_type="application/json")


def require_sealing(request: Request) -> None:
    """Raise Problem 406 for a client that does not take sealed answers (RFC 9110 section 12.5.3)."""
    codings = request.headers.get("Accept-Encoding", "").lower().split(",")
    if CODING not in [coding.partition(";")[0].strip() for coding in codings]:
        raise Problem(406, detail=f"Answers have the content coding {CODING} only.")


def target(request: Request) -> str:
    """The request's path below the party's own, with its query."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    return f"{path}?{request.url.query}" if request.url.query else path


def _info(belongs_to: tuple[str, ...]) -> bytes:
    # Each word is prefixed with its length, so that ("a", "bc") and ("ab", "c") differ.
    words = [word.encode() for word in (_LABEL, *belongs_to)]
    return b"".join(len(word).to_bytes(4, "big") + word for word in words)
