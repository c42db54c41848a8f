"""itsme: another provider, to whose pages the citizen is sent, and from which they come back with a code.

The access management is a partner of itsme as any other: it asks for what it needs, and believes only what is
signed by itsme, encrypted to itself and made for this sign-in.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Literal

import msgspec
from joserfc import jwt
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mock_backends.identity_provider.interactions import (
    CHOOSE,
    COOKIE,
    MOST_AT_ONCE,
    Interaction,
)
from mock_backends.identity_provider.method import Desk, Method
from mock_backends.shared import unguessable
from mock_backends.shared.environment import Environment
from mock_backends.shared.gateway import TooLarge, Unanswered
from mock_backends.shared.oidc.nested import SIGNED, unnest
from mock_backends.shared.oidc.parameters import redirect
from mock_backends.shared.oidc.relying_party import (
    Registration,
    RelyingParty,
    SignedIn,
    SignInRefused,
    TooManySignIns,
)
from mock_backends.shared.oidc.rsa_pair import RsaPair
from mock_backends.shared.wire import Message, reply

MINIMUM_AGE = 16
AWAY = "itsmeAway"
CLIENT_ID = "ACMSIM"
SERVICE = "MBPSIM"
ASSERTION_LIFE = timedelta(seconds=60)

_OWN = "http://itsme.services/v2/claim/"
NATIONAL_NUMBER = _OWN + "BENationalNumber"
ACR = (_OWN + "acr_basic", _OWN + "acr_advanced")
CLAIMS = msgspec.json.encode(
    {"id_token": {NATIONAL_NUMBER: {"essential": True}, "given_name": None, "family_name": None}}
).decode()
"""In the ID token, as itsme recommends: so nothing has to be fetched from its userinfo endpoint."""

Failure = Literal[
    "refused",
    "unavailable",
    "untrusted",
    "notAccepted",
    "notIdentified",
    "personUnknown",
    "underAge",
]
FAILURES: Mapping[str, Failure] = MappingProxyType(
    {
        "access_denied": "refused",
        "temporary_unavailable": "unavailable",  # itsme's spelling
        "temporarily_unavailable": "unavailable",  # RFC 6749's, and ours where nobody answers
        "login_required": "notIdentified",
        "interaction_required": "notIdentified",
        **dict.fromkeys(
            (
                *("invalid_request", "unsupported_request", "invalid_scope"),
                *("unsupported_display", "unauthorized_client", "unsupported_response_type"),
                *("unsupported_grant_type", "invalid_request_object", "invalid_request_uri"),
                *("invalid_client_id", "invalid_redirect_uri", "invalid_client", "invalid_grant"),
            ),
            "notAccepted",
        ),
    }
)
"""What the citizen is told of an error that itsme's documentation names; of any other, that the answer cannot
be trusted.
"""


class ItsmeAway(Message, frozen=True):
    """Where the citizen goes: to itsme's pages."""

    authorization_url: str


class Itsme(Method):
    """Approval in the itsme app."""

    id = "itsme"
    level = 450
    acr = "urn:be:vlaanderen:authmech:itsme"

    def __init__(self, environment: Environment, desk: Desk) -> None:
        super().__init__(environment, desk)
        self._address = environment.addresses["identity_provider"]
        self._pair = RsaPair(environment.home, "identity_provider-itsme")
        self._partner = RelyingParty(
            issuer=environment.addresses["itsme"] + "/v2",
            registration=Registration(
                client_id=CLIENT_ID,
                redirect_uri=f"{self._address}/v1/itsme/callback",
                scope=f"openid service:{SERVICE}",
                claims=(NATIONAL_NUMBER,),
                acr_values=ACR[:1],
                opened=lambda token: unnest(token, self._pair.opens),
                at_token_endpoint=True,
                at_hash=False,
            ),
            sign=self._assertion,
            http=environment.http,
            clock=self.clock,
            time_limits=environment.time_limits,
            most=MOST_AT_ONCE,
        )
        self._begun: dict[str, tuple[str, str]] = {}
        """Where to go at itsme, and the token of what was begun there; by interaction."""

    async def prepare_to_begin(self, interaction: Interaction) -> None:
        """Begin at itsme. If it does not answer, the citizen is told so and stays at the choice."""
        self._pair.prepare()
        try:
            begun = await self._partner.begin(claims=CLAIMS)
        except (Unanswered, TooLarge, TooManySignIns):
            return
        self._abandon(interaction)
        self._begun[interaction.id] = begun

    def begin(self, interaction: Interaction) -> None:
        """Send the citizen to itsme, for as long as this sign-in can last at all."""
        if interaction.id not in self._begun:
            self._fail(interaction, "unavailable")
            return
        # How long they stay there, and how often they ask for more time, is not ours to know.
        interaction.expires_at = interaction.latest_at
        interaction.move(AWAY)

    def details(self, interaction: Interaction) -> ItsmeAway | None:
        """The address at itsme."""
        begun = self._begun.get(interaction.id)
        return ItsmeAway(authorization_url=begun[0]) if begun else None

    def leave(self, interaction: Interaction) -> None:
        """Forget what was begun at itsme; from now on our own time counts again."""
        self._abandon(interaction)
        self.desk.extend(interaction)

    async def returned(self, interaction: Interaction, parameters: list[tuple[str, str]]) -> None:
        """Take what the citizen brings back from itsme; whoever comes back twice changes nothing."""
        begun = self._begun.get(interaction.id)
        if begun is None or interaction.method is not self:
            return
        outcome = await self._outcome(begun[1], parameters)
        if self._begun.get(interaction.id) is not begun or interaction.method is not self:
            return  # they have gone back meanwhile, or their time is up
        if isinstance(outcome, SignedIn):
            self._identify(interaction, outcome)
        else:
            self._fail(interaction, FAILURES.get(outcome.error, "untrusted"))

    def routes(self) -> Sequence[BaseRoute]:
        """Where citizens come back, and where itsme finds our keys."""
        return (
            Route("/v1/itsme/callback", self._callback, methods=["GET"]),
            Route("/v1/itsme/keys", self._keys, methods=["GET"]),
        )

    async def _outcome(
        self, token: str, parameters: list[tuple[str, str]]
    ) -> SignedIn | SignInRefused:
        try:
            await self._pair.ready()
            return await self._partner.finish(token, parameters)
        except SignInRefused as error:
            return error

    def _identify(self, interaction: Interaction, signed_in: SignedIn) -> None:
        number = signed_in.claims.get(NATIONAL_NUMBER)
        if not isinstance(number, str) or signed_in.method not in ACR:
            return self._fail(interaction, "untrusted")
        persona = self.known_person(number)
        if persona is None:
            return self._fail(interaction, "personUnknown")
        if self.age_of(persona) < MINIMUM_AGE:
            return self._fail(interaction, "underAge")
        return self.desk.identified(interaction, persona)

    def _fail(self, interaction: Interaction, code: Failure) -> None:
        interaction.leave_method()
        interaction.move(CHOOSE, code)

    def _abandon(self, interaction: Interaction) -> None:
        begun = self._begun.pop(interaction.id, None)
        if begun is not None:
            self._partner.abandon(begun[1])

    def _assertion(self, audience: str) -> str:
        """Who we are, for the token endpoint (RFC 7523 section 2.2): itsme wants RS256 and a `kid`."""
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": CLIENT_ID,
            "sub": CLIENT_ID,
            "aud": audience,
            "iat": now,
            "exp": now + int(ASSERTION_LIFE.total_seconds()),
            "jti": unguessable.identifier(),
        }
        return jwt.encode({"alg": SIGNED, "kid": self._pair.signs.kid}, claims, self._pair.signs)

    async def _callback(self, request: Request) -> Response:
        interaction = self.desk.of_browser(request.cookies.get(COOKIE, ""))
        await self.returned(interaction, request.query_params.multi_items())
        return redirect(f"{self._address}/v1/interactions/{interaction.id}")

    async def _keys(self, request: Request) -> Response:
        del request
        await self._pair.ready()
        return reply(self._pair.public(), Cache_Control="public, max-age=1800")
