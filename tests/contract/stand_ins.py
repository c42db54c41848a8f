"""The profile service with stand-ins around it, whose every answer a test can bend.

The real parties have tests of their own, and `tests/promises` runs them all together; here a test must be
able to make a provider lie and a register fail.
"""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from mock_backends.people.loader import Persona
from mock_backends.profile_service.app import ProfileServiceParty
from mock_backends.registers.models import catalogue
from mock_backends.shared import http
from mock_backends.shared.sealed_answers import CODING, target
from mock_backends.shared.service_tokens import ServiceTokenCheck, ServiceTokens
from mock_backends.shared.wire import NotUnderstood, content_digest, decode
from tests.conditional import conditions
from tests.contract.neighbours import BASE, PEOPLE, Neighbourhood, turns
from tests.contract.openapi import contract_of
from tests.sealed import opened, sealed_by, sealed_name, source_of
from tui.portal.sealed import SealKey

OP = BASE + "/op"
PORTAL = BASE + "/burgerprofiel"
CONTRACT = contract_of("profile_service")
RSA = {name: RSAKey.generate_key(2048, {"kid": name, "use": "sig"}) for name in ("one", "two")}


class Provider:
    """An OpenID provider: `authorize` is the citizen's whole visit; the token it gives can be bent."""

    def __init__(self, stage: "Stage") -> None:
        self._stage = stage
        self.person: Persona = PEOPLE.personas[0]
        self.published: Any = {"keys": [RSA["one"].as_dict(private=False)]}
        self.signs_with = "one"
        self.changes: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.reply: dict[str, Any] = {}
        self.forge: Callable[[str], str] = lambda token: token
        self.says: dict[str, Any] = {}
        self.down = False
        self.asked: dict[str, str] = {}
        self.key_fetches = 0
        self.routes = [
            Route("/.well-known/openid-configuration", self._metadata),
            Route("/v1/keys", self._keys),
            Route("/v1/token", self._token, methods=["POST"]),
            Route("/v1/userinfo", self._userinfo),
        ]

    def authorize(self, url: str) -> dict[str, str]:
        """Sign in as `person`: the parameters with which the citizen comes back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        return {"code": "a-code", "state": self.asked["state"], "iss": OP}

    def sign_with_a_new_key(self) -> None:
        """Publish another key in place of the first, and sign with it."""
        self.signs_with = "two"
        self.published = {"keys": [RSA["two"].as_dict(private=False)]}

    async def _metadata(self, request: Request) -> Response:
        if self.down:
            return Response(status_code=503)
        names = {
            "authorization_endpoint": "auth",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "keys",
            "end_session_endpoint": "logout",
        }
        return JSONResponse(
            {
                "issuer": OP,
                **{name: f"{OP}/v1/{path}" for name, path in names.items()},
                "acr_values_supported": [
                    "urn:x:itsme",
                    "urn:x:card",
                ],
                "authorization_response_iss_parameter_supported": True,
                "simulator_levels": {
                    "urn:x:itsme": "high",
                    "urn:x:card": "high",
                    "urn:x:sms": "substantial",
                },
                "simulator_sign_in_methods": {
                    "urn:x:itsme": "itsme",
                    "urn:x:card": "eid",
                },
                **self.says,
            }
        )

    async def _keys(self, request: Request) -> Response:
        self.key_fetches += 1
        return JSONResponse(self.published, 503 if self.published is None else 200)

    async def _token(self, request: Request) -> Response:
        form = {
            name: values[0] for name, values in parse_qs((await request.body()).decode()).items()
        }
        verifier = sha256(form["code_verifier"].encode()).digest()
        assert urlsafe_b64encode(verifier).rstrip(b"=").decode() == self.asked["code_challenge"]
        assert form["redirect_uri"] == PORTAL + "/v1/callback"
        keys = KeySet.import_key_set((await self._stage.http.get(PORTAL + "/v1/keys")).json())
        assertion = jwt.decode(form["client_assertion"], keys, algorithms=["ES256"]).claims
        assert (assertion["iss"], assertion["sub"], assertion["aud"]) == ("mbp-sim", "mbp-sim", OP)
        if form["code"] != "a-code":
            error = {"an-error": "unauthorized_client"}.get(form["code"], "invalid_grant")
            return JSONResponse({"error": error}, 400)
        access_token = "an-access-token"
        now = int(self._stage.clock.now().timestamp())
        half = urlsafe_b64encode(sha256(access_token.encode()).digest()[:16]).rstrip(b"=").decode()
        claims = {
            "iss": OP,
            "aud": "mbp-sim",
            "sub": f"sub-{self.person.id}",
            "iat": now,
            "exp": now + 3600,
            "nonce": self.asked["nonce"],
            "at_hash": half,
            "acr": "urn:x:itsme",
            "seal_to": self.asked["seal_to"],
            "sealed_name": sealed_name(
                self.asked["seal_to"], self.person.given_names[0], self.person.family_name
            ),
            "rrn": self.person.national_number,
            **self.changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": self.signs_with, **self.header}
        header = {name: value for name, value in header.items() if value is not None}
        signed = jwt.encode(header, claims, RSA[self.signs_with])
        return JSONResponse(
            {
                "access_token": access_token,
                "token_type": "Bearer",
                "expires_in": 3600,
                "id_token": self.forge(signed),
                **self.reply,
            }
        )

    async def _userinfo(self, request: Request) -> Response:
        assert request.headers["Authorization"] == "Bearer an-access-token"
        return JSONResponse({"sub": f"sub-{self.person.id}", "rrn": self.person.national_number})


class _Controller(msgspec.Struct):
    controllerId: str
    blocks: list[dict[str, Any]]


class _Catalogue(msgspec.Struct):
    items: list[_Controller]


@dataclass
class Asked:
    """One request that a party got."""

    path: str
    number: str
    token: dict[str, Any]
    body: Any


async def asked_by(check: ServiceTokenCheck | None, request: Request) -> Asked:
    """What somebody asks about a citizen, whose token is in order."""
    assert check is not None
    token = await check.check(request.headers["Authorization"])
    body = msgspec.json.decode(await request.body() or b"null")
    return Asked(request.url.path, request.headers["X-INSZ"], token, body)


class Registers:
    """Registers that answer each block with `content`, unless `bent` says otherwise for that block.

    `bent` names what differs from the honest answer: its `status`, its `content`, or a header (None leaves
    it out). A block in `hanging` never answers, and one that is `gone` is not known. `catalogue` is what
    they say that they have; empty, they say nothing.
    """

    def __init__(self) -> None:
        self.catalogue = msgspec.json.encode(catalogue(PEOPLE.categories, PEOPLE.controllers))
        self.catalogue_fetches = 0
        self.content: dict[str, bytes] = {}
        self.bent: dict[str, dict[str, Any]] = {}
        self.hanging: set[str] = set()
        self.gone: set[str] = set()
        self.asked: list[Asked] = []
        self.requests: list[Asked] = []
        self.acts: list[Asked] = []
        self.takes_requests = True
        self.refuses_with = 0
        self.requests_held: asyncio.Event | None = None
        self.cases: dict[str, dict[str, Any]] = {}
        self.letters: bytes = b'"a letter"'
        self.check: ServiceTokenCheck | None = None
        self.tokens: ServiceTokens | None = None
        case = "/v1/controllers/{controller}/requests/{reference}"
        self.routes = [
            Route("/v1/keys", self._keys),
            Route("/v1/controllers", self._catalogue),
            Route("/v1/controllers/{controller}/blocks/{block}", self._block),
            Route("/v1/requests", self._progress),
            Route("/v1/controllers/{controller}/requests", self._request, methods=["POST"]),
            Route(case, self._case, methods=["DELETE"]),
            Route(case + "/information", self._case, methods=["POST"]),
            Route(case + "/letters", self._letters),
        ]

    def controllers(self) -> dict[str, str]:
        """The controller of each block, by the catalogue; none where that is no catalogue."""
        try:
            known = decode(self.catalogue, _Catalogue)
        except NotUnderstood:
            return {}
        return {of["blockId"]: one.controllerId for one in known.items for of in one.blocks}

    async def _keys(self, request: Request) -> Response:
        assert self.tokens is not None
        return JSONResponse(self.tokens.public_keys())

    async def _catalogue(self, request: Request) -> Response:
        self.catalogue_fetches += 1
        return Response(self.catalogue, 200 if self.catalogue else 503)

    async def _block(self, request: Request) -> Response:
        self.asked.append(asked := await asked_by(self.check, request))
        block = request.path_params["block"]
        if block in self.gone:
            return Response(status_code=404)
        if block in self.hanging:
            await asyncio.Event().wait()
        held = self.content.get(block, f'"held: {block}"'.encode())
        body = sealed_by("registers", target(request), held, asked.token, RSA["one"])
        subject = sha256(f"{asked.token['jti']}:{asked.number}".encode()).digest()
        answer = {
            "content": body,
            "status": 200,
            "Content-Type": "application/json",
            "Content-Digest": content_digest(body),
            "Subject-Pseudonym": urlsafe_b64encode(subject).rstrip(b"=").decode(),
            "Content-Encoding": CODING,
            **self.bent.get(block, {}),
        }
        content, status = answer.pop("content"), answer.pop("status")
        headers = {name: text for name, text in answer.items() if text is not None}
        return Response(content, status, headers)

    async def _request(self, request: Request) -> Response:
        asked = await asked_by(self.check, request)
        if not self.takes_requests:
            return Response(status_code=503)
        self.requests.append(asked)
        if self.refuses_with:
            return Response(status_code=self.refuses_with)
        if self.requests_held is not None:
            await self.requests_held.wait()
        case = self.cases.setdefault(
            asked.body["reference"],
            {
                "controllerId": request.path_params["controller"],
                "reference": asked.body["reference"],
                "receipt": "R-1",
                "state": "received",
                "due": "2026-12-23",
                "steps": [{"at": "2026-11-23T09:00:00Z", "state": "received"}],
            },
        )
        return JSONResponse(case, 201)

    def moves(self, reference: str, state: str, at: str, **changes: Any) -> None:
        """Let the desk move a request to another state."""
        case = self.cases[reference]
        case |= {"state": state, "steps": [*case["steps"], {"at": at, "state": state}], **changes}

    async def _progress(self, request: Request) -> Response:
        await asked_by(self.check, request)
        return JSONResponse(
            {"items": list(self.cases.values())}, 200 if self.takes_requests else 503
        )

    async def _case(self, request: Request) -> Response:
        """What the citizen does with a case: withdraws it, or adds to it."""
        asked = await asked_by(self.check, request)
        if not self.takes_requests:
            return Response(status_code=503)
        self.acts.append(asked)
        case = self.cases.get(request.path_params["reference"])
        if case is None:
            return Response(status_code=404)
        if case["state"] in ("granted", "refused", "closed"):
            return Response(status_code=409)
        if request.method == "DELETE" and case["state"] != "withdrawn":
            self.moves(case["reference"], "withdrawn", "2026-11-23T09:00:00Z")
        return JSONResponse(case)

    async def _letters(self, request: Request) -> Response:
        asked = await asked_by(self.check, request)
        body = sealed_by("registers", target(request), self.letters, asked.token, RSA["one"])
        headers = {"Content-Encoding": CODING, "Content-Digest": content_digest(body)}
        return Response(body, headers=headers, media_type="application/json")


class Ebox:
    """An eBox with two messages; it refuses who shows no consent, and counts every request.

    Where `held` is set, it answers once that event comes.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.down = False
        self.held: asyncio.Event | None = None
        self.bend: Callable[[Response], Response] = lambda answer: answer
        self.check: ServiceTokenCheck | None = None
        base = "/citizen/v2"
        self.routes = [
            Route(base + "/ebox/messages", self._messages),
            Route(base + "/ebox/messages/{id}", self._message),
            Route(base + "/ebox/messages/{id}/body", self._body),
            Route(base + "/referenceData/senderOrganizations", self._senders),
        ]

    async def _answer(self, request: Request, content: Any) -> Response:
        self.asked.append(asked := await asked_by(self.check, request))
        if self.held is not None:
            await self.held.wait()
        if self.down:
            return Response(status_code=503)
        if not asked.token.get("consent"):
            return Response(status_code=403)
        if content is None:
            return Response(status_code=404)
        body = sealed_by(
            "ebox", target(request), msgspec.json.encode(content), asked.token, RSA["one"]
        )
        headers = {"Content-Encoding": CODING, "Content-Digest": content_digest(body)}
        return self.bend(Response(body, headers=headers, media_type="application/json"))

    async def _messages(self, request: Request) -> Response:
        items = [_message("older", 2), _message("newer", 5)]
        return await self._answer(request, {"items": items, "totalItems": 2})

    async def _message(self, request: Request) -> Response:
        name = request.path_params["id"]
        known = name in ("older", "newer")
        return await self._answer(request, _message(name, 2) if known else None)

    async def _body(self, request: Request) -> Response:
        return await self._answer(request, {"nl": "De inhoud."})

    async def _senders(self, request: Request) -> Response:
        items = [{"organizationId": "0316380841", "organizationShortName": {"nl": "FOD"}}]
        return await self._answer(request, {"items": items, "totalItems": 1})


def _message(name: str, day: int) -> dict[str, Any]:
    return {
        "messageId": name,
        "subject": {"nl": f"Bericht {name}"},
        "receiptDate": f"2026-11-{day:02}T08:15:00+01:00",
        "expirationDate": "2027-11-02T08:15:00+01:00",
        "readStatus": False,
        "visible": True,
        "registeredMail": False,
        "messageTypeId": "TaxAssessment",
        "senderOrganizationId": "0316380841",
        "bodyMainContent": True,
        "replyAuthorized": False,
    }


async def once(happened: Callable[[], object]) -> None:
    """Give way until something has happened."""
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110
            await asyncio.sleep(0)


class Browser:
    """One citizen's browser: keeps cookies in memory, and holds every answer to the document."""

    def __init__(self, environment: "Stage") -> None:
        self._stage = environment
        self.http = http.AsyncClient(environment.transports)
        self.key = SealKey()

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        sealed_by: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Ask the profile service; what a source sealed is opened.

        Without `headers`, an entry of the profile is changed as it is there. `sealed_by` is the request whose
        letters are asked for: its controller sealed them.
        """
        if headers is None:
            headers = await conditions(self.call, method, path)
        answer = await self.http.request(
            method, PORTAL + path, json=json, params=params, headers=headers
        )
        page = (params or {}).get("page", 1)
        source = source_of(path, page, self._stage.registers.controllers())
        if sealed_by is not None:
            of, reference = sealed_by["controllerId"], sealed_by["reference"]
            source = "registers", f"/v1/controllers/{of}/requests/{reference}/letters"
        plain = opened(answer, self.key, *source)
        CONTRACT.check(method, path, answer, plain.content)
        return plain

    async def get(self, path: str, **params: Any) -> Any:
        """What a GET that must succeed answers."""
        answer = await self.call("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self, method: str, path: str, **members: Any) -> Any:
        """What a change that must succeed answers."""
        answer = await self.call(method, path, json=members)
        assert answer.is_success, answer.text
        return answer.json()

    async def waiting(self, version: int) -> "asyncio.Task[httpx.Response]":
        """A request for what is new after `version`, at the point at which it waits."""
        query = {"after": version, "wait": 25}
        task = asyncio.create_task(self.call("GET", "/v1/changes", params=query))
        await turns()
        assert not task.done()
        return task

    def name(self, session: dict[str, Any]) -> str:
        """The given name in a session, which was sealed for this browser."""
        name = self.key.open_text(session["sealedName"], "identity_provider", "name")
        return str(msgspec.json.decode(name)["given_name"])

    async def begin(self) -> dict[str, str]:
        """Begin a sign-in, and visit the provider: the callback's parameters."""
        begun = await self.call("POST", "/v1/sign-in", json={"sealTo": self.key.public})
        assert begun.status_code == 201, begun.text
        return self._stage.provider.authorize(begun.json()["authorizationUrl"])

    async def sign_in(self, *, settled: bool = True) -> Any:
        """Sign in, and wait until no block is loading. The session."""
        answer = await self.call("GET", "/v1/callback", params=await self.begin())
        assert answer.status_code == 200, answer.text
        if settled:
            await self.settle()
        return answer.json()

    async def settle(self, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
        """Wait until no block (but these) is loading; the blocks by id."""
        changes = await self.get("/v1/changes")
        while True:
            blocks = {block["blockId"]: block for block in changes["blocks"]}
            if changes["catalogue"] != "loading" and not any(
                block["state"] == "loading" for name, block in blocks.items() if name not in but
            ):
                return blocks
            changes = await self.get("/v1/changes", after=changes["version"], wait=25)

    async def reason(self) -> str:
        """Why there is no session (any more)."""
        answer = await self.call("GET", "/v1/session")
        assert answer.status_code == 401
        return str(answer.json()["reason"])


class Stage(Neighbourhood):
    """The service among its stand-ins; its registers have this catalogue, or that of our fixtures."""

    def __init__(self, folder: Path, *, catalogue: bytes | None = None) -> None:
        self.registers = Registers()
        if catalogue is not None:
            self.registers.catalogue = catalogue
        self.ebox = Ebox()
        self.provider = Provider(self)
        neighbours = (
            Mount("/op", routes=self.provider.routes),
            Mount("/registers", routes=self.registers.routes),
            Mount("/ebox", routes=self.ebox.routes),
        )
        super().__init__(folder, "profile_service", neighbours)
        self.registers.check = self.check(of="profile_service", at="registers")
        self.register = ServiceTokens("registers", generate_private_key(SECP256R1()), self.clock)
        self.registers.tokens = self.register
        self.ebox.check = self.check(of="profile_service", at="ebox")
        self.party = ProfileServiceParty(self.environment)
        self.move_in(self.party.app)
        self.service = self.party.service

    def browser(self) -> Browser:
        """A citizen's browser of its own."""
        return Browser(self)

    async def signed_in(self) -> Browser:
        """The browser of a citizen who has signed in, and whose blocks have all come."""
        browser = self.browser()
        await browser.sign_in()
        return browser


@asynccontextmanager
async def staged(folder: Path, catalogue: bytes | None = None) -> AsyncIterator[Stage]:
    """A running stage."""
    stage = Stage(folder, catalogue=catalogue)
    await stage.party.start()
    try:
        yield stage
    finally:
        await stage.party.stop()
        await stage.http.aclose()
