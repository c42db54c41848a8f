"""What is wrong with a folder of people and authorities (`burgerprofiel people check`)."""

from pathlib import Path

from mock_backends.people.lint import lint
from mock_backends.people.loader import read


def check(folders: tuple[Path, ...]) -> list[str]:
    """What is wrong with our people and authorities and those in `folders`: English sentences.

    Contradictions and gaps are reported only once every file can be read.
    """
    fixtures, errors = read(folders)
    problems = [str(error) for error in errors]
    problems += [
        f"{folder}: no people and no authorities (personas/*.toml, controllers/*.toml)"
        for folder in folders
        if not [*folder.glob("personas/*.toml"), *folder.glob("controllers/*.toml")]
    ]
    return problems or [str(finding) for finding in lint(fixtures)]
