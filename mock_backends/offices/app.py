"""The offices over HTTP: what a citizen's mail provider brings them, and what they answer."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.offices.cases import Case
from mock_backends.offices.handing_over import HandingOver
from mock_backends.offices.models import NewMail
from mock_backends.offices.service import Offices
from mock_backends.shared.environment import Environment
from mock_backends.shared.keys import p256_key
from mock_backends.shared.party import PartyDefinition, party_app
from mock_backends.shared.problems import Problem, problem_response
from mock_backends.shared.sealed_cases import CasesUnavailable, SealedCases
from mock_backends.shared.service_tokens import ServiceTokenCheck, ServiceTokens
from mock_backends.shared.subject import subject_of
from mock_backends.shared.wire import read, reply

NAME = "offices"
FILE_NAME = "offices.sqlite3"


class OfficesParty:
    """The officer, the supervisors and the ombudsman, as one party."""

    def __init__(self, environment: Environment) -> None:
        addresses, http, clock = environment.addresses, environment.http, environment.clock
        self._tokens = ServiceTokens(NAME, p256_key(environment.home, NAME), clock)
        self._offices = Offices(
            environment.fixtures,
            SealedCases(
                environment.home, file=FILE_NAME, key="offices-cases", kind=Case, parts=_parts
            ),
            clock,
            environment.turns,
            HandingOver(
                portal=addresses["profile_service"], http=http, clock=clock, tokens=self._tokens
            ),
        )
        self._carriers = ServiceTokenCheck(
            audience=NAME,
            issuer="simulation",
            keys_url=addresses["simulation"] + "/v1/keys",
            http=http,
            clock=clock,
        )
        self.app = party_app(
            NAME,
            environment,
            [
                Route("/v1/keys", self._keys),
                Route("/v1/mail", self._mail, methods=["GET", "POST"]),
                Route("/v1/mail/{number}", self._withdraw, methods=["DELETE"]),
            ],
            {CasesUnavailable: _on_cases_unavailable},
        )

    async def start(self) -> None:
        """Open the desks."""
        self._offices.start()

    async def stop(self) -> None:
        """Close the desks."""
        await self._offices.stop()

    async def _keys(self, request: Request) -> Response:
        return reply(self._tokens.public_keys())

    async def _mail(self, request: Request) -> Response:
        await self._carriers.check(request.headers.get("Authorization", ""))
        number = subject_of(request)
        if request.method == "POST":
            return reply(await self._offices.receive(number, await read(request, NewMail)), 201)
        return reply(await self._offices.of_citizen(number))

    async def _withdraw(self, request: Request) -> Response:
        await self._carriers.check(request.headers.get("Authorization", ""))
        number = subject_of(request)
        return reply(await self._offices.withdraw(number, request.path_params["number"]))


def _parts(case: Case) -> tuple[str, ...]:
    return case.national_number, case.mail.mail_id


async def _on_cases_unavailable(request: Request, error: Any) -> Response:
    del request, error
    return problem_response(Problem(503))


PARTY = PartyDefinition(
    name=NAME,
    path="/offices",
    build=OfficesParty,
    needs=("profile_service", "simulation"),
    holds=("authorities",),
    stores=(f"{FILE_NAME}*",),
)
