"""`make mutants`: how many of a sample of small, wrong changes to the code the tests find.

The tool (mutmut, set up in pyproject.toml) makes the changes in a copy below `mutants/`, and for each runs
the tests that call the changed function. The sample stays the same as long as the code does.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

SAMPLE = 300
SEED = 12
COPY = Path("mutants")
FOUND = ("killed", "timeout", "suspicious", "segfault")


def main() -> int:
    """Make the changes, try the sample, and print the share that was found; 1 when it cannot be said."""
    # The tool has no command that only makes the changes: a name that none has makes it stop after that.
    _mutmut("run", "--max-children", "1", "no change has this name")
    names = sorted(
        name
        for file in COPY.rglob("*.meta")
        for name in json.loads(file.read_text())["exit_code_by_key"]
    )
    if len(names) < SAMPLE:
        print("the changes could not be made: see `mutmut run`", file=sys.stderr)
        return 1
    said = _mutmut("run", "--max-children", "2", *random.Random(SEED).sample(names, SAMPLE))
    _mutmut("export-cicd-stats")
    figures = json.loads((COPY / "mutmut-cicd-stats.json").read_text())
    found = sum(figures.get(name, 0) for name in FOUND)
    missed = figures.get("survived", 0) + figures.get("no_tests", 0)
    if not found + missed:
        print(said, "no change was tried: the tests must pass first", sep="\n", file=sys.stderr)
        return 1
    print(f"{found} of {found + missed} changes found ({found / (found + missed):.1%})")
    print(
        f"a sample of {SAMPLE} of {len(names)}, seed {SEED}; {figures.get('no_tests', 0)} in untested code"
    )
    return 0


def _mutmut(*arguments: str) -> str:
    """Run the tool; returns what it says."""
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
