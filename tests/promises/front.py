"""One origin before parties at several addresses, in a process of its own: what the real program is given.

    python -m tests.promises.front HOME PORTAL ELSEWHERE

PORTAL and ELSEWHERE are the base addresses of the portal's own service and of all other parties. HOME has
the certificate for localhost; whoever trusts it trusts those, too. Prints a line once it serves.
"""

import asyncio
import sys
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.serving import base_of, listen, served
from mock_backends.shared import http
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from tests.promises.one_origin import OneOrigin

METHODS = ("GET", "POST", "PUT", "DELETE")
NOT_SENT_ON = frozenset(["host", "content-length", "connection"])


class Front:
    """Sends every request on, and every answer back."""

    def __init__(self, parties: OneOrigin, base: str) -> None:
        self._parties = parties
        self._base = base
        self.app = Starlette(routes=[Route("/{path:path}", self._pass, methods=list(METHODS))])

    async def _pass(self, request: Request) -> Response:
        there = self._base + request.url.path
        answer = await self._parties.handle_async_request(
            httpx.Request(
                request.method,
                f"{there}?{request.url.query}" if request.url.query else there,
                headers=[(k, v) for k, v in request.headers.items() if k not in NOT_SENT_ON],
                content=await request.body(),
            )
        )
        passed = Response(answer.content, answer.status_code)
        passed.raw_headers = [(name.lower(), value) for name, value in answer.headers.raw]
        return passed


async def _main(home: Path, portal: str, elsewhere: str) -> None:
    tls = local_tls(Home.of(home))
    with listen() as bound:
        base = base_of(bound)
        parties = {
            "burgerprofiel": portal,
            **dict.fromkeys(("op", "itsme", "simulation"), elsewhere),
        }
        front = Front(OneOrigin(http.over_tls(tls.authority), base, parties), base)
        async with served(front.app, bound, tls):
            print(base, flush=True)
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), *sys.argv[2:]))
