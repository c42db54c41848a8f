"""The identity provider itself, without HTTP."""

import operator
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from types import MappingProxyType
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from msgspec.structs import replace

from mock_backends.identity_provider import faulty_tokens, request_validation
from mock_backends.identity_provider.accounts import Accounts
from mock_backends.identity_provider.assertion import unverified_key_id
from mock_backends.identity_provider.claims import Authentication, Subjects, shared
from mock_backends.identity_provider.clients import ClientKeys, RegisteredClient, portal
from mock_backends.identity_provider.interactions import CHOOSE, Interaction, Interactions
from mock_backends.identity_provider.issued import Issued
from mock_backends.identity_provider.method import Method
from mock_backends.identity_provider.methods import METHODS
from mock_backends.identity_provider.models import (
    Back,
    ChooseMethod,
    InteractionState,
    OfferedMethod,
)
from mock_backends.identity_provider.server import Answer, Server
from mock_backends.identity_provider.signing import SigningKeys
from mock_backends.people.loader import Persona
from mock_backends.shared.environment import Environment
from mock_backends.shared.oidc.parameters import Parameters
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input
from mock_backends.shared.service_tokens import refused
from mock_backends.shared.visits import DONE, ENDED, Abort, Action, Extend, Opened

SENT_BACK: Mapping[str, str] = MappingProxyType(
    {
        "accessDenied": "access_denied",
        "temporarilyUnavailable": "temporarily_unavailable",
        "serverError": "server_error",
    }
)
"""The error with which a citizen is sent back at once (RFC 6749 section 4.1.2.1), by the kind of fault."""


class IdentityProvider:
    """The Flemish access management: its clients, its sign-in methods, and all sign-ins under way."""

    def __init__(
        self,
        environment: Environment,
        clients: Iterable[RegisteredClient] | None = None,
        methods: Sequence[type[Method]] = METHODS,
    ) -> None:
        self.clock = environment.clock
        self.issuer = environment.addresses["identity_provider"]
        self.interactions = Interactions(self.clock, time_limits=environment.time_limits)
        self.issued = Issued(self.clock)
        self.keys = SigningKeys(environment.home)
        self._subjects = Subjects(environment.turns)
        clients = tuple(clients or (portal(environment.addresses["profile_service"]),))
        self._client_keys = ClientKeys(clients, environment.http, self.clock)
        self._server = Server(
            issuer=self.issuer,
            clients=clients,
            client_keys=self._client_keys,
            keys=self.keys,
            subjects=self._subjects,
            issued=self.issued,
            clock=self.clock,
            came_back=self.interactions.forget,
        )
        self.accounts = Accounts(environment)
        self.methods: tuple[Method, ...] = tuple(method(environment, self) for method in methods)
        self.actions: Any = reduce(
            operator.or_,
            (action for method in methods for action in method.actions),
            ChooseMethod | Back | Extend | Abort,
        )
        """Every action, including the methods': a tagged union, told apart by the member `action`."""

    # OpenID Connect

    def authorize(
        self, parameters: Parameters, program: str = "", fault: str = ""
    ) -> Opened | Answer:
        """The authorization endpoint: an interaction, or a redirect to the client with an error.

        `program` is what the citizen signs in with, as it names itself; `fault` is the kind of fault that a
        tester has set. Raises Problem 400 when client or redirect URI is unknown (RFC 6749 section 4.1.2.1).
        """
        try:
            client = request_validation.check_authorization(parameters, self._server.clients)
            grant = self._server.begin(parameters.values)
            error = SENT_BACK.get(fault) or ("temporarily_unavailable" * self.interactions.full)
            if error:
                raise OAuth2Error(
                    error=error,
                    description="No sign-in can begin now",
                    redirect_uri=parameters.get("redirect_uri"),
                    state=parameters.get("state"),
                )
        except OAuth2Error as error:
            answer = self._server.refuse(error)
            if not answer.location:
                raise Problem(400, SIMULATOR + "invalidClient") from error
            return answer
        self.issued.sweep()
        return self.interactions.open(
            Interaction,
            grant=grant,
            client=client,
            offered=self._offered(parameters.get("acr_values")),
            shares=shared(parameters.get("scope")),
            program=program,
        )

    async def token(self, parameters: Parameters, fault: str = "") -> Answer:
        """The token endpoint; `fault` is the kind of fault that a tester has set."""
        try:
            request_validation.check_token(parameters)
            if fault == "invalidGrant":
                raise OAuth2Error(error="invalid_grant", description="The code is not valid")
        except OAuth2Error as error:
            return self._server.refuse(error)
        # The core is synchronous, so the client's keys must be fetched first.
        client_id, kid = unverified_key_id(parameters.get("client_assertion"))
        await self._client_keys.learn(client_id, kid)
        answer = self._server.exchange(parameters.values)
        if fault in faulty_tokens.KINDS and "id_token" in answer.body:
            algorithm = self._server.clients[client_id].id_token_signed_response_alg
            id_token = await faulty_tokens.faulty(
                answer.body["id_token"], fault, self.keys, algorithm
            )
            return replace(answer, body={**answer.body, "id_token": id_token})
        return answer

    def refuse(self, error: OAuth2Error) -> Answer:
        """The answer to a request that could not even be read."""
        return self._server.refuse(error)

    def userinfo(self, token: str) -> dict[str, str]:
        """The claims that an access token grants (OpenID Connect Core section 5.3).

        `acr` is among them where the ID token has it (the Flemish access management's rule). Raises
        Problem 401 (RFC 6750 section 3.1).
        """
        known = self.issued.token(token)
        if known is None:
            raise refused("invalidAccessToken" if token else "noAccessToken")
        method = {"acr": known.acr} if known.acr else {}
        return {**self._subjects.claims(known.authentication, known.scope), **method}

    def end_session(self, parameters: Parameters) -> str:
        """Where to go after signing out ("" for nowhere); revokes the access token that came with the hint.

        OpenID Connect RP-Initiated Logout section 2, with the Flemish access management's own rule: the hint
        is optional, but an address requires client_id. Raises Problem 400.
        """
        if parameters.doubled:
            raise _unsound("A parameter was sent more than once")
        hint, client_id = parameters.get("id_token_hint"), parameters.get("client_id")
        claims: dict[str, Any] = {}
        if hint:
            claims = self._hint(hint)
            if client_id not in ("", claims["aud"]):
                raise _unsound("client_id is not the audience of id_token_hint")
            client_id = claims["aud"]
        goal = parameters.get("post_logout_redirect_uri")
        client = self._server.query_client(client_id)
        if goal and (client is None or goal not in client.post_logout_redirect_uris):
            raise _unsound("post_logout_redirect_uri is not registered for client_id")
        if claims:
            self.issued.revoke(client_id, str(claims.get("at_hash")))
        state = parameters.get("state")
        if not goal or not state:
            return goal
        return str(add_params_to_uri(goal, [("state", state)]))

    def _hint(self, hint: str) -> dict[str, Any]:
        # Our signature is not enough: it must be an ID token of this issuer, for one of our clients, signed
        # with that client's algorithm. It may have expired (section 2).
        for client in self._server.clients.values():
            claims = self.keys.claims(hint, client.id_token_signed_response_alg)
            if (
                claims is not None
                and claims.get("iss") == self.issuer
                and claims.get("aud") == client.client_id
            ):
                return claims
        raise _unsound("id_token_hint is not an ID token of this provider")

    # Interactions

    async def state(
        self,
        interaction_id: str,
        cookie: str,
        after: int | None = None,
        wait: timedelta = timedelta(0),
    ) -> InteractionState:
        """The current step, as soon as its version differs from `after`, or after `wait`.

        Raises Problem 403 without the right cookie, 410 when the interaction is over.
        """
        return self._shown(
            await self.interactions.changed(interaction_id, cookie, after, wait, self._settle)
        )

    async def act(self, interaction_id: str, cookie: str, action: Action) -> InteractionState:
        """Perform the citizen's action, and return the new step.

        Raises Problem 403, 409, 410 or 400; 503 when a party that is needed does not answer.
        """
        interaction = self.interactions.find(interaction_id, cookie)
        if interaction.method is not None and isinstance(action, interaction.method.actions):
            await interaction.method.prepare(action)
            self.interactions.find(interaction_id, cookie)  # it may have ended meanwhile
        elif isinstance(action, ChooseMethod) and interaction.step == CHOOSE:
            for method in self.methods:
                if method.id == action.method and method.id in interaction.offered:
                    await method.prepare_to_begin(interaction)
            self.interactions.find(interaction_id, cookie)
        self._settle(interaction)
        if interaction.over:
            interaction.require()
        if isinstance(action, ChooseMethod):
            self._choose(interaction, action.method)
        elif isinstance(action, Back):
            interaction.leave_method()
            interaction.move(CHOOSE)
        elif isinstance(action, Extend):
            self._extend(interaction)
        elif isinstance(action, Abort):
            self._finish(interaction, ENDED, None)
        elif interaction.method is None or not isinstance(action, interaction.method.actions):
            interaction.require()
        else:
            interaction.method.act(interaction, action)
        if not interaction.over:
            self._settle(interaction)
        return self._shown(interaction)

    def identified(self, interaction: Interaction, persona: Persona) -> None:
        """A method has identified the citizen: issue the code and end the interaction."""
        assert interaction.method is not None
        authentication = Authentication(
            persona=persona,
            client_id=interaction.client.client_id,
            acr=interaction.method.acr,
            at=self.clock.now(),
            seal_to=interaction.grant.request.payload.data.get("seal_to", ""),
        )
        self._finish(interaction, DONE, authentication)

    def _finish(self, interaction: Interaction, step: str, who: Authentication | None) -> None:
        interaction.finish(step, self._server.finish(interaction.grant, who, interaction.id))

    def of_browser(self, cookie: str) -> Interaction:
        """The interaction that this browser began last. Raises Problem 410."""
        return self.interactions.of_browser(cookie)

    def extend(self, interaction: Interaction) -> None:
        """Give the citizen their full time from now on."""
        self.interactions.extend(interaction)

    def sweep(self) -> None:
        """Forget everything that has expired."""
        self.interactions.sweep()
        self.issued.sweep()

    def clear(self) -> None:
        """Forget everything."""
        self.interactions.clear()
        self.issued.clear()
        self.accounts.tries.clear()
        for method in self.methods:
            method.clear()

    def _offered(self, acr_values: str) -> frozenset[str]:
        # acr_values is a preference (OpenID Connect Core 3.1.2.1): it narrows the choice if anything is left.
        available = [method for method in self.methods if method.available]
        preferred = [method for method in available if method.acr in acr_values.split()]
        return frozenset(method.id for method in preferred or available)

    def _choose(self, interaction: Interaction, method_id: str) -> None:
        interaction.require(CHOOSE)
        method = next((method for method in self.methods if method.id == method_id), None)
        if method is None:
            raise invalid_input(("method", "methodUnknown", "There is no such method"))
        if method.id not in interaction.offered:
            raise invalid_input(("method", "methodUnavailable", "This method is not offered"))
        interaction.method = method
        method.begin(interaction)

    def _extend(self, interaction: Interaction) -> None:
        self.interactions.extend(interaction)
        if interaction.method is not None:
            interaction.method.extend(interaction)
        interaction.changes.announce()

    def _settle(self, interaction: Interaction) -> datetime:
        """Apply what is due by now, warnings included; returns when to look again."""
        step_ends_at = interaction.method.settle(interaction) if interaction.method else None
        return self.interactions.settle(interaction, step_ends_at)

    def _shown(self, interaction: Interaction) -> InteractionState:
        method = interaction.method
        return InteractionState(
            **interaction.told(),
            client_name=interaction.client.name,
            details=method.details(interaction) if method else None,
            method=method.id if method else "",
            methods=tuple(
                OfferedMethod(
                    id=offered.id,
                    level=offered.level,
                    available=offered.id in interaction.offered,
                )
                for offered in self.methods
            ),
        )


def _unsound(detail: str) -> Problem:
    return Problem(400, SIMULATOR + "invalidLogoutRequest", detail)
