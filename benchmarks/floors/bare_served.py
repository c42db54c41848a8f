"""The floor of a served request: a Starlette route that says a little JSON, under the same server and TLS."""

import asyncio
import sys
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mock_backends.serving import base_of, listen, served
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls


async def say(request: Request) -> Response:
    """A little JSON."""
    return JSONResponse({"status": "UP"})


async def serve(folder: Path) -> None:
    """Serve until the standard input ends; prints the address once it answers."""
    home = Home.of(folder)
    home.prepare()
    with listen() as bound:
        async with served(Starlette(routes=[Route("/health", say)]), bound, local_tls(home)):
            print(base_of(bound), flush=True)
            await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
