"""Each goal is shown by something that is there; each gate serves a goal; the report says so."""

import re
from pathlib import Path

from tests.accessibility.gates import GATES
from tests.accessibility.goals import goals
from tests.accessibility.report import HEAD

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
