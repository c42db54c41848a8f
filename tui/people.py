"""`burgerprofiel people`: checks invented people and authorities that a tester has written."""

from pathlib import Path

from tui.backends import check_people
from tui.locale import Words


def check(folders: list[Path], words: Words, *, as_json: bool) -> int:
    """Print what is wrong with the people and authorities in `folders`, one finding per line, or as JSON.

    Returns the exit code: 0 when nothing is wrong, 1 otherwise.
    """
    found = check_people(tuple(folders))
    if as_json:
        print(found.as_json)
    else:
        for sentence in found.findings or (words("cli.people.fine"),):
            print(sentence)
    return 1 if found.findings else 0


def mistakes(folders: list[Path], words: Words) -> list[str]:
    """What to tell whoever uses these people and authorities: what is left out, and what is wrong."""
    found = check_people(tuple(folders))
    names = ", ".join(found.left_out)
    return [*([words("cli.people.left-out", names=names)] if names else ()), *found.findings]
