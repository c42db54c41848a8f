"""A citizen's request as a case at a controller's desk: what it holds, and how far it is at a given time.

All here is pure. What the desk does by itself is planned when the request comes, from the controller's rules
and from what is known to be wrong; how far a case is follows from its plan and the time that it is.
"""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from mock_backends.people.loader import Desk, DeskAnswer, KnownError, Value
from mock_backends.registers.card_copies import Side
from mock_backends.registers.case_states import ANSWERED, LETTERS, OVER, State
from mock_backends.registers.models import Localized, Right
from mock_backends.shared.days import day_of, office_opens, opening
from mock_backends.shared.terms import months_after

CLOSED_AFTER = 30
"""Days after its answer on which the desk closes a case."""

USUAL: dict[Right, DeskAnswer] = {
    "access": DeskAnswer(right="access", outcome="granted", after=12),
    "rectification": DeskAnswer(right="rectification", outcome="checked", after=9),
    "erasure": DeskAnswer(right="erasure", outcome="refused", after=8),
    "object": DeskAnswer(right="object", outcome="refused", after=8),
    "restriction": DeskAnswer(right="restriction", outcome="granted", after=3),
    "portability": DeskAnswer(right="portability", outcome="refused", after=7),
}
"""What a desk answers where its controller's rules say nothing.

It keeps what it must keep by law, keeps it unused while it is in dispute (GDPR art. 18(1)), and owes no file
of what it needs for a task in the public interest (art. 20(3)).
"""

GIVEN: tuple[Right, ...] = ("access", "portability")
"""The rights with whose grant come the data themselves."""

ORDER: tuple[Right, ...] = (
    "restriction",
    "access",
    "portability",
    "rectification",
    "object",
    "erasure",
)
"""The order of the answers about the same data: it is given before it changes, and changes before it goes."""

FETCHED_WITHIN = 7
"""Days in which a citizen can fetch data that were given, before an erasure that they asked for as well."""


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A move of a case to a state, and the reason that the desk gives for it."""

    at: datetime
    state: State
    reason: Localized = {}


class Information(msgspec.Struct, frozen=True, kw_only=True):
    """What the citizen added to their request; `information_id` tells it from the same words sent twice."""

    information_id: str
    at: datetime
    words: str


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change of the register: a field of a record (from 1), the whole record, or all records (0).

    Without a `field` the record goes; without a `value` the field does.
    """

    record: int = 0
    field: str = ""
    value: Value | None = None


class CardCopy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The copy of an identity card that a desk asked for: which sides came, and what they told it.

    The pictures lie beside the case (`CaseStore`) until `erased`, or until there is none. `matches`: both
    are of one card, which is that of whoever asks; None while it cannot be said.
    """

    sides: tuple[Side, ...] = ()
    matches: bool | None = None
    erased: datetime | None = None

    @property
    def kept(self) -> bool:
        """Whether the desk has a picture."""
        return bool(self.sides) and self.erased is None


class Case(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request at the desk of its controller.

    `asked` is when the citizen asked, from which the term counts; `steps` begin with when the desk got it.
    `plan` is what the desk will do unless somebody acts before. `changes` are made to the register when the
    request is granted, in whole or in part.
    """

    national_number: str
    controller_id: str
    reference: str
    receipt: str
    right: Right
    words: str
    asked: datetime
    steps: tuple[Step, ...]
    plan: tuple[Step, ...] = ()
    block_id: str = ""
    field: str = ""
    postal_address: str = ""
    changes: tuple[Change, ...] = ()
    information: tuple[Information, ...] = ()
    copy: CardCopy | None = None

    @property
    def lacks_copy(self) -> bool:
        """Whether the desk waits for a copy of the identity card."""
        return self.copy is not None and self.copy.matches is None

    def keeps_copy_until(self) -> datetime | None:
        """When a picture that it keeps is to go: once the case is over; None without, or if nobody knows."""
        if self.copy is None or not self.copy.kept:
            return None
        every = (*self.steps, *self.plan)
        return next((step.at for step in every if step.state in OVER), None)

    def history(self, now: datetime) -> tuple[Step, ...]:
        """What has happened to it by `now`."""
        return self.steps + tuple(step for step in self.plan if step.at <= now)

    def state(self, now: datetime) -> State:
        """The state that it is in."""
        return self.history(now)[-1].state

    def due(self, now: datetime) -> date:
        """The last day for an answer: a month, or three once the desk has said so (D1)."""
        longer = any(step.state == "extended" for step in self.history(now))
        return months_after(day_of(self.asked), 3 if longer else 1)

    def letters(self, now: datetime) -> tuple[Step, ...]:
        """The steps of which the desk has told the citizen in a letter."""
        return tuple(step for step in self.history(now) if step.state in LETTERS)

    def answer(self, now: datetime) -> Step | None:
        """The step that answered it."""
        return next((step for step in self.history(now) if step.state in ANSWERED), None)

    def changed(self, now: datetime) -> datetime | None:
        """Since when its changes stand in the register; None while they do not."""
        step = self.answer(now)
        return step.at if step is not None and step.state != "refused" else None

    def restricts(self, now: datetime) -> tuple[datetime, date] | None:
        """Since when and until which day the data may only be kept (GDPR art. 18): until the case closes."""
        answer = self.answer(now)
        if self.right != "restriction" or answer is None or answer.state == "refused":
            return None
        if any(step.state == "closed" for step in self.history(now)):
            return None
        return answer.at, day_of(closing(answer.at).at)

    def moved(self, step: Step, now: datetime, plan: Iterable[Step] = ()) -> "Case":
        """This case after somebody made a step at `now`, with a new plan."""
        steps = (*self.history(now), step)
        return msgspec.structs.replace(self, steps=steps, plan=tuple(plan))


def rule_of(desk: Desk, right: Right, block_id: str) -> DeskAnswer:
    """What the desk of a controller answers to a request of this kind."""
    for answer in desk.answers:
        if answer.right == right and (not answer.blocks or block_id in answer.blocks):
            return answer
    return USUAL[right]


def planned(
    received: datetime,
    desk: Desk,
    rule: DeskAnswer,
    found: tuple[KnownError, ...],
    asked: datetime | None = None,
) -> tuple[Step, ...]:
    """What the desk will do with a request that it got at `received`, of which it finds these errors.

    `asked` is when the citizen asked, if that was earlier: a desk that cannot say within a month from then
    that it needs more time does not take it (GDPR art. 12(3)), and may be late.
    """
    outcome: State = "granted" if found else "refused"
    if rule.outcome != "checked":
        outcome = rule.outcome
    begins = min(max(desk.treatment, desk.identity), rule.extended or rule.after)
    days: list[tuple[int, State, Localized]] = [
        (min(desk.identity, begins), "identityChecked", {}),
        (begins, "inTreatment", {}),
    ]
    last = months_after(day_of(asked or received), 1)
    if rule.extended and day_of(office_opens(received, rule.extended)) <= last:
        days.append((rule.extended, "extended", dict(rule.extension or {})))
    days.append((rule.after, outcome, dict(rule.reason or {}) if outcome != "granted" else {}))
    days.append((rule.after + CLOSED_AFTER, "closed", {}))
    return tuple(
        Step(at=office_opens(received, day), state=state, reason=reason)
        for day, state, reason in days
    )


def in_order(cases: Iterable[Case], now: datetime) -> tuple[Case, ...]:
    """A citizen's requests about the same data, planned so that those are answered in `ORDER`.

    One that is not answered yet and will change the data waits for those before it, and an erasure until what
    they gave can be fetched as well; but none waits longer than its own term.
    """
    ordered: list[Case] = []
    last = given = now
    for case in sorted(cases, key=lambda case: ORDER.index(case.right)):
        answer = _to_come(case)
        if answer is not None and answer.at > now and case.changes:
            wanted = max(last, given) if case.right == "erasure" else last
            case = _later(case, answer, min(wanted, opening(case.due(wanted))))
            answer = _to_come(case)
        if answer is not None:
            last = max(last, answer.at)
            if case.right in GIVEN and answer.state != "refused":
                given = max(given, office_opens(answer.at, FETCHED_WITHIN))
        ordered.append(case)
    return tuple(ordered)


def _to_come(case: Case) -> Step | None:
    """The answer that a case has, or will have unless somebody acts before.

    None where the desk waits for who asks to show who they are: nothing else waits for that.
    """
    if case.lacks_copy:
        return None
    return next((step for step in (*case.steps, *case.plan) if step.state in ANSWERED), None)


def _later(case: Case, answer: Step, at: datetime) -> Case:
    """The case answered then, if that is later than it was to be."""
    if at <= answer.at:
        return case
    before = case.plan[: case.plan.index(answer)]
    answered = msgspec.structs.replace(answer, at=at.astimezone(answer.at.tzinfo))
    return msgspec.structs.replace(case, plan=(*before, answered, closing(answered.at)))


def closing(answered: datetime) -> Step:
    """The close of a case that was answered then."""
    return Step(at=office_opens(answered, CLOSED_AFTER), state="closed")


def errors_for(
    errors: Iterable[KnownError], right: Right, block_id: str, field: str
) -> tuple[KnownError, ...]:
    """The errors that a request for rectification is about: of its field, or of all where it names none."""
    if right != "rectification":
        return ()
    return tuple(
        error
        for error in errors
        if error.block == block_id and (not field or not error.field or error.field == field)
    )


def changes_for(right: Right, outcome: State, found: Iterable[KnownError]) -> tuple[Change, ...]:
    """How the register changes once such a request is granted."""
    if outcome == "refused":
        return ()
    if right == "erasure":
        return (Change(),)
    return tuple(map(change_for, found))


def change_for(error: KnownError) -> Change:
    """The change that mends an error."""
    return Change(record=error.record, field=error.field, value=error.right)


def applied(
    records: tuple[dict[str, Value], ...], changes: Iterable[Change]
) -> tuple[dict[str, Value], ...]:
    """Records with these changes; one about a record that is not there changes nothing.

    Records keep their number when another goes, so all changes have to be given at once.
    """
    kept: list[dict[str, Value] | None] = [dict(record) for record in records]
    for change in changes:
        if not change.record:
            return ()
        if change.record > len(kept):
            continue
        record = kept[change.record - 1]
        if not change.field or record is None:
            kept[change.record - 1] = None
        elif change.value is None:
            record.pop(change.field, None)
        else:
            record[change.field] = change.value
    return tuple(record for record in kept if record is not None)
