"""itsme with nothing else around it, and a partner of its own, whose cryptography is jwcrypto's alone."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from jwcrypto.jwk import JWK, JWKSet
from jwcrypto.jwt import JWT
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mock_backends.itsme.app import ItsmeParty
from mock_backends.itsme.service import Itsme
from mock_backends.people.loader import Persona
from tests.contract.neighbours import BASE, PEOPLE, SIGNING, Visited

PARTY = f"{BASE}/itsme"
ISSUER = f"{PARTY}/v2"
CALLBACK = f"{BASE}/op/v1/itsme/callback"
CLIENT = "ACMSIM"
NOOR = "+32400000001"
OWN = "http://itsme.services/v2/claim/"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
NESTED = ["RSA-OAEP-256", "A128CBC-HS256"]

SIGNS, OPENS = (
    JWK(**{**key.as_dict(private=True), "use": use, "alg": algorithm})
    for key, use, algorithm in zip(SIGNING, ("sig", "enc"), ("RS256", "RSA-OAEP-256"), strict=True)
)


class Partner(Visited):
    """itsme at /itsme, a partner that signs people in there, their browser and their phones.

    `change` alters the invented people; `call` holds each reply to the OpenAPI document.
    """

    def __init__(
        self, folder: Path, *, change: Callable[[Persona], Persona] = lambda persona: persona
    ) -> None:
        keys = Route("/op/v1/itsme/keys", self._partner_keys)
        people = replace(PEOPLE, personas=tuple(map(change, PEOPLE.personas)))
        super().__init__(folder, "itsme", [keys], fixtures=people)
        self.service = Itsme(self.environment)
        self.move_in(ItsmeParty(self.service, self.environment).app)
        self.verifier = token_urlsafe(48)

    # The partner's side

    def parameters(self, **changes: str) -> dict[str, str]:
        """A sound authorization request; a change to "" leaves the parameter out."""
        challenge = urlsafe_b64encode(sha256(self.verifier.encode()).digest()).decode().rstrip("=")
        parameters = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": CALLBACK,
            "scope": "openid service:MBPSIM",
            "state": "a-state",
            "nonce": "a-nonce",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in parameters.items() if value}

    async def authorize(self, **changes: str) -> httpx.Response:
        """Send the browser to the authorization endpoint."""
        return await self.call("GET", f"/v2/authorization?{urlencode(self.parameters(**changes))}")

    def signed(self, claims: dict[str, Any], header: dict[str, Any] | None = None) -> str:
        """Claims under the partner's signature."""
        header = {"alg": "RS256", "kid": SIGNS["kid"], **(header or {})}
        token = JWT({name: value for name, value in header.items() if value}, claims)
        token.make_signed_token(SIGNS)
        return str(token.serialize())

    async def sealed(self, signed: str) -> str:
        """A signed token, encrypted to itsme."""
        keys = (await self.call("GET", "/v2/jwkSet")).json()["keys"]
        (key,) = (JWK(**key) for key in keys if key["use"] == "enc")
        header = {"alg": NESTED[0], "enc": NESTED[1], "cty": "JWT", "kid": key["kid"]}
        token = JWT(header, signed, algs=NESTED)
        token.make_encrypted_token(key)
        return str(token.serialize())

    def assertion(self, header: dict[str, Any] | None = None, **changes: Any) -> str:
        """A client assertion; a change to None leaves the claim out."""
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": CLIENT,
            "sub": CLIENT,
            "aud": f"{ISSUER}/token",
            "exp": now + 60,
            "jti": token_urlsafe(16),
            **changes,
        }
        return self.signed({k: v for k, v in claims.items() if v is not None}, header)

    async def exchange(self, code: str, **changes: str) -> httpx.Response:
        """Exchange a code for tokens; a change to "" leaves the parameter out."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": changes.pop("client_assertion", "") or self.assertion(),
            **changes,
        }
        data = {name: value for name, value in form.items() if value}
        return await self.call("POST", "/v2/token", data=data)

    async def opened(self, token: str) -> dict[str, Any]:
        """The claims of a nested token: decrypted, and then verified, by jwcrypto."""
        outer = JWT(jwt=token, key=OPENS, algs=NESTED, expected_type="JWE")
        assert json.loads(outer.header) == {
            "alg": NESTED[0],
            "enc": NESTED[1],
            "cty": "JWT",
            "kid": OPENS["kid"],
        }
        keys = (await self.call("GET", "/v2/jwkSet")).text
        # Its own clock is the machine's: times are looked at by the test.
        inner = JWT(check_claims={}, algs=["RS256"])
        inner.validity, inner.leeway = 10**9, 10**9
        inner.deserialize(outer.claims, JWKSet.from_json(keys))
        assert json.loads(inner.header)["kid"]
        claims: dict[str, Any] = json.loads(inner.claims)
        return claims

    async def userinfo(self, access_token: str) -> httpx.Response:
        """What the access token lets one know."""
        headers = {"Authorization": f"Bearer {access_token}"}
        return await self.call("GET", "/v2/userinfo", headers=headers)

    # The citizen's side

    async def begin(self, **changes: str) -> str:
        """Go to itsme: the path of the visit."""
        reply = await self.authorize(**changes)
        assert reply.status_code == 302
        return reply.headers["location"].removeprefix(PARTY)

    async def waiting(self, **changes: str) -> tuple[str, str]:
        """Go as far as a request on Noor's phone: the path of the visit, the request's id."""
        path = await self.begin(**changes)
        state = await self.act(path, "sendNumber", phoneNumber=NOOR)
        assert state["step"] == "itsmeWaiting"
        return path, state["details"]["requestId"]

    async def approved(self, **changes: str) -> str:
        """Sign in as Noor: the code with which the browser comes back."""
        path, request_id = await self.waiting(**changes)
        assert (await self.answer("approve", request_id)).status_code == 204
        back = came_back(await self.state(path))
        assert back["state"] == "a-state"
        return back["code"]

    def app_header(self, number: str = NOOR) -> dict[str, str]:
        """The header by which the app on this phone shows whose it is."""
        return {"Authorization": f"Bearer {self.service.phones.enrol(number)[0]}"}

    def code(self, number: str = NOOR) -> str:
        """The itsme code of this phone's owner."""
        return self.service.phones.enrol(number)[1]

    async def on_phone(self, query: str = "") -> dict[str, Any]:
        """What Noor's phone shows."""
        reply = await self.call("GET", f"/simulator/v1/requests{query}", headers=self.app_header())
        assert reply.status_code == 200
        shown: dict[str, Any] = reply.json()
        return shown

    async def scan(self, code: str) -> httpx.Response:
        """Scan a QR code with Noor's phone."""
        scanned = {"code": code}
        return await self.call(
            "POST", "/simulator/v1/scans", json=scanned, headers=self.app_header()
        )

    async def answer(self, answer: str, request_id: str, **more: str) -> httpx.Response:
        """Answer a request on Noor's phone."""
        path = f"/simulator/v1/requests/{request_id}"
        body = {"answer": answer, **more}
        return await self.call("PUT", path, json=body, headers=self.app_header())

    async def _partner_keys(self, request: Request) -> Response:
        keys = [json.loads(key.export_public()) for key in (SIGNS, OPENS)]
        return JSONResponse({"keys": keys})


def came_back(state: dict[str, Any]) -> dict[str, str]:
    """With what the browser comes back to the partner."""
    address = urlsplit(state["redirectTo"])
    assert address._replace(query="").geturl() == CALLBACK
    return dict(parse_qsl(address.query))
