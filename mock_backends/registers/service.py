"""The registers themselves: records of people, as clerks and the controllers' desks correct them."""

from datetime import datetime
from typing import NamedTuple

from mock_backends.people.from_start import dated
from mock_backends.people.loader import Controller, DataBlockDefinition, Fixtures, Value
from mock_backends.people.values import misfits
from mock_backends.registers.cases import GIVEN, applied
from mock_backends.registers.desk import Desks
from mock_backends.registers.letters import letter
from mock_backends.registers.models import Block, Letters, Restriction
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of
from mock_backends.shared.problems import Problem, invalid_input
from mock_backends.shared.sealed_cases import CasesUnavailable

Records = tuple[dict[str, Value], ...]


class _Replaced(NamedTuple):
    """The records that a clerk put in the place of others, and when."""

    records: Records
    at: datetime


class Registers:
    """The registers of every controller that has blocks.

    They start from the fixtures. What a clerk replaces lasts until the world stops; what the desk of its
    controller granted lasts as long as the case. Neither changes the fixtures.
    """

    def __init__(self, fixtures: Fixtures, desks: Desks, clock: Clock) -> None:
        self._fixtures = fixtures
        self.desks = desks
        self._clock = clock
        self._corrected: dict[tuple[str, str], _Replaced] = {}

    def block(self, controller_id: str, block_id: str) -> DataBlockDefinition:
        """A block of this controller. Raises Problem 404."""
        controller = self.controller(controller_id)
        for block in controller.blocks:
            if block.id == block_id:
                return block
        raise Problem(404)

    async def read(self, block: DataBlockDefinition, national_number: str) -> Block:
        """The register's records of a person; none for an unknown person.

        They are as the controller's desk has corrected them by now. Where its cases cannot all be read, the
        register still answers, and says that a correction may be missing.
        """
        persona = self._fixtures.person(national_number)
        records: Records = persona.data.get(block.id, ()) if persona is not None else ()
        records = dated(records, block, day_of(self._clock.started))
        replaced = self._corrected.get((national_number, block.id))
        if replaced is not None:
            records = replaced.records
        try:
            done = await self.desks.changes(national_number, block.id)
            restricted = await self.desks.restricted(national_number, block.id)
            whole = await self.desks.whole()
        except CasesUnavailable:
            done, restricted, whole = [], None, False
        granted = [
            change
            for since, changes in done
            if replaced is None or since > replaced.at
            for change in changes
        ]
        return Block(
            block_id=block.id,
            records=applied(records, granted),
            as_of=self._clock.now(),
            corrections_missing=not whole,
            restricted=Restriction(since=restricted[0], until=restricted[1])
            if restricted
            else None,
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
        """Forget the records that a clerk replaced."""
        self._corrected.clear()

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
        self._corrected[national_number, block.id] = _Replaced(records, self._clock.now())

    def controller(self, controller_id: str) -> Controller:
        """A controller that keeps a register. Raises Problem 404."""
        for controller in self._fixtures.controllers:
            # A controller without blocks (the portal's own) has no desk here either.
            if controller.id == controller_id and controller.blocks:
                return controller
        raise Problem(404)

    async def letters(self, number: str, controller_id: str, reference: str) -> Letters:
        """What the desk wrote to a citizen about their request. Raises Problem 404 or CasesUnavailable.

        With access and with portability comes a copy of what the register has now (GDPR art. 15(3), 20(1)).
        """
        case = await self.desks.case(number, controller_id, reference)
        controller, now = self.controller(controller_id), self._clock.now()
        answer = case.answer(now)
        copy = None
        if case.right in GIVEN and answer is not None and answer.state != "refused":
            copy = await self.read(self.block(controller_id, case.block_id), number)
        written = tuple(letter(case, step, controller) for step in case.letters(now))
        return Letters(reference=reference, letters=written, copy=copy)
