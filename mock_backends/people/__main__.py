"""`python -m mock_backends.people [FOLDER …]`: what is wrong with the fixtures and with further folders.

One finding a line, on standard output; exit code 1 when there is any, 2 when a file cannot be read.
"""

import sys
from pathlib import Path

from mock_backends.people.lint import lint
from mock_backends.people.loader import FixtureError, load


def main(arguments: list[str]) -> int:
    """Print the findings; the exit code."""
    try:
        findings = lint(load(tuple(Path(one) for one in arguments)))
    except FixtureError as error:
        print(error, file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
