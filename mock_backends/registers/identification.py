"""Identification by a copy of the identity card (R67, R68): asking for it, and comparing it with who asks.

Pure: from a case to the case after it. A copy serves for nothing else than this.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from mock_backends.registers.card_copies import SIDES, ReadSide, Side
from mock_backends.registers.cases import CardCopy, Case, Step, closing
from mock_backends.registers.letters import why
from mock_backends.registers.models import Localized
from mock_backends.shared.days import day_of, opening
from mock_backends.shared.terms import months_after

LEAST = 14
"""Days that the citizen has at least to send both sides, where a request came late."""


def asking(case: Case, now: datetime, reason: Localized | None = None) -> Case:
    """The case once the desk has asked for a copy; without one it is refused on the last day of the term."""
    last = max(months_after(day_of(case.asked), 1), day_of(now) + timedelta(days=LEAST))
    never = max(opening(last).astimezone(now.tzinfo), now)
    plan = (Step(at=never, state="refused", reason=why("neverCame")), closing(never))
    step = Step(at=now, state="identityMissing", reason=reason or why("asked"))
    asked = case.moved(step, now, plan)
    return msgspec.structs.replace(asked, copy=CardCopy())


def with_side(
    case: Case, side: Side, read: ReadSide, other: ReadSide | None, now: datetime
) -> Case:
    """The case with this side of a card, beside the `other` one that the desk may have already.

    It stops at once where a side is not of whoever asks; what comes after a match, the desk plans.
    """
    assert case.copy is not None
    kept = {*case.copy.sides, side}
    sides = tuple(one for one in SIDES if one in kept)
    if read.national_number != case.national_number or (other and other.card != read.card):
        copy = CardCopy(sides=sides, matches=False)
        step = Step(at=now, state="refused", reason=why("differs"))
        return msgspec.structs.replace(case.moved(step, now, (closing(now),)), copy=copy)
    matches = True if sides == SIDES else None
    return msgspec.structs.replace(case, copy=CardCopy(sides=sides, matches=matches))


def identified(case: Case, now: datetime, plan: Iterable[Step]) -> Case:
    """The case once the desk knows who asks, with what it plans from there on."""
    rest = tuple(step for step in plan if step.state != "identityChecked")
    return case.moved(Step(at=now, state="identityChecked"), now, rest)
