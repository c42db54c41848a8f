"""One party under test, and around it only what the test puts there."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from mock_backends.people.loader import Fixtures, Persona, load
from mock_backends.shared import http
from mock_backends.shared.clock import Clock
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import Faults
from mock_backends.shared.home import Home
from mock_backends.shared.party import PartyDefinition
from mock_backends.shared.sealed_answers import CODING
from mock_backends.shared.service_tokens import ServiceTokenCheck, ServiceTokens
from mock_backends.shared.turns import Turns
from mock_backends.world import PARTIES
from tests.conftest import START
from tests.contract.openapi import contract_of
from tests.sealed import opened
from tui.portal.sealed import SealKey

BASE = "https://simulator.invalid"
PEOPLE = load()
NOOR = PEOPLE.personas[0].national_number
ADDRESSES = {party.name: BASE + party.path for party in PARTIES}


async def turns() -> None:
    """Let tasks that are ready run: in one process, a request alone may never give way."""
    for _ in range(50):
        await asyncio.sleep(0)


SIGNING = [RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("old", "new")]


class Neighbourhood:
    """The party `name` on a frozen clock, in a home of its own; `neighbours` are routes of other parties.

    `move_in` puts the party at its address. `people` are all the fixtures, also those that it is not given.
    `published` are the keys that the profile service publishes (None: it gives no answer), and `key_fetches`
    is how often they were asked for; `tester` makes the tokens that the simulation would send.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        neighbours: Iterable[Route | Mount] = (),
        *,
        fixtures: Fixtures | None = None,
        seed: int = 1,
    ) -> None:
        (definition,) = (party for party in PARTIES if party.name == name)
        self.name = name
        self.base = ADDRESSES[name]
        self.clock = Clock(START, frozen=True)
        self.home = Home.of(folder)
        self.home.prepare()
        self.faults = Faults()
        self.people = fixtures or PEOPLE
        self.fixtures = self.people.only(definition.holds)
        self.contract = contract_of(name)
        self.published: Any = None
        self.key_fetches = 0
        self.tester_key = generate_private_key(SECP256R1())
        self.tester = ServiceTokens("simulation", self.tester_key, self.clock)
        others = [
            Route("/burgerprofiel/v1/keys", self._keys),
            Route("/simulation/v1/keys", self._testers_keys),
            *neighbours,
        ]
        own = self.base.removeprefix(BASE)
        self.app = Starlette(routes=[route for route in others if not route.path.startswith(own)])
        self.transports = {http.origin(BASE): http.inside(self.app)}
        self.http = http.AsyncClient(self.transports)
        self.environment = Environment(
            home=self.home,
            clock=self.clock,
            turns=Turns(seed),
            fixtures=self.fixtures,
            faults=self.faults,
            addresses=ADDRESSES,
            http=self.http,
            begin_again=AsyncMock(),
        )

    def move_in(self, app: ASGIApp) -> None:
        """Put the party at its address."""
        self.app.router.routes.append(Mount(self.base.removeprefix(BASE), app=app))

    def person(self, id: str) -> Persona:  # noqa: A002
        """An invented person."""
        found = self.people.persona(id)
        assert found is not None
        return found

    def move(self, seconds: float = 0, **by: float) -> None:
        """Move the world's time on."""
        self.clock.move(timedelta(seconds=seconds, **by))

    async def _keys(self, request: Request) -> Response:
        self.key_fetches += 1
        if isinstance(self.published, Response):
            return self.published
        return JSONResponse(self.published, 503 if self.published is None else 200)

    async def _testers_keys(self, request: Request) -> Response:
        return JSONResponse(self.tester.public_keys())

    def check(self, *, of: str, at: str) -> ServiceTokenCheck:
        """A neighbour's check of the tokens that the party `of` sends to the party `at`."""
        keys = ADDRESSES[of] + "/v1/keys"
        return ServiceTokenCheck(
            audience=at, issuer=of, keys_url=keys, http=self.http, clock=self.clock
        )


class Visited(Neighbourhood):
    """A party with pages; `browser` keeps cookies, as a citizen's does."""

    def __init__(
        self,
        folder: Path,
        name: str,
        neighbours: Iterable[Route | Mount] = (),
        *,
        fixtures: Fixtures | None = None,
        seed: int = 1,
    ) -> None:
        super().__init__(folder, name, neighbours, fixtures=fixtures, seed=seed)
        # Errors of the app come out here, so that a crash is a failed test and no status 500.
        self.browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=self.base
        )

    async def call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Ask the party, and hold what it says to its document."""
        reply = await self.browser.request(method, self.base + path, **request)
        self.contract.check(method, path, reply)
        return reply

    async def state(self, path: str, query: str = "") -> dict[str, Any]:
        """Where the citizen stands on a visit."""
        return self._stands(await self.call("GET", path + query))

    async def act(self, path: str, action: str, **members: Any) -> dict[str, Any]:
        """Do something on a visit; where the citizen stands then."""
        return self._stands(await self.call("POST", path, json={"action": action, **members}))

    def _stands(self, reply: httpx.Response) -> dict[str, Any]:
        assert reply.status_code == 200, reply.text
        state: dict[str, Any] = reply.json()
        return state


class SignIns:
    """The identity provider as far as sources ask it: who signed in, and its keys (None: no answer)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.key = SIGNING[0]
        self.published: Any = {"keys": [self.key.as_dict(private=False)]}
        self.key_fetches = 0
        self.forge: Callable[[str], str] = lambda token: token
        self.routes = [
            Route("/op/.well-known/openid-configuration", self._metadata),
            Route("/op/v1/keys", self._keys),
        ]

    def sign_with_a_new_key(self) -> None:
        """Publish another key in place of the first, and sign with it."""
        self.key = SIGNING[1]
        self.published = {"keys": [self.key.as_dict(private=False)]}

    def id_token(self, person: str, seal_key: SealKey) -> str:
        """The ID token of a sign-in by somebody (by national number), with this key; or what is forged."""
        now = int(self._clock.now().timestamp())
        claims = {
            "iss": ADDRESSES["identity_provider"],
            "aud": "mbp-sim",
            "sub": "somebody",
            "iat": now,
            "exp": now + 3600,
            "rrn": person,
            "seal_to": seal_key.public,
        }
        return self.forge(jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key))

    async def _metadata(self, request: Request) -> Response:
        issuer = ADDRESSES["identity_provider"]
        paths = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys"}
        endpoints = {name: f"{issuer}/v1/{path}" for name, path in paths.items()}
        return JSONResponse({"issuer": issuer, **endpoints})

    async def _keys(self, request: Request) -> Response:
        self.key_fetches += 1
        return JSONResponse(self.published, 503 if self.published is None else 200)


class Source(Neighbourhood):
    """A party that others ask: registers, eBox, simulation.

    `tokens` makes what the profile service would send, with these `claims`. The citizen signed in with
    `seal_key`, as `sign_ins` tells. What the party itself sends stands in `asked`: path, body and headers;
    `works` is whether it is done, and `came` is set when it has come.
    """

    def __init__(self, folder: Path, party: PartyDefinition) -> None:
        self.works = True
        self.asked: list[tuple[str, Any, dict[str, Any]]] = []
        self.came = asyncio.Event()
        others: list[Route] = []
        if party.name == "simulation":
            others = [
                Route("/itsme/simulator/v1/apps", self._enrol, methods=["POST"]),
                Route("/op/v1/text-messages/phones", self._hand_over, methods=["POST"]),
                Route("/registers/v1/controllers/{path:path}", self._correct, methods=["PUT"]),
                Route("/offices/v1/{path:path}", _away, methods=["GET", "POST", "DELETE"]),
                Route("/burgerprofiel/v1/due", self._due, methods=["GET", "DELETE"]),
            ]
        if party.name == "registers":
            path = "/burgerprofiel/v1/changed-blocks"
            others = [Route(path, self._changed_block, methods=["POST"])]
        super().__init__(folder, party.name, others)
        self.sign_with_a_new_key()
        self.claims: Mapping[str, object] = {}
        self.seal_key = SealKey()
        self.sign_ins = SignIns(self.clock)
        self.app.router.routes += self.sign_ins.routes
        self.party = party.build(self.environment)
        self.move_in(self.party.app)

    def sign_with_a_new_key(self) -> None:
        """Let the portal publish another key in place of what it published, and sign with it."""
        self.key = generate_private_key(SECP256R1())
        self.tokens = ServiceTokens("profile_service", self.key, self.clock)
        self.published = self.tokens.public_keys()

    async def call(
        self,
        method: str,
        path: str,
        person: str = NOOR,
        *,
        headers: dict[str, str] | None = None,
        contracted: bool = True,
        claims: Mapping[str, object] = {},
        **request: Any,
    ) -> httpx.Response:
        """Ask the party about somebody (by national number) and hold what it says to its document.

        The token is the portal's, with these `claims`; `headers` take the place of it all. What breaks the
        document on purpose is not `contracted`.
        """
        if headers is None:
            id_token = self.sign_ins.id_token(person, self.seal_key)
            token = self.tokens.token(self.name, **{"id_token": id_token, **self.claims, **claims})
            headers = {"Authorization": f"Bearer {token}", "X-INSZ": person}
        headers = {"Accept-Encoding": CODING, **headers}
        reply = await self.http.request(method, self.base + path, headers=headers, **request)
        target = str(reply.request.url).removeprefix(self.base).removesuffix("?")
        plain = opened(reply, self.seal_key, self.name, target)
        if contracted:
            self.contract.check(method, path, reply, plain.content)
        return plain

    async def _hand_over(self, request: Request) -> Response:
        await self._noted(request, "identity_provider")
        return JSONResponse({"phoneToken": "b" * 43}, 200 if self.works else 500)

    async def _enrol(self, request: Request) -> Response:
        await self._noted(request, "itsme")
        return JSONResponse({"appToken": "a" * 43, "code": "12345"}, 200 if self.works else 500)

    async def _changed_block(self, request: Request) -> Response:
        """Note what an authority tells the portal; it is taken in while that `works`."""
        self.asked.append((request.url.path, await request.json(), dict(request.headers)))
        self.came.set()
        return Response(status_code=204 if self.works else 503)

    async def _correct(self, request: Request) -> Response:
        await self._noted(request, "registers")
        return Response(status_code=204) if self.works else JSONResponse({}, 500)

    async def _due(self, request: Request) -> Response:
        await self._noted(request, "profile_service")
        return JSONResponse({"items": []}, 200 if self.works else 500)

    async def _noted(self, request: Request, audience: str) -> None:
        await self.check(of="simulation", at=audience).check(request.headers["Authorization"])
        self.asked.append((request.url.path, await request.body(), dict(request.headers)))


async def _away(request: Request) -> Response:
    return JSONResponse({}, 503)
