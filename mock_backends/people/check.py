"""The one check of people and authorities: for `burgerprofiel people check`, and for whoever uses them.

What is wrong is named with its file and line, and left out; the rest can be used.
"""

import json
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from mock_backends.people.dates import born_after
from mock_backends.people.finding import Finding, Mistake
from mock_backends.people.finding import Path as Place
from mock_backends.people.folder import findings_in
from mock_backends.people.lint import lint, records_of
from mock_backends.people.loader import (
    OURS,
    Category,
    Controller,
    FixtureError,
    Fixtures,
    Persona,
    files_in,
    in_order,
    load,
)
from mock_backends.people.source_file import Entry, SourceFile

E = TypeVar("E", Category, Controller, Persona)


class Checked(Struct, frozen=True):
    """People and authorities that can be used, and what is wrong with those that were read.

    `left_out` names what cannot be used: a file, or a part of one ("personas/an.toml: data.residence").
    """

    fixtures: Fixtures
    findings: tuple[Finding, ...] = ()
    left_out: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The findings as a list, for programs; the members are those of Finding, in lowerCamelCase."""
        # In ASCII: it may be printed on a terminal, and what it quotes is anybody's.
        return json.dumps(msgspec.to_builtins(self.findings), indent=2)


def checked(folders: tuple[Path, ...], today: date | None = None) -> Checked:
    """Our people and authorities and those in `folders`; the same id in a later folder replaces.

    What is wrong in a file counts as if it were not written. Without folders there is nothing to check: a
    test holds ours right. Who is not born by `today`, the day on which a world begins, is told, and used: its
    clock may be moved. Raises FixtureError for a folder that is not there.
    """
    if not folders:
        return Checked(load())
    for folder in folders:
        if not folder.is_dir():
            raise FixtureError(f"{folder}: no such folder")
    # Each once, also one that is named twice, or is ours.
    each = {folder.resolve(): folder for folder in (OURS, *folders)}
    files = [SourceFile(path, kind) for folder in each.values() for path, kind in files_in(folder)]
    sources = _sources(files)
    unsure = [file.name for file in files if file.left_out]

    def sure(mistake: Mistake) -> bool:
        return not any(_is_of(name, part) for part in mistake.rests_on for name in unsure)

    # In the order of reading, for then a mistake between two of them is the later one's.
    known = _as_read(sources)
    for mistake in filter(sure, lint(known)):
        sources[mistake.entry].tell(mistake)
    if today is not None:
        for source in sources.values():
            source.tell_if_unborn(today)
    # Somebody who is left out for another reason may have wrong records as well.
    for file in files:
        for mistake in filter(sure, records_of(file.name, file.records_apart(), known)):
            file.tell(mistake)
    found = [finding for folder in dict.fromkeys(folders) for finding in findings_in(folder)]
    found += [finding for file in files for finding in sorted(set(file.findings))]
    return Checked(
        in_order(source.entry for source in _sources(files).values()),
        tuple(found),
        tuple(name for file in files for name in file.names_left_out()),
    )


class _Source(NamedTuple):
    """An entry, and where it was read."""

    entry: Entry
    file: SourceFile
    place: Place

    def tell(self, mistake: Mistake) -> None:
        """Add what is wrong with the entry to what is wrong in its file."""
        self.file.tell(replace(mistake, path=self.file.place((*self.place, *mistake.path))))

    def tell_if_unborn(self, today: date) -> None:
        """Add that somebody of the author's is not born yet; ours are as old as the usual clock has them."""
        if OURS in self.file.path.parents or not isinstance(self.entry, Persona):
            return
        if born_after(born := self.entry.birth_date, today):
            what = f"{born} is still to come on {today}, when the world begins"
            self.tell(Mistake(path=("birth_date",), what=what, harmless=True))


def _sources(files: list[SourceFile]) -> dict[str, _Source]:
    """What can be used of these files, by name ("personas/noor-peeters"), in the order of reading."""
    found: dict[str, _Source] = {}
    for file in files:
        for entry, place in file.entries():
            source = _Source(entry, file, place)
            name = f"{_FOLDERS[type(entry)]}/{entry.id}"
            earlier = found.get(name)
            if earlier and earlier.file.path.parent == file.path.parent:
                what = f"the id {entry.id} stands in {earlier.file.path.name} as well"
                source.tell(Mistake(path=("id",), what=what))
                continue
            found.pop(name, None)  # what replaces it is read later
            found[name] = source
    return found


_FOLDERS: dict[type[Entry], str] = {
    Category: "categories",
    Controller: "controllers",
    Persona: "personas",
}


def _as_read(sources: dict[str, _Source]) -> Fixtures:
    def every(kind: type[E]) -> tuple[E, ...]:
        return tuple(one.entry for one in sources.values() if isinstance(one.entry, kind))

    return Fixtures(
        categories=every(Category), controllers=every(Controller), personas=every(Persona)
    )


def _is_of(name: str, part: str) -> bool:
    """Whether the entry `name` is `part`, or stands in the folder `part`."""
    return name == part or name.startswith(f"{part}/")
