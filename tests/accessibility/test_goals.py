"""Each goal is shown by something that is there; each gate serves a goal; the report says so."""

import re
from html import escape
from pathlib import Path

from tests.accessibility.gates import GATES
from tests.accessibility.goals import aims, goals
from tests.accessibility.report import HEAD, sections
from tui.accessibility import CHAPTERS

ROOT = Path(__file__).parents[2]


def test_each_goal_is_shown_by_something_or_says_why_not() -> None:
    known = {gate.__name__ for gate in GATES}
    for goal in goals():
        assert goal.gate or goal.test or goal.limit, goal
        assert not goal.gate or goal.gate in known, goal
        if goal.test:
            file, _, name = goal.test.partition("::")
            found = (ROOT / "tests" / file).read_text(encoding="utf-8")
            assert re.search(rf"def {name}\(", found), goal


CRITERIA = """
1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5
1.4.10 1.4.11 1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6
2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1
3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3
"""
"""Every criterion of WCAG 2.2 of level A and AA."""


def test_each_criterion_has_a_goal_or_says_why_not() -> None:
    aimed_at = [number for goal in goals() for number in re.findall(r"[\d.]+", goal.wcag)]
    apart = [number for one in aims().apart for number in re.findall(r"[\d.]+", one.wcag)]
    assert set(CRITERIA.split()) - set(aimed_at) - set(apart) == set()
    assert set(apart) & set(aimed_at) == set()


def test_the_statement_of_the_program_says_what_the_report_says_is_not_met() -> None:
    """Not less, and nothing else: each limit and each trip names its words, and all words are named."""
    for goal in goals():
        assert bool(goal.limit) == bool(goal.told), goal
    named = {goal.told for goal in goals() if goal.told} | {trip.told for trip in aims().trip}
    said = {
        f"{chapter}.{one}"
        for chapter, parts in CHAPTERS
        if chapter in ("limits", "trips")
        for one in parts
    }
    assert named == said


COUNTED = ("Plain Dutch", "Words of another language")
"""Parts of the report that count words."""


def test_each_gate_serves_a_goal() -> None:
    assert {gate.__name__ for gate in GATES} == {goal.gate for goal in goals() if goal.gate}


def test_the_report_has_every_goal_and_finds_no_fault() -> None:
    """When this fails: `make report`."""
    report = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    table = [line for line in report.split("\n") if line.startswith("| ")]
    assert [line.split(" | ")[0].strip("| ") for line in table[2 - 1 :] if "---" not in line] == [
        goal.what for goal in goals()
    ]
    assert table[0] == f"| {' | '.join(HEAD)} |"
    assert set(re.findall(r"(\d+) complaints", report)) == {"0"}


def test_the_report_says_what_is_not_met_and_what_one_trips_over() -> None:
    """When this fails: `make report`. Only figures of words may be older: each text changes them."""
    report = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "accessibility.html").read_text(encoding="utf-8")
    for heading, items in sections():
        assert f"\n## {heading}\n\n- " in report
        assert f"<h2>{escape(heading)}</h2><ul>" in page
        if heading not in COUNTED:
            told = list(items)
            assert [one for one in told if f"\n- {one}\n" not in report] == []
            assert [one for one in told if f"<li>{escape(one)}</li>" not in page] == []
