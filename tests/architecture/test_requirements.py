"""Every requirement has a test that carries its number, or waits for a named piece of work."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PENDING = Path(__file__).with_name("pending.toml")
MAY_WAIT = frozenset(["R52", "R53", "R54", "D5", "D6"])
"""Which may wait, by name, so that none takes another's place; shortened with each piece of work."""


def stated() -> set[str]:
    """Every number that docs/requirements.md states."""
    text = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| ([RD]\d+) \|", text, re.MULTILINE))


def cited() -> set[str]:
    """Every number that a test carries in @pytest.mark.requirement(…)."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "requirement"
            ):
                found |= {
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                }
    return found


def pending() -> dict[str, str]:
    """What waits, and for which piece of work."""
    with PENDING.open("rb") as file:
        waiting: dict[str, str] = tomllib.load(file)["pending"]
    return waiting


def test_all_requirements_are_stated() -> None:
    assert stated() == {f"R{n}" for n in range(1, 74)} | {f"D{n}" for n in range(1, 8)}


def test_every_requirement_has_a_test_or_waits() -> None:
    assert sorted(stated() - cited() - pending().keys()) == []


def test_nothing_waits_that_has_a_test() -> None:
    assert sorted(pending().keys() & cited()) == []


def test_only_stated_requirements_are_cited() -> None:
    assert sorted((cited() | pending().keys()) - stated()) == []


def test_the_pending_list_only_shrinks() -> None:
    assert pending().keys() == MAY_WAIT, "shorten both; a number that is new here needs a test"
    assert all(reason.strip() for reason in pending().values())
