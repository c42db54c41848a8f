"""What an office does with a mail: its states, its rules, what it plans and what it writes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from mock_backends.offices.case_states import MOVES, OVER, State, as_mermaid, next_states
from mock_backends.offices.cases import Case, offices, planned
from mock_backends.offices.letters import replies
from mock_backends.offices.models import NewMail, Registered, Step
from mock_backends.people.loader import LANGUAGES, load

PEOPLE = load()
DOCUMENT = Path(__file__).parents[2] / "docs" / "complaints.md"
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
CENTURY = NOON + timedelta(days=36_525)


def mail(office: str = "officer", kind: str = "complaint", **members: Any) -> NewMail:
    return NewMail(
        mail_id="m" * 32,
        office=office,  # type: ignore[arg-type]
        kind=kind,  # type: ignore[arg-type]
        subject="Klacht",
        text="Fout.",
        **members,
    )


def case(one: NewMail, *earlier: Case) -> Case:
    plan, reason = planned(one, NOON, earlier)
    return Case(
        national_number="87661421604",
        number="DPO-2026-ABCDEF",
        mail=one,
        steps=(Step(at=NOON, state="received"),),
        plan=plan,
        reason=reason,
    )


def test_every_state_is_reached_and_only_what_is_over_stays() -> None:
    reached = {move.after for move in MOVES} | {"received"}
    assert reached == set(get_args(State))
    assert {state for state in reached if not any(one.before == state for one in MOVES)} == {*OVER}


def test_the_document_has_the_picture_and_the_rules_as_they_are(
    request: pytest.FixtureRequest,
) -> None:
    """`--snapshot-update` writes both anew."""
    text = made = DOCUMENT.read_text("utf-8")
    for name, content in (("states", f"```mermaid\n{as_mermaid()}\n```"), ("offices", table())):
        begin, end = (
            f"<!-- {name}: made by tests/unit/test_offices.py -->",
            f"<!-- end of {name} -->",
        )
        before, _, rest = made.partition(begin)
        made = f"{before}{begin}\n{content}\n{end}{rest.partition(end)[2]}"
    if request.config.getoption("--snapshot-update", default=False):
        DOCUMENT.write_text(made, "utf-8")
        text = made
    assert text == made


def table() -> str:
    needs = {
        "": "–",
        "officer": "a complaint to the officer about the same authority",
        "contact": "that, or a request to the authority",
    }
    lines = [
        "| office | takes | needs before | then | upholds |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, office in offices().items():
        plan = ", ".join(f"{state} on day {day}" for state, day in office.plan)
        upholds = ", ".join(office.upholds) or "–"
        takes = ", ".join(office.takes)
        lines.append(f"| {name} | {takes} | {needs[office.needs]} | {plan} | {upholds} |")
    return "\n".join(lines)


LATE = {"ground": "late", "reference": "MBP-2026-ABCDEF", "controller_id": "mobility"}

PLANS = (
    # the mail, whether the officer had a complaint, and what comes of it in the end
    (mail(**LATE, due=date(2026, 11, 1)), False, "answered", "late"),
    (mail("vtc", controller_id="municipality"), False, "inadmissible", "officer"),
    (mail("vtc", controller_id="municipality"), True, "dismissed", "other"),
    (mail("gba", controller_id="mobility"), False, "inadmissible", "contact"),
    (mail("gba", **LATE, due=date(2026, 11, 22)), False, "upheld", "late"),
    (mail("gba", **LATE, due=date(2026, 11, 23)), False, "dismissed", "notLate"),
    (mail("gba", **{**LATE, "ground": "refused"}), False, "dismissed", "refused"),
    # A refusal of nothing is no refusal.
    (mail("ombudsman", ground="refused", controller_id="mobility"), True, "upheld", "other"),
)


@pytest.mark.requirement("R69", "R70", "R71")
@pytest.mark.parametrize(("one", "told", "outcome", "reason"), PLANS)
def test_what_comes_of_a_complaint(one: NewMail, told: bool, outcome: str, reason: str) -> None:
    about = one.controller_id
    earlier = (case(mail(controller_id=about)),) if told else (case(mail(controller_id="ahovoks")),)
    made = case(one, *earlier)
    states = [step.state for step in made.history(CENTURY)]
    assert (states[-1], made.reason) == (outcome, reason)
    for before, after in pairwise(states):
        assert after in next_states(before, "office")
    assert [step.at for step in made.plan] == sorted(step.at for step in made.plan)


def test_each_office_writes_in_every_language_and_leaves_no_place_open() -> None:
    controllers = {one.id: one for one in PEOPLE.controllers}
    known = Registered(
        reference="MBP-2026-ABCDEF",
        controller_id="mobility",
        controller_name=controllers["mobility"].authority,
        due=date(2026, 12, 23),
        forwarded_at=NOON,
        receipt="MOB-1",
    )
    asked = case(mail(kind="rights"))
    moved = asked.moved(Step(at=NOON, state="registered"), NOON)
    cases = [
        *(
            case(
                mail(name, kind, controller_id=about, ground=ground, reference=ref, due=due), *told
            )
            for name, office in offices().items()
            for kind in office.takes
            for about in ("", "mobility", "municipality")
            for ground in ("", "late", "refused", "other")
            for ref in ("", "MBP-2026-ABCDEF")
            for due in (UNSET, date(2026, 11, 1))
            for told in ((), (case(mail(controller_id=about)),))
        ),
        asked,
        asked.moved(Step(at=NOON, state="inadmissible"), NOON),
        *(
            replace(moved, registered=replace(known, controller_id=controller))
            for controller in ("mobility", "digitaal-vlaanderen")
        ),
    ]
    for one in cases:
        written = replies(one, controllers.get(one.about), CENTURY)
        assert written
        for reply in written:
            assert set(reply.text) == set(LANGUAGES)
            for text in reply.text.values():
                assert "{" not in text
                assert "  " not in text
