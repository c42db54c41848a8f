"""The tester's hand: who lives in this world and what they hold, and what goes wrong."""

import hmac
from base64 import urlsafe_b64encode
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding

from mock_backends.people.loader import Persona
from mock_backends.shared.eid_ca import issue_card_certificate, trust_anchors
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import Fault, FaultKind
from mock_backends.shared.keys import pem, secret
from mock_backends.shared.problems import Problem
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

EBOX = "ebox"
"""The eBox is no controller of blocks, but it can fail like one."""


class Simulation:
    """What a tester can do to one world."""

    def __init__(self, environment: Environment) -> None:
        self._home = environment.home
        self._clock = environment.clock
        self._fixtures = environment.fixtures
        self._faults = environment.faults

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
                FaultEntry(controller_id=controller, kind=fault.kind)
                for controller, fault in sorted(self._faults.all().items())
            )
        )

    def set_fault(self, controller_id: str, kind: FaultKind) -> None:
        """Let a controller's register, or the eBox, fail. Raises Problem 404."""
        if controller_id not in self._can_fail():
            raise Problem(404)
        self._faults.set(controller_id, Fault(kind=kind))

    def clear_fault(self, controller_id: str | None = None) -> None:
        """Let one, or all, work again."""
        self._faults.clear(controller_id)

    def _can_fail(self) -> set[str]:
        return {EBOX, *(one.id for one in self._fixtures.controllers if one.blocks)}

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
