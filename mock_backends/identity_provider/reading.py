"""Reads requests: forms and bearer tokens. The Host header is never used."""

import re

from starlette.requests import Request

from mock_backends.identity_provider.request_validation import LONGEST, Parameters, parse
from mock_backends.shared.problems import Problem
from mock_backends.shared.wire import read_body

LONGEST_NAME = 60
"""Characters of a program's name that are shown."""


async def parameters_of(request: Request) -> Parameters:
    """The parameters of the query (GET) or of the form (POST), never of both. Raises ValueError."""
    if request.method != "POST":
        query: bytes = request.scope["query_string"]
        return parse(query)
    try:
        return parse(await read_body(request, LONGEST))
    except Problem as error:
        raise ValueError("too long") from error


def bearer(request: Request) -> str:
    """The bearer token of the request, or "" (RFC 6750 section 2.1)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def program_of(request: Request) -> str:
    """What the request was sent with, as it names itself, without the details (RFC 9110 section 10.1.5)."""
    named = re.sub(r"\([^()]*\)", " ", request.headers.get("User-Agent", ""))
    return " ".join(named.split())[:LONGEST_NAME] if named.isprintable() else ""
