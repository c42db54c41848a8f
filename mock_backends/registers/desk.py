"""The controllers' desks: they take citizens' requests, decide about them, and let the register follow.

Each controller decides about its own data, and nobody else does (GDPR art. 4(7), 12). A desk works by its
rules (`cases`), or a tester takes its chair. What it writes stays here, and the citizen fetches it.
"""

import asyncio
from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from mock_backends.people.loader import Controller, DataBlockDefinition, Fixtures, KnownError
from mock_backends.people.values import fits
from mock_backends.registers.card_copies import CopyUnreadable, Side, read_side
from mock_backends.registers.card_issuer import CardIssuer
from mock_backends.registers.case_states import (
    ANSWERED,
    OVER,
    REASONED,
    State,
    next_states,
)
from mock_backends.registers.case_store import CaseStore
from mock_backends.registers.cases import (
    Case,
    Change,
    Information,
    Step,
    change_for,
    changes_for,
    closing,
    errors_for,
    in_order,
    planned,
    rule_of,
)
from mock_backends.registers.copy_key import CopyKey, CopyNotOpened
from mock_backends.registers.identification import asking, identified, with_side
from mock_backends.registers.models import (
    CaseEntry,
    CaseInformation,
    CaseProgress,
    Cases,
    CaseStep,
    CopyProgress,
    Decision,
    Localized,
    NewCopy,
    NewInformation,
    NewRequest,
    Progress,
    RecordChange,
    Right,
    WantedProgress,
)
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of
from mock_backends.shared.keys import KeyUnusable
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input
from mock_backends.shared.sealed_cases import CasesUnavailable, Damaged
from mock_backends.shared.terms import months_after
from mock_backends.shared.turns import Turns
from mock_backends.shared.typed import is_text

LONGEST_WORDS = 2000
LONGEST_ADDRESS = 200
AGAIN_AFTER = 300
"""Seconds of the world's time after which erasing is tried again that could not be done."""

MOST_INFORMATION = 20
"""How often a citizen can add something to a request."""

_LANGUAGES = ("nl", "en", "fr", "de")


class Desks:
    """The desk of every controller that has data. Every call may raise CasesUnavailable."""

    def __init__(
        self,
        fixtures: Fixtures,
        store: CaseStore,
        clock: Clock,
        turns: Turns,
        key: CopyKey,
        issuer: CardIssuer,
    ) -> None:
        self._fixtures = fixtures
        self._store = store
        self._clock = clock
        self._turns = turns
        self._key = key
        self._issuer = issuer
        self._cases: dict[tuple[str, str, str], Case] | None = None
        self._damaged: tuple[Damaged, ...] = ()
        self._changing = asyncio.Lock()
        self._news = asyncio.Event()
        self._swept = asyncio.Event()
        self._erasing: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Open the desks."""
        self._store.begin()
        self._erasing = asyncio.create_task(self._erase_in_time())

    async def stop(self) -> None:
        """Close the desks; their cases are read again when they open."""
        if self._erasing is not None:
            self._erasing.cancel()
            await asyncio.gather(self._erasing, return_exceptions=True)
            self._erasing = None
        await self._store.break_off()
        self._cases = None

    # --- for the citizen, by the portal ---------------------------------------------------------

    async def receive(self, controller: Controller, number: str, request: NewRequest) -> Case:
        """A new case for a citizen's request; the same reference is always the same case."""
        _check(controller, request)
        async with self._changing:
            cases = await self._all()
            key = number, controller.id, request.reference
            if key in cases:
                return cases[key]
            if self._damaged and self._store.name(*key) in {one.name for one in self._damaged}:
                raise CasesUnavailable("its row is damaged, and is not written over")
            now = self._clock.now()
            asked = min(request.received_at, now)
            rule = rule_of(controller.desk, request.right, request.block_id)
            found = await self._found(number, request.right, request.block_id, request.field)
            plan = planned(now, controller.desk, rule, found, asked)
            outcome = next(step.state for step in plan if step.state in ANSWERED)
            new = Case(
                national_number=number,
                controller_id=controller.id,
                reference=request.reference,
                receipt=self._receipt_number(controller.id, request.reference, now),
                right=request.right,
                words=request.words,
                asked=asked,
                steps=(Step(at=now, state="received"),),
                plan=plan,
                block_id=request.block_id,
                field=request.field,
                postal_address=request.postal_address,
                changes=changes_for(request.right, outcome, found),
            )
            if rule.card:
                new = asking(msgspec.structs.replace(new, plan=()), now)
            return await self._keep(await self._in_order(new, now))

    async def of_citizen(self, number: str) -> Progress:
        """How far all requests of a citizen are."""
        await self.erase_copies()
        now = self._clock.now()
        return Progress(
            items=tuple(
                self.progress(case, now)
                for case in (await self._all()).values()
                if case.national_number == number
            )
        )

    async def of_references(self, wanted: WantedProgress) -> Progress:
        """How far these requests are; what no desk knows is left out."""
        await self.erase_copies()
        now, keys = self._clock.now(), {(one.controller_id, one.reference) for one in wanted.items}
        return Progress(
            items=tuple(
                self.progress(case, now)
                for case in (await self._all()).values()
                if (case.controller_id, case.reference) in keys
            )
        )

    async def case(self, number: str, controller_id: str, reference: str) -> Case:
        """A citizen's case. Raises Problem 404."""
        case = (await self._all()).get((number, controller_id, reference))
        if case is None:
            raise Problem(404)
        return case

    async def withdraw(self, number: str, controller_id: str, reference: str) -> Case:
        """Let the citizen withdraw a request; one that was withdrawn stays so. Raises Problem 404 or 409."""
        async with self._changing:
            case = await self.case(number, controller_id, reference)
            now = self._clock.now()
            if case.state(now) == "withdrawn":
                return case
            self._may(case, "withdrawn", "citizen", now)
            return await self._keep(case.moved(Step(at=now, state="withdrawn"), now))

    async def add_information(
        self, controller: Controller, number: str, reference: str, new: NewInformation
    ) -> Case:
        """Take in what the citizen adds; where the desk was waiting for it, it goes on.

        Raises Problem 400, 404, or 409 once the case is over.
        """
        _check_words(new.words)
        if not new.information_id or len(new.information_id) > 64:
            raise invalid_input(("informationId", "invalidInput", "1 to 64 characters"))
        async with self._changing:
            case = await self.case(number, controller.id, reference)
            now = self._clock.now()
            if any(one.information_id == new.information_id for one in case.information):
                return case
            if case.state(now) in OVER or len(case.information) >= MOST_INFORMATION:
                raise _not_now(case.state(now), ())
            added = Information(information_id=new.information_id, at=now, words=new.words)
            if case.state(now) == "identityMissing" and not case.lacks_copy:
                rule = rule_of(controller.desk, case.right, case.block_id)
                found = await self._found(number, case.right, case.block_id, case.field)
                plan = planned(now, controller.desk, rule, found, case.asked)
                case = case.moved(Step(at=now, state="received"), now, plan)
            information = (*case.information, added)
            return await self._keep(msgspec.structs.replace(case, information=information))

    async def add_copy(
        self, controller: Controller, number: str, reference: str, side: Side, new: NewCopy
    ) -> Case:
        """Take in a side of the citizen's identity card, and compare it with who asks (R67, R68).

        With one side the desk goes on waiting. With both it goes on, or the request stops at once where they
        are another's. A side that comes again takes the place of the first. Raises Problem 400 for what the
        desk cannot read, 404, 409 unless it waits for a copy, or 503.
        """
        self._wants_copy(await self.case(number, controller.id, reference))
        issuer = await self._issuer.certificate()
        async with self._changing:
            case, now = await self.case(number, controller.id, reference), self._clock.now()
            self._wants_copy(case)
            other = await self._store.side(case, _other(side))
            try:
                picture = self._key.open(new.sealed, controller.id, reference, side)
                read = read_side(picture, side, issuer, now)
                before = read_side(other, _other(side), issuer, now) if other else None
            except CopyNotOpened as error:
                raise invalid_input(("sealed", "copyNotOpened", "not sealed for this")) from error
            except CopyUnreadable as error:
                raise invalid_input(("sealed", str(error), "no copy of this side")) from error
            case = with_side(case, side, read, before, now)
            if case.copy is not None and case.copy.matches:
                rule = rule_of(controller.desk, case.right, case.block_id)
                found = await self._found(number, case.right, case.block_id, case.field)
                plan = planned(now, controller.desk, rule, found, case.asked)
                case = await self._in_order(identified(case, now, plan), now)
            return await self._keep(case, side, picture)

    async def erase_copies(self) -> None:
        """Erase the copies of identity cards whose cases are over (R68)."""
        now = self._clock.now()
        async with self._changing:
            for case in tuple((await self._all()).values()):
                if (until := case.keeps_copy_until()) is not None and until <= now:
                    await self._keep(case)

    async def next_erasure(self) -> None:
        """Wait until the desks have looked next for what is to be erased."""
        await self._swept.wait()

    async def _erase_in_time(self) -> None:
        """Erase each copy when its case is over, and what fell due while nobody was here."""
        while True:
            self._news.clear()
            wait: float | None = AGAIN_AFTER
            try:
                await self.erase_copies()
                due = [case.keeps_copy_until() for case in (await self._all()).values()]
                first = min((at for at in due if at is not None), default=None)
                wait = (first - self._clock.now()).total_seconds() if first else None
            except CasesUnavailable:
                pass  # its next reader is told
            swept, self._swept = self._swept, asyncio.Event()
            swept.set()
            if wait is None:
                await self._news.wait()
                continue
            try:
                await self._clock.within(wait, self._news.wait())
            except TimeoutError:
                continue

    def _wants_copy(self, case: Case) -> None:
        """Raise Problem 409 unless the desk waits for a copy of the identity card."""
        state = case.state(self._clock.now())
        if state != "identityMissing" or not case.lacks_copy:
            raise Problem(409, SIMULATOR + "copyNotAsked", f"the case is {state}", state=state)

    # --- for who sits in the controller's chair -------------------------------------------------

    async def every(self) -> Cases:
        """Every case at every desk."""
        await self.erase_copies()
        now, cases = self._clock.now(), await self._all()
        return Cases(
            items=tuple(self._entry(case, now) for case in cases.values()),
            damaged=tuple(one.number for one in self._damaged),
        )

    async def decide(self, chair: str, reference: str, decision: Decision) -> CaseEntry:
        """Decide about a case from the chair of the controller `chair`; from then on it goes by hand.

        Raises Problem 403 in another's chair, such as Digitaal Vlaanderen's (R63), 404, 400 for what does not
        fit, and 409 where a case in its state cannot become that.
        """
        async with self._changing:
            cases = [case for case in (await self._all()).values() if case.reference == reference]
            if not cases:
                raise Problem(404)
            case = next((one for one in cases if one.controller_id == chair), None)
            if case is None:
                detail = "only the controller of the data decides about a request"
                raise Problem(403, SIMULATOR + "notCompetent", detail)
            now = self._clock.now()
            self._may(case, decision.state, "desk", now)
            reason = _reason(decision)
            changes = self._changes(case, decision)
            last = months_after(day_of(case.asked), 1)
            if decision.state == "extended" and day_of(now) > last:
                issue = f"said within the first month, until {last} (GDPR art. 12(3))"
                raise invalid_input(("state", "tooLate", issue))
            answered = decision.state in ANSWERED
            if decision.state == "identityMissing" and decision.card:
                # One that it had before serves no more.
                return self._entry(await self._keep(asking(case, now, reason), erase=True), now)
            case = case.moved(
                Step(at=now, state=decision.state, reason=reason),
                now,
                (closing(now),) if answered else (),
            )
            if answered:
                case = msgspec.structs.replace(case, changes=changes)
            return self._entry(await self._keep(case), now)

    # --- for the register ------------------------------------------------------------------------

    async def changes(
        self, number: str, block_id: str
    ) -> list[tuple[datetime, tuple[Change, ...]]]:
        """What the desks have changed in a block of a citizen's data, and when, in that order."""
        now = self._clock.now()
        found = [
            (since, case.changes)
            for case in (await self._all()).values()
            if (case.national_number, case.block_id) == (number, block_id)
            and (since := case.changed(now)) is not None
        ]
        return sorted(found, key=lambda one: one[0])

    async def whole(self) -> bool:
        """Whether every case can be read, so that no change of a register is missing."""
        await self._all()
        return not self._damaged

    async def restricted(self, number: str, block_id: str) -> tuple[datetime, date] | None:
        """Since when and until which day a block of a citizen's data may only be kept."""
        now = self._clock.now()
        found = [
            restricts
            for case in (await self._all()).values()
            if (case.national_number, case.block_id) == (number, block_id)
            and (restricts := case.restricts(now)) is not None
        ]
        if not found:
            return None
        return min(since for since, _ in found), max(until for _, until in found)

    def progress(self, case: Case, now: datetime | None = None) -> CaseProgress:
        """How far a case is, now or then."""
        now = now or self._clock.now()
        history = case.history(now)
        return CaseProgress(
            controller_id=case.controller_id,
            reference=case.reference,
            receipt=case.receipt,
            state=history[-1].state,
            due=case.due(now),
            steps=tuple(CaseStep(at=step.at, state=step.state) for step in history),
            letters=len(case.letters(now)),
            copy=self._copy(case, history[-1].state),
        )

    def _copy(self, case: Case, state: State) -> CopyProgress | None:
        if case.copy is None:
            return None
        waits = state == "identityMissing" and case.lacks_copy
        try:
            seal_to = self._key.public if waits else ""
        except KeyUnusable as error:
            raise CasesUnavailable(str(error)) from error
        return CopyProgress(
            sides=case.copy.sides,
            matches=case.copy.matches,
            erased_at=case.copy.erased,
            seal_to=seal_to,
        )

    # ---------------------------------------------------------------------------------------------

    async def _found(
        self, number: str, right: Right, block_id: str, field: str
    ) -> tuple[KnownError, ...]:
        """The errors that the desk finds when it looks: those that no case has mended yet."""
        person = self._fixtures.person(number)
        errors = errors_for(person.errors if person is not None else (), right, block_id, field)
        mended = [change for _, done in await self.changes(number, block_id) for change in done]
        return tuple(error for error in errors if change_for(error) not in mended)

    async def _all(self) -> dict[tuple[str, str, str], Case]:
        if self._cases is None:
            loaded = await self._store.load()
            if self._cases is None:
                self._cases = {_key(case): case for case in loaded.cases}
                self._damaged = loaded.damaged
        return self._cases

    async def _in_order(self, new: Case, now: datetime) -> Case:
        """This case, planned after those about the same data; those that wait for it are kept so.

        It is to be kept last: until it is, it comes again.
        """
        alike = [
            case
            for case in (await self._all()).values()
            if (case.national_number, case.controller_id, case.block_id)
            == (new.national_number, new.controller_id, new.block_id)
            and _key(case) != _key(new)
        ]
        ordered = {_key(case): case for case in in_order((*alike, new), now)}
        for case in alike:
            if ordered[_key(case)] != case:
                await self._keep(ordered[_key(case)])
        return ordered[_key(new)]

    async def _keep(
        self,
        case: Case,
        side: Side | None = None,
        picture: bytes = b"",
        *,
        erase: bool = False,
    ) -> Case:
        """Keep a case on disk first: what is told as done is kept.

        A copy of an identity card goes with the change by which its case is over.
        """
        cases, now = await self._all(), self._clock.now()
        until = case.keeps_copy_until()
        if case.copy is not None and until is not None and until <= now:
            gone = msgspec.structs.replace(case.copy, erased=now)
            case = msgspec.structs.replace(case, copy=gone)
            erase, side = True, None  # nor is written what would go at once
        if side is None and not erase:
            await self._store.save(case)
        else:
            await self._store.save_with_copy(case, side, picture, erase=erase)
        cases[_key(case)] = case
        self._news.set()
        return case

    def _entry(self, case: Case, now: datetime) -> CaseEntry:
        return CaseEntry(
            **msgspec.structs.asdict(self.progress(case, now)),
            national_number=case.national_number,
            right=case.right,
            words=case.words,
            block_id=case.block_id,
            field=case.field,
            postal_address=case.postal_address,
            information=tuple(
                CaseInformation(at=one.at, words=one.words) for one in case.information
            ),
            may_become=next_states(case.state(now), "desk"),
        )

    def _may(self, case: Case, state: State, by: str, now: datetime) -> None:
        possible = next_states(case.state(now), by)
        if state not in possible:
            raise _not_now(case.state(now), possible)

    def _changes(self, case: Case, decision: Decision) -> tuple[Change, ...]:
        """The changes of a decision, or those that the desk had found itself. Raises Problem 400."""
        if decision.state == "refused":
            return ()
        if not decision.changes:
            if (case.right, decision.state) == ("erasure", "partlyGranted"):
                raise invalid_input(("changes", "required", "which part is erased"))
            return (Change(),) if case.right == "erasure" else case.changes
        found = self._fixtures.block(case.block_id)
        block = found[1] if found else None
        for index, change in enumerate(decision.changes):
            if block is None or not _changes(change, block):
                issue = "a record from 1 on, a field of the block, and a value of its type"
                raise invalid_input((f"changes[{index}]", "invalidInput", issue))
        return tuple(
            Change(record=one.record, field=one.field, value=one.value) for one in decision.changes
        )

    def _receipt_number(self, controller_id: str, reference: str, now: datetime) -> str:
        chance = self._turns.chance("receipt", controller_id, reference)
        return f"{controller_id[:3].upper()}-{day_of(now).year}-{chance.getrandbits(32):08X}"


def _other(side: Side) -> Side:
    return "back" if side == "front" else "front"


def _key(case: Case) -> tuple[str, str, str]:
    return case.national_number, case.controller_id, case.reference


def _changes(change: RecordChange, block: DataBlockDefinition) -> bool:
    """Whether this can be done to records of the block."""
    if change.record < 1 or not change.field:
        return change.record >= 1 and change.value is None
    field = next((one for one in block.fields if one.name == change.field), None)
    if field is None or (change.value is None and change.field == block.title_field):
        return False
    return change.value is None or fits(change.value, field)


def _check(controller: Controller, request: NewRequest) -> None:
    if not request.reference or len(request.reference) > 40:
        raise invalid_input(("reference", "invalidInput", "1 to 40 characters"))
    _check_words(request.words)
    if len(request.postal_address) > LONGEST_ADDRESS:
        raise invalid_input(("postalAddress", "invalidInput", f"at most {LONGEST_ADDRESS}"))
    blocks = {block.id: block for block in controller.blocks}
    if request.block_id and request.block_id not in blocks:
        raise invalid_input(
            ("blockId", "referencedResourceNotFound", "not one of this controller's blocks")
        )
    if request.received_at.tzinfo is None:
        raise invalid_input(("receivedAt", "invalidInput", "a time with its zone"))


def _check_words(words: str) -> None:
    if not words or len(words) > LONGEST_WORDS:
        raise invalid_input(("words", "invalidInput", f"1 to {LONGEST_WORDS} characters"))


def _reason(decision: Decision) -> Localized:
    """The reason of a decision, which is the same text in every language. Raises Problem 400."""
    if decision.state in REASONED and not decision.reason.strip():
        raise invalid_input(("reason", "required", "the citizen must be told why (GDPR art. 12)"))
    if len(decision.reason) > LONGEST_WORDS or not is_text(decision.reason):
        raise invalid_input(("reason", "invalidInput", f"a text of {LONGEST_WORDS} at most"))
    return dict.fromkeys(_LANGUAGES, decision.reason) if decision.reason else {}


def _not_now(state: State, possible: Iterable[State]) -> Problem:
    return Problem(
        409,
        SIMULATOR + "notPossibleNow",
        f"the case is {state}",
        state=state,
        mayBecome=list(possible),
    )
