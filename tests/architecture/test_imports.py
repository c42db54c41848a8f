"""What the program loads, read in a fresh interpreter; and what its screens are made of."""

import ast
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {
    "httpx",
    "starlette",
    "authlib",
    "joserfc",
    "cryptography",
    "sqlite3",
    "mock_backends",
    "fixtures",
}


def modules(code: str) -> set[str]:
    """The top-level modules that `code` prints as a JSON list of module names."""
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return {name.partition(".")[0] for name in json.loads(answer.stdout.splitlines()[-1])}


def test_a_question_about_the_program_loads_almost_nothing() -> None:
    code = """
import json, sys
from tui.__main__ import main
try:
    main(["--version"])
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)))
"""
    assert modules(code) & (HEAVY | {"textual", "rich", "asyncio", "msgspec"}) == set()


BARE = {
    "tui/widgets/text_field.py": {"Input"},
    "tui/widgets/form.py": {"Input"},
    "tui/widgets/long_field.py": {"TextArea"},
}
"""Where a control of Textual's own may be named: by the part that makes it accessible, and its messages."""


def test_no_screen_uses_a_bare_control_of_textual() -> None:
    """Its controls have no label, tell their state by colour, and hide the cursor."""
    for path in sorted((ROOT / "tui").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "") == "textual.widgets"
            for alias in node.names
        }
        name = path.relative_to(ROOT).as_posix()
        assert named <= BARE.get(name, set()), f"{name} uses {named}"
