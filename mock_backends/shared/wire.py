"""A party's JSON requests and answers: typed, limited in size, never cached on the way."""

from base64 import b64encode
from hashlib import sha256
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mock_backends.shared.problems import Problem, invalid_input

LARGEST_BODY = 64 * 1024
"""Bytes of the largest request body that a party accepts; nothing a citizen types comes near it."""

T = TypeVar("T")


class Message(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Base of all messages: lowerCamelCase names and no nulls (belgif REST guide)."""


class NotUnderstood(Exception):
    """A message does not follow its interface: no JSON, or members that do not fit."""


def decode(body: bytes, kind: type[T]) -> T:
    """A JSON body as a `kind`. Raises NotUnderstood."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise NotUnderstood(str(error)) from error


async def read_body(request: Request, limit: int = LARGEST_BODY) -> bytes:
    """The whole body. Raises Problem 413 as soon as more than `limit` bytes have come."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise Problem(413)
    return bytes(body)


async def read(request: Request, kind: type[T]) -> T:
    """The request's JSON as a `kind`. Raises Problem 400, naming what does not fit."""
    body = await read_body(request)
    try:
        return decode(body, kind)
    except NotUnderstood as error:
        raise invalid_input(("", "schemaViolation", str(error)[:200])) from error


def content_digest(body: bytes) -> str:
    """The value of a `Content-Digest` header (RFC 9530 section 2)."""
    return f"sha-256=:{b64encode(sha256(body).digest()).decode()}:"


def reply(content: Any, status: int = 200, **headers: str) -> Response:
    """A JSON answer. Header names are written with underscores (`Fetched_At`)."""
    return Response(
        msgspec.json.encode(content),
        status,
        headers={
            "Cache-Control": "no-store",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
        media_type="application/json",
    )
