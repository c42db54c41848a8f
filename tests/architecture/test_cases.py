"""What docs/cases.md names as the test of a case is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_the_tests_that_hold_the_cases_are_there() -> None:
    named = set(NAMED.findall((ROOT / "docs" / "cases.md").read_text(encoding="utf-8")))
    assert sorted(f"{file}::{name}" for file, name in named if name not in functions(file)) == []


def functions(file: str) -> set[str]:
    """The names of the functions in a file, none where there is no such file."""
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
