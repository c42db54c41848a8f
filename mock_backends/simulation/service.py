"""The tester's hand: who lives in this world and what they hold, and what goes wrong."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate

from mock_backends.people.loader import Persona
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import Fault, mistakes
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered, ask
from mock_backends.shared.http import NoAnswer
from mock_backends.shared.keys import p256_key, pem
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input
from mock_backends.shared.service_tokens import ServiceTokens
from mock_backends.shared.wire import Message
from mock_backends.simulation.eid_ca import issue_card_certificate, trust_anchors
from mock_backends.simulation.models import (
    EidCertificates,
    FaultEntry,
    FaultList,
    IssuedCard,
    IssuedPhone,
    PersonCard,
    PersonEntry,
    PersonPhone,
    Persons,
)
from mock_backends.simulation.world_state import WorldState

ID = re.compile("[A-Za-z0-9._-]{1,64}")
"""What a tester can call a fault."""


class _Block(Message, frozen=True):
    block_id: str


class _Controller(Message, frozen=True):
    controller_id: str
    blocks: tuple[_Block, ...] = ()


class _Catalogue(Message, frozen=True):
    """What of the registers' catalogue says what can fail."""

    items: tuple[_Controller, ...]


class _Enrolled(Message, frozen=True):
    """What the identity provider says of an app that it has set up."""

    app_token: str


class Simulation:
    """What a tester can do to one world."""

    def __init__(self, environment: Environment, state: WorldState) -> None:
        self._state = state
        self._home = environment.home
        self._clock = environment.clock
        self._fixtures = environment.fixtures
        self._faults = environment.faults
        self._http = environment.http
        self._addresses = environment.addresses
        self.tokens = ServiceTokens(
            "simulation", p256_key(environment.home, "simulation"), self._clock
        )

    def persons(self) -> Persons:
        """Everybody, with what they hold and who knows something of them."""
        today = self._clock.now().date()
        order = [block.id for one in self._fixtures.controllers for block in one.blocks]
        return Persons(items=tuple(_entry(one, today, order) for one in self._fixtures.personas))

    async def issue_phone(self, person_id: str) -> IssuedPhone:
        """This person's phone, on which the identity provider has set its app up.

        Raises Problem 404 when there is none, or 503 when the provider does not answer.
        """
        phone = self._person(person_id).phone
        if phone is None:
            raise Problem(404)
        answer = await self._ask(
            "identity_provider",
            "POST",
            "/v1/itsme/apps",
            msgspec.json.encode({"phoneNumber": phone.number}),
        )
        if answer.status != 200:
            raise _no_answer("error")
        try:
            enrolled = msgspec.json.decode(answer.body, type=_Enrolled)
        except (msgspec.DecodeError, RecursionError) as error:
            raise _no_answer("error") from error
        return IssuedPhone(number=phone.number, app_token=enrolled.app_token)

    async def correct(self, person_id: str, controller: str, block: str, records: bytes) -> Answer:
        """Let a controller's clerk put `records` (JSON) in the place of what its register has of a person.

        Gives the register's answer. Raises Problem 404 for an unknown person, 503 without an answer.
        """
        number = self._person(person_id).national_number
        path = f"/v1/controllers/{quote(controller, '')}/blocks/{quote(block, '')}/records"
        answer = await self._ask("registers", "PUT", path, records, {"X-INSZ": number})
        if answer.status not in (204, 400, 404):
            raise _no_answer("error")
        return answer

    def issue_card(self, person_id: str) -> IssuedCard:
        """This person's card, with a new key and certificate. Raises Problem 404 when there is none."""
        person = self._person(person_id)
        card = person.card
        if card is None:
            raise Problem(404)
        key = generate_private_key(SECP384R1())
        leaf = issue_card_certificate(self._home, person, card, key.public_key(), self._clock)
        root, authority = trust_anchors(self._home)
        return IssuedCard(
            card_number=card.number,
            pin=card.pin,
            holder=person.full_name,
            valid_from=card.valid_from,
            valid_until=card.valid_until,
            private_key_pem=pem(key).decode(),
            certificates=(_pem(leaf), _pem(authority), _pem(root)),
        )

    def faults(self) -> FaultList:
        """Every fault in force."""
        return FaultList(
            items=tuple(
                FaultEntry(fault_id=name, fault=fault) for name, fault in self._faults.all().items()
            )
        )

    async def set_fault(self, fault_id: str, fault: Fault) -> None:
        """Put a fault in force. Raises Problem 400, or 404 where the registers know no such target."""
        if not ID.fullmatch(fault_id):
            raise invalid_input(("faultId", "invalidInput", f"must match {ID.pattern}"))
        if wrong := mistakes(fault, tuple(self._addresses)):
            raise invalid_input(*((name, "invalidInput", reason) for name, reason in wrong))
        if fault.party == "registers" and fault.target and not await self._is_known(fault.target):
            raise Problem(404, detail="No controller and no block has this id")
        await self._state.set_fault(fault_id, fault)

    def certificates(self) -> EidCertificates:
        """What identity cards are held against."""
        root, citizen_ca = trust_anchors(self._home)
        return EidCertificates(root=_pem(root), citizen_ca=_pem(citizen_ca))

    async def _ask(
        self,
        party: str,
        method: str,
        path: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        try:
            return await ask(
                self._http,
                self._clock,
                method,
                self._addresses[party] + path,
                headers={
                    "Authorization": f"Bearer {self.tokens.token(party)}",
                    "Content-Type": "application/json",
                    **(headers or {}),
                },
                body=body,
            )
        except (Unanswered, TooLarge) as error:
            raise _no_answer("noAnswer") from error

    async def _is_known(self, target: str) -> bool:
        """Whether a controller or a block has this id; if the registers do not answer, taken on trust."""
        try:
            answer = await self._clock.within(
                5, self._http.get(self._addresses["registers"] + "/v1/controllers")
            )
            catalogue = msgspec.json.decode(answer.content, type=_Catalogue)
        except (NoAnswer, TimeoutError, msgspec.DecodeError):
            return True
        # A controller without blocks has nothing here that could fail.
        return any(
            target in (controller.controller_id, block.block_id)
            for controller in catalogue.items
            for block in controller.blocks
        )

    def _person(self, person_id: str) -> Persona:
        person = self._fixtures.persona(person_id)
        if person is None:
            raise Problem(404)
        return person


def _no_answer(reason: str) -> Problem:
    return Problem(503, SIMULATOR + "sourceUnavailable", reason=reason)


def _pem(certificate: Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _entry(one: Persona, today: date, order: list[str]) -> PersonEntry:
    phone, card = one.phone, one.card
    return PersonEntry(
        person_id=one.id,
        name=one.full_name,
        age=one.age_on(today),
        language=one.language,
        summary=one.summary,
        blocks=tuple(block for block in order if one.data.get(block)),
        messages=len(one.messages),
        phone=None if phone is None else PersonPhone(number=phone.number, itsme=phone.itsme),
        identity_card=None
        if card is None
        else PersonCard(number=card.number, valid_until=card.valid_until),
    )
