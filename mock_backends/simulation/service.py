"""The simulation itself: people, their devices, corrections of their records, and faults."""

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP384R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate

from mock_backends.people.dates import born_after
from mock_backends.people.loader import CardFixture, Persona
from mock_backends.shared.days import day_of
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import Fault, mistakes
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered, ask
from mock_backends.shared.keys import p256_key, pem
from mock_backends.shared.problems import Problem, invalid_input, source_unavailable
from mock_backends.shared.service_tokens import ServiceTokens
from mock_backends.shared.wire import Message, NotUnderstood, decode
from mock_backends.simulation.deliveries import Carrier
from mock_backends.simulation.eid_ca import (
    Purpose,
    certificate_period,
    issue_card_certificate,
    national_register,
    signing_key,
    trust_anchors,
)
from mock_backends.simulation.eid_files import (
    address_file,
    identity_file,
    signed,
    signed_address,
    signs,
)
from mock_backends.simulation.eid_photo import photo
from mock_backends.simulation.eid_status import StatusService
from mock_backends.simulation.models import (
    CardFiles,
    Deliveries,
    DeliveryInput,
    EidCertificates,
    FaultEntry,
    FaultList,
    IssuedCard,
    IssuedKeys,
    IssuedPhone,
    PersonCard,
    PersonEntry,
    PersonKeys,
    PersonPhone,
    Persons,
)
from mock_backends.simulation.world_state import WorldState

STATUS = "/v1/eid/ocsp"
"""Where the status of a card's certificate is asked (RFC 6960)."""

ID = re.compile("[A-Za-z0-9._-]{1,64}")
"""The form of a fault's id."""


class _Block(Message, frozen=True):
    block_id: str


class _Controller(Message, frozen=True):
    controller_id: str
    blocks: tuple[_Block, ...] = ()


class _Catalogue(Message, frozen=True):
    """The part of the registers' catalogue that names what can fail."""

    items: tuple[_Controller, ...]


class _Enrolled(Message, frozen=True):
    """itsme's answer when it has set an app up."""

    app_token: str
    code: str


class _Handed(Message, frozen=True):
    """The identity provider's answer when a phone is handed over."""

    phone_token: str


class Simulation:
    """What a tester can do to a world."""

    def __init__(self, environment: Environment, state: WorldState) -> None:
        self._state = state
        self._home = environment.home
        self._clock = environment.clock
        self._fixtures = environment.fixtures
        self._faults = environment.faults
        self._http = environment.http
        self._addresses = environment.addresses
        self.carrier = Carrier()
        self._status_service = StatusService(environment.home)
        signing_key(self._home)  # refused now rather than when somebody takes a card
        self.tokens = ServiceTokens(
            "simulation", p256_key(environment.home, "simulation"), self._clock
        )

    def known(self, person_id: str) -> str:
        """The id of somebody who has a card. Raises Problem 404."""
        if self._person(person_id).card is None:
            raise Problem(404)
        return person_id

    def deliver(self, national_number: str, sent: DeliveryInput) -> None:
        """Bring this to somebody's mailbox or phone. Raises Problem 400, or 404 for a stranger."""
        if bool(sent.code) is (sent.notice is not None):
            raise invalid_input(("code", "schemaViolation", "a code or a notice"))
        people = self._fixtures.personas
        person = next((one for one in people if one.national_number == national_number), None)
        if person is None:
            raise Problem(404)
        self.carrier.take(person, sent)

    def delivered(self, person_id: str) -> Deliveries:
        """What this person's mailbox and phone have received. Raises Problem 404."""
        return self.carrier.of(self._person(person_id))

    def persons(self) -> Persons:
        """Everybody, with their devices, their blocks and their number of messages."""
        today = day_of(self._clock.now())
        controllers, personas = self._fixtures.controllers, self._fixtures.personas
        order = [block.id for controller in controllers for block in controller.blocks]
        return Persons(items=tuple(_entry(persona, today, order) for persona in personas))

    async def issue_phone(self, person_id: str) -> IssuedPhone:
        """This person's phone, with the app set up at itsme.

        Raises Problem 404 when there is none, 503 when itsme does not answer.
        """
        phone = self._person(person_id).phone
        if phone is None:
            raise Problem(404)
        answer = await self._ask(
            "itsme",
            "POST",
            "/simulator/v1/apps",
            msgspec.json.encode({"phoneNumber": phone.number}),
        )
        if answer.status != 200:
            raise source_unavailable("error")
        try:
            enrolled = decode(answer.body, _Enrolled)
        except NotUnderstood as error:
            raise source_unavailable("error") from error
        return IssuedPhone(
            number=phone.number, app_token=enrolled.app_token, itsme_code=enrolled.code
        )

    async def issue_keys(self, person_id: str) -> IssuedKeys:
        """This person's digital keys, and the token by which their phone reads its text messages.

        Raises Problem 404 when there are none, 503 when the provider does not answer.
        """
        person = self._person(person_id)
        keys, phone = person.keys, person.phone
        if keys is None:
            raise Problem(404)
        return IssuedKeys(
            user_name=keys.user_name,
            password=keys.password,
            app_secret=re.sub("[ =-]", "", keys.app or "").upper(),
            sms=keys.sms or "",
            phone_token=await self._phone_token(phone.number) if phone and keys.sms else "",
        )

    async def _phone_token(self, number: str) -> str:
        body = msgspec.json.encode({"phoneNumber": number})
        answer = await self._ask("identity_provider", "POST", "/v1/text-messages/phones", body)
        if answer.status != 200:
            raise source_unavailable("error")
        try:
            return decode(answer.body, _Handed).phone_token
        except NotUnderstood as error:
            raise source_unavailable("error") from error

    async def correct(self, person_id: str, controller: str, block: str, records: bytes) -> Answer:
        """As a controller's clerk, replace its register's records of a person with `records` (JSON).

        Returns the register's answer. Raises Problem 404 for an unknown person, 503 without an answer.
        """
        number = self._person(person_id).national_number
        path = f"/v1/controllers/{quote(controller, '')}/blocks/{quote(block, '')}/records"
        answer = await self._ask("registers", "PUT", path, records, {"X-INSZ": number})
        if answer.status not in (204, 400, 404):
            raise source_unavailable("error")
        return answer

    async def mail(
        self, person_id: str, method: str, letter: bytes = b"", number: str = ""
    ) -> Answer:
        """Bring somebody's mail to its office, fetch all that they wrote and got, or withdraw `number`.

        Returns the offices' answer.

        Raises Problem 404 for an unknown person, 503 without an answer: then it was not delivered.
        """
        who = {"X-INSZ": self._person(person_id).national_number}
        path = "/v1/mail" + (f"/{quote(number, '')}" if number else "")
        answer = await self._ask("offices", method, path, letter, who)
        if answer.status not in (200, 201, 400, 404, 409):
            raise source_unavailable("error")
        return answer

    async def cases(self) -> Answer:
        """Every case at every controller's desk, as the registers say it. Raises Problem 503."""
        answer = await self._ask("registers", "GET", "/v1/cases", b"")
        if answer.status != 200:
            raise source_unavailable("error")
        return answer

    async def decide(self, controller: str, reference: str, decision: bytes) -> Answer:
        """From a controller's chair, decide about a case (JSON). Returns its desk's answer.

        Raises Problem 503 without one.
        """
        path = f"/v1/controllers/{quote(controller, '')}/cases/{quote(reference, '')}/decision"
        answer = await self._ask("registers", "PUT", path, decision)
        if answer.status not in (200, 400, 403, 404, 409):
            raise source_unavailable("error")
        return answer

    async def due(self, method: str) -> bytes:
        """What is due to be erased (JSON), which then is erased (DELETE). Raises Problem 503."""
        answer = await self._ask("profile_service", method, "/v1/due", b"")
        if answer.status != 200:
            raise source_unavailable("error")
        return answer.body

    def issue_card(self, person_id: str) -> IssuedCard:
        """This person's card, with new keys and certificates. Raises Problem 404 when there is none."""
        person = self._person(person_id)
        card = person.card
        if card is None:
            raise Problem(404)
        today = day_of(self._clock.now())
        key, leaf = self._chip(person, card, "Authentication")
        signature_key = signature_certificate = ""
        if signs(person, card):
            signature_key, signature_certificate = self._chip(person, card, "Signature")
        root, authority = trust_anchors(self._home)
        register = national_register(self._home)
        return IssuedCard(
            card_number=card.number,
            pin=card.pin,
            holder=person.full_name,
            valid_from=card.valid_from,
            valid_until=card.valid_until,
            certificates_until=certificate_period(card, today)[1],
            tries=card.tries,
            private_key_pem=key,
            certificates=(leaf, _pem(authority), _pem(root)),
            signature_key_pem=signature_key,
            signature_certificate=signature_certificate,
            register_certificate=_pem(register.certificate),
            files=self._files(person, card, register.key),
        )

    def card_status(self, request: bytes) -> bytes:
        """What the status service answers to this OCSP request (DER, as is the answer)."""
        cards = tuple(person.card for person in self._fixtures.personas if person.card)
        return self._status_service.answer(cards, request, self._clock.now())

    def _chip(self, person: Persona, card: CardFixture, purpose: Purpose) -> tuple[str, str]:
        """A new key on the card's chip, and its certificate, in PEM."""
        key = generate_private_key(SECP384R1())
        url = self._addresses["simulation"] + STATUS
        leaf = issue_card_certificate(
            self._home, person, card, key.public_key(), self._clock, purpose, url
        )
        return pem(key).decode(), _pem(leaf)

    def _files(self, person: Persona, card: CardFixture, key: EllipticCurvePrivateKey) -> CardFiles:
        portrait = photo(person.national_number)
        identity = identity_file(person, card, portrait, self._fixtures)
        address, identity_signature = address_file(person), signed(identity, key)
        return CardFiles(
            identity=_base64(identity),
            identity_signature=_base64(identity_signature),
            address=_base64(address),
            address_signature=_base64(signed_address(address, identity_signature, key)),
            photo=_base64(portrait),
        )

    def faults(self) -> FaultList:
        """Every active fault."""
        return FaultList(
            items=tuple(
                FaultEntry(fault_id=name, fault=fault) for name, fault in self._faults.all().items()
            )
        )

    async def set_fault(self, fault_id: str, fault: Fault) -> None:
        """Activate a fault. Raises Problem 400, or 404 for a target that nobody has."""
        _check_id(fault_id)
        if wrong := mistakes(fault, tuple(self._addresses)):
            raise invalid_input(*((name, "invalidInput", reason) for name, reason in wrong))
        if fault.party == "registers" and fault.target and not await self._is_known(fault.target):
            raise Problem(404, detail="No controller and no block has this id")
        if fault.party == "ebox" and fault.target and not self._is_message(fault.target):
            raise Problem(404, detail="No message has this id")
        await self._state.set_fault(fault_id, fault)

    async def clear_fault(self, fault_id: str) -> None:
        """End a fault, if it is in force. Raises Problem 400 for what can be no id."""
        _check_id(fault_id)
        await self._state.clear_fault(fault_id)

    def certificates(self) -> EidCertificates:
        """The certificates that issue identity cards."""
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
                    **({"Content-Type": "application/json"} if body else {}),
                    **(headers or {}),
                },
                body=body or None,
            )
        except (Unanswered, TooLarge) as error:
            raise source_unavailable("noAnswer") from error

    async def _is_known(self, target: str) -> bool:
        """Whether a controller or a block has this id; assumed if the registers do not answer."""
        try:
            url = self._addresses["registers"] + "/v1/controllers"
            answer = await ask(self._http, self._clock, "GET", url, deadline=5)
            catalogue = decode(answer.body, _Catalogue)
        except (Unanswered, TooLarge, NotUnderstood):
            return True
        # A controller without blocks has nothing that could fail.
        return any(
            target in (controller.controller_id, block.block_id)
            for controller in catalogue.items
            for block in controller.blocks
        )

    def _is_message(self, target: str) -> bool:
        return any(
            target == message.id
            for persona in self._fixtures.personas
            for message in persona.messages
        )

    def _person(self, person_id: str) -> Persona:
        person = self._fixtures.persona(person_id)
        if person is None:
            raise Problem(404)
        return person


def _base64(content: bytes) -> str:
    return b64encode(content).decode()


def _pem(certificate: Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _entry(persona: Persona, today: date, order: list[str]) -> PersonEntry:
    phone, card = persona.phone, persona.card
    return PersonEntry(
        person_id=persona.id,
        name=persona.full_name,
        # Of an unknown day or month the last one counts, which may be still to come in the year of the birth.
        age=None if born_after(persona.birth_date, today) else max(persona.age_on(today), 0),
        language=persona.language,
        summary=persona.summary,
        blocks=tuple(block for block in order if persona.data.get(block)),
        messages=len(persona.messages),
        phone=None if phone is None else PersonPhone(number=phone.number, itsme=phone.itsme),
        identity_card=None
        if card is None
        else PersonCard(number=card.number, valid_until=card.valid_until),
        digital_keys=None
        if persona.keys is None
        else PersonKeys(app=bool(persona.keys.app), sms=persona.keys.sms or ""),
    )


def _check_id(fault_id: str) -> None:
    if not ID.fullmatch(fault_id):
        raise invalid_input(("faultId", "invalidInput", f"must match {ID.pattern}"), place="path")
