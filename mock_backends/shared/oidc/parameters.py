"""Reads a provider's requests: parameters, bearer tokens, who asks. The Host header is never used."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from mock_backends.shared.problems import Problem
from mock_backends.shared.wire import read_body

LONGEST = 8 * 1024
"""Bytes of all parameters together."""

MOST_PARAMETERS = 40

LONGEST_NAME = 60
"""Characters of a program's name that are shown."""


class Parameters(Struct, frozen=True):
    """Names and values. A name in `doubled` was sent more than once; its first value is kept."""

    values: Mapping[str, str]
    doubled: frozenset[str]

    def get(self, name: str) -> str:
        """The value, or "" when it was not sent."""
        return self.values.get(name, "")


def parse(encoded: bytes) -> Parameters:
    """Parse application/x-www-form-urlencoded. An empty value counts as not sent (RFC 6749 section 3.1).

    Raises ValueError for input that is too long, has too many parameters or is not UTF-8.
    """
    if len(encoded) > LONGEST:
        raise ValueError("too long")
    pairs = parse_qsl(
        encoded.decode("ascii"),
        keep_blank_values=True,
        max_num_fields=MOST_PARAMETERS,
        errors="strict",
    )
    values: dict[str, str] = {}
    doubled = set()
    seen = set()
    for name, value in pairs:
        if name in seen:
            doubled.add(name)
        seen.add(name)
        if value:
            values.setdefault(name, value)
    return Parameters(values, frozenset(doubled))


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


def redirect(location: str, status: int = 303) -> Response:
    """Send the browser on."""
    return Response(
        status_code=status,
        headers={
            "Location": location,
            "Cache-Control": "no-store",
            # The address holds a code or a state, which must not leak in a Referer header.
            "Referrer-Policy": "no-referrer",
        },
    )
