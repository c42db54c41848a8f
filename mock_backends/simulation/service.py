"""The tester's hand: who lives in this world and what they hold, and what goes wrong."""

import hmac
import re
from base64 import urlsafe_b64encode
from datetime import date

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding

from mock_backends.people.loader import Persona
from mock_backends.shared.eid_ca import issue_card_certificate, trust_anchors
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import Fault, mistakes
from mock_backends.shared.http import NoAnswer
from mock_backends.shared.keys import pem, secret
from mock_backends.shared.problems import Problem, invalid_input
from mock_backends.shared.wire import Message
from mock_backends.simulation.models import (
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


class Simulation:
    """What a tester can do to one world."""

    def __init__(self, environment: Environment, state: WorldState) -> None:
        self._state = state
        self._home = environment.home
        self._clock = environment.clock
        self._fixtures = environment.fixtures
        self._faults = environment.faults
        self._http = environment.http
        self._parties = tuple(environment.addresses)
        self._registers = environment.addresses.get("registers", "")

    def persons(self) -> Persons:
        """Everybody, with what they hold and who knows something of them."""
        today = self._clock.now().date()
        order = [block.id for one in self._fixtures.controllers for block in one.blocks]
        return Persons(items=tuple(_entry(one, today, order) for one in self._fixtures.personas))

    def issue_phone(self, person_id: str) -> IssuedPhone:
        """This person's phone. Raises Problem 404 when there is none."""
        phone = self._person(person_id).phone
        if phone is None:
            raise Problem(404)
        return IssuedPhone(number=phone.number, app_token=self._app_token(phone.number))

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
            certificates=(
                leaf.public_bytes(Encoding.PEM).decode(),
                authority.public_bytes(Encoding.PEM).decode(),
                root.public_bytes(Encoding.PEM).decode(),
            ),
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
        if wrong := mistakes(fault, self._parties):
            raise invalid_input(*((name, "invalidInput", reason) for name, reason in wrong))
        if fault.party == "registers" and fault.target and not await self._is_known(fault.target):
            raise Problem(404, detail="No controller and no block has this id")
        await self._state.set_fault(fault_id, fault)

    async def _is_known(self, target: str) -> bool:
        """Whether a controller or a block has this id; if the registers do not answer, taken on trust."""
        try:
            answer = await self._clock.within(
                5, self._http.get(self._registers + "/v1/controllers")
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

    def _app_token(self, number: str) -> str:
        mac = hmac.digest(secret(self._home, "enrolment"), f"itsme:{number}".encode(), "sha256")
        return urlsafe_b64encode(mac).rstrip(b"=").decode()


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
