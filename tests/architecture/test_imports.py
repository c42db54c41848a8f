"""What the program has loaded at given moments, read in a fresh interpreter."""

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

AT_FIRST_PAINT = """
import asyncio, json, sys, tempfile
from pathlib import Path
from tui.__main__ import compose, parse

async def main():
    seen = []
    options = parse(["--home", tempfile.mkdtemp()])
    program = compose(options, on_first_paint=lambda: seen.append(sorted(sys.modules)))
    async with program.app().run_test() as pilot:
        await pilot.pause()
    print(json.dumps(seen[0]))

asyncio.run(main())
"""


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
