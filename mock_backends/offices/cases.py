"""What a citizen wrote to an office as a case there: what it holds, and how far it is at a given time.

All here is pure. What the office does is planned when the mail comes, from rules in data; how far a case is
follows from its plan and the time that it is, so that nothing has to run.
"""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from mock_backends.offices.case_states import State
from mock_backends.offices.models import NewMail, OfficeId, Registered, Step
from mock_backends.shared.days import day_of, office_opens

RULES = Path(__file__).with_name("offices.toml")

OWN = "digitaal-vlaanderen"
"""Whose officer the data protection officer is; a complaint that names no authority is about it."""


class Office(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An office's rules: what it takes, what has to come first, what it does when, and what it upholds."""

    prefix: str
    takes: tuple[str, ...]
    plan: tuple[tuple[State | Literal["decided"], int], ...]
    needs: Literal["", "officer", "contact"] = ""
    upholds: tuple[str, ...] = ()


@cache
def offices() -> dict[OfficeId, Office]:
    """Every office by its id."""
    return msgspec.convert(tomllib.loads(RULES.read_text("utf-8")), dict[OfficeId, Office])


class Case(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A citizen's mail at an office.

    `plan` is what the office will do unless the citizen withdraws it. `reason` is the key of what it writes
    when it decides. Of a rights request, `registered` is what Digitaal Vlaanderen made of it; until then
    it still has to be handed over.
    """

    national_number: str
    number: str
    mail: NewMail
    steps: tuple[Step, ...]
    plan: tuple[Step, ...] = ()
    reason: str = ""
    registered: Registered | None = None

    @property
    def about(self) -> str:
        """The authority that it is about."""
        return self.mail.controller_id or OWN

    @property
    def waits(self) -> bool:
        """Whether it is a rights request that has still to be handed over."""
        return self.mail.kind == "rights" and len(self.steps) == 1

    def history(self, now: datetime) -> tuple[Step, ...]:
        """What has happened to it by `now`."""
        return self.steps + tuple(step for step in self.plan if step.at <= now)

    def state(self, now: datetime) -> State:
        """The state that it is in."""
        return self.history(now)[-1].state

    def moved(self, step: Step, now: datetime) -> "Case":
        """This case after a step at `now`, with nothing planned any more."""
        return msgspec.structs.replace(self, steps=(*self.history(now), step), plan=())


def planned(
    mail: NewMail, received: datetime, earlier: Iterable[Case]
) -> tuple[tuple[Step, ...], str]:
    """What the office will do with a mail, and the key of its reason; `earlier` are this citizen's cases."""
    if mail.kind == "rights":
        return (), ""
    office = offices()[mail.office]
    if not _admissible(office, mail, earlier):
        at = office_opens(received, office.plan[0][1])
        return (Step(at=at, state="inadmissible"),), office.needs
    outcome, reason = _decision(office, mail, day_of(received))
    return tuple(
        Step(at=office_opens(received, days), state=outcome if state == "decided" else state)
        for state, days in office.plan
    ), reason


def _admissible(office: Office, mail: NewMail, earlier: Iterable[Case]) -> bool:
    about = mail.controller_id or OWN
    told = any(
        (one.mail.office, one.mail.kind, one.about) == ("officer", "complaint", about)
        for one in earlier
    )
    return not office.needs or told or (office.needs == "contact" and bool(mail.reference))


def _decision(office: Office, mail: NewMail, today: date) -> tuple[State, str]:
    """What the office decides, and why: a late answer is one whose last day is over."""
    ground: str = mail.ground or "other"
    if (
        ground != "other" and not mail.reference
    ):  # it names no request that could be late or refused
        ground = "other"
    if ground == "late" and (mail.due is msgspec.UNSET or mail.due >= today):
        ground = "notLate"
    return ("upheld" if ground in office.upholds else "dismissed"), ground
