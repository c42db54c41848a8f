"""`burgerprofiel people`: checks invented people and authorities that a tester has written."""

from pathlib import Path

from tui.backends import people_findings
from tui.locale import Words


def check(folders: list[Path], words: Words) -> int:
    """Print what is wrong with the people and authorities in `folders`, one finding per line.

    Returns the exit code: 0 when nothing is wrong, 1 otherwise.
    """
    findings = people_findings(tuple(folders))
    for sentence in findings or [words("cli.people.fine")]:
        print(sentence)
    return 1 if findings else 0
