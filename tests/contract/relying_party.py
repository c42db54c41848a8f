"""A small relying party of its own, and the identity provider with nothing else around it.

It shares no code with the profile service: what both accept is more likely to be right.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import msgspec
from authlib.oidc.core import CodeIDToken
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from mock_backends.identity_provider.app import IdentityProviderParty
from mock_backends.identity_provider.clients import portal
from mock_backends.identity_provider.service import IdentityProvider
from mock_backends.itsme.app import ItsmeParty
from mock_backends.itsme.models import Answer as PhoneAnswer
from mock_backends.itsme.models import Answered
from mock_backends.itsme.service import Itsme
from mock_backends.people.loader import CardState, Persona
from mock_backends.shared.home import Home
from mock_backends.shared.keys import pem
from mock_backends.simulation.eid_ca import issue_card_certificate, trust_anchors
from mock_backends.simulation.eid_status import RESPONSE, StatusService
from tests.contract.neighbours import BASE, PEOPLE, Visited
from tui.devices.card_memory import CardMemory
from tui.devices.identity_card import IdentityCard
from tui.portal.models import CardFiles, IssuedCard

ISSUER = f"{BASE}/op"
PORTAL = f"{BASE}/burgerprofiel"
CALLBACK = f"{PORTAL}/v1/callback"
BOTH = "urn:be:vlaanderen:authmech:itsme urn:be:vlaanderen:authmech:eid"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

NOOR = "+32400000001"


class Provider(Visited):
    """The identity provider at /op, a portal that signs people in there, and the real itsme behind it.

    `change` alters the invented people; `browser` keeps cookies, as a citizen's does; `call` holds each
    reply to the OpenAPI document. Cards are held against what the issuer in the home `authority` publishes
    (None: it does not answer); its status service says `card_state` of every card, and of None nothing.
    """

    def __init__(
        self,
        folder: Path,
        *,
        id_token_alg: str = "RS256",
        seed: int = 1,
        change: Callable[[Persona], Persona] = lambda persona: persona,
    ) -> None:
        neighbours = [
            Route("/simulation/v1/eid/certificates", self._certificates),
            Route("/simulation/v1/eid/ocsp", self._status, methods=["POST"]),
        ]
        personas = tuple(map(change, PEOPLE.personas))
        changed = msgspec.structs.replace(PEOPLE, personas=personas)
        super().__init__(folder, "identity_provider", neighbours, fixtures=changed, seed=seed)
        self.sign_with_a_new_key()
        self.authority: Home | None = self.home
        self.card_state: CardState | None = "active"
        self.client = replace(portal(PORTAL), id_token_signed_response_alg=id_token_alg)
        # Another client, which keeps its keys in the same place.
        self.other = replace(
            self.client,
            client_id="other-sim",
            redirect_uris=(f"{BASE}/other/callback",),
            post_logout_redirect_uris=(f"{BASE}/other/signed-out",),
        )
        self.service = IdentityProvider(self.environment, clients=(self.client, self.other))
        self.party = IdentityProviderParty(self.service, self.environment)
        self.move_in(self.party.app)
        self.itsme = Itsme(self.environment)
        own = Mount("/itsme", app=ItsmeParty(self.itsme, self.environment).app)
        self.app.router.routes.append(own)

    # The portal's side

    def sign_with_a_new_key(self) -> None:
        """Publish another key in place of what was published, and sign with it."""
        self.key = ec_key(token_urlsafe(8))
        self.published = {"keys": [self.key.as_dict(private=False)]}

    async def authorize(self, sign_in: "SignIn | None" = None, /, **changes: str) -> httpx.Response:
        """Send the browser to the authorization endpoint; a change to "" leaves the parameter out."""
        parameters = (sign_in or SignIn()).parameters(**changes)
        return await self.call("GET", f"/v1/auth?{urlencode(parameters)}")

    def assertion(
        self, changes: Mapping[str, Any] = {}, key: ECKey | RSAKey | None = None, **header: Any
    ) -> str:
        """A client assertion; a change to None leaves the claim or the parameter of its header out."""
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": "mbp-sim",
            "sub": "mbp-sim",
            "aud": ISSUER,
            "iat": now,
            "exp": now + 60,
            "jti": token_urlsafe(16),
            **changes,
        }
        key = key or self.key
        alg = "ES256" if isinstance(key, ECKey) else "RS256"
        header = {"alg": alg, "kid": key.kid, **header}
        return jwt.encode(
            {name: value for name, value in header.items() if value is not None},
            {name: value for name, value in claims.items() if value is not None},
            key,
            algorithms=[header["alg"]],
        )

    def token_form(self, sign_in: "SignIn", /, **changes: str) -> dict[str, str]:
        """The body of a sound token request; a change to "" leaves the parameter out."""
        form = {
            "grant_type": "authorization_code",
            "code": sign_in.code,
            "redirect_uri": CALLBACK,
            "code_verifier": sign_in.verifier,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion(),
            **changes,
        }
        return {name: value for name, value in form.items() if value}

    async def exchange(self, sign_in: "SignIn | None" = None, /, **changes: str) -> httpx.Response:
        """Exchange the code of a sign-in; without one, of a new sign-in."""
        sign_in = sign_in or await self.approved()
        return await self.call("POST", "/v1/token", data=self.token_form(sign_in, **changes))

    async def tokens(self, sign_in: "SignIn | None" = None) -> dict[str, Any]:
        """The tokens of a sign-in; without one, of a new sign-in."""
        reply = await self.exchange(sign_in)
        assert reply.status_code == 200, reply.text
        tokens: dict[str, Any] = reply.json()
        return tokens

    async def userinfo(self, token: str) -> int:
        """The status with which the provider answers an access token."""
        headers = {"Authorization": f"Bearer {token}"}
        return (await self.call("GET", "/v1/userinfo", headers=headers)).status_code

    async def verified(self, id_token: str) -> jwt.Token:
        """An ID token whose signature is the provider's."""
        keys = KeySet.import_key_set((await self.call("GET", "/v1/keys")).json())
        alg = self.client.id_token_signed_response_alg
        return jwt.decode(id_token, keys, algorithms=[alg])

    async def claims(self, sign_in: "SignIn", tokens: Mapping[str, Any]) -> CodeIDToken:
        """The claims of its ID token, after every check of OpenID Connect Core 3.1.3.7, by Authlib."""
        token = await self.verified(tokens["id_token"])
        required = {"iss": ISSUER, "aud": "mbp-sim", "nonce": sign_in.nonce}
        claims = CodeIDToken(
            token.claims,
            token.header,
            {name: {"essential": True, "value": value} for name, value in required.items()},
            {"client_id": "mbp-sim", "access_token": tokens["access_token"]},
        )
        claims.validate(now=int(self.clock.now().timestamp()))
        assert claims["at_hash"]
        return claims

    # The citizen's side

    async def begin(self, sign_in: "SignIn | None" = None, /, **changes: str) -> str:
        """Go to the provider; the path of the interaction."""
        reply = await self.authorize(sign_in, **changes)
        assert reply.status_code == 303
        path = reply.headers["location"].removeprefix(ISSUER)
        assert path.startswith("/v1/interactions/")
        return str(path)

    async def at_itsme(self, sign_in: "SignIn | None" = None, /, **changes: str) -> tuple[str, str]:
        """Go as far as itsme's pages: the interaction's path, the address of the pages."""
        path = await self.begin(sign_in, **changes)
        state = await self.act(path, "chooseMethod", method="itsme")
        assert state["step"] == "itsmeAway"
        reply = await self.browser.get(state["details"]["authorizationUrl"])
        assert reply.status_code == 302
        return path, reply.headers["location"]

    async def answered(self, pages: str, answer: PhoneAnswer = "approve") -> str:
        """Answer on Noor's phone: where the pages lead then, back to the identity provider."""
        number = {"action": "sendNumber", "phoneNumber": NOOR}
        sent = (await self.browser.post(pages, json=number)).json()["details"]
        line = self.itsme.phones.find(NOOR)
        assert line is not None
        self.itsme.answer(line, sent["requestId"], Answered(answer=answer))
        back = (await self.browser.get(pages)).json()["redirectTo"]
        assert back.startswith(f"{ISSUER}/v1/itsme/callback?")
        return str(back)

    async def come_back(self, path: str, back: str) -> dict[str, Any]:
        """Go back to the identity provider: where the citizen stands there."""
        reply = await self.call("GET", back.removeprefix(ISSUER))
        assert (reply.status_code, reply.headers["location"]) == (303, ISSUER + path)
        return await self.state(path)

    async def at_the_reader(
        self, sign_in: "SignIn | None" = None, /, **changes: str
    ) -> tuple[str, str]:
        """Go as far as the question for a card: the interaction's path, the challenge."""
        path = await self.begin(sign_in, **changes)
        state = await self.act(path, "chooseMethod", method="eid")
        assert (state["step"], state["details"]["origin"]) == ("eidCard", BASE)
        return path, state["details"]["challenge"]

    async def approved(self, method: str = "eid", /, **changes: str) -> "SignIn":
        """Sign in as Noor by this method, as far as the code that the browser comes back with."""
        sign_in = SignIn()
        if method == "itsme":
            path, pages = await self.at_itsme(sign_in, **changes)
            await self.come_back(path, await self.answered(pages))
        else:
            path, challenge = await self.at_the_reader(sign_in, **changes)
            card = self.card(self.person("noor-peeters"))
            await self.act(path, "presentCard", token=card.sign(challenge, BASE))
        state = await self.state(path)
        assert state["step"] == "done"
        sign_in.back = callback_of(state["redirectTo"])
        return sign_in

    def card(self, persona: Persona) -> IdentityCard:
        """The person's identity card, with a chip of its own."""
        assert persona.card is not None
        key = generate_private_key(SECP384R1())
        certificate = issue_card_certificate(
            self.home, persona, persona.card, key.public_key(), self.clock
        )
        issued = IssuedCard(
            card_number=persona.card.number,
            pin=persona.card.pin,
            holder=persona.full_name,
            valid_from=persona.card.valid_from,
            valid_until=persona.card.valid_until,
            private_key_pem=pem(key).decode(),
            certificates=(certificate.public_bytes(Encoding.PEM).decode(),),
            certificates_until=persona.card.valid_until,
            register_certificate="",
            files=CardFiles("", "", "", "", ""),
        )
        return IdentityCard(issued, CardMemory(self.home.data, self.home.keys))

    async def _status(self, request: Request) -> Response:
        if self.card_state is None:
            return Response(status_code=503)
        cards = tuple(
            msgspec.structs.replace(persona.card, state=self.card_state)
            for persona in PEOPLE.personas
            if persona.card is not None
        )
        asked = await request.body()
        told = StatusService(self.home).answer(cards, asked, self.clock.now())
        return Response(told, media_type=RESPONSE)

    async def _certificates(self, request: Request) -> Response:
        if self.authority is None:
            return Response(status_code=503)
        root, citizen_ca = (
            anchor.public_bytes(Encoding.PEM).decode() for anchor in trust_anchors(self.authority)
        )
        return JSONResponse({"root": root, "citizenCa": citizen_ca})


class SignIn:
    """One sign-in as the portal remembers it."""

    def __init__(self) -> None:
        self.state = token_urlsafe(16)
        self.nonce = token_urlsafe(16)
        self.verifier = token_urlsafe(48)
        self.back: dict[str, str] = {}
        """The parameters with which the browser came back to the callback."""

    @property
    def code(self) -> str:
        """What is exchanged for tokens."""
        return self.back["code"]

    def parameters(self, **changes: str) -> dict[str, str]:
        """The authorization request; a change to "" leaves the parameter out."""
        parameters = {
            "response_type": "code",
            "client_id": "mbp-sim",
            "redirect_uri": CALLBACK,
            "scope": "openid profile rrn",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
            "acr_values": BOTH,
            **changes,
        }
        return {name: value for name, value in parameters.items() if value}


def ec_key(kid: str) -> ECKey:
    """A fresh P-256 key as a client publishes it."""
    return ECKey.import_key(
        generate_private_key(SECP256R1()), {"kid": kid, "use": "sig", "alg": "ES256"}
    )


def challenge_of(verifier: str) -> str:
    """The S256 challenge (RFC 7636 section 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def callback_of(location: str) -> dict[str, str]:
    """The parameters of a redirect to the portal's callback, each sent once."""
    assert location.startswith(f"{CALLBACK}?")
    query = urlsplit(location).query
    assert all(len(values) == 1 for values in parse_qs(query).values())
    return dict(parse_qsl(query))
