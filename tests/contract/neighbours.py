"""One party under test, with what it needs around it: real keys served over HTTP, and nothing else."""

from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from mock_backends.people.loader import load
from mock_backends.shared import http
from mock_backends.shared.clock import Clock
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import Faults
from mock_backends.shared.home import Home
from mock_backends.shared.party import PartyDefinition
from mock_backends.shared.service_tokens import ServiceTokenCheck, ServiceTokens
from mock_backends.world import PARTIES
from tests.conftest import START
from tests.contract.openapi import contract_of

BASE = "https://simulator.invalid"


class Neighbourhood:
    """A party at `base`, and the profile service's keys where it would publish them.

    `tokens` makes what the profile service would send, `tester` what the simulation would. `call` asks the
    party and holds each reply to the party's own OpenAPI document. `publishes` says whether the keys can
    be had. What the simulation itself sends stands in `asked`: path, body and headers.
    """

    def __init__(self, folder: Path, party: PartyDefinition) -> None:
        self.base = BASE + party.path
        self.publishes = True
        self.clock = Clock(START, frozen=True)
        self.home = Home(folder / "config", folder / "data")
        self.home.prepare()
        self.faults = Faults()
        self.fixtures = load().only(party.holds)
        self.contract = contract_of(party.name)
        self.tokens = ServiceTokens(
            "profile_service", generate_private_key(SECP256R1()), self.clock
        )
        self.tester = ServiceTokens("simulation", generate_private_key(SECP256R1()), self.clock)
        app = Starlette(routes=[Route("/burgerprofiel/v1/keys", self._keys)])
        if party.name == "simulation":
            self.asked: list[tuple[str, Any, dict[str, Any]]] = []
            app.router.routes += [
                Route("/op/v1/itsme/apps", self._enrol, methods=["POST"]),
                Route("/registers/v1/controllers/{path:path}", self._correct, methods=["PUT"]),
            ]
        else:
            app.router.routes.append(Route("/simulation/v1/keys", self._testers_keys))
        self.http = http.client({http.origin(BASE): http.inside(app)})
        self.environment = Environment(
            home=self.home,
            clock=self.clock,
            seed=1,
            fixtures=self.fixtures,
            faults=self.faults,
            addresses={other.name: BASE + other.path for other in PARTIES},
            http=self.http,
            begin_again=AsyncMock(),
        )
        self.party = party.build(self.environment)
        app.router.routes.append(Mount(party.path, app=self.party.app))

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Ask the party, and hold what it says to its document."""
        reply = await self.http.request(
            method, self.base + path, json=json, content=content, headers=headers
        )
        self.contract.check(method, path, reply)
        return reply

    async def _testers_keys(self, request: Request) -> Response:
        return JSONResponse(self.tester.public_keys())

    async def _enrol(self, request: Request) -> Response:
        await self._noted(request, "identity_provider")
        return JSONResponse({"appToken": "a" * 43}, 200 if self.publishes else 500)

    async def _correct(self, request: Request) -> Response:
        await self._noted(request, "registers")
        return Response(status_code=204) if self.publishes else JSONResponse({}, 500)

    async def _noted(self, request: Request, audience: str) -> None:
        check = ServiceTokenCheck(
            audience=audience,
            issuer="simulation",
            keys_url=f"{BASE}/simulation/v1/keys",
            http=self.http,
            clock=self.clock,
        )
        await check.check(request.headers["Authorization"])
        self.asked.append((request.url.path, await request.body(), dict(request.headers)))

    async def _keys(self, request: Request) -> Response:
        return JSONResponse(self.tokens.public_keys(), 200 if self.publishes else 503)
