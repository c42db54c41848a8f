"""A case at a controller's desk: the states, what is planned, what is due, and how the register changes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from mock_backends.people.loader import Desk, DeskAnswer, Fixtures, KnownError, Value, load
from mock_backends.registers import case_states
from mock_backends.registers.case_states import MOVES, State, as_mermaid, next_states
from mock_backends.registers.cases import (
    USUAL,
    Case,
    Change,
    Step,
    applied,
    changes_for,
    errors_for,
    in_order,
    planned,
    rule_of,
)
from mock_backends.registers.letters import letter
from mock_backends.registers.models import Right
from mock_backends.shared.terms import months_after

PEOPLE: Fixtures = load()
DOCUMENT = Path(__file__).parents[2] / "docs" / "requests.md"
NOON = datetime(2026, 1, 31, 11, tzinfo=UTC)


def a_case(**changes: Any) -> Case:
    case = {
        "national_number": "87661421604",
        "controller_id": "ahovoks",
        "reference": "MBP-2026-ABCDEF",
        "receipt": "AHO-2026-00000000",
        "right": "rectification",
        "words": "Graag.",
        "asked": NOON,
        "steps": (Step(at=NOON, state="received"),),
        **changes,
    }
    return Case(**case)


# --- the states, and their picture ------------------------------------------------------------


def test_every_state_can_be_reached_and_only_what_is_over_stays() -> None:
    reached = {move.after for move in MOVES} | {"received"}
    assert reached == set(get_args(State))
    ends = {state for state in reached if not any(move.before == state for move in MOVES)}
    assert ends == {"withdrawn", "closed"}
    assert next_states("inTreatment", "desk") == (
        "extended",
        "granted",
        "partlyGranted",
        "refused",
    )


def test_the_document_has_the_picture_and_the_rules_as_they_are(
    request: pytest.FixtureRequest,
) -> None:
    """`--snapshot-update` writes both anew."""
    text = DOCUMENT.read_text("utf-8")
    made = text
    for name, content in (
        ("states", f"```mermaid\n{as_mermaid()}\n```"),
        ("answers", answers_as_table(PEOPLE)),
    ):
        begin, end = f"<!-- {name}: made by tests/unit/test_cases.py -->", f"<!-- end of {name} -->"
        before, _, rest = made.partition(begin)
        made = f"{before}{begin}\n{content}\n{end}{rest.partition(end)[2]}"
    if request.config.getoption("--snapshot-update", default=False):
        DOCUMENT.write_text(made, "utf-8")
        text = made
    assert text == made


def answers_as_table(fixtures: Fixtures) -> str:
    """What each controller answers to each right about each block, and on which day."""
    rights: tuple[Right, ...] = get_args(Right)
    lines = [
        f"| controller | block | {' | '.join(rights)} |",
        f"| --- | --- |{' --- |' * len(rights)}",
    ]
    for controller in fixtures.controllers:
        for block in controller.blocks:
            cells = [said(rule_of(controller.desk, right, block.id)) for right in rights]
            lines.append(f"| {controller.id} | {block.id} | {' | '.join(cells)} |")
    return "\n".join(lines)


def said(rule: DeskAnswer) -> str:
    """An answer in a cell."""
    longer = f", extended on day {rule.extended}" if rule.extended else ""
    late = " (late)" if not rule.extended and rule.after > 31 else ""
    card = ", after a copy of the card" if rule.card else ""
    return f"{rule.outcome} on day {rule.after}{longer}{late}{card}"


def test_ours_show_every_answer_and_a_late_one() -> None:
    table = answers_as_table(PEOPLE)
    for word in ("granted", "partlyGranted", "refused", "checked", "extended", "(late)"):
        assert word in table
    for persona in PEOPLE.personas:
        for error in persona.errors:
            found = PEOPLE.block(error.block)
            assert found is not None
            assert rule_of(found[0].desk, "rectification", error.block).outcome == "checked"


# --- the plan and the term --------------------------------------------------------------------


def test_what_is_planned_is_in_order_and_what_is_known_to_be_wrong_is_granted() -> None:
    error = KnownError(block="diplomas", record=1, field="title", right="Bachelor")
    desks = [(one.desk, one.blocks) for one in PEOPLE.controllers]
    some = next(blocks for _, blocks in desks if blocks)
    for desk, blocks in (*desks, (Desk(identity=40, treatment=90), some)):  # slower than it answers
        for right in USUAL:
            for block in blocks:
                rule = rule_of(desk, right, block.id)
                steps = planned(NOON, desk, rule, ())
                assert sorted(step.at for step in steps) == [step.at for step in steps]
                assert steps[-1].state == "closed"
                before = "received"
                for step in steps:
                    assert any(move[:2] == (before, step.state) for move in MOVES), step
                    before = step.state
    steps = planned(NOON, Desk(), USUAL["rectification"], (error,))
    assert "granted" in [step.state for step in steps]
    assert "refused" in [step.state for step in planned(NOON, Desk(), USUAL["rectification"], ())]


@pytest.mark.requirement("D1")
@pytest.mark.parametrize(("late", "said"), [(0, True), (11, True), (12, False)])
def test_more_time_is_taken_only_where_that_is_said_in_the_first_month(
    late: int, said: bool
) -> None:
    """31 January to 28 February; the desk says it 17 days after it got the request."""
    rule = DeskAnswer(right="access", outcome="granted", after=75, extended=17)
    steps = planned(NOON + timedelta(days=late), Desk(), rule, (), NOON)
    assert ("extended" in [step.state for step in steps]) is said


@pytest.mark.requirement("D1")
@pytest.mark.parametrize(
    ("asked", "due", "extended"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2027, 12, 30), date(2028, 2, 29)),
    ],
)
def test_the_term_is_a_month_and_with_an_extension_three(
    asked: date, due: date, extended: date
) -> None:
    at = datetime(asked.year, asked.month, asked.day, 11, tzinfo=UTC)
    case = a_case(asked=at, steps=(Step(at=at, state="received"),))
    later = case.moved(Step(at=at + timedelta(days=1), state="extended"), at)
    assert (case.due(at), later.due(at + timedelta(days=2))) == (due, extended)
    assert (months_after(asked, 1), months_after(asked, 3)) == (due, extended)


def test_a_case_is_as_far_as_the_time_that_it_is_whichever_way_the_clock_was_moved() -> None:
    case = a_case(plan=planned(NOON, Desk(), USUAL["rectification"], ()))
    days = (0, 1, 3, 9, 60, 2)
    found = [case.state(NOON + timedelta(days=day)) for day in days]
    assert found == [
        *("received", "identityChecked", "inTreatment", "refused", "closed"),
        "identityChecked",
    ]


def test_of_several_rights_on_the_same_data_the_answers_come_in_the_stated_order() -> None:
    """Each of two in both orders: `ORDER`; an erasure also once what was given can be fetched."""

    def case(right: Right, days: int, changes: tuple[Change, ...] = ()) -> Case:
        rule = DeskAnswer(right=right, outcome="granted", after=days)
        plan = planned(NOON, Desk(), rule, ())
        return a_case(right=right, reference=right, plan=plan, changes=changes)

    def answered(*cases: Case) -> dict[str, int]:
        far = NOON + timedelta(days=99)
        ordered = {one.reference: one.answer(far) for one in in_order(cases, NOON)}
        return {name: (step.at - NOON).days + 1 for name, step in ordered.items() if step}

    gone = (Change(),)
    mended = (Change(record=1, field="title", value="A"),)
    table: tuple[tuple[dict[Right, tuple[int, tuple[Change, ...]]], dict[str, int]], ...] = (
        ({"erasure": (4, gone), "access": (6, ())}, {"access": 6, "erasure": 13}),
        ({"erasure": (4, gone), "portability": (5, ())}, {"portability": 5, "erasure": 12}),
        ({"erasure": (4, gone), "rectification": (9, mended)}, {"rectification": 9, "erasure": 9}),
        ({"rectification": (4, mended), "access": (6, ())}, {"access": 6, "rectification": 6}),
        ({"erasure": (4, ()), "access": (6, ())}, {"access": 6, "erasure": 4}),  # changes nothing
        ({"erasure": (4, gone), "access": (45, ())}, {"access": 45, "erasure": 28}),  # its own term
        ({"erasure": (30, gone), "access": (6, ())}, {"access": 6, "erasure": 30}),
    )
    for asked, expected in table:
        cases = [case(right, *how) for right, how in asked.items()]
        assert answered(*cases) == answered(*reversed(cases)) == expected
        for one in in_order(cases, NOON):
            assert sorted(step.at for step in one.plan) == [step.at for step in one.plan]
            assert one.plan[-1].state == "closed"


def test_a_restriction_holds_from_its_answer_until_its_case_is_closed() -> None:
    case = a_case(right="restriction", plan=planned(NOON, Desk(), USUAL["restriction"], ()))
    since = case.restricts(NOON + timedelta(days=4))
    assert [bool(case.restricts(NOON + timedelta(days=day))) for day in (2, 3, 32, 33)] == [
        *(False, True, True, False)
    ]
    assert since is not None
    assert since[1] == date(2026, 3, 5)
    assert a_case(right="access", plan=case.plan).restricts(NOON + timedelta(days=4)) is None


# --- the register -----------------------------------------------------------------------------


def test_an_error_is_found_by_who_asks_about_its_field_or_about_none() -> None:
    title = KnownError(block="diplomas", record=1, field="title", right="Bachelor")
    gone = KnownError(block="diplomas", record=2)
    errors = (title, gone)
    assert errors_for(errors, "rectification", "diplomas", "") == errors
    assert errors_for(errors, "rectification", "diplomas", "level") == (gone,)
    assert errors_for(errors, "rectification", "identity", "") == ()
    assert errors_for(errors, "access", "diplomas", "") == ()
    assert changes_for("rectification", "refused", errors) == ()


def test_changes_leave_what_they_are_not_about() -> None:
    records: tuple[dict[str, Value], ...] = (
        {"title": "A", "level": "6"},
        {"title": "B"},
        {"title": "C"},
    )
    changes = (
        Change(record=1, field="title", value="Z"),
        Change(record=1, field="level"),
        Change(record=2),
        Change(record=2),  # by another case, too
        Change(record=3, field="title", value="Y"),
        Change(record=9, field="title", value="no such record"),
    )
    assert applied(records, changes) == ({"title": "Z"}, {"title": "Y"})
    assert applied(records, (Change(),)) == ()
    assert records[0] == {"title": "A", "level": "6"}


# --- the letters ------------------------------------------------------------------------------


def test_every_letter_is_whole_in_every_language_and_a_refusal_names_the_ways_on() -> None:
    for controller in PEOPLE.controllers:
        for right in USUAL:
            for block in controller.blocks[:1]:
                for state in case_states.LETTERS:
                    case = a_case(right=right, block_id=block.id, controller_id=controller.id)
                    step = Step(at=NOON, state=state, reason={"nl": "Een {reden}."})
                    text = letter(case, step, controller).text
                    assert set(text) == {"nl", "en", "fr", "de"}
                    assert all(case.reference in one for one in text.values())
                    assert "Een {reden}." in text["nl"], "what a tester types is no template"
                    asks = state in ("refused", "partlyGranted")
                    assert (controller.contact.email in text["nl"]) == asks
