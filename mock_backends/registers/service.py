"""The registers themselves: records of people, corrections by clerks, and citizens' requests."""

from datetime import datetime

from mock_backends.people.from_start import dated
from mock_backends.people.loader import Controller, DataBlockDefinition, Fixtures, Value
from mock_backends.people.values import misfits
from mock_backends.registers.models import Block, NewRequest, RequestReceipt
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of
from mock_backends.shared.problems import Problem, invalid_input
from mock_backends.shared.turns import Turns

Records = tuple[dict[str, Value], ...]

LONGEST_WORDS = 2000


class Registers:
    """The registers of every controller that has blocks.

    They start from the fixtures. Corrections last until the world stops and do not change the fixtures.
    """

    def __init__(self, fixtures: Fixtures, clock: Clock, turns: Turns) -> None:
        self._fixtures = fixtures
        self._clock = clock
        self._turns = turns
        self._corrected: dict[tuple[str, str], Records] = {}
        self._receipts: dict[tuple[str, str], RequestReceipt] = {}

    def block(self, controller_id: str, block_id: str) -> DataBlockDefinition:
        """A block of this controller. Raises Problem 404."""
        controller = self._controller(controller_id)
        for block in controller.blocks:
            if block.id == block_id:
                return block
        raise Problem(404)

    def read(self, block: DataBlockDefinition, national_number: str) -> Block:
        """The register's records of a person; none for an unknown person."""
        persona = self._fixtures.person(national_number)
        records: Records = persona.data.get(block.id, ()) if persona is not None else ()
        records = dated(records, block, day_of(self._clock.started))
        return Block(
            block_id=block.id,
            records=self._corrected.get((national_number, block.id), records),
            as_of=self._clock.now(),
        )

    def another_person(self, national_number: str) -> str:
        """The number of another person, for a register that mixes people up; "" if there is none."""
        return next(
            (
                persona.national_number
                for persona in self._fixtures.personas
                if persona.national_number != national_number
            ),
            "",
        )

    def clear(self) -> None:
        """Forget corrections and requests."""
        self._corrected.clear()
        self._receipts.clear()

    def correct(self, block: DataBlockDefinition, national_number: str, records: Records) -> None:
        """Replace the person's records. Raises Problem 400 or 404.

        Only for the controller's own clerk: the portal never changes a source (R21).
        """
        if self._fixtures.person(national_number) is None:
            raise Problem(404)
        issues = [
            (f"records[{index}].{wrong.name}", "schemaViolation", f"{wrong.what}; {wrong.allowed}")
            for index, record in enumerate(records)
            for wrong in misfits(record, block)
        ]
        if issues:
            raise invalid_input(*issues)
        self._corrected[national_number, block.id] = records

    def receive(self, controller_id: str, request: NewRequest) -> RequestReceipt:
        """A receipt for a citizen's request; the same reference always gets the same receipt.

        Its words are not kept: the controller's own desk, to which they go, is not simulated.
        """
        controller = self._controller(controller_id)
        if not request.reference or len(request.reference) > 40:
            raise invalid_input(("reference", "invalidInput", "1 to 40 characters"))
        if not request.words or len(request.words) > LONGEST_WORDS:
            raise invalid_input(("words", "invalidInput", f"1 to {LONGEST_WORDS} characters"))
        if request.block_id and request.block_id not in {block.id for block in controller.blocks}:
            raise invalid_input(
                ("blockId", "referencedResourceNotFound", "not one of this controller's blocks")
            )
        key = controller_id, request.reference
        if key not in self._receipts:
            now = self._clock.now()
            number = self._receipt_number(controller_id, request.reference, now)
            self._receipts[key] = RequestReceipt(receipt=number, received_at=now)
        return self._receipts[key]

    def _controller(self, controller_id: str) -> Controller:
        for controller in self._fixtures.controllers:
            # A controller without blocks (the portal's own) has no desk here either.
            if controller.id == controller_id and controller.blocks:
                return controller
        raise Problem(404)

    def _receipt_number(self, controller_id: str, reference: str, now: datetime) -> str:
        chance = self._turns.chance("receipt", controller_id, reference)
        return f"{controller_id[:3].upper()}-{day_of(now).year}-{chance.getrandbits(32):08X}"
