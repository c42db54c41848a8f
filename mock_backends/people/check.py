"""What an author is told of a folder with people and authorities (`burgerprofiel people check`)."""

from pathlib import Path

from mock_backends.people.lint import lint
from mock_backends.people.loader import read


def check(folders: tuple[Path, ...]) -> list[str]:
    """What is wrong with our people and authorities and those in `folders`, a sentence each, in English.

    What is contradicted or missing is only looked for once every file can be read.
    """
    fixtures, errors = read(folders)
    said = [str(error) for error in errors]
    said += [
        f"{folder}: no people and no authorities (personas/*.toml, controllers/*.toml)"
        for folder in folders
        if not [*folder.glob("personas/*.toml"), *folder.glob("controllers/*.toml")]
    ]
    return said or [str(finding) for finding in lint(fixtures)]
