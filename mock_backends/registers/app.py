"""The registers over HTTP: a catalogue, people's blocks for the portal, and the controllers' desks."""

from base64 import urlsafe_b64encode
from hashlib import sha256

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.registers.card_copies import SIDES
from mock_backends.registers.card_issuer import CardIssuer
from mock_backends.registers.case_store import FILE_NAME, CaseStore
from mock_backends.registers.copy_key import CopyKey
from mock_backends.registers.desk import Desks
from mock_backends.registers.distortions import distorted
from mock_backends.registers.models import (
    Decision,
    NewCopy,
    NewInformation,
    NewRecords,
    NewRequest,
    WantedProgress,
    catalogue,
)
from mock_backends.registers.service import Registers
from mock_backends.registers.telling import Telling
from mock_backends.shared.citizen import CitizenCheck
from mock_backends.shared.environment import Environment
from mock_backends.shared.failing import fault_of
from mock_backends.shared.keys import p256_key
from mock_backends.shared.party import PartyDefinition, party_app
from mock_backends.shared.problems import Problem, problem_response
from mock_backends.shared.sealed_answers import sealed_answer
from mock_backends.shared.sealed_cases import CasesUnavailable
from mock_backends.shared.service_tokens import ServiceTokenCheck, ServiceTokens
from mock_backends.shared.subject import subject_of
from mock_backends.shared.wire import read, reply

NAME = "registers"

CATALOGUE_LIVES = 3600
"""Seconds for which the catalogue may be cached."""


class RegistersParty:
    """The registers of every controller, as one party."""

    def __init__(self, environment: Environment) -> None:
        self._tokens = ServiceTokens(NAME, p256_key(environment.home, NAME), environment.clock)
        self._telling = Telling(
            portal=environment.addresses["profile_service"],
            http=environment.http,
            clock=environment.clock,
            tokens=self._tokens,
        )
        self.desks = Desks(
            environment.fixtures,
            CaseStore(environment.home),
            environment.clock,
            environment.turns,
            CopyKey(environment.home),
            CardIssuer(
                environment.addresses["simulation"] + "/v1/eid/certificates",
                environment.http,
                environment.clock,
            ),
        )
        self._service = Registers(environment.fixtures, self.desks, environment.clock)
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
        requests = "/v1/controllers/{controller}/requests"
        self.app = party_app(
            NAME,
            environment,
            [
                Route("/v1/keys", self._keys),
                Route("/v1/controllers", self._controllers),
                Route(block, self._block),
                Route(block + "/records", self._records, methods=["PUT"]),
                Route(requests, self._requests, methods=["POST"]),
                Route("/v1/requests", self._progress),
                Route("/v1/requests/progress", self._progress_of, methods=["POST"]),
                Route(requests + "/{reference}", self._withdraw, methods=["DELETE"]),
                Route(requests + "/{reference}/information", self._information, methods=["POST"]),
                Route(
                    requests + "/{reference}/identity-card/{side}",
                    self._identity_card,
                    methods=["PUT"],
                ),
                Route(requests + "/{reference}/letters", self._letters),
                Route("/v1/cases", self._cases),
                Route(
                    "/v1/controllers/{controller}/cases/{reference}/decision",
                    self._decision,
                    methods=["PUT"],
                ),
            ],
            {CasesUnavailable: _on_cases_unavailable},
        )

    async def start(self) -> None:
        """Open the desks, and start telling the portal what changes."""
        self.desks.begin()
        self._telling.start()

    async def stop(self) -> None:
        """Close the desks, and forget what clerks replaced, also what of it was not told."""
        await self._telling.stop()
        await self.desks.stop()
        self._service.clear()

    async def _keys(self, request: Request) -> Response:
        return reply(self._tokens.public_keys())

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
        block = distorted(kind, await self._service.read(definition, subject), definition)
        answer = sealed_answer(request, asked.seal_to, NAME, msgspec.json.encode(block))
        answer.headers["Subject-Pseudonym"] = pseudonym(asked.claims["jti"], subject)
        return answer

    async def _records(self, request: Request) -> Response:
        await self._clerks.check(request.headers.get("Authorization", ""))
        parameters = request.path_params
        definition = self._service.block(parameters["controller"], parameters["block"])
        subject = subject_of(request)
        new = await read(request, NewRecords)
        before = await self._service.read(definition, subject)
        self._service.correct(definition, subject, new.records)
        if new.records != before.records:
            self._telling.changed(subject, definition.id)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    async def _requests(self, request: Request) -> Response:
        await self._asked.portal(request)
        controller = self._service.controller(request.path_params["controller"])
        number, new = subject_of(request), await read(request, NewRequest)
        case = await self.desks.receive(controller, number, new)
        return reply(self.desks.progress(case), 201)

    async def _progress(self, request: Request) -> Response:
        await self._asked.portal(request)
        return reply(await self.desks.of_citizen(subject_of(request)))

    async def _progress_of(self, request: Request) -> Response:
        await self._asked.portal(request)
        return reply(await self.desks.of_references(await read(request, WantedProgress)))

    async def _withdraw(self, request: Request) -> Response:
        await self._asked.portal(request)
        named = request.path_params
        case = await self.desks.withdraw(
            subject_of(request), named["controller"], named["reference"]
        )
        return reply(self.desks.progress(case))

    async def _information(self, request: Request) -> Response:
        await self._asked.portal(request)
        controller = self._service.controller(request.path_params["controller"])
        number, new = subject_of(request), await read(request, NewInformation)
        reference = request.path_params["reference"]
        case = await self.desks.add_information(controller, number, reference, new)
        return reply(self.desks.progress(case))

    async def _identity_card(self, request: Request) -> Response:
        await self._asked.portal(request)
        named = request.path_params
        controller, number = self._service.controller(named["controller"]), subject_of(request)
        side = next((one for one in SIDES if one == named["side"]), None)
        if side is None:
            raise Problem(404)
        new = await read(request, NewCopy)
        case = await self.desks.add_copy(controller, number, named["reference"], side, new)
        return reply(self.desks.progress(case))

    async def _letters(self, request: Request) -> Response:
        """What the desk wrote, sealed to the citizen, as their data is."""
        asked = await self._asked.check(request)
        named = request.path_params
        letters = await self._service.letters(
            asked.national_number, named["controller"], named["reference"]
        )
        return sealed_answer(request, asked.seal_to, NAME, msgspec.json.encode(letters))

    async def _cases(self, request: Request) -> Response:
        await self._clerks.check(request.headers.get("Authorization", ""))
        return reply(await self.desks.every())

    async def _decision(self, request: Request) -> Response:
        await self._clerks.check(request.headers.get("Authorization", ""))
        decision, named = await read(request, Decision), request.path_params
        case = await self.desks.decide(named["controller"], named["reference"], decision)
        self._telling.decided()
        return reply(case)


async def _on_cases_unavailable(request: Request, error: Exception) -> Response:
    del request, error
    return problem_response(Problem(503))


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
    stores=(f"{FILE_NAME}*",),
)
