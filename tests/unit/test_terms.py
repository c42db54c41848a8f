"""Terms for an answer, by calendar month: when one nears or is over, and each is told once (D1)."""

from datetime import date, datetime, timedelta

import pytest

from mock_backends.profile_service.rights_rows import KIND, Row, requests_in
from mock_backends.profile_service.rights_watch import OWN, TOLD, note_terms, term_news
from mock_backends.profile_service.sealed_profiles import NOTICE, Rows, in_bytes, in_text
from mock_backends.shared.days import BELGIUM
from mock_backends.shared.terms import months_after

TAKEN_IN = '[{"at":"2026-11-23T09:00:00Z","what":"acknowledged"}]'


def row(due: date, **other: str) -> Row:
    """A request that its desk has, with this last day for an answer."""
    given = {"controllerId": "mobility", "reference": "MBP-1", "state": "inProgress"}
    return {**given, "due": due.isoformat(), "steps": TAKEN_IN, **other}


@pytest.mark.requirement("D1")
@pytest.mark.parametrize(
    ("asked", "last"),
    [
        (date(2026, 11, 23), date(2026, 12, 23)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 29), date(2028, 2, 29)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_a_term_nears_a_week_before_its_last_day_and_is_over_the_day_after(
    asked: date, last: date
) -> None:
    due = months_after(asked, 1)
    assert due == last
    said = [term_news(row(due), due + timedelta(days=day)) for day in (-8, -7, 0, 1, 400)]
    assert said == ["", "nears", "nears", "late", "late"]


@pytest.mark.requirement("R17", "D1")
def test_each_is_told_once_and_anew_once_the_desk_takes_more_time() -> None:
    due = date(2026, 12, 23)
    rows: Rows = {KIND: {"one": in_bytes(row(due))}}

    def told(day: date) -> list[tuple[str, str]]:
        at = datetime.combine(day, datetime.min.time(), BELGIUM)
        for _ in range(2):
            note_terms(rows, at, {("mobility", "MBP-1")})
        noted = [in_text(one) for one in rows.get(NOTICE, {}).values()]
        assert not [one for one in noted if "read" in one], "all of them are new"
        return [(one["what"], one["day"]) for one in noted]

    assert told(due - timedelta(days=8)) == []
    nears = [("nears", "2026-12-23")]
    assert told(due) == nears
    assert told(due + timedelta(days=1)) == [*nears, ("late", "2026-12-23")]
    longer = {**requests_in(rows)["one"], "due": "2027-02-23"}
    rows[KIND]["one"] = in_bytes(longer)
    assert len(told(due + timedelta(days=2))) == 2
    assert told(date(2027, 2, 20))[2:] == [("nears", "2027-02-23")]


@pytest.mark.requirement("D1")
@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({}, False),  # its desk has it, and may have answered
        ({"steps": "[]"}, True),  # it never reached its desk
        ({"controllerId": OWN}, True),
        ({"controllerId": OWN, "state": "granted"}, False),
        ({"steps": "[]", "withdrawing": "yes"}, False),
        ({"deskState": "closed"}, False),
    ],
)
def test_while_a_desk_does_not_say_how_far_it_is_nobody_is_called_late(
    changes: dict[str, str], is_told: bool
) -> None:
    rows: Rows = {KIND: {"one": in_bytes(row(date(2026, 12, 23), **changes))}}
    note_terms(rows, datetime(2026, 12, 24, 9, tzinfo=BELGIUM), set())
    assert (TOLD in requests_in(rows)["one"]) is is_told
