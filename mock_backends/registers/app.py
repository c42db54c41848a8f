"""The registers over HTTP: a public catalogue, people's blocks for the portal, corrections by clerks."""

from base64 import urlsafe_b64encode
from hashlib import sha256

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.registers.distortions import distorted
from mock_backends.registers.models import NewRecords, NewRequest, catalogue
from mock_backends.registers.service import Registers
from mock_backends.shared.citizen import CitizenCheck
from mock_backends.shared.environment import Environment
from mock_backends.shared.failing import fault_of
from mock_backends.shared.party import PartyDefinition, party_app
from mock_backends.shared.sealed_answers import sealed_answer
from mock_backends.shared.service_tokens import ServiceTokenCheck
from mock_backends.shared.subject import subject_of
from mock_backends.shared.wire import read, reply

NAME = "registers"

CATALOGUE_LIVES = 3600
"""Seconds for which the catalogue may be cached."""


class RegistersParty:
    """The registers of every controller, as one party."""

    def __init__(self, environment: Environment) -> None:
        self._service = Registers(environment.fixtures, environment.clock, environment.turns)
        self._asked = CitizenCheck(NAME, environment)
        self._clerks = ServiceTokenCheck(
            audience=NAME,
            issuer="simulation",
            keys_url=environment.addresses["simulation"] + "/v1/keys",
            http=environment.http,
            clock=environment.clock,
        )
        fixtures = environment.fixtures
        self._catalogue = msgspec.json.encode(catalogue(fixtures.categories, fixtures.controllers))
        self._catalogue_tag = f'"{sha256(self._catalogue).hexdigest()[:32]}"'
        block = "/v1/controllers/{controller}/blocks/{block}"
        self.app = party_app(
            NAME,
            environment,
            [
                Route("/v1/controllers", self._controllers),
                Route(block, self._block),
                Route(block + "/records", self._records, methods=["PUT"]),
                Route("/v1/controllers/{controller}/requests", self._requests, methods=["POST"]),
            ],
        )

    async def start(self) -> None:
        """Do nothing: there is no background work."""

    async def stop(self) -> None:
        """Forget corrections and requests."""
        self._service.clear()

    async def _controllers(self, request: Request) -> Response:
        headers = {
            "ETag": self._catalogue_tag,
            "Cache-Control": f"public, max-age={CATALOGUE_LIVES}",
        }
        known = [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]
        if self._catalogue_tag in known or known == ["*"]:
            return Response(status_code=304, headers=headers)
        return Response(self._catalogue, headers=headers, media_type="application/json")

    async def _block(self, request: Request) -> Response:
        asked = await self._asked.check(request)
        controller = request.path_params["controller"]
        definition = self._service.block(controller, request.path_params["block"])
        subject = asked.national_number
        fault = fault_of(request)
        kind = fault.kind if fault is not None else ""
        if kind == "wrongPerson":
            subject = self._service.another_person(subject)
        block = distorted(kind, self._service.read(definition, subject), definition)
        answer = sealed_answer(request, asked.seal_to, NAME, msgspec.json.encode(block))
        answer.headers["Subject-Pseudonym"] = pseudonym(asked.claims["jti"], subject)
        return answer

    async def _records(self, request: Request) -> Response:
        await self._clerks.check(request.headers.get("Authorization", ""))
        parameters = request.path_params
        definition = self._service.block(parameters["controller"], parameters["block"])
        subject = subject_of(request)
        new = await read(request, NewRecords)
        self._service.correct(definition, subject, new.records)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    async def _requests(self, request: Request) -> Response:
        await self._asked.portal(request)
        controller = request.path_params["controller"]
        new = await read(request, NewRequest)
        return reply(self._service.receive(controller, new), 201)


def pseudonym(token_id: str, national_number: str) -> str:
    """Identifies the subject of an answer to the caller alone, whose token has this id (`jti`)."""
    digest = sha256(f"{token_id}:{national_number}".encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


PARTY = PartyDefinition(
    name=NAME,
    path="/registers",
    build=RegistersParty,
    needs=("profile_service", "identity_provider", "simulation"),
    holds=("authorities", "records"),
)
