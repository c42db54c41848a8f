"""What the program loads, read in a fresh interpreter."""

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
