"""Reads requests: forms, JSON and bearer tokens. The Host header is never used."""

from typing import TypeVar

from starlette.requests import Request

from mock_backends.identity_provider.request_validation import LONGEST, Parameters, parse
from mock_backends.shared.problems import Problem
from mock_backends.shared.wire import read, read_body

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

T = TypeVar("T")


def has_media_type(request: Request, media_type: str) -> bool:
    """Whether the body has this media type."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == media_type


async def parameters_of(request: Request) -> Parameters:
    """The parameters of the query (GET) or of the form (POST), never of both. Raises ValueError."""
    if request.method != "POST":
        query: bytes = request.scope["query_string"]
        return parse(query)
    if not has_media_type(request, FORM):
        raise ValueError("not a form")
    try:
        return parse(await read_body(request, LONGEST))
    except Problem as error:
        raise ValueError("too long") from error


async def json_body(request: Request, kind: type[T]) -> T:
    """The JSON body. Raises Problem 415 for other media types: another site's form could pose as JSON."""
    if not has_media_type(request, JSON):
        raise Problem(415)
    return await read(request, kind)


def bearer(request: Request) -> str:
    """The bearer token of the request, or "" (RFC 6750 section 2.1)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
