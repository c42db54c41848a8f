"""The simulation over HTTP: the tester's controls. An interface of our own, without a real counterpart."""

from collections.abc import Coroutine
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.people.loader import PARTS
from mock_backends.shared.clock import Clock
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import Fault
from mock_backends.shared.gateway import Answer
from mock_backends.shared.long_poll import poll_of, while_connected
from mock_backends.shared.oidc.parameters import program_of
from mock_backends.shared.party import PartyDefinition, party_app
from mock_backends.shared.problems import invalid_input
from mock_backends.shared.service_tokens import ServiceTokenCheck
from mock_backends.shared.subject import subject_of
from mock_backends.shared.wire import Message, read, read_body, reply
from mock_backends.simulation.card_readers import CardReaders
from mock_backends.simulation.eid_status import LARGEST_REQUEST, REQUEST, RESPONSE
from mock_backends.simulation.models import (
    Advance,
    CardAnswer,
    DeliveryInput,
    NewTime,
    SignatureWanted,
)
from mock_backends.simulation.service import ID, STATUS, Simulation
from mock_backends.simulation.world_state import WorldState


class SimulationParty:
    """The simulation, as a party."""

    def __init__(self, environment: Environment) -> None:
        self._state = WorldState(environment.clock, environment.faults, environment.begin_again)
        self._release = environment.faults.clear
        self._service = Simulation(environment, self._state)
        self._readers = CardReaders(Clock())
        self._senders = ServiceTokenCheck(
            audience="simulation",
            issuer="profile_service",
            keys_url=environment.addresses["profile_service"] + "/v1/keys",
            http=environment.http,
            clock=environment.clock,
        )
        person = "/v1/persons/{person}"
        self.app = party_app(
            "simulation",
            environment,
            [
                Route("/v1/keys", self._keys),
                Route("/v1/eid/certificates", self._certificates),
                Route(STATUS, self._card_status, methods=["POST"]),
                Route("/v1/persons", self._persons),
                Route(person + "/phone", self._phone, methods=["POST"]),
                Route(person + "/digital-keys", self._keys_of, methods=["POST"]),
                Route(person + "/identity-card", self._card, methods=["POST"]),
                Route(
                    person + "/controllers/{controller}/blocks/{block}/records",
                    self._records,
                    methods=["PUT"],
                ),
                Route(person + "/deliveries", self._delivered),
                Route(person + "/mail", self._mail, methods=["GET", "POST"]),
                Route(person + "/mail/{number}", self._withdraw_mail, methods=["DELETE"]),
                Route("/v1/deliveries", self._deliver, methods=["POST"]),
                Route(person + "/card-reader", self._listen),
                Route(person + "/card-reader", self._put_away, methods=["DELETE"]),
                Route(person + "/card-requests", self._ask_card, methods=["POST"]),
                Route("/v1/card-requests/{request}", self._card_request),
                Route("/v1/card-requests/{request}", self._answer_card, methods=["PUT"]),
                Route("/v1/card-requests/{request}", self._withdraw, methods=["DELETE"]),
                Route("/v1/cases", self._cases),
                Route(
                    "/v1/controllers/{controller}/cases/{reference}/decision",
                    self._decision,
                    methods=["PUT"],
                ),
                Route("/v1/state", self._world),
                Route("/v1/clock", self._clock),
                Route("/v1/clock", self._move_to, methods=["PUT"]),
                Route("/v1/clock/advance", self._advance, methods=["POST"]),
                Route("/v1/due", self._due, methods=["GET", "DELETE"]),
                Route("/v1/faults", self._faults),
                Route("/v1/faults", self._clear, methods=["DELETE"]),
                Route("/v1/faults/{fault}", self._set, methods=["PUT"]),
                Route("/v1/faults/{fault}", self._unset, methods=["DELETE"]),
                Route("/v1/reset", self._reset, methods=["POST"]),
            ],
            content={STATUS: REQUEST},
        )

    async def start(self) -> None:
        """Do nothing: there is no background work."""

    async def stop(self) -> None:
        """Release requests that a fault is holding; forget what cards are asked to sign, and all messages."""
        self._release()
        self._readers.clear()
        self._service.carrier.clear()

    async def _persons(self, request: Request) -> Response:
        return reply(self._service.persons())

    async def _phone(self, request: Request) -> Response:
        return reply(await self._service.issue_phone(request.path_params["person"]))

    async def _card(self, request: Request) -> Response:
        return reply(self._service.issue_card(request.path_params["person"]))

    async def _keys_of(self, request: Request) -> Response:
        return reply(await self._service.issue_keys(request.path_params["person"]))

    async def _keys(self, request: Request) -> Response:
        return reply(self._service.tokens.public_keys())

    async def _certificates(self, request: Request) -> Response:
        return reply(self._service.certificates())

    async def _card_status(self, request: Request) -> Response:
        asked = await read_body(request, LARGEST_REQUEST)
        return Response(
            self._service.card_status(asked),
            headers={"Cache-Control": "no-store"},
            media_type=RESPONSE,
        )

    async def _records(self, request: Request) -> Response:
        named = request.path_params
        answer = await self._service.correct(
            named["person"], named["controller"], named["block"], await read_body(request)
        )
        return _passed_on(answer)

    async def _cases(self, request: Request) -> Response:
        return _passed_on(await self._service.cases())

    async def _decision(self, request: Request) -> Response:
        named = request.path_params
        return _passed_on(
            await self._service.decide(
                named["controller"], named["reference"], await read_body(request)
            )
        )

    async def _delivered(self, request: Request) -> Response:
        return reply(self._service.delivered(request.path_params["person"]))

    async def _mail(self, request: Request) -> Response:
        letter = await read_body(request) if request.method == "POST" else b""
        method = "POST" if request.method == "POST" else "GET"
        return _passed_on(await self._service.mail(request.path_params["person"], method, letter))

    async def _withdraw_mail(self, request: Request) -> Response:
        named = request.path_params
        return _passed_on(
            await self._service.mail(named["person"], "DELETE", number=named["number"])
        )

    async def _deliver(self, request: Request) -> Response:
        await self._senders.check(request.headers.get("Authorization", ""))
        self._service.deliver(subject_of(request), await read(request, DeliveryInput))
        return Response(status_code=204)

    async def _listen(self, request: Request) -> Response:
        person, reader = self._service.known(request.path_params["person"]), _reader_of(request)
        return await _while_there(request, self._readers.listen(person, reader, *poll_of(request)))

    async def _put_away(self, request: Request) -> Response:
        person = self._service.known(request.path_params["person"])
        self._readers.put_away(person, _reader_of(request))
        return Response(status_code=204)

    async def _ask_card(self, request: Request) -> Response:
        person = self._service.known(request.path_params["person"])
        wanted = await read(request, SignatureWanted)
        return reply(self._readers.ask(person, wanted, program_of(request)))

    async def _card_request(self, request: Request) -> Response:
        asked = request.path_params["request"]
        return await _while_there(request, self._readers.state(asked, *poll_of(request)))

    async def _answer_card(self, request: Request) -> Response:
        self._readers.answer(request.path_params["request"], await read(request, CardAnswer))
        return Response(status_code=204)

    async def _withdraw(self, request: Request) -> Response:
        self._readers.withdraw(request.path_params["request"])
        return Response(status_code=204)

    async def _world(self, request: Request) -> Response:
        return reply(await self._state.newer_than(*poll_of(request)))

    async def _clock(self, request: Request) -> Response:
        return reply(self._state.clock())

    async def _advance(self, request: Request) -> Response:
        step = await read(request, Advance)
        return reply(await self._state.advance(step.seconds))

    async def _due(self, request: Request) -> Response:
        answer = await self._service.due("DELETE" if request.method == "DELETE" else "GET")
        return Response(
            answer, headers={"Cache-Control": "no-store"}, media_type="application/json"
        )

    async def _move_to(self, request: Request) -> Response:
        return reply(await self._state.move_to((await read(request, NewTime)).now))

    async def _faults(self, request: Request) -> Response:
        return reply(self._service.faults())

    async def _set(self, request: Request) -> Response:
        await self._service.set_fault(request.path_params["fault"], await read(request, Fault))
        return Response(status_code=204)

    async def _clear(self, request: Request) -> Response:
        await self._state.clear_fault(None)
        return Response(status_code=204)

    async def _unset(self, request: Request) -> Response:
        await self._service.clear_fault(request.path_params["fault"])
        return Response(status_code=204)

    async def _reset(self, request: Request) -> Response:
        await self._state.begin_again()
        return Response(status_code=204)


def _reader_of(request: Request) -> str:
    """The name that a reader gave itself. Raises Problem 400."""
    reader = request.query_params.get("reader", "")
    if not ID.fullmatch(reader):
        raise invalid_input(("reader", "invalidInput", f"must match {ID.pattern}"), place="query")
    return reader


async def _while_there(request: Request, work: Coroutine[Any, Any, Message]) -> Response:
    """The answer of a long poll, for as long as somebody waits for it."""
    answer = await while_connected(request, work)
    return Response(status_code=204) if answer is None else reply(answer)


def _passed_on(answer: Answer) -> Response:
    """Another party's answer, in its form."""
    headers = {"Cache-Control": "no-store"}
    return Response(answer.body, answer.status, headers, answer.headers.get("content-type"))


PARTY = PartyDefinition(
    name="simulation",
    path="/simulation",
    build=SimulationParty,
    needs=("identity_provider", "itsme", "profile_service", "registers", "offices"),
    brings=("offices",),  # so that a command from before there were any still serves
    # It issues all devices, and tells the tester what each person has and where.
    holds=PARTS,
)
