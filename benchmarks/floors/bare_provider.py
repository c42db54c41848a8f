"""The floor of a login: a Starlette that answers the same three requests, signs, and checks nothing."""

import asyncio
import sys
import time
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from mock_backends.serving import base_of, listen, served
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from tests.contract.neighbours import BASE
from tests.contract.relying_party import CALLBACK, ISSUER


class Bare:
    """Routes as those of the identity provider."""

    def __init__(self, algorithm: str) -> None:
        self._algorithm = algorithm
        self._key: ECKey | RSAKey = (
            ECKey.generate_key("P-256") if algorithm == "ES256" else RSAKey.generate_key(2048)
        )
        self.app = Starlette(
            routes=[
                Route("/op/v1/auth", self._auth),
                Route("/op/v1/page", self._page),
                Route("/op/v1/token", self._token, methods=["POST"]),
            ]
        )

    async def _auth(self, request: Request) -> Response:
        state = request.query_params["state"]
        reply = RedirectResponse(f"{BASE}/op/v1/page?state={state}", 303)
        reply.set_cookie("a-browser", "x" * 43, path="/", secure=True, httponly=True)
        return reply

    async def _page(self, request: Request) -> Response:
        state = request.query_params["state"]
        return JSONResponse({"redirectTo": f"{CALLBACK}?code=a-code&state={state}"})

    async def _token(self, request: Request) -> Response:
        await request.body()
        now = int(time.time())
        claims = {"iss": ISSUER, "sub": "noor", "aud": "mbp-sim", "iat": now, "exp": now + 3600}
        token = jwt.encode({"alg": self._algorithm}, claims, self._key)
        return JSONResponse({"access_token": "x" * 43, "token_type": "Bearer", "id_token": token})


async def serve(folder: Path, algorithm: str) -> None:
    """Serve until the standard input ends; prints the address once it answers."""
    home = Home.of(folder)
    home.prepare()
    with listen() as bound:
        async with served(Bare(algorithm).app, bound, local_tls(home)):
            print(base_of(bound), flush=True)
            await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2]))
