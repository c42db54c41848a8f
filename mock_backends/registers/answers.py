"""The answer that carries a block, with what is needed to check its bytes without parsing them."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from mock_backends.registers.models import Block
from mock_backends.shared.wire import content_digest


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer, its number of records, and its digest (RFC 9530 section 2)."""

    body: bytes
    records: int
    digest: str

    @classmethod
    def of(cls, body: bytes, records: int) -> "Answer":
        """An answer with the digest of its own bytes."""
        return cls(body, records, content_digest(body))


def answer(block: Block) -> Answer:
    """The answer that carries `block`."""
    return Answer.of(msgspec.json.encode(block), len(block.records))


def pseudonym(token_id: str, national_number: str) -> str:
    """Identifies the subject of an answer only to the caller, whose token has this id (`jti`)."""
    digest = sha256(f"{token_id}:{national_number}".encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
